"""OptimFROG files: recognised, not opened yet."""

from __future__ import annotations

from ._file import native_score
from ._pending import PendingFileType, pending_classes
from .apev2 import APEv2File, delete, error

__all__ = ["Open", "OptimFROG", "delete"]


class OptimFROGHeaderError(error):
    """The stream header is missing or damaged."""


(OptimFROGInfo,) = pending_classes(__name__, "OptimFROGInfo")


class OptimFROG(PendingFileType, APEv2File):
    """A OptimFROG file."""

    score = native_score("OptimFROG")


Open = OptimFROG
