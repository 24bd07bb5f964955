"""Every Redis key of ours, and how long each lives. RQ's own keys begin with "rq:".

| key, after signpost:            | type       | what it holds                            | how long it lives         |
|---------------------------------|------------|------------------------------------------|---------------------------|
| session:call:<CallSid>          | string     | session, sealed                          | keep.call                 |
| session:text:<person>           | string     | session, sealed                          | keep.session              |
| person:<person>                 | string     | person, sealed                           | keep.person               |
| left:<person>                   | string     | where their last call broke off, sealed  | 30 minutes                |
| stopped:<person>                | string     | 1: no texts that they did not ask for    | for ever                  |
| forgotten:<person>              | string     | when the organisation had all erased     | 4 hours                   |
| answer:<conversation>:<message> | string     | what this message was answered, sealed   | 1 hour (call), 1 day      |
| outbox:<text>                   | string     | text, and when it was claimed, sealed    | keep.text                 |
| ring:<ring>                     | string     | call that a person asked for, sealed     | 1 hour                    |
| followup:<follow-up>            | string     | pending follow-up, sealed                | until due, then keep.text |
| agenda                          | sorted set | what is to be done -> second it is due   | each until it is done     |
| sent                            | sorted set | text that was sent -> when               | each keep.text            |
| failed                          | sorted set | text that failed -> when                 | each keep.text            |
| held:<person>                   | sorted set | the keys above -> the second they end at | as the last of them       |
| behind:<person>                 | string     | text that was refused, and others wait   | as long as that one waits |
| today:<person>                  | set        | ids of texts that were sent to them      | 1 day from the first      |
| pace:<limit>                    | string     | segments that were sent in this second   | 1 second from the first   |
| segments:<date>                 | string     | how many segments were sent on this day  | 2 days                    |
| floods:<seconds>:<token>        | string     | how often a phone, or its block, came    | 10 minutes, or 1 day      |
| message                         | string     | the staff's message of the day           | until when they said      |
| amendments                      | string     | contacts paused or replaced, days closed | for ever                  |
| callback:<callback>             | string     | request to be rung back, sealed          | until closed, or 1 year   |
| callbacks                       | sorted set | request -> in which order to see to it   | each as long as itself    |
| promised                        | sorted set | request -> day told, as a number of days | each as long as itself    |
| claimed:<name>                  | sorted set | request that they claimed -> that order  | 1 year from the last      |
| shelf:<shelf>                   | sorted set | request that stands there -> that order  | each as long as itself    |
| audit                           | stream     | which of the staff did what              | each 1 year               |
| unread                          | sorted set | text not understood, masked and sealed   | each keep.words           |
| faults:<minute>                 | hash       | the carrier's code -> how often it came  | 1 hour                    |
| arrivals:<month>                | string     | place -> how often people came, in fives | 32 days                   |
| figures:<month>                 | string     | figure -> how many, as first shown       | 25 months                 |
| counts                          | hash       | counter -> how often                     | for ever                  |
| staff                           | hash       | name -> role and password's hash, sealed | each until removed        |
| signed-in:<digest>              | string     | who is signed in to the console, sealed  | 30 minutes from last use  |
| tries:<limit>/<digest>          | list       | when a wrong password was given          | 15 minutes                |
| day:<date>                      | hash       | counter -> how often on this day         | 25 months                 |

`held` is what STOP and FORGET go by; beside these keys it holds those of calls, made from any phone, in which this
mobile was keyed: their session, and the answers that may read it out. FORGET leaves of a person who was rung today, as
RING ME asked, that they were, for a day: there is one such call a day, whatever else is erased. `stopped` is not
sealed, so that an opt-out holds even when the person's record has ended or cannot be read. A person is a token, a text
and a ring a random id, a follow-up a token of the person and what it is about, a callback one of the number to be rung
and the team. Who asked from a mobile of their own to be rung elsewhere has a record that names the request, and no
more. `forgotten` is for sessions that the carrier still has in a cookie, and are not to come back. `message` and
`amendments` are what the public is told anyway, and not sealed. The minute of `faults` counts from 1970; code 0 is for
no answer. The commands we use need Redis 7, or Valkey.

The order of `callbacks`, `claimed` and `shelf` is that of core/precedence.py. Before there were shelves it was the rank
times 10**11, and the second of asking. Any such number is below 3 * 10**11, any of ours above it. Whoever next looks at
requests finds those kept then by it, and puts each where it belongs, 50 at a time (`outdated`, in callback_lists.py);
so it does while a program of before still runs beside this one.
"""

from datetime import date
from urllib.parse import quote

from signpost.core.menu import Keep
from signpost.ports import by_call

