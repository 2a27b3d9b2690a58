"""The components of the NER pass, registered with spaCy by name.

One token is one character. A component adds the names it finds as a group of spans under its own name, with a score
for each; `kg_merge` makes one row of names of the groups, the earlier group before the later.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry
from spacy.vocab import Vocab

from kg.ner.gazetteer import Gazetteer
from kg.ner.lexicon import Lexicon, codes, hashes
from kg.ner.rows import missing_members
from kg.ner.tagger import Tagger
from ontology.model import Label


class Found(NamedTuple):
    """A name that a component proposes."""

    start: int
    end: int
    label: str
    score: float


def characters() -> Callable[[Language], Callable[[str], Doc]]:
    """One token for each character, spaces and line ends included."""

    def of(nlp: Language) -> Callable[[str], Doc]:
        return CharacterTokenizer(nlp.vocab)

    return of


class CharacterTokenizer:
    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words = list(text.encode("utf-8", "replace").decode("utf-8"))  # half characters (surrogates) become "?"
        return Doc(self.vocab, words=words, spaces=[False] * len(words))


def network(path: str | None = None) -> Tagger:
    """The trained tagger in a folder; without one, the tagger that ships."""
    return Tagger.load(Path(path) if path else Path(__file__).with_name("model"))


# 74亿元, （昆山段）: an amount or a remark alone is no name.
NO_NAME = re.compile(r"\d[\d.]*(?:%|[万亿]*(?:美?元|亩|吨|[人户家个]次?|公里|平方米)?)|（[^（）]*）")

registry.tokenizers.register("kg.characters.v1", func=characters)
registry.misc.register("kg.network.v1", func=network)


@Language.factory("kg_tagger")
def tagger(nlp: Language, name: str, model: Callable[[str], Iterable[tuple[int, int, str, float]]]) -> Component:
    """Names found by a trained model: any function from a text to (start, end, label, score)."""
    return Component(name, lambda doc: (Found(*found) for found in model(text_of(doc))))


@Language.factory("kg_gazetteer")
def gazetteer(nlp: Language, name: str) -> Component:
    """Names of official divisions; townships of the area that `doc.user_data["area"]` gives the code of."""
    places = Gazetteer()

    def divisions(doc: Doc) -> Iterator[Found]:
        for start, end, score in places.find(text_of(doc), doc.user_data.get("area", "")):
            yield Found(start, end, Label.ADM, score)

    return Component(name, divisions)


@Language.factory("kg_rules", default_config={"table": "titles"})
def rules(nlp: Language, name: str, table: str) -> Component:
    """Names found by the patterns of one table of rules.toml, the earlier pattern before the later."""
    with Path(__file__).with_name("rules.toml").open("rb") as file:
        patterns = [(re.compile(rule["pattern"]), rule) for rule in tomllib.load(file)[table]]

    def matches(doc: Doc) -> Iterator[Found]:
        text = text_of(doc)
        for pattern, rule in patterns:
            for hit in pattern.finditer(text):
                yield Found(*hit.span("name"), rule["label"], rule["score"])

    return Component(name, matches)


@Language.factory("kg_rows", default_config={"source": "tagger"})
def rows(nlp: Language, name: str, source: str) -> Component:
    """Members of rows that `source` misses or takes for another kind than the rest of their row."""

    def members(doc: Doc) -> Iterator[Found]:
        group = doc.spans.get(source, ())
        scores = group.attrs["scores"] if group else ()
        names = {(s.start, s.end): (s.label_, score) for s, score in zip(group, scores, strict=True)}
        return (Found(*found) for found in missing_members(text_of(doc), names))

    return Component(name, members)


@Language.factory("kg_consistency", default_config={"source": "tagger", "least": 0.6, "shortest": 3, "but": []})
def consistency(nlp: Language, name: str, source: str, least: float, shortest: int, but: list[str]) -> Component:
    """A name that `source` finds at more places of the text than it passes over is found wherever the text has it.

    Names shorter than `shortest`, those never found with a score of `least` and those with a label of `but` are
    left alone.
    """

    def everywhere(doc: Doc) -> Iterator[Found]:
        if source in doc.spans:
            group = doc.spans[source]
            chosen = [both for both in zip(group, group.attrs["scores"], strict=True) if both[0].label_ not in but]
            yield from repeated(doc, chosen, least, shortest)

    return Component(name, everywhere)


@Language.factory("kg_merge", default_config={"order": ["tagger"]})
def merge(nlp: Language, name: str, order: list[str]) -> Callable[[Doc], Doc]:
    """One row of names without overlap: of two that overlap the one whose group comes first in `order`."""

    def run(doc: Doc) -> Doc:
        taken, kept = bytearray(len(doc)), []
        for key in order:
            group = doc.spans.get(key, ())
            for span, score in zip(group, group.attrs["scores"] if group else (), strict=True):
                if not any(taken[span.start : span.end]) and not NO_NAME.fullmatch(span.text):
                    taken[span.start : span.end] = b"\1" * len(span)
                    kept.append((span, score, key))
        kept.sort(key=lambda found: found[0].start)
        group = doc.spans["mentions"] = [span for span, _, _ in kept]
        doc.spans["mentions"].attrs.update(scores=[score for _, score, _ in kept], by=[by for _, _, by in kept])
        doc.ents = group
        return doc

    return run


def text_of(doc: Doc) -> str:
    """`doc.text`, put together from the tokens only once."""
    if "text" not in doc.user_data:
        doc.user_data["text"] = doc.text
    text: str = doc.user_data["text"]
    return text


class Component:
    """Adds what a function finds in a Doc to the Doc, as a group of spans."""

    def __init__(self, name: str, finds: Callable[[Doc], Iterable[Found]]) -> None:
        self.name, self.finds = name, finds

    def __call__(self, doc: Doc) -> Doc:
        found = list(self.finds(doc))
        doc.spans[self.name] = [Span(doc, f.start, f.end, f.label) for f in found]
        doc.spans[self.name].attrs["scores"] = [f.score for f in found]
        return doc


def repeated(doc: Doc, found: list[tuple[Span, float]], least: float, shortest: int) -> Iterator[Found]:
    """Other places of names that have one label and are found more often than not."""
    labels: dict[str, set[str]] = defaultdict(set)
    scores: dict[str, list[float]] = defaultdict(list)
    taken = np.zeros(len(doc) + 1, np.bool_)
    for span, score in found:
        taken[span.start : span.end] = True
        labels[span.text].add(span.label_)
        scores[span.text].append(score)
    names = [n for n in labels if len(n) >= shortest and len(labels[n]) == 1 and max(scores[n]) >= least]
    passed_over: dict[str, list[int]] = defaultdict(list)
    matches = Lexicon(hashes(names), np.arange(len(names), dtype=np.uint64)).find(codes(text_of(doc)))
    for start, row in zip(matches.start.tolist(), matches.mask.tolist(), strict=True):
        if not taken[start : start + len(names[row])].any():
            passed_over[names[row]].append(start)
    for name, starts in passed_over.items():
        if len(starts) < len(scores[name]):
            for start in starts:
                yield Found(start, start + len(name), min(labels[name]), least * max(scores[name]))
