"""The rows of the MP3 table."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import content
import mp3_library
from actions import LONGER, LYRICS, call, edited, file, open_edit_save, paired, unchanged
from floor import Steps, move, read, truncate, write, write_changes
from rows import ChangeRow, Format, ImportRow, OpenRow, Package
from songs import Song

# Bytes of audio a reader needs: room for a first frame with its Xing header and some more frames.
AUDIO_HEAD = 4096
# An ID3v1 tag, and three bytes more for the longer variant that old writers left.
TAIL = 131


def _mp3(package: Package) -> Callable[[str], Any]:
    opener: Callable[[str], Any] = package.module("mp3").MP3
    return opener


def _id3(package: Package) -> Callable[[str], Any]:
    opener: Callable[[str], Any] = package.module("id3").ID3
    return opener


class _Fields(dict[type, tuple[Callable[[Any], object], tuple[str, ...]]]):
    """By frame class: what gets all its fields at once, and the names of its optional ones."""

    def __missing__(self, kind: Any) -> tuple[Callable[[Any], object], tuple[str, ...]]:
        get = operator.attrgetter(*(spec.name for spec in kind._framespec))
        found = self[kind] = (get, tuple(spec.name for spec in kind._optionalspec))
        return found


def _everything(package: Package) -> Callable[[str], Any]:
    """Opens a file and gets every field of every frame and every attribute of the stream."""
    opener = _mp3(package)
    stream = operator.attrgetter(*content.MPEG_INFO)
    fields = _Fields()

    def read_everything(path: str) -> Any:
        audio = opener(path)
        stream(audio.info)
        for frame in audio.tags.values():
            get, optional = fields[type(frame)]
            get(frame)
            for name in optional:
                getattr(frame, name, None)
        return audio

    return read_everything


def _title(tags: Any) -> str:
    return str(tags["TIT2"])


def _set_title(audio: Any, title: str) -> None:
    audio["TIT2"].text = [title]


_open_edit_save = open_edit_save(_mp3, _set_title)


def _same_length(_package: Package, audio: Any, song: Song) -> None:
    audio["TIT2"].text = [song.title_at(999_999)]


def _longer(_package: Package, audio: Any, song: Song) -> None:
    audio["TIT2"].text = [song.title + LONGER]


def _grow(package: Package, audio: Any, _song: Song) -> None:
    lyrics = package.module("id3").USLT(encoding=3, lang="eng", desc="", text=LYRICS)
    audio.tags.add(lyrics)


# The floors: the tag in one read, the end of the file in another.


def _floor_tag(song: Song) -> Steps:
    return [read(0, song.tag), read(song.size - TAIL, TAIL)]


def _floor_stream(song: Song) -> Steps:
    return [read(0, song.tag + AUDIO_HEAD), read(song.size - TAIL, TAIL)]


def _floor_save(before: bytes, after: bytes) -> list[Steps]:
    """The tag and the tail read; then what changed, or the tail moved and the whole new tag."""
    old, new = mp3_library.tag_size(before), mp3_library.tag_size(after)
    steps = [read(0, old), read(len(before) - TAIL, TAIL)]
    steps += move(old, new, len(before) - old)
    steps += [write(0, new)] if old != new else write_changes(before[:old], after[:new])
    return [steps + write_changes(before[old:], after[new:], new)]


def _floor_open_and_save(before: bytes, after: bytes) -> list[Steps]:
    opened = [read(0, mp3_library.tag_size(before) + AUDIO_HEAD), read(len(before) - TAIL, TAIL)]
    return [opened, *_floor_save(before, after)]


def _floor_delete(before: bytes, after: bytes) -> list[Steps]:
    """The header and the tail read, the audio moved to the front, the rest cut off."""
    steps = [read(0, 10), read(len(before) - TAIL, TAIL)]
    steps += move(mp3_library.tag_size(before), 0, len(after))
    return [[*steps, truncate(len(after))]]


FORMAT = Format(
    name="MP3",
    make=mp3_library.make,
    rows=(
        OpenRow("MP3(path)", _mp3, content.mp3, _title, _floor_stream),
        OpenRow("ID3(path)", _id3, content.id3, _title, _floor_tag),
        OpenRow("File(path)", file, content.mp3, _title, _floor_stream),
        OpenRow("open and read everything", _everything, content.mp3, _title, _floor_stream),
        ChangeRow("save, equal length", edited(_mp3, _same_length), call("save"), _floor_save),
        ChangeRow("save, padding reused", edited(_mp3, _longer), call("save"), _floor_save),
        ChangeRow(
            "open, edit, save in padding",
            paired,
            _open_edit_save,
            _floor_open_and_save,
        ),
        ChangeRow("save that grows", edited(_mp3, _grow), call("save"), _floor_save),
        ChangeRow("delete", edited(_mp3, unchanged), call("delete"), _floor_delete),
        ImportRow("import and first open", "import PACKAGE.mp3; PACKAGE.mp3.MP3(PATH)"),
    ),
)
