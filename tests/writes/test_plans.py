"""`plan_save` says exactly what `save` does, and does nothing itself."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from mutagen_rs.easyid3 import EasyID3
from mutagen_rs.id3 import ID3, TIT2
from mutagen_rs.mp3 import MP3, EasyMP3
from parity.bytes_of_tags import file_bytes
from parity.effort import examples
from parity.libraries import OURS
from parity.openers import SAMPLES, SampleBytes
from parity.recipes import EDITS, Edit
from parity.saving import OPTIONS, SaveOptions
from writes.plans import carried_out, spliced

FILES = st.one_of(file_bytes(), st.sampled_from(SAMPLES).map(SampleBytes.of), st.just(b""))


def _loaded(data: bytes) -> Any:
    try:
        return ID3(BytesIO(data))
    except OURS.error:
        return ID3()


@examples(300)
@given(data=FILES, edits=EDITS, options=OPTIONS)
def test_plan_is_what_save_does(data: bytes, edits: list[Edit], options: SaveOptions) -> None:
    tags = _loaded(data)
    for edit in edits:
        edit.apply(OURS, tags)
    planned, saved = BytesIO(data), BytesIO(data)
    try:
        plan = tags.plan_save(planned, **options.arguments())
    except Exception as refusal:
        with pytest.raises(type(refusal)):
            tags.save(saved, **options.arguments())
        assert saved.getvalue() == data
        return
    assert planned.getvalue() == data, "planning wrote to the file"
    tags.save(saved, **options.arguments())
    assert carried_out(plan, data) == saved.getvalue()
    assert spliced(plan, data) == saved.getvalue()
    assert plan.new_size == len(saved.getvalue())
    assert plan.bytes_written == sum(len(content) for _, content, _ in plan.writes)
    assert plan.bytes_moved == sum(length for *_, length in plan.moves)
    # A second save has nothing left to do, if the padding is settled.
    if options.padding in ("constant", "none", "keep", "default"):
        saved.seek(0)
        again = tags.plan_save(saved, **options.arguments())
        assert (again.writes, again.moves) == ([], []), f"{again}"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_plan_of_named_files(sample: Path, tmp_path: Path) -> None:
    """By name, with a title that fits and one that does not."""
    path = tmp_path / sample.name
    for title in ("x", "y" * 40_000):
        data = sample.read_bytes()
        path.write_bytes(data)
        tags = _loaded(data)
        tags.add(TIT2(encoding=3, text=[title]))
        try:
            plan = tags.plan_save(path)
        except OURS.error:
            with pytest.raises(OURS.error):
                tags.save(path)
            assert path.read_bytes() == data
            continue
        assert path.read_bytes() == data
        tags.save(path)
        assert carried_out(plan, data) == path.read_bytes()


def test_plan_through_every_class(sample_copy: Path) -> None:
    """Files and easy tags plan as their tags do; the name they were opened by is the default."""
    path = sample_copy / "mp3" / "id3v2.4-25-frames.mp3"
    data = path.read_bytes()
    for kind in (ID3, MP3, EasyMP3, EasyID3):
        opened: Any = kind(path)
        opened["title" if "Easy" in kind.__name__ else "TIT2"] = (
            "new" if "Easy" in kind.__name__ else TIT2(encoding=3, text=["new"])
        )
        plan = opened.plan_save()
        assert path.read_bytes() == data
        assert carried_out(plan, data) == spliced(plan, data) != data


def test_plan_without_tags(sample_dir: Path) -> None:
    assert MP3(sample_dir / "mp3" / "no-tag.mp3").plan_save() is None


def test_plan_as_text(sample_dir: Path) -> None:
    """A plan can be read: every change with its place, sizes and reason."""
    audio = MP3(sample_dir / "mp3" / "id3v2.4-25-frames.mp3")
    assert str(audio.plan_save()) != ""
    audio["TIT2"].text = ["Another title"]
    plan = audio.plan_save()
    assert plan is not None
    for offset, _, length, why in plan.splices:
        assert str(offset) in str(plan)
        assert str(length) in str(plan)
        assert why in str(plan)
    assert repr(plan).startswith("<Plan ")


def test_padding_of_a_plan(sample_dir: Path) -> None:
    """What the padding function was asked, and what it answered."""
    audio = MP3(sample_dir / "mp3" / "id3v2.4-25-frames.mp3")
    asked = []

    def padding(info: Any) -> int:
        asked.append(info.padding)
        return 777

    plan = audio.plan_save(padding=padding)
    assert plan is not None
    assert asked == [plan.padding_before]
    assert plan.padding_after == 777
