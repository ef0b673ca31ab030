"""The registry: a format is measured if it stands here."""

from __future__ import annotations

import mp3_rows
import mp4_rows
from rows import Format

FORMATS: tuple[Format, ...] = (mp3_rows.FORMAT, mp4_rows.FORMAT)
