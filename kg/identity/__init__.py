"""One entity for each thing, across one or many reports.

A name is read in the light of its own report (`reader`): 市委 is the committee of the report's city, 汨罗 the division
430681. That reading gives a key, and the key alone gives the identifier (`keys`), so that a thing has the same
identifier in every build, whatever else is built with it. Names that may be two things get two keys.
"""

from .resolve import resolve

__all__ = ["resolve"]
