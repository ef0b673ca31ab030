"""AAC streams (ADTS and ADIF): recognised, not opened yet."""

from __future__ import annotations

from ._file import native_score
from ._pending import PendingFileType, pending_classes
from ._util import MutagenError

__all__ = ["AAC", "Open"]


class AACError(MutagenError):
    """The file is no usable AAC stream."""


error = AACError

(AACInfo,) = pending_classes(__name__, "AACInfo")


class AAC(PendingFileType):
    """An AAC stream."""

    _mimes = ["audio/x-aac"]
    score = native_score("AAC")


Open = AAC
