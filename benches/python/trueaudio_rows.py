"""The rows of the True Audio table: only of opening, since its tags are saved as those of MP3."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import content
import trueaudio_library
from actions import file
from floor import Steps, read
from mp3_rows import TAIL
from rows import Format, OpenRow, Package
from songs import Song

INFO = ("length", "sample_rate")


def _trueaudio(package: Package) -> Callable[[str], Any]:
    opener: Callable[[str], Any] = package.module("trueaudio").TrueAudio
    return opener


def _describe(audio: Any) -> list[str]:
    info = operator.attrgetter(*INFO)(audio.info)
    return [f"{type(audio).__name__} {audio.mime!r} {info!r}", *content.id3(audio.tags)]


def _title(audio: Any) -> str:
    return str(audio["TIT2"])


def _floor(song: Song) -> Steps:
    """The tag and the header in one read, the end of the file in another."""
    return [read(0, song.tag + trueaudio_library.HEADER), read(song.size - TAIL, TAIL)]


FORMAT = Format(
    name="True Audio",
    make=trueaudio_library.make,
    rows=(
        OpenRow("TrueAudio(path)", _trueaudio, _describe, _title, _floor),
        OpenRow("File(path) of True Audio", file, _describe, _title, _floor),
    ),
)
