"""The tagger's loss: how unlikely the annotated names are among all rows of whole names.

Each clause is scored by itself: the sum over every way to tag it with whole names is a recursion over two kinds of
state, no name open or one open of some label, the same that kg.ner.decode searches.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from kg.ner.tags import BEGIN, END, INSIDE, LABELS, OUTSIDE, SINGLE

IGNORED = -100
TOKEN_SHARE = 0.3
SMOOTHING = 0.03


def loss(scores: Tensor, tags: Tensor, ends: NDArray[np.bool_], opinions: Tensor) -> Tensor:
    """Mean over characters; `ends` marks the characters after which a clause may end.

    Where opinions stand in for tags, how far the scores are from these.
    """
    parts, sizes = [], []
    if (tags != IGNORED).any():
        parts.append(_of_tags(scores, tags, ends))
        sizes.append((tags != IGNORED).sum())
    if opinions.any():
        parts.append(-(opinions * scores.log_softmax(-1)).sum() / opinions.sum())
        sizes.append(opinions.any(-1).sum())
    weights = torch.stack(sizes) / sum(sizes)
    return (torch.stack(parts) * weights).sum()


def _of_tags(scores: Tensor, tags: Tensor, ends: NDArray[np.bool_]) -> Tensor:
    flat, wanted = scores.flatten(0, 1), tags.flatten()
    token = functional.cross_entropy(flat, wanted, ignore_index=IGNORED, label_smoothing=SMOOTHING)
    starts, sizes = clauses(tags.numpy(), ends)
    gold = flat.gather(1, wanted.clamp(min=0)[:, None])[:, 0][wanted != IGNORED].sum()
    sequence = (total(flat, starts, sizes) - gold) / sizes.sum()
    return sequence + TOKEN_SHARE * token


def clauses(tags: NDArray[np.int64], ends: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Start (in the flattened batch) and size of each clause, longest first; names are never cut."""
    real = tags != IGNORED
    border = np.zeros((len(tags), 1), np.bool_)
    before, after = np.hstack((border, real[:, :-1])), np.hstack((real[:, 1:], border))
    stop = real & (ends & (tags == OUTSIDE) | ~after)
    start = real & (np.hstack((border, stop[:, :-1])) | ~before)
    starts = np.flatnonzero(start)
    sizes = np.flatnonzero(stop) + 1 - starts
    order = np.argsort(-sizes, kind="stable")
    return starts[order], sizes[order]


def total(flat: Tensor, starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> Tensor:
    """Sum over the clauses of the log of the sum over all rows of whole names."""
    first = torch.from_numpy(starts)
    closed = torch.zeros(len(starts))
    opened = torch.full((len(starts), len(LABELS)), -1e4)
    done = flat.new_zeros(())
    for step in range(int(sizes[0])):
        active = int(np.searchsorted(-sizes, -step, "left"))  # clauses longer than `step`
        done = done + closed[active:].sum()
        closed, opened = closed[:active, None], opened[:active]
        now = flat[first[:active] + step]
        ways = (closed + now[:, OUTSIDE : OUTSIDE + 1], closed + now[:, SINGLE::4], opened + now[:, END::4])
        opened = torch.logaddexp(closed + now[:, BEGIN::4], opened + now[:, INSIDE::4])
        closed = torch.cat(ways, 1).logsumexp(1)
    return done + closed.sum()
