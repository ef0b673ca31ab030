"""DSDIFF files: recognised, not opened yet."""

from __future__ import annotations

from . import _iff
from ._file import native_score
from ._pending import PendingFileType, pending_classes, pending_functions

__all__ = ["DSDIFF", "Open", "delete"]


class error(_iff.error):
    """The file is no usable DSDIFF file."""


DSDIFFFile, DSDIFFInfo, _DSDIFFID3 = pending_classes(
    __name__, "DSDIFFFile", "DSDIFFInfo", "_DSDIFFID3"
)
(delete,) = pending_functions(__name__, "delete")


class DSDIFF(PendingFileType):
    """A DSDIFF file."""

    _mimes = ["audio/x-dff"]
    score = native_score("DSDIFF")


Open = DSDIFF
