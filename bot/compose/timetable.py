"""Opening hours in words: open now or when next, the week, seasons, days that a rule gives."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.calendars import clock, day_month, long_date, weekday
from bot.hours import Hours, closed_days, next_days, opening, seasons, week
from bot.phrases import Phrases
from knowledge.content import RecordContent
from knowledge.places import Places

DAYS_BY_NAME = 7
"""From so many days ahead on, a weekday's name alone would be taken for the one of this week."""


def timezone_of(content: RecordContent, places: Places) -> str:
    """Return the time zone that the hours of a record are told in."""
    spots = [spot.place_id for spot in content.locations if spot.place_id]
    return places.timezone(spots[0] if spots else content.place_id)


def open_now(content: RecordContent, places: Places, now: datetime, say: Phrases) -> str:
    """Return whether it is open now, or when it opens next, on the clock of its place.

    What is suspended or does not exist is never open, whatever its timetable says.
    """
    if not content.schedules or not content.standing.available:
        return ""
    zone = timezone_of(content, places)
    state = opening(content.schedules, now, zone)
    if state is None:
        return ""
    today = now.astimezone(ZoneInfo(zone)).date()
    if state.is_open:
        return _open_until(state.open_until, today, say)
    if state.next_opening is None:
        return say("Closed now")
    day, time = state.next_opening.date(), clock(state.next_opening.time(), say.language)
    if (day - today).days >= DAYS_BY_NAME:
        return say("Closed now. Opens {date} at {time}", date=_day(day, say), time=time)
    return say(
        "Closed now. Opens {weekday} at {time}",
        weekday=weekday(day.weekday(), say.language),
        time=time,
    )


def _open_until(closes: datetime | None, today: date, say: Phrases) -> str:
    if closes is None or (closes.date() - today).days >= DAYS_BY_NAME:
        return say("Open now, day and night")
    time = clock(closes.time(), say.language)
    if (closes.date() - today).days > 1:
        day = weekday(closes.weekday(), say.language)
        return say("Open now, until {weekday} at {time}", weekday=day, time=time)
    return say("Open now, until {time}", time=time)


def _day(day: date, say: Phrases) -> str:
    return f"{weekday(day.weekday(), say.language)} {day_month(day, say.language)}"


def _spans(hours: Hours, say: Phrases) -> str:
    """Return the openings of a day: "9:00 – 12:00, 14:00 – 17:00"."""
    return ", ".join(
        say("all day")
        if opens == closes
        else f"{clock(opens, say.language)} – {clock(closes, say.language)}"
        for opens, closes in hours
    )


def week_lines(content: RecordContent, places: Places, now: datetime, say: Phrases) -> list[str]:
    """Return the opening hours: the week with equal days together, then what is not weekly.

    Hours that begin later or end say so; rules (the first Tuesday of a month) are told as their
    next days; none of what is not open.
    """
    if not content.schedules or not content.standing.available:
        return []
    zone = timezone_of(content, places)
    today = now.astimezone(ZoneInfo(zone)).date()
    lines = []
    for season in seasons(content.schedules, today):
        for days, hours in week(season.schedules):
            first, last = weekday(days[0], say.language), weekday(days[-1], say.language)
            when = first if len(days) == 1 else say("{first} to {last}", first=first, last=last)
            line = f"{when}: {_spans(hours, say)}"
            if season.ends:
                until = long_date(season.ends, say.language)
                line = say("{hours} (until {date})", hours=line, date=until)
            if season.begins:
                begins = long_date(season.begins, say.language)
                line = say("From {date}: {hours}", date=begins, hours=line)
            lines.append(line)
    if coming := next_days(content.schedules, now, zone):
        told = [f"{day_month(day, say.language)}, {_spans(hours, say)}" for day, hours in coming]
        lines.append(say("Next days: {days}", days="; ".join(told)))
    if closed := closed_days(content.schedules, today):
        told = [day_month(day, say.language) for day in closed]
        lines.append(say("Closed on: {days}", days="; ".join(told)))
    return lines
