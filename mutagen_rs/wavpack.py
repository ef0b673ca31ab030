"""WavPack files: audio packed without loss, or nearly, with an APEv2 tag behind it.

The stream's facts come from the headers of its blocks ("WavPack 4 & 5 Binary File / Block Format",
wavpack.com).
"""

from __future__ import annotations

from . import _native
from ._file import StreamInfo, native_score
from ._util import convert_error
from .apev2 import APEv2File, delete, error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from ._file import Score

__all__ = ["Open", "WavPack", "delete"]

RATES = list(_native.wavpack_rates)
"""Sample rates in Hz by the index that a block's flags hold."""


class WavPackHeaderError(error):
    """There is no WavPack stream, or none that can be understood."""


class _WavPackHeader:
    """What the header of a block says.

    Attributes:
        block_size (int): bytes of the block, without the first eight.
        version (int): of the stream.
        track_no, index_no (int): of no meaning here.
        total_samples (int): of the whole file; -1 if unknown.
        block_index (int): number of the block's first sample.
        block_samples (int): samples of the block.
        flags, crc (int): as they stand in the header.
    """

    def __init__(
        self,
        block_size: int,
        version: int,
        track_no: int,
        index_no: int,
        total_samples: int,
        block_index: int,
        block_samples: int,
        flags: int,
        crc: int,
    ) -> None:
        self.block_size = block_size
        self.version = version
        self.track_no = track_no
        self.index_no = index_no
        self.total_samples = total_samples
        self.block_index = block_index
        self.block_samples = block_samples
        self.flags = flags
        self.crc = crc

    @classmethod
    @convert_error(OSError, WavPackHeaderError)
    def from_fileobj(cls, fileobj: Any) -> _WavPackHeader:
        """Read the header at the position of a file object, which afterwards stands behind it.

        Raises `WavPackHeaderError` if there is none.
        """
        start = fileobj.tell()
        header = _WavPackHeader(**_native.wavpack_header(fileobj))
        fileobj.seek(start + 32, 0)
        return header


class WavPackInfo(StreamInfo):
    """Facts about the WavPack stream that begins at the position of a file object.

    Attributes:
        channels (int | bool): 2, or True for one.
        length (float): in seconds.
        sample_rate (int): in Hz.
        bits_per_sample (int): of a sample; 1 for DSD.
        version (int): of the stream.

    Raises `WavPackHeaderError` if there is no stream or it cannot be read.
    """

    version: int
    length: float
    channels: int
    sample_rate: int
    bits_per_sample: int

    def __init__(self, fileobj: Any) -> None:
        vars(self).update(_native.wavpack_info(fileobj))

    def pprint(self) -> str:
        """The facts as one line of text."""
        return f"WavPack, {self.length:.2f} seconds, {self.sample_rate} Hz"


class WavPack(APEv2File):
    """`WavPack(filething)`: a WavPack file.

    Raises `MutagenError` if the file cannot be read.

    Attributes:
        info (WavPackInfo): facts about the stream.
        tags (APEv2 | None): the tag, if there is one.
    """

    _Info = WavPackInfo
    _native_open = staticmethod(_native.wavpack_open)
    _mimes = ["audio/x-wavpack"]

    info: WavPackInfo

    score: ClassVar[Score] = native_score("WavPack")


Open = WavPack
