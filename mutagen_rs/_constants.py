"""Constants shared by several formats."""

from __future__ import annotations

from . import _native

GENRES: list[str] = _native.id3_genre_names()
"""The genres of ID3v1 (0 to 79) and those Winamp added; the index is the number in a tag."""
