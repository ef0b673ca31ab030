"""Standard MIDI files: recognised, not opened yet."""

from __future__ import annotations

from ._file import native_score
from ._pending import PendingFileType, pending_classes
from ._util import MutagenError

__all__ = ["SMF"]


class SMFError(MutagenError):
    """The file is no usable MIDI file."""


error = SMFError

(SMFInfo,) = pending_classes(__name__, "SMFInfo")


class SMF(PendingFileType):
    """A standard MIDI file."""

    _mimes = ["audio/midi", "audio/x-midi"]
    score = native_score("SMF")


Open = SMF
