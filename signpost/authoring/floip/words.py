"""What a block says: in writing, and as it is read out. The words are the very ones of our own calls and texts."""

from collections.abc import Iterable, Mapping

from signpost.core.events import Output
from signpost.core.menu import Pack
from signpost.core.session import Channel
from signpost.core.wording import Prompt
from signpost.render import sms
from signpost.render.gsm import to_gsm
from signpost.render.speech import BETWEEN_OPTIONS, BETWEEN_SENTENCES, Piece, in_one_go, pieces_of

Choices = Mapping[str, Prompt]  # what each key is for


def message(pack: Pack, by_channel: Mapping[Channel, Iterable[Output]]) -> Prompt:
    """What these outputs say on each channel; a text begins with the service's name."""
    pieces = [piece for output in by_channel[Channel.VOICE] for piece in pieces_of(pack.wording, output)]
    return Prompt(in_one_go(pieces), sms.whole(pack, by_channel[Channel.TEXT]))


def question(pack: Pack, asked: Prompt, choices: Choices) -> Prompt:
    """A question with its choices, each with its key."""
    say = pack.wording
    pieces: list[Piece] = [asked.voice, BETWEEN_SENTENCES] if asked.voice else []
    for key, label in choices.items():
        pieces += [f"{label.voice},", say.press.voice.format(key=key), BETWEEN_OPTIONS]
    lines = [asked.text, *(f"{key} {label.text}" for key, label in choices.items())]
    lines.append(say.reply.text.format(keys=_keys(pack, tuple(choices))))
    return Prompt(in_one_go(pieces), "\n".join(to_gsm(line).strip() for line in lines if line))


def _keys(pack: Pack, keys: tuple[str, ...]) -> str:
    *first, last = keys
    return pack.wording.reply_or.text.format(first=", ".join(first), last=last) if first else last
