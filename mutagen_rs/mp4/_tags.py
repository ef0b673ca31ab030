"""The tags of an MP4 file: what iTunes keeps about a song."""

from __future__ import annotations

from .. import _native
from .._filething import open_for, target_of
from .._tags import Tags
from .._util import DictProxy, lazy, settle
from ._atom import Atom
from ._util import MP4MetadataError, MP4MetadataValueError
from ._values import AtomDataType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from typing_extensions import Unpack

    from .._filething import FileArgument, FileThing, Target
    from .._native import Plan
    from .._tags import PaddingFunction


def _name2key(name: bytes) -> str:
    return name.decode("latin-1")


def _key2name(key: str) -> bytes:
    return key.encode("latin-1")


def _item_sort_key(key: str, value: Any) -> tuple[int, int, str]:
    """Where an item stands among the others: first by key, then by the length of its value."""
    text = repr(value)
    return _native.mp4_rank(key), len(text), text


def _no_padding(info: Any) -> int:
    return 0


def _index(tags: Any) -> dict[str, Any]:
    return {} if tags._doc is None else tags._doc.index()


def _failed(tags: Any) -> dict[str, list[bytes]]:
    return {} if tags._doc is None else tags._doc.failed()


def _padding(tags: Any) -> int:
    return 0 if tags._doc is None else tags._doc.padding


