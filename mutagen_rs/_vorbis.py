"""Vorbis comments: the tags of FLAC and of the formats in Ogg.

They are a list of keys and values (Xiph.Org, "Vorbis I specification", section 5). Keys are
printable ASCII without "=" and "~", such as "title"; they may repeat, and case makes no
difference.
"""

from __future__ import annotations

from io import BytesIO

from . import _native, version_string
from ._tags import Tags
from ._util import DictMixin, MutagenError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    _Pairs = list[tuple[Any, Any]]
else:
    _Pairs = list


class error(MutagenError):
    """The Vorbis comment cannot be read or written."""


class VorbisUnsetFrameError(error):
    """The framing bit is not set."""


class VorbisEncodingError(error):
    """A comment is no key=value pair, or not in the encoding it should be in."""


def is_valid_key(key: str) -> bool:
    """Whether a comment may have this key. Raises `TypeError` for what is no str."""
    return _native.vorbis_is_valid_key(key)


istag = is_valid_key


def _check_key(key: str) -> None:
    if not _native.vorbis_is_valid_key(key):
        raise ValueError(f"{key!r} is not a valid key")


class VComment(Tags, _Pairs):
    """`VComment(data=None, errors="replace", framing=True)`: a list of `(key, value)`.

    `data` are bytes, or a file object that stands at a comment; without, the list is empty. All
    methods of lists serve to change it.

    Attributes:
        vendor (str): the program that wrote the audio.
    """

    vendor: Any = f"Mutagen {version_string}"

    _size: int
    """Bytes that were read."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        self._size = 0
        if data is None:
            return
        fileobj = BytesIO(data) if isinstance(data, bytes) else data
        if not hasattr(fileobj, "read"):
            raise TypeError(f"bytes or a file object expected, not {type(data).__name__}")
        start = fileobj.tell()
        # Subclasses override `load` alone, with arguments of their own.
        self.load(fileobj, *args, **kwargs)
        self._size = fileobj.tell() - start

    def load(self, fileobj: Any, errors: str = "replace", framing: bool = True) -> None:
        """Append what a file object holds, from where it stands.

        Arguments:
            errors (str): what is done about text that is no UTF-8, keys that are not ASCII, and
                comments without a key: they are refused ("strict"), replaced by something that
                is valid ("replace"), or left out ("ignore"). Other invalid keys are left out.
            framing (bool): refuse a comment without a framing bit; only Vorbis has one.

        Raises `error` for a comment that ends too early, `VorbisEncodingError` for what strict
        reading refuses, `VorbisUnsetFrameError` for a framing bit that is not set.
        """
        self.vendor, pairs = _native.vorbis_load(fileobj, errors, bool(framing))
        for pair in pairs:
            self.append(pair)

    def validate(self) -> bool:
        """True if all of it can be written.

        Raises `ValueError` for an invalid key, and for a value or a vendor that is no str.
        """
        _native.vorbis_validate(self.vendor, self)
        return True

    def write(self, framing: bool = True) -> bytes:
        """The comment as it stands in a file, with or without a framing bit.

        Raises `ValueError` as `validate` does.
        """
        self.validate()
        return _native.vorbis_render(self.vendor, self, bool(framing))

    def clear(self) -> None:
        """Remove all comments; the vendor stays."""
        if type(self).remove is list.remove:
            super().clear()
            return
        for pair in list(self):
            self.remove(pair)

    def pprint(self) -> str:
        """A line `key=value` for each comment."""
        return "\n".join(f"{_shown(key)}={_shown(value)}" for key, value in self)


def _shown(part: Any) -> str:
    text: str = part if isinstance(part, str) else part.decode("utf-8", "replace")
    return text


class VCommentDict(VComment, DictMixin):  # type: ignore[misc]  # a list and a dict in one
    """A `VComment` that is a dict of lists as well: `tags["title"] == ["a", "b"]`.

    Keys are found in any case, and given in lower case. Iteration and `len` are those of the list
    of pairs, and so are all methods that lists have, `pop` among them; slices are slices of it.
    An invalid key raises `ValueError`, one that is no str `TypeError`.
    """

    def __getitem__(self, key: Any) -> Any:
        """A new list of the values of a key. Raises `KeyError` if it has none."""
        try:
            return _native.vorbis_get(self, key)
        except TypeError:
            if isinstance(key, slice):
                return super().__getitem__(key)
            raise

    def __delitem__(self, key: Any) -> None:
        """Remove all values of a key. Raises `KeyError` if it has none."""
        if isinstance(key, slice):
            super().__delitem__(key)
            return
        _check_key(key)
        key = key.lower()
        kept = [pair for pair in self if pair[0].lower() != key]
        if len(kept) == len(self):
            raise KeyError(key)
        super().__setitem__(slice(None), kept)

    def __contains__(self, key: Any) -> bool:
        """Whether a key has values."""
        return _native.vorbis_has(self, key)

    def __setitem__(self, key: Any, values: Any) -> None:
        """Set a key to a str or a list of str, in place of all values it had."""
        if isinstance(key, slice):
            super().__setitem__(key, values)
            return
        _check_key(key)
        if not isinstance(values, list):
            values = [values]
        try:  # noqa: SIM105 - importing contextlib takes milliseconds
            del self[key]
        except KeyError:
            pass
        for value in values:
            self.append((key, value))

    def keys(self) -> list[str]:
        """The keys in lower case, each once."""
        return _native.vorbis_keys(self)

    def values(self) -> list[Any]:
        """The lists of values, in the order of the keys."""
        return [values for _, values in self.items()]

    def items(self) -> list[tuple[Any, Any]]:
        """All pairs of a key and the list of its values."""
        own = type(self)
        if own.keys is not VCommentDict.keys or own.__getitem__ is not VCommentDict.__getitem__:
            return super().items()
        groups = _native.vorbis_group(self)
        for key in groups:
            _check_key(key)
        return list(groups.items())

    def as_dict(self) -> dict[str, Any]:
        """A new dict of lists of values by key."""
        return dict(self.items())
