"""Starts the server on a port of this machine and stops it gracefully."""

from __future__ import annotations

import errno
import logging
import os
import socket
import sys
from collections.abc import Sequence
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

from kg.errors import KgError
from kg.serve.app import app
from kg.serve.source import served

CONNECTIONS = 1000  # at a time; what comes above that is told to come again
GRACE = 15  # seconds that answers under way have when the server is told to stop


def start(
    path: Path, host: str, port: int, endpoint: str | None, allow_update: bool, allow_service: Sequence[str]
) -> None:
    """Serve until told to stop; see `kg.serve.run`."""
    import uvicorn

    from kg.serve.federation import allowed
    from kg.serve.guard import ImpatientProtocol

    services = tuple(allowed(entry) for entry in allow_service)
    token = update_token(endpoint) if allow_update else None
    with served(path, endpoint, token) as settings, listening(host, port) as listener:
        say(greeting(host, listener.getsockname()[1], token))
        log_requests()
        config = uvicorn.Config(
            app(replace(settings, services=services)),
            http=ImpatientProtocol,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=CONNECTIONS,
            timeout_graceful_shutdown=GRACE,
        )
        uvicorn.Server(config).run(sockets=[listener])


def update_token(endpoint: str | None) -> str:
    if endpoint:
        raise KgError("--allow-update changes a store of this machine, so it goes without --endpoint")
    token = os.environ.get("KG_TOKEN", "")
    if len(token) < 8:
        raise KgError("--allow-update needs a token of at least 8 characters in the environment variable KG_TOKEN")
    return token


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; KgError where the address or port cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)  # asyncio sends at once only where it knows that this is TCP
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(socket.SOMAXCONN)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise KgError(f"port {port} is taken by another program: choose one with --port") from error
        raise KgError(f"cannot listen on {host} port {port}: {error.strerror or error}") from error
    return listener


def greeting(host: str, port: int, token: str | None) -> str:
    """Where the graph is, and to whom it is open."""
    shown = f"[{host}]" if ":" in host else host
    lines = [f"The graph is at http://{shown}:{port}/ (stop with Ctrl+C)"]
    if not is_loopback(host):
        lines.append(f"Open to every machine that can reach port {port} of this one: {host} is not only this machine")
    if token:
        lines.append("Whoever sends KG_TOKEN can change the graph; put HTTPS before it where it leaves this machine")
    return "\n".join(lines)


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def log_requests() -> None:
    """One line a request on stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    access = logging.getLogger("kg.access")
    access.setLevel(logging.INFO)
    access.propagate = False
    access.handlers = [handler]


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 the command's own words
