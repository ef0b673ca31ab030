"""All frame classes, which are made of the native table: see `_frame_table`.

Type checkers read `_frames.pyi` instead, which `tests/stubs/frame_stub.py` writes.
"""

from __future__ import annotations

from . import _frame_table
from ._frame_base import Frame as Frame, Frames as Frames, Frames_2_2 as Frames_2_2

_classes = _frame_table.frame_classes()
globals().update(_classes)

__all__ = ["Frames", "Frames_2_2", *_classes]
