"""Sizes, and moving bytes about, through the methods of a Python file object.

Only `tell`, `seek`, `read`, `write`, `truncate` and `flush` are called, looked up on the object
each time, so that any object which has them will do. Offsets and sizes are in bytes.
"""

from __future__ import annotations

from errno import ENOSPC

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_DEFAULT_BUFFER_SIZE = 1 << 20


def get_size(fileobj: Any) -> int:
    """The size of the file; its position stays as it was."""
    position = fileobj.tell()
    try:
        return _end(fileobj)
    finally:
        fileobj.seek(position, 0)


def _end(fileobj: Any) -> int:
    """Go to the end of the file and return its size."""
    fileobj.seek(0, 2)
    size: int = fileobj.tell()
    return size


def read_full(fileobj: Any, size: int) -> bytes:
    """Read exactly `size` bytes. Raises `OSError` if fewer are left, `ValueError` if negative."""
    if size < 0:
        raise ValueError("size must not be negative")
    data: bytes = fileobj.read(size)
    if len(data) != size:
        raise OSError
    return data


def seek_end(fileobj: Any, offset: int) -> None:
    """Go to `offset` bytes before the end, or to the start of a file shorter than that.

    Raises `ValueError` for a negative offset.
    """
    if offset < 0:
        raise ValueError
    if offset > get_size(fileobj):
        fileobj.seek(0, 0)
    else:
        fileobj.seek(-offset, 2)


def resize_file(fobj: Any, diff: int, BUFFER_SIZE: int = _DEFAULT_BUFFER_SIZE) -> None:
    """Make the file longer by `diff` zeros, or shorter by `-diff` bytes.

    If the disk fills up while growing, the file is cut back to its old size.
    Raises `OSError`, or `ValueError` if there is less to cut off than asked.
    """
    size = _end(fobj)
    if size + diff < 0:
        raise ValueError
    if diff < 0:
        fobj.truncate(size + diff)
    elif diff:
        try:
            for done in range(0, diff, BUFFER_SIZE):
                fobj.write(bytes(min(BUFFER_SIZE, diff - done)))
            fobj.flush()  # a full disk may show only here
        except OSError as err:
            if err.errno == ENOSPC:
                fobj.truncate(size)
            raise


def move_bytes(
    fobj: Any, dest: int, src: int, count: int, BUFFER_SIZE: int = _DEFAULT_BUFFER_SIZE
) -> None:
    """Copy the `count` bytes at `src` to `dest`; the two ranges may overlap.

    Raises `ValueError` for negative arguments or a range that leaves the file, else `OSError`.
    """
    if min(dest, src, count) < 0:
        raise ValueError
    if max(dest, src) + count > _end(fobj):
        raise ValueError("area outside of file")

    steps = range(0, count, BUFFER_SIZE)
    # Going down, the first block is safe to overwrite first; going up, the last one is.
    for start in steps if dest < src else reversed(steps):
        size = min(BUFFER_SIZE, count - start)
        fobj.seek(src + start)
        block = read_full(fobj, size)
        fobj.seek(dest + start)
        fobj.write(block)
    fobj.flush()


def insert_bytes(
    fobj: Any, size: int, offset: int, BUFFER_SIZE: int = _DEFAULT_BUFFER_SIZE
) -> None:
    """Move all that follows `offset` up by `size` bytes; what the gap then holds is undefined.

    Raises `ValueError` for negative arguments or an offset past the end, else `OSError`.
    """
    tail = _tail(fobj, size, offset, offset)
    resize_file(fobj, size, BUFFER_SIZE)
    move_bytes(fobj, offset + size, offset, tail, BUFFER_SIZE)


def delete_bytes(
    fobj: Any, size: int, offset: int, BUFFER_SIZE: int = _DEFAULT_BUFFER_SIZE
) -> None:
    """Take the `size` bytes at `offset` out of the file.

    Raises `ValueError` for negative arguments or a range that leaves the file, else `OSError`.
    """
    tail = _tail(fobj, size, offset, offset + size)
    move_bytes(fobj, offset, offset + size, tail, BUFFER_SIZE)
    resize_file(fobj, -size, BUFFER_SIZE)


def _tail(fobj: Any, size: int, offset: int, start: int) -> int:
    """How many bytes follow `start`, once the arguments of a splice have been checked."""
    if size < 0 or offset < 0:
        raise ValueError
    tail = _end(fobj) - start
    if tail < 0:
        raise ValueError
    return tail


def resize_bytes(fobj: Any, old_size: int, new_size: int, offset: int) -> None:
    """Change the size of the area at `offset` by inserting or deleting bytes at its end."""
    if new_size > old_size:
        insert_bytes(fobj, new_size - old_size, offset + old_size)
    elif new_size < old_size:
        delete_bytes(fobj, old_size - new_size, offset + new_size)
