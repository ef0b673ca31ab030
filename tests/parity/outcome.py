"""Running the same work with both libraries, and the one rule by which outcomes are the same.

The rule: where mutagen returns, we return the same. Where it raises a `MutagenError`, we raise one
of the same class. Where a bad file makes it leak any other exception (IndexError, struct.error,
RecursionError, ...), we raise a `MutagenError`. Where the caller's values may be to blame, as in a
save of a frame with senseless attributes, the same class, `TypeError` and `ValueError` will do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from .deviations import is_fixed, is_refused
from .facts import Facts, differences
from .libraries import BOTH, ORIGINAL, OURS, Library


class Outcome(NamedTuple):
    """What some work came to: facts, or an exception."""

    facts: Facts
    raised: Exception | None

    @property
    def kind(self) -> str:
        return "a result" if self.raised is None else type(self.raised).__name__


def outcome_of(work: Callable[[], Facts]) -> Outcome:
    """The outcome of some work. What is no `Exception`, as a panic, is never an outcome."""
    try:
        return Outcome(work(), None)
    except Exception as raised:
        return Outcome(None, raised)


def assert_same_outcome(theirs: Outcome, ours: Outcome, by_caller: bool = False) -> None:
    """Apply the rule of this module. `by_caller`: the caller's values may be to blame."""
    if is_refused(ours.raised):
        return
    if theirs.raised is None:
        if ours.raised is not None:
            raise AssertionError("mutagen gives a result, ours raises") from ours.raised
        found = list(differences(theirs.facts, ours.facts))
        assert not found, "differs from mutagen:\n" + "\n".join(found[:12])
    elif isinstance(theirs.raised, ORIGINAL.error):
        assert theirs.kind == ours.kind, f"{theirs.raised!r} expected, got {_shown(ours)}"
    elif not (by_caller and (is_fixed(theirs.raised) or theirs.kind == ours.kind)):
        allowed = (OURS.error, TypeError, ValueError) if by_caller else OURS.error
        assert isinstance(ours.raised, allowed), (
            f"mutagen leaks {theirs.raised!r:.200}; a MutagenError expected, got {_shown(ours)}"
        )


def _shown(outcome: Outcome) -> str:
    return repr(outcome.facts if outcome.raised is None else outcome.raised)[:400]


def assert_parity(work: Callable[[Library], Facts], by_caller: bool = False) -> None:
    """The same work has the same outcome with both libraries."""
    theirs, ours = (outcome_of(lambda library=library: work(library)) for library in BOTH)  # type: ignore[misc]
    assert_same_outcome(theirs, ours, by_caller)


def assert_each(paths: Iterable[Path], check: Callable[[Path], object]) -> None:
    """Run a check on every file, and name all the files that fail it."""
    failures = []
    for path in paths:
        try:
            check(path)
        except AssertionError as failure:
            failures.append(f"{path.name}: {failure}")
    assert not failures, "\n".join(failures)


class Workbench:
    """Two directories for files of equal names, one for each library to work on."""

    def __init__(self, root: Path) -> None:
        self._homes = {library: root / library.name for library in BOTH}
        for home in self._homes.values():
            home.mkdir()

    @contextmanager
    def files(self, data: bytes, name: str = "file.mp3") -> Iterator[Mapping[Library, Path]]:
        """Two files with the same content, for as long as the context lasts."""
        paths = {library: home / name for library, home in self._homes.items()}
        for path in paths.values():
            path.write_bytes(data)
        try:
            yield paths
        finally:
            for path in paths.values():
                path.unlink(missing_ok=True)

    def assert_parity(
        self,
        data: bytes,
        work: Callable[[Library, Path], Facts],
        name: str = "file.mp3",
        changes: bool = False,
        by_caller: bool = False,
    ) -> bytes:
        """The same work on a file has the same outcome, and leaves the same bytes on disk.

        Without `changes` these are the bytes that were there before. Returns those of ours.
        """
        with self.files(data, name) as paths:
            theirs, ours = (
                outcome_of(lambda library=library, path=path: work(library, path))  # type: ignore[misc]
                for library, path in paths.items()
            )
            assert_same_outcome(theirs, ours, by_caller)
            expected, left = (path.read_bytes() for path in paths.values())
            if not changes or is_refused(ours.raised):
                assert left == data, "the file was changed"
            elif theirs.raised is None or isinstance(theirs.raised, ORIGINAL.error):
                found = list(byte_differences(expected, left))
                assert not found, "other bytes on disk than by mutagen:\n" + "\n".join(found)
            return left


def byte_differences(theirs: bytes, ours: bytes) -> Iterator[str]:
    """Where two contents of a file part, if they do."""
    if theirs == ours:
        return
    if len(theirs) != len(ours):
        yield f"{len(theirs)} bytes expected, got {len(ours)}"
    shorter = min(len(theirs), len(ours))
    first = next((i for i in range(shorter) if theirs[i] != ours[i]), shorter)
    start = max(0, first - 16)
    yield f"from {first}: {theirs[start : first + 48]!r} expected, got {ours[start : first + 48]!r}"
