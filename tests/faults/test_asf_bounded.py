"""Bad ASF files cost bounded time and memory, and never more than a `MutagenError`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from faults.limited import MEBIBYTE, run_limited, uses
from parity.asf_bytes import GUIDS, RESERVED, asf_object, extension, header, packed

SECONDS = 4.0
"""Processor time for one use of a file; mostly it is a tenth of that."""

MEMORY = 256 * MEBIBYTE

PROGRAM = """
from io import BytesIO
from mutagen_rs import File
from mutagen_rs.asf import ASF

path = sys.argv[1]
with open(path, "rb") as file:
    content = file.read()

def save(look):
    file = ASF(path)
    if look:
        file._header.pprint()
        repr(file._header)
    file["Title"] = ["x" * 3000] * 3
    file["WM/Picture"] = b"x" * 100000
    file.plan_save()
    copy = BytesIO(content)
    file.save(copy)
    ASF(copy).pprint()

used("open", lambda: ASF(path).info.pprint())
used("open an object", lambda: ASF(BytesIO(content)).info.pprint())
used("File", lambda: File(path, options=[ASF]).info.pprint())
used("tags", lambda: ASF(path).pprint())
used("save", lambda: save(False))
used("save a header that was looked at", lambda: save(True))
used("delete", lambda: ASF(path).delete(BytesIO(content)))
"""

MANY = 20_000
ALL_ONES = (1 << 64) - 1


def _claims(size: int, count: int = 1, data: bytes = b"") -> bytes:
    return GUIDS["header"] + packed("QI", size, count) + b"\1\2" + data


def _object(kind: str, size: int, data: bytes = b"") -> bytes:
    """An object that claims that size."""
    return GUIDS[kind] + packed("Q", size) + data


def _nested(depth: int) -> bytes:
    """Header extensions within each other, from the outside in."""
    heads = []
    inner = depth * 46
    for _ in range(depth):
        heads.append(_object("extension", inner) + RESERVED + packed("HI", 6, inner - 46))
        inner -= 46
    return b"".join(heads)


def _list(kind: str, count: int, record: bytes, repeat: int) -> bytes:
    return asf_object(kind, packed("H", count) + record * repeat)


_SHORT = packed("HHH", 0, 1, 0)
_LONG = packed("HHHHI", 0, 0, 0, 1, 0)
_TEXT = packed("H", 2) + b"a\0" + packed("HH", 0, 60_000) + b"b\0" * 30_000

FILES: dict[str, Callable[[], bytes]] = {
    "header of all ones": lambda: _claims(ALL_ONES, 1, bytes(1_000_000)),
    "header and count of all ones": lambda: _claims(
        ALL_ONES, (1 << 32) - 1, asf_object("unknown", b"") * MANY
    ),
    "header of zero": lambda: _claims(0),
    "header of zero without objects": lambda: _claims(0, 0, bytes(1_000_000)),
    "header of 63 bits": lambda: _claims((1 << 63) - 1, 1, _object("unknown", (1 << 63) - 60)),
    "object of all ones": lambda: header([_object("unknown", ALL_ONES, bytes(1_000_000))]),
    "object of zero": lambda: header([_object("unknown", 0)] * MANY),
    "objects of 24 bytes": lambda: header([asf_object("unknown", b"")] * MANY),
    "empty tag objects": lambda: header([asf_object("library", b"\0\0")] * MANY),
    "empty descriptions": lambda: header([asf_object("description", bytes(10))] * MANY),
    "empty codec lists": lambda: header([asf_object("codecs", bytes(20))] * MANY),
    "extensions": lambda: header([extension([])] * MANY),
    "extensions 20,000 deep": lambda: header([_nested(20_000)]),
    "extensions 190 deep": lambda: header([_nested(190)]),
    "extensions 190 deep, many": lambda: header([_nested(190)] * 100),
    "tiny objects": lambda: header([extension([GUIDS["unknown"][:8] + packed("QQ", 1, 1)] * MANY)]),
    "overlapping objects": lambda: header(
        [extension([bytes([8, 0, 0, 0, 0, 0, 0, 0]) * 200_000], -16)]
    ),
    "extension of all ones": lambda: header([extension([], 2**32 - 1)] * MANY),
    "objects in an extension": lambda: header([extension([asf_object("unknown", b"")] * MANY)]),
    "object of all ones within": lambda: header([extension([_object("unknown", ALL_ONES)])]),
    "attributes that are not there": lambda: header([_list("extended", 65535, b"", 0)] * MANY),
    "empty attributes": lambda: header([_list("extended", 65535, _SHORT, 65535)]),
    "empty attributes of metadata": lambda: header([_list("metadata", 65535, _LONG, 65535)]),
    "empty attributes of a library": lambda: header([_list("library", 65535, _LONG, 65535)]),
    "texts": lambda: header([_list("extended", 20, _TEXT, 20)]),
    "names of all ones": lambda: header(
        [asf_object("extended", packed("HH", 1, 65535) + bytes(9))]
    ),
    "value of all ones": lambda: header(
        [asf_object("library", packed("HHHHHI", 1, 0, 0, 0, 1, 2**32 - 1) + bytes(9))]
    ),
    "codecs": lambda: header(
        [asf_object("codecs", bytes(16) + packed("I", 2**32 - 1) + bytes(800_000))]
    ),
    "padding": lambda: header([asf_object("padding", b"")] * MANY),
}


@pytest.mark.parametrize("name", FILES)
def test_files(name: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.wma"
    data = FILES[name]()
    path.write_bytes(data)
    told = uses(PROGRAM, path, **{"as": MEMORY + 8 * len(data), "cpu": 60})
    assert len(told) == 7
    for way, refusal, seconds in told:
        assert seconds < SECONDS, (way, seconds)
        assert refusal is None or len(refusal) < len(str(path)) + 200, way
    assert path.read_bytes() == data, "the file was changed"


SPARSE = """
import sys
from mutagen_rs.asf import ASF, ASFHeaderError
try:
    file = ASF(sys.argv[1])
except ASFHeaderError:
    print("refused")
else:
    print(len(file._header.objects))
"""


@pytest.mark.parametrize(
    ("objects", "count", "told"),
    [(b"", 0, "0"), (asf_object("unknown", b"data"), 1, "1"), (b"", 1, "refused")],
)
def test_sparse_file(objects: bytes, count: int, told: str, tmp_path: Path) -> None:
    """A header that claims eight gigabytes, and the file has them: only objects are read."""
    path = tmp_path / "sparse.wmv"
    with open(path, "wb") as file:
        file.write(_claims(8 << 30, count, objects))
        file.truncate(8 << 30)
    run = run_limited(SPARSE, path, **{"as": MEMORY, "cpu": 20})
    assert run.stdout == f"{told}\n", run.stderr
