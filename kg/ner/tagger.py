"""The trained tagger: its files, and from a text to scored names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.errors import KgError
from kg.ner.decode import Scores, names
from kg.ner.features import Vocabulary, features
from kg.ner.lexicon import Lexicon
from kg.ner.network import Network
from kg.ner.tags import LABELS, Span, encode

FILE = "tagger.npz"


@dataclass(frozen=True, slots=True)
class Tagger:
    """A trained network, the characters and the lexicon it knows, and the curve that makes its scores honest."""

    network: Network
    vocabulary: Vocabulary
    lexicon: Lexicon
    raw: Scores  # increasing scores as the network gives them ...
    true: Scores  # ... and how many of the names with that score are right

    @classmethod
    def load(cls, folder: Path) -> Tagger:
        """The tagger that training left in `folder`."""
        if not (folder / FILE).is_file():
            raise KgError(f"no model in {folder}: train one with `kg train`")
        with np.load(folder / FILE) as arrays:
            stored = dict(arrays)
        return cls(
            Network(stored),
            Vocabulary(stored["vocabulary"].tobytes().decode("utf-8")),
            Lexicon(stored["lexicon.keys"], stored["lexicon.masks"]),
            stored["calibration.raw"],
            stored["calibration.true"],
        )

    def __call__(self, text: str) -> Iterator[tuple[int, int, str, float]]:
        """Names with label and score."""
        if not text:
            return
        log_scores = self.network.log_scores(features(text, self.vocabulary, self.lexicon))
        found = names(log_scores, text)
        scores = np.interp(raw_scores(log_scores, found), self.raw, self.true)
        for (start, end, label), score in zip(found, scores, strict=True):
            yield start, end, LABELS[label].value, round(float(score), 4)


def raw_scores(log_scores: Scores, found: list[Span]) -> Scores:
    """How sure the network is of each name: the probability of its least sure tag, its edges' neighbours included."""
    tags = encode(found, len(log_scores))
    chosen = log_scores[np.arange(len(tags)), tags]
    padded = np.concatenate(([0.0], chosen, [0.0]))
    return np.array([np.exp(padded[start : end + 2].min()) for start, end, _ in found], np.float32)
