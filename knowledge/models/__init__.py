"""Tables of the knowledge base, one file per family of HSDS."""

from knowledge.models.directory import (
    Accessibility,
    LocationRow,
    OrganizationRow,
    PhoneRow,
    ScheduleRow,
    ServiceAtLocation,
)
from knowledge.models.lifecycle import Change, Event, Owner, Publication, Revision
from knowledge.models.places import PlaceName, PlaceRow
from knowledge.models.records import (
    CostOptionRow,
    Record,
    RequiredDocument,
    SpokenLanguage,
    Translation,
)
from knowledge.models.sources import ImportRun, MergeProposal, Source, SourceCopy
from knowledge.models.taxonomy import RecordTerm, RecordTopic, TaxonomyTerm

__all__ = [
    "Accessibility",
    "Change",
    "CostOptionRow",
    "Event",
    "ImportRun",
    "LocationRow",
    "MergeProposal",
    "OrganizationRow",
    "Owner",
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
    "SourceCopy",
    "SpokenLanguage",
    "TaxonomyTerm",
    "Translation",
]
