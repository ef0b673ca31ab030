"""True Audio (TTA) files: recognised, not opened yet."""

from __future__ import annotations

from ._file import native_score
from ._pending import PendingFileType, pending_classes, pending_functions
from ._util import MutagenError

__all__ = ["EasyTrueAudio", "Open", "TrueAudio", "delete"]


class error(MutagenError):
    """The file is no usable True Audio file."""


class TrueAudioHeaderError(error):
    """The stream header is missing or damaged."""


(TrueAudioInfo,) = pending_classes(__name__, "TrueAudioInfo")
(delete,) = pending_functions(__name__, "delete")


class TrueAudio(PendingFileType):
    """A True Audio file."""

    _mimes = ["audio/x-tta"]
    score = native_score("TrueAudio")


class EasyTrueAudio(TrueAudio):
    """A True Audio file with the easy interface to its ID3 tag."""


Open = TrueAudio
