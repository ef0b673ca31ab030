"""DSF files: recognised, not opened yet."""

from __future__ import annotations

from ._file import native_score
from ._pending import PendingFileType, pending_classes, pending_functions
from ._util import MutagenError

__all__ = ["DSF", "Open", "delete"]


class error(MutagenError):
    """The file is no usable DSF file."""


DSDChunk, FormatChunk, DataChunk, DSFFile, DSFInfo, _DSFID3 = pending_classes(
    __name__, "DSDChunk", "FormatChunk", "DataChunk", "DSFFile", "DSFInfo", "_DSFID3"
)
(delete,) = pending_functions(__name__, "delete")


class DSF(PendingFileType):
    """A DSF file."""

    _mimes = ["audio/dsf"]
    score = native_score("DSF")


Open = DSF
