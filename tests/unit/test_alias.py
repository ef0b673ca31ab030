"""`install_as_mutagen`: each case in an interpreter of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CASES = {
    "imports give our modules": """
import mutagen_rs
mutagen_rs.install_as_mutagen()
import mutagen, mutagen.id3, mutagen.mp3, mutagen._util, mutagen.id3._frames
from mutagen import File, MutagenError, _util
from mutagen.mp3 import MP3
assert mutagen is mutagen_rs
assert mutagen.id3 is mutagen_rs.id3
assert MP3 is mutagen_rs.mp3.MP3
assert _util is mutagen_rs._util
assert issubclass(mutagen.id3.error, MutagenError)
""",
    "every module has both names": """
import sys, mutagen_rs
mutagen_rs.install_as_mutagen()
ours = {name for name in sys.modules if name.split(".")[0] == "mutagen_rs"}
alias = {name for name in sys.modules if name.split(".")[0] == "mutagen"}
assert len(ours) > 40
assert {name.replace("mutagen_rs", "mutagen", 1) for name in ours} == alias
for name in ours:
    assert sys.modules[name] is sys.modules[name.replace("mutagen_rs", "mutagen", 1)]
""",
    "twice is once": """
import mutagen_rs
mutagen_rs.install_as_mutagen()
mutagen_rs.install_as_mutagen()
import mutagen
assert mutagen is mutagen_rs
""",
    "not beside the original": """
import sys
import mutagen.id3
import mutagen_rs
before = {name: sys.modules[name] for name in sys.modules if name.startswith("mutagen.")}
try:
    mutagen_rs.install_as_mutagen()
except RuntimeError as refusal:
    assert "mutagen" in str(refusal)
else:
    raise SystemExit("installed")
assert all(sys.modules[name] is module for name, module in before.items())
import mutagen.mp3
assert mutagen.mp3.MP3.__mro__[1] is mutagen.id3.ID3FileType
assert not issubclass(mutagen.mp3.MP3, mutagen_rs.FileType)
""",
    "the original may come first elsewhere": """
import mutagen_rs, mutagen
assert mutagen is not mutagen_rs
assert mutagen_rs.MutagenError is not mutagen.MutagenError
""",
    "a usual program runs": """
import sys, mutagen_rs
mutagen_rs.install_as_mutagen()
import mutagen
from mutagen.easyid3 import EasyID3
from mutagen.id3 import ID3, ID3NoHeaderError, TIT2
path = sys.argv[1]
try:
    tags = ID3(path)
except ID3NoHeaderError:
    tags = ID3()
tags.add(TIT2(encoding=3, text=["A title"]))
tags.save(path)
audio = mutagen.File(path, easy=True)
assert audio["title"] == ["A title"]
assert type(audio).__module__ in ("mutagen.mp3", "mutagen_rs.mp3")
assert EasyID3(path)["title"] == ["A title"]
try:
    mutagen.File("no such file")
except mutagen.MutagenError as refusal:
    assert isinstance(refusal.args[0], FileNotFoundError)
""",
}


def _run(code: str, *arguments: object) -> None:
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *map(str, arguments)],
        cwd=Path(sys.executable).parent,  # not where a package of the same name lies
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("case", CASES)
def test_install_as_mutagen(case: str, sample_copy: Path) -> None:
    _run(CASES[case], sample_copy / "mp3" / "no-tag.mp3")


def test_import_is_cheap() -> None:
    """A program that only opens files does not load the costly parts of the standard library."""
    _run(
        """
import sys
before = set(sys.modules)
import mutagen_rs.mp3
costly = {"typing", "dataclasses", "enum", "re", "inspect", "collections", "struct", "mutagen"}
loaded = costly & (set(sys.modules) - before)
assert not loaded, loaded
"""
    )


def test_import_without_the_native_module(tmp_path: Path) -> None:
    """A package without its native module says so with an ImportError, at once."""
    import mutagen_rs

    source = Path(mutagen_rs.__file__).parent
    target = tmp_path / "mutagen_rs"
    target.mkdir()
    for path in source.rglob("*.py"):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    _run(
        """
import sys
sys.path.insert(0, sys.argv[1])
try:
    import mutagen_rs.mp3
except ImportError as failure:
    assert "_native" in str(failure), failure
else:
    raise SystemExit("imported")
""",
        tmp_path,
    )


@pytest.mark.parametrize("module", ["mutagen_rs.no_such_module", "mutagen_rs.id3.no_such_module"])
def test_missing_modules(module: str) -> None:
    with pytest.raises(ModuleNotFoundError):
        __import__(module)


def test_missing_names() -> None:
    import mutagen_rs

    with pytest.raises(AttributeError, match="no_such_name"):
        mutagen_rs.no_such_name  # noqa: B018
    with pytest.raises(ImportError):
        exec("from mutagen_rs import no_such_name")
    with pytest.raises(ImportError):
        exec("from mutagen_rs.id3 import XXXX")
