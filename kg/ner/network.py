"""The tagger's network in numpy: embeddings, then gated layers of depth-wise convolution.

All arithmetic is on blocks of characters small enough for the processor's cache; blocks overlap by as much as the
layers see, so that the result is that of the whole text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.ner.features import Features

Array = NDArray[np.float32]
Weights = Mapping[str, NDArray[Any]]
BLOCK = 1024


class Network:
    """Weights by name, as training leaves them."""

    def __init__(self, weights: Weights) -> None:
        self.characters = _table(weights, "characters")
        self.bigrams = _table(weights, "bigrams")
        self.enter = _matrix(weights, "enter")
        self.leave = _matrix(weights, "leave")
        self.dilations = [int(d) for d in weights["dilations"]]
        self.kernels = [weights[f"kernel{i}"].astype(np.float32) for i in range(len(self.dilations))]
        self.gates = [_matrix(weights, f"gate{i}") for i in range(len(self.dilations))]
        self.reach = sum(d * (len(k) - 1) // 2 for d, k in zip(self.dilations, self.kernels, strict=True))

    def log_scores(self, seen: Features) -> Array:
        """Log-probability of every tag for every character."""
        size = len(seen.character)
        blocks = []
        for start in range(0, size, BLOCK):
            low, high = max(start - self.reach, 0), min(start + BLOCK + self.reach, size)
            scores = self._block(seen, low, high)
            blocks.append(scores[start - low : start - low + BLOCK])
        return np.concatenate(blocks) if blocks else np.zeros((0, self.leave.shape[1]), np.float32)

    def _block(self, seen: Features, low: int, high: int) -> Array:
        part = slice(low, high)
        x = np.concatenate(
            (
                self.characters[0][seen.character[part]] * self.characters[1],
                self.bigrams[0][seen.bigram[part]] * self.bigrams[1],
                seen.known[part],
                np.ones((high - low, 1), np.float32),
            ),
            axis=1,
            dtype=np.float32,
        ) @ self.enter  # fmt: skip
        for dilation, kernel, gate in zip(self.dilations, self.kernels, self.gates, strict=True):
            x += _gated(_convolved(_normal(x), kernel, dilation), gate)
        scores: Array = _normal(x) @ self.leave[:-1] + self.leave[-1]
        scores -= scores.max(1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(1, keepdims=True))
        return scores


def _table(weights: Weights, name: str) -> tuple[NDArray[np.int8], Array]:
    """An embedding table in bytes and the scale of its columns."""
    return weights[name], weights[name + ".scale"].astype(np.float32)


def _matrix(weights: Weights, name: str) -> Array:
    """A matrix with the bias as its last row."""
    return np.ascontiguousarray(weights[name].astype(np.float32))


def _normal(x: Array) -> Array:
    y: Array = x - x.mean(1, keepdims=True)
    y *= 1 / np.sqrt(np.einsum("ij,ij->i", y, y)[:, None] / y.shape[1] + 1e-5)
    return y


def _convolved(x: Array, kernel: Array, dilation: int) -> Array:
    """Each column convolved with its own kernel; beyond the ends are zeros."""
    middle = len(kernel) // 2
    y: Array = x * kernel[middle]
    for tap in range(len(kernel)):
        shift = (tap - middle) * dilation
        if 0 < shift < len(x):
            y[:-shift] += x[shift:] * kernel[tap]
        elif -len(x) < shift < 0:
            y[-shift:] += x[:shift] * kernel[tap]
    return y


def _gated(x: Array, gate: Array) -> Array:
    both: Array = x @ gate[:-1]
    both += gate[-1]
    value, opening = np.split(both, 2, axis=1)
    np.negative(opening, out=opening)
    np.exp(opening, out=opening)
    opening += 1
    value /= opening
    return value
