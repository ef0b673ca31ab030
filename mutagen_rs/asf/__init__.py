"""ASF files (WMA and WMV): recognised, not opened yet."""

from __future__ import annotations

from .._file import native_score
from .._pending import PendingFileType, pending_classes
from ._attrs import (
    ASFBoolAttribute as ASFBoolAttribute,
)
from ._attrs import (
    ASFByteArrayAttribute as ASFByteArrayAttribute,
)
from ._attrs import (
    ASFDWordAttribute as ASFDWordAttribute,
)
from ._attrs import (
    ASFGUIDAttribute as ASFGUIDAttribute,
)
from ._attrs import (
    ASFQWordAttribute as ASFQWordAttribute,
)
from ._attrs import (
    ASFUnicodeAttribute as ASFUnicodeAttribute,
)
from ._attrs import (
    ASFValue as ASFValue,
)
from ._attrs import (
    ASFWordAttribute as ASFWordAttribute,
)
from ._util import ASFError as ASFError
from ._util import ASFHeaderError as ASFHeaderError
from ._util import error as error

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
