"""Theora in Ogg: recognised, not opened yet."""

from __future__ import annotations

from . import ogg
from ._file import native_score
from ._pending import pending_classes, pending_functions

__all__ = ["OggTheora", "Open", "delete"]


class error(ogg.error):
    """The file is no usable Ogg Theora file."""


class OggTheoraHeaderError(error):
    """The Theora headers are missing or damaged."""


OggTheoraInfo, OggTheoraCommentDict = pending_classes(
    __name__, "OggTheoraInfo", "OggTheoraCommentDict"
)
(delete,) = pending_functions(__name__, "delete")


class OggTheora(ogg.OggFileType):
    """An Ogg Theora file."""

    _mimes = ["video/x-theora"]
    score = native_score("OggTheora")


Open = OggTheora
