"""uvicorn for tests: stops at once, and can cut connections."""

import asyncio
import socket
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol


def open_port() -> socket.socket:
    """Return a socket bound to a free loopback port."""
    # With the protocol named asyncio sets TCP_NODELAY; without, each answer takes 40 ms.
    bound = socket.socket(proto=socket.IPPROTO_TCP)
    bound.bind(("127.0.0.1", 0))
    return bound


def get_url(bound: socket.socket) -> str:
    """Return the address of a server on this socket."""
    return f"http://127.0.0.1:{bound.getsockname()[1]}"


class QuickServer(uvicorn.Server):
    """Serves `app` until `stop`; uvicorn's own stopping takes a fifth of a second."""

    def __init__(self, app: Any) -> None:
        connections: dict[Any, asyncio.Transport] = {}

        class Protocol(H11Protocol):
            """Knows its connection by the client's address, so that it can be cut."""

            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                super().connection_made(transport)
                connections[transport.get_extra_info("peername")] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                connections.pop(self.transport.get_extra_info("peername"), None)
                super().connection_lost(exc)

        super().__init__(
            uvicorn.Config(
                app,
                http=Protocol,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                timeout_keep_alive=60,
            )
        )
        self._connections = connections
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Let `serve` come to its end; to be called in its event loop."""
        self._stopping.set()

    def cut(self, client: Any) -> None:
        """Abort the connection of a client address as the ASGI scope names it."""
        self._connections[tuple(client)].abort()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self._stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for bound in sockets or []:
            bound.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks, timeout=2)
