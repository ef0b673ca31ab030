"""The five kinds of Ogg files: every file of mutagen's tests and ours, damaged, edited, saved."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from parity.damage import DAMAGES, Damage
from parity.effort import examples
from parity.facts import Facts, facts_of
from parity.libraries import OURS, Library
from parity.ogg_pages import (
    SHUFFLES,
    TAILS,
    Shuffle,
    pages_of,
    repaired,
    serial_of,
    shuffled,
    without_numbers,
)
from parity.outcome import Workbench, assert_each, assert_parity, outcome_of
from parity.saving import PADDINGS

KINDS = {
    "OggVorbis": "oggvorbis",
    "OggOpus": "oggopus",
    "OggSpeex": "oggspeex",
    "OggTheora": "oggtheora",
    "OggFLAC": "oggflac",
}
SUFFIXES = {".ogg", ".opus", ".spx", ".oggtheora", ".oggflac", ".oga", ".ogv"}
SAMPLES = sorted((Path(__file__).parents[2] / "test_files" / "ogg").iterdir())


def _files(upstream_data: Path) -> list[Path]:
    fixtures = [path for path in sorted(upstream_data.iterdir()) if path.suffix in SUFFIXES]
    assert len(fixtures) >= 10
    return SAMPLES + fixtures


def module(library: Library, kind: str) -> Any:
    """The module that a class lives in."""
    return import_module(f"{library.name}.{KINDS[kind]}")


def opened(library: Library, kind: str, target: Any) -> Any:
    """A file, opened as that kind."""
    return getattr(module(library, kind), kind)(target)


def facts(file: Any) -> Facts:
    """What can be seen of a file."""
    tags = file.tags
    return {
        "class": type(file).__name__,
        "comments": tuple(tags),
        "keys": tuple(sorted(tags.keys())),
        "dict": {key: tuple(tags[key]) for key in sorted(tags.keys())},
        "vendor": tags.vendor,
        "size": tags._size,
        "padding": getattr(tags, "_padding", None),
        "kept": getattr(tags, "_pad_data", b"") if "Opus" in type(file).__name__ else None,
        "info": {name: facts_of(value) for name, value in vars(file.info).items()},
        "order": tuple(vars(file.info)),
        "pprint": file.pprint(),
        "mime": tuple(file.mime),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_open(kind: str, upstream_data: Path, bench: Workbench) -> None:
    def check(path: Path) -> None:
        def named(library: Library, path: Path) -> Facts:
            return facts(opened(library, kind, path))

        def as_object(library: Library, path: Path) -> Facts:
            return facts(opened(library, kind, BytesIO(path.read_bytes())))

        for work in (named, as_object):
            bench.assert_parity(path.read_bytes(), work, path.name)

    assert_each(_files(upstream_data), check)


POSITIONS: dict[str, Callable[[int, int], int]] = {
    "none": lambda number, count: -1,
    "negative": lambda number, count: -number - 2,
    "least": lambda number, count: -(2**63),
    "largest": lambda number, count: 2**63 - 1,
    "falling": lambda number, count: (count - number) * 100_000,
    "falling below zero": lambda number, count: 50_000 - number * 40_000,
}
"""The position of a page by its number and the number of all pages."""


@pytest.mark.parametrize("positions", POSITIONS)
def test_positions(positions: str, upstream_data: Path, bench: Workbench) -> None:
    """Whatever the positions say: the same length and rate."""

    def check(path: Path) -> None:
        kind = _kind(path)
        if kind is None:
            return
        pages, rest = pages_of(path.read_bytes())
        changed_pages = [
            page[:6]
            + POSITIONS[positions](number, len(pages)).to_bytes(8, "little", signed=True)
            + page[14:]
            for number, page in enumerate(pages)
        ]

        def work(library: Library, path: Path) -> Facts:
            return facts(opened(library, kind, path))

        bench.assert_parity(repaired(b"".join(changed_pages) + rest), work, path.name)

    assert_each(_files(upstream_data), check)


@pytest.mark.parametrize("kind", KINDS)
def test_parts(kind: str, upstream_data: Path) -> None:
    """Info and comments made by hand from a file object, which is left where they end."""

    def check(path: Path) -> None:
        def work(library: Library) -> Facts:
            home = module(library, kind)
            file_class = getattr(home, kind)
            file = BytesIO(path.read_bytes())
            info = file_class._Info(file)
            first = (file.tell(), {name: facts_of(value) for name, value in vars(info).items()})
            tags = file_class._Tags(file, info)
            second = (file.tell(), tuple(tags), tags.vendor, getattr(tags, "_padding", None))
            info._post_tags(file)
            return (first, second, info.pprint())

        assert_parity(work)

    assert_each(_files(upstream_data), check)


def _own_class(library: Library, kind: str) -> type:
    """A kind of file whose parts are the caller's, so that both libraries run Python code."""
    base = getattr(module(library, kind), kind)

    class OwnInfo(base._Info):  # type: ignore[misc, name-defined]
        def pprint(self) -> str:
            return f"own {self.length}"

    class OwnTags(base._Tags):  # type: ignore[misc, name-defined]
        def load(self, *args: Any, **kwargs: Any) -> None:
            super().load(*args, **kwargs)
            self.append(("own", "comment"))

        def write(self, *args: Any, **kwargs: Any) -> bytes:
            self.append(("written", "now"))
            written: bytes = super().write(*args, **kwargs)
            return written

    class Own(base):  # type: ignore[misc, valid-type]
        _Info = OwnInfo
        _Tags = OwnTags

    return Own


