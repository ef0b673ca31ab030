"""That pages leave nothing out: limits, modules, formats, design pages."""

from __future__ import annotations

import re
from pathlib import Path
from pkgutil import iter_modules

import mutagen_rs
import mutagen_rs._file

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def _read(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text("utf-8")


def test_limits() -> None:
    """Each constant of `src/limits.rs` is in one of the two lists; the build fails for others."""
    known = re.findall(r"^pub const (\w+)", _read("src", "limits.rs"), re.MULTILINE)
    lists = re.findall(r"```\{limits\}\n(.*?)```", _read("docs", "limits.md"), re.DOTALL)
    named = [name for names in lists for name in names.split()]
    assert len(lists) == 2
    assert sorted(named) == sorted(known)


def test_modules() -> None:
    """Each public module is in the reference."""
    pages = "".join(path.read_text("utf-8") for path in (DOCS / "api").glob("*.md"))
    documented = re.findall(r"automodule:: mutagen_rs\.(\w+)$", pages, re.MULTILINE)
    public = [info.name for info in iter_modules(mutagen_rs.__path__) if info.name[0] != "_"]
    assert {*public} <= {*documented}
    assert len(documented) == len({*documented})


def test_formats() -> None:
    """Each kind of file that `File` knows is in the table, and its module in the README."""
    table, readme = _read("docs", "formats", "index.md"), _read("README.md")
    general = {"APEv2File", "ID3FileType", "EasyID3FileType"}
    for kind, module in mutagen_rs._file._MODULES.items():
        assert f"`{kind}`" in table or kind in general, kind
        assert f"`{module}`" in readme, module


def test_design_pages() -> None:
    """Each is in the reading order, and in the contents of the documentation."""
    order, contents = _read("design", "README.md"), _read("docs", "index.md")
    for path in (ROOT / "design").rglob("*.md"):
        name = path.relative_to(ROOT / "design").as_posix()
        assert f"({name})" in order or name == "README.md"
        assert f"design/{name.removesuffix('.md')}\n" in contents
