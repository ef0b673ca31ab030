"""Opus in Ogg: recognised, not opened yet."""

from __future__ import annotations

from . import ogg
from ._file import native_score
from ._pending import pending_classes, pending_functions

__all__ = ["OggOpus", "Open", "delete"]


class error(ogg.error):
    """The file is no usable Ogg Opus file."""


class OggOpusHeaderError(error):
    """The Opus headers are missing or damaged."""


OggOpusInfo, OggOpusVComment = pending_classes(__name__, "OggOpusInfo", "OggOpusVComment")
(delete,) = pending_functions(__name__, "delete")


class OggOpus(ogg.OggFileType):
    """An Ogg Opus file."""

    _mimes = ["audio/ogg", "audio/ogg; codecs=opus"]
    score = native_score("OggOpus")


Open = OggOpus
