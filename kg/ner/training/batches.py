"""Reports as batches of tensors: altered anew in each epoch, cut into crops, shuffled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from kg.ner.features import KNOWN, Features, Vocabulary, assemble
from kg.ner.lexicon import LIST_SHIFT, MASK_BITS, NAME_SHIFT, Lexicon, codes
from kg.ner.tags import BEGIN, COUNT, END, INSIDE, OUTSIDE, SINGLE, encode
from kg.ner.training.augment import Altered, Names
from kg.ner.training.corpus import Annotated
from kg.ner.training.knowledge import Knowledge
from kg.ner.training.loss import IGNORED
from kg.ner.training.recipe import Recipe

_CLAUSE_ENDS = codes("，。；：！？、\n ")
_NAME_COLUMNS = np.concatenate(
    [np.arange(part * MASK_BITS + NAME_SHIFT, part * MASK_BITS + LIST_SHIFT) for part in range(3)]
)
_FORGOTTEN = 0.8  # share of replaced names that the lexicon must not know


class Batch(NamedTuple):
    """Crops side by side; `ends` marks characters that can end a clause."""

    character: Tensor
    bigram: Tensor
    known: Tensor
    tags: Tensor
    ends: NDArray[np.bool_]
    opinions: Tensor  # for characters without tags: probability of each tag; zeros where there is none either


class Prepared(NamedTuple):
    """A report ready to be cut."""

    seen: Features
    tags: NDArray[np.int64]
    ends: NDArray[np.bool_]
    opinions: NDArray[np.uint8] | None


class Batches:
    """The reports to train on, and what is known without each of them."""

    def __init__(
        self, reports: Sequence[Annotated], knowledge: Knowledge, vocabulary: Vocabulary, recipe: Recipe
    ) -> None:
        self.reports, self.vocabulary, self.recipe = reports, vocabulary, recipe
        self.lexicons = [knowledge.without(number) for number in range(len(reports))]
        self.names = Names(reports)
        self.chance = np.random.default_rng(recipe.seed)

    def __len__(self) -> int:
        """Batches of an epoch, about."""
        crops = sum(len(report.text) // self.recipe.crop + 2 for report in self.reports)
        return -(-crops // self.recipe.batch)

    def epoch(self) -> Iterator[Batch]:
        """Every character once."""
        prepared = [self._prepared(*both) for both in zip(self.reports, self.lexicons, strict=True)]
        crops = [crop for number, report in enumerate(prepared) for crop in self._crops(number, len(report.tags))]
        self.chance.shuffle(crops)
        for start in range(0, len(crops), self.recipe.batch):
            yield _batch(prepared, crops[start : start + self.recipe.batch], self.recipe.crop)

    def _prepared(self, report: Annotated, lexicon: Lexicon) -> Prepared:
        altered = Altered(report.text, report.spans, ())
        if report.opinions is None and self.chance.random() < self.recipe.altered:
            altered = self.names.alter(report, self.chance)
        characters = codes(altered.text)
        seen = assemble(altered.text, characters, self.vocabulary, lexicon.find(characters))
        for start, end in altered.new:
            if self.chance.random() < _FORGOTTEN:
                seen.known[start:end, _NAME_COLUMNS] = 0
        tags = encode(altered.spans, len(characters))
        return Prepared(seen, tags, np.isin(characters, _CLAUSE_ENDS), report.opinions)

    def _crops(self, number: int, size: int) -> Iterator[tuple[int, int, int]]:
        """Report and place of its crops, the first one cut at random."""
        for start in range(-int(self.chance.integers(self.recipe.crop)), size, self.recipe.crop):
            yield number, max(start, 0), min(start + self.recipe.crop, size)


def _batch(prepared: Sequence[Prepared], crops: Sequence[tuple[int, int, int]], size: int) -> Batch:
    shape = len(crops), size
    character, bigram = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    known = np.zeros((*shape, KNOWN), np.float32)
    tags, ends = np.full(shape, IGNORED), np.zeros(shape, np.bool_)
    opinions = np.zeros((*shape, COUNT), np.float32)
    for row, (number, start, end) in enumerate(crops):
        report, cut, here = prepared[number], slice(start, end), (row, slice(end - start))
        character[here], bigram[here] = report.seen.character[cut], report.seen.bigram[cut]
        known[here], ends[here] = report.seen.known[cut], report.ends[cut]
        if report.opinions is None:
            tags[here] = _whole(report.tags[cut])
        else:
            opinions[here] = report.opinions[cut] / 255
    tensor = torch.from_numpy
    return Batch(tensor(character), tensor(bigram), tensor(known), tensor(tags), ends, tensor(opinions))


def _whole(tags: NDArray[np.int64]) -> NDArray[np.int64]:
    """Tags in which a name that the edge cuts does not count."""
    places = np.where(tags == OUTSIDE, SINGLE, (tags - 1) % 4 + 1)
    tags, first, last = tags.copy(), 0, len(tags)
    while first < last and places[first] in (INSIDE, END):
        first += 1
        if places[first - 1] == END:
            break
    while last > first and places[last - 1] in (BEGIN, INSIDE):
        last -= 1
        if places[last] == BEGIN:
            break
    tags[:first] = tags[last:] = IGNORED
    return tags
