"""MPEG audio, layers 1 to 3: stream information, and ID3 tags.

The stream's facts come from the header of its first frame (ISO 11172-3, ISO 13818-3) and, if there
is one, from the Xing, LAME or VBRI header within that frame.
"""

from __future__ import annotations

from .. import _native
from .._file import StreamInfo, native_score
from .._util import MutagenError, enum
from ..id3 import ID3FileType, delete

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, ClassVar

    from .._file import Score

__all__ = ["MP3", "Open", "delete"]


def __getattr__(name: str) -> Any:
    """The module `_util`, imported when it is asked for: reading a file does not need it."""
    if name != "_util":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return import_module(f"{__name__}._util")


class error(MutagenError):
    """An MPEG file cannot be read."""


class HeaderNotFoundError(error):
    """There is no MPEG audio."""


class InvalidMPEGHeader(error):
    """Never raised; kept for programs that catch it."""


@enum
class BitrateMode:
    """How an encoder chose the bitrate."""

    UNKNOWN = 0
    """Not told; most likely constant."""

    CBR = 1
    """Constant bitrate."""

    VBR = 2
    """Variable bitrate."""

    ABR = 3
    """Average bitrate: variable, with a target."""


STEREO, JOINTSTEREO, DUALCHANNEL, MONO = 0, 1, 2, 3
"""Values of the attribute `mode`."""


class MPEGFrame:
    """The frame at the position of a file object, which afterwards stands at the frame's end.

    Its attributes are those of `MPEGInfo`, with `frame_offset` and `padding` (bool). Attributes
    which only a VBR header can tell are missing without one: `length`, `bitrate_mode`,
    `encoder_info`, `encoder_settings`, `track_gain`, `track_peak`, `album_gain`.

    Raises `HeaderNotFoundError` if there is no frame, `error` if reading fails.
    """

    sketchy = False

    channels: int
    bitrate: int
    sample_rate: int
    version: float
    layer: int
    mode: int
    protected: bool
    padding: bool
    frame_offset: int

    def __init__(self, fileobj: Any) -> None:
        attributes, end = _native.mpeg_frame(fileobj, fileobj.tell())
        vars(self).update(attributes)
        fileobj.seek(end, 0)


def skip_id3(fileobj: Any) -> None:
    """Move a file object past all ID3v2 tags at its position. Raises `OSError` as the object does.

    There may be several: some programs put a new tag before the old one.
    """
    while True:
        head = fileobj.read(10)
        length = _native.id3_tag_len(head)
        fileobj.seek(length - len(head), 1)
        if not length:
            return


def iter_sync(fileobj: Any, max_read: int) -> Iterator[None]:
    """Yield with the file object positioned at each MPEG sync in the next `max_read` bytes.

    It may be moved before the next item is asked for. Raises `OSError` as the object does.
    """
    size = 2
    carried = b""
    while max_read > 0:
        start = fileobj.tell()
        chunk = fileobj.read(min(max_read, size))
        if not chunk:
            return
        # A sync may begin with the last byte of the chunk before.
        data = carried + chunk
        found = _native.mpeg_sync(data, 0)
        while found is not None:
            fileobj.seek(start - len(carried) + found, 0)
            yield
            found = _native.mpeg_sync(data, found + 1)
        fileobj.seek(start + len(chunk), 0)
        max_read -= len(chunk)
        size *= 2
        carried = chunk[-1:]


class MPEGInfo(StreamInfo):
    """Facts about an MPEG audio stream.

    Args:
        fileobj: a file object.
        offset (int | None): where to search for the stream, behind any ID3v2 tags that begin
            there; by default from the start of the file.

    Attributes:
        length (float): in seconds; estimated from the size of the file if no header tells.
        channels (int): 1 or 2.
        bitrate (int): in bit/s; that of the first frame if `bitrate_mode` is `UNKNOWN`.
        sample_rate (int): in Hz.
        bitrate_mode (BitrateMode): how the bitrate was chosen.
        encoder_info (str): name and version of the encoder, beginning with "LAME " if it was
            LAME; empty if unknown.
        encoder_settings (str): options the encoder was probably called with; empty if unknown.
        track_gain, album_gain (float | None): gain in dB, for a loudness of 89 dB.
        track_peak (float | None): loudest sample, 1.0 being full scale.
        album_peak (None): no header tells it.
        version (int | float): of the standard: 1, 2 or 2.5.
        layer (int): 1, 2 or 3.
        mode (int): `STEREO`, `JOINTSTEREO`, `DUALCHANNEL` or `MONO`.
        protected (bool): whether the frames have checksums.
        sketchy (bool): whether the file may well be no MPEG audio at all.

    Raises `HeaderNotFoundError` if there is no stream within the first megabyte, `error` if reading
    fails.
    """

    sketchy = False
    encoder_info = ""
    encoder_settings = ""
    bitrate_mode = BitrateMode.UNKNOWN
    track_gain: float | None = None
    track_peak: float | None = None
    album_gain: float | None = None
    album_peak: float | None = None

    length: float
    channels: int
    bitrate: int
    sample_rate: int
    version: float
    layer: int
    mode: int
    protected: bool
    padding: bool
    frame_offset: int

    def __init__(self, fileobj: Any, offset: int | None = None) -> None:
        vars(self).update(_native.mpeg_info(fileobj, offset))

    def pprint(self) -> str:
        """The facts as one line of text."""
        if self.bitrate_mode == BitrateMode.UNKNOWN:
            mode = "CBR?"
        else:
            mode = str(self.bitrate_mode).rpartition(".")[2]
        encoding = ", ".join(filter(None, (mode, self.encoder_info, self.encoder_settings)))
        line = (
            f"MPEG {self.version} layer {self.layer}, {self.bitrate} bps ({encoding}), "
            f"{self.sample_rate} Hz, {self.channels} chn, {self.length:.2f} seconds"
        )
        return f"{line} (sketchy)" if self.sketchy else line


class MP3(ID3FileType):
    """`MP3(filething, ID3=None, **options)`: an MPEG audio file, most often of layer 3.

    `ID3` is the class of the tag, such as `EasyID3`; the options are those of its `load`.
    Raises `MutagenError` if the file cannot be read.

    Attributes:
        info (MPEGInfo): facts about the stream.
        tags (ID3 | None): the tag, if there is one.
    """

    _Info = MPEGInfo
    _native_open = staticmethod(_native.mp3_open)
    _mimes = ["audio/mpeg", "audio/mpg", "audio/x-mpeg"]

    info: MPEGInfo

    score: ClassVar[Score] = native_score("MP3")

    @property
    def mime(self) -> list[str]:
        """The MIME types of the file, first those of its layer."""
        layer = self.info.layer
        return [f"audio/mp{layer}", f"audio/x-mp{layer}", *super().mime]


Open = MP3


class LazyEasyID3:
    """The class `EasyID3`, imported when it is asked for: few programs use `EasyMP3`."""

    def __get__(self, instance: Any, owner: type) -> Any:
        from ..easyid3 import EasyID3

        return EasyID3


class EasyMP3(MP3):
    """`EasyMP3(filething, **options)`: like `MP3`, with tags of class `EasyID3`.

    Attributes:
        info (MPEGInfo): facts about the stream.
        tags (EasyID3 | None): the tag, if there is one.
    """

    ID3 = LazyEasyID3()
