"""OptimFROG files: audio packed without loss, or nearly, with an APEv2 tag behind it.

Files of version 4.5 and later are read (losslessaudio.org).
"""

from __future__ import annotations

from . import _native
from ._file import StreamInfo, native_score
from .apev2 import APEv2File, delete, error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from ._file import Score

__all__ = ["Open", "OptimFROG", "delete"]

SAMPLE_TYPE_BITS = dict(enumerate(_native.optimfrog_sample_bits))
"""Bits of a sample by the type that the header tells."""


class OptimFROGHeaderError(error):
    """There is no OptimFROG stream, or it is too old."""


class OptimFROGInfo(StreamInfo):
    """Facts about the OptimFROG stream that begins at the position of a file object.

    Attributes:
        channels (int): number of channels.
        length (float): in seconds.
        sample_rate (int): in Hz.
        bits_per_sample (int | None): of a sample; None for an unknown type of samples.
        encoder_info (str): version of the encoder, such as "5.100"; empty if unknown.

    Raises `OptimFROGHeaderError` if there is no stream or it cannot be read.
    """

    encoder_info: str
    length: float
    channels: int
    sample_rate: int
    bits_per_sample: int | None

    def __init__(self, fileobj: Any) -> None:
        vars(self).update(_native.optimfrog_info(fileobj))

    def pprint(self) -> str:
        """The facts as one line of text."""
        return f"OptimFROG, {self.length:.2f} seconds, {self.sample_rate} Hz"


class OptimFROG(APEv2File):
    """`OptimFROG(filething)`: an OptimFROG file.

    Raises `MutagenError` if the file cannot be read.

    Attributes:
        info (OptimFROGInfo): facts about the stream.
        tags (APEv2 | None): the tag, if there is one.
    """

    _Info = OptimFROGInfo
    _native_open = staticmethod(_native.optimfrog_open)

    info: OptimFROGInfo

    score: ClassVar[Score] = native_score("OptimFROG")


Open = OptimFROG