@pytest.mark.parametrize("kind", KINDS)
def test_own_classes(kind: str, upstream_data: Path, bench: Workbench) -> None:
    def check(path: Path) -> None:
        def work(library: Library, path: Path) -> Facts:
            file = _own_class(library, kind)(path)
            file.save()
            return (facts(file), facts(opened(library, kind, path)))

        bench.assert_parity(path.read_bytes(), work, path.name, changes=True)

    assert_each(_files(upstream_data), check)


def changed(library: Library, path: Path, change: Callable[[], object]) -> Facts:
    """Save or delete; a refusal leaves the file as it was.

    mutagen notices damage to later pages only after it has written.
    """
    before = path.read_bytes()
    outcome = outcome_of(change)
    if outcome.raised is None:
        return None
    if library is OURS:
        assert isinstance(outcome.raised, library.error), outcome
        assert path.read_bytes() == before, "the file was changed"
    path.write_bytes(before)
    return "refused"


@pytest.mark.parametrize("padding", PADDINGS)
@pytest.mark.parametrize("kind", KINDS)
def test_save(kind: str, padding: str, upstream_data: Path, bench: Workbench) -> None:
    """Growing, shrinking and keeping the number of pages, one save after the other."""

    def work(library: Library, path: Path) -> Facts:
        file = opened(library, kind, path)
        seen = []
        for size in (0, 10, 3000, 70_000, 500_000, 5000, 0):
            file["description"] = ["x" * size, "ä"]
            saved = changed(library, path, lambda: file.save(padding=PADDINGS[padding]))
            seen.append((saved, path.stat().st_size))
        return (tuple(seen), facts(file), facts(opened(library, kind, path)))

    def check(path: Path) -> None:
        # A wrong checksum stays wrong; see test_ogg_deviations.py.
        bench.assert_parity(repaired(path.read_bytes()), work, path.name, changes=True)

    assert_each(_files(upstream_data), check)


@pytest.mark.parametrize("kind", KINDS)
def test_delete(kind: str, upstream_data: Path, bench: Workbench) -> None:
    def method(library: Library, path: Path) -> Facts:
        file = opened(library, kind, path)
        file.delete()
        return (facts(file), facts(opened(library, kind, path)))

    def function(library: Library, path: Path) -> Facts:
        module(library, kind).delete(path)
        return facts(opened(library, kind, path))

    def check(path: Path) -> None:
        for work in (method, function):
            bench.assert_parity(path.read_bytes(), work, path.name, changes=True)

    assert_each(_files(upstream_data), check)


def _draw_file(data: st.DataObject, upstream_data: Path) -> tuple[str, bytes]:
    path = data.draw(st.sampled_from(_files(upstream_data)).filter(lambda p: _kind(p) is not None))
    kind = _kind(path)
    assert kind is not None
    content = path.read_bytes()
    shuffles: list[Shuffle] = data.draw(SHUFFLES)
    content = shuffled(content, shuffles, data.draw(TAILS))
    damages: list[Damage] = data.draw(st.lists(DAMAGES, max_size=1))
    for damage in damages:
        content = repaired(damage(content))
    return kind, content


