"""The rows of the MP4 table."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import content
import mp4_library
from actions import LONGER, LYRICS, call, edited, file, open_edit_save, paired, unchanged
from floor import Steps, move, read, truncate, write, write_changes
from rows import ChangeRow, Format, ImportRow, OpenRow, Package
from songs import Song

TAGS = ("moov", "udta", "meta", "ilst")


def _mp4(package: Package) -> Callable[[str], Any]:
    opener: Callable[[str], Any] = package.module("mp4").MP4
    return opener


def _everything(package: Package) -> Callable[[str], Any]:
    """Opens a file and gets every value and every attribute of the stream."""
    opener = _mp4(package)
    stream = operator.attrgetter(*content.MP4_INFO)

    def read_everything(path: str) -> Any:
        audio = opener(path)
        stream(audio.info)
        audio.tags.values()
        return audio

    return read_everything


def _title(audio: Any) -> str:
    return str(audio["\xa9nam"][0])


def _set_title(audio: Any, title: str) -> None:
    audio["\xa9nam"] = [title]


_open_edit_save = open_edit_save(_mp4, _set_title)


def _same_length(_package: Package, audio: Any, song: Song) -> None:
    audio["\xa9nam"] = [song.title_at(999_999)]


def _longer(_package: Package, audio: Any, song: Song) -> None:
    audio["\xa9nam"] = [song.title + LONGER]


def _grow(_package: Package, audio: Any, _song: Song) -> None:
    audio["\xa9lyr"] = [LYRICS]


# The floors: the parts of moov that tell something, without the tables of samples.


def _floor_open(song: Song) -> Steps:
    return [read(at, length) for at, length in song.needed]


def _region(data: bytes) -> tuple[int, int]:
    """Where the tags begin, and where the padding behind them ends."""
    at, length = mp4_library.find(data, *TAGS)
    end = at + length
    padding = (
        int.from_bytes(data[end : end + 4], "big") if data[end + 4 : end + 8] == b"free" else 0
    )
    return at, end + padding


def _floor_save(before: bytes, after: bytes) -> list[Steps]:
    """What a reader needs; then what changed, or the tail moved, the tags and the sizes and tables
    before them.
    """
    steps = [read(at, length) for at, length in mp4_library.needed(before)]
    (at, old_end), (_, new_end) = _region(before), _region(after)
    if old_end == new_end:
        return [steps + write_changes(before, after)]
    moov, size = mp4_library.find(before, "moov")
    if moov + size < len(before):
        steps.append(read(*mp4_library.find(before, *mp4_library.STBL, "stco")))
    steps += move(old_end, new_end, len(before) - old_end)
    steps += [*write_changes(before[:at], after[:at]), write(at, new_end - at)]
    return [steps + ([truncate(len(after))] if len(after) < len(before) else [])]


def _floor_open_and_save(before: bytes, after: bytes) -> list[Steps]:
    return [
        [read(at, length) for at, length in mp4_library.needed(before)],
        *_floor_save(before, after),
    ]


FORMAT = Format(
    name="MP4",
    make=mp4_library.make,
    rows=(
        OpenRow("MP4(path)", _mp4, content.mp4, _title, _floor_open),
        OpenRow("File(path)", file, content.mp4, _title, _floor_open),
        OpenRow("open and read everything", _everything, content.mp4, _title, _floor_open),
        ChangeRow("save, equal length", edited(_mp4, _same_length), call("save"), _floor_save),
        ChangeRow("save, padding reused", edited(_mp4, _longer), call("save"), _floor_save),
        ChangeRow(
            "open, edit, save in padding",
            paired,
            _open_edit_save,
            _floor_open_and_save,
        ),
        ChangeRow("save that grows", edited(_mp4, _grow), call("save"), _floor_save),
        ChangeRow("delete", edited(_mp4, unchanged), call("delete"), _floor_save),
        ImportRow(
            "import and first open",
            "import PACKAGE.mp4; PACKAGE.mp4.MP4(PATH)",
            "OPENED['\\xa9nam'][0]",
        ),
    ),
)
