"""`amparo bench`: speed and memory, always as ratios within one run."""

import json
from typing import Any

from amparo.cli.context import Context


def add(commands: Any) -> None:
    """Add the commands of this file."""
    parser = commands.add_parser("bench", help="measure latency, throughput, memory")
    parser.add_argument("--records", type=int, default=0, help="also fill up to so many records")
    parser.add_argument("--turns", type=int, default=200, help="questions to time")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run_bench)


def run_bench(context: Context) -> dict[str, Any]:
    """Measure this installation in a copy, so that nothing of it changes."""
    from amparo.benchmark import run  # noqa: PLC0415  (measures imports, too: load it late)

    options = context.options
    document = run(context.settings, records=options.records, turns=options.turns)
    if not context.wants_json:
        print(json.dumps(document, indent=1))
    return document
