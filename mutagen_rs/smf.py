"""Standard MIDI files: how long they play.

Such files have no tags.
"""

from __future__ import annotations

from . import _native
from ._file import StreamInfo, native_score
from ._info_only import InfoFileType
from ._util import MutagenError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from ._file import Score

__all__ = ["SMF"]


class SMFError(MutagenError):
    """The file is no usable MIDI file."""


error = SMFError


class SMFInfo(StreamInfo):
    """Facts about a MIDI file, read from a file object.

    Raises `SMFError` if it is no MIDI file of format 0 or 1, or damaged.

    Attributes:
        length (float): duration of the longest track in seconds.
    """

    length: float

    def __init__(self, fileobj: Any) -> None:
        vars(self).update(_native.smf_info(fileobj))

    def pprint(self) -> str:
        """The facts as one line of text."""
        return f"SMF, {self.length:.2f} seconds"


class SMF(InfoFileType):
    """`SMF(filething)`: a standard MIDI file. Raises `MutagenError` if it cannot be read.

    Attributes:
        info (SMFInfo): how long it plays.
        tags (None): there are none.
    """

    _Error = SMFError
    _Info = SMFInfo
    _native_open = staticmethod(_native.smf_open)
    _mimes = ["audio/midi", "audio/x-midi"]
    info: SMFInfo

    score: ClassVar[Score] = native_score("SMF")


Open = SMF
