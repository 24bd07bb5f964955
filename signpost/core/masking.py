"""Words with all taken out that could say who wrote them, for staff who look for new phrases.

What stays are the words that the pack itself uses, and nothing else: a name, a place, a number or a slip of the thumb
that no phrase holds is masked, without having to know what it is. Of the pack's own words those are masked that may be
a name, a number or an address where they stand: rather too many than too few.
"""

import re
from calendar import day_abbr, day_name, month_abbr, month_name
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from signpost.core.keywords import plain
from signpost.core.reserved import NUMBERS

_DATES = frozenset(name.casefold() for names in (day_name, day_abbr, month_name, month_abbr) for name in names if name)
_DATES |= frozenset("tues weds wens thur thurs febuary sept".split())
_SPOKEN = frozenset(
    "zero nought naught oh six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fourty fifty sixty seventy eighty ninety hundred thousand double treble "
    "triple".split()
)
_ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth".split()
)
_FIGURES = NUMBERS.keys() | _SPOKEN | _ORDINALS

_TITLES = frozenset({"called", "named", "name", "names", "surname", "mr", "mrs", "ms", "miss", "dr", "aka"})
_LINKS = frozenset({"is", "was", "are", "s"})
# After these somebody's name may stand; so it may after another name, or an unknown word.
_PEOPLE = frozenset(
    "son sons daughter daughters boy girl child kid lad brother sister baby twin twins dad mum mother father husband "
    "wife partner nan grandson granddaughter nephew niece teacher head senco coordinator caseworker im am its".split()
)
# These are names before all else.
_NAMES = frozenset(
    "adam alex alfie ali alice amelia amy andrew anna archie aria arthur ava ben bella beth callum charlie charlotte "
    "chloe chris connor daisy daniel danny david dylan edward ella ellie emily emma ethan eva evie finley freddie "
    "freya george grace hannah harriet harry harvey henry holly ibrahim isaac isabella isla jack jacob jade jake "
    "james jamie jane jason jess jessica joe john jordan joseph josh joshua kate katie kelly kevin kyle lauren leah "
    "leo lewis liam lily logan lola louis lucas lucy luke maisie maria mary mason matilda matthew max megan mia "
    "michael mike millie mohammed molly muhammad nathan noah oliver olivia oscar patrick paul peter phoebe poppy "
    "rachel rebecca reece riley robert rosie ruby ryan sally sam samuel sara sarah sean simon sofia sophia sophie "
    "stephen steve teddy theo thomas toby tom tyler victoria william yusuf zach zara zoe".split()
)
# These are words as well, and names where a name is to be expected.
_ALSO_NAMES = frozenset(
    "angel art baker banks best bill bird black bob bond bright brook brown burns bush carter chance chase church "
    "clay close cook cooper cross dale dawn dean destiny don drew earl eden faith field fields fisher ford fox frank "
    "gene glen green guy hall harmony hill hope hunter hyde ivy jasmine jay jean joy king lane lee major mark marsh "
    "may mercy mile miles mill nick north olive page paige park pat penny pearl potter price rich river rob robin "
    "rose rusty sandy skip skye sky star stone storm sue summer sunny tony violet wade walker ward west white wood "
    "woods young".split()
)
# What may follow one name and is no second.
_NO_NAME = frozenset(
    "a an and are as at but can cant does dont for from had has have he hes her his i im in is isnt it my needs not "
    "of on or our she shes so that the their they this to was we who will with wont year".split()
)
_STREETS = frozenset(
    "road rd street st lane ln avenue ave crescent terrace mews grove gardens cottage cottages square flat".split()
)
# These are streets only where a number stands before.
_ALSO_STREETS = frozenset(
    "close drive way court hill park place walk green view rise row end house field fields wood woods garden bridge "
    "church farm mill common".split()
)
# As many words as an address has at most from its number to its street.
_ADDRESS = 3
_WORD = re.compile(r"\w+(?:['\u2019]\w+)*")
_NUMBER, _DATE, _NAME, _OTHER = "[number]", "[date]", "[name]", "[word]"
LONGEST = 160
# With fewer words left, nobody could tell what was meant.
FEWEST = 2