def _kind(path: Path) -> str | None:
    head = path.read_bytes()[:300]
    marks = {
        "OggTheora": b"\x80theora",
        "OggVorbis": b"\x01vorbis",
        "OggOpus": b"OpusHead",
        "OggSpeex": b"Speex   ",
        "OggFLAC": b"\x7fFLAC",
    }
    return next((kind for kind, mark in marks.items() if mark in head), None)


@examples(400)
@given(data=st.data())
def test_damaged(data: st.DataObject, upstream_data: Path, bench: Workbench) -> None:
    kind, content = _draw_file(data, upstream_data)
    as_object = data.draw(st.booleans())

    def work(library: Library, path: Path) -> Facts:
        return facts(opened(library, kind, BytesIO(path.read_bytes()) if as_object else path))

    bench.assert_parity(content, work)


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["title", "Artist", "COMMENT", "x", "a long key with blanks"]),
        st.lists(
            st.one_of(
                st.text(max_size=20),
                st.integers(0, 20_000).map(lambda size: "y" * size),
                st.integers(0, 300_000).map(lambda size: "z" * size),
            ),
            max_size=2,
        ),
    ),
    max_size=4,
)


def _edit(file: Any, edits: list[tuple[str, list[str]]]) -> None:
    for key, values in edits:
        file[key] = list(values)


@examples(400)
@given(data=st.data(), edits=EDITS, padding=st.sampled_from(sorted(PADDINGS)))
def test_edited_and_saved(
    data: st.DataObject,
    edits: list[tuple[str, list[str]]],
    padding: str,
    upstream_data: Path,
    bench: Workbench,
) -> None:
    """Random edits of damaged files: the same bytes, or the same refusal and a file as it was."""
    kind, content = _draw_file(data, upstream_data)
    deletes = data.draw(st.booleans())

    def work(library: Library, path: Path) -> Facts:
        file = opened(library, kind, path)
        _edit(file, edits)
        change = file.delete if deletes else lambda: file.save(padding=PADDINGS[padding])
        return changed(library, path, change) or facts(file)

    left = bench.assert_parity(content, work, changes=True)
    before, after = pages_of(content)[0], pages_of(left)[0]
    for serial in set(map(serial_of, before)):
        # Of other streams nothing changes, and of this one nothing but the comment and numbers.
        old = [page for page in before if serial_of(page) == serial]
        new = [page for page in after if serial_of(page) == serial]
        if old != new:
            assert _common_end(old, new) or len(old) < 6


def _common_end(old: list[bytes], new: list[bytes]) -> int:
    count = 0
    for one, other in zip(reversed(old), reversed(new), strict=False):
        if without_numbers(one) != without_numbers(other):
            break
        count += 1
    return count


def _ogginfo_says(path: Path) -> str:
    """What ogginfo has against a file."""
    run = subprocess.run(["ogginfo", path], capture_output=True, text=True, check=False)
    return run.stdout if run.returncode or "WARNING" in run.stdout else ""


@cache
def _flawless(upstream_data: Path) -> list[Path]:
    """The files that ogginfo finds nothing wrong with. Of FLAC in Ogg it knows nothing."""
    files = [path for path in _files(upstream_data) if _kind(path) not in (None, "OggFLAC")]
    flawless = [path for path in files if not _ogginfo_says(path)]
    assert {_kind(path) for path in flawless} == KINDS.keys() - {"OggFLAC"}
    return flawless


@pytest.mark.skipif(shutil.which("ogginfo") is None, reason="no ogginfo here")
@examples(60)
@given(
    data=st.data(),
    rounds=st.lists(st.tuples(EDITS, st.sampled_from(sorted(PADDINGS))), min_size=1, max_size=3),
    deletes=st.booleans(),
)
def test_ogginfo_finds_nothing_wrong(
    data: st.DataObject,
    rounds: list[tuple[list[tuple[str, list[str]]], str]],
    deletes: bool,
    upstream_data: Path,
    bench: Workbench,
) -> None:
    path = data.draw(st.sampled_from(_flawless(upstream_data)))
    kind = _kind(path)
    assert kind is not None
    with bench.files(path.read_bytes(), path.name) as copies:
        copy = copies[OURS]
        file = opened(OURS, kind, copy)
        for edits, padding in rounds:
            _edit(file, edits)
            file.save(padding=PADDINGS[padding])
            assert not _ogginfo_says(copy)
        if deletes:
            file.delete()
            assert not _ogginfo_says(copy)
