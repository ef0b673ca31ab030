"""Headers that encoders put in place of the first frame of an MPEG stream: Xing, LAME, VBRI.

Each class reads its header from the position of a file object; where that is afterwards is
undefined unless said otherwise. The attributes that a header does not have keep the defaults of
the class.
"""

from __future__ import annotations

from .. import _native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class LAMEError(Exception):
    """No LAME version or header where one is expected."""


class LAMEHeader:
    """What LAME tells of its encoding, behind its version in a Xing header.

    See the "Mp3 Info Tag revision 1" specification for values that are not explained here.

    Args:
        xing (XingHeader): the header that this one belongs to.
        fileobj: positioned behind the LAME version.

    Raises `LAMEError` if the header is cut short or of an unknown revision.
    """

    vbr_method = 0
    """0 unknown, 1 constant bitrate, 2 average bitrate, 3 to 5 variable bitrate."""

    lowpass_filter = 0
    """Frequency of the low-pass filter in Hz; 0 if unknown."""

    quality = -1
    """Quality of encoding, 0 (best) to 9."""

    vbr_quality = -1
    """Quality aimed at with variable bitrate, 0 (best) to 9."""

    track_peak: float | None = None
    """Loudest sample of the track, 1.0 being full scale; None if unknown."""

    track_gain_origin = 0
    """Who determined the track gain."""

    track_gain_adjustment: float | None = None
    """Track gain in dB, for a loudness of 89 dB; None if unknown."""

    album_gain_origin = 0
    """Who determined the album gain."""

    album_gain_adjustment: float | None = None
    """Album gain in dB, for a loudness of 89 dB; None if unknown."""

    encoding_flags = 0
    """Whether noise shaping options were used, and gaps at the ends avoided."""

    ath_type = -1
    """The curve of the threshold of hearing that was used."""

    bitrate = -1
    """In kbit/s: the least one if the bitrate varies, else the one aimed at. 255 may be more."""

    encoder_delay_start = 0
    """Samples added before the sound."""

    encoder_padding_end = 0
    """Samples added after the sound."""

    source_sample_frequency_enum = -1
    """Class of the sampling rate of what was encoded."""

    unwise_setting_used: int = False
    """Whether LAME advised against some option."""

    stereo_mode = 0
    """How channels were coded together."""

    noise_shaping = 0
    """How noise was shaped."""

    mp3_gain = 0
    """Gain applied to the coded samples, in steps of 1.5 dB, -127 to 127."""

    surround_info = 0
    """How surround sound is hidden in the channels."""

    preset_used = 0
    """Number of the preset; 0 if none was used."""

    music_length = 0
    """Length of the stream in bytes, without tags."""

    music_crc = -1
    """CRC-16 of the stream."""

    header_crc = -1
    """CRC-16 of the frame up to here; not verified."""

    def __init__(self, xing: XingHeader, fileobj: Any) -> None:
        attributes = _native.lame_header(fileobj.read(27), xing.vbr_scale)
        if attributes is None:
            raise LAMEError("not a LAME header")
        vars(self).update(attributes)

    def guess_settings(self, major: int, minor: int) -> str:
        """The options that LAME of that version was probably called with; empty if unknown."""
        guess: str = _native.lame_guess_settings(self, major, minor)
        return guess

    @classmethod
    def parse_version(cls, fileobj: Any) -> tuple[tuple[int, int], str, bool]:
        """The version as numbers and as text, and whether a LAME header follows.

        If so, the file is positioned at that header. Raises `LAMEError` if it is no LAME version.
        """
        data = fileobj.read(20)
        version: tuple[tuple[int, int], str, bool] | None = _native.lame_version(data)
        if version is None:
            raise LAMEError("not a LAME version")
        if version[2]:
            fileobj.seek(9 - len(data), 1)
        return version


class XingHeaderError(Exception):
    """No Xing header where one is expected."""


class XingHeaderFlags:
    """Bits that tell which fields a Xing header has."""

    FRAMES = 1
    BYTES = 2
    TOC = 4
    VBR_SCALE = 8


class XingHeader:
    """What Xing's and other encoders tell of the whole stream, named `Xing` or `Info`.

    The file object is left behind the header. Raises `XingHeaderError` if there is no such header
    or it is cut short.
    """

    frames = -1
    """Number of frames; -1 if unknown."""

    bytes = -1
    """Number of bytes; -1 if unknown."""

    toc: list[int] = []
    """For each percent of the playing time its position, in 256ths of the bytes; may be empty."""

    vbr_scale = -1
    """Quality, 0 (best) to 100; -1 if unknown."""

    lame_header: LAMEHeader | None = None
    """LAME's header, if one follows."""

    lame_version = (0, 0)
    """Version of LAME as (major, minor)."""

    lame_version_desc = ""
    """Version of LAME as text, such as "3.99.1+"; empty if unknown."""

    is_info = False
    """Whether the header's name is `Info`, as LAME writes it for constant bitrate."""

    def __init__(self, fileobj: Any) -> None:
        # The longest header: all fields, and LAME's.
        data = fileobj.read(156)
        parsed = _native.xing_header(data)
        if parsed is None:
            raise XingHeaderError("not a Xing header")
        attributes, lame, length = parsed
        fileobj.seek(length - len(data), 1)
        state = vars(self)
        state.update(attributes)
        if lame is not None:
            header = state["lame_header"] = LAMEHeader.__new__(LAMEHeader)
            vars(header).update(lame)

    def get_encoder_settings(self) -> str:
        """The options that LAME was probably called with; empty if unknown."""
        header = self.lame_header
        return "" if header is None else header.guess_settings(*self.lame_version)

    @classmethod
    def get_offset(cls, info: Any) -> int:
        """Bytes from the start of a layer 3 frame to this header; `info` describes the frame."""
        assert info.layer == 3
        mono = info.mode == 3
        if info.version == 1:
            return 21 if mono else 36
        return 13 if mono else 21


class VBRIHeaderError(Exception):
    """No VBRI header where one is expected."""


class VBRIHeader:
    """What the Fraunhofer encoder tells of a stream with variable bitrate.

    Raises `VBRIHeaderError` if there is no such header or it is cut short.
    """

    version = 0
    """Version of the header."""

    quality = 0
    """Quality, 0 to 100."""

    bytes = 0
    """Number of bytes."""

    frames = 0
    """Number of frames."""

    toc_scale_factor = 0
    """What the entries of `toc` are to be multiplied by, to give bytes."""

    toc_frames = 0
    """Number of frames that an entry of `toc` stands for."""

    toc: list[int] = []
    """Sizes of the parts of the stream."""

    def __init__(self, fileobj: Any) -> None:
        header = fileobj.read(26)
        length = _native.vbri_toc_len(header)
        if length is None:
            raise VBRIHeaderError("not a VBRI header")
        attributes = _native.vbri_header(header + fileobj.read(length))
        if attributes is None:
            raise VBRIHeaderError("VBRI header is cut short")
        vars(self).update(attributes)

    @classmethod
    def get_offset(cls, info: Any) -> int:
        """Bytes from the start of a layer 3 frame to this header."""
        assert info.layer == 3
        return 36
