"""WAVE files: stream information, and an ID3 tag in the chunk `id3`.

The stream's facts come from the chunks `fmt` and `data` (Multimedia Programming Interface and Data
Specifications 1.0).
"""

from __future__ import annotations

from . import _iff, _native
from ._file import StreamInfo, native_score
from ._filething import target_of
from ._iff import InvalidChunk as InvalidChunk
from ._riff import RiffFile
from .id3._container import ContainerFileType, ContainerID3, container_delete, container_info

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from typing_extensions import Unpack

    from ._file import Score
    from ._filething import FileArgument, FileThing, Target
    from ._native import Plan
    from ._tags import PaddingFunction

__all__ = ["WAVE", "Open", "delete"]


class error(_iff.error):
    """The file is no usable WAVE file."""


class _WaveFile(RiffFile):
    """A WAVE file. Whatever the case of its name, the chunk of the tag is called "id3"."""

    def __init__(self, fileobj: Any) -> None:
        super().__init__(fileobj)
        if self.file_type != "WAVE":
            raise error(f"RIFF file of the type {self.file_type!r}, not WAVE")
        if "ID3" in self:
            self["ID3"].id = "id3"


class WaveStreamInfo(StreamInfo):
    """Facts about the stream of a WAVE file.

    Attributes:
        length (float): in seconds.
        bitrate (int): in bits a second.
        channels (int): number of channels.
        sample_rate (int): in Hz.
        bits_per_sample (int): bits of a sample of one channel.
        audio_format (int): number of the encoding, 1 for PCM.

    Raises `error` or `InvalidChunk` if the file cannot be read.
    """

    SIZE = 16

    length: float = 0.0
    bitrate = 0
    channels = 0
    sample_rate = 0
    bits_per_sample = 0

    audio_format: int
    _number_of_samples: float

    def __init__(self, fileobj: Any) -> None:
        container_info("WAVE", self, fileobj)

    def pprint(self) -> str:
        """The facts as a line of text."""
        return (
            f"{self.channels} channel RIFF @ {self.bitrate} bps, {self.sample_rate} Hz, "
            f"{self.length:.2f} seconds"
        )


class _WaveID3(ContainerID3):
    """The ID3 tag of a WAVE file."""

    _kind = "WAVE"

    def save(  # type: ignore[override] # with the `v1` of other ID3 tags
        self,
        filething: FileArgument = None,
        /,
        v1: int = 1,
        v2_version: int = 4,
        v23_sep: str | None = "/",
        padding: PaddingFunction | None = None,
        **target: Unpack[Target],
    ) -> None:
        """As `ContainerID3.save`; `v1` is without effect."""
        thing = target_of(self, filething, target, True)
        self._save(thing, "write", v1, v2_version, v23_sep, padding)

    def plan_save(  # type: ignore[override] # as `save`
        self,
        filething: FileArgument = None,
        /,
        v1: int = 1,
        v2_version: int = 4,
        v23_sep: str | None = "/",
        padding: PaddingFunction | None = None,
        **target: Unpack[Target],
    ) -> Plan:
        """What `save` with these arguments would write: a `Plan`. Nothing is written."""
        thing = target_of(self, filething, target, True)
        return self._save(thing, "plan", v1, v2_version, v23_sep, padding)

    def _save(  # type: ignore[override] # as `save`
        self,
        thing: FileThing,
        mode: str,
        v1: int = 1,
        v2_version: int = 4,
        v23_sep: str | None = "/",
        padding: PaddingFunction | None = None,
    ) -> Plan:
        # `v1` is without effect, as in mutagen: there is no such tag in a WAVE file.
        return super()._save(thing, mode, v2_version, v23_sep, padding)


def delete(filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
    """`delete(filething)`: take the ID3 tag out of a WAVE file.

    Raises `MutagenError` if the file cannot be opened or changed.
    """
    container_delete("WAVE", filething, target)


class WAVE(ContainerFileType):
    """`WAVE(filething, **options)`: a WAVE file.

    The options are those of `mutagen.id3.ID3.load`. Raises `MutagenError` if the file cannot be
    read.
    """

    _mimes = ["audio/wav", "audio/wave"]

    _Tags: Any = _WaveID3
    _Info: Any = WaveStreamInfo
    _Error: Any = error
    _native_open: Any = staticmethod(_native.id3_container_open)

    info: WaveStreamInfo
    tags: _WaveID3 | None

    score: ClassVar[Score] = native_score("WAVE")


Open = WAVE
