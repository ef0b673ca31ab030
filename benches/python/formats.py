"""The registry: a format is measured if it stands here."""

from __future__ import annotations

import flac_rows
import mp3_rows
import ogg_rows
from rows import Format

FORMATS: tuple[Format, ...] = (
    flac_rows.FORMAT,
    mp3_rows.FORMAT,
    *ogg_rows.FORMATS,
)
