"""The base exception, and the decorators that turn one exception into another."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Any, NoReturn, ParamSpec, TypeVar

    P = ParamSpec("P")
    R = TypeVar("R")

_COPIED = ("__module__", "__name__", "__qualname__", "__doc__")


class MutagenError(Exception):
    """Root of every error this package raises for a file it cannot handle.

    A file that cannot be opened gives a plain `MutagenError` whose first argument is the `OSError`.
    """

    __module__ = "mutagen_rs"


def wraps(wrapper: Any, wrapped: Any) -> None:
    """Make `wrapper` look like `wrapped` (`functools.wraps`, without the import of functools)."""
    for name in _COPIED:
        if hasattr(wrapped, name):
            setattr(wrapper, name, getattr(wrapped, name))
    wrapper.__dict__.update(getattr(wrapped, "__dict__", {}))
    wrapper.__wrapped__ = wrapped


def reraise(tp: type[BaseException], value: object, tb: TracebackType | None) -> NoReturn:
    """Raise `tp(value)` with the traceback `tb`."""
    raise tp(value).with_traceback(tb)


def convert_error(
    exc_src: type[BaseException], exc_dest: type[BaseException]
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorator: an `exc_src` that leaves the function becomes `exc_dest(that exception)`.

    An `exc_dest` passes unchanged, even where it is an `exc_src` as well.
    """

    def decorate(func: Callable[P, R]) -> Callable[P, R]:
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return func(*args, **kwargs)
            except exc_dest:
                raise
            except exc_src as err:
                reraise(exc_dest, err, err.__traceback__)

        wraps(wrapper, func)
        return wrapper

    return decorate
