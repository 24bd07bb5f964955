"""The service's own sentences at a callback (see `core.wording`)."""

from dataclasses import dataclass

from signpost.core.prompt import Prompt


@dataclass(frozen=True, slots=True)
class CallbackWording:
    """Every fixed sentence at a callback."""

    # At a callback. The number is read back before it is noted; the day is the pack's own `within`.
    callback_number: Prompt = Prompt(
        "We can ask {service} to ring you. We have {number}. Shall they ring you there?",
        "We can ask {service} to ring you. Shall they ring {number}?",
    )
    callback_yes: Prompt = Prompt("For yes", "Yes")
    callback_no: Prompt = Prompt("For no", "No")
    callback_other: Prompt = Prompt("For another number", "Another number")
    callback_key: Prompt = Prompt(
        "We can ask {service} to ring you. Key in your number now, with all its digits. Or press star to go back.",
        "We can ask {service} to ring you. Which UK number shall they ring? Text it.",
    )
    callback_no_number: Prompt = Prompt(
        "That does not look like a U K number. It starts with 0, and has 10 or 11 digits. Or press star to go back.",
        "That does not look like a UK number. It starts with 0, and has 10 or 11 digits.",
    )
    # Closed by staff between a question and its answer, which is then not taken for one to another question.
    callback_gone: Prompt = Prompt("Your last request is closed.", "Your last request is closed.")
    # Somebody else's, who is told more on their own phone.
    callback_taken: Prompt = Prompt(
        "There is a request for {number} already. It can be changed from that phone.",
        "There is a request for {number} already. It can be changed from that phone.",
    )
    callback_time: Prompt = Prompt(
        "When is the best time to ring you?",
        "We can ask {service} to ring {number}. When is best? For another number, text it.",
    )
    callback_time_anew: Prompt = Prompt("When is the best time?", "When is the best time?")
    callback_morning: Prompt = Prompt("For the morning", "Morning")
    callback_afternoon: Prompt = Prompt("For the afternoon", "Afternoon")
    callback_either: Prompt = Prompt("For either", "Either")
    callback_manner: Prompt = Prompt("How would you like to talk?", "How would you like to talk?")
    callback_usual: Prompt = Prompt("For a usual call", "A usual call")
    callback_slowly: Prompt = Prompt("For a slow and clear call", "A slow and clear call")
    callback_text: Prompt = Prompt("For a text instead", "A text instead")
    callback_relay: Prompt = Prompt("For Relay U K", "Relay UK")
    callback_language: Prompt = Prompt("For another language", "Another language")
    callback_which: Prompt = Prompt("Which language?", "Which language?")
    # The team's own text: ours is offered later.
    callback_text_safe: Prompt = Prompt(
        "They would text {number}. Is it safe to text that phone?",
        "They would text {number}. Is it safe to text that phone?",
    )
    callback_mail: Prompt = Prompt(
        "May we email {service} your number, and what this is about? It is how they learn of it.",
        "May we email {service} your number, and what this is about? It is how they learn of it.",
    )
    callback_made: Prompt = Prompt(
        "We have asked {service} to {ring} you by {day}. They have {number}.",
        "We have asked {service} to {ring} {number} by {day}.",
    )
    # Of a team that learns of requests by e-mail alone, where this one cannot be mailed, or may not: no day is told.
    callback_listed: Prompt = Prompt(
        "We have put it on the list that {person} sees. They can ask {service} to {ring} you. The list has {number}.",
        "It is now on {person}'s list, for {service} to {ring} {number}.",
    )
    callback_noted: Prompt = Prompt("We have noted: {time}, {manner}.", "Noted: {time}, {manner}.")
    # What is asked of the team, and what was asked for: a call, or a text instead.
    callback_by_phone: Prompt = Prompt("ring", "ring")
    callback_by_text: Prompt = Prompt("text", "text")
    callback_rung: Prompt = Prompt("to be rung back", "to be rung back")
    callback_texted: Prompt = Prompt("for a text", "for a text")
    # A number that whoever has this phone may not know.
    callback_ends: Prompt = Prompt("the number that ends in {digits}", "the number ending {digits}")
    callback_noted_morning: Prompt = Prompt("in the morning", "morning")
    callback_noted_afternoon: Prompt = Prompt("in the afternoon", "afternoon")
    callback_noted_either: Prompt = Prompt("in the morning or the afternoon", "any time")
    callback_noted_usual: Prompt = Prompt("a usual call", "a usual call")
    callback_noted_slowly: Prompt = Prompt("a slow and clear call", "slow and clear")
    callback_noted_text: Prompt = Prompt("a text instead", "a text instead")
    callback_noted_relay: Prompt = Prompt("through Relay U K", "Relay UK")
    callback_noted_language: Prompt = Prompt("the language: {language}", "language: {language}")
    callback_sooner: Prompt = Prompt(
        "We have marked that you need it sooner.", "We have marked that you need it sooner."
    )
    callback_stands: Prompt = Prompt(
        "You asked on {made} {rung}. We asked {service} to {ring} {number} by {day}.",
        "You asked on {made}. We asked {service} to {ring} {number} by {day}.",
    )
    callback_stands_listed: Prompt = Prompt(
        "You asked on {made} {rung}. It is on the list that {person} sees. They can ask {service} to {ring} {number}.",
        "You asked on {made}. It is on {person}'s list, for {service} to {ring} {number}.",
    )
    # The team's number follows. In a text it stands below, and orders nobody to ring.
    callback_need: Prompt = Prompt("If you need them sooner:", "")
    callback_tried_once: Prompt = Prompt("They have tried once.", "They tried once.")
    callback_tried: Prompt = Prompt("They have tried {tries} times.", "They tried {tries} times.")
    # The day stays, and is told again with the rest.
    callback_changed: Prompt = Prompt("We have changed it.", "We have changed it.")
    callback_change: Prompt = Prompt("To change what you told us", "Change it")
    callback_what: Prompt = Prompt("What shall we change?", "What shall we change?")
    callback_change_number: Prompt = Prompt("For the number", "The number")
    callback_change_time: Prompt = Prompt("For the time of day", "The time of day")
    callback_change_manner: Prompt = Prompt("For how you would like to talk", "How to talk")
    callback_change_first: Prompt = Prompt("For a reason to need it sooner", "A reason to need it sooner")
    callback_change_mail: Prompt = Prompt("For the email to them", "The email to them")
    callback_text_me: Prompt = Prompt("To have this sent by text", "")
    callback_safe: Prompt = Prompt("We can text this to {number}. Is it safe to text that phone?", "")
    callback_offer: Prompt = Prompt("Shall we text this to {number}?", "")
    callback_later: Prompt = Prompt(
        "Shall we text you {when}, to ask how it went? If you do not answer, we ask at most twice more.", ""
    )
    callback_ask: Prompt = Prompt("", "Check back {when}")
    callback_later_agreed: Prompt = Prompt(
        "We will text you {when}, to ask how it went.",
        "We will text you {when}, to ask how it went: three times at most. To stop our texts, send STOP.",
    )
    callback_not_rung: Prompt = Prompt(
        "We are sorry. We have moved you up the list.", "Sorry. We have moved you up the list."
    )
