"""The NER pass: from a report to the names in it, by a spaCy pipeline of named components."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ontology.model import Label, Mention, Report

if TYPE_CHECKING:
    from spacy.language import Language

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
    return tuple(mention for start, end in _blocks(report) for mention in _found(nlp, report.text, start, end))


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


def _found(nlp: Language, text: str, start: int, end: int) -> Iterator[Mention]:
    doc = nlp(text[start:end])  # span groups die with their Doc
    group = doc.spans["mentions"]
    for span, score, by in zip(group, group.attrs["scores"], group.attrs["by"], strict=True):
        left, right = start + span.start, start + span.end
        yield Mention(left, right, Label(span.label_), text[left:right], score, by)


def train(data: Path, out: Path, seed: int = 1) -> None:
    """Train the tagger from the annotated reports below `data` and write its model to the folder `out`."""
    from kg.ner.training import train as run

    run(data, out, seed)
