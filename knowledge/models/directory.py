"""Who gives services and where: HSDS organization, location, phone, schedule, accessibility."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.db import Base


class OrganizationRow(Base):
    """A body that gives services (HSDS `organization`)."""

    __tablename__ = "organization"
    __table_args__ = (UniqueConstraint("source_id", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    external_id: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(500))
    kind: Mapped[str] = mapped_column(String(40))
    url: Mapped[str] = mapped_column(String(1000))
    email: Mapped[str] = mapped_column(String(320))


class LocationRow(Base):
    """A place where services are given, with its postal address (HSDS `location`, `address`)."""

    __tablename__ = "location"
    __table_args__ = (UniqueConstraint("source_id", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    external_id: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(500))
    address: Mapped[str] = mapped_column(String(500))
    city: Mapped[str] = mapped_column(String(120))
    state_province: Mapped[str] = mapped_column(String(120))
    postal_code: Mapped[str] = mapped_column(String(20))
    country: Mapped[str] = mapped_column(String(60))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    place_id: Mapped[str] = mapped_column(String(64))
    transportation: Mapped[str] = mapped_column(Text)
    accessibility: Mapped[list["Accessibility"]] = relationship(
        cascade="all, delete-orphan", order_by="Accessibility.position", lazy="selectin"
    )


class Accessibility(Base):
    """How a location can be used by people with disabilities (HSDS `accessibility`)."""

    __tablename__ = "accessibility"

    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    description: Mapped[str] = mapped_column(Text)


class ServiceAtLocation(Base):
    """A service is given at a location (HSDS `service_at_location`)."""

    __tablename__ = "service_at_location"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    location_id: Mapped[int] = mapped_column(
        ForeignKey("location.id"), primary_key=True, index=True
    )
    position: Mapped[int]
    location: Mapped[LocationRow] = relationship(lazy="joined")


class PhoneRow(Base):
    """A telephone number of a service (HSDS `phone`)."""

    __tablename__ = "phone"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60))
    extension: Mapped[str] = mapped_column(String(40))
    type: Mapped[str] = mapped_column(String(20))
    description: Mapped[str] = mapped_column(Text)


class ScheduleRow(Base):
    """Opening hours of a service that come again (HSDS `schedule`)."""

    __tablename__ = "schedule"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    byday: Mapped[str] = mapped_column(String(2))
    """The weekday, "" where a rule says when."""
    opens_at: Mapped[str] = mapped_column(String(5))
    closes_at: Mapped[str] = mapped_column(String(5))
    rrule: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[date | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    except_on: Mapped[str] = mapped_column(Text, default="")
    """ISO dates, parted by blanks."""
