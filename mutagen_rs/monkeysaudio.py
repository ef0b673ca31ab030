"""Monkey's Audio files: recognised, not opened yet."""

from __future__ import annotations

from ._file import native_score
from ._pending import PendingFileType, pending_classes
from .apev2 import APEv2File, delete, error

__all__ = ["MonkeysAudio", "Open", "delete"]


class MonkeysAudioHeaderError(error):
    """The stream header is missing or damaged."""


(MonkeysAudioInfo,) = pending_classes(__name__, "MonkeysAudioInfo")


class MonkeysAudio(PendingFileType, APEv2File):
    """A Monkey's Audio file."""

    _mimes = ["audio/ape", "audio/x-ape"]
    score = native_score("MonkeysAudio")


Open = MonkeysAudio
