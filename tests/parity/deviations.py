"""Where we differ from mutagen on purpose, each case with its reason.

`test_deviations.py` shows both behaviours of each. Nothing else may differ.
"""

from __future__ import annotations

from typing import NamedTuple


class Deviation(NamedTuple):
    """A deliberate difference."""

    theirs: str
    ours: str
    reason: str


DEVIATIONS: dict[str, Deviation] = {
    "plain_int_in_rvad": Deviation(
        "values of RVAD and RVA that were read are BitPaddedInt if not negative",
        "they are int",
        "an accident of how mutagen reads them; equal, with the same repr",
    ),
    "id3v1_of_text_without_values": Deviation(
        "IndexError, after the ID3v2 tag was written, if the text of TIT2, TPE1, TALB, TRCK, "
        "TCON or COMM is an empty list and an ID3v1 tag is to be written",
        "the field of the ID3v1 tag is empty",
        "a save must not stop half way",
    ),
}


def is_fixed(leak: Exception) -> bool:
    """Whether mutagen fails in a save where we give a result."""
    return isinstance(leak, IndexError)
