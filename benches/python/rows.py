"""The kinds of row a benchmark table has, as data: what is timed, what must hold, what it costs.

A row names work in terms of a ``Package``, so that both libraries run the very same code.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from floor import Steps
from songs import Song

REFERENCE = "mutagen"
OURS = "mutagen_rs"


@dataclass(frozen=True)
class Package:
    """One of the two libraries."""

    name: str

    def module(self, name: str = "") -> ModuleType:
        """The library itself, or its module ``name``."""
        return importlib.import_module(f"{self.name}.{name}" if name else self.name)


@dataclass(frozen=True)
class OpenRow:
    """Reading a file. Timed: the function that ``opener`` returns, called with a path."""

    name: str
    opener: Callable[[Package], Callable[[str], Any]]
    # Everything the caller can read in what the opener's function returned, as lines of text.
    describe: Callable[[Any], list[str]]
    # The same, only as much as to tell one state of a file from the next.
    title: Callable[[Any], str]
    floor: Callable[[Song], Steps]


@dataclass(frozen=True)
class ChangeRow:
    """Changing a file. Timed: the function that ``action`` returns, called with a prepared item."""

    name: str
    # Outside the time: a path becomes what the action is called with.
    prepare: Callable[[Package], Callable[[str, Song], Any]]
    action: Callable[[Package], Callable[[Any], object]]
    # One list of steps for each opening of the file, from the bytes before and after.
    floor: Callable[[bytes, bytes], list[Steps]]


@dataclass(frozen=True)
class ImportRow:
    """A new interpreter that imports a library and opens one file; a bare one is subtracted."""

    name: str
    code: str  # PACKAGE and PATH are filled in
    title: str = "OPENED['TIT2']"  # of what the code opens


Row = OpenRow | ChangeRow | ImportRow


@dataclass(frozen=True)
class Format:
    """One format: how its files are made, and its rows."""

    name: str
    make: Callable[[Path], Iterator[Song]]
    rows: tuple[Row, ...]
