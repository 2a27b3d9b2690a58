"""How fast the server answers, and how little bombs disturb it.

    python benchmarks/serve.py [BUILD] [--large BUILD] [--seconds 60] [--clients 32]

1. Each named question over HTTP, one client; beside it rdflib's own engine, which has half a minute for it.
2. So many clients with mixed questions, first alone, then with one cross product a second beside them.
3. The named questions over a large build, one client.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import httpx
import rdflib

import kg
from ontology.questions import queries

BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
PATIENCE = 30  # seconds for rdflib
WARM = 120  # seconds that a server may take until it answers from memory


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", nargs="?", default="output", type=Path)
    parser.add_argument("--large", type=Path, help="a build of many reports")
    parser.add_argument("--seconds", type=int, default=60, help="of each half of the second part")
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--repeat", type=int, default=50, help="how often a question is asked")
    parser.add_argument("--no-rdflib", action="store_true")
    wish = parser.parse_args()
    signal.signal(signal.SIGALRM, late)
    graph = kg.open(wish.build)
    questions = asked(graph)
    with serving(wish.build) as (url, process):
        alone(url, questions, wish.repeat, None if wish.no_rdflib else graph)
        asyncio.run(crowded(url, list(questions.values()), wish.clients, wish.seconds, process))
    if wish.large:
        with serving(wish.large) as (url, _):
            alone(url, asked(kg.open(wish.large)), wish.repeat, None)


def asked(graph: kg.Graph) -> dict[str, str]:
    """The named questions; where one needs two things, these are the most connected ones."""
    most = graph.ask("most-connected").rows
    values = {"from": str(most[0][0]), "to": str(most[1][0])}
    return {
        named.name: named.bind(**{p.name: values[p.name] for p in named.parameters if p.required})
        for named in queries()
    }


@contextmanager
def serving(build: Path) -> Iterator[tuple[str, int]]:
    command = [sys.executable, "-m", "kg", "serve", str(build), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        found = re.search(r"http://\S+:\d+", process.stderr.readline())
        assert found
        log = subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL)
        warm(process.pid)
        try:
            yield f"{found[0]}/sparql", process.pid
        finally:
            process.terminate()
            log.wait()


def warm(process: int) -> None:
    """Waits until all queries are answered from memory, and the search index is made."""
    end = time.monotonic() + WARM
    while time.monotonic() < end and [said(child)[-1:] for child in children(process)] != [["memory"]]:
        time.sleep(0.5)
    time.sleep(5)


def children(process: int) -> list[int]:
    return [
        int(child)
        for task in Path(f"/proc/{process}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]


def said(process: int) -> list[str]:
    """The command line of a process."""
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8").rstrip("\0").split("\0")
    return []


def alone(url: str, questions: dict[str, str], repeat: int, graph: kg.Graph | None) -> None:
    dataset = graph.to_rdflib() if graph else None
    took: list[float] = []
    for name, query in questions.items():
        with httpx.Client() as client:
            times = [timed(client, url, query) for _ in range(repeat)]
        took += times
        beside = f"   rdflib {in_rdflib(dataset, query)}" if dataset is not None else ""
        print(f"{name:<22} {told(times)}{beside}", flush=True)  # noqa: T201
    print(f"{'all':<22} {told(took)}", flush=True)  # noqa: T201


def timed(client: httpx.Client, url: str, query: str) -> float:
    started = time.perf_counter()
    assert client.get(url, params={"query": query}).status_code == 200
    return time.perf_counter() - started


def in_rdflib(dataset: rdflib.Dataset, query: str) -> str:
    started = time.perf_counter()
    signal.alarm(PATIENCE)
    try:
        len(dataset.query(query))
    except TimeoutError:
        return f"> {PATIENCE} s"
    finally:
        signal.alarm(0)
    return f"{1000 * (time.perf_counter() - started):9.1f} ms"


def late(*_: object) -> None:
    raise TimeoutError


def told(times: list[float]) -> str:
    last = sorted(times)[int(len(times) * 0.99)]
    return f"median {1000 * median(times):6.1f} ms   p99 {1000 * last:6.1f} ms"


@dataclass
class Crowd:
    """What came of the clients' questions."""

    times: list[float] = field(default_factory=list)
    wrong: int = 0
    lost: int = 0  # connections
    stopped: int = 0  # bombs


async def crowded(url: str, questions: list[str], clients: int, seconds: int, process: int) -> None:
    limits = httpx.Limits(max_connections=clients * 2)
    async with httpx.AsyncClient(timeout=60, limits=limits) as client:
        expected = {query: (await client.get(url, params={"query": query})).content for query in questions}
        for bombs in (False, True):
            before = memory(process)
            crowd = await thronging(client, url, expected, clients, seconds, bombs)
            what = f"{clients} clients{' and a bomb a second' if bombs else ''}"
            print(f"{what:<32} {len(crowd.times) / seconds:6.0f} answers/s   {told(crowd.times)}   ", end="")  # noqa: T201
            print(f"wrong {crowd.wrong}   lost {crowd.lost}   bombs stopped {crowd.stopped}   ", end="")  # noqa: T201
            print(f"memory {before >> 10} -> {memory(process) >> 10} MB", flush=True)  # noqa: T201


async def thronging(
    client: httpx.AsyncClient, url: str, expected: dict[str, bytes], clients: int, seconds: int, bombs: bool
) -> Crowd:
    crowd, end, chance = Crowd(), time.monotonic() + seconds, random.Random(1)

    async def one() -> None:
        while time.monotonic() < end:
            query = chance.choice(list(expected))
            started = time.perf_counter()
            try:
                answer = await client.get(url, params={"query": query})
            except httpx.TransportError:
                crowd.lost += 1
                continue
            crowd.times.append(time.perf_counter() - started)
            crowd.wrong += answer.content != expected[query]

    async def throw() -> None:
        thrown = []
        while bombs and time.monotonic() < end:
            thrown.append(asyncio.ensure_future(client.get(url, params={"query": BOMB})))
            await asyncio.sleep(1)
        answers = await asyncio.gather(*thrown)
        crowd.stopped = sum(answer.status_code == httpx.codes.SERVICE_UNAVAILABLE for answer in answers)

    thrower = asyncio.ensure_future(throw())
    await asyncio.gather(*(one() for _ in range(clients)))
    await thrower
    return crowd


def memory(process: int) -> int:
    """KiB that the server and its processes hold; what they share counts once."""
    held = 0
    for one in [process, *(grandchild for child in children(process) for grandchild in [child, *children(child)])]:
        with suppress(OSError):
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
            held += int(re.findall(r"Pss:\s+(\d+)", rollup)[0])
    return held


if __name__ == "__main__":
    main()
