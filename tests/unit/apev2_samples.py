"""Files with APEv2 tags for tests, made by hand or by the library."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

from mutagen_rs.apev2 import EXTERNAL, APEv2, APEValue

AUDIO = bytes(range(256)) * 40
ID3V1 = b"TAG".ljust(128, b"\0")


def write_tagged(path: Path) -> Path:
    """Make a file with a tag behind its audio."""
    path.write_bytes(AUDIO)
    tags = APEv2()
    tags["Title"] = "A title"
    tags["Artist"] = ["One", "Two"]
    tags["Cover Art (Front)"] = b"\xff\xd8" * 30_000
    tags["Homepage"] = APEValue("http://example.org", EXTERNAL)
    tags.save(path)
    return path


def frame(size: int, items: int, flags: int) -> bytes:
    """A header or footer."""
    return b"APETAGEX" + struct.pack("<6I", 2000, size, items, flags, 0, 0)


def item(key: bytes, value: bytes, flags: int = 0) -> bytes:
    return struct.pack("<2I", len(value), flags) + key + b"\0" + value


def footed(items: bytes, count: int) -> bytes:
    """A tag without a header."""
    return items + frame(len(items) + 32, count, 0)


def carried_out(data: bytes, plan: Any) -> bytes:
    """What a file must hold after a plan."""
    result, position = b"", 0
    new = [content for _, content, _ in plan.writes]
    for (offset, old_length, _, _), content in zip(plan.splices, new, strict=True):
        result += data[position:offset] + content
        position = offset + old_length
    return result + data[position:]
