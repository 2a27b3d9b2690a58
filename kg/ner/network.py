"""The tagger's network: embeddings looked up in numpy, the layers run by ONNX Runtime in whole numbers of 8 bits.

A text is taken in blocks small enough for the processor's cache; blocks overlap by as much as the layers see, so that
the scores are those of the whole text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.ner.features import Features
from kg.ner.tags import COUNT

Array = NDArray[np.float32]
Weights = Mapping[str, NDArray[Any]]

_BLOCK = 768  # characters


class Network:
    """Tables and layers as training leaves them."""

    def __init__(self, weights: Weights) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # reports are read on one core each
        self._layers = onnxruntime.InferenceSession(
            weights["layers"].tobytes(), options, providers=["CPUExecutionProvider"]
        )
        self._characters = weights["characters"], weights["characters.scale"]
        self._bigrams = weights["bigrams"], weights["bigrams.scale"]
        self._reach = int(weights["reach"])  # characters that a score depends on, to either side

    def log_scores(self, seen: Features) -> Array:
        """Log-probability of every tag for every character."""
        size = len(seen.character)
        scores = np.zeros((size, COUNT), np.float32)
        for start in range(0, size, _BLOCK):
            end = min(start + _BLOCK, size)
            low, high = max(start - self._reach, 0), min(end + self._reach, size)
            (block,) = self._layers.run(None, {"x": self._inputs(seen, slice(low, high))})
            scores[start:end] = block[start - low : end - low]
        return scores

    def _inputs(self, seen: Features, part: slice) -> Array:
        tables = (self._characters, seen.character[part]), (self._bigrams, seen.bigram[part])
        columns = [table[rows] * scale for (table, scale), rows in tables]
        return np.concatenate((*columns, seen.known[part]), axis=1, dtype=np.float32)
