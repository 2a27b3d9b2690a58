"""Reading: a file becomes a `Report`."""

from kg.read.read import doubts, read

__all__ = ["doubts", "read"]
