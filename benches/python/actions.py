"""What rows of several formats time: files opened, edited, saved and emptied."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from rows import Package
from songs import Song

Opener = Callable[[Package], Callable[[str], Any]]
"""Gives the class, or the function, of a package that opens a file."""

Edit = Callable[[Package, Any, Song], None]
"""Changes an opened file."""

LONGER = " (Remastered 2011)"
"""What makes a title longer, and still fits into the padding."""

LYRICS = "la la la la, and once again from the start\n" * 300
"""More than the padding of any file of a library."""


def named(module: str, name: str) -> Opener:
    """The class of that name."""

    def opener(package: Package) -> Callable[[str], Any]:
        kind: Callable[[str], Any] = getattr(package.module(module), name)
        return kind

    return opener


def file(package: Package) -> Callable[[str], Any]:
    """The function that finds out what a file is."""
    opener: Callable[[str], Any] = package.module().File
    return opener


def unchanged(_package: Package, _audio: Any, _song: Song) -> None:
    """No edit."""


def edited(opener: Opener, edit: Edit) -> Callable[[Package], Callable[[str, Song], Any]]:
    """Prepares an action by opening the file and making one edit."""

    def prepare(package: Package) -> Callable[[str, Song], Any]:
        kind = opener(package)

        def load(path: str, song: Song) -> Any:
            audio = kind(path)
            edit(package, audio, song)
            return audio

        return load

    return prepare


def paired(_package: Package) -> Callable[[str, Song], Any]:
    """Prepares `open_edit_save`: the path and a longer title."""
    return lambda path, song: (path, song.title + LONGER)


def open_edit_save(
    opener: Opener, set_title: Callable[[Any, str], None]
) -> Callable[[Package], Callable[[Any], object]]:
    """Opens a file, sets its title and saves it."""

    def prepare(package: Package) -> Callable[[Any], object]:
        kind = opener(package)

        def action(item: tuple[str, str]) -> None:
            path, title = item
            audio = kind(path)
            set_title(audio, title)
            audio.save()

        return action

    return prepare


def call(method: str) -> Callable[[Package], Callable[[Any], object]]:
    """Calls a method of a prepared file, without arguments."""
    return lambda _package: operator.methodcaller(method)
