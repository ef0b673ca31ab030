"""Vorbis in Ogg (Xiph.Org, "Vorbis I specification")."""

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

__all__ = ["OggVorbis", "Open", "delete"]


class error(ogg.error):
    """The file is no usable Ogg Vorbis file."""


class OggVorbisHeaderError(error):
    """The Vorbis headers are missing or damaged."""


class OggVorbisInfo(OggInfo):
    """Facts about a Vorbis stream.

    Attributes:
        length (float): in seconds.
        channels (int): number of channels.
        bitrate (int): nominal bitrate in bit/s, or what the limits of the encoder tell of it.
        sample_rate (int): in Hz.
        serial (int): serial number of the stream.
    """

    _codec = "OggVorbis"

    length: float = 0.0
    channels: int = 0
    bitrate: int = 0
    sample_rate: int = 0

    def _post_tags(self, fileobj: Any) -> None:
        position = self._last_position(fileobj, OggVorbisHeaderError)
        self.length = position / float(self.sample_rate)

    def pprint(self) -> str:
        """The facts as one line of text."""
        return f"Ogg Vorbis, {self.length:.2f} seconds, {self.bitrate} bps"


class OggVCommentDict(OggComments):
    """The comments of a Vorbis stream."""

    _codec = "OggVorbis"
    _framing = True


class OggVorbis(ogg.OggFileType):
    """`OggVorbis(filething)`: an Ogg Vorbis file. Raises `OggVorbisHeaderError` for any other.

    Attributes:
        info (OggVorbisInfo): facts about its stream.
        tags (OggVCommentDict): its comments.
    """

    _codec = "OggVorbis"
    _Info = OggVorbisInfo
    _Tags = OggVCommentDict
    _Error = OggVorbisHeaderError
    _native_open = staticmethod(_native.ogg_open)
    _mimes = ["audio/vorbis", "audio/x-vorbis"]
    info: OggVorbisInfo
    tags: OggVCommentDict

    score: ClassVar[Score] = native_score("OggVorbis")


Open = OggVorbis


def delete(filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
    """`delete(filething)`: remove the comments of a file. Raises `MutagenError` if it cannot."""
    delete_comments(OggVorbis, filething, target)
