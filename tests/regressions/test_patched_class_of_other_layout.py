"""A built-in class exchanged for one that derives from `dict` gave a broken object, and a crash."""

from __future__ import annotations

from pathlib import Path

from faults.limited import run_limited

SCRIPT = """
import sys
import mutagen_rs.dsf as dsf

dsf.FormatChunk = type("FormatChunk", (dict,), {})
file = dsf.DSF(sys.argv[1])
try:
    file.info.fmt_chunk["key"] = "value"
except TypeError as refusal:
    print(refusal)
"""


def test_it_is_refused(sample_dir: Path) -> None:
    done = run_limited(SCRIPT, sample_dir / "dsf" / "id3v2.3-picture.dsf")
    assert (done.returncode, done.stderr) == (0, "")
    assert "derives from object" in done.stdout
