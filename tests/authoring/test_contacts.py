"""`signpost contacts`: every contact, and what is to be done about those that are not confirmed."""

import json
from datetime import date
from pathlib import Path

from click.testing import CliRunner

from signpost.authoring.contacts import WIDTH, as_text, contacts
from signpost.cli import main

TODAY = date(2026, 11, 23)
TEAM = """
team:
  name: the Team
  phone: 01632 960777
  email: team@example.org
  who_for: parents in Exampleton who have waited for more than a month and have had no answer to any of their letters
  source: a leaflet
  checked: 2026-11-21
  review_by: 2027-02-21
  confidence: unconfirmed
"""


def with_team(pack: Path) -> Path:
    services = pack / "services.yaml"
    services.write_text(services.read_text(encoding="utf-8") + TEAM, encoding="utf-8")
    return pack


def test_each_contact_is_there_with_where_it_is_used(pack: Path) -> None:
    rows = {row.key: row for row in contacts(with_team(pack))}
    assert rows["helpline"].used_at == ("helpline",)
    assert rows["helpline"].release is None
    assert (rows["team"].used_at, rows["team"].confidence) == ((), "unconfirmed")
    assert rows["team"].release == "menus/broken/services.yaml:28"
    assert (pack / "services.yaml").read_text(encoding="utf-8").splitlines()[27] == "  confidence: unconfirmed"


def test_a_number_among_words_counts_as_use(pack: Path) -> None:
    menus = pack / "menus.yaml"
    text = menus.read_text(encoding="utf-8").replace("Ring 999 now.", "Ring 999 now, or 01632 960001.")
    menus.write_text(text, encoding="utf-8")
    assert contacts(pack)[0].used_at == ("helpline", "danger")


def test_it_reads_in_eighty_columns_with_the_unconfirmed_last(pack: Path) -> None:
    told = as_text(contacts(with_team(pack)), TODAY)
    assert max(map(len, told.splitlines())) <= WIDTH
    assert told.index("the Team (unconfirmed)") > told.index("your child's school (confirmed)")
    assert "01632 960777 (held back)" in told
    assert "confidence: confirmed at menus/broken/services.yaml:28" in " ".join(told.split())
    assert told.endswith("3 contacts, 1 of them to be confirmed.\n")
    assert "PAST" not in told
    assert as_text(contacts(pack), date(2027, 2, 22)).count("THAT DAY IS PAST") == 3


def test_the_command_gives_json(pack: Path) -> None:
    run = CliRunner().invoke(main, ["contacts", str(with_team(pack)), "--json"])
    assert run.exit_code == 0
    rows = json.loads(run.stdout)
    assert [row["key"] for row in rows] == ["helpline", "school", "team"]
    assert rows[2]["review_by"] == "2027-02-21"


def test_a_short_number_among_words_counts_as_use(pack: Path) -> None:
    services, menus = pack / "services.yaml", pack / "menus.yaml"
    health = TEAM.replace("team:\n", "health:\n").replace("01632 960777", '"111"').replace("unconfirmed", "confirmed")
    services.write_text(services.read_text(encoding="utf-8") + health, encoding="utf-8")
    text = menus.read_text(encoding="utf-8").replace("Ring 999 now.", "Ring 999 now, or 111.")
    menus.write_text(text, encoding="utf-8")
    assert contacts(pack)[-1].used_at == ("danger",)
