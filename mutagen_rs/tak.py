"""TAK files: recognised, not opened yet."""

from __future__ import annotations

from ._file import native_score
from ._pending import PendingFileType, pending_classes
from .apev2 import APEv2File, delete, error

__all__ = ["TAK", "Open", "delete"]


class TAKHeaderError(error):
    """The stream header is missing or damaged."""


(TAKInfo,) = pending_classes(__name__, "TAKInfo")


class TAK(PendingFileType, APEv2File):
    """A TAK file."""

    _mimes = ["audio/x-tak"]
    score = native_score("TAK")


Open = TAK
