"""Facts about the stream of an MP4 file."""

from __future__ import annotations

from .. import _native
from .._file import StreamInfo

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class MP4Info(StreamInfo):
    """Facts about the first audio track of an MP4 file.

    Attributes:
        bitrate (int): in bit/s; 0 if unknown.
        length (float): in seconds.
        channels (int): number of channels.
        sample_rate (int): in Hz.
        bits_per_sample (int): bits of a sample.
        codec (str): the name of the codec as the file has it (see mp4ra.org), such as "alac" or
            "ac-3"; for MPEG-4 audio with the parameters of RFC 6381, such as "mp4a.40.2".
        codec_description (str): a name of the codec to show, such as "AAC LC" or "ALAC".
    """

    __module__ = "mutagen_rs.mp4"

    bitrate = 0
    length: float = 0.0
    channels = 0
    sample_rate = 0
    bits_per_sample = 0
    codec = ""
    codec_description = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if args or kwargs:
            self.load(*args, **kwargs)

    def load(self, atoms: Any, fileobj: Any) -> None:
        """Read the facts from a file object; `atoms` are its atoms.

        Raises `MP4NoTrackError` if there is nothing to tell, `MP4StreamInfoError` if something
        cannot be read.
        """
        vars(self).update(_native.mp4_info(fileobj))

    def pprint(self) -> str:
        """The facts as one line of text."""
        return (
            f"MPEG-4 audio ({self.codec_description}), "
            f"{self.length:.2f} seconds, {self.bitrate:d} bps"
        )
