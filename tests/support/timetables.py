"""Timetables as tests write them, and timetables drawn at random."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from knowledge.content import Schedule
from knowledge.recurrence import WEEKDAYS

LIMA = "America/Lima"
NEW_YORK = "America/New_York"
ZONES = [LIMA, NEW_YORK, "America/Sao_Paulo", "Europe/Lisbon", "UTC"]


def at(written: str, zone: str = LIMA) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone))


def hours(*written: str) -> tuple[Schedule, ...]:
    """Read hours as "MO 09:00 17:00"."""
    return tuple(
        Schedule.model_validate(
            dict(zip(("weekday", "opens_at", "closes_at"), one.split(), strict=True))
        )
        for one in written
    )


OFFICE = hours(*(f"{day} 09:00 17:00" for day in ("MO", "TU", "WE", "TH", "FR")))
ALWAYS = hours(*(f"{day} 00:00 24:00" for day in WEEKDAYS))
CLOCKS = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.sampled_from([0, 1, 30, 59]))
SCHEDULES = st.lists(
    st.builds(
        Schedule,
        weekday=st.sampled_from(WEEKDAYS),
        opens_at=CLOCKS,
        closes_at=CLOCKS | st.just("24:00"),
    ),
    min_size=1,
    max_size=6,
)
