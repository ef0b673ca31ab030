"""A counter of thousands of bytes could be read but not shown: Python limits such conversions."""

from __future__ import annotations

from io import BytesIO

import pytest

from mutagen_rs.id3 import ID3
from parity.bytes_of_tags import syncsafe


@pytest.mark.parametrize(("name", "head"), [(b"PCNT", b""), (b"POPM", b"a\0\1"), (b"POSS", b"\1")])
def test_can_be_shown(name: bytes, head: bytes) -> None:
    content = head + b"\xff" * 5000
    frame = name + syncsafe(len(content)) + b"\0\0" + content
    tags = ID3(BytesIO(b"ID3\4\0\0" + syncsafe(len(frame)) + frame))
    tags.pprint()
    repr(tags)
    for value in tags.values():
        str(value)
