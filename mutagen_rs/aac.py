"""AAC streams that are files of their own: ADTS and ADIF (ISO/IEC 13818-7 and 14496-3).

Such files have no tags of their own. If one starts with an ID3 tag, the stream behind it is read;
the tag itself is for `mutagen_rs.id3.ID3`.
"""

from __future__ import annotations

from . import _native
from ._file import StreamInfo, native_score
from ._info_only import InfoFileType
from ._util import MutagenError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from ._file import Score
    from ._util import BitReader

__all__ = ["AAC", "Open"]


class AACError(MutagenError):
    """The file is no usable AAC stream."""


error = AACError


class ProgramConfigElement:
    """What a program of an ADIF stream consists of (13818-7, 8.5), read from a `BitReader`.

    The reader is left behind the element. Raises `BitReaderError` if it is cut short.

    Attributes:
        element_instance_tag (int): number of the element.
        object_type (int): profile of the coding.
        sampling_frequency_index (int): index of the sampling rate.
        channels (int): number of channels.
    """

    element_instance_tag: int | None = None
    object_type: int | None = None
    sampling_frequency_index: int | None = None
    channels: int | None = None

    def __init__(self, r: BitReader) -> None:
        fileobj = r._fileobj
        position = fileobj.tell()
        start = 8 * r._start + r.get_position()
        try:
            attributes, length = _native.aac_program_config(fileobj, start)
        finally:
            fileobj.seek(position)
        r.skip(length)
        vars(self).update(attributes)


class AACInfo(StreamInfo):
    """Facts about an AAC stream, read from a file object.

    Raises `AACError` if there is no such stream.

    Attributes:
        channels (int): number of channels; 0 if unknown.
        length (float): duration in seconds, estimated from the first frames of ADTS or the header
            of ADIF, and the size of the file.
        sample_rate (int): in Hz; 0 if unknown.
        bitrate (float | int): in bits per second, a whole number; 0 if unknown.
    """

    channels = 0
    length: float = 0
    sample_rate = 0
    bitrate: float = 0

    _type: str

    def __init__(self, fileobj: Any) -> None:
        vars(self).update(_native.aac_info(fileobj))

    def pprint(self) -> str:
        """The facts as one line of text."""
        return (
            f"AAC ({self._type}), {self.sample_rate} Hz, {self.length:.2f} seconds, "
            f"{self.channels} channel(s), {int(self.bitrate)} bps"
        )


class AAC(InfoFileType):
    """`AAC(filething)`: an AAC stream. Raises `MutagenError` if the file cannot be read.

    Attributes:
        info (AACInfo): facts about the stream.
        tags (None): there are none.
    """

    _Error = AACError
    _Info = AACInfo
    _native_open = staticmethod(_native.aac_open)
    _mimes = ["audio/x-aac"]
    info: AACInfo

    score: ClassVar[Score] = native_score("AAC")


Open = AAC
