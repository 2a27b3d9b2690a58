"""The network of kg.ner.network in torch, to be trained."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from kg.ner.features import BIGRAM_BITS, KNOWN
from kg.ner.tags import COUNT
from kg.ner.training.recipe import Recipe

_HIDDEN_CHARACTERS = 0.05  # share of characters that count as never seen in training


class DepthWise(torch.autograd.Function):
    """Each column convolved with its own kernel: sums of shifted products, on CPUs faster than conv1d."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, kernel: Tensor, dilation: int) -> Tensor:
        reach = dilation * (len(kernel) // 2)
        wide = functional.pad(x, (0, 0, reach, reach))
        ctx.save_for_backward(wide, kernel)
        ctx.dilation, ctx.size = dilation, x.shape[1]
        y = wide[:, : x.shape[1]] * kernel[0]
        for tap in range(1, len(kernel)):
            y.addcmul_(wide[:, tap * dilation : tap * dilation + x.shape[1]], kernel[tap])
        return y

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, Tensor, None]:
        wide, kernel = ctx.saved_tensors
        grad = grads[0].to(wide.dtype)
        reach = ctx.dilation * (len(kernel) // 2)
        back, of_kernel = torch.zeros_like(wide), torch.empty_like(kernel)
        for tap in range(len(kernel)):
            place = slice(tap * ctx.dilation, tap * ctx.dilation + ctx.size)
            back[:, place].addcmul_(grad, kernel[tap])
            of_kernel[tap] = (grad * wide[:, place]).sum((0, 1))
        return back[:, reach : reach + ctx.size], of_kernel, None


class Layer(nn.Module):
    """A gated layer of depth-wise convolution beside a straight way through."""

    def __init__(self, width: int, kernel: int, dilation: int) -> None:
        super().__init__()
        self.kernel = nn.Parameter(torch.randn(kernel, width) * kernel**-0.5)
        self.dilation = dilation
        self.gate = nn.Linear(width, 2 * width)

    def forward(self, x: Tensor) -> Tensor:
        near: Tensor = DepthWise.apply(_normal(x), self.kernel, self.dilation)
        return x + functional.glu(self.gate(near))


class Student(nn.Module):
    """Scores of tags for characters, pairs and what is known of them."""

    def __init__(self, embeddings: NDArray[np.float32], recipe: Recipe) -> None:
        super().__init__()
        self.recipe = recipe
        self.characters = nn.Embedding.from_pretrained(torch.tensor(embeddings), freeze=False)
        self.bigrams = nn.Embedding(1 << BIGRAM_BITS, recipe.bigram)
        nn.init.normal_(self.bigrams.weight, std=0.1)
        self.enter = nn.Linear(embeddings.shape[1] + recipe.bigram + KNOWN, recipe.width)
        self.layers = nn.ModuleList(Layer(recipe.width, recipe.kernel, d) for d in recipe.dilations)
        self.leave = nn.Linear(recipe.width, COUNT)

    def forward(self, character: Tensor, bigram: Tensor, known: Tensor) -> Tensor:
        pairs = self.bigrams(bigram)
        if self.training:  # a pair or a character is hidden now and then, so that the rest must do
            pairs = pairs * (torch.rand(bigram.shape) > self.recipe.unknown)[..., None]
            character = character * (torch.rand(bigram.shape) > _HIDDEN_CHARACTERS)
        dropout = self.recipe.dropout
        x = self.enter(self.drop(torch.cat((self.characters(character), pairs, known), -1), dropout))
        for layer in self.layers:
            x = self.drop(layer(x), dropout / 2)
        scores: Tensor = self.leave(self.drop(_normal(x), dropout))
        return scores

    def drop(self, x: Tensor, share: float) -> Tensor:
        """Dropout with one mask for a whole crop: cheap, and not undone by the neighbours."""
        if not self.training:
            return x
        return x * ((torch.rand(len(x), 1, x.shape[2]) > share) / (1 - share))


def _normal(x: Tensor) -> Tensor:
    return functional.layer_norm(x, x.shape[-1:])
