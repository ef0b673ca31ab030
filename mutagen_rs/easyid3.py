"""ID3 tags by plain names: `tags["artist"] = "..."` instead of TPE1 frames.

`EasyID3` wraps an `ID3` and answers like the tags of Vorbis or APEv2 do, with lists of str. Which
names there are, and which frames stand behind them, is a registry that programs may extend.
"""

from __future__ import annotations

from ._tags import Metadata
from ._util import DictMixin, dict_match
from .id3 import ID3, ID3FileType, delete
from .id3._frames import RVA2, TCON, TDOR, TDRC, TMCL, TXXX, UFID, WOAR, Frames
from .id3._util import error as error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar

    # getters and listers return a list of str; setters are given one
    Getter = Callable[[Any, str], list[str]]
    Setter = Callable[[Any, str, list[str]], None]
    Deleter = Callable[[Any, str], None]

__all__ = ["EasyID3", "Open", "delete"]


class EasyID3KeyError(KeyError, ValueError, error):
    """The key is not registered, or not in the tag; best caught as a KeyError."""


class EasyID3(DictMixin, Metadata):
    """An ID3 tag as a dict of lists of str.

    Keys are ASCII and not case-sensitive. Values are made when asked for, so changing the list that
    was returned does not change the tag; assign it again.

    The functions behind the keys are kept in `Get`, `Set`, `Delete` and `List`, by key or by glob
    pattern, and are shared by all instances. `GetFallback`, `SetFallback` and `DeleteFallback` are
    called for keys that are not registered, `ListFallback` for more keys to list; they may be set
    on the class or on an instance.

    Args:
        filename: a file name or file object to load the tag from; without it the tag is empty.

    Raises:
        MutagenError: if the file has no tag or can not be read.
    """

    Get: ClassVar[dict[str, Getter]] = {}
    Set: ClassVar[dict[str, Setter]] = {}
    Delete: ClassVar[dict[str, Deleter]] = {}
    List: ClassVar[dict[str, Getter]] = {}

    valid_keys = Get

    GetFallback: Getter | None = None
    SetFallback: Setter | None = None
    DeleteFallback: Deleter | None = None
    ListFallback: Getter | None = None

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
            key: the key, or a pattern such as `performer:*`.
            getter: called with the `ID3` and the key, returns a list of str.
            setter: called with the `ID3`, the key and a list of str.
            deleter: called with the `ID3` and the key.
            lister: called with the `ID3` and the pattern, returns the keys that are in the tag; a
                pattern needs one to be listed in `keys()`.

        They should raise KeyError where the tag does not have the key. Functions left out stay as
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
    def RegisterTextKey(cls, key: str, frameid: str) -> None:
        """Register a key for the text of one frame: `RegisterTextKey("title", "TIT2")`."""

        def setter(id3: Any, key: str, value: list[str]) -> None:
            if frameid in id3:
                id3[frameid].encoding = 3
                id3[frameid].text = value
            else:
                id3.add(Frames[frameid](encoding=3, text=value))

        cls.RegisterKey(key, _frame_getter(frameid), setter, _frame_deleter(frameid))

    @classmethod
    def RegisterTXXXKey(cls, key: str, desc: str) -> None:
        """Register a key for the TXXX frame of a description: `RegisterTXXXKey("asin", "ASIN")`."""
        frameid = f"TXXX:{desc}"

        def setter(id3: Any, key: str, value: list[str]) -> None:
            # MusicBrainz asks for Latin-1 where possible, and all programs agree on ASCII.
            encoding = 3 if any(text and max(text) > "\x7f" for text in value) else 0
            id3.add(TXXX(encoding=encoding, text=value, desc=desc))

        cls.RegisterKey(key, _frame_getter(frameid), setter, _frame_deleter(frameid))

    def __init__(self, filename: Any = None) -> None:
        self.__id3 = ID3()
        if filename is not None:
            self.load(filename)

    load: Any = property(
        lambda self: self.__id3.load,
        lambda self, value: setattr(self.__id3, "load", value),
        doc="Load the tag from a file; see `ID3.load`.",
    )
    delete: Any = property(
        lambda self: self.__id3.delete,
        lambda self, value: setattr(self.__id3, "delete", value),
        doc="Remove the tag from a file; see `ID3.delete`.",
    )
    filename: Any = property(
        lambda self: self.__id3.filename,
        lambda self, value: setattr(self.__id3, "filename", value),
        doc="The name of the file loaded last, if it had one.",
    )
    size: Any = property(lambda self: self.__id3.size, doc="The size of the tag in bytes.")

    def save(
        self,
        filething: Any = None,
        /,
        v1: int = 1,
        v2_version: int = 4,
        v23_sep: str | None = "/",
        padding: Any = None,
        **target: Any,
    ) -> None:
        """Write the tag to a file; see `ID3.save` for arguments and errors.

        An ID3v2.3 tag gets the older frames for dates and people; those in memory stay as they are.
        """
        options = {"v1": v1, "v2_version": v2_version, "v23_sep": v23_sep, "padding": padding}
        self.__write("save", filething, **options, **target)

    def plan_save(self, filething: Any = None, /, **options: Any) -> Any:
        """Return what `save` with the same arguments would do; see `ID3.plan_save`."""
        return self.__write("plan_save", filething, **options)

    def __write(self, method: str, filething: Any, /, **options: Any) -> Any:
        id3 = self.__id3
        if options.get("v2_version") != 3:
            return getattr(id3, method)(filething, **options)
        # The keys stand for v2.4 frames, so those of v2.3 may only be there while writing.
        backup = id3._copy()
        try:
            id3.update_to_v23()
            return getattr(id3, method)(filething, **options)
        finally:
            id3._restore(backup)

    def __getitem__(self, key: str) -> list[str]:
        return _registered(self.Get, key, self.GetFallback)(self.__id3, key)  # type: ignore[no-any-return]

    def __setitem__(self, key: str, value: str | list[str]) -> None:
        values = [value] if isinstance(value, str) else value
        _registered(self.Set, key, self.SetFallback)(self.__id3, key, values)

    def __delitem__(self, key: str) -> None:
        _registered(self.Delete, key, self.DeleteFallback)(self.__id3, key)

    def keys(self) -> list[str]:
        """Return the keys in the tag, in the order in which they were registered."""
        keys: list[str] = []
        for key in self.Get:
            if key in self.List:
                keys += self.List[key](self.__id3, key)
            elif key in self:
                keys.append(key)
        if self.ListFallback is not None:
            keys += self.ListFallback(self.__id3, "")
        return keys

    def pprint(self) -> str:
        """Return a line of "key=value" for each value, sorted by key."""
        return "\n".join(f"{key}={value}" for key in sorted(self.keys()) for value in self[key])


