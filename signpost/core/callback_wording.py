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
    callback_time: Prompt = Prompt(
        "When is the best time to ring you?",
        "We can ask {service} to ring {number}. When is best? For another number, text that number.",
    )
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
    callback_mail: Prompt = Prompt(
        "May we email {service} your number, and what this is about?",
        "May we email {service} your number, and what this is about?",
    )
    callback_made: Prompt = Prompt(
        "We have asked {service} to ring you by {day}. Your number is {number}. We have noted: {time}, {manner}.",
        "We have asked {service} to ring {number} by {day}. Noted: {time}, {manner}.",
    )
    callback_noted_morning: Prompt = Prompt("in the morning", "morning")
    callback_noted_afternoon: Prompt = Prompt("in the afternoon", "afternoon")
    callback_noted_either: Prompt = Prompt("in the morning or the afternoon", "any time")
    callback_noted_usual: Prompt = Prompt("a usual call", "a usual call")
    callback_noted_slowly: Prompt = Prompt("a slow and clear call", "a slow and clear call")
    callback_noted_text: Prompt = Prompt("a text instead", "a text instead")
    callback_noted_relay: Prompt = Prompt("through Relay U K", "Relay UK")
    callback_noted_language: Prompt = Prompt("the language: {language}", "language: {language}")
    callback_sooner: Prompt = Prompt("You are among the first on the list.", "You are among the first on the list.")
    callback_stands: Prompt = Prompt(
        "You asked on {made} to be rung back. We asked {service} to ring {number} by {day}.",
        "You asked on {made}. We asked {service} to ring {number} by {day}.",
    )
    callback_tried_once: Prompt = Prompt("They have tried once.", "They have tried once.")
    callback_tried: Prompt = Prompt("They have tried {tries} times.", "They have tried {tries} times.")
    callback_changed: Prompt = Prompt("We have changed it. The day stays.", "We have changed it. The day stays.")
    callback_change: Prompt = Prompt("To change what you told us", "Change it")
    callback_text_me: Prompt = Prompt("To have this sent by text", "")
    callback_safe: Prompt = Prompt("We can text this to {number}. Is it safe to text that phone?", "")
    callback_later: Prompt = Prompt(
        "Shall we text you {when}, to ask if they rang? If you do not answer, we ask at most twice more.", ""
    )
    callback_ask: Prompt = Prompt("", "Ask me {when} if rung")
    callback_later_agreed: Prompt = Prompt(
        "We will text you {when}, to ask if they rang.",
        "We will text you {when}, to ask if they rang: three times at most. To stop our texts, send STOP.",
    )
    callback_not_rung: Prompt = Prompt(
        "We are sorry. You are now at the top of their list.", "We are sorry. You are now at the top of their list."
    )
