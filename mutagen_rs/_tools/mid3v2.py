"""`mid3v2` edits ID3v2 tags: to come."""

from __future__ import annotations

from .._pending import pending_tool

main, entry_point = pending_tool("mid3v2")
