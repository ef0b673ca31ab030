"""The man pages against the options that the tools take."""

from __future__ import annotations

import re
from importlib import import_module
from optparse import SUPPRESS_HELP, OptionParser
from pathlib import Path

import pytest

from mutagen_rs._tools import mid3v2

ROOT = Path(__file__).parents[2]
PAGES = {path.stem: path.read_text("utf-8") for path in (ROOT / "docs" / "man").glob("*.rst")}
WITH_OPTIONS = sorted({*PAGES} - {"mutagen-pony"})

_OPTION = re.compile(r"^\.\. option:: (.*)$", re.MULTILINE)

Options = dict[str, bool]
"""Spellings of options, and whether a value follows."""


class _Caught(Exception):
    pass


def _taken(tool: str, monkeypatch: pytest.MonkeyPatch) -> Options:
    """The options of a tool that its help shows."""
    parsers: list[OptionParser] = []

    def catch(self: OptionParser, *args: object) -> None:
        parsers.append(self)
        raise _Caught

    monkeypatch.setattr(OptionParser, "parse_args", catch)
    with pytest.raises(_Caught):
        import_module(f"mutagen_rs._tools.{tool.replace('-', '_')}").main([tool])
    return {
        name: option.takes_value()
        for option in parsers[0].option_list
        if option.help is not SUPPRESS_HELP
        for name in (*option._short_opts, *option._long_opts)
    }


def _described(tool: str) -> Options:
    """The options that a page describes."""
    return {
        spelling.split()[0]: " " in spelling
        for line in _OPTION.findall(PAGES[tool])
        for spelling in line.split(", ")
    }


def test_every_tool_has_a_page() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    scripts = re.findall(r'^([\w-]+) = "mutagen_rs\._tools', project, re.MULTILINE)
    assert sorted(PAGES) == sorted(scripts)
    configuration = (ROOT / "docs" / "conf.py").read_text("utf-8")
    assert all(f'("{tool}", "' in configuration for tool in PAGES)


@pytest.mark.parametrize("tool", WITH_OPTIONS)
def test_options(tool: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _described(tool) == _taken(tool, monkeypatch)


def test_tool_without_options(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert _described("mutagen-pony") == {}
    import_module("mutagen_rs._tools.mutagen_pony").main(["mutagen-pony", str(tmp_path)])
    assert "No MP3 files found" in capsys.readouterr().out


def test_frames_of_mid3v2() -> None:
    """The page tells which frames have an option of their name, and these frames do."""
    text = " ".join(PAGES["mid3v2"].split())
    assert "Any other frame of text or of a URL, and POPM, APIC, UFID and USLT" in text
    parser = mid3v2.ID3OptionParser()
    assert all(parser.has_option(f"--{name}") for name in "TIT3 WCOM POPM APIC UFID USLT".split())
    assert not parser.has_option("--PRIV")
