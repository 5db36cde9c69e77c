"""Every sentence of the assistant, through gettext catalogues in five languages.

In the code a phrase is written in English inside `say("...")` or `say.many("...", "...", n)`;
`locales/<language>/LC_MESSAGES/amparo.po` holds it in each language. Catalogues are read from the
.po files at start: nothing needs to be compiled.
"""

import gettext
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from knowledge.languages import LANGUAGES

DOMAIN = "amparo"


@cache
def catalogue(language: str) -> gettext.GNUTranslations:
    """Return the catalogue of `language`."""
    path = files("bot").joinpath("locales", language, "LC_MESSAGES", f"{DOMAIN}.po")
    parsed = read_po(BytesIO(path.read_bytes()), locale=language, domain=DOMAIN)
    compiled = BytesIO()
    write_mo(compiled, parsed)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Phrases:
    """Says things in one language: `say("Hello {name}", name=...)`."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"
        self._catalogue = catalogue(self.language)

    def __call__(self, phrase: str, **values: object) -> str:
        """Return `phrase` in this language, its {names} filled in."""
        return self._catalogue.gettext(phrase).format(**values)

    def many(self, one: str, several: str, count: int, **values: object) -> str:
        """Return the plural form for `count`, which also fills {count}."""
        return self._catalogue.ngettext(one, several, count).format(count=count, **values)


@cache
def phrases(language: str) -> Phrases:
    """Return the phrases of `language`."""
    return Phrases(language)
