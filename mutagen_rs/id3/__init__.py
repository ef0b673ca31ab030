"""ID3 tags, versions 1.1, 2.2, 2.3 and 2.4: reading, editing, writing.

`ID3` is a dict of frames; each frame is an instance of the class of its name, such as `TIT2`.
The standards: ID3v2.4.0 structure and native frames, ID3v2.3.0, ID3v2-00, ID3v1.1. Text of
several values, separated by zeros, is read in every version; `/` separates nothing.
"""

from __future__ import annotations

from .. import _native
from ._file import ID3, ID3FileType, ID3v1SaveOptions as ID3v1SaveOptions, delete
from ._frames import (
    BinaryFrame as BinaryFrame,
    Frame as Frame,
    Frames,
    Frames_2_2 as Frames_2_2,
    NumericPartTextFrame as NumericPartTextFrame,
    NumericTextFrame as NumericTextFrame,
    PairedTextFrame as PairedTextFrame,
    TextFrame as TextFrame,
    TimeStampTextFrame as TimeStampTextFrame,
    UrlFrame as UrlFrame,
    UrlFrameU as UrlFrameU,
)
from ._id3v1 import MakeID3v1 as MakeID3v1, ParseID3v1 as ParseID3v1
from ._specs import (
    CTOCFlags as CTOCFlags,
    Encoding as Encoding,
    ID3TimeStamp as ID3TimeStamp,
    PictureType as PictureType,
)
from ._tags import ID3Tags as ID3Tags
from ._util import (
    BitPaddedInt as BitPaddedInt,
    ID3BadCompressedData as ID3BadCompressedData,
    ID3BadUnsynchData as ID3BadUnsynchData,
    ID3EncryptionUnsupportedError as ID3EncryptionUnsupportedError,
    ID3JunkFrameError as ID3JunkFrameError,
    ID3NoHeaderError as ID3NoHeaderError,
    ID3TagError as ID3TagError,
    ID3UnsupportedVersionError as ID3UnsupportedVersionError,
    ID3Warning as ID3Warning,
    error as error,
)

TYPE_CHECKING = False
Open = ID3


class _NoSpec:
    """Stands where old versions of MusicBrainz Picard look for spec classes."""

    write = None


EncodedTextSpec = MultiSpec = _NoSpec

__all__ = ["ID3", "Frames", "ID3FileType", "Open", "delete"]

if TYPE_CHECKING:
    from . import _frames
    from ._frames import *  # noqa: F403 # the classes that `Frames` and `Frames_2_2` bring

    __all__ += _frames.__all__  # else checkers take them for private here

globals().update(Frames)
globals().update(Frames_2_2)
_native.id3_register_classes(globals())
