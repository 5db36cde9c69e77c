"""The database brought to the newest form; placed where the tables of all rooms are visible."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

import bot.conversations
import knowledge.models
import retrieval.cache
from knowledge.db import Base

TABLES = Base.metadata
"""Every table of the project: importing the rooms above has registered them."""
ROOMS = (bot.conversations, knowledge.models, retrieval.cache)


def alembic_config() -> Config:
    """Return Alembic's configuration, without a file: the migrations lie in this package."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def migrate(engine: Engine) -> None:
    """Bring the database of `engine` to the newest revision."""
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
