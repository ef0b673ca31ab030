"""A tag was saved over one whose extended header is broken: nobody knows where that one ends."""

from __future__ import annotations

from io import BytesIO

import pytest

from mutagen_rs.id3 import ID3, TIT2, error


@pytest.mark.parametrize("version", [2, 3])
def test_is_refused(version: int) -> None:
    data = b"ID3" + bytes([version, 0, 0x40]) + b"\0\0\0\x10" + b"\xff\xfb\x90\x64" + bytes(100)
    file = BytesIO(data)
    tags = ID3()
    tags.add(TIT2(encoding=3, text=["t"]))
    with pytest.raises(error):
        tags.save(file)
    assert file.getvalue() == data
