"""What goes wrong on the line, named as Twilio names it."""


class CarrierError(Exception):
    """The service gave the carrier something it cannot use. `code` is Twilio's own for the same mistake.

    A real caller would hear Twilio's error recording; the sender of a text would get no answer.
    """

    def __init__(self, code: int, what: str) -> None:
        super().__init__(f"Twilio error {code}: {what}")
        self.code = code
        self.what = what


class NotNowError(Exception):
    """The person with the phone cannot do that at this moment; the message says what to do instead."""


class RefusedError(Exception):
    """The REST API turns a request down, with Twilio's `code` and an HTTP `status`."""

    def __init__(self, code: int, status: int, what: str) -> None:
        super().__init__(f"Twilio error {code}: {what}")
        self.code = code
        self.status = status
        self.what = what
