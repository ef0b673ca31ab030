"""Chunks of RIFF files: to come."""

from __future__ import annotations

from ._pending import pending_classes

RiffChunk, RiffListChunk, RiffFile = pending_classes(
    __name__, "RiffChunk", "RiffListChunk", "RiffFile"
)
