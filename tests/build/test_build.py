"""Building through the public API."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest
from reports import HUARONG, PINGJIANG

import kg
from kg.build import Progress


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder with two reports, beside things that are none."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "pingjiang.md").write_text(PINGJIANG, encoding="utf-8")
    (folder / "huarong.txt").write_text(HUARONG, encoding="gb18030")
    (folder / "~$huarong.docx").write_bytes(b"a lock of the word processor")
    (folder / "budget.xlsx").write_bytes(b"a spreadsheet")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.is_file()}


def test_a_folder_stands_for_the_reports_in_it(reports: Path, tmp_path: Path) -> None:
    graph = kg.build(reports, tmp_path / "output")
    assert [report["name"] for report in graph.manifest["inputs"]] == ["huarong.txt", "pingjiang.md"]
    assert {"平江县", "华容县"} <= {thing.label for thing in graph.entities()}


def test_the_order_of_the_reports_does_not_matter(reports: Path, tmp_path: Path) -> None:
    one, other = reports / "pingjiang.md", reports / "huarong.txt"
    kg.build([one, other], tmp_path / "a")
    kg.build([other, one], tmp_path / "b")
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_what_a_report_states_does_not_depend_on_its_neighbours(reports: Path, tmp_path: Path) -> None:
    alone = kg.build(reports / "pingjiang.md", tmp_path / "alone")
    together = kg.build(reports, tmp_path / "together")
    stated = {quad for quad in alone.quads() if "/graph/report/" in str(quad.graph_name)}
    assert stated
    assert stated <= set(together.quads())


def test_a_report_given_twice_counts_once(reports: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (reports / "copy.md").write_text(PINGJIANG, encoding="utf-8")
    graph = kg.build(reports, tmp_path / "output")
    assert len(graph.manifest["inputs"]) == 2
    assert "pingjiang.md: the same text as copy.md, used once" in caplog.text


def test_the_same_report_gives_the_same_bytes_in_any_process(reports: Path, tmp_path: Path) -> None:
    report = reports / "pingjiang.md"
    for seed in ("1", "2"):
        code = f"import kg; kg.build({str(report)!r}, 'output')"
        (tmp_path / seed).mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": f"UTC+{seed}"}
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path / seed, env=environment, check=True)
    assert files(tmp_path / "1" / "output") == files(tmp_path / "2" / "output")


def test_every_fact_is_said_by_its_sentence(miluo: kg.Graph) -> None:
    names = {thing.iri: {thing.label, *thing.names} for thing in miluo.entities()}
    assert len(miluo.figures()) > 100
    spoken = 0
    for figure in miluo.figures():
        foreign = set(figure.indicator) - set(figure.sentence)  # 城、乡居民 tells of 农村居民
        assert len(foreign) < 3, figure
        if not numbers(figure.value + " " + figure.change) <= numbers(figure.sentence):
            assert re.search("[一二三四五六七八九十百千万亿两半]", figure.sentence), figure
            spoken += 1  # 近亿元, 三分之一
    assert spoken < 10
    for state in miluo.states():
        assert any(name in state.sentence for name in names[state.project]), state
    for meaning in miluo.meanings():
        assert meaning.text[:8] in meaning.sentence  # a footnote may go on for several sentences


def numbers(text: str) -> set[Decimal]:
    return {Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", text)}


def test_progress_is_told(reports: Path, tmp_path: Path) -> None:
    told: list[Progress] = []
    kg.build(reports, tmp_path / "output", progress=told.append)
    assert [(now.step, now.done, now.total) for now in told] == [
        ("read", 1, 2),
        ("read", 2, 2),
        ("resolve", 2, 2),
        ("write", 2, 2),
    ]


def test_what_is_less_sure_stays_out(reports: Path, tmp_path: Path) -> None:
    careful = kg.build(reports, tmp_path / "careful", min_confidence=0.9)
    everything = kg.build(reports, tmp_path / "everything", min_confidence=0)
    assert len(careful.entities()) < len(everything.entities())
    assert all(figure.confidence >= 0.9 for figure in careful.figures())


def test_the_data_begin_with_the_base_iri(reports: Path, tmp_path: Path) -> None:
    graph = kg.build(reports, tmp_path / "output", base_iri="http://数据.example.cn/kg/")
    assert all(thing.iri.startswith("http://数据.example.cn/kg/id/") for thing in graph.entities())


def test_a_doubtful_text_is_built_with_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "page.txt").write_text("This page is about something else. It has two sentences.")
    with caplog.at_level(logging.WARNING):
        graph = kg.build(tmp_path / "page.txt", tmp_path / "output")
    assert not graph.states()
    assert "page.txt: no sentence of 20 or more Chinese characters" in caplog.text


def test_a_killed_build_of_several_reports_leaves_the_old_output_and_no_process(reports: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    kg.build(reports / "huarong.txt", output)
    before = files(output)
    command = [sys.executable, "-m", "kg", "build", str(reports), "-o", str(output)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True) as build:
        while not (tmp_path / ".output.building").exists():
            time.sleep(0.02)
        time.sleep(1)
        build.kill()
    for _ in range(100):
        if not alive(build.pid):
            break
        time.sleep(0.05)
    assert not alive(build.pid)
    assert files(output) == before
    assert len(kg.open(output).manifest["inputs"]) == 1


def alive(group: int) -> bool:
    """Whether a process group still has processes."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
