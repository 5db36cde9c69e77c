"""A conversation for the tests of the page: scripted, but with everything a real one sends."""

import threading
from datetime import date

from bot.messages import Answer, Choice, IncomingMessage, Reply, SourceLine, Status
from knowledge.languages import LANGUAGES, OWN_NAMES

GUIDE = SourceLine("Guía de servicios (ejemplo)", "https://example.org/guide", date(2026, 9, 3))
CARDS = """1. Comedor La Esperanza
Parroquia San José
Desayuno y almuerzo gratis para quien lo necesite. No hace falta inscribirse.
📍 742 NW 2nd Ave, Miami, FL 33136
🕐 Abierto ahora, hasta las 14:00
📞 +1 305-555-0142 ext. 12 · +1 305-555-0143
🔗 https://example.org/comedor?dia=hoy.
🗣 español, criollo haitiano, inglés
💲 Gratis
🛡 No preguntan por tu situación migratoria.
Fuente: Guía de servicios (ejemplo), verificado el 3 de septiembre de 2026.

2. Banco de Alimentos del Norte
Entrega bolsas de comida los martes y los jueves.
📍 100 NE 54th St, Miami, FL 33137
📞 +1 305-555-0199
🎒 Lleva: un documento cualquiera, una bolsa
Fuente: Guía de servicios (ejemplo), verificado el 3 de septiembre de 2026."""
DANGER = """Tu vida importa. Si estás en peligro ahora, llama:
☎ Emergencias: 911
☎ Violencia contra la mujer: 1-800-799-7233
El 112 también funciona desde el móvil."""
LANGUAGE_BUTTONS = tuple(Choice(OWN_NAMES[code], f"lang:{code}") for code in LANGUAGES)
SPOKEN = {
    "es": "Ahora hablamos español. ¿Qué necesitas?",
    "en": "We speak English now. What do you need?",
    "fr": "Nous parlons français maintenant. De quoi avez-vous besoin ?",
    "ht": "Kounye a nou pale kreyòl. Kisa ou bezwen?",
    "pt": "Agora falamos português. Do que você precisa?",
}


class ScriptedChat:
    """Answers by key words in Spanish; keeps what it heard.

    "hambre": two cards and buttons; "dónde": asks for the place, with the location button;
    "peligro": urgent numbers; "bòn": Creole; "lento": waits for `release`; "rómpete": fails;
    "olvídame": forgotten; "html": an answer full of markup.
    """

    def __init__(self) -> None:
        self.heard: list[IncomingMessage] = []
        self.release = threading.Event()

    def __call__(self, message: IncomingMessage) -> Answer:
        self.heard.append(message)
        language = message.language or "es"
        if message.choice.startswith("lang:"):
            code = message.choice.removeprefix("lang:")
            return Answer(code, Status.SETTINGS, "change_language", (Reply(SPOKEN[code]),))
        if message.point:
            near = f"Cerca de ti ({message.point.latitude}, {message.point.longitude}):\n{CARDS}"
            return self._cards(language, near)
        return self._by_words(message.text.casefold() or message.choice, language)

    def _by_words(self, words: str, language: str) -> Answer:
        if "rómpete" in words:
            raise RuntimeError(words)
        if "lento" in words:
            self.release.wait(10)
            return Answer(language, Status.SMALLTALK, "test", (Reply("Gracias por esperar."),))
        if "dónde" in words:
            ask = Reply(
                "La respuesta depende de dónde estás. ¿En qué ciudad o país?",
                (Choice("Miami", "place:miami"), Choice("Bogotá", "place:bogota")),
                ask_location=True,
            )
            return Answer(language, Status.CLARIFY, "ask_service", (ask,))
        if "peligro" in words:
            return Answer(language, Status.URGENT, "urgent", (Reply(DANGER),))
        if "bòn" in words:
            return Answer("ht", Status.SMALLTALK, "greeting", (Reply("Bonjou! Kisa ou bezwen?"),))
        if "olvídame" in words:
            return Answer(language, Status.FORGOTTEN, "forget_me", (Reply("He borrado todo."),))
        if "html" in words:
            text = "<img src=x onerror=alert(1)> <b>no</b> javascript:alert(1) http://example.org"
            return Answer(language, Status.SMALLTALK, "test", (Reply(text),))
        if "hambre" in words or words.startswith(("topic:", "more", "place:")):
            return self._cards(language, CARDS)
        hello = Reply("¡Hola! Soy Amparo. ¿Qué necesitas?", LANGUAGE_BUTTONS)
        return Answer(language, Status.SMALLTALK, "greeting", (hello,))

    def _cards(self, language: str, text: str) -> Answer:
        choices = (
            Choice("Más resultados", "more"),
            Choice("Cambiar lugar", "place"),
            Choice("Hablar con una persona", "person"),
        )
        return Answer(
            language, Status.ANSWERED, "ask_service", (Reply(text, choices),),
            records=("a", "b"), sources=(GUIDE, GUIDE), timings_ms={"total": 12.5},
        )  # fmt: skip
