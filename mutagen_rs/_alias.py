"""Answering to the name `mutagen` as well."""

from __future__ import annotations

import sys
import warnings
from importlib import import_module
from pkgutil import walk_packages

import mutagen_rs

ALIAS = "mutagen"


def install_as_mutagen() -> None:
    """Make `import mutagen`, and `import mutagen.<anything>`, give the modules of this package.

    All modules are imported at once and entered in `sys.modules` a second time, so that both names
    mean the same objects. Installing again changes nothing.

    Raises `RuntimeError`, and changes nothing, if a module of the original mutagen is imported
    already: objects of two libraries under one name would not know each other.
    """
    foreign = [name for name in list(sys.modules) if _is_foreign(name)]
    if foreign:
        raise RuntimeError(
            f"cannot install mutagen_rs as mutagen: another {min(foreign)!r} is already imported;"
            " call this before anything imports mutagen"
        )

    prefix = __package__ + "."
    with warnings.catch_warnings():
        # mutagen_rs.m4a warns that it is deprecated, which nobody asked for here.
        warnings.simplefilter("ignore", DeprecationWarning)
        for info in walk_packages(mutagen_rs.__path__, prefix):
            import_module(info.name)

    sys.modules[ALIAS] = mutagen_rs
    for name, module in list(sys.modules.items()):
        if name.startswith(prefix):
            sys.modules[f"{ALIAS}.{name.removeprefix(prefix)}"] = module


def _is_foreign(name: str) -> bool:
    """Whether a loaded module has a name of mutagen's, and is not the module we would put there."""
    if name != ALIAS and not name.startswith(ALIAS + "."):
        return False
    return sys.modules[name] is not sys.modules.get(f"{__package__}{name.removeprefix(ALIAS)}")
