"""Ogg pages and what all Ogg formats share: to come."""

from __future__ import annotations

from ._pending import PendingFileType, pending_classes
from ._util import MutagenError


class error(MutagenError):
    """The Ogg stream cannot be read or written."""


(OggPage,) = pending_classes(__name__, "OggPage")


class OggFileType(PendingFileType):
    """A file of Ogg pages."""

    _mimes = ["application/ogg", "application/x-ogg"]
