"""AIFF files: recognised, not opened yet."""

from __future__ import annotations

from . import _iff
from ._file import native_score
from ._pending import PendingFileType, pending_classes, pending_functions

__all__ = ["AIFF", "Open", "delete"]


class error(_iff.error):
    """The file is no usable AIFF file."""


AIFFChunk, AIFFFormChunk, AIFFFile, AIFFInfo, _IFFID3 = pending_classes(
    __name__, "AIFFChunk", "AIFFFormChunk", "AIFFFile", "AIFFInfo", "_IFFID3"
)
delete, read_float = pending_functions(__name__, "delete", "read_float")


class AIFF(PendingFileType):
    """An AIFF file."""

    _mimes = ["audio/aiff", "audio/x-aiff"]
    score = native_score("AIFF")


Open = AIFF
