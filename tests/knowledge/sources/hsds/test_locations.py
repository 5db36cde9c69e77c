"""Locations: address, point, and the place they lie in."""

from pathlib import Path

import pytest

from .conftest import Reader, write_folder

SERVICES = "id,name\n1,Food\n"
LINKS = "id,service_id,location_id\n1,1,7\n"


def _files(location: str, address: str = "") -> dict[str, str]:
    return {
        "services.csv": SERVICES,
        "service_at_location.csv": LINKS,
        "locations.csv": f"id,name,latitude,longitude\n7,Hall,{location}\n",
        "addresses.csv": f"location_id,address_1,city,state_province\n7,1 Road,{address or ','}\n",
    }


@pytest.mark.parametrize(
    ("location", "address", "place"),
    [
        (",", "Miami,FL ", "miami"),
        (",", "MIAMI,florida", "miami"),
        (",", "Miami,", "miami"),
        (",", "Miami,OH", ""),
        (",", "Naples,FL", "us-fl"),
        ("25.47,-80.47", "", "homestead"),
        ("25.47,-80.47", "Princeton,FL", "homestead"),
        ("25.47,-80.47", "Miami,FL", "miami"),
        ("40.7,-74.0", "", ""),
        (",", "", ""),
    ],
)
def test_place_of_an_address(
    location: str, address: str, place: str, tmp_path: Path, read: Reader
) -> None:
    (content,) = read(write_folder(tmp_path, _files(location, address))).contents
    assert content.locations[0].place_id == place
    assert content.place_id == "miami"


@pytest.mark.parametrize("point", ["100,101", "25.7,", "nan,nan", "0,0", "north,south"])
def test_bad_points_are_dropped_with_an_issue(point: str, tmp_path: Path, read: Reader) -> None:
    reading = read(write_folder(tmp_path, _files(point)))
    assert reading.contents[0].locations[0].latitude is None
    assert [issue.field for issue in reading.report.issues] == ["latitude"]


def test_orphan_locations_are_accounted_for(tmp_path: Path, read: Reader) -> None:
    files = {
        "services.csv": SERVICES,
        "service_at_location.csv": "id,service_id,location_id\n1,1,99\n2,5,7\n",
        "locations.csv": "id,name\n7,Hall\n8,Barn\n",
    }
    reasons = [issue.reason for issue in read(write_folder(tmp_path, files)).report.issues]
    assert reasons == [
        "no imported service is given at this location: 7",
        "no imported service is given at this location: 8",
        "its location does not exist: 99",
        "its service does not exist: 5",
    ]