class MP4Tags(DictProxy, Tags):
    """`MP4Tags()`: the tags of an MP4 file, or empty ones.

    Keys are the names of atoms, for freeform values `----:mean:name`. Values are

    - lists of str for text, such as `©nam` (title), `©ART` (artist), `©alb` (album),
      `aART` (album artist), `©day` (date), `©gen` (genre), `©cmt` (comment), and for
      keys that are not known; a str will do to set one
    - bool: `cpil` (compilation), `pgap` (gapless), `pcst` (podcast)
    - lists of (number, total): `trkn` (track), `disk`
    - lists of int: `tmpo` (beats a minute), `stik` (kind of media), `rtng` (advisory), `hdvd`,
      `shwm`, `©mvc`, `©mvi`, `tves`, `tvsn`, `plID`, `cnID`, `geID`, `atID`, `sfID`,
      `cmID`, `akID`
    - a list of `MP4Cover`: `covr`
    - lists of `MP4FreeForm` for freeform keys; bytes will do to set one

    Values are checked when they are set, and built from a file when they are first asked for. Atoms
    that cannot be read are kept, and written back unless their key is set.
    """

    __module__ = "mutagen_rs.mp4"

    _HOOKS = (
        "__contains__",
        "__delitem__",
        "__getitem__",
        "__init__",
        "__setitem__",
        "_render",
        "get",
        "items",
        "keys",
        "load",
        "setdefault",
        "values",
    )
    """Methods that native code does not call; for a class that overrides one, Python does."""

    _plain = True
    """Whether no hook is overridden."""

    _doc: Any = None
    """The native document that values are built from; in the dict it stands for a value."""

    _DictProxy__dict: Any = lazy(_index)
    _failed_atoms: Any = lazy(_failed)
    _padding: Any = lazy(_padding)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._plain = all(getattr(cls, hook) is getattr(MP4Tags, hook) for hook in MP4Tags._HOOKS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__()
        if args or kwargs:
            self.load(*args, **kwargs)

    def load(self, atoms: Any, fileobj: Any) -> None:
        """Read the tags of a file object; `atoms` are its `Atoms`.

        Raises `MP4MetadataError` if there are none or they are too damaged.
        """
        try:
            meta, ilst = atoms.path(b"moov", b"udta", b"meta", b"ilst")[-2:]
        except KeyError as err:
            raise MP4MetadataError(err) from err
        self._padding = _free_len(meta, ilst)
        for atom in ilst.children:
            is_there, data = atom.read(fileobj)
            if not is_there:
                raise MP4MetadataError("Not enough data")
            key, value, is_whole = _native.mp4_item(atom.name, data, atom.length)
            try:
                if isinstance(value, list):
                    self.setdefault(key, []).extend(value)
                elif value is not None:
                    self[key] = value
            except MP4MetadataError:
                is_whole = False
            if not is_whole:
                self._failed_atoms.setdefault(_name2key(atom.name), []).append(data)

    @classmethod
    def _can_load(cls, atoms: Any) -> bool:
        return b"moov.udta.meta.ilst" in atoms

    def _adopt(self, document: Any) -> None:
        """Become the tags that a native document holds."""
        state = self.__dict__
        for name in ("_DictProxy__dict", "_failed_atoms", "_padding"):
            state.pop(name, None)
        state["_doc"] = document

    def __getitem__(self, key: str) -> Any:
        """The value of a key. Raises `KeyError`."""
        value = self._DictProxy__dict[key]
        if value is self._doc and value is not None:
            value = self._DictProxy__dict[key] = value.value(key)
        return value

    def __setitem__(self, key: str, value: Any) -> None:
        """Set a key.

        Raises `TypeError` for a key that is no str, `TypeError` or `ValueError` (most often
        `MP4MetadataValueError`) for a value that cannot be written.
        """
        if not isinstance(key, str):
            raise TypeError("key has to be str")
        if type(self)._render is MP4Tags._render:
            _native.mp4_check(key, value)
        else:
            self._render(key, value)
        super().__setitem__(key, value)

    def values(self) -> list[Any]:
        """All values, in the order of the keys."""
        return list(self._built().values()) if self._plain else super().values()

    def items(self) -> list[tuple[str, Any]]:
        """All (key, value) pairs, in the order of the keys."""
        return list(self._built().items()) if self._plain else super().items()

    def _built(self) -> dict[str, Any]:
        """The storage, with all values built."""
        stored: dict[str, Any] = self._DictProxy__dict
        if self._doc is not None:
            self._doc.complete(stored)
        return stored

    def __getstate__(self) -> dict[str, Any]:
        self._built()
        return {name: value for name, value in settle(self).items() if name != "_doc"}

    def _render(self, key: str, value: Any) -> bytes:
        """The atom of a key and a value."""
        return _native.mp4_render("", key, value)

    def __render_data(self, key: str, version: int, flags: int, value: Iterable[bytes]) -> bytes:
        return _native.mp4_render_data(key, version, flags, value)

    def __render_freeform(self, key: str, value: Any) -> bytes:
        return _native.mp4_render("freeform", key, value)

    def __render_pair(self, key: str, value: Any) -> bytes:
        return _native.mp4_render("pair", key, value, 1)

    def __render_pair_no_trailing(self, key: str, value: Any) -> bytes:
        return _native.mp4_render("pair", key, value, 0)

    def __render_integer(self, key: str, value: Any, min_bytes: int) -> bytes:
        return _native.mp4_render("integer", key, value, min_bytes)

    def __render_bool(self, key: str, value: Any) -> bytes:
        return _native.mp4_render("bool", key, value)

    def __render_cover(self, key: str, value: Any) -> bytes:
        return _native.mp4_render("cover", key, value)

    def __render_text(self, key: str, value: Any, flags: int = AtomDataType.UTF8) -> bytes:
        return _native.mp4_render("text", key, value, flags)

    def save(
        self,
        filething: FileArgument = None,
        /,
        padding: PaddingFunction | None = None,
        **target: Unpack[Target],
    ) -> None:
        """`save(filething=None, padding=None)`: write the tags to a file.

        `padding` is called with a `PaddingInfo` and returns how many bytes to leave free.

        Raises `MP4MetadataValueError` for a value that cannot be written, `error` for a file that
        cannot have tags, `MutagenError` if it cannot be opened. Nothing is written before all of it
        is known to fit.
        """
        self._save(target_of(self, filething, target, True), "write", padding)

    def plan_save(
        self,
        filething: FileArgument = None,
        /,
        padding: PaddingFunction | None = None,
        **target: Unpack[Target],
    ) -> Plan:
        """What `save` with these arguments would write: a `Plan`. Nothing is written."""
        return self._save(target_of(self, filething, target, True), "plan", padding)

    def _save(self, thing: FileThing, mode: str, padding: PaddingFunction | None = None) -> Plan:
        """Carry out a save, or only plan it. `mode` is "plan" or "write"."""
        fileobj, _, name = thing
        items = self._DictProxy__dict if self._plain else self._rendered_items()
        # What could not be read goes back, unless there is something in its place now.
        kept = [(key, data) for key, data in self._failed_atoms.items() if key not in self]
        plan = _native.mp4_save(name, fileobj, items, kept, self._doc, padding, mode)
        if plan is None:
            plan = open_for(mode, thing, lambda opened: self._save(opened, mode, padding))
        return plan

    def _rendered_items(self) -> list[bytes]:
        """The items as bytes, in their order, by the methods of this class."""
        rendered = []
        for key, value in sorted(self.items(), key=lambda item: _item_sort_key(*item)):
            try:
                rendered.append(self._render(key, value))
            except (TypeError, ValueError) as err:
                raise MP4MetadataValueError(err) from err
        return rendered

    def delete(self, filename: Any) -> None:
        """Remove the tags of a file, and all that is in this object.

        Raises `MutagenError` if it is not possible.
        """
        self._failed_atoms.clear()
        self.clear()
        self.save(filename, padding=_no_padding)

    def pprint(self) -> str:
        """A line `key=value` for each value, sorted by key."""
        lines = []
        for key, value in sorted(self.items()):
            if key == "covr":
                sizes = ", ".join(f"[{len(data)} bytes of data]" for data in value)
                lines.append(f"{key}={sizes}")
                continue
            for one in value if isinstance(value, list) else [value]:
                lines.append(f"{key}={one}" if isinstance(one, str) else f"{key}={one!r}")
        return "\n".join(lines)


def _free_len(meta: Atom, ilst: Atom) -> int:
    """Length of the atom that pads the items: the one before them, or the one behind."""
    free = [child for child in meta.children or () if child.name == b"free"]
    for atom in free:
        if atom.offset + atom.length == ilst.offset:
            return atom.datalength
    for atom in free:
        if atom.offset == ilst.offset + ilst.length:
            return atom.datalength
    return 0
