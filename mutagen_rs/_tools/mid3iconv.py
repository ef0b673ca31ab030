"""`mid3iconv` re-encodes the text of ID3 tags: to come."""

from __future__ import annotations

from .._pending import pending_tool

main, entry_point = pending_tool("mid3iconv")
