"""The registry: a format is measured if it stands here."""

from __future__ import annotations

import dsf_rows
import iff_rows
import mp3_rows
import trueaudio_rows
from rows import Format

FORMATS: tuple[Format, ...] = (
    iff_rows.AIFF,
    dsf_rows.FORMAT,
    mp3_rows.FORMAT,
    trueaudio_rows.FORMAT,
    iff_rows.WAVE,
)
