"""Every sample file and every fixture of mutagen's own tests, opened in every way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parity.facts import Facts
from parity.libraries import Library
from parity.openers import OPENERS, SAMPLES
from parity.outcome import Workbench, assert_each, assert_parity


@pytest.mark.parametrize("way", OPENERS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_sample(sample: Path, way: str, bench: Workbench) -> None:
    bench.assert_parity(sample.read_bytes(), OPENERS[way], sample.name)


@pytest.mark.parametrize("way", OPENERS)
def test_upstream_fixtures(way: str, upstream_data: Path, bench: Workbench) -> None:
    def check(path: Path) -> None:
        bench.assert_parity(path.read_bytes(), OPENERS[way], path.name)

    assert_each(sorted(upstream_data.iterdir()), check)


@pytest.mark.parametrize("easy", [False, True])
def test_file(easy: bool, upstream_data: Path, bench: Workbench) -> None:
    """`File` picks the same class; it also looks at the name."""
    compared = []

    def kind_and_tags(library: Library, path: Path) -> Facts:
        file = library.package.File(path, easy=easy)
        if file is None:
            return None
        kind = type(file).__name__
        # mutagen cannot show easy tags that are truth values.
        return (kind, kind == "EasyMP4" or file.pprint(), file.filename == str(path))

    def check(path: Path) -> None:
        data = path.read_bytes()
        for name in (path.name, "name.mp3", "name.id3", "name"):
            bench.assert_parity(data, kind_and_tags, name)
            compared.append(name)

    assert_each([*SAMPLES, *sorted(upstream_data.iterdir())], check)
    assert len(compared) > 350


@pytest.mark.parametrize("name", ["missing.mp3", "", "a directory", "x" * 300, "nul\0.mp3"])
@pytest.mark.parametrize("way", ["ID3", "MP3", "EasyID3", "ID3FileType"])
def test_names_that_cannot_be_opened(name: str, way: str, tmp_path: Path) -> None:
    """The operating system's error is the argument and the cause of a `MutagenError`."""
    (tmp_path / "a directory").mkdir()
    classes: dict[str, Callable[[Library], Any]] = {
        "ID3": lambda lib: lib.id3.ID3,
        "MP3": lambda lib: lib.mp3.MP3,
        "EasyID3": lambda lib: lib.easyid3.EasyID3,
        "ID3FileType": lambda lib: lib.id3.ID3FileType,
    }

    def refusal(library: Library) -> Facts:
        with pytest.raises(Exception) as caught:  # noqa: PT011 - which one is compared
            classes[way](library)(str(tmp_path / name) if name else "")
        raised = caught.value
        inner = raised.args[0]
        number = inner.errno if isinstance(inner, OSError) else None
        same = raised.__cause__ is inner
        return (
            type(raised).__name__,
            type(inner).__name__,
            number,
            same,
            getattr(inner, "filename", 0),
        )

    assert_parity(refusal)
