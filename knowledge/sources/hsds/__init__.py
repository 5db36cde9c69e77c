"""The importer of Open Referral HSDS data packages, version 1.1 to 3.x, CSV and JSON."""

from knowledge.sources.hsds.package import read_package

__all__ = ["read_package"]
