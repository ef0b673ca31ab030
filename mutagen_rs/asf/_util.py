"""Errors of ASF, GUIDs, and the names of codecs."""

from __future__ import annotations

from .. import _native
from .._util import MutagenError


class error(MutagenError):
    """The file cannot be read or written as ASF."""


class ASFError(error):
    """The tags cannot be read or written."""


class ASFHeaderError(error):
    """The header of the file is missing or damaged."""


def guid2bytes(s: str) -> bytes:
    """The 16 bytes of a GUID such as "75B22630-668E-11CF-A6D9-00AA0062CE6C".

    Raises `AssertionError` or `ValueError` if it is none.
    """
    assert isinstance(s, str)
    assert len(s) == 36
    return _native.asf_guid_bytes(s)


def bytes2guid(s: bytes) -> str:
    """The usual notation of a GUID, in capital letters, from its 16 bytes.

    Raises `AssertionError` or `ValueError` if it is none.
    """
    assert isinstance(s, bytes)
    return _native.asf_guid_text(s)


CODECS: dict[int, str] = _native.asf_codecs()
"""The names of audio and video formats by their numbers."""
