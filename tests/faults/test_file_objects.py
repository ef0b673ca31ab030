"""File objects that can just do what is documented, and such that fail at any step."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from faults.objects import Failing, Full, Liar, SixMethods, Trickling
from mutagen_rs import File, MutagenError
from mutagen_rs.easyid3 import EasyID3
from mutagen_rs.id3 import ID3, TIT2, TXXX, delete
from mutagen_rs.mp3 import MP3
from parity.openers import SAMPLES

FILES = (
    "cbr128.mp3",
    "id3v1.1.mp3",
    "id3v2.2-unsynchronised.mp3",
    "id3v2.3-25-frames-v1.mp3",
    "id3v2.4-apev2-v1.mp3",
    "id3v2.4-every-kind.mp3",
    "id3v2.4-no-padding.mp3",
    "id3v2.4-twice.mp3",
    "damaged-audio-junk-first.mp3",
    "damaged-only-tag.mp3",
    "damaged-empty.mp3",
)


@pytest.fixture(params=FILES)
def data(request: pytest.FixtureRequest, sample_dir: Path) -> bytes:
    return (sample_dir / "mp3" / str(request.param)).read_bytes()


def _long_title() -> Any:
    tags = ID3()
    tags.add(TIT2(encoding=3, text=["A title"]))
    tags.add(TXXX(encoding=3, desc="long", text=["x" * 30_000]))
    return tags


def _short_title() -> Any:
    tags = ID3()
    tags.add(TIT2(encoding=3, text=["T"]))
    return tags


LOADS: dict[str, Callable[[Any], object]] = {
    "ID3": ID3,
    "MP3": MP3,
    "EasyID3": EasyID3,
    "File": lambda file: File(file, options=[MP3]),
}
CHANGES: dict[str, Callable[[Any], object]] = {
    "grow": lambda file: _long_title().save(file),
    "grow-with-v1": lambda file: _long_title().save(file, v1=2),
    "shrink": lambda file: _short_title().save(file, v1=0, padding=lambda info: 0),
    "same size": lambda file: _short_title().save(file, padding=lambda info: max(0, info.padding)),
    "delete": lambda file: delete(file),
    "delete-v1": lambda file: delete(file, delete_v2=False),
}


@pytest.mark.parametrize("load", LOADS)
def test_six_methods_are_enough_to_load(load: str, data: bytes) -> None:
    file = SixMethods(data)
    try:
        expected = repr(LOADS[load](BytesIO(data)))
    except MutagenError as refusal:
        with pytest.raises(type(refusal)):
            LOADS[load](file)
        return
    opened: Any = LOADS[load](file)
    assert type(opened).__name__ in expected or repr(opened) == expected
    assert file.contents == data
    assert "write" not in file.calls


@pytest.mark.parametrize("change", CHANGES)
def test_six_methods_are_enough_to_change(change: str, data: bytes) -> None:
    file, usual = SixMethods(data), BytesIO(data)
    CHANGES[change](file)
    CHANGES[change](usual)
    assert file.contents == usual.getvalue()


def _until_it_works(
    make: Callable[[int], Failing], work: Callable[[Any], object]
) -> list[tuple[Failing, bool]]:
    """Let every step fail in turn: the files after it, and whether the work was done.

    Only a `MutagenError` may come out, and a failure must not be hidden.
    """
    seen = []
    for budget in range(10_000):
        file = make(budget)
        try:
            work(file)
        except MutagenError:
            seen.append((file, False))
        else:
            seen.append((file, True))
            if len(file.calls) <= budget:
                return seen
    raise AssertionError("no end of steps")


@pytest.mark.parametrize("load", LOADS)
def test_every_step_of_a_load_may_fail(load: str, data: bytes) -> None:
    try:
        LOADS[load](BytesIO(data))
    except MutagenError:
        pytest.skip("cannot be loaded anyhow")
    seen = _until_it_works(lambda budget: Failing(data, budget), LOADS[load])
    assert len(seen) > 1
    for budget, (file, done) in enumerate(seen):
        assert file.contents == data
        # What `File` cannot read it takes for a file of no known kind, as mutagen does.
        assert load == "File" or done == (len(file.calls) <= budget)


@pytest.mark.parametrize("once", [False, True], ids=["for good", "once"])
@pytest.mark.parametrize("change", CHANGES)
def test_every_step_of_a_change_may_fail(change: str, once: bool, data: bytes) -> None:
    """A failure before the first write, or of it, leaves the file as it was."""
    whole = SixMethods(data)
    CHANGES[change](whole)
    seen = _until_it_works(lambda budget: Failing(data, budget, once), CHANGES[change])
    assert seen[-1][0].contents == whole.contents
    for file, done in seen:
        if done:
            assert file.contents == whole.contents
        elif not {"write", "truncate"} & set(file.calls[:-1]):
            assert file.contents == data, file.calls


@pytest.mark.parametrize("change", ["grow", "grow-with-v1"])
def test_full_disk(change: str, data: bytes) -> None:
    """Whatever room there is: enough, or the file is as it was."""
    whole = SixMethods(data)
    CHANGES[change](whole)
    size = len(whole.contents)
    assert size > len(data)
    for capacity in {0, 1, len(data), len(data) + 1, len(data) + 5000, size - 128, size - 1}:
        file = Full(data, max(capacity, len(data)))
        with pytest.raises(MutagenError) as caught:
            CHANGES[change](file)
        assert isinstance(caught.value.args[0], OSError)
        assert file.contents == data
    file = Full(data, size)
    CHANGES[change](file)
    assert file.contents == whole.contents


@pytest.mark.parametrize("name", FILES)
def test_small_reads(name: str, sample_dir: Path) -> None:
    """An object that gives less than it is asked for is asked again."""
    data = (sample_dir / "mp3" / name).read_bytes()
    try:
        expected = MP3(BytesIO(data)).pprint()
    except MutagenError as refusal:
        with pytest.raises(type(refusal)):
            MP3(Trickling(data))
    else:
        assert MP3(Trickling(data)).pprint() == expected
    file, usual = Trickling(data), BytesIO(data)
    _long_title().save(file)
    _long_title().save(usual)
    assert file.contents == usual.getvalue()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_length_that_is_a_lie(sample: Path) -> None:
    """Nothing is allocated or looped over by what the object claims; nothing is lost."""
    data = sample.read_bytes()
    for work in (*LOADS.values(), CHANGES["grow"], CHANGES["shrink"]):
        file = Liar(data)
        try:
            work(file)
        except MutagenError:
            continue
        assert len(file.contents) < 10_000_000


@pytest.mark.parametrize("answer", [None, "text", 5, bytearray(b"ID3")])
def test_reads_that_are_not_bytes(answer: object) -> None:
    class Strange(SixMethods):
        def read(self, size: int = -1, /) -> Any:
            return answer

    for work in LOADS.values():
        with pytest.raises((ValueError, MutagenError)):
            work(Strange(b"ID3"))


@pytest.mark.parametrize("method", ["tell", "seek", "read"])
def test_exceptions_of_the_object_pass(method: str, sample_dir: Path) -> None:
    """What is no failure of input or output is the object's own affair."""

    class Stopped(Exception):
        pass

    def stop(*_: Any) -> Any:
        raise Stopped

    file = SixMethods((sample_dir / "mp3" / "cbr128.mp3").read_bytes())
    original = getattr(file, method)
    # The probe for a file object reads nothing; a failure there means that it is none.
    setattr(
        file, method, lambda *args: original(*args) if args == (0,) and method == "read" else stop()
    )
    with pytest.raises(Stopped):
        MP3(file)


def test_objects_that_are_no_files() -> None:
    for thing in (object(), 5, [], {}):
        with pytest.raises(ValueError, match="not a valid file object"):
            MP3(thing)
    with Path(__file__).open(encoding="utf-8") as text, pytest.raises(ValueError, match="binary"):
        MP3(text)
