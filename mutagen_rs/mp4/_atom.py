"""The atoms of an MP4 file: to come."""

from __future__ import annotations

from .._pending import pending_classes


class AtomError(Exception):
    """The atoms of the file cannot be read."""


Atom, Atoms = pending_classes(__name__, "Atom", "Atoms")
