"""MP4 tags by plain names: `tags["artist"] = "..."` instead of the names of atoms.

`EasyMP4Tags` wraps an `MP4Tags` and answers like the tags of Vorbis or APEv2 do, with lists of str.
Which names there are, and which atoms stand behind them, is a registry that programs may extend.
"""

from __future__ import annotations

from ._tags import Tags
from ._util import DictMixin, dict_match
from .mp4 import MP4, MP4Tags, delete, error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar

    from ._filething import FileName
    from ._native import Plan

    # getters and listers return a list of str; setters are given one
    Getter = Callable[[Any, str], list[str]]
    Setter = Callable[[Any, str, list[str]], None]
    Deleter = Callable[[Any, str], None]

__all__ = ["EasyMP4", "EasyMP4Tags", "delete", "error"]

MAX_NUMBER = 2**16 - 1


class EasyMP4KeyError(error, KeyError, ValueError):
    """The key is not registered; best caught as a KeyError."""


def _inner(name: str, doc: str) -> Any:
    """An attribute that is the one of the wrapped `MP4Tags`."""
    return property(
        lambda self: getattr(self._EasyMP4Tags__mp4, name),
        lambda self, value: setattr(self._EasyMP4Tags__mp4, name, value),
        doc=doc,
    )


class EasyMP4Tags(DictMixin, Tags):
    """The tags of an MP4 file as a dict of lists of str.

    Keys are ASCII and not case-sensitive. Values are made when asked for, so changing the list that
    was returned does not always change the tags; assign it again.

    The functions behind the keys are kept in `Get`, `Set`, `Delete` and `List`, by key or by glob
    pattern, and are shared by all instances.
    """

    Get: ClassVar[dict[str, Getter]] = {}
    Set: ClassVar[dict[str, Setter]] = {}
    Delete: ClassVar[dict[str, Deleter]] = {}
    List: ClassVar[dict[str, Getter]] = {}

    _plain = True
    """Whether they can be made of a native document, without a call of `__init__`."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._plain = cls.__init__ is EasyMP4Tags.__init__ and MP4Tags._plain

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.__mp4 = MP4Tags(*args, **kwargs)

    def _adopt(self, document: Any) -> None:
        """Become the tags that a native document holds."""
        self.__mp4 = MP4Tags.__new__(MP4Tags)
        self.__mp4._adopt(document)

    load: Callable[..., None] = _inner("load", "Load the tags of a file; see `MP4Tags.load`.")
    save: Callable[..., None] = _inner("save", "Write the tags to a file; see `MP4Tags.save`.")
    _save: Any = _inner("_save", "Carry out a save, or plan it; see `MP4Tags._save`.")
    plan_save: Callable[..., Plan] = _inner(
        "plan_save", "What `save` would write; see `MP4Tags.plan_save`."
    )
    delete: Callable[..., None] = _inner(
        "delete", "Remove the tags from a file; see `MP4Tags.delete`."
    )
    filename: FileName | None = _inner(
        "filename", "The name of the file loaded last, if it is known."
    )

    @property
    def _padding(self) -> int:
        """Bytes of padding that were found."""
        return self.__mp4._padding  # type: ignore[no-any-return]

    @classmethod
    def RegisterKey(
        cls,
        key: str,
        getter: Getter | None = None,
        setter: Setter | None = None,
        deleter: Deleter | None = None,
        lister: Getter | None = None,
    ) -> None:
        """Register functions for a key, or for all keys that match a glob pattern.

        Args:
            key: the key, or a pattern such as `sort*`.
            getter: called with the `MP4Tags` and the key, returns a list of str.
            setter: called with the `MP4Tags`, the key and a list of str.
            deleter: called with the `MP4Tags` and the key.
            lister: called with the `MP4Tags` and the pattern, returns the keys that are in the
                tags; a pattern needs one to be listed in `keys()`.

        They should raise KeyError where the tags do not have the key. Functions left out stay as
        they were.
        """
        functions: tuple[tuple[dict[str, Any], Any], ...] = (
            (cls.Get, getter),
            (cls.Set, setter),
            (cls.Delete, deleter),
            (cls.List, lister),
        )
        for registry, function in functions:
            if function is not None:
                registry[key.lower()] = function

    @classmethod
    def RegisterTextKey(cls, key: str, atomid: str) -> None:
        """Register a key for an atom of text: `RegisterTextKey("artist", "©ART")`."""

        def setter(tags: Any, key: str, value: list[str]) -> None:
            tags[atomid] = value

        cls.RegisterKey(key, lambda tags, key: tags[atomid], setter, _deleter(atomid))

    @classmethod
    def RegisterIntKey(
        cls, key: str, atomid: str, min_value: int = 0, max_value: int = MAX_NUMBER
    ) -> None:
        """Register a key for an atom of numbers; those that are set are forced into the range."""

        def setter(tags: Any, key: str, value: list[str]) -> None:
            tags[atomid] = [_clamp(text, min_value, max_value) for text in value]

        cls.RegisterKey(
            key, lambda tags, key: [str(n) for n in tags[atomid]], setter, _deleter(atomid)
        )

    @classmethod
    def RegisterIntPairKey(
        cls, key: str, atomid: str, min_value: int = 0, max_value: int = MAX_NUMBER
    ) -> None:
        """Register a key for an atom of pairs of numbers, shown as "3/10", or "3" without total."""

        def getter(tags: Any, key: str) -> list[str]:
            return [f"{n:d}/{total:d}" if total else str(n) for n, total in tags[atomid]]

        def setter(tags: Any, key: str, value: list[str]) -> None:
            tags[atomid] = [_pair(text, min_value, max_value) for text in value]

        cls.RegisterKey(key, getter, setter, _deleter(atomid))

    @classmethod
    def RegisterFreeformKey(cls, key: str, name: str, mean: str = "com.apple.iTunes") -> None:
        """Register a key for a freeform atom: `RegisterFreeformKey("asin", "ASIN")`."""
        atomid = f"----:{mean}:{name}"

        def getter(tags: Any, key: str) -> list[str]:
            return [data.decode("utf-8", "replace") for data in tags[atomid]]

        def setter(tags: Any, key: str, value: list[str]) -> None:
            for text in value:
                if not isinstance(text, str):
                    raise TypeError(f"{text!r} is no str")
            tags[atomid] = [text.encode() for text in value]

        cls.RegisterKey(key, getter, setter, _deleter(atomid))

    def __getitem__(self, key: str) -> list[str]:
        return _registered(self.Get, key)(self.__mp4, key.lower())  # type: ignore[no-any-return]

    def __setitem__(self, key: str, value: str | list[str]) -> None:
        values = [value] if isinstance(value, str) else value
        _registered(self.Set, key)(self.__mp4, key.lower(), values)

    def __delitem__(self, key: str) -> None:
        _registered(self.Delete, key)(self.__mp4, key.lower())

    def keys(self) -> list[str]:
        """Return the keys in the tags, in the order in which they were registered."""
        keys: list[str] = []
        for key in self.Get:
            if key in self.List:
                keys += self.List[key](self.__mp4, key)
            elif key in self:
                keys.append(key)
        return keys

    def pprint(self) -> str:
        """Return a line of "key=value" for each value, sorted by key."""
        return "\n".join(f"{key}={value}" for key in sorted(self.keys()) for value in self[key])


def _registered(registry: dict[str, Any], key: str) -> Any:
    function = dict_match(registry, key.lower())
    if function is None:
        raise EasyMP4KeyError(f"{key.lower()!r} is not a valid key")
    return function


def _deleter(atomid: str) -> Deleter:
    return lambda tags, key: tags.__delitem__(atomid)


def _clamp(text: Any, low: int, high: int) -> int:
    return int(min(max(low, int(text)), high))


def _pair(text: str, low: int, high: int) -> tuple[int, int]:
    try:
        number, total = text.split("/")
        return _clamp(number, low, high), _clamp(total, low, high)
    except (ValueError, TypeError):
        return _clamp(text, low, high), low


_TEXT_KEYS = {
    "title": "\xa9nam",
    "album": "\xa9alb",
    "artist": "\xa9ART",
    "albumartist": "aART",
    "date": "\xa9day",
    "comment": "\xa9cmt",
    "description": "desc",
    "grouping": "\xa9grp",
    "genre": "\xa9gen",
    "copyright": "cprt",
    "albumsort": "soal",
    "albumartistsort": "soaa",
    "artistsort": "soar",
    "titlesort": "sonm",
    "composersort": "soco",
}

_FREEFORM_KEYS = {
    "musicbrainz_artistid": "MusicBrainz Artist Id",
    "musicbrainz_trackid": "MusicBrainz Track Id",
    "musicbrainz_albumid": "MusicBrainz Album Id",
    "musicbrainz_albumartistid": "MusicBrainz Album Artist Id",
    "musicip_puid": "MusicIP PUID",
    "musicbrainz_albumstatus": "MusicBrainz Album Status",
    "musicbrainz_albumtype": "MusicBrainz Album Type",
    "releasecountry": "MusicBrainz Release Country",
}


def _register_all() -> None:
    for key, name in _TEXT_KEYS.items():
        EasyMP4Tags.RegisterTextKey(key, name)
    for key, name in _FREEFORM_KEYS.items():
        EasyMP4Tags.RegisterFreeformKey(key, name)
    EasyMP4Tags.RegisterIntKey("bpm", "tmpo")
    EasyMP4Tags.RegisterIntPairKey("tracknumber", "trkn")
    EasyMP4Tags.RegisterIntPairKey("discnumber", "disk")


_register_all()


class EasyMP4(MP4):
    """`EasyMP4(filething)`: like `MP4`, with tags of class `EasyMP4Tags`.

    Attributes:
        info (MP4Info): facts about the stream.
        tags (EasyMP4Tags | None): the tags, if there are any.
    """

    MP4Tags = EasyMP4Tags
    _Tags = EasyMP4Tags

    tags: EasyMP4Tags | None  # type: ignore[assignment] # which are no MP4Tags

    Get: ClassVar[dict[str, Getter]] = EasyMP4Tags.Get
    Set: ClassVar[dict[str, Setter]] = EasyMP4Tags.Set
    Delete: ClassVar[dict[str, Deleter]] = EasyMP4Tags.Delete
    List: ClassVar[dict[str, Getter]] = EasyMP4Tags.List
    RegisterTextKey: ClassVar[Callable[..., None]] = EasyMP4Tags.RegisterTextKey
    RegisterKey: ClassVar[Callable[..., None]] = EasyMP4Tags.RegisterKey
