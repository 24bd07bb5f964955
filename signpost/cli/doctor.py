"""The command that looks at everything that has to be right."""

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from signpost.core.finding import Finding


@click.command()
@click.option("--offline", is_flag=True, help="Ask nothing beyond this machine and Redis.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def doctor(offline: bool, as_json: bool) -> None:
    """Say of each part of the service whether it is ok, to be looked at, or wrong, and how to mend it.

    It looks at the settings, the pack, Redis, the workers, e-mail, the account with Twilio and how its numbers are set,
    and asks the service itself at its public address. Run it where the service runs, with the same environment. Nothing
    is changed, started or sent, and no secret is shown. It ends with 1 when anything is wrong.
    """
    import json
    from dataclasses import asdict
    from datetime import date

    from signpost.core.finding import Verdict
    from signpost.operating.doctor import findings

    found = []
    for finding in findings(date.today(), offline=offline):
        found.append(finding)
        if not as_json:
            _say(finding)
    counts = {verdict.value: sum(finding.verdict is verdict for finding in found) for verdict in Verdict}
    if as_json:
        click.echo(json.dumps({**counts, "findings": [asdict(finding) for finding in found]}, indent=2))
    else:
        click.echo(f"\n{counts['wrong']} wrong, {counts['look']} to look at, {counts['ok']} ok.")
    sys.exit(1 if counts[Verdict.WRONG] else 0)


def _say(finding: "Finding") -> None:
    click.echo(f"{finding.verdict.value:<6} {finding.about}: {finding.found}")
    if finding.mend:
        click.echo(f"       {finding.mend}")
