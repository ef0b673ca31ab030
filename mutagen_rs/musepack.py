"""Musepack files: recognised, not opened yet."""

from __future__ import annotations

from ._file import native_score
from ._pending import PendingFileType, pending_classes
from .apev2 import APEv2File, delete, error

__all__ = ["Musepack", "Open", "delete"]


class MusepackHeaderError(error):
    """The stream header is missing or damaged."""


(MusepackInfo,) = pending_classes(__name__, "MusepackInfo")


class Musepack(PendingFileType, APEv2File):
    """A Musepack file."""

    _mimes = ["audio/x-musepack", "audio/x-mpc"]
    score = native_score("Musepack")


Open = Musepack
