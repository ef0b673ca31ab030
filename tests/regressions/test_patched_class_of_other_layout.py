"""A built-in class exchanged for one that derives from `dict` gave a broken object, and a crash."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
    sample = sample_dir / "dsf" / "id3v2.3-picture.dsf"
    command = [sys.executable, "-c", SCRIPT, str(sample)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "derives from object" in done.stdout
