"""mediafile and music-tag see the same, and leave the same bytes, with both libraries."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

SESSION = Path(__file__).with_name("session.py")
KINDS = (
    "aac ac3 aif aiff ape asf dff dsf eac3 flac m4a m4b mid mp3 mp4 mpc oga ofr ofs ogg oggflac "
    "ogv opus spx tak tta wav wma wv"
).split()

# In the names of samples that ours saves in another way on purpose; tests/parity has those.
DIFFERENT = ("damaged", "pointer", "elsewhere", "fragments", "no-rate")


def _collect(folder: Path, sources: list[Path]) -> None:
    """Copies of all audio files below `sources`, each under a name of its own."""
    folder.mkdir()
    for number, source in enumerate(sources):
        for path in sorted(source.rglob("*")):
            is_sound = not any(word in path.name for word in DIFFERENT)
            if path.is_file() and is_sound and path.suffix[1:].lower() in KINDS:
                shutil.copyfile(path, folder / f"{number}-{path.parent.name}-{path.name}")


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


def test_same_session(sample_dir: Path, upstream_data: Path, tmp_path: Path) -> None:
    reports = []
    for library in ("mutagen", "mutagen_rs"):
        folder = tmp_path / library
        _collect(folder, [sample_dir / "mp3", sample_dir / "flac", upstream_data])
        reports.append(_session(library, folder))
    theirs, ours = reports
    assert theirs.keys() == ours.keys()
    assert len(theirs) > 80
    different = [
        f"{name}, {expected[0]}: {found} instead of {expected}"
        for name in theirs
        for expected, found in zip(theirs[name], ours[name], strict=True)
        if expected != found and not _both_refuse(expected, found)
    ]
    assert not different, "\n".join(different[:20])
    # A session in which nothing worked would compare equal too.
    worked = [name for name, steps in theirs.items() if steps[1][1] is None]
    assert len(worked) > 50
