"""ASF files (WMA and WMV): recognised, not opened yet."""

from __future__ import annotations

from .._file import native_score
from .._pending import PendingFileType, pending_classes
from ._attrs import (
    ASFBoolAttribute as ASFBoolAttribute,
    ASFByteArrayAttribute as ASFByteArrayAttribute,
    ASFDWordAttribute as ASFDWordAttribute,
    ASFGUIDAttribute as ASFGUIDAttribute,
    ASFQWordAttribute as ASFQWordAttribute,
    ASFUnicodeAttribute as ASFUnicodeAttribute,
    ASFValue as ASFValue,
    ASFWordAttribute as ASFWordAttribute,
)
from ._util import ASFError as ASFError, ASFHeaderError as ASFHeaderError, error as error

__all__ = ["ASF", "Open"]

# The types of attributes (ASF specification 3.11, "Extended Content Description Object").
UNICODE, BYTEARRAY, BOOL, DWORD, QWORD, WORD, GUID = range(7)

ASFInfo, ASFTags = pending_classes(__name__, "ASFInfo", "ASFTags")


class ASF(PendingFileType):
    """An ASF file."""

    _mimes = [
        "audio/x-ms-wma",
        "audio/x-ms-wmv",
        "video/x-ms-asf",
        "audio/x-wma",
        "video/x-wmv",
    ]
    score = native_score("ASF")


Open = ASF
