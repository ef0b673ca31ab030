"""The classes of `mp3` and `mp3._util` that take MPEG streams apart, one by one."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, strategies as st

from parity.damage import DAMAGES, Damage
from parity.effort import examples
from parity.facts import Facts, facts_of
from parity.libraries import BOTH, Library
from parity.openers import SAMPLES
from parity.outcome import Outcome, assert_same_outcome, outcome_of


def _vars(thing: object) -> Facts:
    """Attributes, also of headers within headers."""
    return {
        name: _vars(value) if type(value).__name__ == "LAMEHeader" else facts_of(value)
        for name, value in sorted(vars(thing).items())
    }


def _util(library: Library) -> Any:
    return import_module(f"{library.name}.mp3._util")


def _mpeg_frame(library: Library, file: BytesIO) -> Facts:
    try:
        found = _vars(library.mp3.MPEGFrame(file))
    finally:
        position = file.tell()
    return (found, position)


def _syncs(library: Library, file: BytesIO) -> Facts:
    found = []
    for _ in library.mp3.iter_sync(file, 5000):
        found.append(file.tell())
        file.seek(3, 1)  # callers may move it
    return (tuple(found), file.tell())


def _skipped(library: Library, file: BytesIO) -> Facts:
    library.mp3.skip_id3(file)
    return file.tell()


PARTS: dict[str, Callable[[Library, BytesIO], Facts]] = {
    "MPEGFrame": _mpeg_frame,
    "iter_sync": _syncs,
    "skip_id3": _skipped,
    "XingHeader": lambda lib, file: (_vars(_util(lib).XingHeader(file)), file.tell()),
    "VBRIHeader": lambda lib, file: _vars(_util(lib).VBRIHeader(file)),
    "LAMEHeader": lambda lib, file: _vars(
        _util(lib).LAMEHeader(SimpleNamespace(vbr_scale=57), file)
    ),
    "version": lambda lib, file: facts_of(_util(lib).LAMEHeader.parse_version(file)),
}

MARKS = (b"\xff\xfb", b"\xff\xf3", b"Xing", b"Info", b"VBRI", b"LAME", b"ID3")


def assert_same(part: str, data: bytes) -> None:
    """All exceptions count here, as the callers of these classes catch them by class."""

    def run(library: Library) -> Outcome:
        return outcome_of(lambda: PARTS[part](library, BytesIO(data)))

    theirs, ours = (run(library) for library in BOTH)
    if theirs.raised is None:
        assert_same_outcome(theirs, ours)
    else:
        assert theirs.kind == ours.kind, f"{theirs.raised!r} expected, got {ours}"


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_samples(part: str, sample: Path) -> None:
    data = sample.read_bytes()
    assert_same(part, data)
    for mark in MARKS:
        place = data.find(mark)
        if place >= 0:
            assert_same(part, data[place:])


@pytest.mark.parametrize("part", PARTS)
@examples(80)
@given(
    sample=st.sampled_from([path for path in SAMPLES if not path.name.startswith("id3")]),
    mark=st.sampled_from(MARKS),
    damage=DAMAGES,
)
def test_damaged(part: str, sample: Path, mark: bytes, damage: Damage) -> None:
    data = sample.read_bytes()
    assert_same(part, damage(data[max(0, data.find(mark)) :]))


@pytest.mark.parametrize("part", PARTS)
@examples(60)
@given(data=st.binary(max_size=400), mark=st.sampled_from([*MARKS, b""]))
def test_noise(part: str, data: bytes, mark: bytes) -> None:
    assert_same(part, mark + data)
