"""`moggsplit` splits multiplexed Ogg files: to come."""

from __future__ import annotations

from .._pending import pending_tool

main, entry_point = pending_tool("moggsplit")
