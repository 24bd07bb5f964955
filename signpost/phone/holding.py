"""What a Twilio account holds beside texts and calls: its numbers, a messaging service, and whom it may ring.

Settings bear the names of Twilio's REST API, in the form that its answers have.
"""

from dataclasses import dataclass, field

# What Twilio sets for a number that was just bought.
_NEW = "https://demo.twilio.com/welcome"
NUMBER_SETTINGS = (
    *("voice_url", "voice_method", "voice_fallback_url", "voice_fallback_method", "voice_application_sid"),
    *("sms_url", "sms_method", "sms_fallback_url", "sms_fallback_method", "sms_application_sid"),
    *("status_callback", "status_callback_method", "trunk_sid"),
)
SERVICE_SETTINGS = (
    "inbound_request_url",
    "inbound_method",
    "fallback_url",
    "fallback_method",
    "use_inbound_webhook_on_number",
)


def _bought() -> dict[str, str]:
    made = {
        "voice_url": f"{_NEW}/voice/",
        "sms_url": f"{_NEW}/sms/reply/",
        **{name: "POST" for name in NUMBER_SETTINGS if name.endswith("_method")},
    }
    return dict.fromkeys(NUMBER_SETTINGS, "") | made


@dataclass
class HeldNumber:
    """A number of the account's."""

    sid: str
    number: str
    settings: dict[str, str] = field(default_factory=_bought)


@dataclass
class HeldService:
    """A messaging service of the account's, with the ids of its numbers."""

    sid: str
    numbers: list[str] = field(default_factory=list)
    settings: dict[str, str | bool] = field(
        default_factory=lambda: {**dict.fromkeys(SERVICE_SETTINGS, ""), "use_inbound_webhook_on_number": False}
    )


class Holding:
    """The account's own things. It begins with one number, as it was bought."""

    def __init__(self, number: str) -> None:
        self.status, self.kind = "active", "Full"
        self.numbers: dict[str, HeldNumber] = {}
        self.services: dict[str, HeldService] = {}
        # The countries whose ordinary, and whose costly, numbers may be rung.
        self.rings, self.rings_costly = {"GB"}, set[str]()
        # How many changes are taken until one is refused, for tests; None for all of them.
        self.changes_left: int | None = None
        self.add(number)

    def add(self, number: str) -> HeldNumber:
        """Hold one more number."""
        made = HeldNumber(f"PN{len(self.numbers) + 1:032x}", number)
        self.numbers[made.sid] = made
        return made

    def add_service(self, *numbers: HeldNumber) -> HeldService:
        """Hold a messaging service with these numbers."""
        made = HeldService(f"MG{len(self.services) + 1:032x}", [number.sid for number in numbers])
        self.services[made.sid] = made
        return made

    @property
    def first(self) -> HeldNumber:
        """The number that it began with."""
        return next(iter(self.numbers.values()))
