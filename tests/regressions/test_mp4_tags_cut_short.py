"""Tags that claim more than the file has were saved where they would have to grow or shrink.

mutagen refuses with a bare ValueError: nobody knows what was there.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import mutagen.mp4
import pytest

import mutagen_rs.mp4
from parity import bytes_of_mp4 as made

WHOLE = made.FTYP + made.atom(b"moov", made.MVHD, made.tags(made.TITLE))
CUT = WHOLE[:-60]
"""The last 60 bytes of the padding are missing."""

LIBRARIES = pytest.mark.parametrize("library", [mutagen.mp4, mutagen_rs.mp4])


@LIBRARIES
@pytest.mark.parametrize("padding", [0, 5000], ids=["shrink", "grow"])
def test_other_length(library: Any, padding: int) -> None:
    file = BytesIO(CUT)
    audio = library.MP4(file)
    audio["\xa9nam"] = ["Other"]
    file.seek(0)
    with pytest.raises((library.error, ValueError)) as caught:
        audio.save(file, padding=lambda info: padding)
    assert file.getvalue() == CUT
    if library is mutagen_rs.mp4:
        assert isinstance(caught.value, library.error)
        assert "claim more than the file has" in str(caught.value)


@LIBRARIES
def test_same_length(library: Any) -> None:
    file = BytesIO(CUT)
    audio = library.MP4(file)
    audio["\xa9nam"] = ["Other"]
    file.seek(0)
    audio.save(file)
    assert library.MP4(BytesIO(file.getvalue()))["\xa9nam"] == ["Other"]
    assert len(file.getvalue()) == len(WHOLE)
