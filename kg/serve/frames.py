"""How the server and its query processes speak over a socket: a tag, a length, the bytes."""

from __future__ import annotations

import asyncio
import struct
from typing import BinaryIO

HEADER = struct.Struct("<cI")
QUERY, CLOSE, HEAD, DATA, END, FAIL = b"Q", b"C", b"H", b"D", b"E", b"F"
HELLO = b"I"  # a new query process: its id
FORK, SLOW, KILL = b"N", b"S", b"K"  # what the nursery is told; with the id of a child in the place of a length


def write(pipe: BinaryIO, tag: bytes, payload: bytes = b"") -> None:
    pipe.write(HEADER.pack(tag, len(payload)) + payload)
    pipe.flush()


def read(pipe: BinaryIO) -> tuple[bytes, bytes] | None:
    """The next frame, None at the end of the pipe."""
    header = pipe.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    tag, length = HEADER.unpack(header)
    return tag, pipe.read(length)


async def receive(stream: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """The next frame; asyncio.IncompleteReadError where the other side is gone."""
    tag, length = HEADER.unpack(await stream.readexactly(HEADER.size))
    return tag, await stream.readexactly(length)
