"""The Rust half of the package, for its own modules: not an interface for programs.

A file is given as `name` (str, bytes or `OpenedFile`), which is opened here, or as `object`, a file
object; with an object the name serves for messages only. Functions that take both return None for a
name that Python has to open: that of a pipe or a device.

Failures of reading, planning and writing raise the exceptions of the format's module, which are
all `MutagenError`; a file that cannot be opened raises `MutagenError` itself.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias, final

__all__ = [
    "ASF_MAX_TAG_OBJECTS",
    "DETECT_HEADER_LEN",
    "DETECT_TAIL_LEN",
    "Apev2Document",
    "AsfDocument",
    "FlacDocument",
    "Id3Document",
    "InfoDocument",
    "OggDocument",
    "OpenedFile",
    "Plan",
    "aac_info",
    "aac_open",
    "aac_program_config",
    "ac3_info",
    "ac3_open",
    "aiff_read_float",
    "apev2_delete",
    "apev2_file_open",
    "apev2_locate",
    "apev2_open",
    "apev2_save",
    "asf_codecs",
    "asf_guid_bytes",
    "asf_guid_text",
    "asf_guids",
    "asf_header_head",
    "asf_open",
    "asf_parse_value",
    "asf_read_info",
    "asf_read_tags",
    "asf_render_attribute",
    "asf_render_description",
    "asf_render_extension",
    "asf_render_header",
    "asf_render_object",
    "asf_render_tags",
    "asf_render_value",
    "asf_route",
    "asf_save",
    "asf_split_extension",
    "asf_split_header",
    "build_profile",
    "default_padding",
    "detect",
    "dsf_chunk",
    "dsf_dsd_chunk",
    "flac_block_header",
    "flac_open",
    "flac_read_cue_sheet",
    "flac_read_picture",
    "flac_read_seek_table",
    "flac_read_stream_info",
    "flac_save",
    "flac_start",
    "flac_write_block",
    "flac_write_blocks",
    "flac_write_cue_sheet",
    "flac_write_picture",
    "flac_write_seek_table",
    "flac_write_stream_info",
    "id3_container_delete",
    "id3_container_info",
    "id3_container_load",
    "id3_container_open",
    "id3_container_save",
    "id3_container_start",
    "id3_delete",
    "id3_frame_header",
    "id3_genre_names",
    "id3_genres",
    "id3_header",
    "id3_open",
    "id3_read_field",
    "id3_register_classes",
    "id3_render",
    "id3_save",
    "id3_size_bits",
    "id3_split",
    "id3_table",
    "id3_tag_len",
    "id3_timestamp",
    "id3_translate",
    "id3_unpack",
    "id3_write_field",
    "id3v1_find",
    "id3v1_parse",
    "id3v1_render",
    "iff_chunk_name",
    "iff_read_header",
    "iff_size_field",
    "lame_guess_settings",
    "lame_header",
    "lame_version",
    "likeliest",
    "monkeysaudio_info",
    "monkeysaudio_open",
    "mp3_open",
    "mpeg_frame",
    "mpeg_info",
    "mpeg_sync",
    "musepack_info",
    "musepack_open",
    "musepack_rates",
    "ogg_comment",
    "ogg_deal",
    "ogg_find_last",
    "ogg_from_packets",
    "ogg_header",
    "ogg_identify",
    "ogg_last_position",
    "ogg_open",
    "ogg_packets",
    "ogg_put_rest",
    "ogg_renumber",
    "ogg_replace",
    "ogg_save",
    "ogg_size",
    "ogg_to_packets",
    "ogg_write",
    "optimfrog_info",
    "optimfrog_open",
    "optimfrog_sample_bits",
    "score",
    "smf_info",
    "smf_open",
    "tak_info",
    "tak_open",
    "trueaudio_info",
    "trueaudio_open",
    "unsynch_decode",
    "unsynch_encode",
    "vbri_header",
    "vbri_toc_len",
    "vorbis_group",
    "vorbis_has",
    "vorbis_is_valid_key",
    "vorbis_load",
    "vorbis_render",
    "vorbis_validate",
    "vorbis_values",
    "wavpack_header",
    "wavpack_info",
    "wavpack_open",
    "wavpack_rates",
    "xing_header",
]

_Name: TypeAlias = str | bytes | OpenedFile | None
# "plan", "write" or "create"
_Mode: TypeAlias = str
# what `ID3Tags._rendering` gives
_Rendering: TypeAlias = dict[str, Any]
_Attributes: TypeAlias = dict[str, Any]
# name, kind, parameter, default, the fields of one group, separator
_Field: TypeAlias = tuple[str, str, int, Any, tuple[_Field, ...] | None, str | None]
# name, base, docstring, fields, optional fields, fields of the key
_Row: TypeAlias = tuple[
    str, str, str, tuple[_Field, ...] | None, tuple[_Field, ...] | None, tuple[str, ...]
]

build_profile: Literal["debug", "release"]

# splice

def default_padding(padding: int, size: int) -> int: ...

@final
class Plan:
    @property
    def splices(self) -> list[tuple[int, int, int, str]]: ...
    @property
    def writes(self) -> list[tuple[int, bytes, str]]: ...
    @property
    def moves(self) -> list[tuple[int, int, int]]: ...
    @property
    def bytes_written(self) -> int: ...
    @property
    def bytes_moved(self) -> int: ...
    @property
    def padding_before(self) -> int | None: ...
    @property
    def padding_after(self) -> int | None: ...
    @property
    def old_size(self) -> int: ...
    @property
    def new_size(self) -> int: ...

# open

@final
class OpenedFile: ...

# info

@final
class InfoDocument:
    @property
    def has_tag(self) -> bool: ...
    def fill_info(self, target: _Attributes) -> None: ...

# aac

def aac_open(name: _Name, object: Any) -> InfoDocument | None: ...
def aac_info(fileobj: Any) -> _Attributes: ...
def aac_program_config(fileobj: Any, position: int) -> tuple[_Attributes, int]: ...

# ac3

def ac3_open(name: _Name, object: Any) -> InfoDocument | None: ...
def ac3_info(fileobj: Any) -> _Attributes: ...

# smf

def smf_open(name: _Name, object: Any) -> InfoDocument | None: ...
def smf_info(fileobj: Any) -> _Attributes: ...

# dsf

def dsf_chunk(name: bytes, data: bytes) -> _Attributes: ...
def dsf_dsd_chunk(total_size: int, tag: int) -> bytes: ...

# trueaudio

def trueaudio_open(
    name: _Name,
    object: Any,
    translate: int | None = ...,
    load_v1: bool = True,
    v1_version: int = 4,
) -> Id3Document | None: ...
def trueaudio_info(fileobj: Any, offset: int | None = None) -> _Attributes: ...

# detect

DETECT_HEADER_LEN: int
DETECT_TAIL_LEN: int

def score(kind: str, filename: str | bytes, header: bytes, tail: bytes) -> int: ...
def likeliest(filename: str | bytes, header: bytes, tail: bytes | None, easy: bool) -> str: ...
def detect(name: str | bytes) -> tuple[str, OpenedFile] | None: ...

# id3/classes

def id3_register_classes(given: dict[str, Any]) -> None: ...
def id3_table() -> list[_Row]: ...
def id3_genre_names() -> list[str]: ...

# id3/container

def id3_container_open(
    kind: str,
    name: _Name,
    object: Any,
    translate: int | None = ...,
    load_v1: bool = True,
    v1_version: int = 4,
) -> Id3Document | None: ...
def id3_container_load(
    kind: str,
    name: _Name,
    object: Any,
    translate: int | None = ...,
    load_v1: bool = True,
    v1_version: int = 4,
) -> Id3Document | None: ...
def id3_container_start(kind: str, object: Any) -> int: ...
def id3_container_info(kind: str, object: Any) -> _Attributes: ...
def id3_container_save(
    kind: str,
    name: _Name,
    object: Any,
    tag: _Rendering,
    loaded: int,
    padding: Callable[[Any], int] | None,
    mode: _Mode,
) -> Plan | None: ...
def id3_container_delete(kind: str, name: _Name, object: Any) -> Plan | None: ...

# id3/document

@final
class Id3Document:
    def index(self) -> dict[str, Any]: ...
    def frame(self, number: int) -> Any: ...
    def frames(self) -> dict[str, Any]: ...
    def complete(self, index: dict[str, Any]) -> None: ...
    def header(self) -> tuple[int, int, int, int, bytes | None] | None: ...
    def unknown(self) -> list[bytes]: ...
    def fill_info(self, target: _Attributes) -> None: ...
    @property
    def has_tag(self) -> bool: ...
    @property
    def padding(self) -> int: ...
    @property
    def version(self) -> int: ...

def id3_open(
    name: _Name,
    object: Any,
    translate: int | None = ...,
    load_v1: bool = True,
    v1_version: int = 4,
) -> Id3Document | None: ...
def mp3_open(
    name: _Name,
    object: Any,
    translate: int | None = ...,
    load_v1: bool = True,
    v1_version: int = 4,
) -> Id3Document | None: ...

# id3/fields

def id3_read_field(
    name: str, param: int, data: bytes, version: int, text_encoding: int
) -> tuple[Any, bytes]: ...
def id3_write_field(name: str, param: int, value: Any, text_encoding: int) -> bytes: ...
def id3_unpack(version: int, tag_flags: int, frame_flags: int, data: bytes) -> bytes: ...
def id3_split(
    version: int, tag_flags: int, data: bytes, known: Container[str]
) -> tuple[list[tuple[str, int, bytes, bytes]], bytes]: ...
def id3_header(data: bytes, name: Any) -> tuple[int, int, int, int, int | None]: ...
def id3_size_bits(data: bytes, known: Container[str]) -> int: ...
def id3_frame_header(name: str, size: int, version: int) -> bytes: ...
def id3_genres(values: list[str]) -> list[str]: ...
def id3_timestamp(text: str) -> list[int | None]: ...
def unsynch_decode(data: bytes) -> bytes: ...
def unsynch_encode(data: bytes) -> bytes: ...
def id3v1_parse(data: bytes) -> tuple[str, str, str, str, str, int, int] | None: ...
def id3v1_find(tail: bytes) -> int | None: ...
def id3v1_render(
    title: str, artist: str, album: str, year: str, comment: str, track: int | None, genre: int
) -> bytes: ...

# id3/save

def id3_render(tag: _Rendering) -> bytes: ...
def id3_save(
    name: _Name,
    object: Any,
    tag: _Rendering,
    record: int,
    make_record: Callable[[], bytes],
    padding: Callable[[Any], int] | None,
    mode: _Mode,
) -> Plan | None: ...
def id3_delete(name: _Name, object: Any, delete_v1: bool, delete_v2: bool) -> Plan | None: ...

# id3/store

def id3_translate(tags: Any, frames: Mapping[str, type], version: int) -> None: ...

# apev2

@final
class Apev2Document:
    @property
    def has_tag(self) -> bool: ...
    def fill_info(self, target: _Attributes) -> None: ...
    def index(self) -> tuple[dict[str, str], dict[str, Any]]: ...
    def value(self, number: int) -> Any: ...
    def complete(self, index: dict[str, Any]) -> None: ...
    def items(self) -> list[tuple[str, Any]]: ...

def apev2_open(name: _Name, object: Any) -> Apev2Document | None: ...
def apev2_file_open(name: _Name, object: Any) -> Apev2Document | None: ...
def apev2_locate(object: Any) -> _Attributes | None: ...
def apev2_save(
    name: _Name,
    object: Any,
    items: list[tuple[str, Any]],
    document: Apev2Document | None,
    mode: _Mode,
) -> Plan | None: ...
def apev2_delete(name: _Name, object: Any, readable: bool) -> Plan | None: ...

# apev2/streams

musepack_rates: Sequence[int]
optimfrog_sample_bits: Sequence[int]
wavpack_rates: Sequence[int]

def monkeysaudio_open(name: _Name, object: Any) -> Apev2Document | None: ...
def monkeysaudio_info(fileobj: Any) -> _Attributes: ...
def musepack_open(name: _Name, object: Any) -> Apev2Document | None: ...
def musepack_info(fileobj: Any) -> _Attributes: ...
def optimfrog_open(name: _Name, object: Any) -> Apev2Document | None: ...
def optimfrog_info(fileobj: Any) -> _Attributes: ...
def tak_open(name: _Name, object: Any) -> Apev2Document | None: ...
def tak_info(fileobj: Any) -> _Attributes: ...
def wavpack_open(name: _Name, object: Any) -> Apev2Document | None: ...
def wavpack_info(fileobj: Any) -> _Attributes: ...
def wavpack_header(fileobj: Any) -> _Attributes: ...

# iff

def iff_read_header(name: str, header: bytes) -> tuple[bytes, int]: ...
def iff_chunk_name(name: bytes) -> str: ...
def iff_size_field(name: str, size: int) -> bytes: ...
def aiff_read_float(data: bytes) -> float: ...

# asf

# content description, extended content description, metadata, metadata library
_Routed: TypeAlias = tuple[dict[str, Any], dict[str, Any], dict[str, Any], list[tuple[str, Any]]]
# GUIDs and data of objects, and what is wrong behind them
_Split: TypeAlias = tuple[list[tuple[bytes, bytes]], Exception | None]

ASF_MAX_TAG_OBJECTS: int

@final
class AsfDocument:
    @property
    def has_tag(self) -> bool: ...
    def fill_info(self, target: _Attributes) -> None: ...
    def attributes(self) -> list[tuple[str, Any]]: ...
    def header(self) -> Any: ...

def asf_open(name: _Name, object: Any) -> AsfDocument | None: ...
def asf_route(pairs: list[tuple[str, Any]]) -> _Routed: ...
def asf_save(
    name: _Name,
    object: Any,
    attributes: _Routed,
    document: AsfDocument | None,
    objects: list[bytes] | None,
    padding: Callable[[Any], int] | None,
    mode: _Mode,
) -> Plan | None: ...
def asf_guids() -> dict[str, bytes]: ...
def asf_codecs() -> dict[int, str]: ...
def asf_guid_bytes(text: str) -> bytes: ...
def asf_guid_text(data: bytes) -> str: ...
def asf_header_head(data: bytes) -> tuple[int, int]: ...
def asf_split_header(fileobj: Any) -> _Split: ...
def asf_split_extension(data: bytes) -> _Split: ...
def asf_read_tags(guid: bytes, data: bytes) -> list[tuple[str, Any]]: ...
def asf_read_info(guid: bytes, data: bytes) -> _Attributes: ...
def asf_parse_value(kind: int, data: bytes, wide_bool: bool) -> Any: ...
def asf_render_value(value: Any, kind: int, wide_bool: bool) -> bytes: ...
def asf_render_attribute(attribute: Any, layout: str, name: str, data: bytes) -> bytes: ...
def asf_render_object(guid: bytes, data: bytes) -> bytes: ...
def asf_render_description(tags: dict[str, Any]) -> bytes: ...
def asf_render_tags(layout: str, tags: list[tuple[str, Any]]) -> bytes: ...
def asf_render_extension(objects: list[bytes]) -> bytes: ...
def asf_render_header(objects: list[bytes], padding: int) -> bytes: ...

# mp3

def mpeg_info(fileobj: Any, offset: int | None = None) -> _Attributes: ...
def mpeg_frame(fileobj: Any, offset: int) -> tuple[_Attributes, int]: ...
def mpeg_sync(data: bytes, start: int) -> int | None: ...
def id3_tag_len(data: bytes) -> int: ...
def xing_header(data: bytes) -> tuple[_Attributes, _Attributes | None, int] | None: ...
def lame_header(data: bytes, vbr_scale: int) -> _Attributes | None: ...
def lame_version(data: bytes) -> tuple[tuple[int, int], str, bool] | None: ...
def lame_guess_settings(header: Any, major: int, minor: int) -> str: ...
def vbri_toc_len(data: bytes) -> int | None: ...
def vbri_header(data: bytes) -> _Attributes | None: ...

# vorbis

def vorbis_load(object: Any, errors: str, framing: bool) -> tuple[str, list[tuple[str, str]]]: ...
def vorbis_render(vendor: Any, comments: Any, framing: bool) -> bytes: ...
def vorbis_validate(vendor: Any, comments: Any) -> None: ...
def vorbis_is_valid_key(key: Any) -> bool: ...
def vorbis_values(comments: Any, key: str) -> list[Any]: ...
def vorbis_has(comments: Any, key: str) -> bool: ...
def vorbis_group(comments: Any) -> dict[str, list[Any]]: ...

# ogg

@final
class OggDocument:
    @property
    def has_tag(self) -> bool: ...
    def fill_info(self, target: _Attributes) -> None: ...
    def fill_tags(self, tags: Any) -> None: ...

def ogg_open(kind: str, name: _Name, object: Any) -> OggDocument | None: ...
def ogg_identify(kind: str, fileobj: Any, offset: int) -> tuple[_Attributes, int]: ...
def ogg_comment(kind: str, fileobj: Any, offset: int, serial: int) -> tuple[bytes, int]: ...
def ogg_put_rest(kind: str, packet: bytes, size: int, tags: Any) -> None: ...
def ogg_last_position(fileobj: Any, serial: int) -> int | None: ...
def ogg_save(
    kind: str,
    name: _Name,
    object: Any,
    tags: Any,
    kept: bytes,
    padding: Callable[[Any], int] | None,
    mode: _Mode,
) -> Plan | None: ...
def ogg_header(data: bytes) -> tuple[int, int, int, int, int, int] | None: ...
def ogg_packets(table: bytes, body: bytes) -> tuple[list[bytes], bool]: ...
def ogg_write(
    version: int,
    flags: int,
    position: int,
    serial: int,
    sequence: int,
    complete: bool,
    packets: list[bytes],
) -> bytes: ...
def ogg_size(packets: list[bytes], complete: bool) -> int: ...
def ogg_to_packets(pages: Any, strict: bool) -> list[bytes]: ...
def ogg_deal(packets: list[bytes], pages: list[list[int]]) -> list[list[bytes]]: ...
def ogg_from_packets(
    packets: list[bytes], default_size: int, wiggle_room: int
) -> list[tuple[list[bytes], bool, bool, int]]: ...
def ogg_replace(
    fileobj: Any,
    old: list[tuple[int | None, int]],
    new: list[bytes],
    renumber: tuple[int, int] | None,
) -> None: ...
def ogg_renumber(fileobj: Any, offset: int, serial: int, start: int) -> None: ...
def ogg_find_last(fileobj: Any, serial: int, finishing: bool) -> int | None: ...

# flac

@final
class FlacDocument:
    def __len__(self) -> int: ...
    def first(self, code: int) -> int | None: ...
    def numbers(self, code: int) -> list[int]: ...
    def block(self, number: int) -> Any: ...

def flac_open(name: _Name, object: Any) -> FlacDocument | None: ...
def flac_read_stream_info(object: Any) -> _Attributes: ...
def flac_read_seek_table(data: bytes) -> list[Any]: ...
def flac_read_cue_sheet(object: Any) -> _Attributes: ...
def flac_read_picture(object: Any) -> _Attributes: ...
def flac_write_stream_info(block: Any) -> bytes: ...
def flac_write_seek_table(block: Any) -> bytes: ...
def flac_write_cue_sheet(block: Any) -> bytes: ...
def flac_write_picture(block: Any) -> bytes: ...
def flac_write_block(block: Any, is_last: bool) -> bytearray: ...
def flac_write_blocks(
    blocks: Iterable[Any],
    available: int,
    size: int,
    padding: Callable[[Any], int] | None,
) -> bytearray: ...
def flac_block_header(data: bytes) -> tuple[int, int, bool]: ...
def flac_start(object: Any) -> int: ...
def flac_save(
    name: _Name,
    object: Any,
    blocks: Iterable[Any],
    document: FlacDocument | None,
    delete_id3: bool,
    padding: Callable[[Any], int] | None,
    area: tuple[int, int] | None,
    mode: _Mode,
) -> Plan | None: ...
