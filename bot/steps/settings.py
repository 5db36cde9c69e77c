"""Language, place, help, and being forgotten: by button, command or words."""

from bot import choices
from bot.buttons import COMMON_TOPICS, language_buttons, person_button, place_buttons, topic_buttons
from bot.choices import parse
from bot.messages import Answer, Choice, Status
from bot.phrases import phrases
from bot.turn import Turn
from knowledge.errors import UnknownPlace
from knowledge.languages import LANGUAGES, OWN_NAMES, parse_language
from retrieval.text import words

SURE = 0.5
"""Probability from which an intent is acted upon."""
A_NEED = 0.4
"""Probability of a topic from which a message asks for something, besides saying where one is."""
NAME_WORDS = 3
"""Words that the name of a place and what goes with it ("estoy en") have at most."""


def press(turn: Turn) -> Answer | None:
    """Answer a button or command that changes a setting or asks for help."""
    verb, arguments = parse(turn.message.choice)
    first = arguments[0] if arguments else ""
    if verb == choices.START:
        return greet(turn)
    if verb == choices.HELP:
        return explain(turn)
    if verb == choices.LANGUAGE:
        return change_language(turn, first)
    if verb == choices.PLACE:
        return choose_place(turn, first or _place_in(turn))
    if verb == choices.FORGET:
        return forget(turn, sure=first == "yes")
    if turn.message.point and not verb and not turn.conversation.about:
        return choose_place(turn, turn.conversation.place)  # a location, and no question yet
    return None


def ask(turn: Turn) -> Answer | None:
    """Answer words that ask for a setting, for help or to be forgotten."""
    understood = turn.understanding
    if understood is None:
        return None
    answer = named_place(turn)
    if answer or turn.reopened:
        return answer
    if turn.conversation.expects == "forget" and understood.chance("affirm") > SURE:
        return forget(turn, sure=True)
    if understood.chance("forget_me") > SURE:
        return forget(turn, sure=False)
    if understood.chance("change_language") > SURE:
        return change_language(turn, _language_named(turn.text))
    if understood.chance("change_place") > SURE:
        place = understood.places[0].place if understood.places else ""
        return choose_place(turn, place)
    if understood.chance("help") > SURE:
        return explain(turn)
    return None


def named_place(turn: Turn) -> Answer | None:
    """Take a message that is a place and nothing else for where the person is.

    After "where are you?" one that says more counts too, unless it asks for something; and what
    is no known place is answered with near names.
    """
    understood, conversation = turn.understanding, turn.conversation
    if understood is None:
        return None
    expected = conversation.expects == "place"
    asks = max(understood.topics.values(), default=0.0) >= A_NEED
    length = len(words(turn.text))
    if understood.places:
        mention = understood.places[0]
        rest = length - sum(len(place.words.split()) for place in understood.places)
        if rest == 0 or (expected and (rest <= NAME_WORDS or not asks)):
            return choose_place(turn, mention.place)
        if expected:
            conversation.place, conversation.expects = mention.place, ""
        return None
    unknown = understood.intent in {"ask_service", "ask_right"} and length <= NAME_WORDS
    if expected and not asks and (unknown or understood.chance("change_place") > SURE):
        return choose_place(turn, turn.text)
    return None


def _place_in(turn: Turn) -> str:
    """Return the place that the words after a command name, else the words themselves."""
    if not turn.text:
        return ""
    found = turn.tools.interpreter.interpret(turn.text, prior=turn.language).places
    return found[0].place if found else turn.text


def _language_named(text: str) -> str:
    for word in words(text):
        code = parse_language(word) if len(word) > 3 else None
        if code in LANGUAGES:
            return str(code)
    return ""


def greet(turn: Turn) -> Answer:
    """Welcome a person: what this is, what is kept, and the five languages."""
    turn.conversation.greeted = True
    buttons = language_buttons()
    return turn.finish(
        Status.SMALLTALK, welcome(turn), question(turn), intent="greeting", choices=buttons
    )


def welcome(turn: Turn) -> str:
    """Return the words of the first contact."""
    say = turn.say
    return "\n".join(
        [
            say("Hello! I am Amparo. I help you find services and know your rights."),
            say(
                "I never ask for your name or papers. I keep your language, your place and what"
                " I showed you, not your messages. Write “{words}” to erase all.",
                words=say("forget me"),
            ),
        ]
    )


def question(turn: Turn) -> str:
    """Return the question that opens a conversation."""
    return turn.say("What do you need? You can write in any of these languages:")


def explain(turn: Turn) -> Answer:
    """Say what the assistant can do."""
    say = turn.say
    lines = [
        say("Ask me in your words, for example: “free doctor”, “a lawyer for asylum”."),
        say("I answer only from published records and show the source and its date."),
        say("Commands: /language /place /help /forget"),
    ]
    buttons = topic_buttons(list(COMMON_TOPICS), turn.tools.topics, say)
    return turn.finish(
        Status.SMALLTALK, "\n".join(lines), intent="help", choices=(*buttons, person_button(say))
    )


def change_language(turn: Turn, code: str) -> Answer:
    """Speak `code` from now on, or offer the languages when it is none of the five."""
    if code not in LANGUAGES:
        text = turn.say("Which language do you want?")
        return turn.finish(
            Status.SETTINGS, text, intent="change_language", choices=language_buttons()
        )
    turn.conversation.language = code
    turn.conversation.language_chosen = True
    say = phrases(code)
    text = say("We speak {language} now. What do you need?", language=OWN_NAMES[code])
    buttons = topic_buttons(list(COMMON_TOPICS), turn.tools.topics, say)
    return turn.finish(Status.SETTINGS, text, intent="change_language", choices=buttons)


def choose_place(turn: Turn, named: str) -> Answer | None:
    """Set the place from an id or from words; ask when there is none, offer near names.

    With a question still open the turn goes on, so that it is answered for the new place.
    """
    say, places = turn.say, turn.tools.places
    if not named:
        turn.conversation.expects = "place"
        return turn.finish(
            Status.CLARIFY,
            say("Which city or country are you in?"),
            intent="change_place",
            ask_location=True,
        )
    try:
        place = places.by_id_or_raise(named)
    except UnknownPlace as error:
        turn.conversation.expects = "place"
        return turn.finish(
            Status.CLARIFY,
            say("I do not know that place. Choose one, or write the nearest big city:"),
            intent="change_place",
            choices=place_buttons(list(error.near), places, say),
            ask_location=True,
        )
    turn.conversation.place = place.id
    turn.conversation.expects = ""
    text = say("Your place is now {place}.", place=place.name(say.language))
    if turn.conversation.about:
        turn.preface.append(text)
        turn.reopened = True
        return None
    buttons = topic_buttons(list(COMMON_TOPICS), turn.tools.topics, say)
    text = f"{text} " + say("What do you need?")
    return turn.finish(Status.SETTINGS, text, intent="change_place", choices=buttons)


def forget(turn: Turn, *, sure: bool) -> Answer:
    """Erase everything kept of this person, after asking once."""
    say = turn.say
    if not sure:
        turn.conversation.expects = "forget"
        yes = Choice(say("Yes, erase everything"), choices.payload(choices.FORGET, "yes"))
        return turn.finish(
            Status.CLARIFY,
            say("Do you want me to erase everything I keep of you?"),
            intent="forget_me",
            choices=(yes,),
        )
    text = say("Done. I have erased everything. You can start again whenever you want.")
    return turn.finish(Status.FORGOTTEN, text, intent="forget_me")
