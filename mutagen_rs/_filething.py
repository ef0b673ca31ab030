"""What callers hand in as "a file": telling names from file objects, and opening names.

`resolve_target` answers *what* was meant and opens nothing; `loadfile` is the decorator which also
opens. Both follow the same rules, because the second is built on the first.
"""

from __future__ import annotations

from _operator import itemgetter  # the `operator` module proper costs an import
from errno import ENOENT, EOPNOTSUPP
from io import BytesIO

from ._errors import MutagenError, wraps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from os import PathLike
    from types import TracebackType
    from typing import Any, NamedTuple, Protocol, TypeAlias, TypedDict, TypeVar

    R = TypeVar("R")

    class FileObject(Protocol):
        """A file object to read from; to write there, also with `write`, `truncate`, `flush`."""

        def read(self, size: int = ..., /) -> bytes: ...
        def seek(self, offset: int, whence: int = ..., /) -> Any: ...
        def tell(self) -> int: ...

    FileName: TypeAlias = str | bytes | PathLike[str] | PathLike[bytes]
    FileArgument: TypeAlias = "FileName | FileObject | FileThing | None"

    class Target(TypedDict, total=False):
        """The keywords that may take the place of the first argument, a file."""

        filename: FileName | None
        fileobj: FileObject | None

    class FileThing(NamedTuple):
        """A file as every loading method receives it; see below."""

        fileobj: Any
        filename: FileName | None
        name: str | bytes

else:

    class FileThing(tuple):
        """A file as every loading method receives it.

        `fileobj` is the open file object, `filename` the name it was opened by (None if the caller
        passed a file object), and `name` a str or bytes to guess the format from, possibly empty.

        Equal in use to a named tuple of the three, but made without the `collections` module.
        """

        __module__ = "mutagen_rs._util"
        __slots__ = ()
        _fields = __match_args__ = ("fileobj", "filename", "name")

        fileobj = property(itemgetter(0))
        filename = property(itemgetter(1))
        name = property(itemgetter(2))

        def __new__(cls, fileobj, filename, name):
            return tuple.__new__(cls, (fileobj, filename, name))

        @classmethod
        def _make(cls, iterable):
            return cls(*iterable)

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, **changes):
            values = [changes.pop(field, value) for field, value in self._asdict().items()]
            if changes:
                raise ValueError(f"Got unexpected field names: {list(changes)!r}")
            return self._make(values)

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            values = ", ".join(f"{field}={value!r}" for field, value in self._asdict().items())
            return f"{type(self).__name__}({values})"


_new = tuple.__new__


def is_fileobj(fileobj: object) -> bool:
    """Whether an argument counts as a file object: whatever is not str, bytes or path-like."""
    return not isinstance(fileobj, (str, bytes)) and not hasattr(fileobj, "__fspath__")


def verify_fileobj(fileobj: Any, writable: bool = False) -> None:
    """Probe a file object by reading (and writing, if `writable`) nothing.

    Raises `ValueError` if it cannot do that, or does not deal in bytes.
    """
    try:
        data = fileobj.read(0)
    except Exception:
        _reject(fileobj, "read", "Can't read from file object %r")
    if not isinstance(data, bytes):
        raise ValueError(f"file object {fileobj!r} not opened in binary mode")
    if writable:
        try:
            fileobj.write(b"")
        except Exception:
            _reject(fileobj, "write", "Can't write to file object %r")


def _reject(fileobj: object, method: str, message: str) -> None:
    if not hasattr(fileobj, method):
        message = "%r not a valid file object"
    raise ValueError(message % (fileobj,))


def verify_filename(filename: object) -> None:
    """Raise `ValueError` if `filename` is a file object, not a name."""
    if is_fileobj(filename):
        raise ValueError(f"{filename!r} not a filename")


def fileobj_name(fileobj: object) -> str | bytes:
    """The `name` of a file object as str or bytes; empty if it has none.

    Serves to guess the format: a file of that name need not exist.
    """
    name = getattr(fileobj, "name", "")
    return name if isinstance(name, (str, bytes)) else str(name)


def resolve_target(
    instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any], writable: bool
) -> tuple[FileThing, tuple[Any, ...], dict[str, Any]]:
    """Find out which file a call `method(instance, *args, **kwargs)` is about, without opening it.

    The file is the first positional argument (a name, a path-like, a file object or a `FileThing`),
    or the keywords `filename` and `fileobj`, which are removed from `kwargs`. With both a name and
    a file object the object is used and the name only remembered. `instance` (None for a function)
    gets its `filename` set when loading, and lends it when `writable` and no file was given.

    Returns the target and the arguments left over. For a name the target is
    `FileThing(None, filename, filename)`; a file object has been probed.

    Raises `TypeError` if there is no usable argument, `ValueError` for an unusable file object.
    """
    filething = args[0] if args else None
    keywords = {name: kwargs.pop(name) for name in _TARGET if name in kwargs}
    return target_of(instance, filething, keywords, writable), args[1:], kwargs


_TARGET = ("filename", "fileobj")


