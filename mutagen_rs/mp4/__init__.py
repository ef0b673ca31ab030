"""MP4 files: recognised, not opened yet."""

from __future__ import annotations

from .._file import native_score
from .._pending import PendingFileType, pending_classes, pending_functions
from .._util import MutagenError

__all__ = ["MP4", "AtomDataType", "MP4Cover", "MP4FreeForm", "Open", "delete"]


class error(MutagenError):
    """The file is no usable MP4 file."""


class MP4MetadataError(error):
    """The tags cannot be read or written."""


class MP4StreamInfoError(error):
    """The stream information cannot be read."""


class MP4NoTrackError(MP4StreamInfoError):
    """The file has no audio track."""


class MP4MetadataValueError(ValueError, MP4MetadataError):
    """A value does not fit its key."""


AtomDataType, MP4Cover, MP4FreeForm, MP4Tags = pending_classes(
    __name__, "AtomDataType", "MP4Cover", "MP4FreeForm", "MP4Tags"
)
Chapter, MP4Chapters, MP4Info = pending_classes(__name__, "Chapter", "MP4Chapters", "MP4Info")
delete, _item_sort_key, _name2key, _key2name = pending_functions(
    __name__, "delete", "_item_sort_key", "_name2key", "_key2name"
)


class MP4(PendingFileType):
    """An MP4 file."""

    _mimes = ["audio/mp4", "audio/x-m4a", "audio/mpeg4", "audio/aac"]
    score = native_score("MP4")


Open = MP4
