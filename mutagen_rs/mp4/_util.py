"""Errors of MP4 files, and the head that several atoms share."""

from __future__ import annotations

from .. import _native
from .._errors import MutagenError


class error(MutagenError):
    """The file is no usable MP4 file."""

    __module__ = "mutagen_rs.mp4"


class MP4MetadataError(error):
    """The tags cannot be read or written."""

    __module__ = "mutagen_rs.mp4"


class MP4StreamInfoError(error):
    """The stream information cannot be read."""

    __module__ = "mutagen_rs.mp4"


class MP4NoTrackError(MP4StreamInfoError):
    """The file has no audio track."""

    __module__ = "mutagen_rs.mp4"


class MP4MetadataValueError(ValueError, MP4MetadataError):
    """A value does not fit its key."""

    __module__ = "mutagen_rs.mp4"


def parse_full_atom(data: bytes) -> tuple[int, int, bytes]:
    """Version, flags and content of an atom that begins with the former two.

    Raises `ValueError` if there is less than these.
    """
    return _native.mp4_full_atom(data)
