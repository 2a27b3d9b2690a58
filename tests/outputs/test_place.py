"""A build takes its place whole or not at all."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.outputs import place

OWNED = frozenset({"graph.nt", "manifest.json", "store"})

BUILDER = """
import sys, time
from pathlib import Path
from kg.outputs import place
folder, content, pause = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
with place.taking_place_of(folder, frozenset({"graph.nt", "manifest.json", "store"})) as new:
    (new / "store").mkdir()
    for name in ("graph.nt", "manifest.json", "store/CURRENT"):
        (new / name).write_text(content)
    print("writing", flush=True)
    time.sleep(pause)
"""


def build(folder: Path, content: str) -> None:
    with place.taking_place_of(folder, OWNED) as new:
        (new / "store").mkdir()
        for name in ("graph.nt", "manifest.json", "store/CURRENT"):
            (new / name).write_text(content)


def contents(folder: Path) -> set[str]:
    return {(folder / name).read_text() for name in ("graph.nt", "manifest.json", "store/CURRENT")}


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def start_builder(folder: Path, content: str, pause: float) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", BUILDER, str(folder), content, str(pause)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_build_makes_its_folder(tmp_path: Path) -> None:
    build(tmp_path / "new" / "output", "one")
    assert contents(tmp_path / "new" / "output") == {"one"}
    assert names(tmp_path / "new") == ["output"]


def test_a_rebuild_replaces_the_build_and_keeps_the_users_files(tmp_path: Path) -> None:
    build(tmp_path / "output", "one")
    (tmp_path / "output" / "README.md").write_text("mine")
    build(tmp_path / "output", "two")
    assert contents(tmp_path / "output") == {"two"}
    assert (tmp_path / "output" / "README.md").read_text() == "mine"


def test_the_users_folders_and_the_working_directory_stay_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("mine")
    here = tmp_path.stat().st_ino
    monkeypatch.chdir(tmp_path)
    build(Path(), "one")
    build(Path(), "two")
    assert contents(tmp_path) == {"two"}
    assert tmp_path.stat().st_ino == here
    assert names(tmp_path) == ["graph.nt", "manifest.json", "notes", "store"]


def test_a_failed_build_changes_nothing(tmp_path: Path) -> None:
    build(tmp_path / "output", "one")

    def fail() -> None:
        with place.taking_place_of(tmp_path / "output", OWNED) as new:
            (new / "graph.nt").write_text("two")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert contents(tmp_path / "output") == {"one"}
    assert names(tmp_path) == ["output"]


def test_a_killed_build_changes_nothing_and_the_next_one_cleans_up(tmp_path: Path) -> None:
    build(tmp_path / "output", "one")
    with start_builder(tmp_path / "output", "two", 60) as killed:
        assert killed.stdout
        killed.stdout.readline()
        killed.kill()
    assert contents(tmp_path / "output") == {"one"}
    build(tmp_path / "output", "three")
    assert contents(tmp_path / "output") == {"three"}
    assert names(tmp_path) == ["output"]


def test_readers_never_see_a_mix_whenever_a_build_is_killed(tmp_path: Path) -> None:
    output = tmp_path / "output"
    build(output, "0")
    for number in range(1, 12):
        with start_builder(output, str(number), 0) as builder:
            assert builder.stdout
            builder.stdout.readline()
            time.sleep(number * 0.0004)
            builder.send_signal(signal.SIGKILL)
        assert len(contents(output)) == 1


def test_two_builds_into_one_folder_are_refused_in_one_line(tmp_path: Path) -> None:
    build(tmp_path / "output", "one")
    with start_builder(tmp_path / "output", "two", 60) as first:
        assert first.stdout
        first.stdout.readline()
        with pytest.raises(KgError, match=r"output: .*another build is at work here") as refused:
            build(tmp_path / "output", "three")
        assert "\n" not in str(refused.value)
        first.kill()


def test_two_first_builds_into_one_folder_are_refused_too(tmp_path: Path) -> None:
    with start_builder(tmp_path / "output", "one", 60) as first:
        assert first.stdout
        first.stdout.readline()
        with pytest.raises(KgError, match="another build"):
            build(tmp_path / "output", "two")
        first.kill()


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("a file")
    with pytest.raises(KgError, match="a file has this name"):
        build(tmp_path / "output", "one")


def test_without_exchange_the_entries_are_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "RENAME_EXCHANGE", 1 << 30)  # as on a filesystem that does not know it
    build(tmp_path / "output", "one")
    (tmp_path / "output" / "README.md").write_text("mine")
    build(tmp_path / "output", "two")
    assert contents(tmp_path / "output") == {"two"}
    assert (tmp_path / "output" / "README.md").read_text() == "mine"
