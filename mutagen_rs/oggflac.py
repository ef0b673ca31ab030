"""FLAC in Ogg (Xiph.Org, "Ogg FLAC mapping", version 1.0)."""

from __future__ import annotations

from . import _native, ogg
from ._file import native_score
from ._ogg import OggComments, OggInfo, delete_comments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from typing_extensions import Unpack

    from ._file import Score
    from ._filething import FileArgument, Target

__all__ = ["OggFLAC", "Open", "delete"]


class error(ogg.error):
    """The file is no usable Ogg FLAC file."""


class OggFLACHeaderError(error):
    """The FLAC headers are missing or damaged."""


class OggFLACStreamInfo(OggInfo):
    """Facts about a FLAC stream in Ogg.

    Attributes:
        length (float): in seconds.
        channels (int): number of channels.
        sample_rate (int): in Hz.
        bits_per_sample (int): of each channel.
        total_samples (int): of each channel; 0 if unknown.
        min_blocksize, max_blocksize (int): samples of a block.
        packets (int): header packets behind the first; 0 if unknown.
        serial (int): serial number of the stream.
    """

    _codec = "OggFLAC"

    length: float = 0
    channels = 0
    sample_rate = 0
    total_samples: int

    bits_per_sample: int
    min_blocksize: int
    max_blocksize: int
    packets: int

    def __init__(self, fileobj: Any) -> None:
        super().__init__(fileobj)
        self.length = self.total_samples / float(self.sample_rate)

    def _post_tags(self, fileobj: Any) -> None:
        if not self.length:
            position = self._last_position(fileobj, OggFLACHeaderError)
            self.length = position / float(self.sample_rate)

    def pprint(self) -> str:
        """The facts as one line of text."""
        return f"Ogg FLAC, {self.length:.2f} seconds, {self.sample_rate} Hz"


class OggFLACVComment(OggComments):
    """The comments of a FLAC stream in Ogg. They are saved without padding."""

    _codec = "OggFLAC"


class OggFLAC(ogg.OggFileType):
    """`OggFLAC(filething)`: an Ogg FLAC file. Raises `OggFLACHeaderError` for any other.

    Attributes:
        info (OggFLACStreamInfo): facts about its stream.
        tags (OggFLACVComment): its comments.
    """

    _codec = "OggFLAC"
    _Info = OggFLACStreamInfo
    _Tags = OggFLACVComment
    _Error = OggFLACHeaderError
    _native_open = staticmethod(_native.ogg_open)
    _mimes = ["audio/x-oggflac"]
    info: OggFLACStreamInfo
    tags: OggFLACVComment

    score: ClassVar[Score] = native_score("OggFLAC")


Open = OggFLAC


def delete(filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
    """`delete(filething)`: remove the comments of a file. Raises `MutagenError` if it cannot."""
    delete_comments(OggFLAC, filething, target)
