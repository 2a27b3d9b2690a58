"""Where query processes come from: a process that is asked for children, and their parent.

Its children share what it has read, and are there in milliseconds. It may hold the whole graph in memory, where a query
takes a quarter of the time that it takes on disk; else each child opens the store on disk for itself. It has no thread
but one, as a process that forks must: whatever opens the store on disk does so in a child.

Started as `python -m kg.serve.nursery STORE MEMORY_BYTES disk|memory` with a Unix socket as its standard input, whose
end is its end and that of its children.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import os
import resource
import signal
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.serve import frames, worker

ON_DISK, IN_MEMORY = "disk", "memory"
LOWEST_PRIORITY = 19
PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass(frozen=True, slots=True)
class Nursery:
    """The server's end."""

    process: asyncio.subprocess.Process
    control: socket.socket

    @classmethod
    async def start(cls, store: Path, memory_bytes: int, in_memory: bool) -> Nursery:
        ours, theirs = socket.socketpair()
        with theirs:
            where = IN_MEMORY if in_memory else ON_DISK
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "kg.serve.nursery", str(store), str(memory_bytes), where, stdin=theirs.fileno()
            )
        return cls(process, ours)

    async def child(self) -> tuple[int, asyncio.StreamReader, asyncio.StreamWriter]:
        """A new query process: its id, and the ways from and to it. OSError or EOFError where there is none."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self.control, [frames.HEADER.pack(frames.FORK, 0)], [theirs.fileno()])
        reader, writer = await asyncio.open_unix_connection(sock=ours, limit=1 << 20)
        _, said = await frames.receive(reader)
        return int(said), reader, writer

    def tell(self, tag: bytes, child: int) -> None:
        """Has a child slowed or killed; its parent alone knows that the id is still its own."""
        with contextlib.suppress(OSError):
            self.control.send(frames.HEADER.pack(tag, child))

    async def close(self) -> None:
        self.control.close()
        await self.process.wait()


def main(path: str, memory_bytes: int, where: str) -> None:
    for stop in (signal.SIGINT, signal.SIGTERM):  # they are for the server, which lets the queries end
        signal.signal(stop, signal.SIG_IGN)
    control = socket.socket(fileno=sys.stdin.fileno())
    try:
        store = copied(path) if where == IN_MEMORY else None
    except OSError:
        sys.exit(1)  # the server stays with what it has
    gc.freeze()
    children: set[int] = set()
    while True:
        message, given, _, _ = socket.recv_fds(control, frames.HEADER.size, 1)
        children = {child for child in children if os.waitpid(child, os.WNOHANG) == (0, 0)}
        if not message:
            break
        tag, child = frames.HEADER.unpack(message)
        if tag == frames.FORK:
            with contextlib.suppress(OSError):  # no room for a process: the server sees the socket closed
                children.add(born(control, given[0], path, store, memory_bytes))
            os.close(given[0])
        elif child in children and tag == frames.SLOW:
            os.setpriority(os.PRIO_PROCESS, child, LOWEST_PRIORITY)
        elif child in children and tag == frames.KILL:
            os.kill(child, signal.SIGKILL)
    for child in children:
        os.kill(child, signal.SIGKILL)


def copied(path: str) -> ox.Store:
    """The store in memory, read by a child that ends. Raises OSError where it is not whole."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        os.close(out)
        with ended(), os.fdopen(into, "wb") as pipe:
            ox.Store.read_only(path).dump(pipe, ox.RdfFormat.N_QUADS)
    os.close(into)
    memory = ox.Store()
    with os.fdopen(out, "rb") as pipe, contextlib.suppress(SyntaxError):  # a line that breaks off
        memory.bulk_load(pipe, ox.RdfFormat.N_QUADS)
    if os.waitpid(child, 0)[1]:
        raise OSError("the store could not be read")
    return memory


def born(control: socket.socket, given: int, path: str, store: ox.Store | None, memory_bytes: int) -> int:
    """The process id of a child that answers queries over the socket given."""
    child = os.fork()
    if not child:
        die_with_the_nursery()
        control.close()
        with ended(), socket.socket(fileno=given) as pipe, pipe.makefile("rb") as asked, pipe.makefile("wb") as told:
            resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
            frames.write(told, frames.HELLO, str(os.getpid()).encode())
            worker.serve(path, store, asked, told)
    return child


def die_with_the_nursery() -> None:
    """Where the nursery is killed, nobody is left who could stop a query. Linux only."""
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


@contextlib.contextmanager
def ended() -> Iterator[None]:
    """Ends the child when the block ends, and never runs what its parent would."""
    status = 1
    try:
        yield
        status = 0
    except OSError:
        pass  # the server is gone, or the store: the other end sees that this one is gone
    finally:
        os._exit(status)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
