"""`plan_save` of Ogg files says exactly what `save` does, renumbered pages included."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import mutagen_rs
from writes.plans import carried_out, spliced

SAMPLES = sorted((Path(__file__).parents[2] / "test_files" / "ogg").iterdir())


@pytest.mark.parametrize("size", [0, 100, 6000, 100_000])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_plan_is_what_save_does(sample: Path, size: int) -> None:
    data = sample.read_bytes()
    file = BytesIO(data)
    try:
        audio: Any = mutagen_rs.File(file)
    except mutagen_rs.MutagenError:
        pytest.skip("cannot be opened")
    audio["description"] = "x" * size
    try:
        plan = audio.plan_save(file)
    except mutagen_rs.MutagenError as refusal:
        with pytest.raises(type(refusal)):
            audio.save(file)
        assert file.getvalue() == data
        return
    assert file.getvalue() == data, "planning wrote to the file"
    audio.save(file)
    assert carried_out(plan, data) == file.getvalue()
    assert spliced(plan, data) == file.getvalue()
    assert f"file size {len(data)} -> {len(file.getvalue())}" in str(plan)
    again = audio.plan_save(file)
    assert again.splices == []


def test_patches_are_told_in_one_line() -> None:
    data = (SAMPLES[0].parent / "vorbis.ogg").read_bytes()
    file = BytesIO(data)
    audio: Any = mutagen_rs.File(file)
    audio["description"] = "x" * 20_000
    plan = audio.plan_save(file)
    lines = [line for line in str(plan).splitlines() if line.startswith("patch")]
    assert len(lines) == 1
    later = [write for write in plan.writes if write[2] == "numbers of later pages"]
    assert f"in {len(later)} places" in lines[0]
    assert all(len(content) == 8 for _, content, _ in later)
