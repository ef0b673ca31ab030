"""Runs the blocks of code of a document: `blocks.py DOCUMENT ROOT`, in a folder with the files it
opens.

Blocks of Python run one after the other, as one program; those with prompts must print what the
document says. Of commands for a shell, the package's own tools run, and others must name what is
there.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

from sybil import Example
from sybil.document import Document
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser

TOOLS = Path(sys.executable).parent


class Commands:
    """Looks at the commands of a block, in a clone of the project."""

    def __init__(self, root: Path) -> None:
        self._root = root
        makefile = (root / "Makefile").read_text("utf-8")
        self._targets = re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE)
        project = (root / "pyproject.toml").read_text("utf-8")
        self._scripts = re.findall(r'^([\w-]+) = "mutagen_rs\._tools', project, re.MULTILINE)

    def evaluate(self, example: Example) -> str | None:
        """What is wrong with the block, if anything."""
        command, output = "", []
        for line in [*str(example.parsed).splitlines(), "$ "]:
            if not line.startswith("$ "):
                output.append(line)
                continue
            if command:
                self._check(command, output)
            command, output = line.removeprefix("$ "), []
        return None

    def _check(self, command: str, output: list[str]) -> None:
        program, *words = shlex.split(command, comments=True)
        if program in self._scripts:
            run = subprocess.run([TOOLS / program, *words], capture_output=True, text=True)
            assert run.returncode == 0, f"{command}: {run.stderr}"
        elif program == "grep":
            run = subprocess.run(
                command, shell=True, cwd=self._root, capture_output=True, text=True
            )
            assert sorted(run.stdout.splitlines()) == sorted(output), f"{command}: {run.stdout}"
        elif program == "make":
            assert words == [] or words[0] in self._targets, command
        elif program == "pip":
            assert words == ["install", "."], command
            assert (self._root / "pyproject.toml").exists()
        elif program == "man":
            assert all(
                (self._root / "docs" / "man" / f"{Path(w).stem}.rst").exists() for w in words
            )
        elif program.endswith("python"):
            assert (self._root / words[0]).exists(), command
        else:
            raise AssertionError(f"nothing is known of {program}")


def main() -> None:
    """Run the document; its name and the number of blocks are printed."""
    path, root = sys.argv[1:]
    commands = CodeBlockParser("console", Commands(Path(root)).evaluate)
    document = Document.parse(path, PythonCodeBlockParser(), commands)
    examples = list(document.examples())
    for example in examples:
        example.evaluate()
    print(len(examples))


if __name__ == "__main__":
    main()
