"""Latin-1 and ASCII fields given other text raised a bare `ValueError`."""

from __future__ import annotations

from io import BytesIO

import pytest

from mutagen_rs.id3 import COMM, ID3, OWNE, POPM, PRIV, error


def test_constructor() -> None:
    with pytest.raises(UnicodeEncodeError):
        COMM(lang="äöü")
    with pytest.raises(UnicodeEncodeError):
        OWNE(date="äöüäöüäö")


@pytest.mark.parametrize("frame", [PRIV(owner="日", data=b"x"), POPM(email="日", rating=1)])
def test_save(frame: PRIV | POPM) -> None:
    tags = ID3()
    tags.add(frame)
    file = BytesIO(b"audio")
    with pytest.raises(error):
        tags.save(file)
    assert file.getvalue() == b"audio"
