"""Small packages of every version that say the same, a small world, and a way to write files."""

import json
import os
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from knowledge.places import Place, Places
from knowledge.sources.hsds import read_package
from knowledge.sources.reading import Reading
from knowledge.topics import TopicEntry, Topics

TODAY = date(2026, 11, 22)
Reader = Callable[[Path], Reading]


@pytest.fixture(scope="session")
def places() -> Places:
    """Return a world of two towns in Florida, and one of the same name elsewhere."""
    return Places(
        [
            Place("world", "world", None, "", None, {"en": "World"}),
            Place("us", "country", "world", "", None, {"en": "United States"}, ("USA",)),
            Place("us-fl", "state", "us", "", None, {"en": "Florida"}, ("FL",)),
            Place("miami", "municipality", "us-fl", "", (25.775, -80.195), {"en": "Miami"}),
            Place("homestead", "municipality", "us-fl", "", (25.468, -80.478), {"en": "Homestead"}),
        ]
    )


@pytest.fixture(scope="session")
def topics() -> Topics:
    """Return a list of two topics."""

    def entry(name: str, *airs: str, terms: tuple[str, ...] = ()) -> TopicEntry:
        return TopicEntry(name, "g", (), name, {"en": name}, {}, (), airs, terms)

    return Topics(food=entry("food", "BD-1800"), legal=entry("legal", "FT", terms=("immigration",)))


