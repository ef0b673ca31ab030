"""A frame of another class under an old key was looked at, though its successor was there.

Without a successor, what mutagen makes of such a frame was not made.
"""

from __future__ import annotations

from typing import Any

import mutagen.id3
import pytest

from mutagen_rs import id3
from mutagen_rs.id3 import ID3, POPM, TDOR, TIPL


@pytest.mark.parametrize(("old", "new"), [("IPLS", TIPL(encoding=0)), ("TORY", TDOR(encoding=0))])
def test_translated(old: str, new: TIPL | TDOR) -> None:
    tags = ID3()
    tags.add(new)
    tags[old] = POPM()
    tags.update_to_v24()
    assert list(tags) == [new.FrameID]


def _translated(library: Any, key: str, name: str) -> Any:
    tags = library.ID3()
    tags.add(library.TYER(encoding=0, text="2001"))
    tags[key] = getattr(library, name)()
    try:
        tags.update_to_v24()
    except Exception as error:
        return type(error).__name__, list(tags)
    return [(key, str(frame)) for key, frame in tags.items()]


@pytest.mark.parametrize("key", ["TYER", "TDAT", "TIME", "TORY"])
@pytest.mark.parametrize("name", ["POPM", "TDRC", "TIT2", "UFID"])
def test_as_mutagen(key: str, name: str) -> None:
    assert _translated(id3, key, name) == _translated(mutagen.id3, key, name)
