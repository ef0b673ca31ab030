"""Vorbis comments: to come."""

from __future__ import annotations

from ._pending import pending_classes, pending_functions
from ._util import MutagenError


class error(MutagenError):
    """The Vorbis comment cannot be read or written."""


class VorbisUnsetFrameError(error):
    """The framing bit is not set."""


class VorbisEncodingError(error):
    """A comment is no key=value pair."""


VComment, VCommentDict = pending_classes(__name__, "VComment", "VCommentDict")
(is_valid_key,) = pending_functions(__name__, "is_valid_key")
istag = is_valid_key
