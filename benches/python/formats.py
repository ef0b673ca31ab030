"""The registry: a format is measured if it stands here."""

from __future__ import annotations

import asf_rows
import mp3_rows
from rows import Format

FORMATS: tuple[Format, ...] = (
    asf_rows.FORMAT,
    mp3_rows.FORMAT,
)
