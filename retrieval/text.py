"""Words of a text, so that what is written differently but means the same meets in the index."""

import re
from functools import cache
from typing import Final

import snowballstemmer

from knowledge.languages import fold

_WORD = re.compile(r"[^\W_]+")
_SNOWBALL: Final = {"es": "spanish", "en": "english", "fr": "french", "pt": "portuguese"}

STOP_WORDS: Final = {
    "es": "a al algo alguien como con cual cuando de del donde el ella en es esta estoy esto eso ha"
    " hay la las le lo los me mi mis muy no nos o para pero por porque puede puedo que quien quiero"
    " se si sin sobre soy su te tengo tiene tu un una uno y ya yo necesito busco favor ayuda",
    "en": "a about am an and any are as at be but by can could do does for from get go has have"
    " help how i if in is it its me my need of on or please so some that the their there they this"
    " to want was we what when where which who will with would you your im looking find near",
    "fr": "a ai au aux avec c ce cette comment d dans de des donc du elle en est et eu il j je l la"
    " le les leur lui m ma mais me mes moi mon n ne nous on ou par pas pour puis qu que quel quelle"
    " qui s sa se si son sont suis sur t tu un une vous y veux peux besoin cherche aide",
    "ht": "a ak ale an ap avek ba bay chak eske fe fo genyen gen jan jwenn k ka kapab ki kibo kijan"
    " kisa kote kounye la le li lot m map men mw mwen n na nan nou ou oswa pa pou poum pral sa se"
    " si sou svp t ta tankou te tout w wi y ye yo yon bezwen cheche chache vle ede tanpri",
    "pt": "a algum ao as com como da das de do dos e ela ele em essa esse esta estou eu ha isso la"
    " mais mas me meu minha muito na nao nas no nos o os ou para pela pelo por porque posso pra"
    " quando que quem quero se sem ser seu sou sua tem tenho um uma voce preciso procuro ajuda",
}
_STOPPED: Final = {language: frozenset(words.split()) for language, words in STOP_WORDS.items()}


@cache
def _stemmer(language: str) -> "snowballstemmer.basestemmer.BaseStemmer | None":
    name = _SNOWBALL.get(language)
    return snowballstemmer.stemmer(name) if name else None


def words(text: str) -> list[str]:
    """Return the words of `text` in lower case without accents, in order."""
    return _WORD.findall(fold(text))


@cache
def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    if stemmer is not None:
        return str(stemmer.stemWord(word))
    if language != "ht" or len(word) <= 3:
        return word
    # Creole words do not inflect; its common spellings differ in doubled and silent letters.
    return word.replace("ou", "u").replace("ch", "c").rstrip("n") or word


def terms(text: str, language: str) -> list[str]:
    """Return the index terms of `text`: words without stop words, stemmed in `language`.

    A text of stop words alone keeps them, so that it is not empty.
    """
    found = words(text)
    stopped = _STOPPED.get(language, frozenset())
    kept = [word for word in found if word not in stopped] or found
    return [_stem(word, language) for word in kept]
