"""The settings: what is missing, malformed, weak or misspelt. No value is told."""

import os
from collections.abc import Iterator, Mapping

from signpost.core.finding import Finding, look, ok, wrong
from signpost.settings import WEB_NUMBERS, Settings, SettingsError, whole_number

# Of random letters and digits, as many as `openssl rand -hex 32` has bits to spare.
_LONG_SECRET, _LONG_TOKEN, _VARIED = 32, 16, 8
# Read elsewhere, or by nobody of ours on purpose.
_OTHERS = frozenset({"SIGNPOST_OFFICER"})
_OURS = ("SIGNPOST_", "TWILIO_")
_IGNORED = frozenset({"TWILIO_EDGE", "TWILIO_REGION"})


def settings_found(settings: Settings, faults: Mapping[str, str]) -> Iterator[Finding]:
    """Every setting by its name, then those that nothing reads."""
    given = {name.upper() for name, value in os.environ.items() if value}
    for field in Settings.model_fields.values():
        name = str(field.alias)
        if name in faults:
            told, _, mend = faults[name].partition(": ")
            yield wrong(name, told, mend.capitalize())
        elif name in given:
            yield ok(name, "is set")
        elif name == "SIGNPOST_SMS_FROM":
            yield wrong(name, "is missing: no worker starts without it", f"Set it to {field.description}")
        else:
            yield ok(name, "is not set, and need not be")
    yield from _numbers()
    if "SIGNPOST_SECRET_KEY" not in faults:
        yield from _secret(settings.secret_key.get_secret_value())
    if settings.metrics_token and len(settings.metrics_token.get_secret_value()) < _LONG_TOKEN:
        yield look(
            "SIGNPOST_METRICS_TOKEN",
            f"has fewer than {_LONG_TOKEN} characters",
            "Set it to what `openssl rand -hex 32` prints, here and at the monitor.",
        )
    yield from _unread(given)


def _numbers() -> Iterator[Finding]:
    for name, (default, most) in WEB_NUMBERS.items():
        try:
            yield ok(name, f"is {whole_number(name, default, most)}")
        except SettingsError:
            yield wrong(name, "does not look right", f"Set it to a number from 1 to {most}.")


def _secret(secret: str) -> Iterator[Finding]:
    about, parts = "SIGNPOST_SECRET_KEY", [part.strip() for part in secret.split(",")]
    if any(len(part) < _LONG_SECRET or len(set(part)) < _VARIED for part in parts):
        yield look(
            about,
            f"is short, or has few different characters: {_LONG_SECRET} random ones are hard to guess",
            "Put what `openssl rand -hex 32` prints and a comma before it, as the README says of new keys.",
        )
    if len(parts) > 1:
        yield look(
            about,
            f"has {len(parts)} keys: new records are sealed with the first, and people are known by the last",
            "That can stay. Who drops the last one knows nobody any more: not even who asked for no texts.",
        )


def _unread(given: set[str]) -> Iterator[Finding]:
    known = {str(field.alias) for field in Settings.model_fields.values()} | _OTHERS
    for name in sorted(given - known):
        if name in _IGNORED:
            yield look(name, "is not heeded", "Set TWILIO_API_URL where another address is meant, and remove it.")
        elif name.startswith(_OURS):
            yield look(name, "is read by nothing here", "Is it misspelt? The README has all names.")
