"""Weekdays by iCalendar's letters, and the words for them and for groups of them."""

from typing import Final, Literal

Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
WEEK: Final[tuple[Weekday, ...]] = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY_NAMES: Final[dict[Weekday, str]] = {
    "MO": "monday mon lunes lun lundi lendi segunda segunda-feira seg",
    "TU": "tuesday tues tue tu martes mar mardi madi terca terca-feira ter",
    "WE": "wednesday weds wed we miercoles mie mercredi mer mekredi quarta quarta-feira qua",
    "TH": "thursday thurs thur thu th jueves jue jeudi jeu jedi quinta quinta-feira qui",
    "FR": "friday fri fr viernes vie vendredi ven vandredi sexta sexta-feira sex",
    "SA": "saturday sat sa sabado sab samedi sam samdi",
    "SU": "sunday sun su domingo dom dimanche dim dimanch",
}
_LONG_ENOUGH: Final = 5
DAYS: Final[dict[str, Weekday]] = {
    spelling: day
    for day, names in _DAY_NAMES.items()
    for name in (*names.split(), day.lower())
    # "Mondays", "sábados", "mercredis", "terças"; shorter names are abbreviations.
    for spelling in ((name, f"{name}s") if len(name) >= _LONG_ENOUGH else (name,))
}
GROUPS: Final[dict[str, tuple[Weekday, ...]]] = {
    "weekdays": WEEK[:5],
    "weekday": WEEK[:5],
    "weekends": WEEK[5:],
    "weekend": WEEK[5:],
    "daily": WEEK,
    "every day": WEEK,
    "everyday": WEEK,
    "7 days a week": WEEK,
    "7 days": WEEK,
    "seven days a week": WEEK,
    "l-v": WEEK[:5],
    "l a v": WEEK[:5],
    "2a a 6a feira": WEEK[:5],
    "2a a 6a": WEEK[:5],
    "dias habiles": WEEK[:5],
    "jours ouvrables": WEEK[:5],
    "dias uteis": WEEK[:5],
    "jou travay": WEEK[:5],
    "7 dias de la semana": WEEK,
    "7 jours sur 7": WEEK,
    "7j/7": WEEK,
    "7 dias por semana": WEEK,
    "todos los dias": WEEK,
    "tous les jours": WEEK,
    "todos os dias": WEEK,
    "chak jou": WEEK,
}

DAY_PATTERN: Final = "|".join(sorted(DAYS, key=len, reverse=True))
GROUP_PATTERN: Final = "|".join(sorted(GROUPS, key=len, reverse=True))
HOLIDAY_PATTERN: Final = (
    r"ph|(?:public |bank )?holidays?|(?:dias? )?(?:feriados?|festivos?)|jours? feries?"
    r"|jou (?:konje|ferye)(?: yo)?"
)
"""Public holidays, by OpenStreetMap's letters and in words."""
