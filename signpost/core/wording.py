"""The sentences that belong to the service rather than to one menu, in plain English.

A pack may replace any of them under `wording:` in its pack.yaml; one in another language must replace them all. A name
in braces is filled in by the engine; `slots` says which names a sentence may use.
"""

import string
from dataclasses import dataclass, fields

from signpost.core.prompt import Prompt
from signpost.core.talk_wording import TalkWording

__all__ = ["SLOTS", "Prompt", "Wording", "slots"]


@dataclass(frozen=True, slots=True)
class Wording(TalkWording):
    """Every fixed sentence. `voice` is said on the phone, `text` is sent."""

    # How a menu is put together. Option words come before their key, and the count before the options, because people
    # hold on to what they are listening for (W3C Content Usable, voice menus; Irish Customer Communications Toolkit).
    count: Prompt = Prompt("There are {count} choices.", "")
    count_one: Prompt = Prompt("There is one choice.", "")
    option: Prompt = Prompt("For {label}", "{label}")
    press: Prompt = Prompt("press {key}.", "")
    reply: Prompt = Prompt("", "Reply {keys}.")
    reply_or: Prompt = Prompt("", "{first} or {last}")
    controls: Prompt = Prompt(
        "Press zero for a person at any time. Star goes back. Hash says it again. Press 8 to slow down, or 7 for Relay "
        "U K.",
        "",
    )
    controls_slow: Prompt = Prompt(
        "Press zero for a person at any time. Star goes back. Hash says it again. Press 8 for the usual speed, or 7 "
        "for Relay U K.",
        "",
    )
    controls_relay: Prompt = Prompt(
        "Press zero for a person at any time. Star goes back. Hash says it again. Press 8 to change the speed, or 7 to "
        "stop Relay U K.",
        "",
    )

    # When we could not use what came.
    no_input: Prompt = Prompt(
        "Take your time. There is no rush.", "Your text had no words that we can read. We cannot open pictures."
    )
    no_match: Prompt = Prompt("Sorry, that key does nothing here.", "Sorry, we did not understand that.")
    not_heard: Prompt = Prompt("Sorry, we did not understand that.", "")
    moved: Prompt = Prompt(
        "Our menus have changed since then. Let us start again.", "Our menus have changed. Let us start again."
    )
    to_person: Prompt = Prompt("Let us get you to a person.", "You can talk to a person.")

    # Where somebody may say or text in their own words what is wrong.
    speak: Prompt = Prompt("Or say in your own words what it is about.", "")
    nearest_one: Prompt = Prompt("Is it this: {topic}?", "Is it this: {topic}? Or ring {service}: {number}")
    nearest_some: Prompt = Prompt("Which is nearest?", "Which is nearest? Or ring {service}: {number}")
    nearest_yes: Prompt = Prompt("For yes", "Yes")
    nearest_no: Prompt = Prompt("For no", "No")
    nearest_none: Prompt = Prompt("For none of these", "None of these")
    not_meant: Prompt = Prompt("Sorry, we did not understand. A person can help.", "Sorry, we did not understand.")

    # When somebody is back whose call broke off.
    carry_on: Prompt = Prompt("You were with us a moment ago.", "You were with us on the phone a moment ago.")
    carry_on_yes: Prompt = Prompt("To carry on where you were", "Carry on where you were")
    carry_on_no: Prompt = Prompt("To start again", "First menu")

    # At a signpost.
    number: Prompt = Prompt("Ring {service} on", "{service}: {number}")
    number_via: Prompt = Prompt("For {service}, ring {via} on", "{service}: ask {via}, {number}")
    number_again: Prompt = Prompt("Once more, that is", "")
    email: Prompt = Prompt("", "Email {address}")
    what_next: Prompt = Prompt("What next?", "")
    connect: Prompt = Prompt("To be put through now", "")
    text_me: Prompt = Prompt("To have this sent by text", "")
    again: Prompt = Prompt("To hear this again", "")
    tried: Prompt = Prompt("If you have tried that", "I have tried that")
    other: Prompt = Prompt("For the first menu", "First menu")
    ask_later: Prompt = Prompt("", "Ask me {when} if it helped")
    connecting: Prompt = Prompt("We will put you through now: {service}. Please hold on.", "")
    not_reached: Prompt = Prompt("They could not answer just now.", "")
    call_over: Prompt = Prompt("That call is over. You are back with us.", "")

    # When the line behind 0 is busy or shut.
    danger_first: Prompt = Prompt("In danger? Ring 999.", "")
    in_doubt: Prompt = Prompt("If anyone is in danger, ring 999 now.", "If anyone is in danger, ring 999 now.")
    busy: Prompt = Prompt("{service} is busy just now.", "")
    shut: Prompt = Prompt(
        "{service} is shut just now. It opens {when}.", "{service} is shut just now. It opens {when}."
    )
    # In a text that may be read on another day.
    opens: Prompt = Prompt("", "{service} opens {when}.")
    wait: Prompt = Prompt("To wait for them", "")
    call_back: Prompt = Prompt("To be called back", "Ask for a call back")
    number_by_text: Prompt = Prompt("To have the number by text", "")
    find_now: Prompt = Prompt("To find the answer now", "")
    go_on: Prompt = Prompt("To go on where you were", "")
    # While waiting in the queue. How long it will take, nobody knows: never "soon".
    queue_place: Prompt = Prompt("You are number {position} in the queue.", "")
    queue_time: Prompt = Prompt("People are waiting about {minutes}.", "")
    queue_unknown: Prompt = Prompt("We cannot say how long it takes.", "")
    queue_leave: Prompt = Prompt("To stop waiting, press any key.", "")
    queue_long: Prompt = Prompt("We are sorry. Nobody was free in all this time.", "")
    queue_full: Prompt = Prompt("We are sorry. Too many people are waiting just now.", "")
    # In answer to RING ME. All but the first three are followed by a person's number.
    ring_now: Prompt = Prompt("", "We will ring you now. It costs you nothing.")
    ring_again: Prompt = Prompt("", "We rang, and did not reach you. We will ring once more now. It costs you nothing.")
    ringing_now: Prompt = Prompt("", "We are ringing you now. It costs you nothing.")
    ring_once: Prompt = Prompt("", "We have rung you today, and can do so once a day. You can ring:")
    ring_twice: Prompt = Prompt("", "We rang you twice today, and did not reach you. You can ring:")
    ring_later: Prompt = Prompt(
        "", "We do not ring people at this hour. We can from {time} on {day}: text RING ME then. Or ring:"
    )
    ring_cannot: Prompt = Prompt("", "We cannot ring this phone. You can ring:")
    ring_relay: Prompt = Prompt(
        "",
        "We cannot ring you by Relay UK. You can ring us by it: put 18001 before our number, or before this one:",
    )
    ring_off: Prompt = Prompt("", "We do not ring people from here. You can ring:")
    # Below that number, where a team can be asked to ring.
    ring_call_back: Prompt = Prompt("", "For a call back from them, text PERSON.")
    ring_failed: Prompt = Prompt("", "Sorry, we could not ring you just now. You can ring:")

    # Before a text is sent.
    safe: Prompt = Prompt("We can text the phone you are ringing from. Is it safe to text this phone?", "")
    safe_yes: Prompt = Prompt("For yes", "")
    safe_other: Prompt = Prompt("For another mobile", "")
    safe_no: Prompt = Prompt("For no text", "")
    key_mobile: Prompt = Prompt(
        "We can text this to a mobile. Key in its 11 digits now. Or press star to go back, and hear this again.", ""
    )
    not_a_mobile: Prompt = Prompt(
        "That does not look like a U K mobile. It starts with 0 7, and has 11 digits. Or press star to go back.", ""
    )
    check_mobile: Prompt = Prompt("We have {number}. Is that right, and safe to text?", "")
    check_yes: Prompt = Prompt("For yes", "")
    check_no: Prompt = Prompt("To key it again", "")
    sent: Prompt = Prompt("We are sending the text.", "")
    stopped_no_text: Prompt = Prompt(
        "That phone has asked us not to text it. To change that, text START to us from it.", ""
    )
    unreachable: Prompt = Prompt("Our texts do not reach the phone you are ringing from.", "")
    later: Prompt = Prompt(
        "Shall we text you {when}, to ask if this helped? If you do not answer, we ask at most twice more.", ""
    )
    later_yes: Prompt = Prompt("For yes", "")
    later_no: Prompt = Prompt("For no", "")
    later_agreed: Prompt = Prompt(
        "We will text you {when}.",
        "We will text you {when}, to ask if it helped: three times at most. To stop our texts, send STOP.",
    )
    # Said when somebody rings again on a matter of which we were still to text them.
    no_later: Prompt = Prompt(
        "We were going to text you about this. Now that you ring, we will not, unless you ask.", ""
    )
    no_text: Prompt = Prompt("We will send nothing more.", "")
    more_help: Prompt = Prompt("", "For other help, text MENU.")
    stop_note: Prompt = Prompt("", "To stop our texts, send STOP.")
    no_reply: Prompt = Prompt("", "No need to reply.")

    # At a deadline. The day is never told as certain, and never without whom to check it with: their number follows.
    letter: Prompt = Prompt(
        "What date is on the council's decision letter? Key in four digits: the day, then the month. For 3 May, key "
        "0 3 0 5. If it is not to hand, press star.",
        "What date is on the council's decision letter? Text it like 3 May. Not to hand? Text BACK.",
    )
    certificate: Prompt = Prompt(
        "Do you have a certificate from a mediation adviser?", "Do you have a certificate from a mediation adviser?"
    )
    certificate_yes: Prompt = Prompt("For yes", "Yes")
    certificate_no: Prompt = Prompt("For no, or not sure", "No, or not sure")
    certificate_date: Prompt = Prompt(
        "What date is on the certificate? Key in four digits: the day, then the month.",
        "What date is on the certificate? Text it like 3 May.",
    )
    # Each is followed by the question once more.
    not_a_date: Prompt = Prompt("Sorry, we could not read that as a date.", "Sorry, we could not read that as a date.")
    date_to_come: Prompt = Prompt("That day is still to come.", "That day is still to come.")
    date_long_ago: Prompt = Prompt(
        "That is more than a year ago. If it is right, press zero for help.",
        "That is more than a year ago. If it is right, text PERSON for help.",
    )
    date_before_letter: Prompt = Prompt(
        "That is before the date on the letter.", "That is before the date on the letter."
    )
    appeal_by: Prompt = Prompt(
        "Your letter is dated {letter}. We think your appeal has to arrive by {day}. Most often, you ring a "
        "mediation adviser before that day, too. We can be wrong. Please check that with {service}. Sooner is safer.",
        "Letter: {letter}. We think your appeal has to arrive by {day}. Usually, ring a mediation adviser first. We "
        "can be wrong. Check with:",
    )
    appeal_by_certificate: Prompt = Prompt(
        "Your letter is dated {letter}, and your certificate {certificate}. We think your appeal has to arrive by "
        "{day}. We can be wrong. Please check that with {service}. It is safer to send it well before.",
        "Letter: {letter}. Certificate: {certificate}. We think your appeal has to arrive by {day}. We can be wrong. "
        "Please check with:",
    )
    appeal_today: Prompt = Prompt(
        "For those dates, we think your appeal has to arrive today, {day}. We can be wrong. A judge may still agree to "
        "a late appeal. Please ask {service} to help you with that now.",
        "For those dates, we think your appeal has to arrive today, {day}. We can be wrong. A judge may still agree to "
        "a late appeal. For help now:",
    )
    appeal_late: Prompt = Prompt(
        "For those dates, we think the last day was {day}. We can be wrong. A judge may still agree to a late appeal. "
        "Please ask {service} to help you with that. Say in the appeal why it is late.",
        "For those dates, we think the last day was {day}. We can be wrong. A judge may still agree to a late appeal. "
        "Say in it why it is late. For help:",
    )
    other_date: Prompt = Prompt("For another date", "Another date")
    remind_me: Prompt = Prompt("", "Remind me {weeks} before")
    weeks_both: Prompt = Prompt("4 weeks and 1 week", "4 weeks and 1 week")
    weeks_one: Prompt = Prompt("1 week", "1 week")
    remind: Prompt = Prompt("Shall we remind you by text, {weeks} before that day?", "")
    # There is one day to be reminded of for each phone: two letters are two days, and the later agreement holds.
    remind_agreed: Prompt = Prompt(
        "We will text you {weeks} before that day. We will remind you of no other.",
        "We will text you {weeks} before {day}, and remind you of no other day. To stop our texts, send STOP.",
    )
    too_late_to_remind: Prompt = Prompt("It is too late for a reminder now.", "It is too late for a reminder now.")
    reminder: Prompt = Prompt(
        "", "You asked us to remind you of {day}. We can be wrong about that day: please check it."
    )

    # Keywords, and the end of a call.
    stopped: Prompt = Prompt(
        "",
        "You will get no more texts from us, but for answers to yours. To undo it, send START.",
    )
    welcome_back: Prompt = Prompt("You are welcome.", "You are welcome.")
    started: Prompt = Prompt("", "You can get our texts again.")
    slower: Prompt = Prompt("We will speak more slowly.", "")
    not_slower: Prompt = Prompt("We will speak at the usual speed.", "")
    relay: Prompt = Prompt(
        "You use Relay U K. We say each menu in one go, and give you three minutes to answer. To undo that, "
        "press 7 again.",
        "",
    )
    no_relay: Prompt = Prompt("We will wait as long as usual.", "")
    forget: Prompt = Prompt("", "Shall we erase all that we hold about this phone number?")
    forget_yes: Prompt = Prompt("", "Yes, erase it")
    forget_no: Prompt = Prompt("", "No, keep it")
    forgotten: Prompt = Prompt("", "All of it is erased. We do not hold this number any more.")
    kept: Prompt = Prompt("", "Nothing was erased.")
    goodbye: Prompt = Prompt("We will end the call now. Please ring us again whenever you are ready. Goodbye.", "")
    # A phone that came so often that it may be a machine.
    too_many: Prompt = Prompt(
        "Sorry, we have had very many calls from this phone. You can ring {service}.",
        "We have had very many texts from this phone, and rest for a while. You can ring {service}: {number}",
    )
    # While nothing can be kept: whoever asks for a text, a call or the like stays where they are, and hears it again.
    not_kept: Prompt = Prompt(
        "Sorry, we cannot do that just now.",
        "Sorry, we cannot do that just now. Try again in an hour, or ring {service}: {number}",
    )
    trouble: Prompt = Prompt(
        "Sorry, something is not working on our side. You can ring {service}.",
        "Sorry, something is not working on our side. You can ring {service}: {number}",
    )


def slots(prompt: Prompt) -> frozenset[str]:
    """The names in braces that a prompt uses, in either channel. Raises ValueError on an unpaired brace."""
    parts = [*string.Formatter().parse(prompt.voice), *string.Formatter().parse(prompt.text)]
    return frozenset(name for _, name, _, _ in parts if name is not None)


# The slots each sentence of the default wording uses: all that a pack's own version may use.
SLOTS = {entry.name: slots(getattr(Wording(), entry.name)) for entry in fields(Wording)}
