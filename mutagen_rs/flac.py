"""FLAC files: recognised, not opened yet."""

from __future__ import annotations

from ._file import native_score
from ._pending import PendingFileType, pending_classes, pending_functions
from ._util import MutagenError

__all__ = ["FLAC", "Open", "delete"]


class error(MutagenError):
    """The file is no usable FLAC file."""


class FLACNoHeaderError(error):
    """The file does not start with a FLAC header."""


class FLACVorbisError(ValueError, error):
    """The file has a Vorbis comment already."""


MetadataBlock, StreamInfo, SeekPoint, SeekTable, VCFLACDict = pending_classes(
    __name__, "MetadataBlock", "StreamInfo", "SeekPoint", "SeekTable", "VCFLACDict"
)
CueSheetTrackIndex, CueSheetTrack, CueSheet, Picture, Padding = pending_classes(
    __name__, "CueSheetTrackIndex", "CueSheetTrack", "CueSheet", "Picture", "Padding"
)
delete, to_int_be = pending_functions(__name__, "delete", "to_int_be")


class FLAC(PendingFileType):
    """A FLAC file."""

    _mimes = ["audio/flac", "audio/x-flac", "application/x-flac"]
    score = native_score("FLAC")


Open = FLAC
