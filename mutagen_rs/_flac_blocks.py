"""The metadata blocks of FLAC files (RFC 9639, section 8).

Part of `mutagen_rs.flac`, which shows all of this under the names it has there.
"""

from __future__ import annotations

from io import BytesIO

from . import _native
from ._errors import MutagenError
from ._file import StreamInfo as _StreamInfo
from ._vorbis import VCommentDict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, ClassVar

    from ._tags import PaddingFunction

_HOME = "mutagen_rs.flac"


class error(MutagenError):
    """The file, or a block of it, is no usable FLAC."""

    __module__ = _HOME


class FLACNoHeaderError(error):
    """The file does not start with a FLAC header, or has no stream info."""

    __module__ = _HOME


class FLACVorbisError(ValueError, error):
    """The file has a Vorbis comment already."""

    __module__ = _HOME


def to_int_be(data: bytes) -> int:
    """The big-endian number that bytes of any length are."""
    return int.from_bytes(data, "big")


class StrictFileObject:
    """A file object whose `read(size)` gives all of that many bytes, or raises `error`."""

    __module__ = _HOME

    def __init__(self, fileobj: Any) -> None:
        self._fileobj = fileobj

    def __getattr__(self, name: str) -> Any:
        if name in ("close", "tell", "seek", "write", "name", "flush", "truncate"):
            return getattr(self._fileobj, name)
        raise AttributeError(name)

    def read(self, size: int = -1) -> bytes:
        """Read that many bytes, or all that is left for a negative size."""
        data: bytes = self._fileobj.read(size)
        if len(data) != size and size >= 0:
            raise error(f"{size} bytes expected, but there are only {len(data)}")
        return data

    def tryread(self, *args: Any) -> bytes:
        """Read as the file object itself does."""
        data: bytes = self._fileobj.read(*args)
        return data


class MetadataBlock:
    """`MetadataBlock(data)`: a block of any kind, and the base of those of known kinds.

    `data` are bytes or a file object, without the header of the block.

    Attributes:
        code (int): the kind of block; set when it is read from a file.
        data (bytes): its content, if it is of no known kind.
    """

    __module__ = _HOME

    _MAX_SIZE = 2**24 - 1
    """The largest size in bytes that a header can tell."""

    _distrust_size = False
    """Whether the content of such a block tells its true size, and its header may be wrong."""

    _invalid_overflow_size: int = -1
    """The wrong size in the header of a block that is too large for any, or -1."""

    if TYPE_CHECKING:
        code: int
        data: bytes

    def __init__(self, data: Any) -> None:
        if data is None:
            return
        if isinstance(data, bytes):
            data = BytesIO(data)
        elif not hasattr(data, "read"):
            raise TypeError(f"bytes or a file object expected, not {type(data).__name__}")
        self.load(data if isinstance(data, StrictFileObject) else StrictFileObject(data))

    def load(self, data: Any) -> None:
        """Read the content from a `StrictFileObject`. Raises `error` if it is not sound."""
        self.data = data.read()

    def write(self) -> bytes:
        """The content as it stands in a file. Raises `error` for what does not fit into it."""
        return self.data

    @classmethod
    def _writeblock(cls, block: Any, is_last: bool = False) -> bytearray:
        """A block with its header. Raises `error` if it is too large."""
        return _native.flac_write_block(block, is_last)

    @classmethod
    def _writeblocks(
        cls,
        blocks: Iterable[Any],
        available: int,
        cont_size: int,
        padding_func: PaddingFunction | None,
    ) -> bytearray:
        """All blocks with their headers, and one of padding in place of those there are.

        `available` bytes are there for them, and `cont_size` bytes follow. Raises `error` if a
        block is too large.
        """
        return _native.flac_write_blocks(blocks, available, cont_size, padding_func)


def _same(one: Any, other: Any, names: tuple[str, ...]) -> bool:
    """Whether two objects have equal attributes of these names; False if one is missing."""
    try:
        return all(getattr(one, name) == getattr(other, name) for name in names)
    except AttributeError:
        return False


