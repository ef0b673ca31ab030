"""Carrying out a plan by hand, and telling the audio of a file from its tags."""

from __future__ import annotations

from typing import Any


def carried_out(plan: Any, old: bytes) -> bytes:
    """What the file becomes by the moves and writes of a plan."""
    assert plan.old_size == len(old)
    new = bytearray(old[: plan.new_size].ljust(plan.new_size, b"\0"))
    for start, to, length in plan.moves:
        new[to : to + length] = old[start : start + length]
    for offset, content, _ in plan.writes:
        assert offset + len(content) <= plan.new_size
        new[offset : offset + len(content)] = content
    return bytes(new)


def spliced(plan: Any, old: bytes) -> bytes:
    """The same by the splices: ranges of the old file, replaced one after the other."""
    parts = []
    end = 0
    contents = [content for _, content, _ in plan.writes]
    for (offset, old_length, new_length, _), content in zip(plan.splices, contents, strict=True):
        assert offset >= end, "splices overlap or are out of order"
        assert len(content) == new_length
        parts += [old[end:offset], content]
        end = offset + old_length
    parts.append(old[end:])
    return b"".join(parts)


def tag_size(data: bytes) -> int:
    """Bytes of the ID3v2 tag at the start, with its header."""
    if data[:3] != b"ID3":
        return 0
    return 10 + sum(byte << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))


def audio_of(data: bytes) -> bytes:
    """What is neither ID3v2 at the start nor an ID3v1 record of 128 bytes at the end."""
    end = len(data) - 128 if data[-128:-125] == b"TAG" else len(data)
    return data[tag_size(data) : end]
