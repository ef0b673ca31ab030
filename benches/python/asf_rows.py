"""The rows of the ASF table."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import asf_library
import content
from floor import Steps, move, read, truncate, write, write_changes
from rows import ChangeRow, Format, ImportRow, OpenRow, Package
from songs import Song

LONGER = " (Remastered 2011)"
# More than the padding of any file of the library.
LYRICS = "la la la la, and once again from the start\n" * 300


def _asf(package: Package) -> Callable[[str], Any]:
    opener: Callable[[str], Any] = package.module("asf").ASF
    return opener


def _file(package: Package) -> Callable[[str], Any]:
    opener: Callable[[str], Any] = package.module().File
    return opener


def _everything(package: Package) -> Callable[[str], Any]:
    """Opens a file and gets every value and every attribute of the stream."""
    opener = _asf(package)
    stream = operator.attrgetter(*content.ASF_INFO)
    fields = operator.attrgetter("value", "language", "stream")

    def read_everything(path: str) -> Any:
        audio = opener(path)
        stream(audio.info)
        for _, value in audio.tags:
            fields(value)
        return audio

    return read_everything


def _title(audio: Any) -> str:
    return str(audio["Title"][0])


def _same_length(_package: Package, audio: Any, song: Song) -> None:
    audio["Title"] = song.title_at(999_999)


def _longer(_package: Package, audio: Any, song: Song) -> None:
    audio["Title"] = song.title + LONGER


def _grow(_package: Package, audio: Any, _song: Song) -> None:
    audio["WM/Lyrics"] = LYRICS


def _unchanged(_package: Package, _audio: Any, _song: Song) -> None:
    pass


def _edited(
    edit: Callable[[Package, Any, Song], None],
) -> Callable[[Package], Callable[[str, Song], Any]]:
    """Prepares an action by opening the file and making one edit."""

    def prepare(package: Package) -> Callable[[str, Song], Any]:
        opener = _asf(package)

        def load(path: str, song: Song) -> Any:
            audio = opener(path)
            edit(package, audio, song)
            return audio

        return load

    return prepare


def _paired(_package: Package) -> Callable[[str, Song], Any]:
    return lambda path, song: (path, song.title + LONGER)


def _open_edit_save(package: Package) -> Callable[[Any], object]:
    opener = _asf(package)

    def action(item: tuple[str, str]) -> None:
        path, title = item
        audio = opener(path)
        audio["Title"] = title
        audio.save()

    return action


def _call(method: str) -> Callable[[Package], Callable[[Any], object]]:
    return lambda _package: operator.methodcaller(method)


# The floors: the header in one read.


def _floor_open(song: Song) -> Steps:
    return [read(0, song.tag)]


def _floor_save(before: bytes, after: bytes) -> list[Steps]:
    """The header read; then what changed, or the audio moved and the whole new header."""
    old, new = asf_library.header_size(before), asf_library.header_size(after)
    steps = [read(0, old), *move(old, new, len(before) - old)]
    steps += [write(0, new)] if old != new else write_changes(before[:old], after[:new])
    return [steps + ([truncate(len(after))] if len(after) < len(before) else [])]


def _floor_open_and_save(before: bytes, after: bytes) -> list[Steps]:
    return [[read(0, asf_library.header_size(before))], *_floor_save(before, after)]


FORMAT = Format(
    name="ASF",
    make=asf_library.make,
    rows=(
        OpenRow("ASF(path)", _asf, content.asf, _title, _floor_open),
        OpenRow("File(path)", _file, content.asf, _title, _floor_open),
        OpenRow("open and read everything", _everything, content.asf, _title, _floor_open),
        ChangeRow("save, equal length", _edited(_same_length), _call("save"), _floor_save),
        ChangeRow("save, padding reused", _edited(_longer), _call("save"), _floor_save),
        ChangeRow("open, edit, save in padding", _paired, _open_edit_save, _floor_open_and_save),
        ChangeRow("save that grows", _edited(_grow), _call("save"), _floor_save),
        ChangeRow("delete", _edited(_unchanged), _call("delete"), _floor_save),
        ImportRow(
            "import and first open",
            "import PACKAGE.asf; PACKAGE.asf.ASF(PATH)",
            "OPENED['Title'][0]",
        ),
    ),
)
