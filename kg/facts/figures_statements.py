"""Statements: what is said in figures, before it is placed in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.facts import figures_phrases as phrases
from kg.facts import figures_words as lexicon
from kg.facts.figures_numbers import Figure
from ontology.model import Mention, Quantity

# How often statements of each form were true, where annotators or readers had judged them.
SCORES = {
    "value": 0.94,
    "change": 0.96,
    "list": 0.94,
    "count": 0.92,
    "owned": 0.85,
    "loose": 0.82,
    "second": 0.8,
    "same": 0.75,
    "untold": 0.45,
}

_FELL = {">": "<", ">=": "<=", "<": ">", "<=": ">="}


@dataclass(frozen=True, slots=True)
class Statement:
    """An observation before it is placed in time."""

    rule: str
    indicator: str
    start: int
    end: int
    quantity: Quantity | None = None
    change: Quantity | None = None
    subject: Mention | None = None
    about: str = ""
    kind: str = ""  # of its unit
    flow: bool = False  # made over the whole period, as what is newly added or grows year by year
    yearly: bool = False  # 年均: how it changed in each year of the period
    dated: bool = True  # whether it is known when it was so: a stock at the end of the period, unless it is a flow


def gone_on(statement: Statement, figure: Figure, phrase: phrases.Phrase) -> Iterator[Statement]:
    """A statement with the change (增长5%) or the value (达到54条) that is told behind it.

    What changed by so much in each year (年均增长12%，1995年达到57600亿元) is told apart from what came of it.
    """
    quantity, moves = figure.quantity, phrase.moves
    if moves and phrase.yearly and statement.quantity and not statement.change:
        yield statement
        change = moved(quantity, moves)
        yield replace(statement, quantity=None, change=change, end=figure.end, flow=True, yearly=True)
    elif not moves and statement.yearly and not statement.quantity:
        yield statement
        yield replace(statement, quantity=quantity, change=None, end=figure.end, flow=False, yearly=False, dated=True)
    elif moves and statement.quantity and not statement.change:
        yield replace(statement, change=moved(quantity, moves), end=figure.end)
    elif not moves and statement.change and not statement.quantity:
        yield replace(statement, quantity=quantity, end=figure.end, dated=True)
    else:
        yield statement
        whole = phrases.without_newly(statement.indicator)
        if not moves and whole and statement.quantity and statement.quantity.unit == quantity.unit:
            stock = replace(statement, indicator=whole, quantity=quantity, change=None)
            yield replace(stock, end=figure.end, flow=False, dated=True)


def with_unit(figure: Figure, last: Figure) -> Quantity:
    """1409万、1305万人次 and 12.7个、12个百分点: the last figure of a row may name the unit of all."""
    quantity = figure.quantity
    if figure.unit == "个" and last.unit == "个百分点":
        return replace(quantity, unit=last.unit)
    return replace(quantity, unit=quantity.unit + last.unit) if figure.kind == "none" else quantity


def of_people(figure: Figure, noun: str) -> Quantity:
    """近300万群众 are 万人."""
    quantity = figure.quantity
    people = figure.kind == "none" and any(word in noun[:10] for word in lexicon.PEOPLE.words)
    return replace(quantity, unit=quantity.unit + "人") if people else quantity


def moved(quantity: Quantity, moves: int) -> Quantity:
    """A fall is negative, and its bound looks the other way."""
    if moves > 0 or not quantity.value:
        return quantity
    bound = _FELL.get(quantity.bound, quantity.bound)
    if quantity.high is None:
        return replace(quantity, value=-quantity.value, bound=bound)
    return replace(quantity, value=-quantity.high, high=-quantity.value, bound=bound)
