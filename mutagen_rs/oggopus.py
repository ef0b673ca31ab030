"""Opus in Ogg (RFC 7845)."""

from __future__ import annotations

from . import _native, ogg
from ._file import native_score
from ._ogg import OggComments, OggInfo, delete_comments
from ._util import get_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from typing_extensions import Unpack

    from ._file import Score
    from ._filething import FileArgument, Target

__all__ = ["OggOpus", "Open", "delete"]


class error(ogg.error):
    """The file is no usable Ogg Opus file."""


class OggOpusHeaderError(error):
    """The Opus headers are missing or damaged."""


class OggOpusInfo(OggInfo):
    """Facts about an Opus stream.

    Attributes:
        length (float): in seconds.
        channels (int): number of channels.
        bitrate (int): in bit/s, from the size of what follows the comment.
        serial (int): serial number of the stream.
    """

    _codec = "OggOpus"

    length: float = 0
    channels: int = 0
    bitrate: int = 0
    __pre_skip: int

    def _post_tags(self, fileobj: Any) -> None:
        audio_size = get_size(fileobj) - fileobj.tell()
        position = self._last_position(fileobj, OggOpusHeaderError)
        self.length = (position - self.__pre_skip) / 48000.0
        self.bitrate = round(audio_size * 8 / self.length) if self.length else 0

    def pprint(self) -> str:
        """The facts as one line of text."""
        return f"Ogg Opus, {self.length:.2f} seconds, {self.bitrate} bps"


class OggOpusVComment(OggComments):
    """The comments of an Opus stream."""

    _codec = "OggOpus"


class OggOpus(ogg.OggFileType):
    """`OggOpus(filething)`: an Ogg Opus file. Raises `OggOpusHeaderError` for any other.

    Attributes:
        info (OggOpusInfo): facts about its stream.
        tags (OggOpusVComment): its comments.
    """

    _codec = "OggOpus"
    _Info = OggOpusInfo
    _Tags = OggOpusVComment
    _Error = OggOpusHeaderError
    _native_open = staticmethod(_native.ogg_open)
    _mimes = ["audio/ogg", "audio/ogg; codecs=opus"]
    info: OggOpusInfo
    tags: OggOpusVComment

    score: ClassVar[Score] = native_score("OggOpus")


Open = OggOpus


def delete(filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
    """`delete(filething)`: remove the comments of a file. Raises `MutagenError` if it cannot."""
    delete_comments(OggOpus, filething, target)
