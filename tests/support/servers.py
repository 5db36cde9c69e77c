"""A real uvicorn for tests, on a free loopback port."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn


class _Threaded(uvicorn.Server):
    """A server that leaves the signals of the test process alone."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextmanager
def run_app(app: Any, *, lifespan: bool = True, port: int = 0) -> Iterator[str]:
    """Serve an ASGI app in a thread while the context lasts; give its base URL, without a slash.

    `port` 0 takes any that is free. With `lifespan` the app's start and stop run too, and a
    failing start is an error. Raises RuntimeError when the server does not start.
    """
    # With the protocol named asyncio sets TCP_NODELAY; without, each answer takes 40 ms.
    bound = socket.socket(proto=socket.IPPROTO_TCP)
    bound.bind(("127.0.0.1", port))
    config = uvicorn.Config(
        app,
        lifespan="on" if lifespan else "off",
        ws="none",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=2,
    )
    server = _Threaded(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    try:
        end = time.monotonic() + 60  # an app may load an index first
        while not server.started:
            if not thread.is_alive() or time.monotonic() > end:
                raise RuntimeError("the app did not start")
            time.sleep(0.01)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        bound.close()
