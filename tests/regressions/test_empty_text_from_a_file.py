"""A text frame that was read, not touched, and shows as empty was written back."""

from __future__ import annotations

from io import BytesIO

import pytest

from mutagen_rs.id3 import ID3


@pytest.mark.parametrize("name", [b"TDRC", b"TORY"])
@pytest.mark.parametrize("content", [b"\0x\0", b"\0\0\0\0", b"\1\xff\xfe\0\0"])
def test_is_left_out(name: bytes, content: bytes) -> None:
    frame = name + len(content).to_bytes(4, "big") + b"\0\0" + content
    file = BytesIO(b"ID3\3\0\0\0\0\0" + bytes([len(frame)]) + frame)
    tags = ID3(file)
    assert all(str(frame) == "" for frame in tags.values())
    file.seek(0)
    tags.save(file, padding=lambda info: 0)
    assert file.getvalue() == b"ID3\4\0\0\0\0\0\0"
