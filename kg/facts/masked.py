"""The text with its names blanked out, so that no word is seen inside a name."""

from __future__ import annotations

from collections.abc import Sequence

from ontology.model import Mention

NAME = "\ufffc"  # stands for each character of a name


def masked(text: str, mentions: Sequence[Mention]) -> str:
    """The text with every name blanked out, at the same positions."""
    pieces: list[str] = []
    at = 0
    for mention in mentions:
        pieces += text[at : mention.start], NAME * (mention.end - mention.start)
        at = mention.end
    return "".join(pieces) + text[at:]
