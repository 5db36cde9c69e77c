"""What a command gets: its options, the settings, and the opened installation."""

import argparse
import json
import sys
from dataclasses import dataclass
from functools import cached_property

from amparo.progress import Reporter
from amparo.settings import Settings
from amparo.wiring import App
from knowledge.sources.report import ImportReport


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

    def explain(self, report: ImportReport) -> None:
        """Show the rows that made an import impossible: JSON where that is wanted, else lines."""
        if self.wants_json:
            document = {"refused": True, "report": report.as_dict()}
            print(json.dumps(document, ensure_ascii=False, indent=1))
        else:
            for issue in report.issues:
                where = f"{issue.file} row {issue.line}, {issue.field}"
                print(f"{where}: {issue.reason}", file=sys.stderr)

    def place(self) -> str:
        """Return the id of the place that `--place` names, "" when it was not given.

        Raises UnknownPlace, which lists near names.
        """
        named = getattr(self.options, "place", None) or self.settings.place
        return self.app.places.by_id_or_raise(named).id if named else ""
