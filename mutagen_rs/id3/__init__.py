"""ID3 tags, versions 1.1, 2.2, 2.3 and 2.4: reading, editing, writing.

`ID3` is a dict of frames; each frame is an instance of the class of its name, such as `TIT2`.
The standards: ID3v2.4.0 structure and native frames, ID3v2.3.0, ID3v2-00, ID3v1.1. Text of
several values, separated by zeros, is read in every version; `/` separates nothing.
"""

from __future__ import annotations

from .. import _native
from ._file import ID3, ID3FileType, ID3v1SaveOptions, delete
from ._frames import (
    BinaryFrame,
    Frame,
    Frames,
    Frames_2_2,
    NumericPartTextFrame,
    NumericTextFrame,
    PairedTextFrame,
    TextFrame,
    TimeStampTextFrame,
    UrlFrame,
    UrlFrameU,
)
from ._id3v1 import MakeID3v1, ParseID3v1
from ._specs import CTOCFlags, Encoding, ID3TimeStamp, PictureType
from ._tags import ID3Tags
from ._util import (
    BitPaddedInt,
    ID3BadCompressedData,
    ID3BadUnsynchData,
    ID3EncryptionUnsupportedError,
    ID3JunkFrameError,
    ID3NoHeaderError,
    ID3TagError,
    ID3UnsupportedVersionError,
    ID3Warning,
    error,
)

Open = ID3


class _NoSpec:
    """Stands where old versions of MusicBrainz Picard look for spec classes."""

    write = None


EncodedTextSpec = MultiSpec = _NoSpec

__all__ = ["ID3", "ID3FileType", "Frames", "Open", "delete"]  # noqa: F822

globals().update(Frames)
globals().update(Frames_2_2)
_native.id3_register_classes(globals())
