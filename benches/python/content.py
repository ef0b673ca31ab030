"""What a caller can see of an opened file, as text, so that two libraries can be compared."""

from __future__ import annotations

import hashlib
from typing import Any

MPEG_INFO = (
    "length",
    "bitrate",
    "channels",
    "sample_rate",
    "version",
    "layer",
    "mode",
    "protected",
    "padding",
    "frame_offset",
    "sketchy",
    "encoder_info",
    "encoder_settings",
    "bitrate_mode",
    "track_gain",
    "track_peak",
    "album_gain",
    "album_peak",
)

ASF_INFO = (
    "length",
    "sample_rate",
    "bitrate",
    "channels",
    "codec_type",
    "codec_name",
    "codec_description",
)
MP4_INFO = (
    "length",
    "bitrate",
    "channels",
    "sample_rate",
    "bits_per_sample",
    "codec",
    "codec_description",
)


class Mismatch(AssertionError):
    """The two libraries disagree, or one returned something out of date."""


def compare(name: str, expected: list[str], found: list[str]) -> None:
    """Raise ``Mismatch`` with the first line that differs, if one does."""
    for old, new in zip(expected, found, strict=False):
        if old != new:
            raise Mismatch(f"{name}: {old[:200]} became {new[:200]}")
    if len(expected) != len(found):
        raise Mismatch(f"{name}: {len(expected)} lines became {len(found)}")


def id3(tags: Any) -> list[str]:
    """Keys in their order, then every frame with its type, its repr and each of its fields."""
    lines = [
        f"keys = {list(tags.keys())!r}",
        f"version = {tags.version!r}, size = {tags.size!r}, padding = {tags._padding!r}",
        f"unknown = {tags.unknown_frames!r}",
    ]
    for key, frame in tags.items():
        lines.append(f"{key} = {type(frame).__name__} {_short(repr(frame))}")
        for spec in (*frame._framespec, *frame._optionalspec):
            if hasattr(frame, spec.name):
                lines.append(f"{key}.{spec.name} = {_value(getattr(frame, spec.name))}")
    return lines


def mpeg_info(info: Any) -> list[str]:
    """Every attribute of the stream information, and its printed form."""
    lines = [f"info.{name} = {_value(getattr(info, name))}" for name in MPEG_INFO]
    return [*lines, f"info = {info.pprint()!r}"]


def mp3(audio: Any) -> list[str]:
    """All of an opened MP3 file."""
    first, last = f"{type(audio).__name__} {audio.mime!r}", _short(repr(audio.pprint()))
    return [first, *mpeg_info(audio.info), *id3(audio.tags), last]


def asf(audio: Any) -> list[str]:
    """All of an opened ASF file."""
    lines = [f"{type(audio).__name__} {audio.mime!r}"]
    lines += [f"info.{name} = {_value(getattr(audio.info, name))}" for name in ASF_INFO]
    lines += [f"keys = {sorted(audio.tags.keys())!r}"]
    for name, value in audio.tags:
        places = (value.language, value.stream)
        lines.append(f"{name} = {type(value).__name__} {places!r} {_value(value.value)}")
    return [*lines, _short(repr(audio.pprint()))]


def mp4(audio: Any) -> list[str]:
    """All of an opened MP4 file."""
    lines = [f"{type(audio).__name__} {audio.mime!r}, padding = {audio._padding!r}"]
    lines += [f"info.{name} = {_value(getattr(audio.info, name))}" for name in MP4_INFO]
    lines += [f"keys = {list(audio.tags.keys())!r}"]
    for key, value in audio.tags.items():
        lines.append(f"{key} = {_value(value)}")
        for item in value if isinstance(value, list) else ():
            lines.append(
                f"{key} has {_value(item)} {vars(item) if hasattr(item, '__dict__') else ''}"
            )
    return [*lines, f"chapters = {audio.chapters!r}", _short(repr(audio.pprint()))]


def _value(value: Any) -> str:
    kind = type(value)
    inner = f" of {sorted({type(item).__name__ for item in value})}" if kind is list else ""
    return f"{kind.__name__}{inner} {_short(value if kind is bytes else repr(value))}"


def _short(value: str | bytes) -> str:
    """Long values, such as pictures, are told apart by a digest."""
    data = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
    if len(data) > 1000:
        return f"{len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}"
    return str(value)
