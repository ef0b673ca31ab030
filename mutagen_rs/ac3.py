"""AC-3 and E-AC-3 streams that are files of their own (ETSI TS 102 366).

Such files have no tags of their own.
"""

from __future__ import annotations

from . import _native
from ._file import StreamInfo, native_score
from ._info_only import InfoFileType
from ._util import MutagenError, enum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from ._file import Score

__all__ = ["AC3", "Open"]


@enum
class ChannelMode:
    """Which channels there are, before and behind the listener: `acmod` (4.4.2.3)."""

    DUALMONO = 0
    MONO = 1
    STEREO = 2
    C3F = 3
    C2F1R = 4
    C3F1R = 5
    C2F2R = 6
    C3F2R = 7


AC3_CHANNELS = {
    ChannelMode.DUALMONO: 2,
    ChannelMode.MONO: 1,
    ChannelMode.STEREO: 2,
    ChannelMode.C3F: 3,
    ChannelMode.C2F1R: 3,
    ChannelMode.C3F1R: 4,
    ChannelMode.C2F2R: 4,
    ChannelMode.C3F2R: 5,
}
"""Number of channels of each mode, without that of low frequency."""

AC3_HEADER_SIZE = 7
"""Bytes of the smallest header."""

AC3_SAMPLE_RATES = [48000, 44100, 32000]
"""In Hz, by their code (4.4.1.3)."""

AC3_BITRATES = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192]
AC3_BITRATES += [224, 256, 320, 384, 448, 512, 576, 640]
"""In kbit/s, by half of the frame size code (4.4.1.4)."""


@enum
class EAC3FrameType:
    """What a frame of E-AC-3 belongs to: `strmtyp` (E.2.3.1.1)."""

    INDEPENDENT = 0
    DEPENDENT = 1
    AC3_CONVERT = 2
    RESERVED = 3


EAC3_BLOCKS = [1, 2, 3, 6]
"""Blocks of 256 samples in a frame, by their code (E.2.3.1.5)."""


class AC3Error(MutagenError):
    """The file is no usable AC-3 stream."""


error = AC3Error


class AC3Info(StreamInfo):
    """Facts about an AC-3 stream, read from a file object.

    Raises `AC3Error` if there is no such stream.

    Attributes:
        channels (int): number of channels.
        length (float): duration in seconds, estimated from the size of the file.
        sample_rate (int): in Hz.
        bitrate (int): in bits per second.
        codec (str): "ac-3", or "ec-3" for E-AC-3.
    """

    channels = 0
    length: float = 0
    sample_rate = 0
    bitrate = 0
    codec = "ac-3"

    def __init__(self, fileobj: Any) -> None:
        vars(self).update(_native.ac3_info(fileobj))

    def pprint(self) -> str:
        """The facts as one line of text."""
        return (
            f"{self.codec}, {self.sample_rate} Hz, {self.length:.2f} seconds, "
            f"{self.channels} channel(s), {self.bitrate} bps"
        )


class AC3(InfoFileType):
    """`AC3(filething)`: an AC-3 or E-AC-3 stream. Raises `MutagenError` if it cannot be read.

    Attributes:
        info (AC3Info): facts about the stream.
        tags (None): there are none.
    """

    _Error = AC3Error
    _Info = AC3Info
    _native_open = staticmethod(_native.ac3_open)
    _mimes = ["audio/ac3"]
    info: AC3Info

    score: ClassVar[Score] = native_score("AC3")


Open = AC3
