"""A people list with an incomplete pair was refused when the tag was translated to v2.3."""

from __future__ import annotations

from io import BytesIO

import mutagen.id3
import pytest

from mutagen_rs import id3


@pytest.mark.parametrize("lists", [["TIPL"], ["TMCL"], ["TIPL", "TMCL"]])
def test_translated_and_saved(lists: list[str]) -> None:
    written = []
    for library in (mutagen.id3, id3):
        tags = library.ID3()
        for encoding, name in enumerate(lists):
            people = [["producer", "Ann"], ["a"], []]
            tags.add(getattr(library, name)(encoding=encoding, people=people))
        tags.update_to_v23()
        assert list(tags) == ["IPLS"]
        assert tags["IPLS"].people == people * len(lists)
        file = BytesIO()
        tags.save(file, v2_version=3)
        written.append(file.getvalue())
    assert written[0] == written[1]
