"""Vorbis in Ogg: recognised, not opened yet."""

from __future__ import annotations

from . import ogg
from ._file import native_score
from ._pending import pending_classes, pending_functions

__all__ = ["OggVorbis", "Open", "delete"]


class error(ogg.error):
    """The file is no usable Ogg Vorbis file."""


class OggVorbisHeaderError(error):
    """The Vorbis headers are missing or damaged."""


OggVorbisInfo, OggVCommentDict = pending_classes(__name__, "OggVorbisInfo", "OggVCommentDict")
(delete,) = pending_functions(__name__, "delete")


class OggVorbis(ogg.OggFileType):
    """An Ogg Vorbis file."""

    _mimes = ["audio/vorbis", "audio/x-vorbis"]
    score = native_score("OggVorbis")


Open = OggVorbis
