"""Containers of APEv2 tags that cost much, are cut short, or whose file objects fail."""

from __future__ import annotations

import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from faults.limited import MEBIBYTE, uses
from faults.objects import Failing, Liar, SixMethods, Trickling
from mutagen_rs import MutagenError
from mutagen_rs.apev2 import APEv2, APEv2File
from mutagen_rs.monkeysaudio import MonkeysAudio
from mutagen_rs.musepack import Musepack
from mutagen_rs.optimfrog import OptimFROG
from mutagen_rs.tak import TAK
from mutagen_rs.wavpack import WavPack

SECONDS = 5.0
"""Processor time for one use of a file; mostly it is a hundredth of that."""

CLASSES: tuple[Any, ...] = (Musepack, WavPack, MonkeysAudio, OptimFROG, TAK)


def block(size: int = 24, samples: int = 0xFFFFFFFF) -> bytes:
    """The header of a WavPack block, of a file of unknown length."""
    return b"wvpk" + struct.pack("<IHBBIIIII", size, 0x410, 0, 0, 2**32 - 1, 0, samples, 9 << 23, 0)


def item(size: int | None = None, value: bytes = b"v", key: bytes = b"Key") -> bytes:
    """An item of a tag; `size` is what it claims."""
    return struct.pack("<2I", len(value) if size is None else size, 0) + key + b"\0" + value


def tagged(items: bytes, count: int = 0xFFFFFFFF, size: int | None = None) -> bytes:
    """A tag without header behind a block."""
    claimed = len(items) + 32 if size is None else size
    return block() + items + b"APETAGEX" + struct.pack("<4I8x", 2000, claimed, count, 0)


STREAM_HEADER = b"SH\x0fcrc!\x08\x81\x00\x00\x00\x10abc"
LARGEST = b"\xff" * 8 + b"\x7f"
ID3V2 = b"ID3\x04\0\0\x7f\x7f\x7f\x7f"

BOMBS: dict[str, Callable[[], bytes]] = {
    "overlapping blocks": lambda: b"wvpk\0\0\0\0" * 500_000,
    "blocks without content": lambda: block() * 100_000,
    "blocks far apart": lambda: (block(4000) + bytes(3976)) * 1000,
    "a block that claims 4 GB": lambda: block(2**32 - 1),
    "a packet of size 0": lambda: b"MPCKXX\0" + bytes(1000),
    "packets that lead into themselves": lambda: b"MPCK" + b"XX\x01" * 500_000,
    "empty packets": lambda: b"MPCK" + b"XX\x03" * 1_000_000,
    "packets with long sizes": lambda: (
        b"MPCK" + b"XX\x80\x80\x80\x80\x80\x80\x80\x80\x0b" * 300_000
    ),
    "a packet of 2^63 bytes": lambda: b"MPCKXX" + LARGEST + bytes(100),
    "a packet size without end": lambda: b"MPCKXX" + b"\xff" * 1_000_000,
    "a stream header of 2^63 bytes": lambda: b"MPCKSH" + LARGEST + STREAM_HEADER[3:] + bytes(100),
    "a replay gain of 2^63 bytes": lambda: b"MPCKRG" + LARGEST + bytes(100),
    "counts of 2^63 samples": lambda: b"MPCKSH\x1fcrc!\x08" + LARGEST * 2 + b"\0\x10" + bytes(9),
    "ID3v2 before Musepack claims 256 MB": lambda: ID3V2 + b"MP+\x07" + bytes(100),
    "empty metadata objects": lambda: b"tBaK" + b"\x07\0\0\0" * 1_000_000,
    "stream infos": lambda: b"tBaK" + (b"\x01\x0d\0\0" + bytes(13)) * 200_000,
    "a metadata object that claims 16 MB": lambda: b"tBaK\x03\xff\xff\xff" + bytes(100),
    "largest numbers of Monkey's Audio": lambda: b"MAC \xff\xff" + b"\xff" * 100,
    "largest numbers of OptimFROG": lambda: b"OFR " + b"\xff" * 100,
    "4,000,000,000 items": lambda: tagged(item()),
    "100,000 small items": lambda: tagged(b"".join(item(key=b"%06x" % n) for n in range(100_000))),
    "300,000 equal items": lambda: tagged(item() * 300_000),
    "an item that claims 4 GB": lambda: tagged(item(2**32 - 1)),
    "a key without end": lambda: tagged(struct.pack("<2I", 1, 0) + b"k" * 1_000_000),
    "1,000,000 strings": lambda: tagged(item(value=b"\0" * 1_000_000)),
    "a tag that claims 4 GB": lambda: tagged(item(), size=2**32 - 1),
    "a tag smaller than its footer": lambda: tagged(item(), size=31),
    "remnants of tags": lambda: block() + (b"APETAGEX" + bytes(16)) * 200_000 + tagged(item()),
    "a tag at the start that claims 4 GB": lambda: b"APETAGEX" + b"\xff" * 24 + bytes(1000),
}

