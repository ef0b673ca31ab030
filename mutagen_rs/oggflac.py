"""FLAC in Ogg: recognised, not opened yet."""

from __future__ import annotations

from . import ogg
from ._file import native_score
from ._pending import pending_classes, pending_functions

__all__ = ["OggFLAC", "Open", "delete"]


class error(ogg.error):
    """The file is no usable Ogg FLAC file."""


class OggFLACHeaderError(error):
    """The FLAC headers are missing or damaged."""


OggFLACStreamInfo, OggFLACVComment = pending_classes(
    __name__, "OggFLACStreamInfo", "OggFLACVComment"
)
(delete,) = pending_functions(__name__, "delete")


class OggFLAC(ogg.OggFileType):
    """An Ogg FLAC file."""

    _mimes = ["audio/x-oggflac"]
    score = native_score("OggFLAC")


Open = OggFLAC
