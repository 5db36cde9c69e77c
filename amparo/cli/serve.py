"""`amparo serve`: everything in one process."""

import time
from typing import Any

import uvicorn

from amparo.cli.context import Context
from amparo.server import build_server
from amparo.wiring import secret


def add(commands: Any) -> None:
    """Add the commands of this file."""
    parser = commands.add_parser("serve", help="web chat, Telegram, panel and API")
    parser.add_argument("--host", help="address to listen on")
    parser.add_argument("--port", type=int, help="port to listen on")
    parser.set_defaults(run=run_serve)


def run_serve(context: Context) -> int:
    """Open everything, say where it is, and serve until stopped."""
    began = time.perf_counter()
    options, settings = context.options, context.settings
    host = options.host or settings.host
    port = options.port if options.port is not None else settings.port
    server = build_server(context.app)
    key = secret(settings.home, "panel.key").hex()[:32]
    base = settings.public_url.rstrip("/") or f"http://{host}:{port}"
    context.report.say(
        f"Ready in {time.perf_counter() - began:.1f} s with {len(context.app.index)} records.\n"
        f"  Chat:  {base}/\n"
        f"  Panel: {base}/admin?key={key}"
    )
    uvicorn.run(server, host=host, port=port, log_level="warning", access_log=False)
    return 0
