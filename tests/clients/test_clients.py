"""mediafile and music-tag see the same, and leave the same bytes, with both libraries."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from clients.files import copies

SESSION = Path(__file__).with_name("session.py")
DEVIATIONS = {
    "dsf-no-rate.dsf": "a stream without a sample rate",
    "dsf-pointer-behind-end.dsf": "a pointer to anything but an ID3 tag",
    "dsf-pointer-into-header.dsf": "a pointer to anything but an ID3 tag",
    "dsf-pointer-into-sound.dsf": "a pointer to anything but an ID3 tag",
    "iff-streamed.wav": "a save that is refused",  # mutagen leaves a chunk behind
    "mp4-ac3-fragments.mp4": "several fragments",
}
"""The files that are seen or saved in another way on purpose, with the row of design/compat.md."""

NO_SOUND = {".md", ".py", ".sh"}


def _collect(folder: Path, sources: list[Path]) -> None:
    """Copies of all files below `sources` that are not about others."""
    for path in copies(folder, sources):
        if path.suffix in NO_SOUND:
            path.unlink()


def _session(library: str, folder: Path) -> Any:
    command = [sys.executable, "-X", "utf8", "-P", str(SESSION), library, str(folder)]
    if sys.version_info < (3, 11):
        command.remove("-P")
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def _both_refuse(expected: Any, found: Any) -> bool:
    """Whether both raised and left equal files; where mutagen leaks, ours is a `MutagenError`."""
    outcomes = (expected[1], found[1])
    raised = all(isinstance(one, list) and one[0] == "raised" for one in outcomes)
    return raised and expected[2] == found[2]


def test_deviations_are_documented() -> None:
    rows = (Path(__file__).parents[2] / "design" / "compat.md").read_text(encoding="utf-8")
    assert not [row for row in DEVIATIONS.values() if f"\n| {row}" not in rows]


def test_same_session(sample_dir: Path, upstream_data: Path, tmp_path: Path) -> None:
    reports = []
    for library in ("mutagen", "mutagen_rs"):
        folder = tmp_path / library
        _collect(folder, [sample_dir, upstream_data])
        reports.append(_session(library, folder))
    theirs, ours = reports
    assert theirs.keys() == ours.keys()
    assert len(theirs) > 420
    different = {
        f"{name}, {expected[0]}: {found} instead of {expected}": name[2:]
        for name in theirs
        for expected, found in zip(theirs[name], ours[name], strict=True)
        if expected != found and not _both_refuse(expected, found)
    }
    unexpected = [line for line, name in different.items() if name not in DEVIATIONS]
    assert not unexpected, "\n".join(unexpected[:20])
    assert set(different.values()) == DEVIATIONS.keys()
    # A session in which nothing worked would compare equal too.
    worked = [name for name, steps in theirs.items() if steps[1][1] is None]
    assert len(worked) > 200
