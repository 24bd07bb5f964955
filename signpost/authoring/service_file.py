"""The shape of services.yaml: each key is the name by which signposts know the service."""

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field, ValidationInfo, field_validator

from signpost.authoring.scalars import Day, Email, LineKey, Phone, Unspaced, Words, fault
from signpost.authoring.sentences import Sentence, Shape


class ServiceEntry(Shape):
    """An organisation or team that people are signposted to."""

    model_config = ConfigDict(title="service")

    name: Sentence = Field(
        description='The name as it is written, and as it is said in a sentence: "Ring <name> on".',
        examples=["SEND Duty Line"],
    )
    phone: Phone | None = Field(
        None,
        description="As it is written: the spaces group it for reading out. It is never given while unconfirmed.",
        examples=["01632 960001"],
    )
    email: Email | None = Field(
        None, description="Sent in texts, never read out or given while unconfirmed.", examples=["help@example.org"]
    )
    web: Unspaced | None = Field(None, description="A web address.", examples=["example.org"])
    mail_to: Email | None = Field(
        None,
        description="A mailbox that no parent is told, for requests to ring somebody back, as agreed with it.",
        examples=["duty-line@example.org"],
    )
    mail: bool = Field(
        False,
        description="Whether its email, which parents are told, takes such requests, as agreed with it.",
        examples=[True],
    )
    via: LineKey | None = Field(
        None,
        description="Whom to ring to reach it, as long as it has no confirmed phone: a service that has one.",
        examples=["helpline"],
    )
    hours: Words | None = Field(None, description="When it is open, in words.", examples=["Monday to Friday, 9 to 5"])
    who_for: Words = Field(description="Whom it helps.", examples=["parents and young people over 16"])
    source: Words = Field(
        description="Where these details come from, so that somebody can look again.",
        examples=["Local Offer page, updated 31 January 2025"],
    )
    checked: Day = Field(description="The day somebody last checked the details.", examples=["2026-11-21"])
    review_by: Day = Field(description="The day by which to check them again.", examples=["2027-02-21"])
    confidence: Literal["confirmed", "unconfirmed"] = Field(
        description="While unconfirmed, its phone and e-mail are never said, texted or dialled.", examples=["confirmed"]
    )

    @field_validator("mail")
    @classmethod
    def _has_an_address(cls, mail: bool, info: ValidationInfo) -> bool:
        if mail and not info.data.get("email", "unknown"):
            raise fault("is true, and the service has no email", "add email:, or write mail_to: and take mail out")
        return mail

    # A check of two values is a validator of the later one, so that a fault in a third never hides it.
    @field_validator("review_by")
    @classmethod
    def _after_checked(cls, day: date, info: ValidationInfo) -> date:
        if day < info.data.get("checked", day):
            raise fault("is before the day of checked", "write a later day")
        return day
