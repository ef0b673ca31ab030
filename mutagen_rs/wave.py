"""WAVE files: recognised, not opened yet."""

from __future__ import annotations

from . import _iff
from ._file import native_score
from ._pending import PendingFileType, pending_classes, pending_functions

__all__ = ["WAVE", "Open", "delete"]


class error(_iff.error):
    """The file is no usable WAVE file."""


WaveStreamInfo, _WaveFile, _WaveID3 = pending_classes(
    __name__, "WaveStreamInfo", "_WaveFile", "_WaveID3"
)
(delete,) = pending_functions(__name__, "delete")


class WAVE(PendingFileType):
    """A WAVE file."""

    _mimes = ["audio/wav", "audio/wave"]
    score = native_score("WAVE")


Open = WAVE