def target_of(
    instance: Any, filething: Any, keywords: Mapping[str, Any], writable: bool
) -> FileThing:
    """The file that a call `method(instance, filething, **keywords)` is about, not opened.

    Raises `TypeError` also for keywords other than `filename` and `fileobj`. For the rest see
    `resolve_target`.
    """
    if not keywords and type(filething) is str:  # by far the usual call
        if not writable and instance is not None:
            instance.filename = filething
        return _new(FileThing, (None, filething, filething))

    for keyword in keywords:
        if keyword not in _TARGET:
            raise TypeError(f"unexpected keyword argument {keyword!r}")
    filename: Any = keywords.get("filename")
    fileobj: Any = keywords.get("fileobj")
    if isinstance(filething, FileThing):
        fileobj, filename, _ = filething
    elif isinstance(filething, (str, bytes)):
        filename = filething
    elif hasattr(filething, "__fspath__"):
        filename = filething.__fspath__()
        if not isinstance(filename, (str, bytes)):
            raise TypeError("expected __fspath__() to return a filename")
    elif filething is not None:
        fileobj = filething

    if instance is None:
        pass
    elif not writable:
        instance.filename = filename
    elif filename is None:
        filename = getattr(instance, "filename", None)

    name = filename
    if hasattr(filename, "__fspath__"):  # given by keyword, and kept as it is
        name = filename.__fspath__()
    if fileobj is not None:
        verify_fileobj(fileobj, writable)
        name = name or fileobj_name(fileobj)
    elif filename is not None:
        verify_filename(filename)
    else:
        raise TypeError("Missing filename or fileobj argument")
    return _new(FileThing, (fileobj, filename, name))


def loadfile(
    method: bool = True, writable: bool = False, create: bool = False
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Decorator: the function is called with an open `FileThing` in place of its file argument.

    `method` says whether the function has a self before that argument. A name is opened for
    reading, or for reading and writing if `writable`; `create`, with `writable` only, makes a
    missing file.
    File objects of the caller are checked and left open. See `resolve_target` for what may be
    passed and for errors; a file that cannot be opened raises `MutagenError` from the `OSError`.
    """

    def decorate(func: Callable[..., R]) -> Callable[..., R]:
        def call_method(self: Any, *args: Any, **kwargs: Any) -> R:
            target, args, kwargs = resolve_target(self, args, kwargs, writable)
            with _Opened(target, writable, create) as filething:
                return func(self, filething, *args, **kwargs)

        def call_function(*args: Any, **kwargs: Any) -> R:
            target, args, kwargs = resolve_target(None, args, kwargs, writable)
            with _Opened(target, writable, create) as filething:
                return func(filething, *args, **kwargs)

        wrapper = call_method if method else call_function
        wraps(wrapper, func)
        return wrapper

    return decorate


def _openfile(
    instance: Any, filething: Any, filename: Any, fileobj: Any, writable: bool, create: bool
) -> _Opened:
    """Context manager giving the open `FileThing` for these arguments of a `loadfile` function."""
    named = {"filename": filename, "fileobj": fileobj}
    target, _, _ = resolve_target(instance, (filething,), named, writable)
    return _Opened(target, writable, create)


def open_for(mode: str, target: FileThing, work: Callable[[FileThing], R]) -> R:
    """Run `work` on a file that is no regular one, so that native code leaves opening it to Python.

    `mode` is that of native functions: "plan" opens for reading, "write" and "create" for writing.
    Raises `MutagenError` from the `OSError` if the file cannot be opened.
    """
    with _Opened(target, mode != "plan", mode == "create") as filething:
        return work(filething)


class _Opened:
    """Context manager: opens the target if it is a name, and closes what it opened."""

    __slots__ = ("_create", "_in_memory", "_opened", "_target", "_writable")

    def __init__(self, target: FileThing, writable: bool, create: bool) -> None:
        assert writable or not create
        self._target = target
        self._writable = writable
        self._create = create
        self._opened: Any = None
        self._in_memory = False

    def __enter__(self) -> FileThing:
        fileobj, filename, name = self._target
        if fileobj is not None:
            return self._target
        try:
            self._opened = self._open(filename)
        except OSError as err:
            raise MutagenError(err) from err
        return FileThing(self._opened, filename, name)

    def _open(self, filename: Any) -> Any:
        if not self._writable:
            return open(filename, "rb")
        try:
            return open(filename, "rb+")
        except OSError as err:
            if err.errno == EOPNOTSUPP:
                # gvfs and its like open files for reading or for writing, never for both:
                # the file is edited in memory and written back as a whole.
                self._in_memory = True
                with open(filename, "rb") as source:
                    return BytesIO(source.read())
            if self._create and err.errno == ENOENT:
                return open(filename, "wb+")
            raise

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, tb: TracebackType | None
    ) -> None:
        if self._opened is None:
            return
        try:
            if self._in_memory and kind is None:
                with open(self._target.name, "wb") as destination:
                    destination.write(self._opened.getvalue())
            # What is still in the buffer is written now, and may not find room.
            self._opened.close()
        except OSError as failure:
            if err is None:
                raise MutagenError(failure) from failure
