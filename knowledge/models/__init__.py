"""Tables of the knowledge base, one file per family of HSDS."""

from knowledge.models.directory import (
    Accessibility,
    LocationRow,
    OrganizationRow,
    PhoneRow,
    ScheduleRow,
    ServiceAtLocation,
)
from knowledge.models.lifecycle import Change, ImportRun, Publication, Revision, Source
from knowledge.models.places import PlaceName, PlaceRow
from knowledge.models.records import (
    CostOptionRow,
    Record,
    RequiredDocument,
    SpokenLanguage,
    Translation,
)
from knowledge.models.taxonomy import RecordTerm, RecordTopic, TaxonomyTerm

__all__ = [
    "Accessibility",
    "Change",
    "CostOptionRow",
    "ImportRun",
    "LocationRow",
    "OrganizationRow",
    "PhoneRow",
    "PlaceName",
    "PlaceRow",
    "Publication",
    "Record",
    "RecordTerm",
    "RecordTopic",
    "RequiredDocument",
    "Revision",
    "ScheduleRow",
    "ServiceAtLocation",
    "Source",
    "SpokenLanguage",
    "TaxonomyTerm",
    "Translation",
]
