"""A save through a link to a file that is not there yet was refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutagen_rs import MutagenError
from mutagen_rs.apev2 import APEv2
from mutagen_rs.id3 import ID3, TIT2


def test_the_file_behind_the_link_is_made(tmp_path: Path) -> None:
    tags = ID3()
    tags.add(TIT2(encoding=3, text=["title"]))
    items = APEv2()
    items["Title"] = "title"
    for number, saved in enumerate((tags, items)):
        link, file = tmp_path / f"link{number}", tmp_path / f"file{number}"
        link.symlink_to(file.name)
        saved.save(link)
        assert link.is_symlink()
        saved.save(tmp_path / "direct")
        assert file.read_bytes() == (tmp_path / "direct").read_bytes()
        (tmp_path / "direct").unlink()


def test_a_link_to_itself_is_still_an_error(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(link.name)
    with pytest.raises(MutagenError, match="symbolic links"):
        ID3().save(link)
