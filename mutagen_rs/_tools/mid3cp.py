"""`mid3cp` copies ID3v2 tags between files: to come."""

from __future__ import annotations

from .._pending import pending_tool

main, entry_point = pending_tool("mid3cp")
