"""Everything is made once, here, and handed to who needs it."""

import os
import secrets
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from amparo.database import migrate
from amparo.progress import Reporter
from amparo.settings import Settings
from bot.answering import Assistant, warm_up
from bot.conversations import Conversations
from bot.turn import Tools
from knowledge.db import open_engine, session_factory
from knowledge.ingest import SourceInfo, apply
from knowledge.models import Source
from knowledge.places import Places, load_places, store_places
from knowledge.sources.starter import TITLE, read_folder, starter_digest, starter_room
from knowledge.store import STARTER
from knowledge.topics import Topics, load_topics
from nlu.interpreter import EmbeddedInterpreter
from nlu.training import (
    BROKEN,
    Model,
    build_interpreter,
    known_vectors,
    load,
    model_file,
    save,
    train,
)
from retrieval.background import Background
from retrieval.bridge import Bridge
from retrieval.cache import query_vectors
from retrieval.encoders import Encoder, load_encoder
from retrieval.index import SearchIndex
from retrieval.search import Searcher
from retrieval.sync import Synchroniser

SECRET_BYTES = 32


@dataclass
class App:
    """One installation: what is opened or made on first use is kept for the process."""

    settings: Settings
    report: Reporter

    @cached_property
    def engine(self) -> Engine:
        """The database, brought to its newest form."""
        self.settings.home.mkdir(parents=True, exist_ok=True)
        engine = open_engine(self.settings.database)
        migrate(engine)
        return engine

    @cached_property
    def sessions(self) -> sessionmaker[Session]:
        """Sessions on the database, with the place tree in it."""
        sessions = session_factory(self.engine)
        with sessions.begin() as session:
            store_places(session)
        return sessions

    @cached_property
    def places(self) -> Places:
        """The known places."""
        with self.sessions() as session:
            return load_places(session)

    @cached_property
    def topics(self) -> Topics:
        """The topic list."""
        return load_topics()

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder that the settings name."""
        return load_encoder(self.settings.encoder)

    @cached_property
    def model(self) -> Model:
        """What the embedded engine has learned; trained when it is not there yet."""
        path = model_file(self.settings.models, self.encoder)
        if path.exists():
            try:
                return load(path)
            except BROKEN:
                path.unlink()  # not whole: train anew
        known = known_vectors(self.settings.models, self.encoder)
        with self.report.task("Learning five languages", "examples") as progress:
            model = train(self.encoder, self.topics, progress, known=known)
        save(model, path, self.encoder)
        return model

    @cached_property
    def interpreter(self) -> EmbeddedInterpreter:
        """The embedded engine of understanding."""
        return build_interpreter(self.model, self.encoder, self.topics, self.places)

    @cached_property
    def bridge(self) -> Bridge:
        """The topic vocabulary as vectors and words."""
        return Bridge(self.topics, partial(query_vectors, self.sessions, self.encoder))

    @cached_property
    def index(self) -> SearchIndex:
        """The search index, empty until `synchroniser` has filled it."""
        return SearchIndex(self.encoder.dimension, Background(self.model.questions_by_language()))

    @cached_property
    def synchroniser(self) -> Synchroniser:
        """Keeps the index in step; it is full when this is first asked for."""
        synchroniser = Synchroniser(self.index, self.sessions, self.encoder)
        with self.report.task("Building the index", "passages") as progress:
            synchroniser.fill(progress)
        return synchroniser

    @cached_property
    def searcher(self) -> Searcher:
        """Search over everything that is live."""
        _ = self.synchroniser
        return Searcher(self.index, self.bridge, self.places)

    @cached_property
    def conversations(self) -> Conversations:
        """The memory of conversations."""
        return Conversations(
            self.sessions, secret(self.settings.home), self.settings.conversation_days
        )

    @cached_property
    def assistant(self) -> Assistant:
        """The conversation."""
        tools = Tools(
            interpreter=self.interpreter,
            searcher=self.searcher,
            sessions=self.sessions,
            conversations=self.conversations,
            places=self.places,
            topics=self.topics,
            refresh=self.synchroniser.look,
            default_place=self.places.by_id_or_raise(self.settings.place).id
            if self.settings.place
            else "",
        )
        warm_up(tools)
        return Assistant(tools)

    def load_starter(self, *, force: bool = False) -> bool:
        """Publish the starter content when it changed since last time; return whether it did."""
        with self.sessions() as session:
            known = session.get(Source, STARTER)
        if known is not None and known.digest == starter_digest() and not force:
            return False
        reading = read_folder(
            starter_room(), place_id="world", places=self.places, topics=self.topics, options={}
        )
        source = SourceInfo(
            id=STARTER, kind="starter", title=TITLE, place_id=None,
            digest=starter_digest(),
        )  # fmt: skip
        with self.sessions.begin() as session:
            apply(session, source, reading.contents, author="amparo", replace=True)
        return True


def secret(home: Path, name: str = "secret.key") -> bytes:
    """Return the secret of this installation, made at first use, readable by its owner only."""
    path = home / name
    try:
        return path.read_bytes()
    except FileNotFoundError:
        fresh = secrets.token_bytes(SECRET_BYTES)
        partial_file = path.with_suffix(f".{os.getpid()}")
        handle = os.open(partial_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(fresh)
        try:
            os.link(partial_file, path)  # fails when another process was faster: then its counts
        except FileExistsError:
            fresh = path.read_bytes()
        partial_file.unlink()
        return fresh
