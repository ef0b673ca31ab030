"""The rows of the tables of Ogg Vorbis and Opus."""

from __future__ import annotations

import hashlib
import operator
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ogg_library
from actions import LONGER, LYRICS, call, edited, file, open_edit_save, paired, unchanged
from floor import Steps, move, read, truncate, write, write_changes
from rows import ChangeRow, Format, OpenRow, Package
from songs import Song

# What is read at the end of a file to find its last page.
TAIL = 8192

Opener = Callable[[Package], Callable[[str], Any]]


def _opener(module: str, name: str) -> Opener:
    def opener(package: Package) -> Callable[[str], Any]:
        kind: Callable[[str], Any] = getattr(package.module(module), name)
        return kind

    return opener


def _everything(opener: Opener, attributes: tuple[str, ...]) -> Opener:
    """Opens a file and gets every attribute of its stream, and every comment by its key."""
    stream = operator.attrgetter(*attributes)

    def everything(package: Package) -> Callable[[str], Any]:
        kind = opener(package)

        def read_everything(path: str) -> Any:
            audio = kind(path)
            stream(audio.info)
            for key in audio.keys():  # noqa: SIM118 - iterating gives pairs
                audio.tags[key]
            return audio

        return read_everything

    return everything


def _title(audio: Any) -> str:
    return str(audio["TITLE"][0])


def _describe(audio: Any) -> list[str]:
    """All of an opened file, as lines of text."""
    digest = hashlib.sha256(audio.pprint().encode()).hexdigest()
    lines = [f"{type(audio).__name__} {audio.mime!r} {audio.info.pprint()!r} {digest}"]
    lines += [f"info.{name} = {value!r}" for name, value in vars(audio.info).items()]
    lines += [f"{key} = {value!r}" for key, value in audio.tags]
    lines.append(f"keys = {sorted(audio.keys())!r}, vendor = {audio.tags.vendor!r}")
    return [*lines, f"padding = {audio.tags._padding!r}, size = {audio.tags._size!r}"]


def _set_title(audio: Any, title: str) -> None:
    audio["TITLE"] = [title]


def _same_length(_package: Package, audio: Any, song: Song) -> None:
    audio["TITLE"] = [song.title_at(999_999)]


def _longer(_package: Package, audio: Any, song: Song) -> None:
    audio["TITLE"] = [song.title + LONGER]


def _grow(_package: Package, audio: Any, _song: Song) -> None:
    audio["LYRICS"] = [LYRICS]


# The floors: the first pages in one read, the last one in another. Where pages are renumbered,
# that happens while they move.


def _floor_open(song: Song) -> Steps:
    return [read(0, song.tag), read(song.size - TAIL, TAIL)]


def _floor_save(before: bytes, after: bytes) -> list[Steps]:
    """The first pages read; then what changed, or the audio moved and the new pages written."""
    old, new = ogg_library.area_size(before), ogg_library.area_size(after)
    steps = [read(0, old), *move(old, new, len(before) - old)]
    steps += [write(0, new)] if old != new else write_changes(before[:old], after[:new])
    if len(after) < len(before):
        steps.append(truncate(len(after)))
    return [steps]


def _floor_open_and_save(before: bytes, after: bytes) -> list[Steps]:
    opened = [read(0, ogg_library.area_size(before)), read(len(before) - TAIL, TAIL)]
    return [opened, *_floor_save(before, after)]


def _format(
    name: str, make: Callable[[Path], Iterator[Song]], module: str, attributes: tuple[str, ...]
) -> Format:
    opener = _opener(module, f"Ogg{name}")
    everything = _everything(opener, attributes)
    return Format(
        name=name,
        make=make,
        rows=(
            OpenRow(f"Ogg{name}(path)", opener, _describe, _title, _floor_open),
            OpenRow("File(path)", file, _describe, _title, _floor_open),
            OpenRow("open and read everything", everything, _describe, _title, _floor_open),
            ChangeRow(
                "save, equal length", edited(opener, _same_length), call("save"), _floor_save
            ),
            ChangeRow("save, padding reused", edited(opener, _longer), call("save"), _floor_save),
            ChangeRow(
                "open, edit, save in padding",
                paired,
                open_edit_save(opener, _set_title),
                _floor_open_and_save,
            ),
            ChangeRow("save that grows", edited(opener, _grow), call("save"), _floor_save),
            ChangeRow("delete", edited(opener, unchanged), call("delete"), _floor_save),
        ),
    )


FORMATS = (
    _format(
        "Vorbis",
        ogg_library.make_vorbis,
        "oggvorbis",
        ("length", "channels", "bitrate", "sample_rate", "serial"),
    ),
    _format("Opus", ogg_library.make_opus, "oggopus", ("length", "channels", "bitrate", "serial")),
)
