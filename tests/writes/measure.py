"""Counting what a piece of work asks of the operating system."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

PROCESS_IO = Path("/proc/self/io")


class Calls(NamedTuple):
    """System calls that read and that write, and bytes written."""

    reads: int
    writes: int
    bytes_written: int


def _so_far() -> Calls:
    fields = dict(line.split(b": ") for line in PROCESS_IO.read_bytes().splitlines())
    return Calls(int(fields[b"syscr"]), int(fields[b"syscw"]), int(fields[b"wchar"]))


def calls_of(work: Callable[[], object]) -> Calls:
    """The calls that some work makes, without those that the counting itself makes.

    Other threads must rest meanwhile.
    """
    first, second = _so_far(), _so_far()
    work()
    third = _so_far()
    cost = [after - before for before, after in zip(first, second, strict=True)]
    spent = [after - before for before, after in zip(second, third, strict=True)]
    return Calls(*(total - own for total, own in zip(spent, cost, strict=True)))


BEGIN, END = "/trace begins", "/trace ends"

# A line of strace: the call's name and its arguments.
_LINE = re.compile(r"^(?:\[pid +\d+\] |\d+ +)?(\w+)\(")


def traced(strace: str, code: str, log: Path) -> Counter[str]:
    """Names of the system calls between the two marks in a program, with their numbers.

    The program gets `begin()` and `end()` to mark what counts; it must do it once before, so that
    imports and first uses are not counted.
    """
    marks = f"""
import os
def begin(): os.access({BEGIN!r}, 0)
def end(): os.access({END!r}, 0)
"""
    subprocess.run(
        [strace, "-f", "-o", log, sys.executable, "-c", marks + code],
        check=True,
        cwd=log.parent,  # not where a package of the same name lies
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    lines = log.read_text(errors="replace").splitlines()
    start = next(number for number, line in enumerate(lines) if BEGIN in line)
    stop = next(number for number, line in enumerate(lines) if END in line)
    names = (_LINE.match(line) for line in lines[start + 1 : stop])
    return Counter(name.group(1) for name in names if name)
