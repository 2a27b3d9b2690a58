"""How sure a statement is, from how sure its names and its construction are."""

from __future__ import annotations

from collections.abc import Sequence


def sure(rule: float, name: float, support: float = 1.0) -> float:
    """Probability that a statement is true.

    `rule` is how often the construction means what it seems to, `name` the probability of the least sure name that
    it needs (names side by side are right or wrong together). A construction that fits speaks for its names too (what
    竣工 follows is hardly no project): `support` is how many times it raises the odds that they are right.

    >>> sure(0.95, 0.9), sure(0.95, 0.3, support=8)
    (0.855, 0.735)
    """
    return round(rule * name * support / (name * support + 1 - name), 3)


def alike(probabilities: Sequence[float]) -> list[float]:
    """Probabilities of the names of one list: what stands in a row with a sure name is hardly of another kind.

    >>> alike([0.95, 0.3])
    [0.95, 0.76]
    """
    least = 0.8 * max(probabilities)
    return [round(max(probability, least), 3) for probability in probabilities]
