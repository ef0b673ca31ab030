"""The rows of the DSF table."""

from __future__ import annotations

import operator
from typing import Any

import content
import dsf_library
from dsf_library import HEAD, tag_at
from floor import Steps, read, truncate, write_changes
from iff_rows import tagged_format
from songs import Song

INFO = ("length", "channels", "sample_rate", "bits_per_sample", "bitrate")


def _describe(audio: Any) -> list[str]:
    info = operator.attrgetter(*INFO)(audio.info)
    return [f"{type(audio).__name__} {audio.mime!r} {info!r}", *content.id3(audio.tags)]


# The floors: the headers in one read, the tag in another.


def _floor_open(song: Song) -> Steps:
    return [read(0, HEAD), read(song.size - song.tag, song.tag)]


def _floor_change(before: bytes, after: bytes) -> list[Steps]:
    """What is compared is read; then what changed is written, and the file cut if it shrinks."""
    steps = [read(0, HEAD)]
    if len(before) == len(after):
        steps.append(read(tag_at(before), len(before) - tag_at(before)))
    shorter = min(len(before), len(after))
    steps += write_changes(before[:shorter] + bytes(len(after) - shorter), after)
    return [[*steps, truncate(len(after))] if len(after) < len(before) else steps]


FORMAT = tagged_format("DSF", "dsf", dsf_library.make, _describe, _floor_open, _floor_change)
