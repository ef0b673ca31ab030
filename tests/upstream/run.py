"""Entry point of `make upstream`: run the suite, judge it, print a table; exits 0 if all is well.

usage: run.py [arguments for pytest, such as -k test_mp3]

A child process runs a throw-away copy of upstream's tests with `mutagen_rs` in mutagen's place.
Without arguments it is the whole suite, and must have as many tests as the release has: many are
generated from the library's own tables, and would silently be fewer if ours lacked something.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[0] = str(HERE.parent)

from upstream import source, verdict  # noqa: E402

TIME_LIMIT = 900.0  # seconds; the whole suite takes less than one minute
SHOWN = 10  # tracebacks printed in full


def run_pytest(directory: Path, arguments: list[str]) -> verdict.Run:
    """One pytest process over `directory/tests`.

    Raises:
        RuntimeError: the process crashed or hung, so that there is no result.
    """
    result = directory / "result.json"
    scratch = directory / "tmp"  # where the tests make their temporary files
    scratch.mkdir()
    environment = os.environ | {
        "PYTHONPATH": str(HERE.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": str(scratch),
        "UPSTREAM_RESULT": str(result),
    }
    command = [sys.executable, "-m", "pytest", "-p", "upstream.plugin", "-p", "no:cacheprovider"]
    command += ["-p", "no:benchmark", "-q", "--tb=short", "--continue-on-collection-errors"]
    command += [*arguments, "tests"]
    try:
        child = subprocess.run(
            command,
            cwd=directory,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        output = (error.stdout or b"").decode("utf-8", "replace")
        raise RuntimeError(f"pytest took over {TIME_LIMIT:.0f} s\n{output[-8000:]}") from error
    # 0, 1: passed or failed; 2: a file could not be imported; 5: no test. The result tells which.
    if child.returncode not in (0, 1, 2, 5) or not result.is_file():
        output = child.stdout.decode("utf-8", "replace")
        raise RuntimeError(f"pytest ended with {child.returncode}\n{output[-8000:]}")
    return verdict.Run(**json.loads(result.read_text("utf-8")))


def print_table(rows: list[verdict.Row]) -> None:
    total = verdict.Row("all", sum(row.total for row in rows), sum(row.passed for row in rows))
    width = max(len(row.name) for row in [*rows, total])
    print(f"\n{'test file':{width}}  passed/total")
    for row in [*rows, total]:
        if row is total:
            print("-" * (width + 14))
        print(f"{row.name:{width}}  {f'{row.passed}/{row.total}':>12}")


def print_failures(judged: verdict.Verdict, run: verdict.Run) -> None:
    for number, node in enumerate(judged.failures):
        reason = run.details.get(node) or f"was {run.outcomes.get(node, 'not run')}"
        if number < SHOWN:
            print(f"\n--- {node}\n{reason}")
        else:
            print(f"FAILED {node}: {reason.strip().splitlines()[-1][:150]}")


def main(arguments: list[str]) -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="upstream-") as name:
        directory = Path(name)
        tests = source.copy_tests(directory)
        (directory / "pytest.ini").write_text("[pytest]\nfaulthandler_timeout = 120\n")
        before = source.checksums(tests / "data")
        run = run_pytest(directory, arguments)
        judged = verdict.judge(run, None if arguments else source.TESTS)
        judged.problems += verdict.changed_files(before, source.checksums(tests / "data"))
    print_failures(judged, run)
    print_table(judged.rows)
    for problem in judged.problems:
        print(f"ERROR {problem}")
    passed = sum(row.passed for row in judged.rows)
    print(f"\nmutagen {source.VERSION}'s own tests, {time.monotonic() - started:.0f} s:")
    print(f"upstream: {passed} passed, {len(judged.failures) + len(judged.problems)} failed")
    return 0 if judged.ok else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except RuntimeError as error:
        sys.exit(f"upstream: {error}")
