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
DAYS: Final[dict[str, Weekday]] = {
    name: day for day, names in _DAY_NAMES.items() for name in (*names.split(), day.lower())
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
    "todos los dias": WEEK,
    "tous les jours": WEEK,
    "todos os dias": WEEK,
    "chak jou": WEEK,
}

DAY_PATTERN: Final = "|".join(sorted(DAYS, key=len, reverse=True))
GROUP_PATTERN: Final = "|".join(sorted(GROUPS, key=len, reverse=True))
