"""A volume change of minus zero, in a frame nobody looked at, was written with its sign."""

from __future__ import annotations

from io import BytesIO

import mutagen.id3
import pytest

from mutagen_rs import id3


@pytest.mark.parametrize("is_seen", [False, True])
def test_saved(is_seen: bool) -> None:
    content = b"\0\x10" + b"\x12\x34\0\x01" + bytes(8)
    file = b"ID3\3\0\0\0\0\0" + bytes([24]) + b"RVAD\0\0\0" + bytes([14]) + b"\0\0" + content
    written = []
    for library in (mutagen.id3, id3):
        tags = library.ID3(BytesIO(file), translate=False)
        if is_seen:
            assert tags["RVAD"].adjustments == [-0x1234, -1, 0, 0, 0, 0]
        saved = BytesIO()
        tags.save(saved, v2_version=3)
        written.append(saved.getvalue())
    assert written[0] == written[1]
