"""Monkey's Audio files: audio packed without loss, with an APEv2 tag behind it.

The stream's facts come from the headers at the start (Monkey's Audio SDK, monkeysaudio.com).
"""

from __future__ import annotations

from . import _native
from ._file import StreamInfo, native_score
from .apev2 import APEv2File, delete, error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from ._file import Score

__all__ = ["MonkeysAudio", "Open", "delete"]


class MonkeysAudioHeaderError(error):
    """There is no Monkey's Audio stream."""


class MonkeysAudioInfo(StreamInfo):
    """Facts about the Monkey's Audio stream that begins at the position of a file object.

    Attributes:
        channels (int): number of channels.
        length (float): in seconds.
        sample_rate (int): in Hz.
        bits_per_sample (int): of a sample; 0 if unknown.
        version (float): of the stream, such as 3.99.

    Raises `MonkeysAudioHeaderError` if there is no stream or it cannot be read.
    """

    version: float
    length: float
    channels: int
    sample_rate: int
    bits_per_sample: int

    def __init__(self, fileobj: Any) -> None:
        vars(self).update(_native.monkeysaudio_info(fileobj))

    def pprint(self) -> str:
        """The facts as one line of text."""
        return (
            f"Monkey's Audio {self.version:.2f}, {self.length:.2f} seconds, {self.sample_rate} Hz"
        )


class MonkeysAudio(APEv2File):
    """`MonkeysAudio(filething)`: a Monkey's Audio file.

    Raises `MutagenError` if the file cannot be read.

    Attributes:
        info (MonkeysAudioInfo): facts about the stream.
        tags (APEv2 | None): the tag, if there is one.
    """

    _Info = MonkeysAudioInfo
    _native_open = staticmethod(_native.monkeysaudio_open)
    _mimes = ["audio/ape", "audio/x-ape"]

    info: MonkeysAudioInfo

    score: ClassVar[Score] = native_score("MonkeysAudio")


Open = MonkeysAudio
