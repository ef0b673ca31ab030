"""WavPack files: recognised, not opened yet."""

from __future__ import annotations

from ._file import native_score
from ._pending import PendingFileType, pending_classes
from .apev2 import APEv2File, delete, error

__all__ = ["Open", "WavPack", "delete"]


class WavPackHeaderError(error):
    """The stream header is missing or damaged."""


(WavPackInfo,) = pending_classes(__name__, "WavPackInfo")


class WavPack(PendingFileType, APEv2File):
    """A WavPack file."""

    _mimes = ["audio/x-wavpack"]
    score = native_score("WavPack")


Open = WavPack
