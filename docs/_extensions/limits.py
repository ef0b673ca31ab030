"""The directive `limits`: constants of `src/limits.rs`, with values and reasons, as a table.

Its content are the names of the constants, one a line. Names that the source does not have are
errors; `tests/docs/test_limits.py` finds those that no page has.
"""

from __future__ import annotations

import ast
import operator
import re
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

SOURCE = Path(__file__).resolve().parents[2] / "src" / "limits.rs"

_CONSTANT = re.compile(
    r"(?P<reason>(?:///.*\n)+)pub const (?P<name>\w+): [^=]+ = (?P<value>[^;]+);"
)
_LINK = re.compile(r"\[(`\w+`)\]")
_OPERATORS: dict[type[ast.operator], Any] = {
    ast.Mult: operator.mul,
    ast.LShift: operator.lshift,
    ast.Add: operator.add,
}


class Limit(NamedTuple):
    """A constant: its value as text, and its doc comment."""

    value: str
    reason: str


def _number(expression: str) -> int:
    def compute(node: ast.expr) -> int:
        if isinstance(node, ast.Constant) and isinstance(node.value, int):
            return node.value
        if isinstance(node, ast.BinOp):
            return int(_OPERATORS[type(node.op)](compute(node.left), compute(node.right)))
        raise ValueError(f"not understood: {expression}")

    return compute(ast.parse(expression, mode="eval").body)


def read_limits() -> dict[str, Limit]:
    """All constants by their names, in the order of the source."""
    limits = {}
    for found in _CONSTANT.finditer(SOURCE.read_text("utf-8")):
        numbers = [f"{_number(part.strip()):,}" for part in found["value"].split("..=")]
        words = " ".join(line.removeprefix("///").strip() for line in found["reason"].splitlines())
        limits[found["name"]] = Limit(" to ".join(numbers), _LINK.sub(r"\1", words))
    return limits


class LimitsDirective(SphinxDirective):
    """See the module."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """The table."""
        self.env.note_dependency(str(SOURCE))
        limits = read_limits()
        lines = ["| constant | value | what it bounds, and why |", "|---|---:|---|"]
        for name in filter(None, map(str.strip, self.content)):
            if name not in limits:
                raise self.error(f"{SOURCE.name} has no {name}")
            limit = limits[name]
            lines.append(f"| `{name}` | {limit.value} | {limit.reason} |")
        table = nodes.container(classes=["limits"])
        self.state.nested_parse(StringList(lines, str(SOURCE)), self.content_offset, table)
        return [table]


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx."""
    app.add_directive("limits", LimitsDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
