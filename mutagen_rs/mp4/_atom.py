"""The atoms of an MP4 file as objects, for programs that look into files themselves.

Opening a file does not make them; see `src/formats/mp4/atom.rs` for what is an atom.
"""

from __future__ import annotations

from .. import _native
from .._errors import reraise
from ._util import error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any


class AtomError(Exception):
    """The atoms of the file cannot be read."""


def _read(read: Callable[..., Any], *args: Any) -> Any:
    try:
        return read(*args)
    except (OSError, error) as err:
        reraise(AtomError, err, err.__traceback__)


class Atom:
    """`Atom(fileobj, level=0)`: the atom where a file object stands, which is left behind it.

    At levels above 0 it must have a size. Raises `AtomError` if it cannot be read.

    Attributes:
        name (bytes): four bytes.
        offset (int): where in the file it begins.
        length (int): its length in bytes, with its header.
        datalength (int): without the header.
        children (list[Atom] | None): the atoms in it; None if it is not looked into.
    """

    children: list[Atom] | None = None
    name: bytes
    offset: int
    length: int
    _dataoffset: int

    def __init__(self, fileobj: Any, level: int = 0) -> None:
        start = _read(fileobj.tell)
        rows, end = _read(_native.mp4_atom, fileobj, start, level == 0)
        self._set(rows[0])
        _add(rows, self)
        _read(fileobj.seek, end, 0)

    def _set(self, row: tuple[bytes, int, int, int, int | None]) -> None:
        self.name, self.offset, self._dataoffset, self.length, next_ = row
        if next_ is not None:
            self.children = []

    @property
    def datalength(self) -> int:
        """The length in bytes, without the header."""
        return self.length - (self._dataoffset - self.offset)

    def read(self, fileobj: Any) -> tuple[bool, bytes]:
        """Whether the file has all of the payload, and what it has of it."""
        fileobj.seek(self._dataoffset, 0)
        data = fileobj.read(self.datalength)
        return len(data) == self.datalength, data

    @staticmethod
    def render(name: bytes, data: bytes) -> bytes:
        """The bytes of an atom of that name and payload."""
        return _native.mp4_atom_header(name, len(data)) + data

    def findall(self, name: bytes, recursive: bool = False) -> Iterator[Atom]:
        """The atoms of that name in it, and if `recursive` those in other atoms in it."""
        for child in self.children or ():
            if child.name == name:
                yield child
            if recursive:
                yield from child.findall(name, True)

    def __getitem__(self, remaining: Sequence[bytes]) -> Atom:
        """The atom that a path of names leads to: `atom[b"udta", b"meta"]`.

        Raises `KeyError` if there is none.
        """
        if not remaining:
            return self
        if self.children is None:
            raise KeyError(f"{self.name!r} is not a container")
        return _find(self.children, remaining)

    def __repr__(self) -> str:
        # Not by recursion: atoms may nest deeper than it is worth calls of Python.
        lines: list[str] = []
        rest: list[tuple[Atom | None, int]] = [(self, 0)]
        while rest:
            atom, depth = rest.pop()
            if atom is None:
                lines[-1] += ">"
                continue
            head = f"<{type(atom).__name__} name={atom.name!r} length={atom.length!r}"
            lines.append(f"{' ' * depth}{head} offset={atom.offset!r}")
            rest.append((None, depth))
            if atom.children:
                rest += [(child, depth + 1) for child in reversed(atom.children)]
            elif atom.children is not None:
                lines.append(" " * depth)  # nothing stands between the head and the end
        return "\n".join(lines)


def _find(atoms: list[Atom], path: Sequence[bytes]) -> Atom:
    for atom in atoms:
        if atom.name == path[0]:
            return atom[path[1:]]
    raise KeyError(f"{path[0]!r} not found")


def _add(rows: list[Any], first: Atom | None) -> list[Atom]:
    """Put the atoms of a native list into their parents; gives those that have none.

    `first` is the object for the first row, if it is made already.
    """
    roots: list[Atom] = []
    # The lists that atoms are added to, each with the number of the first one behind.
    open_: list[tuple[int, list[Atom]]] = [(len(rows), roots)]
    for number, row in enumerate(rows):
        while number >= open_[-1][0] and len(open_) > 1:
            open_.pop()
        if number == 0 and first is not None:
            atom = first
        else:
            atom = Atom.__new__(Atom)
            atom._set(row)
        open_[-1][1].append(atom)
        if row[4] is not None and atom.children is not None:
            open_.append((row[4], atom.children))
    return roots


class Atoms:
    """`Atoms(fileobj)`: all atoms of a file object. Raises `AtomError` if they cannot be read.

    Attributes:
        atoms (list[Atom]): those at the top level.
    """

    def __init__(self, fileobj: Any) -> None:
        self.atoms: list[Atom] = _add(_read(_native.mp4_atoms, fileobj), None)

    def path(self, *names: bytes) -> list[Atom]:
        """The atoms that a path of names passes through: `path(b"moov", b"udta")` gives two.

        Raises `KeyError` if one of them is missing.
        """
        path: list[Any] = [self]
        for name in names:
            path.append(path[-1][name,])
        return path[1:]

    def __contains__(self, names: bytes | Sequence[bytes]) -> bool:
        try:
            self[names]
        except KeyError:
            return False
        return True

    def __getitem__(self, names: bytes | Sequence[bytes]) -> Atom:
        """The atom that a path leads to: `atoms[b"moov.udta"]` or `atoms[b"moov", b"udta"]`.

        Raises `KeyError` if there is none.
        """
        return _find(self.atoms, names.split(b".") if isinstance(names, bytes) else names)

    def __repr__(self) -> str:
        return "\n".join(repr(child) for child in self.atoms)
