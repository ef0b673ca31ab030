"""FLAC files: opened, damaged, edited and saved with both libraries."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from parity.effort import examples
from parity.facts import Facts
from parity.flac_files import (
    EDITS,
    FILES,
    FLAC_DAMAGES,
    OPTIONS,
    SAMPLES,
    SOUND_EDITS,
    WHOLE,
    Edit,
    attempt,
    block_facts,
    file_facts,
    flac_of,
    large_files,
    own_classes,
    save,
)
from parity.libraries import OURS, Library
from parity.openers import SampleBytes
from parity.outcome import Workbench, assert_each, assert_parity

OPENERS: dict[str, Callable[[Library, Path], Facts]] = {
    "path": lambda lib, path: file_facts(flac_of(lib).FLAC(path)),
    "str": lambda lib, path: file_facts(flac_of(lib).FLAC(str(path))),
    "object": lambda lib, path: file_facts(flac_of(lib).FLAC(BytesIO(path.read_bytes()))),
    "File": lambda lib, path: file_facts(lib.package.File(path, [flac_of(lib).FLAC])),
    "own classes": lambda lib, path: file_facts(own_classes(lib)(path)),
}


@pytest.mark.parametrize("way", OPENERS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_sample(sample: Path, way: str, bench: Workbench) -> None:
    bench.assert_parity(sample.read_bytes(), OPENERS[way], sample.name)


@pytest.mark.parametrize("way", OPENERS)
def test_upstream_fixtures(way: str, upstream_data: Path, bench: Workbench) -> None:
    def check(path: Path) -> None:
        data = path.read_bytes()
        bench.assert_parity(data, OPENERS[way], "file.flac" if way == "File" else path.name)

    assert_each(sorted(upstream_data.iterdir()), check)


@examples(250)
@given(data=FILES, damage=FLAC_DAMAGES, way=st.sampled_from(sorted(OPENERS)))
def test_damage(data: bytes, damage: Callable[[bytes], bytes], way: str, bench: Workbench) -> None:
    bench.assert_parity(damage(data), OPENERS[way], "file.flac")


@examples(80)
@given(data=large_files(), cut=st.one_of(st.none(), st.integers(0, 20_000)), options=OPTIONS)
def test_large_files(data: bytes, cut: int | None, options: dict[str, Any]) -> None:
    """Whatever is read at once, it is the same file."""

    def work(library: Library) -> Facts:
        file = flac_of(library).FLAC(BytesIO(data[:cut]))
        blocks = tuple((block.code, block.write()) for block in file.metadata_blocks)
        target = BytesIO(data)
        save(flac_of(library).FLAC(BytesIO(data)), target, options)
        return (blocks, file.info.bitrate, target.getvalue())

    assert_parity(work)


def _edit_and_save(edits: list[Edit], options: dict[str, Any], own: bool) -> Any:
    def work(library: Library, path: Path) -> Facts:
        kind = own_classes(library) if own else flac_of(library).FLAC
        file = kind(path)
        outcomes = tuple(edit.apply(library, file) for edit in edits)
        save(file, path, options)
        # Some edits save what cannot be opened again.
        return (outcomes, attempt(lambda: flac_of(library).FLAC(path).metadata_blocks))

    return work


@examples(300)
@given(data=FILES, edits=EDITS, options=OPTIONS, own=st.booleans())
def test_edit_and_save(
    data: bytes, edits: list[Edit], options: dict[str, Any], own: bool, bench: Workbench
) -> None:
    work = _edit_and_save(edits, options, own)
    bench.assert_parity(data, work, "file.flac", changes=True, by_caller=True)


@examples(150)
@given(data=FILES, edits=EDITS, options=OPTIONS)
def test_save_to_an_object(data: bytes, edits: list[Edit], options: dict[str, Any]) -> None:
    def work(library: Library) -> Facts:
        file, target = flac_of(library).FLAC(BytesIO(data)), BytesIO(data)
        outcomes = tuple(edit.apply(library, file) for edit in edits)
        plan = file.plan_save(target, deleteid3=True) if library is OURS else None
        assert plan is None or target.getvalue() == data
        target.seek(0)
        save(file, target, options)
        return (outcomes, target.getvalue())

    assert_parity(work, by_caller=True)


@examples(150)
@given(data=FILES, damage=FLAC_DAMAGES, edits=EDITS, options=OPTIONS, sample=st.sampled_from(WHOLE))
def test_save_over_damage(
    data: bytes,
    damage: Callable[[bytes], bytes],
    edits: list[Edit],
    options: dict[str, Any],
    sample: Path,
    bench: Workbench,
) -> None:
    """A file saved to another than its own, which may hold anything."""

    def work(library: Library, path: Path) -> Facts:
        file = flac_of(library).FLAC(sample)
        outcomes = tuple(edit.apply(library, file) for edit in edits)
        file.save(BytesIO(b"fLaC\x80\0\0\0"))  # a bad value comes first
        save(file, path, options)
        return outcomes

    bench.assert_parity(damage(data), work, "file.flac", changes=True, by_caller=True)


@examples(100)
@given(data=FILES, damage=st.one_of(st.none(), FLAC_DAMAGES), edits=EDITS, function=st.booleans())
def test_delete(
    data: bytes,
    damage: Callable[[bytes], bytes] | None,
    edits: list[Edit],
    function: bool,
    bench: Workbench,
) -> None:
    def work(library: Library, path: Path) -> Facts:
        if function:
            flac_of(library).delete(path)
            return None
        file = flac_of(library).FLAC(path)
        outcomes = tuple(edit.apply(library, file) for edit in edits)
        file.delete()
        after = tuple(map(block_facts, file.metadata_blocks))
        file.add_picture(flac_of(library).Picture())
        file.save()
        return (outcomes, after)

    content = data if damage is None else damage(data)
    bench.assert_parity(content, work, "file.flac", changes=True, by_caller=True)


_KINDS = ["StreamInfo", "SeekTable", "CueSheet", "Picture", "Padding", "MetadataBlock"]
_BLOCKS = [path.read_bytes()[8:700] for path in WHOLE]


@examples(300)
@given(
    kind=st.sampled_from(_KINDS),
    data=st.one_of(st.binary(max_size=80), st.binary(max_size=500), st.sampled_from(_BLOCKS)),
    zeros=st.integers(0, 450),
    from_object=st.booleans(),
)
def test_blocks(kind: str, data: bytes, zeros: int, from_object: bool) -> None:
    """Blocks of any bytes, read and written on their own."""
    data += bytes(zeros)

    def work(library: Library) -> Facts:
        source = BytesIO(data) if from_object else data
        block = getattr(flac_of(library), kind)(source)
        place = source.tell() if isinstance(source, BytesIO) else None
        return (block_facts(block), place, block == getattr(flac_of(library), kind)(data))

    assert_parity(work)


def _refusal(path: Path) -> bytes:
    """What the reference decoder says against a file."""
    run = subprocess.run(["flac", "-ts", path], capture_output=True, check=False)
    return run.stderr if run.returncode else b""


@cache
def _decoded() -> list[Path]:
    """The samples that the reference decoder takes."""
    return [path for path in WHOLE if not _refusal(path)]


@pytest.mark.skipif(shutil.which("flac") is None, reason="the reference decoder is not installed")
@examples(80)
@given(
    sample=st.deferred(lambda: st.sampled_from(_decoded())),
    rounds=st.lists(st.tuples(SOUND_EDITS, OPTIONS), min_size=1, max_size=3),
    deletes=st.booleans(),
)
def test_reference_decoder(
    sample: Path,
    rounds: list[tuple[list[Edit], dict[str, Any]]],
    deletes: bool,
    bench: Workbench,
) -> None:
    """Files that were edited and saved, time and again, pass the test of the reference decoder."""
    with bench.files(SampleBytes.of(sample), sample.name) as paths:
        path = paths[OURS]
        file = flac_of(OURS).FLAC(path)
        for edits, options in rounds:
            for edit in edits:
                edit.apply(OURS, file)
            before = path.read_bytes()
            try:
                save(file, None, options)
            except (OURS.error, ValueError):
                assert path.read_bytes() == before
                file = flac_of(OURS).FLAC(path)  # without what could not be saved
            assert not _refusal(path)
        if deletes:
            file.delete()
            assert not _refusal(path)
