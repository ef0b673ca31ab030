"""The registry: a format is measured if it stands here."""

from __future__ import annotations

import ape_rows
import asf_rows
import dsf_rows
import flac_rows
import iff_rows
import mp3_rows
import mp4_rows
import ogg_rows
import trueaudio_rows
from rows import Format

FORMATS: tuple[Format, ...] = (
    mp3_rows.FORMAT,
    mp4_rows.FORMAT,
    flac_rows.FORMAT,
    *ogg_rows.FORMATS,
    ape_rows.FORMAT,
    iff_rows.AIFF,
    iff_rows.WAVE,
    dsf_rows.FORMAT,
    trueaudio_rows.FORMAT,
    asf_rows.FORMAT,
)