Open = EasyID3


class EasyID3FileType(ID3FileType):
    """A file of unknown type with an ID3 tag, whose `tags` are an `EasyID3`."""

    ID3 = EasyID3


def _registered(registry: dict[str, Any], key: str, fallback: Any) -> Any:
    function = dict_match(registry, key.lower(), fallback)
    if function is None:
        raise EasyID3KeyError(f"{key!r} is not a valid key")
    return function


def _frame_getter(frameid: str) -> Getter:
    return lambda id3, key: list(id3[frameid])


def _frame_deleter(frameid: str) -> Deleter:
    return lambda id3, key: id3.__delitem__(frameid)


def genre_get(id3: Any, key: str) -> list[str]:
    """The names of the genres of the TCON frame."""
    return id3["TCON"].genres  # type: ignore[no-any-return]


def genre_set(id3: Any, key: str, value: list[str]) -> None:
    """Put the genres, names or numbers as text, into the TCON frame."""
    if "TCON" in id3:
        id3["TCON"].encoding = 3
        id3["TCON"].genres = value
    else:
        id3.add(TCON(encoding=3, text=value))


genre_delete: Deleter = _frame_deleter("TCON")


def date_get(id3: Any, key: str) -> list[str]:
    """The time stamps of the TDRC frame as text."""
    return [stamp.text for stamp in id3["TDRC"].text]


def date_set(id3: Any, key: str, value: list[str]) -> None:
    """Give the tag a TDRC frame of these time stamps, such as "2024-02-29"."""
    id3.add(TDRC(encoding=3, text=value))


date_delete: Deleter = _frame_deleter("TDRC")


def original_date_get(id3: Any, key: str) -> list[str]:
    """The time stamps of the TDOR frame as text."""
    return [stamp.text for stamp in id3["TDOR"].text]


def original_date_set(id3: Any, key: str, value: list[str]) -> None:
    """Give the tag a TDOR frame of these time stamps."""
    id3.add(TDOR(encoding=3, text=value))


original_date_delete: Deleter = _frame_deleter("TDOR")


def _credits(id3: Any, key: str) -> tuple[Any, str]:
    """Return the people of TMCL, as [role, name] each, and the role that a key names."""
    people = id3["TMCL"].people if "TMCL" in id3 else []
    return people, key.split(":", 1)[1]


def performer_get(id3: Any, key: str) -> list[str]:
    """The people of the role in the key, from the TMCL frame. Raises `KeyError` for none."""
    people, wanted = _credits(id3, key)
    names = [name for role, name in people if role == wanted]
    if not names:
        raise KeyError(key)
    return names


