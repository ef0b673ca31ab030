"""Building, planning and running the floor program (``benches/floor/floor.rs``).

A step is one system call, or one move, as that program reads it; offsets and lengths in bytes.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).resolve().parents[1] / "floor" / "floor.rs"
# Changed bytes that lie closer than a page are written with one call.
GAP = 4096
# Passes before each timed one, of the floor and of both libraries, where files are only read.
WARMUPS = 4

Steps = list[str]


class Job(NamedTuple):
    """One opening of one file; ``original`` is what the file is reset to before each round."""

    cover: str
    path: str
    original: str | None
    steps: Steps


def read(at: int, length: int) -> str:
    """One ``pread``."""
    return f"r:{at}:{length}"


def write(at: int, length: int) -> str:
    """One ``pwrite``."""
    return f"w:{at}:{length}"


def move(source: int, target: int, length: int) -> Steps:
    """A tail moved, in blocks of 1 MiB; nothing if it stays where it is."""
    return [f"m:{source}:{target}:{length}"] if source != target else []


def truncate(length: int) -> str:
    """One ``ftruncate``."""
    return f"t:{length}"


def write_changes(before: bytes, after: bytes, offset: int = 0) -> Steps:
    """Writes for what differs between two states of equal length that start at ``offset``."""
    if len(before) != len(after):
        raise ValueError("the two states differ in length")
    spans: list[list[int]] = []
    for start in range(0, len(before), GAP):
        old, new = before[start : start + GAP], after[start : start + GAP]
        if old == new:
            continue
        differing = [n for n, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
        first, last = start + differing[0], start + differing[-1]
        if spans and first - spans[-1][1] <= GAP:
            spans[-1][1] = last
        else:
            spans.append([first, last])
    return [write(offset + first, last - first + 1) for first, last in spans]


def build(folder: Path) -> Path:
    """Compile the program into ``folder`` unless it is there and newer than its source.

    The compiler is called directly: the program needs the standard library only, and a build by
    Cargo would have to build the library and all development dependencies for it.
    """
    program = folder / "floor"
    if not program.exists() or program.stat().st_mtime < SOURCE.stat().st_mtime:
        folder.mkdir(parents=True, exist_ok=True)
        compiler = os.environ.get("RUSTC", "rustc")
        command = [compiler, "--edition", "2024", "-O", str(SOURCE), "-o", str(program)]
        subprocess.run(command, check=True)
    return program


class Floor:
    """The running program, with the plan of one row; makes a pass whenever it is asked to."""

    def __init__(self, program: Path, jobs: Sequence[Job]) -> None:
        self._restores = any(job.original for job in jobs)
        plan = program.with_name("floor.plan")
        plan.write_text("\n".join(map(_plan_line, jobs)), "utf-8")
        self._process = subprocess.Popen(
            [str(program), str(plan)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Floor:
        return self

    def __exit__(self, *_: object) -> None:
        # Its input ends, and so does the program.
        self._process.communicate()

    def run_pass(self, cover: str) -> float:
        """Nanoseconds for all files of one class.

        Where the files are only read, passes go before that bring them back into the processor's
        caches, which others have used meanwhile: measured, the first read of a cover takes twice
        the time of the fourth. A floor that pays for that would be too high, and whatever stands
        on it would look too good. Files that are written are restored right before, which does it.
        """
        for _ in range(0 if self._restores else WARMUPS):
            self.run_once(cover)
        return self.run_once(cover)

    def run_once(self, cover: str) -> float:
        """The same without passes before."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(f"{cover}\n")
        stdin.flush()
        return float(stdout.readline())


def _plan_line(job: Job) -> str:
    return "\t".join((job.cover, job.path, job.original or "-", " ".join(job.steps)))
