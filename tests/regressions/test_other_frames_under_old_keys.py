"""A frame of another class under an old key was looked at, though its successor was there."""

from __future__ import annotations

import pytest

from mutagen_rs.id3 import ID3, POPM, TDOR, TIPL


@pytest.mark.parametrize(("old", "new"), [("IPLS", TIPL(encoding=0)), ("TORY", TDOR(encoding=0))])
def test_translated(old: str, new: TIPL | TDOR) -> None:
    tags = ID3()
    tags.add(new)
    tags[old] = POPM()
    tags.update_to_v24()
    assert list(tags) == [new.FrameID]
