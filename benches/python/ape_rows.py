"""The rows of the APEv2 table: tags, and WavPack files that have one."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import ape_library
from actions import LONGER, LYRICS, call, edited, file, open_edit_save, unchanged
from floor import Steps, read, truncate, write, write_changes
from rows import ChangeRow, Format, OpenRow, Package
from songs import Song

# The header of a block.
AUDIO_HEAD = 32
INFO = ("version", "channels", "sample_rate", "bits_per_sample", "length")

Opener = Callable[[str], Any]


def _apev2(package: Package) -> Opener:
    opener: Opener = package.module("apev2").APEv2
    return opener


def _wavpack(package: Package) -> Opener:
    opener: Opener = package.module("wavpack").WavPack
    return opener


def _everything(package: Package) -> Opener:
    """Opens a file and gets every value of the tag and every attribute of the stream."""
    opener = _wavpack(package)
    stream = operator.attrgetter(*INFO)

    def read_everything(path: str) -> Any:
        audio = opener(path)
        stream(audio.info)
        for value in audio.tags.values():
            _ = value.value
        return audio

    return read_everything


def _describe_tags(tags: Any) -> list[str]:
    """Keys in their order, then every value with its type and its content."""
    lines = [f"keys = {list(tags.keys())!r}"]
    for key, value in tags.items():
        lines.append(f"{key} = kind {value.kind}, {_seen(value.value)}: {_seen(value)}")
    return lines


def _seen(value: Any) -> str:
    """What is compared of an object; of long ones the beginning and a hash."""
    text = repr(value)
    return f"{type(value).__name__} {text[:100]} {hash(text)}"


def _describe(audio: Any) -> list[str]:
    """All of an opened WavPack file."""
    info = [f"info.{name} = {getattr(audio.info, name)!r}" for name in INFO]
    lines = [f"{type(audio).__name__} {audio.mime!r}", *info, audio.info.pprint()]
    return [*lines, *_describe_tags(audio.tags), _seen(audio.pprint())]


def _title(tags: Any) -> str:
    return str(tags["Title"])


def _set_title(audio: Any, title: str) -> None:
    audio["Title"] = title


_open_edit_save = open_edit_save(_wavpack, _set_title)


def _same_length(_package: Package, audio: Any, song: Song) -> None:
    audio["Title"] = song.title_at(999_999)


def _longer(_package: Package, audio: Any, song: Song) -> None:
    audio["Title"] = song.title + LONGER


def _grow(_package: Package, audio: Any, _song: Song) -> None:
    audio["Lyrics"] = LYRICS


def _paired(_package: Package) -> Callable[[str, Song], Any]:
    return lambda path, song: (path, song.title_at(999_999))


# The floors: the tag at the end in one read; for the stream, the header of the first block.


def _read_tag(data_size: int, tag: int) -> str:
    return read(data_size - tag, tag)


def _floor_tag(song: Song) -> Steps:
    return [_read_tag(song.size, song.tag)]


def _floor_stream(song: Song) -> Steps:
    return [read(0, AUDIO_HEAD), _read_tag(song.size, song.tag)]


def _floor_save(before: bytes, after: bytes) -> list[Steps]:
    """The tag is read; then what changed is written, and what the file grows by or loses."""
    old = ape_library.tag_size(before)
    start, common = len(before) - old, min(len(before), len(after))
    steps = [_read_tag(len(before), old)]
    steps += write_changes(before[start:common], after[start:common], start)
    if len(after) > common:
        steps.append(write(common, len(after) - common))
    elif len(after) < len(before):
        steps.append(truncate(len(after)))
    return [steps]


def _floor_open_and_save(before: bytes, after: bytes) -> list[Steps]:
    opened = [read(0, AUDIO_HEAD), _read_tag(len(before), ape_library.tag_size(before))]
    return [opened, *_floor_save(before, after)]


def _floor_delete(before: bytes, after: bytes) -> list[Steps]:
    """The footer is read, and the file cut off where the tag began."""
    return [[read(len(before) - 32, 32), truncate(len(after))]]


FORMAT = Format(
    name="APEv2",
    make=ape_library.make,
    rows=(
        OpenRow("APEv2(path)", _apev2, _describe_tags, _title, _floor_tag),
        OpenRow("WavPack(path)", _wavpack, _describe, _title, _floor_stream),
        OpenRow("File(path)", file, _describe, _title, _floor_stream),
        OpenRow("open and read everything", _everything, _describe, _title, _floor_stream),
        ChangeRow("save, equal length", edited(_wavpack, _same_length), call("save"), _floor_save),
        ChangeRow("save, longer title", edited(_wavpack, _longer), call("save"), _floor_save),
        ChangeRow("open, edit, save", _paired, _open_edit_save, _floor_open_and_save),
        ChangeRow("save that grows", edited(_wavpack, _grow), call("save"), _floor_save),
        ChangeRow("delete", edited(_wavpack, unchanged), call("delete"), _floor_delete),
    ),
)
