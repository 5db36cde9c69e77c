"""The sentences of open data, from the catalogues of the conversation."""

from bot.compose.lines import standing_line
from bot.phrases import phrases
from knowledge.content import RecordContent


class CatalogueWording:
    """Says in open data what the conversation says, in the same words."""

    def alert(self, content: RecordContent, language: str) -> str:
        """Return a warning when the thing is no open service today, else ""."""
        return standing_line(content, phrases(language))

    def free(self, language: str) -> str:
        """Return the word for what costs nothing."""
        return phrases(language)("Free")
