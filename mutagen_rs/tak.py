"""TAK files (Tom's lossless Audio Kompressor): audio packed without loss, with an APEv2 tag.

The stream's facts come from the metadata objects at the start (thbeck.de).
"""

from __future__ import annotations

from . import _native
from ._file import StreamInfo, native_score
from ._util import enum
from .apev2 import APEv2File, delete, error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from ._file import Score

__all__ = ["TAK", "Open", "delete"]


@enum
class TAKMetadata:
    """Types of metadata objects."""

    END = 0
    STREAM_INFO = 1
    SEEK_TABLE = 2
    SIMPLE_WAVE_DATA = 3
    ENCODER_INFO = 4
    UNUSED_SPACE = 5
    MD5 = 6
    LAST_FRAME_INFO = 7


class TAKHeaderError(error):
    """There is no TAK stream, or its metadata are damaged."""


class TAKInfo(StreamInfo):
    """Facts about the TAK stream that begins at the position of a file object.

    Attributes:
        channels (int): number of channels.
        length (float): in seconds.
        sample_rate (int): in Hz.
        bits_per_sample (int): of a sample.
        number_of_samples (int): for each channel.
        encoder_info (str): name and version of the encoder; empty if unknown.

    Raises `TAKHeaderError` if there is no stream or it cannot be read.
    """

    channels = 0
    length: float = 0
    sample_rate = 0
    bitrate = 0
    encoder_info = ""

    bits_per_sample: int
    number_of_samples: int

    def __init__(self, fileobj: Any) -> None:
        vars(self).update(_native.tak_info(fileobj))

    def pprint(self) -> str:
        """The facts as one line of text."""
        return (
            f"{self.encoder_info or 'TAK'}, {self.sample_rate} Hz, {self.bits_per_sample} bits, "
            f"{self.length:.2f} seconds, {self.channels} channel(s)"
        )


class TAK(APEv2File):
    """`TAK(filething)`: a TAK file.

    Raises `MutagenError` if the file cannot be read.

    Attributes:
        info (TAKInfo): facts about the stream.
        tags (APEv2 | None): the tag, if there is one.
    """

    _Info = TAKInfo
    _native_open = staticmethod(_native.tak_open)
    _mimes = ["audio/x-tak"]

    info: TAKInfo

    score: ClassVar[Score] = native_score("TAK")


Open = TAK
