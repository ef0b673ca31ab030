"""What the docstrings of ID3 frames leave to the table of frames: the fields, in their order.

A frame's docstring says what it is for. Which attributes it has follows from its specs, and what an
attribute is from the docstring of the spec's class.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from mutagen_rs.id3 import Frame


def _line(spec: Any, is_optional: bool) -> str:
    what = " ".join((type(spec).__doc__ or "").partition("\n\n")[0].split())
    missing = " May be missing." if is_optional else ""
    return f"    {spec.name}: {what}{missing}"


def add_fields(
    app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]
) -> None:
    """Extend the docstring of a frame; see Sphinx' event `autodoc-process-docstring`."""
    if what != "class" or not isinstance(obj, type) or not issubclass(obj, Frame):
        return
    fields = [_line(spec, False) for spec in obj._framespec]
    fields += [_line(spec, True) for spec in obj._optionalspec]
    if fields:
        lines += ["", "Attributes:", *fields, ""]


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx."""
    app.setup_extension("sphinx.ext.autodoc")
    # Before the docstring is taken apart.
    app.connect("autodoc-process-docstring", add_fields, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