class StreamInfo(MetadataBlock, _StreamInfo):
    """`StreamInfo(data)`: what the file says about its audio.

    Saving a file writes it again, so do not change what is not changed in the audio.

    Attributes:
        min_blocksize, max_blocksize (int): samples of a frame.
        min_framesize, max_framesize (int): bytes of a frame; 0 if unknown.
        sample_rate (int): in Hz.
        channels (int): 1 to 8.
        bits_per_sample (int): 1 to 32.
        total_samples (int): samples of each channel; 0 if unknown.
        length (float): in seconds; 0 if unknown.
        md5_signature (int): MD5 of the decoded audio; 0 if unknown.
        bitrate (int): in bits a second; 0 if it was not read from a file.
    """

    __module__ = _HOME

    code = 0
    bitrate = 0

    if TYPE_CHECKING:
        min_blocksize: int
        max_blocksize: int
        min_framesize: int
        max_framesize: int
        sample_rate: int
        channels: int
        bits_per_sample: int
        total_samples: int
        length: float
        md5_signature: int

    def load(self, data: Any) -> None:
        """Read the content from a file object. Raises `error` for a sample rate of 0."""
        vars(self).update(_native.flac_read_stream_info(data))

    def write(self) -> bytes:
        """The content as it stands in a file."""
        return _native.flac_write_stream_info(self)

    def pprint(self) -> str:
        """The facts as one line of text."""
        return f"FLAC, {self.length:.2f} seconds, {self.sample_rate} Hz"

    def __eq__(self, other: object) -> bool:
        names = ("min_blocksize", "max_blocksize", "sample_rate", "channels", "bits_per_sample")
        return _same(self, other, (*names, "total_samples"))

    __hash__: ClassVar[Callable[[Any], int]] = MetadataBlock.__hash__


if TYPE_CHECKING:
    _Tuple = tuple[int, ...]
else:
    _Tuple = tuple


class SeekPoint(_Tuple):
    """`SeekPoint(first_sample, byte_offset, num_samples)`: a place to start decoding from.

    Attributes:
        first_sample (int): number of the first sample of a frame; 2**64 - 1 for a place in the
            table that is kept free.
        byte_offset (int): of the frame, from the first frame on.
        num_samples (int): samples of the frame.
    """

    __module__ = _HOME

    def __new__(cls, first_sample: int, byte_offset: int, num_samples: int) -> SeekPoint:
        return super().__new__(cls, (first_sample, byte_offset, num_samples))

    def __getnewargs__(self) -> tuple[int, ...]:
        return tuple(self)

    @property
    def first_sample(self) -> int:
        return self[0]

    @property
    def byte_offset(self) -> int:
        return self[1]

    @property
    def num_samples(self) -> int:
        return self[2]


class SeekTable(MetadataBlock):
    """`SeekTable(data)`: places to start decoding from.

    Attributes:
        seekpoints (list[SeekPoint])
    """

    __module__ = _HOME

    code = 3

    def __init__(self, data: Any) -> None:
        self.seekpoints: list[SeekPoint] = []
        super().__init__(data)

    def load(self, data: Any) -> None:
        """Read the content from a `StrictFileObject`: all whole points that are left in it."""
        self.seekpoints = _native.flac_read_seek_table(data.tryread())

    def write(self) -> bytes:
        """The content as it stands in a file."""
        return _native.flac_write_seek_table(self)

    def __eq__(self, other: object) -> bool:
        return _same(self, other, ("seekpoints",))

    __hash__: ClassVar[Callable[[Any], int]] = MetadataBlock.__hash__

    def __repr__(self) -> str:
        return f"<{type(self).__name__} seekpoints={self.seekpoints!r}>"


class VCFLACDict(VCommentDict):
    """`VCFLACDict(data=None, errors="replace")`: the tags of a FLAC file, without framing bit."""

    __module__ = _HOME

    code = 4
    _distrust_size = True
    _invalid_overflow_size: int = -1

    def load(self, data: Any, errors: str = "replace", framing: bool = False) -> None:
        """Append what a file object holds; see `VComment.load`."""
        super().load(data, errors, framing)

    def write(self, framing: bool = False) -> bytes:
        """The comment as it stands in a file; see `VComment.write`."""
        return super().write(framing)


class CueSheetTrackIndex(_Tuple):
    """`CueSheetTrackIndex(index_number, index_offset)`: a place in a track of a cue sheet.

    Attributes:
        index_number (int): 0 for the gap before a track, 1 for its start.
        index_offset (int): in samples, from the start of the track.
    """

    __module__ = _HOME

    def __new__(cls, index_number: int, index_offset: int) -> CueSheetTrackIndex:
        return super().__new__(cls, (index_number, index_offset))

    def __getnewargs__(self) -> tuple[int, ...]:
        return tuple(self)

    @property
    def index_number(self) -> int:
        return self[0]

    @property
    def index_offset(self) -> int:
        return self[1]


