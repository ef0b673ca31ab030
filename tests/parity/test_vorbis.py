"""Vorbis comments: read in every mode, written, and used as lists and dicts."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from hypothesis import given, strategies as st

from parity.effort import examples
from parity.facts import Facts
from parity.flac_files import attempt, plain, vorbis_of
from parity.libraries import Library
from parity.outcome import assert_parity

_ODD = [b"no key", b"=v", b"a~=b", b"\xc2\xaa=1", b"K\xff=1", b"k=\xe2\x82", b"", b"T=\xed\xa0\x80"]

COMMENTS = st.lists(
    st.one_of(
        st.sampled_from(_ODD),
        st.binary(max_size=12),
        st.builds(lambda key, value: f"{key}={value}".encode(), st.sampled_from("aAbc"), st.text()),
    ),
    max_size=6,
)


def _header(vendor: bytes, comments: list[bytes], end: bytes) -> bytes:
    def text(data: bytes) -> bytes:
        return len(data).to_bytes(4, "little") + data

    return text(vendor) + len(comments).to_bytes(4, "little") + b"".join(map(text, comments)) + end


HEADERS = st.builds(
    _header,
    st.one_of(st.just(b"vendor"), st.binary(max_size=6)),
    COMMENTS,
    st.sampled_from([b"", b"\1", b"\0", b"\1rest", b"\xfe"]),
)


@st.composite
def _damaged(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(HEADERS))
    for _ in range(draw(st.integers(0, 2))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.sampled_from([0, 1, 2, 255]))
    return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


def _facts(tags: Any) -> Facts:
    facts = {
        "list": plain(tags),
        "repr": repr(tags),
        "length": len(tags),
        "pprint": tags.pprint(),
        "written": attempt(tags.write),
        "without framing": attempt(lambda: tags.write(framing=False)),
        "valid": attempt(tags.validate),
    }
    if hasattr(tags, "as_dict"):
        facts["keys"] = attempt(lambda: sorted(tags.keys()))
        facts["items"] = attempt(lambda: sorted(tags.items()))
        facts["values"] = attempt(lambda: sorted(tags.values()))
        facts["as_dict"] = attempt(lambda: sorted(tags.as_dict().items()))
    return facts


@examples(400)
@given(
    data=_damaged(),
    kind=st.sampled_from(["VComment", "VCommentDict"]),
    errors=st.sampled_from(["strict", "replace", "ignore"]),
    framing=st.booleans(),
    from_object=st.booleans(),
)
def test_reading(data: bytes, kind: str, errors: str, framing: bool, from_object: bool) -> None:
    def work(library: Library) -> Facts:
        source = BytesIO(data) if from_object else data
        tags = getattr(vorbis_of(library), kind)(source, errors=errors, framing=framing)
        place = source.tell() if isinstance(source, BytesIO) else None
        return (_facts(tags), place)

    assert_parity(work)


_KEYS = st.sampled_from(["title", "TITLE", "Title", "é", "", "a=b", "K", "\u212a", 5, b"title"])
_VALUES = st.sampled_from(["one", "", "é", "\ud800", b"bytes", 7, ["one", "two"], [], ("a", "b")])

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            "get set delete in append insert pop setdefault update list.pop slice extend".split()
        ),
        _KEYS,
        _VALUES,
    ),
    max_size=8,
)


def _step(tags: Any, name: str, key: Any, value: Any) -> Any:
    match name:
        case "get":
            return (tags[key], tags.get(key, 1))
        case "set":
            tags[key] = value
        case "delete":
            del tags[key]
        case "in":
            return key in tags
        case "append":
            tags.append((key, value))
        case "insert":
            tags.insert(0, [key, value])
        case "pop":
            return tags.pop(key)
        case "setdefault":
            return tags.setdefault(key, value)
        case "update":
            # Keys that are no text make mutagen fail otherwise: see `error_within_update`.
            if all(isinstance(key, str) for key, _ in tags):
                tags.update({key: value})
        case "list.pop":
            return tags.pop()
        case "slice":
            tags[1:] = [(key, value)]
            return tags[:1]
        case "extend":
            tags.extend([(key, value)] * 2)
    return None


@examples(400)
@given(data=HEADERS, steps=STEPS, clear=st.booleans())
def test_as_a_dict(data: bytes, steps: list[Any], clear: bool) -> None:
    def work(library: Library) -> Facts:
        tags = vorbis_of(library).VCommentDict(data, framing=False)
        outcomes = tuple(attempt(lambda step=step: _step(tags, *step)) for step in steps)  # type: ignore[misc]
        facts = attempt(lambda: sorted(tags.keys())), attempt(tags.write), plain(tags)
        if clear:
            tags.clear()
        return (outcomes, facts, plain(tags), tags == [])

    assert_parity(work, by_caller=True)


@examples(100)
@given(key=st.one_of(_KEYS, st.text(max_size=3), st.none()))
def test_keys(key: Any) -> None:
    def work(library: Library) -> Facts:
        return attempt(lambda: vorbis_of(library).is_valid_key(key))

    assert_parity(work, by_caller=True)


def test_overridden_hooks() -> None:
    """Methods of a subclass are called wherever mutagen calls them."""

    def work(library: Library) -> Facts:
        told: list[Any] = []

        class Own(vorbis_of(library).VCommentDict):  # type: ignore[misc]
            def append(self, pair: Any) -> None:
                told.append(("append", pair))
                super().append(pair)

            def remove(self, pair: Any) -> None:
                told.append(("remove", pair))
                super().remove(pair)

            def validate(self) -> bool:
                told.append("validate")
                return True

            def __getitem__(self, key: Any) -> Any:
                told.append(("get", key))
                return super().__getitem__(key)

        tags = Own(_header(b"v", [b"a=1"], b""), framing=False)
        tags["b"] = ["2", "3"]
        tags.append((b"c", b"4"))
        written = tags.write()
        tags.pop()
        described = sorted(tags.as_dict().items()), sorted(tags.items())
        tags.clear()
        # In what order keys come is up to hashing.
        return (plain(written), plain(described), tuple(sorted(map(repr, told))), len(tags))

    assert_parity(work)
