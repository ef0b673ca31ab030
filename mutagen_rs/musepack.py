"""Musepack files: lossy audio of the MPEG family, with an APEv2 tag behind it.

Stream versions 4 to 8 are read ("SV7 specification", "SV8 specification", trac.musepack.net).
"""

from __future__ import annotations

from . import _native
from ._file import StreamInfo, native_score
from .apev2 import APEv2File, delete, error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from ._file import Score

__all__ = ["Musepack", "Open", "delete"]

RATES = list(_native.musepack_rates)
"""Sample rates in Hz by the index that headers hold."""


class MusepackHeaderError(error):
    """There is no Musepack stream, or its header is damaged."""


class MusepackInfo(StreamInfo):
    """Facts about the Musepack stream that begins at the position of a file object.

    An ID3v2 tag at the start of the file is passed.

    Attributes:
        channels (int): number of channels.
        length (float): in seconds.
        sample_rate (int): in Hz.
        bitrate (int): in bit/s; as it stands in the header for versions 4 to 6.
        version (int): of the stream.
        samples (int): without those to be skipped; version 8 only.
        title_gain, album_gain (float): gain in dB; versions 7 and 8, if known.
        title_peak, album_peak (float): loudest sample as a part of the largest amplitude, half as
            much as for other formats; versions 7 and 8, if known.

    Raises `MusepackHeaderError` if there is no stream or it cannot be read.
    """

    version: int
    length: float
    channels: int
    sample_rate: int
    bitrate: int
    samples: int
    title_gain: float
    album_gain: float
    title_peak: float
    album_peak: float

    def __init__(self, fileobj: Any) -> None:
        vars(self).update(_native.musepack_info(fileobj))

    def pprint(self) -> str:
        """The facts as one line of text."""
        gains = [
            f"{getattr(self, f'{what}_gain'):+.2f} ({what})"
            for what in ("title", "album")
            if hasattr(self, f"{what}_gain")
        ]
        line = (
            f"Musepack SV{self.version}, {self.length:.2f} seconds, {self.sample_rate} Hz, "
            f"{self.bitrate} bps"
        )
        return f"{line}, Gain: {', '.join(gains)}" if gains else line


class Musepack(APEv2File):
    """`Musepack(filething)`: a Musepack file.

    Raises `MutagenError` if the file cannot be read.

    Attributes:
        info (MusepackInfo): facts about the stream.
        tags (APEv2 | None): the tag, if there is one.
    """

    _Info = MusepackInfo
    _native_open = staticmethod(_native.musepack_open)
    _mimes = ["audio/x-musepack", "audio/x-mpc"]

    info: MusepackInfo

    score: ClassVar[Score] = native_score("Musepack")


Open = Musepack
