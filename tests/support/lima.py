"""Records of invented bodies in Lima, a place where the starter content has nothing."""

from typing import Any

from knowledge.content import (
    Citation,
    CostOption,
    Kind,
    Location,
    Organization,
    Phone,
    RecordContent,
    Schedule,
    Standing,
    Texts,
    Topic,
)
from knowledge.ingest import SourceInfo
from knowledge.languages import LANGUAGES

SOURCE = SourceInfo(id="lima", kind="sheet", title="Guía inventada de Lima", place_id="pe")
CITATION = Citation(title="Guía inventada de Lima", url="https://example.org/guia")
WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DENTISTS = ("Ejemplo", "Inventada", "Imaginaria", "Supuesta", "Ficticia")


def week(days: str, opens: str, closes: str) -> tuple[Schedule, ...]:
    """Return the same hours on each of `days` ("MO TU")."""
    return tuple(
        Schedule(weekday=day, opens_at=opens, closes_at=closes)  # type: ignore[arg-type]
        for day in days.split()
    )


ALWAYS = week("MO TU WE TH FR SA SU", "00:00", "24:00")


def record(external_id: str, topic: str, texts: dict[str, Texts], **fields: Any) -> RecordContent:
    """Return a service in Lima."""
    plain: dict[str, Any] = {
        "kind": Kind.SERVICE,
        "standing": Standing.OPERATING,
        "place_id": "lima",
        "language": "es",
        "citation": CITATION,
    }
    return RecordContent(
        external_id=external_id, texts=texts, topics=(Topic(id=topic),), **{**plain, **fields}
    )


def dental_texts(name: str) -> dict[str, Texts]:
    """Return the texts of a dental clinic in five languages."""
    return {
        "es": Texts(
            name=f"Clínica dental {name}",
            summary="Dentista para personas migrantes: limpieza, caries y extracciones.",
            eligibility="Cualquier persona que viva en Lima.",
            documents=("Cualquier documento con foto",),
        ),
        "en": Texts(
            name=f"Dental clinic {name}",
            summary="Dentist for migrants: cleaning, fillings and extractions.",
            eligibility="Anybody who lives in Lima.",
            documents=("Any document with a photo",),
            provenance="human",
        ),
        "fr": Texts(
            name=f"Clinique dentaire {name}",
            summary="Dentiste pour personnes migrantes : détartrage, caries et extractions.",
            eligibility="Toute personne qui vit à Lima.",
            documents=("N’importe quel document avec photo",),
            provenance="human",
        ),
        "ht": Texts(
            name=f"Klinik dantis {name}",
            summary="Dantis pou migran: netwayaj, kari ak rache dan.",
            eligibility="Nenpòt moun ki rete Lima.",
            documents=("Nenpòt papye ki gen foto",),
            provenance="human",
        ),
        "pt": Texts(
            name=f"Clínica dentária {name}",
            summary="Dentista para migrantes: limpeza, cáries e extrações.",
            eligibility="Qualquer pessoa que more em Lima.",
            documents=("Qualquer documento com foto",),
            provenance="human",
        ),
    }


def dentist(number: int, name: str) -> RecordContent:
    """Return a dental clinic with an address, a phone, hours and all that can be asked about."""
    return record(
        f"dentist-{number}",
        "dental",
        dental_texts(name),
        organization=Organization(external_id="ejemplo", name="Asociación Ejemplo", kind="ngo"),
        locations=(
            Location(
                external_id=f"spot-{number}",
                address=f"Jirón Inventado {number}00",
                city="Lima",
                latitude=-12.05,
                longitude=-77.04,
                place_id="lima",
            ),
        ),
        phones=(Phone(number=f"+5111234{number:03d}"),),
        schedules=week("MO TU WE TH FR", "09:00", "17:00"),
        languages_spoken=("es", "ht"),
        cost="free",
        costs=(CostOption(option="Gratis"),),
        status_required="no",
        works_with_immigration_enforcement="no",
        universal=True,
    )


UNTRANSLATED = record(
    "vaccines",
    "vaccines",
    {
        "es": Texts(
            name="Puesto de vacunas Imaginario",
            summary="Vacunas para niñas, niños y personas adultas, sin cita.",
            fees="Se paga una parte.",
        )
    },
    phones=(Phone(number="+5111239999"),),
    schedules=ALWAYS,
    languages_spoken=("es", "qu"),
    costs=(CostOption(amount=12.5, currency="PEN"),),
    cost="paid",
    status_required="no",
)
"""A record in Spanish alone, with facts that can be said in any language."""

SUSPENDED = record(
    "alcohol",
    "addiction",
    {
        language: Texts(name=name, summary=summary, provenance="human")
        for language, name, summary in (
            ("es", "Grupo Sobrio Inventado", "Ayuda para dejar el alcohol y las drogas."),
            ("en", "Invented Sober Group", "Help to stop alcohol and drugs."),
            ("fr", "Groupe Sobre Inventé", "Aide pour arrêter l’alcool et la drogue."),
            ("ht", "Gwoup Envante San Alkòl", "Èd pou kite alkòl ak dwòg."),
            ("pt", "Grupo Sóbrio Inventado", "Ajuda para parar com álcool e drogas."),
        )
    },
    standing=Standing.SUSPENDED,
    schedules=ALWAYS,
    phones=(Phone(number="+5111238888"),),
)
"""A service that is suspended, though its timetable says that it is open day and night."""

LIMA = (
    *(dentist(number, name) for number, name in enumerate(DENTISTS, 1)),
    UNTRANSLATED,
    SUSPENDED,
)
assert all(set(content.texts) in ({"es"}, set(LANGUAGES)) for content in LIMA)
