"""Reading a whole HSDS package: from a path to records and the account of every row."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from knowledge.errors import UnusablePackage
from knowledge.places import Place, Places
from knowledge.sources.hsds.archive import open_package
from knowledge.sources.hsds.bodies import OrganizationReader
from knowledge.sources.hsds.clean import TextCleaner
from knowledge.sources.hsds.descriptor import NeutralPackage
from knowledge.sources.hsds.linking import LinkedTables
from knowledge.sources.hsds.locations import LocationReader
from knowledge.sources.hsds.mapping import Readers, RecordMapper, Setting
from knowledge.sources.hsds.names import learn_acronyms
from knowledge.sources.hsds.parts import PartsReader
from knowledge.sources.hsds.profile import ProfiledRecords
from knowledge.sources.hsds.reading import PackageReader
from knowledge.sources.hsds.wording import TextsReader
from knowledge.sources.reading import NO_OPTIONS, Reading, refuse_unknown
from knowledge.sources.report import Ledger
from knowledge.sources.values.phones import region_of
from knowledge.topics import Topics


def read_package(
    path: Path,
    *,
    place_id: str,
    places: Places,
    topics: Topics,
    options: Mapping[str, str] = NO_OPTIONS,
    today: date | None = None,
) -> Reading:
    """Return the records of the HSDS package at `path`: a zip archive, a folder or a JSON file.

    Reads Open Referral HSDS 1.1, 2.x and 3.x as CSV, and 3.x as JSON. `place_id` is the place the
    directory speaks for; `today` (the day of the call when None) only tells what is over: hours
    and prices that have ended are left out. A record's `verified_on` comes from its own dates,
    else from the date of its file in a zip archive, and is None when there is neither.

    A broken row is an issue of the report. There are no options. Raises UnknownPlace for a place
    that is not known, and UnusablePackage, with one line to show, when nothing of the package can
    be imported.
    """
    refuse_unknown(options)
    place = places.by_id_or_raise(place_id)
    ledger = Ledger()
    package = _read_tables(path, ledger)
    title = package.descriptor.title or f"HSDS directory: {place.name('en')}"
    linked = LinkedTables(package.tables, ledger)
    mapper = _build_mapper(
        package, linked, ledger, title=title, place=place, places=places, topics=topics,
        today=today or datetime.now(UTC).date(),
    )  # fmt: skip
    profiled = ProfiledRecords(package.profiled, ledger, places=places, place_id=place.id)
    found = (
        profiled.take(row) if row in profiled else mapper.map_service(row)
        for row in linked.by_id["services"].values()
    )  # fmt: skip
    contents = tuple(content for content in found if content is not None)
    report = ledger.close(linked.explain)
    if not contents:
        reasons = dict.fromkeys(issue.reason for issue in report.issues)
        first = next(iter(reasons), "no reason known")
        raise UnusablePackage(
            f"{path.name}: none of the package's services can be imported ({first})"
        )
    version = f"HSDS {package.version}"
    return Reading(title, version, package.descriptor.license, contents, report)


def _read_tables(path: Path, ledger: Ledger) -> NeutralPackage:
    try:
        return PackageReader(open_package(path), ledger).read()
    except UnusablePackage as error:
        if path.name in str(error):
            raise
        raise UnusablePackage(f"{path.name}: {error}") from error


def _build_mapper(
    package: NeutralPackage,
    linked: LinkedTables,
    ledger: Ledger,
    *,
    title: str,
    place: Place,
    places: Places,
    topics: Topics,
    today: date,
) -> RecordMapper:
    cleaner = TextCleaner(mangled=package.mangled)
    acronyms = learn_acronyms(
        cleaner.paragraphs(row.get(column))
        for row in package.tables["services"]
        for column in ("description", "application_process")
    )
    setting = Setting(
        title=title,
        license=package.descriptor.license,
        language=package.language,
        place_id=place.id,
        today=today,
        days=package.days,
    )
    parts = PartsReader(
        linked,
        ledger,
        cleaner,
        region=region_of(places.country(place.id)),
        language=setting.language,
        today=today,
    )
    readers = Readers(
        parts=parts,
        locations=LocationReader(
            linked, ledger, cleaner, acronyms=acronyms, places=places, place_id=place.id
        ),
        bodies=OrganizationReader(linked, ledger, cleaner, acronyms=acronyms),
        texts=TextsReader(ledger, cleaner, parts, acronyms=acronyms, language=setting.language),
    )
    return RecordMapper(linked, ledger, cleaner, setting=setting, readers=readers, topics=topics)
