"""The NER pass: from a report to the names in it, by a spaCy pipeline of named components."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ontology.model import Label, Mention, Report

# Reports are read on one core each; threads within one only wait for each other (measured: eight times slower).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.ner.training.recipe import Recipe

__all__ = ["find", "pipeline", "train"]

CONFIG = Path(__file__).with_name("config.cfg")
_BLOCK = 200_000  # characters held in one spaCy Doc


def pipeline(config: Path = CONFIG) -> Language:
    """The spaCy pipeline that a configuration file describes; by default the one that ships.

    >>> [span.text for span in pipeline()("汨罗市举办第八届湖南艺术节").ents]
    ['汨罗市', '第八届湖南艺术节']
    """
    from spacy.util import load_config, load_model_from_config

    import kg.ner.components  # noqa: F401  (registers the components)

    return load_model_from_config(load_config(config), auto_fill=True)


_shipped = cache(pipeline)


def find(report: Report, nlp: Language | None = None) -> tuple[Mention, ...]:
    """The names in a report, in order and without overlap; positions are those of `report.text`."""
    nlp = nlp or _shipped()
    return tuple(mention for block in _blocks(report) for mention in _found(nlp, report, *block))


def _blocks(report: Report) -> Iterator[tuple[int, int]]:
    """Stretches of whole sentences that are small enough for one Doc."""
    start = last = 0
    for sentence in (*report.sentences, None):
        end = sentence.end if sentence else len(report.text)
        while end - start > _BLOCK:
            cut = last if last > start else start + _BLOCK
            yield start, cut
            start = cut
        last = end
    if start < len(report.text):
        yield start, len(report.text)


def _found(nlp: Language, report: Report, start: int, end: int) -> Iterator[Mention]:
    doc = nlp.make_doc(report.text[start:end])  # span groups die with their Doc
    doc.user_data["area"] = report.area.code if report.area else ""
    group = nlp(doc).spans["mentions"]
    for span, score, by in zip(group, group.attrs["scores"], group.attrs["by"], strict=True):
        left, right = start + span.start, start + span.end
        yield Mention(left, right, Label(span.label_), report.text[left:right], score, by)


def train(data: Path, out: Path, seed: int = 1, leave_out: Sequence[str] = (), recipe: Recipe | None = None) -> None:
    """Train the tagger from the annotated reports below `data` and write its model to the folder `out`.

    A report is X.txt with X.entities.jsonl beside it or in a folder `annotations` beside `reports`; those whose
    names begin as one of `leave_out` are kept for testing. The scores are as honest as a few reports held out can make
    them. Needs the extra `train`.
    """
    from dataclasses import replace

    from kg.ner import training

    training.train(data, out, replace(recipe or training.Recipe(), seed=seed), leave_out)