@pytest.fixture
def read(places: Places, topics: Topics) -> Reader:
    """Return the importer for Miami, on a fixed day."""
    return partial(read_package, place_id="miami", places=places, topics=topics, today=TODAY)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real data beside the project; the test is skipped without it."""
    root = Path(__file__).resolve().parents[4]
    folder = Path(os.environ.get("AMPARO_SHARED") or root.parent / "shared")
    if not (folder / "data" / "miami_hsds.zip").exists():
        pytest.skip(f"real data not found: no data/miami_hsds.zip in {folder} (AMPARO_SHARED)")
    return folder / "data"


def write_folder(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files under `folder`; return it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def write_zip(
    path: Path, files: Mapping[str, str | bytes], day: tuple[int, int, int] = (2024, 5, 6)
) -> Path:
    """Write a zip archive whose members bear the date `day`; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            info = zipfile.ZipInfo(name, (*day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text)
    return path


WEEK_1 = "\n".join(
    f",136,,,{day},9:00am,5:00pm,"
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
)
DESCRIPTOR = json.dumps(
    {"title": "Miami help", "license": {"type": "CC-BY-4.0"}, "version": "template"}
)

HSDS_1 = {
    "datapackage.json": DESCRIPTOR,
    "data/organizations.csv": 'id,name,url,email\n9,"HELP NOW, INC.",www.help.org,a@help.org\n',
    "data/services.csv": (
        "id,organization_id,name,alternate_name,description,url,email,status,"
        "application_process,fees\n"
        '136,9,LEGAL AID OF MIAMI (LAM),,"First line.\\n\\nSecond line.\\n\\n###MON###",'
        "help.org/legal,legal@help.org,active,Call us,None\n"
    ),
    "data/locations.csv": (
        "id,organization_id,name,transportation,latitude,longitude\n"
        "7,9,MAIN OFFICE,Bus 3,25.77,-80.19\n"
    ),
    "data/services_at_location.csv": "id,service_id,location_id,description\n1,136,7,\n",
    "data/physical_addresses.csv": (
        "id,location_id,address_1,address_2,city,state_province,postal_code,country\n"
        "1,7,11347 SW 160th Street,Suite 2, Miami ,FL ,33157,US\n"
    ),
    "data/phones.csv": (
        "id,location_id,service_id,number,extension,type\n"
        "1,,136,305-253-4841 x12,,\n2,7,,(305) 253-4842,,fax\n3,,136,305-253-4841 x12,,\n"
    ),
    "data/regular_schedules.csv": (
        "id,service_id,location_id,service_at_location_id,weekday,opens_at,closes_at,original_text\n"
        f"{WEEK_1}\n"
    ),
    "data/languages.csv": "id,service_id,location_id,language\n1,136,,English\n2,136,,Creole\n",
    "data/eligibility.csv": "id,service_id,eligibility\n1,136,Everybody\n",
    "data/required_documents.csv": "id,service_id,document\n1,136,A passport\n",
    "data/accessibility_for_disabilities.csv": (
        "id,location_id,accessibility,details\n1,7,Ramp,\n"
    ),
    "data/taxonomy.csv": "id,name,parent_id,vocabulary\nFT-1000,Legal Aid,,AIRS\n",
    "data/services_taxonomy.csv": "id,service_id,taxonomy_id\n1,136,FT-1000\n",
}

HSDS_2 = {
    **{
        name: HSDS_1[f"data/{name}"]
        for name in (
            "organizations.csv", "services.csv", "locations.csv", "physical_addresses.csv",
            "phones.csv", "languages.csv", "eligibility.csv", "required_documents.csv",
        )
    },
    "datapackage.json": DESCRIPTOR,
    "service_at_locations.csv": HSDS_1["data/services_at_location.csv"],
    "accessibility.csv": HSDS_1["data/accessibility_for_disabilities.csv"],
    "schedules.csv": (
        "id,service_id,valid_from,valid_to,freq,interval,byday,opens_at,closes_at\n"
        '1,136,,,WEEKLY,1,"MO,TU,WE,TH,FR",09:00,17:00\n'
    ),
    "taxonomy_terms.csv": "id,name,taxonomy_id\nFT-1000,Legal Aid,1\n",
    "taxonomies.csv": "id,name\n1,AIRS\n",
    "service_taxonomies.csv": "id,service_id,taxonomy_id\n1,136,FT-1000\n",
}  # fmt: skip

HSDS_3 = {
    "datapackage.json": DESCRIPTOR,
    "organizations.csv": (
        'id,name,website,email\n9,"HELP NOW, INC.",https://www.help.org,a@help.org\n'
    ),
    "services.csv": (
        "id,organization_id,name,description,url,email,status,application_process,"
        "fees_description,eligibility_description\n"
        '136,9,LEGAL AID OF MIAMI (LAM),"First line.\n\nSecond line.",'
        "https://help.org/legal,legal@help.org,active,Call us,None,Everybody\n"
    ),
    "locations.csv": HSDS_1["data/locations.csv"],
    "service_at_location.csv": HSDS_1["data/services_at_location.csv"],
    "addresses.csv": (
        "id,location_id,address_1,address_2,city,state_province,postal_code,country,address_type\n"
        "2,7,PO Box 3,,Homestead,FL,33030,US,postal\n"
        "1,7,11347 SW 160th Street,Suite 2,Miami,FL,33157,US,physical\n"
    ),
    "phones.csv": (
        "id,service_at_location_id,service_id,location_id,number,extension,type\n"
        "1,1,,,+1 305 253 4841,12,voice\n2,,,7,+1 305 253 4842,,fax\n"
    ),
    "schedules.csv": (
        "id,service_id,service_at_location_id,freq,byday,opens_at,closes_at,valid_from\n"
        '1,,1,WEEKLY,"MO,TU,WE,TH,FR",09:00:00,17:00:00-05:00,2020-01-01\n'
    ),
    "languages.csv": "id,service_id,name,code\n1,136,English,en\n2,136,Haitian Creole,hat\n",
    "required_documents.csv": "id,service_id,document,uri\n1,136,A passport,\n",
    "accessibility.csv": "id,location_id,description,details\n1,7,Ramp,\n",
    "taxonomy_terms.csv": "id,code,name,taxonomy\nt-1,FT-1000,Legal Aid,AIRS\n",
    "attributes.csv": "id,link_id,link_entity,taxonomy_term_id\n1,136,service,t-1\n",
}

HSDS_3_SERVICE: dict[str, Any] = {
    "id": "136",
    "name": "LEGAL AID OF MIAMI (LAM)",
    "description": "First line.\n\nSecond line.",
    "url": "https://help.org/legal",
    "email": "legal@help.org",
    "status": "active",
    "application_process": "Call us",
    "fees_description": "None",
    "eligibility_description": "Everybody",
    "organization": {
        "id": "9", "name": "HELP NOW, INC.", "website": "https://www.help.org",
        "email": "a@help.org",
    },
    "languages": [{"id": "1", "code": "en"}, {"id": "2", "name": "Haitian Creole"}],
    "required_documents": [{"document": "A passport"}],
    "phones": [{"number": "+1 305 253 4841", "extension": 12, "type": "voice"}],
    "schedules": [
        {"freq": "WEEKLY", "byday": ["MO", "TU", "WE", "TH", "FR"], "opens_at": "09:00",
         "closes_at": "17:00"}
    ],
    "attributes": [
        {"id": "1", "taxonomy_term": {"id": "t-1", "code": "FT-1000", "name": "Legal Aid"}}
    ],
    "service_at_locations": [
        {
            "id": "1",
            "location": {
                "id": "7", "name": "MAIN OFFICE", "transportation": "Bus 3",
                "latitude": 25.77, "longitude": -80.19,
                "addresses": [
                    {"address_1": "11347 SW 160th Street", "address_2": "Suite 2",
                     "city": "Miami", "state_province": "FL", "postal_code": "33157",
                     "country": "US", "address_type": "physical"}
                ],
                "phones": [{"number": "+1 305 253 4842", "type": "fax"}],
                "accessibility": [{"description": "Ramp"}],
            },
        }
    ],
}  # fmt: skip
