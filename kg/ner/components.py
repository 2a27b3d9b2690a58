"""The components of the NER pass, registered with spaCy by name.

One token is one character. A component adds the names it finds as a group of spans under its own name, with a score
for each; `kg_merge` makes one row of names of the groups, the earlier group before the later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry
from spacy.vocab import Vocab

from kg.ner.gazetteer import Gazetteer
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


registry.tokenizers.register("kg.characters.v1", func=characters)
registry.misc.register("kg.network.v1", func=network)


@Language.factory("kg_tagger")
def tagger(nlp: Language, name: str, model: Callable[[str], Iterable[tuple[int, int, str, float]]]) -> Component:
    """Names found by a trained model: any function from a text to (start, end, label, score)."""
    return Component(name, lambda doc: (Found(*found) for found in model(doc.text)))


@Language.factory("kg_gazetteer")
def gazetteer(nlp: Language, name: str) -> Component:
    """Names of official divisions; townships of the area that `doc.user_data["area"]` gives the code of."""
    places = Gazetteer()

    def divisions(doc: Doc) -> Iterator[Found]:
        for start, end, score in places.find(doc.text, doc.user_data.get("area", "")):
            yield Found(start, end, Label.ADM, score)

    return Component(name, divisions)


@Language.factory("kg_consistency", default_config={"source": "tagger", "least": 0.8})
def consistency(nlp: Language, name: str, source: str, least: float) -> Component:
    """A name that `source` finds with a score of `least` or more is found wherever the text has it."""

    def everywhere(doc: Doc) -> Iterator[Found]:
        if source in doc.spans:
            yield from _repeated(doc, _sure_names(doc, source, least))

    return Component(name, everywhere)


@Language.factory("kg_merge", default_config={"order": ["tagger"]})
def merge(nlp: Language, name: str, order: list[str]) -> Callable[[Doc], Doc]:
    """One row of names without overlap: of two that overlap the one whose group comes first in `order`."""

    def run(doc: Doc) -> Doc:
        taken, kept = bytearray(len(doc)), []
        for key in order:
            group = doc.spans.get(key, ())
            for span, score in zip(group, group.attrs["scores"] if group else (), strict=True):
                if not any(taken[span.start : span.end]):
                    taken[span.start : span.end] = b"\1" * len(span)
                    kept.append((span, score, key))
        kept.sort(key=lambda found: found[0].start)
        group = doc.spans["mentions"] = [span for span, _, _ in kept]
        doc.spans["mentions"].attrs.update(scores=[score for _, score, _ in kept], by=[by for _, _, by in kept])
        doc.ents = group
        return doc

    return run


class Component:
    """Adds what a function finds in a Doc to the Doc, as a group of spans."""

    def __init__(self, name: str, finds: Callable[[Doc], Iterable[Found]]) -> None:
        self.name, self.finds = name, finds

    def __call__(self, doc: Doc) -> Doc:
        found = list(self.finds(doc))
        doc.spans[self.name] = [Span(doc, f.start, f.end, f.label) for f in found]
        doc.spans[self.name].attrs["scores"] = [f.score for f in found]
        return doc


def _sure_names(doc: Doc, source: str, least: float) -> dict[str, tuple[str, float]]:
    """Label and score of each name of three characters or more that has just one label in the text."""
    group = doc.spans[source]
    labels: dict[str, set[str]] = {}
    scores: dict[str, float] = {}
    for span, score in zip(group, group.attrs["scores"], strict=True):
        if len(span) >= 3:
            labels.setdefault(span.text, set()).add(span.label_)
            scores[span.text] = max(scores.get(span.text, 0.0), score)
    return {n: (min(labels[n]), s) for n, s in scores.items() if len(labels[n]) == 1 and s >= least}


def _repeated(doc: Doc, names: dict[str, tuple[str, float]]) -> Iterator[Found]:
    text = doc.text
    for name in sorted(names, key=lambda name: (-len(name), name)):
        label, score = names[name]
        place = text.find(name)
        while place >= 0:
            yield Found(place, place + len(name), label, 0.8 * score)
            place = text.find(name, place + len(name))
