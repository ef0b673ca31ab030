"""Speex in Ogg: recognised, not opened yet."""

from __future__ import annotations

from . import ogg
from ._file import native_score
from ._pending import pending_classes, pending_functions

__all__ = ["OggSpeex", "Open", "delete"]


class error(ogg.error):
    """The file is no usable Ogg Speex file."""


class OggSpeexHeaderError(error):
    """The Speex headers are missing or damaged."""


OggSpeexInfo, OggSpeexVComment = pending_classes(__name__, "OggSpeexInfo", "OggSpeexVComment")
(delete,) = pending_functions(__name__, "delete")


class OggSpeex(ogg.OggFileType):
    """An Ogg Speex file."""

    _mimes = ["audio/x-speex"]
    score = native_score("OggSpeex")


Open = OggSpeex