def performer_set(id3: Any, key: str, value: list[str]) -> None:
    """Put people of the role in the key into the TMCL frame, in place of those there."""
    people, role = _credits(id3, key)
    people = [person for person in people if person[0] != role]
    people += [(role, name) for name in value]
    if "TMCL" in id3:
        id3["TMCL"].encoding = 3
        id3["TMCL"].people = people
    else:
        id3.add(TMCL(encoding=3, people=people))


def performer_delete(id3: Any, key: str) -> None:
    """Take the people of the role in the key out of the TMCL frame. Raises `KeyError` for none."""
    people, role = _credits(id3, key)
    others = [person for person in people if person[0] != role]
    if len(others) == len(people):
        raise KeyError(key)
    if others:
        id3["TMCL"].people = others
    else:
        del id3["TMCL"]


def performer_list(id3: Any, key: str) -> list[str]:
    """The keys of all roles in the TMCL frame, in its order."""
    people, _ = _credits(id3, key)
    return list(dict.fromkeys(f"performer:{person[0]}" for person in people))


_TRACKID_OWNER = "http://musicbrainz.org"


def musicbrainz_trackid_get(id3: Any, key: str) -> list[str]:
    """The recording's ID of MusicBrainz, from its UFID frame."""
    return [id3[f"UFID:{_TRACKID_OWNER}"].data.decode("ascii")]


def musicbrainz_trackid_set(id3: Any, key: str, value: list[str]) -> None:
    """Put one ID into the UFID frame of MusicBrainz. Raises `ValueError` for several."""
    if len(value) != 1:
        raise ValueError("a song has exactly one track ID")
    data = value[0].encode("ascii")
    frameid = f"UFID:{_TRACKID_OWNER}"
    if frameid in id3:
        id3[frameid].data = data
    else:
        id3.add(UFID(owner=_TRACKID_OWNER, data=data))


musicbrainz_trackid_delete: Deleter = _frame_deleter(f"UFID:{_TRACKID_OWNER}")


def website_get(id3: Any, key: str) -> list[str]:
    """The URLs of all WOAR frames. Raises `EasyID3KeyError` for none."""
    urls = [frame.url for frame in id3.getall("WOAR")]
    if not urls:
        raise EasyID3KeyError(key)
    return urls


def website_set(id3: Any, key: str, value: list[str]) -> None:
    """Put each URL into a WOAR frame, in place of those there."""
    id3.delall("WOAR")
    for url in value:
        id3.add(WOAR(url=url))


def website_delete(id3: Any, key: str) -> None:
    """Remove all WOAR frames."""
    id3.delall("WOAR")


def _adjustment_desc(key: str) -> str:
    """Return DESC of a key "replaygain_DESC_gain" or "replaygain_DESC_peak"."""
    return key[len("replaygain_") : -len("_gain")]


def _adjustment(id3: Any, key: str) -> Any:
    frameid = f"RVA2:{_adjustment_desc(key)}"
    if frameid not in id3:
        raise EasyID3KeyError(key)
    return id3[frameid]


def _set_adjustment(id3: Any, key: str, field: str, value: float) -> None:
    desc = _adjustment_desc(key)
    if f"RVA2:{desc}" not in id3:
        id3.add(RVA2(desc=desc, channel=1, gain=0, peak=0))
    setattr(_adjustment(id3, key), field, value)


def _clear_adjustment(id3: Any, key: str, field: str, other_field: str) -> None:
    """Zero one field of the frame if there is one; without the other the frame is gone too."""
    frame = id3.get(f"RVA2:{_adjustment_desc(key)}")
    if frame is None:
        return
    if getattr(frame, other_field):
        setattr(frame, field, 0.0)
    else:
        del id3[f"RVA2:{_adjustment_desc(key)}"]


def gain_get(id3: Any, key: str) -> list[str]:
    """The gain in dB of the RVA2 frame in the key, as text with sign and unit."""
    return [f"{_adjustment(id3, key).gain:+f} dB"]


def gain_set(id3: Any, key: str, value: list[str]) -> None:
    """Put one gain in dB into the RVA2 frame in the key. Raises `ValueError` for what is none."""
    if len(value) != 1:
        raise ValueError(f"there has to be exactly one gain, not {value!r}")
    number = (value[0].split() or [""])[0]  # without the unit
    _set_adjustment(id3, key, "gain", float(number))


def gain_delete(id3: Any, key: str) -> None:
    """Make the gain 0; without a peak the RVA2 frame is gone."""
    _clear_adjustment(id3, key, "gain", "peak")


def peak_get(id3: Any, key: str) -> list[str]:
    """The peak of the RVA2 frame in the key as text, 1.0 being full scale."""
    return [f"{_adjustment(id3, key).peak:f}"]


