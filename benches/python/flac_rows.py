"""The rows of the FLAC table."""

from __future__ import annotations

import hashlib
import operator
from collections.abc import Callable
from typing import Any

import flac_library
from actions import LONGER, LYRICS, call, edited, file, open_edit_save, paired, unchanged
from floor import Steps, move, read, truncate, write, write_changes
from rows import ChangeRow, Format, OpenRow, Package
from songs import Song

INFO = (
    "min_blocksize max_blocksize min_framesize max_framesize sample_rate channels bits_per_sample "
    "total_samples length md5_signature bitrate"
).split()
PICTURE = "type mime desc width height depth colors data".split()


def _flac(package: Package) -> Callable[[str], Any]:
    opener: Callable[[str], Any] = package.module("flac").FLAC
    return opener


def _everything(package: Package) -> Callable[[str], Any]:
    """Opens a file and gets every attribute of every block, and every tag by its key."""
    opener = _flac(package)
    stream, picture = operator.attrgetter(*INFO), operator.attrgetter(*PICTURE)

    def read_everything(path: str) -> Any:
        audio = opener(path)
        stream(audio.info)
        for key in audio.keys():  # noqa: SIM118 - iterating gives pairs
            audio.tags[key]
        for shown in audio.pictures:
            picture(shown)
        list(audio.seektable.seekpoints)
        list(audio.metadata_blocks)
        return audio

    return read_everything


def _title(audio: Any) -> str:
    return str(audio["TITLE"][0])


def _describe(audio: Any) -> list[str]:
    """All of an opened file, as lines of text."""
    lines = [f"{type(audio).__name__} {audio.mime!r} {audio.pprint()!r}"]
    lines += [f"info.{name} = {getattr(audio.info, name)!r}" for name in INFO]
    lines += [f"{key} = {value!r}" for key, value in audio.tags]
    lines += [f"keys = {sorted(audio.keys())!r}, vendor = {audio.tags.vendor!r}"]
    lines += [repr(audio.seektable), repr(audio.cuesheet)]
    for block in audio.metadata_blocks:
        digest = hashlib.sha256(block.write()).hexdigest()
        lines.append(f"{type(block).__name__} {block.code} {digest}")
    for picture in audio.pictures:
        lines += [f"picture.{name} = {getattr(picture, name)!r}" for name in PICTURE[:-1]]
        lines.append(f"picture.data = {hashlib.sha256(picture.data).hexdigest()}")
    return lines


def _set_title(audio: Any, title: str) -> None:
    audio["TITLE"] = [title]


_open_edit_save = open_edit_save(_flac, _set_title)


def _same_length(_package: Package, audio: Any, song: Song) -> None:
    audio["TITLE"] = [song.title_at(999_999)]


def _longer(_package: Package, audio: Any, song: Song) -> None:
    audio["TITLE"] = [song.title + LONGER]


def _grow(_package: Package, audio: Any, _song: Song) -> None:
    audio["LYRICS"] = [LYRICS]


# The floors: the metadata area in one read.


def _floor_open(song: Song) -> Steps:
    return [read(0, song.tag)]


def _floor_save(before: bytes, after: bytes) -> list[Steps]:
    """The area read; then what changed, or the audio moved and the whole new area."""
    old, new = flac_library.area_size(before), flac_library.area_size(after)
    steps = [read(0, old), *move(old, new, len(before) - old)]
    steps += [write(0, new)] if old != new else write_changes(before[:old], after[:new])
    if len(after) < len(before):
        steps.append(truncate(len(after)))
    return [steps]


def _floor_open_and_save(before: bytes, after: bytes) -> list[Steps]:
    return [[read(0, flac_library.area_size(before))], *_floor_save(before, after)]


FORMAT = Format(
    name="FLAC",
    make=flac_library.make,
    rows=(
        OpenRow("FLAC(path)", _flac, _describe, _title, _floor_open),
        OpenRow("File(path)", file, _describe, _title, _floor_open),
        OpenRow("open and read everything", _everything, _describe, _title, _floor_open),
        ChangeRow("save, equal length", edited(_flac, _same_length), call("save"), _floor_save),
        ChangeRow("save, padding reused", edited(_flac, _longer), call("save"), _floor_save),
        ChangeRow(
            "open, edit, save in padding",
            paired,
            _open_edit_save,
            _floor_open_and_save,
        ),
        ChangeRow("save that grows", edited(_flac, _grow), call("save"), _floor_save),
        ChangeRow("delete", edited(_flac, unchanged), call("delete"), _floor_save),
    ),
)
