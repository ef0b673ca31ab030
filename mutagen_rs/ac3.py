"""AC-3 and E-AC-3 streams: recognised, not opened yet."""

from __future__ import annotations

from ._file import native_score
from ._pending import PendingFileType, pending_classes
from ._util import MutagenError

__all__ = ["AC3", "Open"]


class AC3Error(MutagenError):
    """The file is no usable AC-3 stream."""


error = AC3Error

(AC3Info,) = pending_classes(__name__, "AC3Info")


class AC3(PendingFileType):
    """An AC-3 or E-AC-3 stream."""

    _mimes = ["audio/ac3"]
    score = native_score("AC3")


Open = AC3
