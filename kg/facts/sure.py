"""How sure a statement is, from how sure its names and its construction are."""

from __future__ import annotations

from math import prod


def sure(rule: float, names: float | tuple[float, ...], support: float = 1.0) -> float:
    """Probability that a statement is true.

    `rule` is how often the construction means what it seems to, `names` the probabilities of the names it needs.
    A construction that fits speaks for the names too (what 竣工 follows is hardly no project): `support` is how many
    times it raises the odds that they are right.

    >>> sure(0.95, 0.9), sure(0.95, 0.3, support=8)
    (0.855, 0.735)
    """
    right = prod(names) if isinstance(names, tuple) else names
    return round(rule * right * support / (right * support + 1 - right), 3)