def vocabulary(phrases: Iterable[str]) -> frozenset[str]:
    """The words that may stay: those of these phrases, numbers and dates apart."""
    words = {word for phrase in phrases for word in plain(phrase).split()}
    words -= _DATES | _SPOKEN | _ORDINALS
    return frozenset(word for word in words if not any(letter.isdigit() for letter in word))


@dataclass(frozen=True, slots=True)
class _Said:
    """One word: as written, in its plain form, and whether it begins a sentence."""

    written: str
    word: str
    first: bool

    @property
    def capital(self) -> bool:
        return self.written[:1].isupper() and self.written[1:].islower()


def masked(words: str, known: frozenset[str]) -> str:
    """The words in their plain form, with "[number]", "[date]", "[name]" or "[word]" for what may be personal.

    A word that begins with a capital inside a sentence is a name, and so is what follows "called".
    """
    said = [
        _Said(found.group(), plain(found.group()), words[: found.start()].rstrip()[-1:] in {"", ".", "!", "?"})
        for found in _WORD.finditer(words)
    ]
    marks = [_mask(one.word, known) for one in said]
    _mask_letters(said, marks)
    _mask_names(said, marks, shouted=words.isupper())
    _mask_addresses(said, marks)
    return " ".join(marks)[:LONGEST]


def tells(kept: str) -> bool:
    """Whether masked words leave enough to learn from."""
    return sum(not word.startswith("[") for word in kept.split()) >= FEWEST


def _mask(word: str, known: frozenset[str]) -> str:
    if any(letter.isdigit() for letter in word) or word in _FIGURES:
        return _NUMBER
    if word in _DATES:
        return _DATE
    if word in _NAMES:
        return _NAME
    return word if word in known else _OTHER


def _mask_letters(said: Sequence[_Said], marks: list[str]) -> None:
    """Letters by themselves in a row, or beside a number, spell a name, a postcode, a number of a kind."""
    for index, one in enumerate(said):
        if len(one.word) != 1:
            continue
        around = [at for at in (index - 1, index + 1) if 0 <= at < len(said)]
        if any(len(said[at].word) == 1 or (marks[at] == _NUMBER and one.word not in "ai") for at in around):
            marks[index] = _NUMBER if marks[index] == _NUMBER else _OTHER


def _mask_names(said: Sequence[_Said], marks: list[str], *, shouted: bool) -> None:
    titled = 0
    for index, one in enumerate(said):
        before = said[index - 1].word if index else ""
        following = said[index + 1] if index + 1 < len(said) else None
        if before in _TITLES:
            titled = 3 if one.word in _LINKS else 2
        elif one.word in _NO_NAME:
            titled = 0
        capital = one.capital and not shouted
        among_names = index > 0 and (before in _PEOPLE or marks[index - 1] in {_NAME, _OTHER})
        beside = capital and following is not None and following.capital and not following.first
        if (
            titled > 0
            or (capital and not one.first)
            or (one.word in _ALSO_NAMES and (among_names or beside))
            or (one.word == "will" and _is_called_will(index, before, marks))
        ):
            marks[index] = _NAME
        titled -= 1


def _is_called_will(index: int, before: str, marks: Sequence[str]) -> bool:
    """Whether this "will" after a person is a name: what follows is no word of the pack's, as no verb would be."""
    return before in _PEOPLE and (index + 1 == len(marks) or marks[index + 1] in {_OTHER, _NAME})


def _mask_addresses(said: Sequence[_Said], marks: list[str]) -> None:
    for index, one in enumerate(said):
        if one.word not in _STREETS and one.word not in _ALSO_STREETS:
            continue
        begin = max(0, index - _ADDRESS)
        numbered = next((at for at in range(begin, index) if marks[at] == _NUMBER), None)
        if numbered is not None:
            marks[numbered + 1 : index + 1] = [_OTHER] * (index - numbered)
        elif one.word in _STREETS:
            marks[index] = _OTHER
            if index and said[index - 1].word not in _NO_NAME:
                marks[index - 1] = _OTHER
