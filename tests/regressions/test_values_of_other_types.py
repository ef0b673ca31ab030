"""A save refused None in number fields, and lists where it reads tuples; mutagen writes them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from mutagen_rs import id3


@pytest.mark.parametrize(
    ("frame", "same"),
    [
        (
            id3.AENC(owner="a", preview_start=None, preview_length=None, data=b""),
            id3.AENC(owner="a", preview_start=0, preview_length=0, data=b""),
        ),
        (id3.ETCO(format=1, events=[[1, 2]]), id3.ETCO(format=1, events=[(1, 2)])),
        (
            id3.SYLT(encoding=3, lang="eng", format=1, type=1, desc="", text=[["a", 5]]),
            id3.SYLT(encoding=3, lang="eng", format=1, type=1, desc="", text=[("a", 5)]),
        ),
        (
            id3.EQU2(method=1, desc="", adjustments=[[1, 2]]),
            id3.EQU2(method=1, desc="", adjustments=[(1, 2)]),
        ),
    ],
    ids=lambda frame: type(frame).__name__,
)
def test_save(frame: Any, same: Any) -> None:
    files = []
    for written in (frame, same):
        tags = id3.ID3()
        tags.add(written)
        files.append(BytesIO())
        tags.save(files[-1])
    assert files[0].getvalue() == files[1].getvalue()
