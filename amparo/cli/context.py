"""What a command gets: its options, the settings, and the opened installation."""

import argparse
from dataclasses import dataclass
from functools import cached_property

from amparo.progress import Reporter
from amparo.settings import Settings
from amparo.wiring import App


@dataclass
class Context:
    """The surroundings of one command."""

    options: argparse.Namespace
    settings: Settings

    @property
    def wants_json(self) -> bool:
        """Whether standard output is for a program."""
        return bool(getattr(self.options, "json", False))

    @cached_property
    def report(self) -> Reporter:
        """Progress on standard error."""
        return Reporter()

    @cached_property
    def app(self) -> App:
        """The installation, with the starter content in it."""
        app = App(self.settings, self.report)
        app.load_starter()
        return app

    def place(self) -> str:
        """Return the id of the place that `--place` names, "" when it was not given.

        Raises UnknownPlace, which lists near names.
        """
        named = getattr(self.options, "place", None) or self.settings.place
        return self.app.places.by_id_or_raise(named).id if named else ""