# Every way to use a file, each told on a line of its own.
PROGRAM = """
import shutil
from mutagen_rs import File, apev2, monkeysaudio, musepack, optimfrog, tak, wavpack

path, target = sys.argv[1:]
kinds = [apev2.APEv2, apev2.APEv2File, musepack.Musepack, wavpack.WavPack]
kinds += [monkeysaudio.MonkeysAudio, optimfrog.OptimFROG, tak.TAK]

def save(kind):
    shutil.copyfile(path, target)
    file = kind(target)
    if getattr(file, "tags", file) is None:
        file.add_tags()
    file["Title"] = "A title"
    file.plan_save()
    file.save()
    kind(target).delete()

used("File", lambda: getattr(File(path), "pprint", str)())
for kind in kinds:
    used(kind.__name__, lambda: kind(path).pprint())
    used("save " + kind.__name__, lambda: save(kind))
shutil.copyfile(path, target)
used("delete", lambda: apev2.delete(target))
"""


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(name: str, tmp_path: Path) -> None:
    """A few megabytes, with half a gigabyte of address space."""
    path, target = tmp_path / "bomb", tmp_path / "target"
    data = BOMBS[name]()
    path.write_bytes(data)
    for way, refusal, seconds in uses(PROGRAM, path, target, **{"as": 512 * MEBIBYTE}, cpu=60):
        assert seconds < SECONDS, (way, seconds)
        if refusal is not None:
            assert str(path) in refusal or str(target) in refusal, (way, refusal)
            assert len(refusal) < len(str(path)) + 200, (way, refusal)
    assert path.read_bytes() == data, "the file was changed"


SAMPLES = (
    "musepack-sv7.mpc",
    "musepack-sv8.mpc",
    "musepack-behind-id3v2.mpc",
    "wavpack-mono.wv",
    "wavpack-no-length.wv",
    "monkeysaudio-399.ape",
    "monkeysaudio-397.ape",
    "optimfrog-5100.ofr",
    "tak-usual.tak",
)


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest, sample_dir: Path) -> Path:
    return sample_dir / "ape" / str(request.param)


def _kind(path: Path) -> Any:
    return next(kind for kind in CLASSES if path.name.startswith(kind.__name__.lower()))


def test_cut_anywhere(sample: Path) -> None:
    """A result or a `MutagenError`, wherever the file ends."""
    data = sample.read_bytes()
    opened = 0
    for length in [*range(200), *range(200, len(data), 97)]:
        try:
            _kind(sample)(BytesIO(data[:length])).pprint()
        except MutagenError:
            continue
        opened += 1
    assert opened


def test_six_methods_are_enough(sample: Path) -> None:
    data = sample.read_bytes()
    kind = _kind(sample)
    file = SixMethods(data)
    opened = kind(file)
    assert opened.pprint() == kind(BytesIO(data)).pprint()
    assert kind(Trickling(data)).pprint() == opened.pprint()
    assert "write" not in file.calls
    opened["Title"] = "Another title"
    opened.save(file)
    assert kind(SixMethods(file.contents))["Title"] == "Another title"
    kind(SixMethods(file.contents)).delete(file)
    assert kind(SixMethods(file.contents)).tags is None


@pytest.mark.parametrize("once", [False, True])
def test_failing_at_any_step(sample: Path, once: bool) -> None:
    """Errors of a file object are the format's errors, and what was opened is complete."""
    data = sample.read_bytes()
    kind = _kind(sample)
    file = SixMethods(data)
    expected = kind(file).pprint()
    for budget in range(len(file.calls)):
        with pytest.raises(MutagenError):
            kind(Failing(data, budget, once))
    assert kind(Failing(data, len(file.calls), once)).pprint() == expected


@pytest.mark.parametrize("kind", [*CLASSES, APEv2, APEv2File])
def test_liars(kind: Any, sample: Path) -> None:
    """A length that is far from the truth."""
    try:
        kind(Liar(sample.read_bytes())).pprint()
    except MutagenError:
        return
