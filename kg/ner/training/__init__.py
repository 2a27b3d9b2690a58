"""Training the tagger from annotated reports. Needs the extra `train`: pip install "municipal-kg[train]"."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.errors import KgError
from kg.ner.decode import Scores, names
from kg.ner.features import Vocabulary, features
from kg.ner.tagger import FILE, Tagger, raw_scores
from kg.ner.training.corpus import Annotated, annotated
from kg.ner.training.knowledge import Knowledge, knowledge
from kg.ner.training.recipe import Recipe
from ontology import divisions

__all__ = ["Recipe", "train"]

log = logging.getLogger("kg")

_BINS = 12  # steps of the calibration curve


def train(data: Path, out: Path, recipe: Recipe, leave_out: Sequence[str] = ()) -> None:
    """Train from the annotated reports below `data`, but those whose name begins as one of `leave_out`.

    One in `recipe.held_out` reports is not trained on: on these the scores are made honest. Practice texts are not
    among them. The model lands in the folder `out`.
    """
    reports = [report for report in annotated(data) if not report.name.startswith(tuple(leave_out))]
    if len(reports) < 2:
        raise KgError(f"{data}: at least two annotated reports (X.txt with X.entities.jsonl) are needed to train")
    held_out = [report for report in reports if report.opinions is None][recipe.held_out - 1 :: recipe.held_out]
    rest = [report for report in reports if report not in held_out]
    known = knowledge(rest)
    characters = _characters(reports)
    stored = _fitted(rest, known, characters, recipe)
    stored["vocabulary"] = np.frombuffer(characters.encode(), np.uint8)
    stored["lexicon.keys"], stored["lexicon.masks"] = known.lexicon.keys, known.lexicon.masks
    stored["calibration.raw"] = stored["calibration.true"] = np.array([0, 1], np.float32)
    _save(stored, out)
    if held_out:
        stored["calibration.raw"], stored["calibration.true"] = _calibration(Tagger.load(out), held_out)
        _save(stored, out)


def _fitted(
    reports: Sequence[Annotated], known: Knowledge, characters: str, recipe: Recipe
) -> dict[str, NDArray[np.generic]]:
    try:
        import torch

        from kg.ner.training import pretrained
        from kg.ner.training.batches import Batches
        from kg.ner.training.export import exported
        from kg.ner.training.fit import fit

        embeddings = pretrained.embeddings(characters)
    except ImportError as error:
        raise KgError(f'training needs more packages: pip install "municipal-kg[train]" ({error})') from error
    torch.set_num_threads(1)  # the operations are too small for more; and results do not depend on the machine
    batches = Batches(reports, known, Vocabulary(characters), recipe)
    return exported(fit(batches, embeddings, recipe))


def _characters(reports: Sequence[Annotated]) -> str:
    """The characters with a row of their own: those of the reports, of place names and of GB 2312."""
    found = {character for report in reports for character in report.text}
    found.update(*(division.name for division in divisions.by_code().values()))
    pairs = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    found.update(pair.decode("gb2312", "ignore") for pair in pairs)
    return "".join(sorted(found - {""}))


def _save(stored: dict[str, NDArray[np.generic]], out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        np.savez(out / FILE, **stored)  # type: ignore[arg-type]  # numpy's stub takes the names for flags
    except OSError as error:
        raise KgError(f"{out}: the model cannot be written ({error.strerror})") from error


def _calibration(tagger: Tagger, reports: Sequence[Annotated]) -> tuple[Scores, Scores]:
    """Raw scores and the share of right names among those that have them, on reports that were not trained on."""
    raw: list[float] = []
    right: list[bool] = []
    gold = found = 0
    for report in reports:
        scores = tagger.network.log_scores(features(report.text, tagger.vocabulary, tagger.lexicon))
        these, known = names(scores, report.text), set(report.spans)
        raw += raw_scores(scores, these).tolist()
        right += [name in known for name in these]
        gold, found = gold + len(known), found + len(these)
    log.info("%d reports held out: F1 %.4f", len(reports), 2 * sum(right) / max(gold + found, 1))
    order = np.argsort(raw)
    parts = [part for part in np.array_split(order, _BINS) if len(part)]
    curve = [(np.array(raw)[part].mean(), np.array(right)[part].mean()) for part in parts]
    xs, ys = np.array(curve, np.float32).T
    return xs, np.maximum.accumulate(ys)
