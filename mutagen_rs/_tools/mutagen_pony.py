"""`mutagen-pony` opens all MP3 files of a directory and reports on them: to come."""

from __future__ import annotations

from .._pending import pending_tool

main, entry_point = pending_tool("mutagen-pony")