def peak_set(id3: Any, key: str, value: list[str]) -> None:
    """Put one peak into the RVA2 frame in the key. Raises `ValueError` unless 0 <= peak < 2."""
    if len(value) != 1:
        raise ValueError(f"there has to be exactly one peak, not {value!r}")
    peak = float(value[0])
    if not 0 <= peak < 2:
        raise ValueError(f"the peak has to be at least 0 and below 2, not {peak}")
    _set_adjustment(id3, key, "peak", peak)


def peak_delete(id3: Any, key: str) -> None:
    """Make the peak 0; without a gain the RVA2 frame is gone."""
    _clear_adjustment(id3, key, "peak", "gain")


def peakgain_list(id3: Any, key: str) -> list[str]:
    """The keys of gain and peak of all RVA2 frames."""
    return [
        f"replaygain_{frame.desc}_{field}"
        for frame in id3.getall("RVA2")
        for field in ("gain", "peak")
    ]


def _albumartistsort_get(id3: Any, key: str) -> list[str]:
    # some programs keep it in a TXXX frame
    return list(id3["TSO2"] if "TSO2" in id3 else id3["TXXX:ALBUMARTISTSORT"])


def _albumartistsort_delete(id3: Any, key: str) -> None:
    frameids = [name for name in ("TSO2", "TXXX:ALBUMARTISTSORT") if name in id3]
    if not frameids:
        raise KeyError("TSO2")
    for name in frameids:
        del id3[name]


_TEXT_KEYS = {
    "album": "TALB",
    "bpm": "TBPM",
    "compilation": "TCMP",
    "composer": "TCOM",
    "copyright": "TCOP",
    "encodedby": "TENC",
    "lyricist": "TEXT",
    "length": "TLEN",
    "media": "TMED",
    "mood": "TMOO",
    "grouping": "TIT1",
    "title": "TIT2",
    "version": "TIT3",
    "artist": "TPE1",
    "albumartist": "TPE2",
    "conductor": "TPE3",
    "arranger": "TPE4",
    "discnumber": "TPOS",
    "organization": "TPUB",
    "tracknumber": "TRCK",
    "author": "TOLY",
    "albumartistsort": "TSO2",
    "albumsort": "TSOA",
    "composersort": "TSOC",
    "artistsort": "TSOP",
    "titlesort": "TSOT",
    "isrc": "TSRC",
    "discsubtitle": "TSST",
    "language": "TLAN",
}

# Descriptions as MusicBrainz Picard's "Appendix B: Tag Mapping" has them.
_TXXX_KEYS = {
    "musicbrainz_artistid": "MusicBrainz Artist Id",
    "musicbrainz_albumid": "MusicBrainz Album Id",
    "musicbrainz_albumartistid": "MusicBrainz Album Artist Id",
    "musicbrainz_trmid": "MusicBrainz TRM Id",
    "musicip_puid": "MusicIP PUID",
    "musicip_fingerprint": "MusicMagic Fingerprint",
    "musicbrainz_albumstatus": "MusicBrainz Album Status",
    "musicbrainz_albumtype": "MusicBrainz Album Type",
    "releasecountry": "MusicBrainz Album Release Country",
    "musicbrainz_discid": "MusicBrainz Disc Id",
    "asin": "ASIN",
    "performer": "PERFORMER",
    "barcode": "BARCODE",
    "catalognumber": "CATALOGNUMBER",
    "musicbrainz_releasetrackid": "MusicBrainz Release Track Id",
    "musicbrainz_releasegroupid": "MusicBrainz Release Group Id",
    "musicbrainz_workid": "MusicBrainz Work Id",
    "acoustid_fingerprint": "Acoustid Fingerprint",
    "acoustid_id": "Acoustid Id",
}

for _key, _frameid in _TEXT_KEYS.items():
    EasyID3.RegisterTextKey(_key, _frameid)
for _key, *_functions in (
    ("genre", genre_get, genre_set, genre_delete),
    ("date", date_get, date_set, date_delete),
    ("originaldate", original_date_get, original_date_set, original_date_delete),
    ("performer:*", performer_get, performer_set, performer_delete, performer_list),
    (
        "musicbrainz_trackid",
        musicbrainz_trackid_get,
        musicbrainz_trackid_set,
        musicbrainz_trackid_delete,
    ),
    ("website", website_get, website_set, website_delete),
    ("replaygain_*_gain", gain_get, gain_set, gain_delete, peakgain_list),
    ("replaygain_*_peak", peak_get, peak_set, peak_delete),
    ("albumartistsort", _albumartistsort_get, None, _albumartistsort_delete),
):
    EasyID3.RegisterKey(_key, *_functions)
for _key, _desc in _TXXX_KEYS.items():
    EasyID3.RegisterTXXXKey(_key, _desc)
del _key, _frameid, _functions, _desc
