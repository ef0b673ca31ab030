"""True Audio (TTA) files: stream information, and ID3 tags.

The stream's facts come from its header (True Audio Codec Software, "TTA1 format").
"""

from __future__ import annotations

from . import _native
from ._file import StreamInfo, native_score
from ._util import MutagenError
from .id3 import ID3FileType, delete
from .mp3 import LazyEasyID3

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from ._file import Score

__all__ = ["EasyTrueAudio", "Open", "TrueAudio", "delete"]


class error(MutagenError):
    """The file is no usable True Audio file."""


class TrueAudioHeaderError(error):
    """The stream header is missing, damaged, or cannot be read."""


class TrueAudioInfo(StreamInfo):
    """Facts about a True Audio stream, read from a file object.

    The stream begins at `offset`; None is the start of the file. Raises `TrueAudioHeaderError` if
    there is no such stream.

    Attributes:
        length (float): duration in seconds; 0.0 without a sample rate.
        sample_rate (int): in Hz.
    """

    length: float
    sample_rate: int

    def __init__(self, fileobj: Any, offset: int | None) -> None:
        vars(self).update(_native.trueaudio_info(fileobj, offset))

    def pprint(self) -> str:
        """The facts as one line of text."""
        return f"True Audio, {self.length:.2f} seconds, {self.sample_rate} Hz."


class TrueAudio(ID3FileType):
    """`TrueAudio(filething, ID3=None, **options)`: a True Audio file.

    `ID3` is the class of the tag, such as `EasyID3`; the options are those of its `load`.
    Raises `MutagenError` if the file cannot be read.

    Attributes:
        info (TrueAudioInfo): facts about the stream.
        tags (ID3 | None): the tag, if there is one.
    """

    _Info = TrueAudioInfo
    _native_open = staticmethod(_native.trueaudio_open)
    _mimes = ["audio/x-tta"]

    info: TrueAudioInfo

    score: ClassVar[Score] = native_score("TrueAudio")


Open = TrueAudio


class EasyTrueAudio(TrueAudio):
    """`EasyTrueAudio(filething, **options)`: like `TrueAudio`, with tags of class `EasyID3`.

    Attributes:
        info (TrueAudioInfo): facts about the stream.
        tags (EasyID3 | None): the tag, if there is one.
    """

    ID3 = LazyEasyID3()
