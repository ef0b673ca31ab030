"""`mutagen-inspect` shows the tags of files: to come."""

from __future__ import annotations

from .._pending import pending_tool

main, entry_point = pending_tool("mutagen-inspect")
