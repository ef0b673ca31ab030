"""DSF files: stream information, and an ID3 tag at their end.

The stream's facts come from the format chunk (DSF File Format Specification 1.01).
"""

from __future__ import annotations

from . import _native
from ._file import StreamInfo, native_score
from ._filething import target_of
from ._util import MutagenError
from .id3 import ID3
from .id3._container import ContainerFileType, ContainerID3, container_delete

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar

    from typing_extensions import Unpack

    from ._file import Score
    from ._filething import FileArgument, Target

__all__ = ["DSF", "Open", "delete"]


class error(MutagenError):
    """The file is no usable DSF file."""


class DSFChunk:
    """The header of a chunk, read at the position of a file object.

    With `create` nothing is read: the header of a new chunk.

    Attributes:
        chunk_offset (int): where the chunk begins.
        chunk_header (bytes): its name.
        chunk_size (int): its size in bytes, with the header.

    Raises `error` if there is no such chunk.
    """

    CHUNK_SIZE: ClassVar[int]
    """Bytes of the header."""

    _NAME: ClassVar[bytes]

    chunk_offset: int = 0
    chunk_header: Any = "    "
    chunk_size: int = -1

    def __init__(self, fileobj: Any, create: bool = False) -> None:
        self.fileobj: Any = fileobj
        if create:
            self._create()
        else:
            self.chunk_offset = fileobj.tell()
            self.load()

    def _create(self) -> None:
        """Become a new chunk."""

    def load(self) -> None:
        """Read the header."""
        raise NotImplementedError

    def write(self) -> None:
        """Write the chunk to its place."""
        raise NotImplementedError


class _KnownChunk(DSFChunk):
    """A chunk of a kind that every file has."""

    chunk_header: Any
    chunk_size: int

    def _create(self) -> None:
        self.chunk_header = self._NAME
        self.chunk_size = self.CHUNK_SIZE

    def load(self) -> None:
        """Read the header."""
        data = self.fileobj.read(self.CHUNK_SIZE)
        vars(self).update(_native.dsf_chunk(self._NAME, data))


class DSDChunk(_KnownChunk):
    """The first chunk of a file.

    Attributes:
        total_size (int): size of the file in bytes.
        offset_metdata_chunk (int): offset of the ID3 tag; 0 if there is none.
    """

    CHUNK_SIZE: ClassVar[int] = 28
    _NAME = b"DSD "

    total_size = 0
    offset_metdata_chunk = 0

    def write(self) -> None:
        """Write the chunk to its place."""
        data = _native.dsf_dsd_chunk(self.total_size, self.offset_metdata_chunk)
        self.fileobj.seek(self.chunk_offset)
        self.fileobj.write(data)

    def pprint(self) -> str:
        """The chunk as a line of text."""
        return (
            f"DSD Chunk (Total file size = {self.total_size}, "
            f"Pointer to Metadata chunk = {self.offset_metdata_chunk})"
        )


class FormatChunk(_KnownChunk):
    """The second chunk of a file: what the audio is.

    Attributes:
        format_version, format_id (int): always `VERSION` and `FORMAT_DSD_RAW`.
        channel_type (int): which channels there are, by a number of the specification.
        channel_num (int): number of channels.
        sampling_frequency (int): in Hz.
        bits_per_sample (int): 1 or 8, the order of bits in a byte.
        sample_count (int): samples of each channel.
        block_size_per_channel (int): bytes of a channel before those of the next.
    """

    CHUNK_SIZE: ClassVar[int] = 52
    _NAME = b"fmt "

    VERSION = 1

    FORMAT_DSD_RAW = 0
    """Plain bits."""

    format_version = VERSION
    format_id = FORMAT_DSD_RAW
    channel_type = 1
    channel_num = 1
    sampling_frequency = 2822400
    bits_per_sample = 1
    sample_count = 0
    block_size_per_channel = 4096

    def pprint(self) -> str:
        """The chunk as a line of text."""
        return (
            f"fmt Chunk (Channel Type = {self.channel_type}, Channel Num = {self.channel_num}, "
            f"Sampling Frequency = {self.sampling_frequency}, "
            f"{DSFInfo(self).length:.2f} seconds)"
        )


