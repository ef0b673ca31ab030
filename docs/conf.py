"""How Sphinx builds the documentation; `make docs` runs it."""

from __future__ import annotations

import shutil
import sys
from importlib.metadata import version as version_of
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS / "_extensions"))

# The pages of `design/` are pages of the documentation too. A link to the folder would not do:
# links between pages are followed to where they really stand.
shutil.rmtree(DOCS / "design", ignore_errors=True)
shutil.copytree(DOCS.parent / "design", DOCS / "design")

project = "mutagen_rs"
author = "the mutagen_rs authors"
version = release = version_of(project)

extensions = ["frames", "limits", "myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "requirements.txt"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
# Included pages begin below the heading of the page that includes them.
suppress_warnings = [
    "myst.header",
    "ref.python",  # `ID3` in a docstring is the class, not the attribute of file classes
]

# Docstrings mark code with single backticks.
default_role = "code"
autodoc_default_options = {"members": True, "ignore-module-all": True}
autodoc_member_order = "bysource"
# Types of attributes and arguments are in the docstrings, with their units.
autodoc_typehints = "none"
napoleon_use_ivar = True
napoleon_use_rtype = False

nitpicky = True
# In docstrings types are words of Python or of the same module; links that are written out in full
# must lead somewhere.
nitpick_ignore_regex = [("py:.*", r"(?!mutagen_rs\.).*"), ("py:.*", r"(.*\.)?_.*")]

html_theme = "furo"
html_title = f"mutagen_rs {release}"
html_copy_source = False

man_pages = [
    (f"man/{name}", name, title, [author], 1)
    for name, title in (
        ("mid3cp", "copy ID3 tags from one file to another"),
        ("mid3iconv", "convert ID3 tags from an old encoding to Unicode"),
        ("mid3v2", "list, edit and remove ID3 tags"),
        ("moggsplit", "split an Ogg file into its streams"),
        ("mutagen-inspect", "show the tags of audio files"),
        ("mutagen-pony", "try to open all MP3 files of a directory"),
    )
]
man_show_urls = True
today = "2026"
