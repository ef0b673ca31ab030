"""APEv2 tags: recognised, not read yet."""

from __future__ import annotations

from ._file import native_score
from ._pending import PendingFileType, pending_classes, pending_functions
from ._util import MutagenError

__all__ = ["APEv2", "APEv2File", "Open", "delete"]

# The kinds of item, and flags of header and footer (APEv2 specification, "Ape Tags Flags").
TEXT, BINARY, EXTERNAL = 0, 1, 2
HAS_HEADER = 1 << 31
HAS_NO_FOOTER = 1 << 30
IS_HEADER = 1 << 29


class error(MutagenError):
    """The APEv2 tag cannot be read or written."""


class APENoHeaderError(error):
    """The file has no APEv2 tag."""


class APEUnsupportedVersionError(error):
    """The tag is of a version that is not supported."""


class APEBadItemError(error):
    """An item of the tag is damaged."""


APEv2, APETextValue, APEBinaryValue, APEExtValue, _APEv2Data = pending_classes(
    __name__, "APEv2", "APETextValue", "APEBinaryValue", "APEExtValue", "_APEv2Data"
)
delete, is_valid_apev2_key, APEValue = pending_functions(
    __name__, "delete", "is_valid_apev2_key", "APEValue"
)

Open = APEv2


class APEv2File(PendingFileType):
    """A file of any kind with an APEv2 tag."""

    score = native_score("APEv2File")
