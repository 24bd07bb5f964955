import pytest

from signpost.core.numbers import e164, groups, is_mobile, is_uk, keyed_mobile, keyed_number, may_be_rung, national


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("01632 960001", "+441632960001"),
        ("(01632) 960-001", "+441632960001"),
        ("+44 1632 960001", "+441632960001"),
        ("0044 1632 960001", "+441632960001"),
        ("07700 900123", "+447700900123"),
        ("07624 900123", "+447624900123"),
        ("0300 123 4040", "+443001234040"),
        ("0800 1111", "+448001111"),
        ("0800 011 6113", "+448000116113"),
        ("116 123", "116123"),
        ("999", "999"),
    ],
)
def test_a_number_that_may_be_given_out(written: str, number: str) -> None:
    assert e164(written) == number


@pytest.mark.parametrize(
    "written", ["0845 123 4567", "0871 123 4567", "0909 879 0000", "070 1234 5678", "+1 202 555 0100", "12", "", "a"]
)
def test_a_number_that_may_not(written: str) -> None:
    with pytest.raises(ValueError, match="is not a UK"):
        e164(written)


@pytest.mark.parametrize(
    "written",
    [
        "01632 96000\u0661",
        "0\u0661632 960001",
        "01632 96000\uff11",
        "01632 960001 ext",
        "0163296000 x1",
        "07700 90012\u00b2",
    ],
)
def test_letters_and_other_digits_are_refused_not_dropped(written: str) -> None:
    with pytest.raises(ValueError, match="is not a UK"):
        e164(written)


@pytest.mark.parametrize(
    "said", ["01632 96000\u0661", "0163296000 x1", "07700 900123 or 07700 900124", "07700 90012\u0663", "my number"]
)
def test_what_may_be_another_number_than_was_meant_is_none(said: str) -> None:
    assert keyed_number(said) is None
    assert keyed_mobile(said) is None


def test_words_may_stand_around_a_number() -> None:
    assert keyed_number("my number is 07700 900123, thanks") == "+447700900123"
    assert keyed_mobile("its 07700-900-123") == "+447700900123"


def test_digits_of_another_script_make_no_number() -> None:
    assert not is_uk("+44770090012\u0663")
    assert not is_mobile("+44770090012\u0663")


@pytest.mark.parametrize(
    "sender",
    [
        "Anonymous",
        "+266696687",
        "+7378742833",
        "+2562533",
        "+8656696",
        "+86282452253",
        "client:x",
        "sip:a@b.example",
        "",
    ],
)
def test_a_withheld_or_foreign_caller_id_is_nobodys_number(sender: str) -> None:
    assert not is_uk(sender)
    assert not is_mobile(sender)


def test_only_a_mobile_can_be_keyed_to_be_texted() -> None:
    assert keyed_mobile("07700900123") == "+447700900123"
    assert keyed_mobile("01632960001") is None
    assert keyed_mobile("0770090012") is None


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("01442 453300", ("01", "442", "453", "300")),
        ("0300 123 4043", ("0300", "123", "4043")),
        ("07700900123", ("07", "700", "900", "123")),
        ("999", ("999",)),
    ],
)
def test_numbers_are_read_out_in_groups_of_two_to_four(written: str, parts: tuple[str, ...]) -> None:
    assert groups(written) == parts


def test_national_form() -> None:
    assert national("+447700900123") == "07700 900123"


@pytest.mark.parametrize(
    ("number", "rung"),
    [
        ("+447700900123", True),
        ("+441632960123", True),
        ("+447911234567", True),
        ("+447824123456", True),
        # Jersey, Guernsey, the Isle of Man.
        ("+441534123456", False),
        ("+447797712345", False),
        ("+447700300123", False),
        ("+447509123456", False),
        ("+447829123456", False),
        ("+447937123456", False),
        ("+441481256789", False),
        ("+447781123456", False),
        ("+447839123456", False),
        ("+447911123456", False),
        ("+441624756789", False),
        ("+447624123456", False),
        ("+447924123456", False),
        ("+447524123456", False),
        ("+447457612345", False),
        ("+443001234040", False),
    ],
)
def test_only_phones_of_the_uk_itself_are_rung(number: str, rung: bool) -> None:
    assert is_uk(number)
    assert may_be_rung(number) == rung
