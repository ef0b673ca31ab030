"""The rows of the ASF table."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import asf_library
import content
from actions import LONGER, LYRICS, call, edited, file, open_edit_save, paired, unchanged
from floor import Steps, move, read, truncate, write, write_changes
from rows import ChangeRow, Format, ImportRow, OpenRow, Package
from songs import Song


def _asf(package: Package) -> Callable[[str], Any]:
    opener: Callable[[str], Any] = package.module("asf").ASF
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


def _set_title(audio: Any, title: str) -> None:
    audio["Title"] = title


_open_edit_save = open_edit_save(_asf, _set_title)


def _same_length(_package: Package, audio: Any, song: Song) -> None:
    audio["Title"] = song.title_at(999_999)


def _longer(_package: Package, audio: Any, song: Song) -> None:
    audio["Title"] = song.title + LONGER


def _grow(_package: Package, audio: Any, _song: Song) -> None:
    audio["WM/Lyrics"] = LYRICS


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
        OpenRow("File(path)", file, content.asf, _title, _floor_open),
        OpenRow("open and read everything", _everything, content.asf, _title, _floor_open),
        ChangeRow("save, equal length", edited(_asf, _same_length), call("save"), _floor_save),
        ChangeRow("save, padding reused", edited(_asf, _longer), call("save"), _floor_save),
        ChangeRow(
            "open, edit, save in padding",
            paired,
            _open_edit_save,
            _floor_open_and_save,
        ),
        ChangeRow("save that grows", edited(_asf, _grow), call("save"), _floor_save),
        ChangeRow("delete", edited(_asf, unchanged), call("delete"), _floor_save),
        ImportRow(
            "import and first open",
            "import PACKAGE.asf; PACKAGE.asf.ASF(PATH)",
            "OPENED['Title'][0]",
        ),
    ),
)
