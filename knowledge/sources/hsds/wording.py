"""The texts of a service in the language of its package."""

from collections.abc import Iterable
from typing import Final

from knowledge.content import Texts
from knowledge.sources.hsds.clean import TextCleaner
from knowledge.sources.hsds.names import MAX_NAME, readable_name
from knowledge.sources.hsds.parts import PartsReader
from knowledge.sources.report import Ledger, SourceRow

_OLDEST_AGE: Final = 130
_AGES: Final = {
    "en": ("Ages {0} to {1}", "From age {0}", "Up to age {1}"),
    "es": ("De {0} a {1} años", "Desde los {0} años", "Hasta los {1} años"),
    "fr": ("De {0} à {1} ans", "À partir de {0} ans", "Jusqu'à {1} ans"),
    "ht": ("Laj {0} rive {1} an", "Apati {0} an", "Jiska {1} an"),
    "pt": ("De {0} a {1} anos", "A partir de {0} anos", "Até {1} anos"),
}


class TextsReader:
    """Reads names and texts of services."""

    def __init__(
        self,
        ledger: Ledger,
        cleaner: TextCleaner,
        parts: PartsReader,
        *,
        acronyms: frozenset[str],
        language: str,
    ) -> None:
        self._ledger = ledger
        self._cleaner = cleaner
        self._parts = parts
        self._acronyms = acronyms
        self._language = language

    def name(self, row: SourceRow) -> str:
        """Return the name of a service, "" when it has none at all."""
        line = self._cleaner.line
        name = readable_name(
            line(row.get("name")) or line(row.get("alternate_name")), self._acronyms
        )
        if len(name) > MAX_NAME:
            self._ledger.issue(row, "name", f"longer than {MAX_NAME} signs, cut")
        return name[:MAX_NAME].strip()

    def read(self, row: SourceRow, name: str, fees: str, notes: Iterable[str]) -> Texts:
        """Return the texts of a service; `notes` tell of interpreters and close the body."""
        clean, key = self._cleaner.paragraphs, row.get("id")
        body = [clean(row.get("description")), clean(row.get("interpretation_services"))]
        body += [" ".join(notes), clean(row.get("alert"))]
        conditions = [*self._parts.eligibility(key), clean(row.get("eligibility_description"))]
        conditions.append(self._ages(row))
        other = readable_name(self._cleaner.line(row.get("alternate_name")), self._acronyms)
        return Texts(
            name=name,
            alternate_name=other[:MAX_NAME] if other != name else "",
            body=_joined(body),
            eligibility=_joined(conditions),
            application_process=clean(row.get("application_process")),
            fees=fees,
            documents=self._parts.documents(key),
            provenance="source",
        )

    def _ages(self, row: SourceRow) -> str:
        ages: list[int | None] = []
        for column in ("minimum_age", "maximum_age"):
            written = row.get(column)
            try:
                age = int(float(written)) if written else 0
            except (ValueError, OverflowError):
                age = -1
            if not 0 <= age <= _OLDEST_AGE:
                self._ledger.issue(row, column, f"not an age: {written}")
            ages.append(age if 0 < age <= _OLDEST_AGE else None)
        both, since, until = _AGES.get(self._language, _AGES["en"])
        if ages[0] and ages[1]:
            return both.format(*ages)
        if ages[0]:
            return since.format(*ages)
        return until.format(*ages) if ages[1] else ""


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(dict.fromkeys(text for text in texts if text))
