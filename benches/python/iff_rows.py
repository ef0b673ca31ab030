"""The rows of the AIFF and WAVE tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import content
import iff_library
from actions import LONGER, LYRICS, call, edited, file, unchanged
from floor import Steps, read, truncate, write_changes
from rows import ChangeRow, Format, OpenRow, Package
from songs import Song

# Bytes before the sound: the root's header, what describes the stream, the header of the sound.
HEAD = 64

Opener = Callable[[Package], Callable[[str], Any]]
Edit = Callable[[Package, Any, Song], None]


def _class(module: str, name: str) -> Opener:
    def opener(package: Package) -> Callable[[str], Any]:
        found: Callable[[str], Any] = getattr(package.module(module), name)
        return found

    return opener


def _everything(opener: Opener) -> Opener:
    """Opens a file and gets its stream info and all its frames."""

    def made(package: Package) -> Callable[[str], Any]:
        kind = opener(package)

        def read_everything(path: str) -> Any:
            audio = kind(path)
            vars(audio.info)
            for frame in audio.tags.values():
                vars(frame)
            return audio

        return read_everything

    return made


def _describe(audio: Any) -> list[str]:
    info = [f"info.{name} = {value!r}" for name, value in sorted(vars(audio.info).items())]
    first = f"{type(audio).__name__} {audio.mime!r} {audio.info.pprint()!r}"
    return [first, *info, *content.id3(audio.tags)]


def _title(audio: Any) -> str:
    return str(audio["TIT2"])


def _longer(_package: Package, audio: Any, song: Song) -> None:
    audio["TIT2"].text = [song.title + LONGER]


def _grow(package: Package, audio: Any, _song: Song) -> None:
    lyrics = package.module("id3").USLT(encoding=3, lang="eng", desc="", text=LYRICS)
    audio.tags.add(lyrics)


# The floors: the head of the file in one read, the chunk of the tag in another.


def _floor_open(song: Song) -> Steps:
    chunk = song.tag + iff_library.HEADER
    return [read(0, HEAD), read(song.size - chunk, chunk)]


def _floor_save(before: bytes, after: bytes) -> list[Steps]:
    """Head and tag read; then what changed, up to the end of the shorter state, and the rest."""
    at = iff_library.tag_at(before)
    steps = [read(0, HEAD), read(at, len(before) - at)]
    shorter = min(len(before), len(after))
    longer = before[:shorter] + bytes(len(after) - shorter)
    steps += write_changes(longer, after)
    return [[*steps, truncate(len(after))] if len(after) < len(before) else steps]


def tagged_format(
    name: str,
    module: str,
    make: Callable[[Path], Iterator[Song]],
    describe: Callable[[Any], list[str]] = _describe,
    floor_open: Callable[[Song], Steps] = _floor_open,
    floor_save: Callable[[bytes, bytes], list[Steps]] = _floor_save,
) -> Format:
    """The rows of a format whose files have an ID3 tag inside, opened by the class ``name``."""
    opener = _class(module, name)
    return Format(
        name=name,
        make=make,
        rows=(
            OpenRow(f"{name}(path)", opener, describe, _title, floor_open),
            OpenRow("File(path)", file, describe, _title, floor_open),
            OpenRow("open and read everything", _everything(opener), describe, _title, floor_open),
            ChangeRow("save, padding reused", edited(opener, _longer), call("save"), floor_save),
            ChangeRow("save that grows", edited(opener, _grow), call("save"), floor_save),
            ChangeRow("delete", edited(opener, unchanged), call("delete"), floor_save),
        ),
    )


AIFF = tagged_format("AIFF", "aiff", iff_library.make_aiff)
WAVE = tagged_format("WAVE", "wave", iff_library.make_wave)
