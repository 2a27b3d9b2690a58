"""How the shipped model is trained; the reasons for the numbers are in docs/ner-log.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    """The network's shape and the course of its training."""

    seed: int = 1
    epochs: int = 10
    width: int = 288
    kernel: int = 5
    dilations: tuple[int, ...] = (1, 2, 4, 8, 1)
    bigram: int = 48  # columns of the table of character pairs
    dropout: float = 0.25
    unknown: float = 0.4  # share of pairs that are hidden in training
    altered: float = 0.6  # share of reports whose names are replaced in an epoch
    batch: int = 20  # crops
    crop: int = 256  # characters
    rate: float = 2.5e-3
    decay: float = 0.02
    held_out: int = 16  # every so many reports one is kept to calibrate on
