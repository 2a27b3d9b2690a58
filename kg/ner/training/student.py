"""The network of kg.ner.network in torch, to be trained."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from kg.ner.features import BIGRAM_BITS, KNOWN
from kg.ner.tags import COUNT


class DepthWise(torch.autograd.Function):
    """Each column convolved with its own kernel: sums of shifted products, on CPUs faster than conv1d."""

    @staticmethod
    def forward(ctx, x: Tensor, kernel: Tensor, dilation: int) -> Tensor:
        reach = dilation * (len(kernel) // 2)
        wide = F.pad(x, (0, 0, reach, reach))
        ctx.save_for_backward(wide, kernel)
        ctx.dilation, ctx.size = dilation, x.shape[1]
        y = wide[:, : x.shape[1]] * kernel[0]
        for tap in range(1, len(kernel)):
            y.addcmul_(wide[:, tap * dilation : tap * dilation + x.shape[1]], kernel[tap])
        return y

    @staticmethod
    def backward(ctx, grad: Tensor) -> tuple[Tensor, Tensor, None]:
        wide, kernel = ctx.saved_tensors
        grad = grad.to(wide.dtype)
        reach = ctx.dilation * (len(kernel) // 2)
        back, of_kernel = torch.zeros_like(wide), torch.empty_like(kernel)
        for tap in range(len(kernel)):
            place = slice(tap * ctx.dilation, tap * ctx.dilation + ctx.size)
            back[:, place].addcmul_(grad, kernel[tap])
            of_kernel[tap] = (grad * wide[:, place]).sum((0, 1))
        return back[:, reach : reach + ctx.size], of_kernel, None


class Layer(nn.Module):
    def __init__(self, width: int, kernel: int, dilation: int) -> None:
        super().__init__()
        self.kernel = nn.Parameter(torch.randn(kernel, width) * kernel**-0.5)
        self.dilation = dilation
        self.gate = nn.Linear(width, 2 * width)

    def forward(self, x: Tensor) -> Tensor:
        h = F.layer_norm(x, x.shape[-1:])
        return x + F.glu(self.gate(DepthWise.apply(h, self.kernel, self.dilation)))


class Student(nn.Module):
    def __init__(
        self, characters: NDArray[np.float32], width=192, bigram=48, kernel=5, dilations=(1, 2, 4, 8), dropout=0.2
    ):
        super().__init__()
        self.characters = nn.Embedding.from_pretrained(torch.tensor(characters), freeze=False)
        self.bigrams = nn.Embedding(1 << BIGRAM_BITS, bigram)
        nn.init.normal_(self.bigrams.weight, std=0.1)
        self.enter = nn.Linear(characters.shape[1] + bigram + KNOWN, width)
        self.layers = nn.ModuleList(Layer(width, kernel, d) for d in dilations)
        self.leave = nn.Linear(width, COUNT)
        self.dropout = dropout
        self.dilations = dilations

    def forward(self, character: Tensor, bigram: Tensor, known: Tensor) -> Tensor:
        pairs = self.bigrams(bigram)
        if self.training:  # a pair or a character is unknown now and then, so that the rest must do
            pairs = pairs * (torch.rand(bigram.shape) > 0.15)[..., None]
            character = character * (torch.rand(bigram.shape) > 0.05)
        x = self.enter(self.drop(torch.cat((self.characters(character), pairs, known), -1), self.dropout))
        for layer in self.layers:
            x = self.drop(layer(x), self.dropout / 2)
        return self.leave(self.drop(F.layer_norm(x, x.shape[-1:]), self.dropout))

    def drop(self, x: Tensor, share: float) -> Tensor:
        """Dropout with one mask for a whole sequence: cheap, and not undone by the neighbours."""
        if not self.training:
            return x
        return x * ((torch.rand(len(x), 1, x.shape[2]) > share) / (1 - share))

    def weights(self) -> dict[str, NDArray[np.generic]]:
        """Weights as kg.ner.network reads them: tables in bytes, matrices in half precision."""
        found: dict[str, NDArray[np.generic]] = {"dilations": np.array(self.dilations)}
        for name in ("characters", "bigrams"):
            table = getattr(self, name).weight.detach().numpy()
            scale = np.maximum(np.abs(table).max(0), 1e-6) / 127
            found[name] = np.round(table / scale).astype(np.int8)
            found[name + ".scale"] = scale.astype(np.float32)
        matrices = {"enter": self.enter, "leave": self.leave}
        matrices |= {f"gate{i}": layer.gate for i, layer in enumerate(self.layers)}
        for name, linear in matrices.items():
            both = torch.cat((linear.weight.T, linear.bias[None])).detach().numpy()
            found[name] = both.astype(np.float16)
        for i, layer in enumerate(self.layers):
            found[f"kernel{i}"] = layer.kernel.detach().numpy().astype(np.float16)
        return found
