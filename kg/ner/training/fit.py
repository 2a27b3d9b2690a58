"""The course of training: cosine rate, weights averaged over the last steps."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from kg.ner.training.batches import Batches
from kg.ner.training.loss import loss
from kg.ner.training.recipe import Recipe
from kg.ner.training.student import Student

_WARM_UP = 60  # steps
_EVERY = 4  # steps between two looks at the weights for their average
_MEMORY = 0.99  # how much of the average stays at a look

log = logging.getLogger("kg")


def fit(batches: Batches, embeddings: NDArray[np.float32], recipe: Recipe) -> Student:
    """A network trained on the batches, with the average of its weights."""
    torch.manual_seed(recipe.seed)
    model = Student(embeddings, recipe)
    optimizer = torch.optim.AdamW(model.parameters(), lr=recipe.rate, weight_decay=recipe.decay, fused=True)
    average = {name: weight.detach().clone() for name, weight in model.state_dict().items()}
    rates = _rates(recipe, recipe.epochs * len(batches))
    step = 0
    for epoch in range(recipe.epochs):
        losses = []
        for batch in batches.epoch():
            for group in optimizer.param_groups:
                group["lr"] = next(rates)
            with torch.autocast("cpu", torch.bfloat16):
                scores = model(batch.character, batch.bigram, batch.known)
            value = loss(scores.float(), batch.tags, batch.ends, batch.opinions)
            optimizer.zero_grad(set_to_none=True)
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            losses.append(value.item())
            step += 1
            if step % _EVERY == 0:
                _remember(average, model, min(_MEMORY, 1 - 1 / (step / _EVERY + 1)))
        log.info("epoch %d of %d: loss %.4f", epoch + 1, recipe.epochs, np.mean(losses))
    model.load_state_dict(average)
    return model.eval()


def _rates(recipe: Recipe, steps: int) -> Iterator[float]:
    """The learning rate of each step: up from nothing, then down along a cosine."""
    step = 0
    while True:
        fall = 0.5 * (1 + math.cos(math.pi * min(step / steps, 1)))
        yield recipe.rate * min(1.0, step / _WARM_UP) * max(0.02, fall)
        step += 1


@torch.no_grad()
def _remember(average: dict[str, Tensor], model: Student, memory: float) -> None:
    for name, weight in model.state_dict().items():
        average[name].lerp_(weight, 1 - memory)
