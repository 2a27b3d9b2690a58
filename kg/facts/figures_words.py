"""The words that figures are told with, by their place in a phrase (figures.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files

_TABLES = tomllib.loads(files(__package__).joinpath("figures.toml").read_text(encoding="utf-8"))


class Lexicon:
    """Words of one sort, to be found at the head or the tail of a phrase, the longest first.

    >>> Lexicon(["增长", "同比增长"]).at_tail("工业投资同比增长")
    '同比增长'
    """

    def __init__(self, *lists: Iterable[str]) -> None:
        self.words = frozenset(word for words in lists for word in words)
        self.longest = max(map(len, self.words))

    def __contains__(self, word: str) -> bool:
        return word in self.words

    def at_head(self, phrase: str) -> str:
        """The longest of the words that `phrase` begins with, or nothing."""
        for length in range(min(self.longest, len(phrase)), 0, -1):
            if phrase[:length] in self.words:
                return phrase[:length]
        return ""

    def at_tail(self, phrase: str) -> str:
        """The longest of the words that `phrase` ends with, or nothing."""
        for length in range(min(self.longest, len(phrase)), 0, -1):
            if phrase[-length:] in self.words:
                return phrase[-length:]
        return ""

    def behind_all(self, phrase: str) -> str:
        """What is left of `phrase` behind all of the words that it begins with."""
        while word := self.at_head(phrase):
            phrase = phrase[len(word) :]
        return phrase


def _table(name: str, key: str) -> Lexicon:
    return Lexicon(_TABLES[name][key])


CLOSING = Lexicon(_TABLES["closing"])
PREPOSITIONS = Lexicon(_TABLES["prepositions"])
UNFINISHED = Lexicon(_TABLES["unfinished"])
SPEECH = Lexicon(_TABLES["speech"])

MOVING = Lexicon(_TABLES["change"]["up"], _TABLES["change"]["down"])
FALLING = _table("change", "down")
MOVING_NOUNS = _table("change", "noun")
NOT_MOVING = _table("change", "not")
MANNER = _table("change", "manner")

SCOPES = _table("opening", "scope")
OPENING = _table("opening", "words")
ADVERBS = _table("opening", "adverbs")
LIGHT_VERBS = _table("opening", "light")
NOT_OPENING: dict[str, str] = _TABLES["opening"]["words_but"]
EFFORTS = _table("opening", "efforts")
STANDING = _table("opening", "standing")
NOT_LIGHT = tuple(_TABLES["opening"]["light_but"])
KEPT_VERBS = _table("opening", "kept")
PASSING_VERBS = _table("opening", "passing")

PREDICATES = re.compile("|".join(sorted(_TABLES["counted"]["verbs"], key=len, reverse=True)))
PREDICATE_ADVERBS = _table("counted", "adverbs")
USES = _table("counted", "uses")
PROGRESS = _table("counted", "progress")
DOING = _table("counted", "doing")
MADE = _table("counted", "made")
PEOPLE = _table("counted", "people")

SHORT_FORMS: dict[str, str] = _TABLES["lists"]["short"]
PAIRS: dict[str, list[str]] = _TABLES["lists"]["pairs"]
ACTORS = _table("lists", "actors")
STATISTICS = _table("lists", "heads")
BARE = _table("lists", "bare")
TOTALS = _table("lists", "totals")
STOCKS = _table("lists", "stocks")
QUALIFIERS = _table("lists", "qualifiers")
ANYTHING = _table("lists", "anything")
WHOLE = _table("lists", "whole")
VAGUE = _table("lists", "vague")
OWN_RATES = _table("lists", "own_rates")
DEPENDENT = _table("lists", "dependent")
RELATIVE = _table("lists", "relative")
DONE = _table("lists", "done")
GENERIC = _table("lists", "generic")
RATES = _table("lists", "rates")

PURPOSES = _table("money", "purpose")
SPENDING = _table("money", "spending")
FEATURES = _table("project", "features")
