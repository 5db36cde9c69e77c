"""Entry: reads the arguments, runs the command, turns errors into one line and an exit code.

Exit codes: 0 done, 1 failed with a one-line reason, 2 bad use.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from amparo.cli import ask, bench, care, evaluate, export, imports, index, records, serve
from amparo.cli.context import Context
from amparo.logs import set_up_logs
from amparo.settings import Settings
from knowledge.errors import AmparoError

GROUPS = (serve, ask, imports, export, records, care, index, evaluate, bench)


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line."""

    def error(self, message: str) -> NoReturn:
        """Print one line and leave with exit code 2."""
        print(f"{self.prog}: {message}", file=sys.stderr)
        raise SystemExit(2)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = Parser(prog="amparo", description="Services and rights for people on the move.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for group in GROUPS:
        group.add(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    options = build_parser().parse_args(arguments)
    try:
        settings = Settings()
    except ValueError as error:
        first = str(error).splitlines()
        print(f"amparo: settings: {' '.join(first[1:3])}", file=sys.stderr)
        return 2
    set_up_logs(settings.log_level if options.command == "serve" else "WARNING")
    context = Context(options, settings)
    try:
        result = options.run(context)
    except AmparoError as error:
        print(f"amparo: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Who read us has gone (`| head`); say nothing more, also not at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return _finish(context, result)


def _finish(context: Context, result: Any) -> int:
    if isinstance(result, int):
        return result
    if result is not None and context.wants_json:
        print(json.dumps(result, ensure_ascii=False, indent=1, sort_keys=False))
    return 0
