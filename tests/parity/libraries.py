"""The two libraries that are compared."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Library:
    """The parts of one library that tests use, under the same names for both."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.package: Any = import_module(name)
        self.id3: Any = import_module(f"{name}.id3")
        self.mp3: Any = import_module(f"{name}.mp3")
        self.easyid3: Any = import_module(f"{name}.easyid3")
        self.error: type[Exception] = self.package.MutagenError

    def __repr__(self) -> str:
        return self.name


ORIGINAL = Library("mutagen")
"""The oracle."""

OURS = Library("mutagen_rs")
"""The library under test."""

BOTH = (ORIGINAL, OURS)
