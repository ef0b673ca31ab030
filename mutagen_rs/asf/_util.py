"""Errors and GUIDs of ASF; the conversions are to come."""

from __future__ import annotations

from .._pending import pending_functions
from .._util import MutagenError


class error(MutagenError):
    """The file cannot be read or written as ASF."""


class ASFError(error):
    """The tags cannot be read or written."""


class ASFHeaderError(error):
    """The header of the file is missing or damaged."""


guid2bytes, bytes2guid = pending_functions(__name__, "guid2bytes", "bytes2guid")
