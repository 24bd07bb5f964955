"""`signpost export floip`: a whole flow, in our words, that hides nothing of what it cannot do."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from signpost.authoring.floip.container import Exported, export
from signpost.authoring.load import load
from signpost.cli import main
from signpost.core.menu import Deadline, Menu, Pack
from tests.benchmarks import floip
from tests.house import EXAMPLE, PACK

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module", params=[PACK, EXAMPLE], ids=["hertfordshire", "example"])
def pack(request: pytest.FixtureRequest) -> Pack:
    return load(request.param)


@pytest.fixture(scope="module")
def exported(pack: Pack) -> Exported:
    return export(pack, AT)


def _blocks(exported: Exported) -> list[dict[str, Any]]:
    return [block for flow in exported.container["flows"] for block in flow["blocks"]]


def _said(exported: Exported, block: dict[str, Any], mode: str) -> str:
    resources = {resource["uuid"]: resource for resource in exported.container["resources"]}
    values = resources[block["config"]["prompt"]]["values"]
    return next(str(value["value"]) for value in values if value["modes"] == [mode])


def test_every_exit_leads_to_a_block_of_its_flow(exported: Exported) -> None:
    for flow in exported.container["flows"]:
        known = {block["uuid"] for block in flow["blocks"]}
        assert flow["first_block_id"] in known
        ahead = {
            way["destination_block"] for block in flow["blocks"] for way in block["exits"] if "destination_block" in way
        }
        assert ahead <= known


def test_every_block_can_be_reached(exported: Exported) -> None:
    for flow in exported.container["flows"]:
        ahead = {block["uuid"]: [way.get("destination_block") for way in block["exits"]] for block in flow["blocks"]}
        seen, waiting = set(), [flow["first_block_id"]]
        while waiting:
            if (at := waiting.pop()) and at not in seen:
                seen.add(at)
                waiting += ahead[at]
        assert seen == set(ahead)


def test_no_id_and_no_name_stands_for_two_things(exported: Exported) -> None:
    ids = [part["uuid"] for block in _blocks(exported) for part in (block, *block["exits"])]
    ids += [resource["uuid"] for resource in exported.container["resources"]]
    assert max(Counter(ids).values()) == 1
    for flow in exported.container["flows"]:
        assert max(Counter(block["name"] for block in flow["blocks"]).values()) == 1


def test_a_pack_is_the_same_flow_each_time(pack: Pack, exported: Exported) -> None:
    assert export(pack, AT) == exported


def test_a_deadline_gives_the_persons_number_and_is_named_as_left_out() -> None:
    pack = load(PACK)
    exported = export(pack, AT)
    (deadline,) = (place for place in pack.places.values() if isinstance(place, Deadline))
    block = next(block for block in _blocks(exported) if block["name"] == f"{deadline.name.replace('-', '_')}_says")
    assert "SEND Duty Line: 01442 453300" in _said(exported, block, "TEXT")
    assert "0 1, 4 4 2, 4 5 3, 3 0 0" in _said(exported, block, "IVR")
    assert deadline.name in block["label"]
    assert any(line.startswith(deadline.name) for line in exported.left_out)


def test_the_container_itself_says_what_is_left_out(exported: Exported) -> None:
    assert exported.left_out
    for line in exported.left_out:
        assert line in exported.container["description"]
        assert line in exported.container["flows"][0]["label"]


def test_an_at_sign_begins_no_expression() -> None:
    exported = export(load(PACK), AT)
    written = [value["value"] for resource in exported.container["resources"] for value in resource["values"]]
    assert any("SENDResolutions@@hertfordshire.gov.uk" in words for words in written)
    assert not any("@" in words.replace("@@", "") for words in written)


def test_an_answer_that_fits_nothing_leads_to_a_person(exported: Exported, pack: Pack) -> None:
    named = {block["uuid"]: block["name"] for block in _blocks(exported)}
    person = f"{pack.person.replace('-', '_')}_says"
    menus = [block for block in _blocks(exported) if block["type"] == "MobilePrimitives.SelectOneResponse"]
    assert menus
    for block in menus:
        (last,) = (way for way in block["exits"] if way.get("default"))
        assert named[last["destination_block"]] == person


def test_menus_that_only_a_later_text_opens_are_counted(exported: Exported, pack: Pack) -> None:
    there = {block["name"] for block in _blocks(exported)}
    menus = {place.name.replace("-", "_") for place in pack.places.values() if isinstance(place, Menu)}
    gone = len(menus - there)
    assert any(f"{gone} menus" in line for line in exported.left_out) == bool(gone)


def test_the_command_prints_the_flow_and_says_beside_it_what_is_not_in_it() -> None:
    ended = CliRunner().invoke(main, ["export", "floip", str(EXAMPLE)])
    assert ended.exit_code == 0
    assert json.loads(ended.stdout)["flows"]
    assert ended.stderr.startswith("Not in this flow:\n")


def test_the_command_writes_a_file(tmp_path: Path) -> None:
    out = tmp_path / "flow.json"
    ended = CliRunner().invoke(main, ["export", "floip", str(EXAMPLE), "--out", str(out)])
    assert ended.stdout == f"wrote {out}\n"
    assert json.loads(out.read_text(encoding="utf-8"))["name"]


def test_a_file_that_cannot_be_written_is_told_as_such(tmp_path: Path) -> None:
    ended = CliRunner().invoke(main, ["export", "floip", str(EXAMPLE), "--out", str(tmp_path / "no" / "flow.json")])
    assert ended.exit_code == 1
    assert "name another file with --out" in ended.output


@pytest.mark.skipif(floip.runner() is None, reason="flow-runner is not installed: `make bench` brings it")
def test_flow_runner_takes_the_flow_and_reaches_what_our_engine_reaches(pack: Pack) -> None:
    folder = floip.runner()
    assert folder
    with floip.running(pack, folder) as runner:
        assert runner.ask(check=True) == []
        count, wrong = floip.differing(pack, runner)
    assert count > 1
    assert wrong == []
