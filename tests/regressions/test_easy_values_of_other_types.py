"""Values of EasyID3 keys that are no text raised other exceptions than mutagen's."""

from __future__ import annotations

from typing import Any

import pytest

from mutagen_rs.easyid3 import EasyID3


def test_bytes_for_a_txxx_key() -> None:
    tags: Any = EasyID3()
    with pytest.raises(TypeError):
        tags["acoustid_fingerprint"] = b"x"
    assert not tags


def test_nothing_for_a_performer() -> None:
    tags: Any = EasyID3()
    with pytest.raises(TypeError):
        tags["performer:piano"] = None
    assert not tags
    assert not tags._EasyID3__id3
