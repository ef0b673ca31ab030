"""Parts common to several MP4 atoms: to come."""

from __future__ import annotations

from .._pending import pending_functions

(parse_full_atom,) = pending_functions(__name__, "parse_full_atom")
