"""The easy interface to MP4 tags: to come."""

from __future__ import annotations

from ._pending import pending_classes
from .mp4 import MP4, delete, error

__all__ = ["EasyMP4", "EasyMP4Tags", "delete", "error"]


class EasyMP4KeyError(error, KeyError, ValueError):
    """The key has no meaning in an MP4 tag."""


(EasyMP4Tags,) = pending_classes(__name__, "EasyMP4Tags")


class EasyMP4(MP4):
    """An MP4 file with the easy interface to its tags."""


Open = EasyMP4
