"""The server's processes: what one of them suffers is mended, and none outlives the server."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

import kg
from kg.answers import serialise
from ontology import queries
from tests.serve.conftest import Server, serving, until

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the processes are seen in /proc")
BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def descendants(process: int) -> Iterator[int]:
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in map(int, (task / "children").read_text(encoding="ascii").split()):
                yield child
                yield from descendants(child)


def command(process: int) -> list[str]:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8").rstrip("\0").split("\0")
    return []


def server_over(folder: Path) -> int:
    return next(child for child in descendants(os.getpid()) if {"serve", str(folder)} <= set(command(child)))


def from_memory(process: int) -> bool:
    nurseries = [command(child) for child in descendants(process) if "kg.serve.nursery" in command(child)]
    return bool(nurseries) and all(said[-1] == "memory" for said in nurseries)


def alive(process: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    return False


def test_in_memory_the_questions_have_the_answers_of_the_build(miluo: kg.Graph, miluo_server: Server) -> None:
    assert miluo.folder
    served = server_over(miluo.folder)
    until(lambda: from_memory(served))
    for question in queries():
        if any(parameter.required for parameter in question.parameters):
            continue
        told = miluo_server.client.get(
            miluo_server.sparql, params={"query": question.text}, headers={"Accept": "text/csv"}
        )
        expected = serialise(miluo.answer(question.text), "csv")
        assert sorted(told.content.split()) == sorted(expected.split()), question.name


def test_it_goes_on_when_its_processes_are_killed(miluo: kg.Graph) -> None:
    with serving(str(miluo.folder)) as server:
        assert miluo.folder
        for child in list(descendants(server_over(miluo.folder))):
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        until(lambda: server.ask("ASK {}").status_code == 200)


def test_no_process_outlives_a_server_that_is_killed(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text("<urn:s> <urn:p> " + ", ".join(str(number) for number in range(2000)) + " .", encoding="utf-8")
    with serving(str(data)) as server:
        process = server_over(data)
        with suppress(Exception):
            server.client.get(server.sparql, params={"query": BOMB}, timeout=1)
        children = list(descendants(process))
        os.kill(process, signal.SIGKILL)
        until(lambda: not any(alive(child) for child in children))