class CueSheetTrack:
    """`CueSheetTrack(track_number, start_offset, isrc="", type_=0, pre_emphasis=False)`.

    A track of a cue sheet.

    Attributes:
        track_number (int): 1 to 99, and 170 for the lead-out, which must be the last track.
        start_offset (int): in samples, from the start of the audio.
        isrc (bytes): International Standard Recording Code: 12 characters, or empty.
        type (int): 0 for audio, 1 for other data.
        pre_emphasis (bool)
        indexes (list[CueSheetTrackIndex]): none for the lead-out.
    """

    __module__ = _HOME

    def __init__(
        self,
        track_number: int,
        start_offset: int,
        isrc: Any = "",
        type_: int = 0,
        pre_emphasis: bool = False,
    ) -> None:
        self.track_number = track_number
        self.start_offset = start_offset
        self.isrc = isrc
        self.type = type_
        self.pre_emphasis = pre_emphasis
        self.indexes: list[CueSheetTrackIndex] = []

    def __eq__(self, other: object) -> bool:
        names = ("track_number", "start_offset", "isrc", "type", "pre_emphasis", "indexes")
        return _same(self, other, names)

    __hash__: ClassVar[Callable[[Any], int]] = object.__hash__

    def __repr__(self) -> str:
        facts = {
            "number": repr(self.track_number),
            "offset": str(int(self.start_offset)),
            "isrc": repr(self.isrc),
            "type": repr(self.type),
            "pre_emphasis": repr(self.pre_emphasis),
            "indexes": repr(self.indexes),
        }
        shown = ", ".join(f"{name}={value}" for name, value in facts.items())
        return f"<{type(self).__name__} {shown})>"


class CueSheet(MetadataBlock):
    """`CueSheet(data)`: the tracks of a disc.

    Attributes:
        media_catalog_number (bytes): up to 128 characters of ASCII.
        lead_in_samples (int): samples before the first track.
        compact_disc (bool): whether it is a compact disc.
        tracks (list[CueSheetTrack]): the last one stands for the lead-out.
    """

    __module__ = _HOME

    code = 5

    media_catalog_number: Any = b""
    lead_in_samples = 88200
    compact_disc = True

    def __init__(self, data: Any) -> None:
        self.tracks: list[Any] = []
        super().__init__(data)

    def load(self, data: Any) -> None:
        """Read the content from a file object. Raises `error` if it is cut off."""
        vars(self).update(_native.flac_read_cue_sheet(data))

    def write(self) -> bytes:
        """The content as it stands in a file. Raises `error` for what does not fit into it."""
        return _native.flac_write_cue_sheet(self)

    def __eq__(self, other: object) -> bool:
        names = ("media_catalog_number", "lead_in_samples", "compact_disc", "tracks")
        return _same(self, other, names)

    __hash__: ClassVar[Callable[[Any], int]] = MetadataBlock.__hash__

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__} media_catalog_number={self.media_catalog_number!r}, "
            f"lead_in={self.lead_in_samples!r}, compact_disc={self.compact_disc!r}, "
            f"tracks={self.tracks!r}>"
        )


class Picture(MetadataBlock):
    """`Picture(data=None)`: a picture in a FLAC file; in Ogg, a base64 value of the tags.

    Attributes:
        type (int): what it shows, as `id3.PictureType` tells; 3 is the front cover.
        mime (str): MIME type, such as "image/png".
        desc (str): description.
        width, height (int): in pixels.
        depth (int): bits a pixel.
        colors (int): colours of the palette; 0 if there is none.
        data (bytes): the picture itself.
    """

    __module__ = _HOME

    code = 6
    _distrust_size = True

    def __init__(self, data: Any = None) -> None:
        self.type = 0
        self.mime = ""
        self.desc = ""
        self.width = 0
        self.height = 0
        self.depth = 0
        self.colors = 0
        self.data = b""
        super().__init__(data)

    def load(self, data: Any) -> None:
        """Read the content from a file object. Raises `error` if it is cut off."""
        vars(self).update(_native.flac_read_picture(data))

    def write(self) -> bytes:
        """The content as it stands in a file. Raises `error` for what does not fit into it."""
        return _native.flac_write_picture(self)

    def __eq__(self, other: object) -> bool:
        names = ("type", "mime", "desc", "width", "height", "depth", "colors", "data")
        return _same(self, other, names)

    __hash__: ClassVar[Callable[[Any], int]] = MetadataBlock.__hash__

    def __repr__(self) -> str:
        return f"<{type(self).__name__} '{self.mime}' ({len(self.data)} bytes)>"


class Padding(MetadataBlock):
    """`Padding(data=b"")`: free room. A file that is saved has one such block, the last one.

    Attributes:
        length (int): in bytes.
    """

    __module__ = _HOME

    code = 1

    if TYPE_CHECKING:
        length: int

    def __init__(self, data: Any = b"") -> None:
        super().__init__(data)

    def load(self, data: Any) -> None:
        """Take the length of all that is left in a file object."""
        self.length = len(data.read())

    def write(self) -> bytes:
        """That many zeros. Raises `error` if there is no room for them."""
        try:
            return bytes(max(self.length, 0))
        except (OverflowError, ValueError, MemoryError) as err:
            raise error(f"padding of {self.length} bytes is too long") from err

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Padding) and self.length == other.length

    __hash__: ClassVar[Callable[[Any], int]] = MetadataBlock.__hash__

    def __repr__(self) -> str:
        return f"<{type(self).__name__} ({self.length} bytes)>"
