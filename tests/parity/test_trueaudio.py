"""True Audio files: samples and fixtures, damaged and edited, by both libraries."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from parity.damage import DAMAGES, Damage
from parity.effort import examples
from parity.facts import Facts, file_facts, info_facts
from parity.libraries import Library
from parity.outcome import Workbench, assert_each, assert_parity
from parity.recipes import USUAL_EDITS, Edit
from parity.saving import OPTIONS, PADDINGS, SaveOptions

SAMPLES = sorted((Path(__file__).parents[2] / "test_files" / "trueaudio").iterdir())


def _module(library: Library) -> Any:
    return import_module(f"{library.name}.trueaudio")


OPENERS: dict[str, Callable[[Library, Path], Facts]] = {
    "name": lambda lib, path: file_facts(_module(lib).TrueAudio(path)),
    "str": lambda lib, path: file_facts(_module(lib).TrueAudio(str(path))),
    "object": lambda lib, path: file_facts(_module(lib).TrueAudio(BytesIO(path.read_bytes()))),
    "raw": lambda lib, path: file_facts(_module(lib).TrueAudio(path, translate=False)),
    "v2.3": lambda lib, path: file_facts(_module(lib).TrueAudio(path, v2_version=3, load_v1=False)),
    "no frames": lambda lib, path: file_facts(_module(lib).TrueAudio(path, known_frames={})),
    "easy": lambda lib, path: file_facts(_module(lib).EasyTrueAudio(path)),
    "easy tags": lambda lib, path: file_facts(
        _module(lib).TrueAudio(path, ID3=lib.easyid3.EasyID3)
    ),
    "File": lambda lib, path: file_facts(lib.package.File(path, [_module(lib).TrueAudio])),
}


@pytest.mark.parametrize("way", OPENERS)
def test_fixtures(way: str, upstream_data: Path, bench: Workbench) -> None:
    """Every file, also those of other formats."""

    def check(path: Path) -> None:
        bench.assert_parity(path.read_bytes(), OPENERS[way], path.name)

    assert_each([*SAMPLES, *sorted(upstream_data.iterdir())], check)


@examples(200)
@given(drawn=st.data(), damage=DAMAGES, way=st.sampled_from(sorted(OPENERS)))
def test_damaged(
    drawn: st.DataObject, damage: Damage, way: str, upstream_data: Path, bench: Workbench
) -> None:
    sample = drawn.draw(st.sampled_from([*SAMPLES, *sorted(upstream_data.glob("*.tta"))]))
    bench.assert_parity(damage(sample.read_bytes()), OPENERS[way], sample.name)


@examples(150)
@given(
    rest=st.binary(max_size=30),
    before=st.binary(max_size=4),
    offset=st.one_of(st.none(), st.integers(0, 6)),
)
def test_stream_info(rest: bytes, before: bytes, offset: int | None) -> None:
    data = before + b"TTA1" + rest
    assert_parity(lambda library: info_facts(_module(library).TrueAudioInfo(BytesIO(data), offset)))


@examples(200)
@given(drawn=st.data(), edits=USUAL_EDITS, options=OPTIONS, damages=st.lists(DAMAGES, max_size=1))
def test_edit_and_save(
    drawn: st.DataObject,
    edits: list[Edit],
    options: SaveOptions,
    damages: list[Damage],
    upstream_data: Path,
    bench: Workbench,
) -> None:
    """Of a file as it is or damaged."""
    sample = drawn.draw(st.sampled_from([*SAMPLES, *sorted(upstream_data.glob("*.tta"))]))
    content = sample.read_bytes()
    for damage in damages:
        content = damage(content)

    def work(library: Library, path: Path) -> Facts:
        audio = _module(library).TrueAudio(path)
        if audio.tags is None:
            audio.add_tags()
        outcomes = tuple(edit.apply(library, audio.tags) for edit in edits)
        options.save(audio.tags, BytesIO())  # a bad value is refused before a bad file
        options.save(audio, path) if options.v2_version == 4 else options.save(audio.tags, path)
        return (outcomes, file_facts(_module(library).TrueAudio(path)))

    bench.assert_parity(content, work, sample.name, changes=True, by_caller=True)


def _easy(library: Library, path: Path) -> Facts:
    audio = _module(library).EasyTrueAudio(path)
    if audio.tags is None:
        audio.add_tags()
    audio["title"] = "Another title"
    audio.save(padding=PADDINGS["constant"])
    return file_facts(_module(library).EasyTrueAudio(path))


def _delete(library: Library, path: Path) -> Facts:
    audio = _module(library).TrueAudio(path)
    audio.delete()
    return (audio.pprint(), file_facts(_module(library).TrueAudio(path)))


def _delete_function(library: Library, path: Path) -> Facts:
    _module(library).delete(path)
    return None


@pytest.mark.parametrize("work", [_easy, _delete, _delete_function])
def test_scripts(
    work: Callable[[Library, Path], Facts], upstream_data: Path, bench: Workbench
) -> None:
    def check(path: Path) -> None:
        bench.assert_parity(path.read_bytes(), work, path.name, changes=True)

    assert_each([*SAMPLES, *sorted(upstream_data.glob("*.tta"))], check)
