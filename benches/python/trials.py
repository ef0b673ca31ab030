"""A row at work on a library of files: what is checked, made ready and timed, for both packages.

Every trial offers the same five things to the harness: ``subjects`` and ``classes`` (a *pass* is
one subject over the files of one class), ``verify`` before anything is timed, ``begin`` at the
start of a round, ``prepare`` before and ``check`` after each pass.
"""

from __future__ import annotations

import hashlib
import itertools
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import content
from content import Mismatch
from floor import Job
from rows import OURS, REFERENCE, ChangeRow, ImportRow, OpenRow, Package, Row
from songs import Library, Song

PACKAGES = (REFERENCE, OURS)
# Counted over the whole run, so that a title seen by one row never comes back in another.
_serials = itertools.count(1)

Work = tuple[Callable[[Any], object], list[Any]]


class Trial(Protocol):
    """What the harness needs of a row."""

    subjects: tuple[str, ...]
    classes: dict[str, list[Song]]
    repeatable: bool
    """Whether a pass leaves the files as they were, so that one more can be made before it."""

    def verify(self) -> None:
        """Raise ``Mismatch`` unless both packages give the same content on every file."""

    def begin(self) -> None:
        """Bring the files into the state that all passes of a round start from."""

    def prepare(self, subject: str, cover: str) -> Work:
        """The call to time and the items it is made with, one for each file."""

    def check(self, subject: str, cover: str) -> None:
        """Raise ``Mismatch`` if the pass that has just ended did not do its work."""

    def floor(self) -> list[Job] | None:
        """The system calls of one pass over all files; ``None`` if the row has no floor."""


class OpenTrial:
    """Files are rewritten before each round, with equal size and time stamps."""

    subjects: tuple[str, ...] = PACKAGES
    repeatable = True

    def __init__(self, row: OpenRow, library: Library) -> None:
        self.row = row
        self.library = library
        self.classes = library.classes()
        self.openers = {name: row.opener(Package(name)) for name in PACKAGES}
        self.serial = 0

    def verify(self) -> None:
        self.begin()
        for song in self.library.songs:
            path = self.library.path(song)
            expected, found = (self.row.describe(self.openers[name](path)) for name in PACKAGES)
            content.compare(song.name, expected, found)
        for cover in self.classes:
            self.check(OURS, cover)

    def begin(self) -> None:
        self.serial = next(_serials)
        self.library.stamp(self.serial)

    def prepare(self, subject: str, cover: str) -> Work:
        return self.openers[subject], [self.library.path(song) for song in self.classes[cover]]

    def check(self, subject: str, cover: str) -> None:
        for song in self.classes[cover]:
            title = self.row.title(self.openers[subject](self.library.path(song)))
            if title != song.title_at(self.serial):
                raise Mismatch(
                    f"{song.name}: {subject} returned {title!r}, "
                    f"the file says {song.title_at(self.serial)!r}"
                )

    def floor(self) -> list[Job]:
        return [
            Job(song.cover, self.library.path(song), None, self.row.floor(song))
            for song in self.library.songs
        ]


class ChangeTrial:
    """Files are restored before each pass; the bytes that the reference leaves are expected."""

    subjects: tuple[str, ...] = PACKAGES
    repeatable = False

    def __init__(self, row: ChangeRow, library: Library) -> None:
        self.row = row
        self.library = library
        self.classes = library.classes()
        self.loads = {name: row.prepare(Package(name)) for name in PACKAGES}
        self.actions = {name: row.action(Package(name)) for name in PACKAGES}
        self.expected: dict[str, tuple[int, str]] = {}
        self.jobs: list[Job] = []

    def verify(self) -> None:
        """One pass of the reference to learn the expected bytes, one of ours to compare them."""
        for cover, songs in self.classes.items():
            self._act(REFERENCE, cover)
            for song in songs:
                self._learn(song)
            self._act(OURS, cover)
            self.check(OURS, cover)

    def begin(self) -> None:
        pass

    def prepare(self, subject: str, cover: str) -> Work:
        songs = self.classes[cover]
        self.library.restore(songs)
        load = self.loads[subject]
        return self.actions[subject], [load(self.library.path(song), song) for song in songs]

    def check(self, subject: str, cover: str) -> None:
        for song in self.classes[cover]:
            size, digest = self.expected[song.name]
            data = Path(self.library.path(song)).read_bytes()
            if len(data) != size or hashlib.sha256(data).hexdigest() != digest:
                raise Mismatch(f"{song.name}: {subject} left other bytes than {REFERENCE}")

    def floor(self) -> list[Job]:
        return self.jobs

    def _act(self, subject: str, cover: str) -> None:
        action, items = self.prepare(subject, cover)
        for item in items:
            action(item)

    def _learn(self, song: Song) -> None:
        path = self.library.path(song)
        original = self.library.originals / song.name
        before, after = original.read_bytes(), Path(path).read_bytes()
        if before == after:
            raise Mismatch(f"{song.name}: {self.row.name!r} changed nothing")
        self.expected[song.name] = len(after), hashlib.sha256(after).hexdigest()
        for number, steps in enumerate(self.row.floor(before, after)):
            reset = str(original) if number == 0 else None
            self.jobs.append(Job(song.cover, path, reset, steps))


class ImportTrial:
    """Whole processes; each "file" is one new interpreter."""

    subjects: tuple[str, ...] = ("python", *PACKAGES)
    repeatable = False

    def __init__(self, row: ImportRow, library: Library) -> None:
        self.song = library.songs[0]
        self.classes = {self.song.cover: [self.song]}
        self.title = row.title
        path = repr(str(library.originals / self.song.name))
        self.codes = {"python": "pass"} | {
            name: row.code.replace("PACKAGE", name).replace("PATH", path) for name in PACKAGES
        }

    def verify(self) -> None:
        for name in PACKAGES:
            # The last expression of the row's code is what it opens.
            statements, _, last = self.codes[name].rpartition(";")
            title = self.title.replace("OPENED", last.strip())
            title = self._python(f"{statements}; print(ascii(str({title})))")
            if title.strip() != ascii(self.song.title):
                raise Mismatch(f"{name} in a new interpreter gave {title!r}")

    def begin(self) -> None:
        pass

    def prepare(self, subject: str, cover: str) -> Work:
        return self._python, [self.codes[subject]]

    def check(self, subject: str, cover: str) -> None:
        pass

    def floor(self) -> None:
        return None

    @staticmethod
    def _python(code: str) -> str:
        # Isolated, so that neither the working directory nor the environment adds to the path.
        command = [sys.executable, "-I", "-c", code]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def start(row: Row, library: Library) -> Trial:
    """The trial for any kind of row."""
    if isinstance(row, OpenRow):
        return OpenTrial(row, library)
    if isinstance(row, ChangeRow):
        return ChangeTrial(row, library)
    return ImportTrial(row, library)
