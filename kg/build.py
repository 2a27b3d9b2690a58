"""The way of the data: from files to a built graph, one room after the other."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from kg.errors import KgError
from kg.graph import Graph
from kg.graph import open as open_graph
from ontology.model import Extraction, Facts

BASE_IRI = "https://municipal-kg.example/"
MIN_CONFIDENCE = 0.5

log = logging.getLogger("kg")


class Progress(NamedTuple):
    """How far a build is: what it does now, and how many of how many reports are read."""

    step: str
    done: int
    total: int


def build(
    paths: Iterable[str | Path] | str | Path,
    folder: str | Path = "output",
    *,
    base_iri: str = BASE_IRI,
    min_confidence: float = MIN_CONFIDENCE,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Graph:
    """Build the graph of one or many reports into a folder and open it.

    `paths` are report files, or folders that hold some. What the extractor is less sure of than `min_confidence`
    (0 to 1) stays out. Doubts about a report, such as an unknown area, are logged as warnings. The same reports
    give the same bytes in any order. Raises KgError, and leaves the folder as it was, where anything fails.
    """
    from kg import identity, outputs

    check_base_iri(base_iri)
    files = report_files([paths] if isinstance(paths, (str, Path)) else paths)
    with outputs.taking_place_of(folder) as new:
        extractions = []
        for extraction in extract_all(files, min_confidence):
            extractions.append(extraction)
            progress(Progress("read", len(extractions), len(files)))
        progress(Progress("resolve", len(files), len(files)))
        dataset = identity.resolve(unique(extractions))
        progress(Progress("write", len(files), len(files)))
        outputs.write(dataset, new, base_iri, min_confidence)
    return open_graph(folder)


def extract(path: str | Path, min_confidence: float = 0.0) -> Extraction:
    """One report, the names found in it and what it states."""
    from kg import facts

    named = extract_names(path)
    return sure(replace(named, facts=facts.find(named.report, named.mentions)), min_confidence)


def extract_names(path: str | Path) -> Extraction:
    """One report and the names found in it, without what it states: sooner, for those who want the names alone."""
    from kg import ner, read

    report = read.read(path)
    for doubt in read.doubts(report):
        log.warning("%s", doubt)
    return Extraction(report, ner.find(report), Facts())


def sure(extraction: Extraction, min_confidence: float) -> Extraction:
    """The facts that reach a confidence, and the names that reach it or that such facts speak of."""
    found = extraction.facts
    facts = replace(
        found,
        states=tuple(state for state in found.states if state.score >= min_confidence),
        relations=tuple(relation for relation in found.relations if relation.score >= min_confidence),
        observations=tuple(figure for figure in found.observations if figure.score >= min_confidence),
    )
    spoken_of = {
        *(state.project for state in facts.states),
        *(end for relation in facts.relations for end in (relation.subject, relation.object)),
        *(figure.subject for figure in facts.observations),
        *(definition.term for definition in facts.definitions),
    }
    mentions = tuple(m for m in extraction.mentions if m.score >= min_confidence or m in spoken_of)
    return Extraction(extraction.report, mentions, facts)


def extract_all(files: list[Path], min_confidence: float) -> Iterator[Extraction]:
    """Extractions in the order of the files, made on as many cores as there are."""
    one = partial(extract, min_confidence=min_confidence)
    workers = min(len(os.sched_getaffinity(0)), len(files))
    if workers == 1:
        yield from map(one, files)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers, initializer=end_with_parent) as pool:
        try:
            yield from pool.map(one, files)
        finally:
            pool.shutdown(cancel_futures=True)


def end_with_parent() -> None:
    """Have this worker end when the build is killed, and leave Ctrl-C to the build."""
    import ctypes

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(ctypes.CDLL(None), "prctl"):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG of linux/prctl.h


def unique(extractions: Iterable[Extraction]) -> tuple[Extraction, ...]:
    """Each report once, in an order that does not depend on the arguments'."""
    by_content: dict[str, Extraction] = {}
    for extraction in sorted(extractions, key=lambda e: (e.report.name, e.report.sha256)):
        first = by_content.setdefault(extraction.report.sha256, extraction)
        if first is not extraction:
            log.warning("%s: the same text as %s, used once", extraction.report.name, first.report.name)
    return tuple(by_content.values())


def report_files(paths: Iterable[str | Path]) -> list[Path]:
    """The files that arguments name; of a folder, the reports in it."""
    files: list[Path] = []
    for path in map(Path, paths):
        if not path.exists():
            raise KgError(f"{path}: no such file")
        files += reports_in(path) if path.is_dir() else [path]
    if not files:
        raise KgError("no reports given")
    return files


def reports_in(folder: Path) -> list[Path]:
    """The reports that lie in a folder, without what editors hide beside them."""
    from kg.read.files import EXTRACTORS

    entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith((".", "~")))
    reports = [entry for entry in entries if entry.suffix.lower() in EXTRACTORS and entry.is_file()]
    if not reports:
        raise KgError(f"{folder}: no reports in this folder ({', '.join(EXTRACTORS)})")
    return reports


def check_base_iri(base_iri: str) -> None:
    """Raise KgError unless data IRIs can begin with this one."""
    from ontology import iris

    try:
        iris.base(base_iri)
    except ValueError as error:
        raise KgError(f"base IRI {base_iri!r}: must be absolute http(s), end with / and have no ? or #") from error