class DataChunk(_KnownChunk):
    """The third chunk of a file, with the audio, which is not read."""

    CHUNK_SIZE: ClassVar[int] = 12
    _NAME = b"data"

    data = ""

    def pprint(self) -> str:
        """The chunk as a line of text."""
        return f"data Chunk (Chunk Offset = {self.chunk_offset}, Chunk Size = {self.chunk_size})"


class DSFInfo(StreamInfo):
    """Facts about the stream of a DSF file, from its format chunk.

    Attributes:
        length (float): in seconds; 0.0 without a sample rate.
        channels (int): number of channels.
        sample_rate (int): in Hz, for instance 2822400.
        bits_per_sample (int): as the format chunk tells it.
        bitrate (int): in bits a second.
    """

    def __init__(self, fmt_chunk: FormatChunk) -> None:
        self.fmt_chunk = fmt_chunk

    @property
    def length(self) -> float:
        """Duration in seconds."""
        rate = self.sample_rate
        return float(self.fmt_chunk.sample_count) / rate if rate else 0.0

    @property
    def channels(self) -> int:
        """Number of channels."""
        return self.fmt_chunk.channel_num

    @property
    def sample_rate(self) -> int:
        """In Hz."""
        return self.fmt_chunk.sampling_frequency

    @property
    def bits_per_sample(self) -> int:
        """As the format chunk tells it."""
        return self.fmt_chunk.bits_per_sample

    @property
    def bitrate(self) -> int:
        """In bits a second."""
        return self.sample_rate * self.bits_per_sample * self.channels

    def pprint(self) -> str:
        """The facts as a line of text."""
        return (
            f"{self.channels} channel DSF @ {self.bits_per_sample} bits, {self.sample_rate} Hz, "
            f"{self.length:.2f} seconds"
        )


class DSFFile:
    """The headers of the chunks of a file, read from the position of a file object.

    Raises `error` if one is missing or damaged.
    """

    dsd_chunk: Any = None
    fmt_chunk: Any = None
    data_chunk: Any = None

    def __init__(self, fileobj: Any) -> None:
        self.dsd_chunk = DSDChunk(fileobj)
        self.fmt_chunk = FormatChunk(fileobj)
        self.data_chunk = DataChunk(fileobj)


class _DSFID3(ContainerID3):
    """The ID3 tag of a DSF file."""

    __module__ = "mutagen_rs.dsf"

    _kind = "DSF"

    # As in mutagen: takes off what stands around the file, not the tag in it.
    delete: Callable[..., None] = ID3.delete


def delete(filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
    """`delete(filething)`: take the ID3 tag out of a DSF file.

    Raises `MutagenError` if the file cannot be opened or changed.
    """
    container_delete("DSF", filething, target)


class DSF(ContainerFileType):
    """`DSF(filething, **options)`: a DSF file.

    The options are those of `mutagen.id3.ID3.load`. Raises `MutagenError` if the file cannot be
    read.

    Attributes:
        info (DSFInfo): facts about the stream.
        tags (ID3 | None): the tag, if there is one.
    """

    _mimes = ["audio/dsf"]

    _Tags: Any = _DSFID3
    _Info: Any = DSFInfo
    _Error: Any = error
    _native_open: Any = staticmethod(_native.id3_container_open)

    info: DSFInfo
    tags: _DSFID3 | None

    score: ClassVar[Score] = native_score("DSF")

    def _read_info(self, fileobj: Any) -> DSFInfo:
        fileobj.seek(0)
        return DSFInfo(DSFFile(fileobj).fmt_chunk)

    def delete(self, filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
        """`delete(filething=None)`: take the tag out of a file, by default of the one loaded."""
        delete(target_of(self, filething, target, True))
        self.tags = None


Open = DSF
