"""The Hertfordshire pack's own danger words: calls for help in a few words, in English and in other languages."""

from pathlib import Path

import pytest

from signpost.core.danger import danger
from tests.shipped import shipped

CALLS = """hes drowning|im bleeding|House on fire!!|blood everywhere|she is not breathing|nine nine nine|OD
    |shes od on pills|pomocy, chce się zabić|moj syn nie oddycha|copilul meu nu respira|vreau să mor|mi hijo no respira
    |je veux mourir|quiero matarme|oğlum kayboldu|wiilkayga waa lumay|mera beta gum ho gaya hai
    |mera bacha saans nahi le raha
    |main marna chahti hu|ami morte chai|o meu filho nao respira|waxaan rabaa inaan dhinto|imdat|bachao"""
# Parents ask for help with a matter in these words, too.
MATTERS = """potrzebuje pomocy w szkole|am nevoie de ajutor pentru copil|mujhe madad chahiye|necesito ayuda con el plan
    |his placement has collapsed|my son missing school again|the plan is on fire|we need help"""


@pytest.mark.parametrize("words", [one.strip() for one in CALLS.split("|")])
def test_a_call_for_help_is_danger(words: str) -> None:
    pack = shipped(Path("menus/hertfordshire"))
    assert pack.danger
    assert danger(words, pack.danger.words)


@pytest.mark.parametrize("words", [one.strip() for one in MATTERS.split("|")])
def test_help_with_a_matter_is_none(words: str) -> None:
    pack = shipped(Path("menus/hertfordshire"))
    assert pack.danger
    assert not danger(words, pack.danger.words)
