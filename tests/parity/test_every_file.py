"""Every sample and fixture of every format, through `File`: read, saved and emptied, by name and as
a file object that has no more than the six methods that are documented."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from faults.objects import SixMethods
from parity.everything import file_facts
from parity.facts import Facts
from parity.libraries import BOTH, OURS, Library
from parity.outcome import Workbench, assert_each, assert_parity, outcome_of
from parity.saving import PADDINGS


def _no_changes(file: Any, target: Any) -> None:
    pass


def _save(padding: str) -> Callable[[Any, Any], None]:
    def save(file: Any, target: Any) -> None:
        file.save(target, padding=PADDINGS[padding])

    return save


def _plain_save(file: Any, target: Any) -> None:
    if file.tags is None:
        file.add_tags()
    file.save(target)


def _delete(file: Any, target: Any) -> None:
    file.delete(target)


CHANGES: dict[str, Callable[[Any, Any], None]] = {
    "read": _no_changes,
    "save": _plain_save,
    **{f"save, padding {name}": _save(name) for name in PADDINGS},
    "delete": _delete,
}

PLAIN_CHANGES = ("read", "save", "delete")

DEVIATIONS = {
    "ac3-fragments.mp4": ("several fragments", {*CHANGES} - {"read"}),
    "no-rate.dsf": ("a stream without a sample rate", {*CHANGES}),
    **{
        f"pointer-{place}.dsf": ("a pointer to anything but an ID3 tag", {*CHANGES} - {"read"})
        for place in ("into-header", "into-sound", "behind-end")
    },
}
"""The files that a row of design/compat.md is about, and what is not compared of them."""


def _paths(change: str, *folders: Path) -> list[Path]:
    found = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    assert {path.name for path in found} >= DEVIATIONS.keys()
    return [path for path in found if change not in DEVIATIONS.get(path.name, ("", ()))[1]]


def test_deviations_are_documented() -> None:
    rows = (Path(__file__).parents[2] / "design" / "compat.md").read_text(encoding="utf-8")
    assert not [row for row, _ in DEVIATIONS.values() if f"\n| {row}" not in rows]


def _rewound(target: Any) -> Any:
    if not isinstance(target, Path):
        target.seek(0)
    return target


def _work(change: str, easy: bool) -> Callable[[Library, Any], Facts]:
    def work(library: Library, target: Any) -> Facts:
        file = library.package.File(target, easy=easy)
        if file is None:
            return None
        before = file_facts(file)
        CHANGES[change](file, _rewound(target))
        after = file_facts(file)
        return (before, after, file_facts(library.package.File(_rewound(target), easy=easy)))

    return work


@pytest.mark.parametrize(
    ("change", "easy"),
    [*((change, False) for change in CHANGES), *((change, True) for change in PLAIN_CHANGES)],
)
def test_named(
    change: str, easy: bool, sample_dir: Path, upstream_data: Path, bench: Workbench
) -> None:
    def check(path: Path) -> None:
        bench.assert_parity(
            path.read_bytes(), _work(change, easy), path.name, changes=True, by_caller=True
        )

    assert_each(_paths(change, sample_dir, upstream_data), check)


@pytest.mark.parametrize("change", [*PLAIN_CHANGES, "save, padding none"])
def test_objects_of_six_methods(change: str, sample_dir: Path, upstream_data: Path) -> None:
    """As mutagen, and as with an object that has all methods."""

    def check(path: Path) -> None:
        data = path.read_bytes()

        def small(library: Library) -> Facts:
            target = SixMethods(data)
            return (_work(change, False)(library, target), target.contents)

        def usual(library: Library) -> Facts:
            target = BytesIO(data)
            return (_work(change, False)(library, target), target.getvalue())

        assert_parity(small, by_caller=True)
        outcomes = [outcome_of(lambda work=work: work(OURS)) for work in (usual, small)]  # type: ignore[misc]
        assert outcomes[0].kind == outcomes[1].kind
        assert outcomes[0].facts == outcomes[1].facts

    assert_each(_paths(change, sample_dir, upstream_data), check)


def test_deviation_name_of_mp4_tags() -> None:
    """A loop has left it behind in the body of mutagen's class."""
    theirs, ours = (import_module(f"{library.name}.mp4").MP4Tags for library in BOTH)
    assert isinstance(theirs.name, bytes)
    assert not hasattr(ours, "name")
