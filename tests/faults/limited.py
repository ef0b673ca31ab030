"""Opening files in a process of their own, which may take only so much memory and time."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

MEBIBYTE = 1 << 20

# What a process tells of a way to use a file, on a line of its own.
_TELLING = """
import json, sys, time
from mutagen_rs import MutagenError

def used(name, work):
    start = time.process_time()
    try:
        work()
        refusal = None
    except MutagenError as raised:
        refusal = str(raised)
    print(json.dumps([name, refusal, time.process_time() - start]), flush=True)
"""

# Every way to use a file.
_PROGRAM = """
from mutagen_rs import File
from mutagen_rs.easyid3 import EasyID3
from mutagen_rs.id3 import ID3
from mutagen_rs.mp3 import MP3, EasyMP3

path, target = sys.argv[1:]

def read(kind):
    opened = kind(path)
    if opened is not None:
        opened.pprint()

def save(kind, **options):
    opened = kind(path)
    if getattr(opened, "tags", opened) is not None:
        opened.plan_save(target, **options)
        opened.save(target, **options)
        kind(target)

for kind in (ID3, MP3, EasyID3, EasyMP3, File):
    used(kind.__name__, lambda: read(kind))
for version in (4, 3):
    used(f"save as 2.{version}", lambda: save(ID3, v2_version=version))
used("raw", lambda: ID3(path, translate=False, v2_version=3).pprint())
used("v2.3", lambda: ID3(path, v2_version=3).pprint())
open(target, "ab").close()
used("delete", lambda: ID3().delete(target))
"""


class Use(NamedTuple):
    """One way a file was used: the message of the `MutagenError` if there was one, and seconds."""

    name: str
    refusal: str | None
    seconds: float


def use(path: Path, target: Path, memory: int = 1024 * MEBIBYTE, seconds: int = 60) -> list[Use]:
    """Use a file in every way, with that much memory (in bytes) and processor time.

    Saves go to `target`. Fails if anything but a `MutagenError` comes out, or a limit is hit.
    """

    return uses(_PROGRAM, path, target, **{"as": memory}, cpu=seconds)


def uses(code: str, *arguments: Any, **limits: int) -> list[Use]:
    """Run a program that calls `used(name, work)` for every way to use a file, under limits.

    Fails if anything but a `MutagenError` comes out, or a limit is hit.
    """
    run = run_limited(_TELLING + code, *arguments, **limits)
    told = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 0, f"after {told}: {run.returncode}: {run.stderr[-2000:]}"
    return [Use(*fields) for fields in told]


def run_limited(code: str, *arguments: Any, **limits: int) -> subprocess.CompletedProcess[str]:
    """Run a program under limits of `resource`, as `fsize=4096`."""

    def limit() -> None:
        for name, value in limits.items():
            resource.setrlimit(getattr(resource, f"RLIMIT_{name.upper()}"), (value, value))

    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=Path(sys.executable).parent,
        preexec_fn=limit,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
