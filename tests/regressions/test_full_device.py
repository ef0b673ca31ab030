"""The failure to close a file that Python had opened hid the format's error."""

from __future__ import annotations

from errno import ENOSPC

import pytest

from mutagen_rs.id3 import ID3, TIT2, error


def test_no_room_is_an_error_of_the_format() -> None:
    tags = ID3()
    tags.add(TIT2(encoding=3, text=["title"]))
    with pytest.raises(error) as caught:
        tags.save("/dev/full")
    assert isinstance(caught.value.__cause__, OSError)
    assert caught.value.__cause__.errno == ENOSPC
