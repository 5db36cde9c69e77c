"""Places: a tree from the world down to municipalities, with their names in every language."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.db import Base


class PlaceRow(Base):
    """A jurisdiction: world, region, country, state, county or municipality."""

    __tablename__ = "place"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("place.id"), index=True)
    timezone: Mapped[str] = mapped_column(String(64), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    serves: Mapped[str] = mapped_column(String(500), default="")
    """Ids, parted by blanks, of neighbouring places whose people are served here too."""
    names: Mapped[list["PlaceName"]] = relationship(
        cascade="all, delete-orphan", order_by="PlaceName.position"
    )


class PlaceName(Base):
    """A name of a place: in one language, or (language "") an alias used in all."""

    __tablename__ = "place_name"

    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(8), default="")
    name: Mapped[str] = mapped_column(String(120))
