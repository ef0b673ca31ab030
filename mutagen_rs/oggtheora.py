"""Theora video in Ogg (Xiph.Org, "Theora Specification")."""

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

__all__ = ["OggTheora", "Open", "delete"]


class error(ogg.error):
    """The file is no usable Ogg Theora file."""


class OggTheoraHeaderError(error):
    """The Theora headers are missing or damaged."""


class OggTheoraInfo(OggInfo):
    """Facts about a Theora stream.

    Attributes:
        length (float): in seconds.
        fps (float): frames a second.
        bitrate (int): nominal bitrate in bit/s.
        granule_shift (int): how many bits of a position count frames since a key frame.
        serial (int): serial number of the stream.
    """

    _codec = "OggTheora"

    length: float = 0
    fps: float = 0
    bitrate = 0
    granule_shift: int

    def _post_tags(self, fileobj: Any) -> None:
        position = self._last_position(fileobj, OggTheoraHeaderError)
        since_key_frame = position & (1 << self.granule_shift) - 1
        self.length = ((position >> self.granule_shift) + since_key_frame) / float(self.fps)

    def pprint(self) -> str:
        """The facts as one line of text."""
        return f"Ogg Theora, {self.length:.2f} seconds, {self.bitrate} bps"


class OggTheoraCommentDict(OggComments):
    """The comments of a Theora stream."""

    _codec = "OggTheora"


class OggTheora(ogg.OggFileType):
    """`OggTheora(filething)`: an Ogg Theora file. Raises `OggTheoraHeaderError` for any other.

    Attributes:
        info (OggTheoraInfo): facts about its stream.
        tags (OggTheoraCommentDict): its comments.
    """

    _codec = "OggTheora"
    _Info = OggTheoraInfo
    _Tags = OggTheoraCommentDict
    _Error = OggTheoraHeaderError
    _native_open = staticmethod(_native.ogg_open)
    _mimes = ["video/x-theora"]
    info: OggTheoraInfo
    tags: OggTheoraCommentDict

    score: ClassVar[Score] = native_score("OggTheora")


Open = OggTheora


def delete(filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
    """`delete(filething)`: remove the comments of a file. Raises `MutagenError` if it cannot."""
    delete_comments(OggTheora, filething, target)
