"""Base classes of audio files, and `File`, which finds out what kind of file it is given."""

from __future__ import annotations

from os import fspath

from . import _native, _util
from ._filething import loadfile, resolve_target, target_of
from ._util import DictMixin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Protocol

    from typing_extensions import Unpack

    from ._filething import FileArgument, FileName, FileThing, Target
    from ._native import Plan

    class Score(Protocol):
        """What `score` of a class is to its callers."""

        def __call__(self, filename: str | bytes, fileobj: Any, header: bytes) -> int: ...


class FileType(DictMixin):
    """Base of the classes that open an audio file: its tags and facts about its stream.

    `FileType(filething, **options)` calls `load`. The dict interface is that of the tags.

    Attributes:
        info (StreamInfo): length, bitrate and so on.
        tags (Tags): the tags, or None if the file has none.
        filename: the name the file was loaded by, or None.
    """

    __module__ = "mutagen_rs"

    info: Any = None
    tags: Any = None
    filename: FileName | None = None
    _mimes: list[str] = ["application/octet-stream"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if args or kwargs:
            self.load(*args, **kwargs)
            return
        from warnings import warn

        warn("FileType constructor requires a filename", DeprecationWarning, stacklevel=2)

    @classmethod
    def _of(cls, opened: Any, name: str) -> FileType:
        """The file of that name, which is open natively as `opened`."""
        file = cls.__new__(cls)
        file.filename = name
        return file if file._load_native(opened, None) else cls(name)

    def _load_native(self, name: Any, fileobj: Any) -> bool:
        """Load natively, if this kind of file can be."""
        return False

    @loadfile()
    def load(self, filething: FileThing, *args: Any, **kwargs: Any) -> None:
        """Read a file. Raises `MutagenError` if it is not of this kind or is damaged."""
        raise NotImplementedError

    def _tags_with(self, key: Any) -> Any:
        if self.tags is None:
            raise KeyError(key)
        return self.tags

    def __getitem__(self, key: Any) -> Any:
        """The value of a tag key. Raises `KeyError`, also if the file has no tags."""
        return self._tags_with(key)[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        """Set a tag key; a file without tags gets some, which `save` will write."""
        if self.tags is None:
            self.add_tags()
        self.tags[key] = value

    def __delitem__(self, key: Any) -> None:
        """Remove a tag key. Raises `KeyError`, also if the file has no tags."""
        del self._tags_with(key)[key]

    def keys(self) -> Any:
        """The keys of the tags; an empty list if there are no tags."""
        tags = self.tags
        return [] if tags is None else tags.keys()

    @loadfile(writable=True)
    def delete(self, filething: FileThing | None = None) -> Any:
        """Take the tags out of the file, by default the one loaded, and empty the tags object.

        Does nothing for a file without tags. Raises `MutagenError` if it is not possible.
        """
        return self.tags.delete(filething) if self.tags is not None else None

    @loadfile(writable=True)
    def save(self, filething: FileThing | None = None, **kwargs: Any) -> Any:
        """Write the tags to the file, by default to the one loaded.

        Does nothing for a file without tags. Raises `MutagenError` if it is not possible.
        """
        return self.tags.save(filething, **kwargs) if self.tags is not None else None

    def pprint(self) -> str:
        """A line about the stream, then the tags as lines of text, if there are any."""
        assert self.info is not None
        line = f"{self.info.pprint()} ({self.mime[0]})"
        tags_pprint = getattr(self.tags, "pprint", None)
        tags = tags_pprint() if tags_pprint is not None else ""
        return f"{line}\n{tags}" if tags else line

    def add_tags(self) -> None:
        """Give the file empty tags. Raises `MutagenError` if it has tags or cannot have any."""
        raise NotImplementedError

    @property
    def mime(self) -> list[str]:
        """The MIME types of this kind of file, the most fitting one first."""
        found = (mime for kind in type(self).__mro__ for mime in getattr(kind, "_mimes", ()))
        return list(dict.fromkeys(found))

    @staticmethod
    def score(filename: str | bytes, fileobj: Any, header: bytes) -> int:
        """How likely it is that this class can open a file: the more the better, not if below 1.

        `header` holds the first bytes of the file; the position of `fileobj` is undefined.
        """
        raise NotImplementedError


def _tags(file: Any) -> Any:
    if file._doc is None or not file._doc.has_tag:
        return None
    kind = file._tags_class()
    tags = kind.__new__(kind)
    tags._adopt(file._doc)
    return tags


def _info(file: Any) -> Any:
    if file._doc is None:
        return None
    info = file._Info.__new__(file._Info)
    file._doc.fill_info(info.__dict__)
    return info


class NativeFileType(FileType):
    """A file that is read natively, as a whole; tags and info are built when they are asked for.

    A class of this kind has the class of its tags as `_Tags`, that of its info as `_Info`, and
    `_native_open`. Tags have `_adopt(document)`, and `_save(thing, mode, **options)`
    with a mode of "plan", "write" or "create".
    """

    _doc: Any = None
    """The native document, with `has_tag` and `fill_info`."""

    _native_open: Any = None
    """Reads a document, of a name or a file object; only for the `_Info` it belongs to."""

    _Tags: Any = None
    _Info: Any = None

    filename: FileName | None
    tags: Any = _util.lazy(_tags)
    info: Any = _util.lazy(_info)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        # An info of the caller's making is made by its own __init__.
        if "_Info" in vars(cls) and "_native_open" not in vars(cls):
            cls._native_open = None

    def load(self, filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
        """`load(filething)`: read tags and stream info of a file.

        Raises `MutagenError` if it is not of this kind or is damaged.
        """
        if type(filething) is str and not target:  # the usual call
            self.filename = filething
            if self._load_native(filething, None):
                return
        self._load(target_of(self, filething, target, False))

    def _load(self, thing: FileThing) -> None:
        if not self._load_native(thing[2], thing[0]):
            self._load_opened(thing)

    def _load_native(self, name: Any, fileobj: Any) -> bool:
        """Load natively; False if an info of the caller or a file for Python to open forbids it."""
        if self._native_open is None:
            return False
        document = self._native_open(name, fileobj)
        if document is None:
            return False
        self._adopt(document)
        return True

    def _load_opened(self, thing: FileThing) -> None:
        """Load with classes of the caller, or from a file that Python must open."""
        raise NotImplementedError

    def _tags_class(self) -> Any:
        """The class that tags are built as."""
        return self._Tags

    def _adopt(self, document: Any) -> None:
        """Become the file that a native document holds."""
        state = self.__dict__
        if len(state) > 1:  # more than a file name: loaded or edited before
            state.pop("tags", None)
            state.pop("info", None)
        state["_doc"] = document

    def save(self, filething: FileArgument = None, /, **kwargs: Any) -> None:
        """`save(filething=None, **options)`: write the tags; the options are those of their `save`.

        Does nothing for a file without tags. Raises `MutagenError` if it is not possible.
        """
        if not self._has_plain_tags():
            super().save(filething, **kwargs)
            return
        thing, _, kwargs = resolve_target(self, (filething,), kwargs, True)
        self.tags._save(thing, "write", **kwargs)

    def plan_save(self, filething: FileArgument = None, /, **kwargs: Any) -> Plan | None:
        """What `save` with these arguments would write: a `Plan`, or None without tags.

        Nothing is written.
        """
        thing, _, kwargs = resolve_target(self, (filething,), kwargs, True)
        return None if self.tags is None else self.tags.plan_save(thing, **kwargs)

    def delete(self, filething: FileArgument = None, /, **target: Unpack[Target]) -> None:
        """`delete(filething=None)`: take the tags out of a file, by default of the one loaded."""
        if not self._has_plain_tags():
            super().delete(filething, **target)
            return
        self.tags.delete(target_of(self, filething, target, True))

    def _has_plain_tags(self) -> bool:
        """Whether the tags open the file themselves, natively, and so need not find it open."""
        kind, plain = type(self.tags), self._Tags
        return getattr(kind, "save", None) is plain.save and kind.delete is plain.delete

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in _util.settle(self).items() if name != "_doc"}


class StreamInfo:
    """Base of the objects that tell length, bitrate, sample rate and the like of a stream."""

    __module__ = "mutagen_rs"

    def pprint(self) -> str:
        """The facts as one line of text."""
        raise NotImplementedError


def native_score(kind: str) -> Score:
    """A `score` for a class body: the row of that name in the native table of all formats."""

    def score(filename: str | bytes, fileobj: Any, header: bytes) -> int:
        """How likely this class can open a file: see `FileType.score`."""
        return _score(kind, filename, fileobj, header)

    method: Any = staticmethod(score)
    return method  # type: ignore[no-any-return] # a function, once it is looked up in a class


def _score(kind: str, filename: str | bytes, fileobj: Any, header: bytes) -> int:
    tail = _read_tail(fileobj) if kind == "APEv2File" else b""
    return -1 if tail is None else _native.score(kind, filename, header, tail)


def _read_tail(fileobj: Any) -> bytes | None:
    """The last bytes of a file; None if they cannot be read."""
    try:
        fileobj.seek(max(0, _util.get_size(fileobj) - _native.DETECT_TAIL_LEN))
        tail: bytes = fileobj.read(_native.DETECT_TAIL_LEN)
    except OSError:
        return None
    return tail


# The module that holds a class, for every class that `File` may choose.
_MODULES = {
    "MP3": "mp3",
    "EasyMP3": "mp3",
    "TrueAudio": "trueaudio",
    "EasyTrueAudio": "trueaudio",
    "OggTheora": "oggtheora",
    "OggSpeex": "oggspeex",
    "OggVorbis": "oggvorbis",
    "OggFLAC": "oggflac",
    "FLAC": "flac",
    "AIFF": "aiff",
    "APEv2File": "apev2",
    "MP4": "mp4",
    "EasyMP4": "easymp4",
    "ID3FileType": "id3",
    "EasyID3FileType": "easyid3",
    "WavPack": "wavpack",
    "Musepack": "musepack",
    "MonkeysAudio": "monkeysaudio",
    "OptimFROG": "optimfrog",
    "ASF": "asf",
    "OggOpus": "oggopus",
    "AAC": "aac",
    "AC3": "ac3",
    "SMF": "smf",
    "TAK": "tak",
    "DSF": "dsf",
    "DSDIFF": "dsdiff",
    "WAVE": "wave",
}


def File(*args: Any, **kwargs: Any) -> FileType | None:
    """File(filething, options=None, easy=False): open a file as the kind it most likely is.

    The kind is guessed from the first bytes, the extension of the name and the last bytes.

    Args:
        filething: a name (str, bytes or path-like), or a file object that can be read and
            positioned.
        options: the FileType classes to choose from; all of this package by default.
        easy (bool): choose the easy variant of a class where there is one, e.g. `EasyMP3`.

    Returns the opened file, or None if no class knows it.
    Raises `MutagenError` if the file, or the class chosen for it, cannot be opened.
    """
    if len(args) == 1 and not kwargs and type(name := args[0]) is str:  # the usual call
        found = _native.detect(name)
        if found is not None:
            kind, opened = found
            return _class(kind)._of(opened, name) if kind else None
    target, rest, keywords = resolve_target(None, args, kwargs, False)
    return _open_likeliest(target, *rest, **keywords)


_classes: dict[str, type[FileType]] = {}


def _class(name: str) -> type[FileType]:
    """A class of this package, whose module is imported now if it was not before."""
    if name not in _classes:
        home = __import__(f"{__package__}.{_MODULES[name]}", fromlist=[name])
        _classes[name] = getattr(home, name)
    return _classes[name]


@loadfile(method=False)
def _open_likeliest(
    filething: FileThing, options: Iterable[type[FileType]] | None = None, easy: bool = False
) -> FileType | None:
    fileobj = filething.fileobj
    name = fspath(filething.name)
    if options is None:
        kind = _likeliest_of_all(name, fileobj, easy)
    else:
        kind = _likeliest(list(options), name, fileobj)
    if kind is None:
        return None
    _rewind(fileobj)
    return kind(fileobj, filename=filething.filename)


# What `inspect.signature` shows for `File`.
vars(File)["__wrapped__"] = _open_likeliest


def _likeliest(
    kinds: list[type[FileType]], name: str | bytes, fileobj: Any
) -> type[FileType] | None:
    if not kinds:
        return None
    header = _read_header(fileobj)
    scores = [(kind.score(name, fileobj, header), kind.__name__) for kind in kinds]
    # Of equal scores the last name wins, so that the order of the kinds does not matter.
    best = max(scores)
    return kinds[scores.index(best)] if best[0] > 0 else None


def _likeliest_of_all(name: str | bytes, fileobj: Any, easy: bool) -> type[FileType] | None:
    """As `_likeliest`, for all formats: only the module of the one chosen is imported."""
    header = _read_header(fileobj)
    found = _native.likeliest(name, header, _read_tail(fileobj), easy)
    return _class(found) if found else None


def _read_header(fileobj: Any) -> bytes:
    try:
        header: bytes = fileobj.read(_native.DETECT_HEADER_LEN)
    except OSError:
        return b""
    return header


def _rewind(fileobj: Any) -> None:
    try:
        fileobj.seek(0, 0)
    except OSError:
        return  # the class chosen will meet the fault again, and report it as its own error