COUNTS = "signpost:counts"
UNREAD = "signpost:unread"
MESSAGE = "signpost:message"
AMENDMENTS = "signpost:amendments"
AGENDA = "signpost:agenda"
SENT = "signpost:sent"
FAILED = "signpost:failed"
CALLBACKS = "signpost:callbacks"
PROMISED = "signpost:promised"
STAFF = "signpost:staff"
AUDIT = "signpost:audit"
DAY = 86_400
# As long as the carrier keeps a person's cookies (Twilio's documentation of webhooks, "HTTP cookies").
COOKIE_LIFE = 4 * 3_600
# The longest month is over by then.
ARRIVALS_LIFE = 32 * DAY
_HOUR = 3_600
RING_LIFE = _HOUR
# 25 months, the longest ones: the month that runs, and the 24 before it.
DAY_LIFE = 25 * 31 * DAY
_CALL = by_call("")
_OUTBOX = "signpost:outbox:"
_RING = "signpost:ring:"
_FOLLOW_UP = "signpost:followup:"
_CALLBACK = "signpost:callback:"


def session(conversation: str) -> str:
    """Where a conversation stands. `conversation` is named by `ports.by_call` or `ports.by_text`."""
    return f"signpost:session:{conversation}"


def session_life(conversation: str, keep: Keep) -> int:
    """How many seconds a conversation's session is kept."""
    return DAY * (keep.call if conversation.startswith(_CALL) else keep.session)


def person(token: str) -> str:
    """What is remembered of a person."""
    return f"signpost:person:{token}"


def left(token: str) -> str:
    """Where a person's last call broke off."""
    return f"signpost:left:{token}"


def stopped(token: str) -> str:
    """Whether a person wants no texts that they did not ask for."""
    return f"signpost:stopped:{token}"


def floods(token: str, seconds: int) -> str:
    """How often a phone, or a block of numbers, came since it first did, within so many seconds."""
    return f"signpost:floods:{seconds}:{token}"


def segments(day: str) -> str:
    """How many segments were sent on a day, YYYY-MM-DD."""
    return f"signpost:segments:{day}"


def behind(token: str) -> str:
    """The text that the others to a person wait for: the carrier would not take it just then."""
    return f"signpost:behind:{token}"


def today(token: str) -> str:
    """Which texts a person was sent since yesterday."""
    return f"signpost:today:{token}"


def answer(conversation: str, message: str) -> str:
    """What a message was answered, so that one delivered twice is answered alike."""
    return f"signpost:answer:{conversation}:{message}"


def answer_life(conversation: str) -> int:
    """How many seconds a repeated message still gets the same answer."""
    return _HOUR if conversation.startswith(_CALL) else DAY


def outbox(text_id: str) -> str:
    """A text on its way."""
    return f"{_OUTBOX}{text_id}"


def outbox_id(key: str) -> str | None:
    """The text's id if this is the key of a text, else None."""
    return key.removeprefix(_OUTBOX) if key.startswith(_OUTBOX) else None


def ring(ring_id: str) -> str:
    """A call that a person asked for."""
    return f"{_RING}{ring_id}"


def ring_id(key: str) -> str | None:
    """The call's id if this is the key of a call that was asked for, else None."""
    return key.removeprefix(_RING) if key.startswith(_RING) else None


def forgotten(person: str) -> str:
    """When all was erased that was held about a person, other than by their own FORGET."""
    return f"signpost:forgotten:{person}"


def follow_up(follow_up_id: str) -> str:
    """A pending follow-up."""
    return f"{_FOLLOW_UP}{follow_up_id}"


def follow_up_id(key: str) -> str | None:
    """The follow-up's id if this is the key of one, else None."""
    return key.removeprefix(_FOLLOW_UP) if key.startswith(_FOLLOW_UP) else None


def callback(callback_id: str) -> str:
    """A request to be rung back."""
    return f"{_CALLBACK}{callback_id}"


def callback_id(key: str) -> str | None:
    """The request's id if this is the key of one, else None."""
    return key.removeprefix(_CALLBACK) if key.startswith(_CALLBACK) else None


def claimed(name: str) -> str:
    """The requests that one of the staff has claimed."""
    return f"signpost:claimed:{quote(name, safe='')}"


def shelf(name: str) -> str:
    """The requests that stand on a shelf of that name."""
    return f"signpost:shelf:{name}"


def faults(minute: int) -> str:
    """Which faults the carrier told us of in a minute, counted from 1970."""
    return f"signpost:faults:{minute}"


def day(when: date) -> str:
    """What was counted on a day, in London."""
    return f"signpost:day:{when}"


def arrivals(month: str) -> str:
    """How often people came to each place, as it is shown in a month, YYYY-MM."""
    return f"signpost:arrivals:{month}"


def figures(month: str) -> str:
    """What is shown of a month that is over, YYYY-MM."""
    return f"signpost:figures:{month}"


def held(token: str) -> str:
    """The keys that concern a person."""
    return f"signpost:held:{token}"


def signed_in(digest: str) -> str:
    """Who is signed in to the console, by the digest of their token."""
    return f"signpost:signed-in:{digest}"
