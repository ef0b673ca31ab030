"""Speex in Ogg (Xiph.Org, "The Speex Codec Manual")."""

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

__all__ = ["OggSpeex", "Open", "delete"]


class error(ogg.error):
    """The file is no usable Ogg Speex file."""


class OggSpeexHeaderError(error):
    """The Speex headers are missing or damaged."""


class OggSpeexInfo(OggInfo):
    """Facts about a Speex stream.

    Attributes:
        length (float): in seconds.
        channels (int): number of channels.
        bitrate (int): nominal bitrate in bit/s; 0 if the encoder has not set it.
        sample_rate (int): in Hz.
        serial (int): serial number of the stream.
    """

    _codec = "OggSpeex"

    length: float = 0
    channels = 0
    bitrate = 0
    sample_rate: int

    def _post_tags(self, fileobj: Any) -> None:
        position = self._last_position(fileobj, OggSpeexHeaderError)
        self.length = position / float(self.sample_rate)

    def pprint(self) -> str:
        """The facts as one line of text."""
        return f"Ogg Speex, {self.length:.2f} seconds"


class OggSpeexVComment(OggComments):
    """The comments of a Speex stream."""

    _codec = "OggSpeex"


class OggSpeex(ogg.OggFileType):
    """`OggSpeex(filething)`: an Ogg Speex file. Raises `OggSpeexHeaderError` for any other.

    Attributes:
        info (OggSpeexInfo): facts about its stream.
        tags (OggSpeexVComment): its comments.
    """

    _codec = "OggSpeex"
    _Info = OggSpeexInfo
    _Tags = OggSpeexVComment
    _Error = OggSpeexHeaderError
    _native_open = staticmethod(_native.ogg_open)
    _mimes = ["audio/x-speex"]
    info: OggSpeexInfo
    tags: OggSpeexVComment

    score: ClassVar[Score] = native_score("OggSpeex")


Open = OggSpeex


def delete(filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
    """`delete(filething)`: remove the comments of a file. Raises `MutagenError` if it cannot."""
    delete_comments(OggSpeex, filething, target)
