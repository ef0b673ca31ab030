"""Random edits of MP4 files, saved with every padding function, and deletes."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from faults.objects import SixMethods
from parity.effort import examples
from parity.everything import everything, file_facts
from parity.facts import Facts
from parity.libraries import Library
from parity.mp4_edits import EDITS, Edit
from parity.outcome import Workbench, assert_parity
from parity.saving import PADDINGS

SAMPLES = sorted((Path(__file__).parents[2] / "test_files" / "mp4").iterdir())
# "several fragments": mutagen does not follow the index of fragments.
USUAL = [path for path in SAMPLES if path.name != "ac3-fragments.mp4"]
SUFFIXES = (".m4a", ".m4b", ".mp4", ".3g2")


def _module(library: Library) -> Any:
    return import_module(f"{library.name}.mp4")


@pytest.fixture(scope="module")
def files(upstream_data: Path) -> list[bytes]:
    """The contents of all files of the kind."""
    fixtures = [path for path in sorted(upstream_data.iterdir()) if path.suffix in SUFFIXES]
    return [path.read_bytes() for path in [*fixtures, *USUAL]]


def _edited(library: Library, target: Any, edits: list[Edit]) -> tuple[Any, Facts]:
    file = _module(library).MP4(target)
    if file.tags is None:
        file.add_tags()
    return file, tuple(edit.apply(_module(library), file.tags) for edit in edits)


@examples(300)
@given(data=st.data(), edits=EDITS, padding=st.sampled_from(sorted(PADDINGS)))
def test_edit_and_save(
    data: st.DataObject, edits: list[Edit], padding: str, files: list[bytes], bench: Workbench
) -> None:
    def work(library: Library, path: Path) -> Facts:
        file, outcomes = _edited(library, path, edits)
        before = everything(file.tags)
        file.save(padding=PADDINGS[padding])
        return (outcomes, before, file_facts(_module(library).MP4(path)))

    content = data.draw(st.sampled_from(files))
    bench.assert_parity(content, work, "file.m4a", changes=True, by_caller=True)


@examples(100)
@given(data=st.data(), edits=EDITS, more=EDITS, padding=st.sampled_from(sorted(PADDINGS)))
def test_saves_in_a_row(
    data: st.DataObject, edits: list[Edit], more: list[Edit], padding: str, files: list[bytes]
) -> None:
    """Of a file object: the second save meets what the first has left, and then all is deleted."""
    content = data.draw(st.sampled_from(files))
    small = data.draw(st.booleans())

    def work(library: Library) -> Facts:
        target: Any = SixMethods(content) if small else BytesIO(content)
        file, outcomes = _edited(library, target, edits)
        target.seek(0)
        file.save(target, padding=PADDINGS[padding])
        others = tuple(edit.apply(_module(library), file.tags) for edit in more)
        target.seek(0)
        file.save(target)
        saved = target.contents if small else target.getvalue()
        target.seek(0)
        file.delete(target)
        return (outcomes, others, saved, target.contents if small else target.getvalue())

    assert_parity(work, by_caller=True)
