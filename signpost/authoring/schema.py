"""JSON schemas of a pack's files, for editors: completion, and a red line before anybody runs a check."""

import json
from typing import Any, Literal, get_args

from pydantic import BaseModel, RootModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from signpost.authoring.known import NAME
from signpost.authoring.menu_files import PlaceEntry
from signpost.authoring.pack_file import PackFile
from signpost.authoring.phrases_file import PhrasesFile
from signpost.authoring.service_file import ServiceEntry

Kind = Literal["pack", "services", "menus", "phrases"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_NAMED: dict[Kind, type[BaseModel]] = {
    "services": RootModel[dict[str, ServiceEntry]],
    "menus": RootModel[dict[str, PlaceEntry]],
    "phrases": PhrasesFile,
}


class _Plain(GenerateJsonSchema):
    """In the models' own order, and without what would only distract: titles of keys, null for keys left out."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the signature is pydantic's
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        inner = self.generate_inner(schema["schema"])
        usual = schema.get("default")
        return {**inner, "default": usual} if isinstance(usual, str | int) else inner

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:  # noqa: ARG002
        return value


def schema(kind: Kind) -> dict[str, Any]:
    """The JSON schema of pack.yaml, of services.yaml, of phrases.yaml, or of any other file of a pack ("menus")."""
    if kind == "pack":
        made = PackFile.model_json_schema(schema_generator=_Plain)
    else:
        made = _NAMED[kind].model_json_schema(schema_generator=_Plain)
        made["propertyNames"] = {"pattern": f"^{NAME}$"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": f"Signpost: {kind}"}


def schema_text(kind: Kind) -> str:
    """The schema as it is kept under menus/schema."""
    return json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n"
