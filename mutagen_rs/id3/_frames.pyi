"""The frame classes, for type checkers; written by tests/stubs/frame_stub.py, not by hand."""

from typing import TypeAlias as _TypeAlias

from . import _frame_classes as _stated
from ._frame_base import Frame as Frame, Frames as Frames, Frames_2_2 as Frames_2_2
from ._tags import ID3Tags as _ID3Tags
from ._values import (
    CTOCFlags as _CTOCFlags,
    ID3TimeStamp as _ID3TimeStamp,
    PictureType as _PictureType,
)

_Bytes: _TypeAlias = bytes  # a field of MLLT is named `bytes`

__all__ = [
    "AENC",
    "APIC",
    "ASPI",
    "BUF",
    "CHAP",
    "CNT",
    "COM",
    "COMM",
    "COMR",
    "CRA",
    "CRM",
    "CTOC",
    "ENCR",
    "EQU2",
    "ETC",
    "ETCO",
    "GEO",
    "GEOB",
    "GP1",
    "GRID",
    "GRP1",
    "IPL",
    "IPLS",
    "LINK",
    "LNK",
    "MCDI",
    "MCI",
    "MLL",
    "MLLT",
    "MVI",
    "MVIN",
    "MVN",
    "MVNM",
    "OWNE",
    "PCNT",
    "PCST",
    "PIC",
    "POP",
    "POPM",
    "POSS",
    "PRIV",
    "RBUF",
    "REV",
    "RVA",
    "RVA2",
    "RVAD",
    "RVRB",
    "SEEK",
    "SIGN",
    "SLT",
    "STC",
    "SYLT",
    "SYTC",
    "TAL",
    "TALB",
    "TBP",
    "TBPM",
    "TCAT",
    "TCM",
    "TCMP",
    "TCO",
    "TCOM",
    "TCON",
    "TCOP",
    "TCP",
    "TCR",
    "TDA",
    "TDAT",
    "TDEN",
    "TDES",
    "TDLY",
    "TDOR",
    "TDRC",
    "TDRL",
    "TDTG",
    "TDY",
    "TEN",
    "TENC",
    "TEXT",
    "TFLT",
    "TFT",
    "TGID",
    "TIM",
    "TIME",
    "TIPL",
    "TIT1",
    "TIT2",
    "TIT3",
    "TKE",
    "TKEY",
    "TKWD",
    "TLA",
    "TLAN",
    "TLE",
    "TLEN",
    "TMCL",
    "TMED",
    "TMOO",
    "TMT",
    "TOA",
    "TOAL",
    "TOF",
    "TOFN",
    "TOL",
    "TOLY",
    "TOPE",
    "TOR",
    "TORY",
    "TOT",
    "TOWN",
    "TP1",
    "TP2",
    "TP3",
    "TP4",
    "TPA",
    "TPB",
    "TPE1",
    "TPE2",
    "TPE3",
    "TPE4",
    "TPOS",
    "TPRO",
    "TPUB",
    "TRC",
    "TRCK",
    "TRD",
    "TRDA",
    "TRK",
    "TRSN",
    "TRSO",
    "TS2",
    "TSA",
    "TSC",
    "TSI",
    "TSIZ",
    "TSO2",
    "TSOA",
    "TSOC",
    "TSOP",
    "TSOT",
    "TSP",
    "TSRC",
    "TSS",
    "TSSE",
    "TSST",
    "TST",
    "TT1",
    "TT2",
    "TT3",
    "TXT",
    "TXX",
    "TXXX",
    "TYE",
    "TYER",
    "UFI",
    "UFID",
    "ULT",
    "USER",
    "USLT",
    "WAF",
    "WAR",
    "WAS",
    "WCM",
    "WCOM",
    "WCOP",
    "WCP",
    "WFED",
    "WOAF",
    "WOAR",
    "WOAS",
    "WORS",
    "WPAY",
    "WPB",
    "WPUB",
    "WXX",
    "WXXX",
    "BinaryFrame",
    "Frame",
    "Frames",
    "Frames_2_2",
    "NumericPartTextFrame",
    "NumericTextFrame",
    "PairedTextFrame",
    "TextFrame",
    "TimeStampTextFrame",
    "UrlFrame",
    "UrlFrameU",
]

class CHAP(_stated.CHAP):
    element_id: str
    start_time: int
    end_time: int
    start_offset: int
    end_offset: int
    sub_frames: _ID3Tags

class CTOC(_stated.CTOC):
    element_id: str
    flags: _CTOCFlags | int
    child_element_ids: list[str]
    sub_frames: _ID3Tags

class TextFrame(_stated.TextFrame):
    encoding: int
    text: list[str]

class NumericTextFrame(_stated.NumericTextFrame, TextFrame): ...
class NumericPartTextFrame(_stated.NumericPartTextFrame, TextFrame): ...

class TimeStampTextFrame(_stated.TimeStampTextFrame, TextFrame):
    text: list[_ID3TimeStamp]  # type: ignore[assignment] # not text

class UrlFrame(_stated.UrlFrame):
    url: str
    def __bytes__(self) -> _Bytes: ...
    def __str__(self) -> str: ...

class UrlFrameU(UrlFrame): ...
class TALB(TextFrame): ...
class TBPM(NumericTextFrame): ...
class TCOM(TextFrame): ...
class TCON(_stated.TCON, TextFrame): ...
class TCOP(TextFrame): ...
class TCMP(NumericTextFrame): ...
class TDAT(TextFrame): ...
class TDEN(TimeStampTextFrame): ...
class TDES(TextFrame): ...
class TKWD(TextFrame): ...
class TCAT(TextFrame): ...
class MVNM(TextFrame): ...
class MVN(MVNM): ...
class MVIN(NumericPartTextFrame): ...
class MVI(MVIN): ...
class GRP1(TextFrame): ...
class GP1(GRP1): ...
class TDOR(TimeStampTextFrame): ...
class TDLY(NumericTextFrame): ...
class TDRC(TimeStampTextFrame): ...
class TDRL(TimeStampTextFrame): ...
class TDTG(TimeStampTextFrame): ...
class TENC(TextFrame): ...
class TEXT(TextFrame): ...
class TFLT(TextFrame): ...
class TGID(TextFrame): ...
class TIME(TextFrame): ...
class TIT1(TextFrame): ...
class TIT2(TextFrame): ...
class TIT3(TextFrame): ...
class TKEY(TextFrame): ...
class TLAN(TextFrame): ...
class TLEN(NumericTextFrame): ...
class TMED(TextFrame): ...
class TMOO(TextFrame): ...
class TOAL(TextFrame): ...
class TOFN(TextFrame): ...
class TOLY(TextFrame): ...
class TOPE(TextFrame): ...
class TORY(NumericTextFrame): ...
class TOWN(TextFrame): ...
class TPE1(TextFrame): ...
class TPE2(TextFrame): ...
class TPE3(TextFrame): ...
class TPE4(TextFrame): ...
class TPOS(NumericPartTextFrame): ...
class TPRO(TextFrame): ...
class TPUB(TextFrame): ...
class TRCK(NumericPartTextFrame): ...
class TRDA(TextFrame): ...
class TRSN(TextFrame): ...
class TRSO(TextFrame): ...
class TSIZ(NumericTextFrame): ...
class TSO2(TextFrame): ...
class TSOA(TextFrame): ...
class TSOC(TextFrame): ...
class TSOP(TextFrame): ...
class TSOT(TextFrame): ...
class TSRC(TextFrame): ...
class TSSE(TextFrame): ...
class TSST(TextFrame): ...
class TYER(NumericTextFrame): ...

class TXXX(_stated.TXXX, TextFrame):
    desc: str

class WCOM(UrlFrameU): ...
class WCOP(UrlFrame): ...
class WFED(UrlFrame): ...
class WOAF(UrlFrame): ...
class WOAR(UrlFrameU): ...
class WOAS(UrlFrame): ...
class WORS(UrlFrame): ...
class WPAY(UrlFrame): ...
class WPUB(UrlFrame): ...

class WXXX(UrlFrame):
    encoding: int
    desc: str

class PairedTextFrame(Frame):
    encoding: int
    people: list[list[str]]

class TIPL(PairedTextFrame): ...
class TMCL(PairedTextFrame): ...
class IPLS(TIPL): ...

class BinaryFrame(Frame):
    data: _Bytes

class MCDI(BinaryFrame): ...

class ETCO(Frame):
    format: int
    events: list[tuple[int, int]]

class MLLT(Frame):
    frames: int
    bytes: int
    milliseconds: int
    bits_for_bytes: int
    bits_for_milliseconds: int
    data: _Bytes

class SYTC(Frame):
    format: int
    data: _Bytes

class USLT(_stated.USLT):
    encoding: int
    lang: str
    desc: str
    text: str
    def __bytes__(self) -> _Bytes: ...
    def __str__(self) -> str: ...

class SYLT(_stated.SYLT):
    encoding: int
    lang: str
    format: int
    type: int
    desc: str
    text: list[tuple[str, int]]

class COMM(_stated.COMM, TextFrame):
    lang: str
    desc: str

class RVA2(_stated.RVA2):
    desc: str
    channel: int
    gain: float
    peak: float

class EQU2(Frame):
    method: int
    desc: str
    adjustments: list[tuple[float, float]]

class RVAD(_stated.RVAD):
    adjustments: list[int]

class RVRB(Frame):
    left: int
    right: int
    bounce_left: int
    bounce_right: int
    feedback_ltl: int
    feedback_ltr: int
    feedback_rtr: int
    feedback_rtl: int
    premix_ltr: int
    premix_rtl: int

class APIC(_stated.APIC):
    encoding: int
    mime: str
    type: _PictureType | int
    desc: str
    data: _Bytes

class PCNT(_stated.PCNT):
    count: int
    def __pos__(self) -> int: ...

class PCST(_stated.PCST):
    value: int
    def __pos__(self) -> int: ...

class POPM(_stated.POPM):
    email: str
    rating: int
    count: int
    def __pos__(self) -> int: ...

class GEOB(Frame):
    encoding: int
    mime: str
    filename: str
    desc: str
    data: _Bytes

class RBUF(Frame):
    size: int
    info: int
    offset: int
    def __pos__(self) -> int: ...

class AENC(Frame):
    owner: str
    preview_start: int
    preview_length: int
    data: _Bytes
    def __bytes__(self) -> _Bytes: ...
    def __str__(self) -> str: ...

class LINK(_stated.LINK):
    frameid: str
    url: str
    data: _Bytes

class POSS(Frame):
    format: int
    position: int
    def __pos__(self) -> int: ...

class UFID(_stated.UFID):
    owner: str
    data: _Bytes

class USER(_stated.USER):
    encoding: int
    lang: str
    text: str
    def __bytes__(self) -> _Bytes: ...
    def __str__(self) -> str: ...

class OWNE(Frame):
    encoding: int
    price: str
    date: str
    seller: str
    def __bytes__(self) -> _Bytes: ...
    def __str__(self) -> str: ...

class COMR(_stated.COMR):
    encoding: int
    price: str
    valid_until: str
    contact: str
    format: int
    seller: str
    desc: str
    mime: str
    logo: _Bytes

class ENCR(Frame):
    owner: str
    method: int
    data: _Bytes
    def __bytes__(self) -> _Bytes: ...

class GRID(_stated.GRID):
    owner: str
    group: int
    data: _Bytes
    def __bytes__(self) -> _Bytes: ...
    def __pos__(self) -> int: ...
    def __str__(self) -> str: ...

class PRIV(_stated.PRIV):
    owner: str
    data: _Bytes
    def __bytes__(self) -> _Bytes: ...

class SIGN(Frame):
    group: int
    sig: _Bytes
    def __bytes__(self) -> _Bytes: ...

class SEEK(Frame):
    offset: int
    def __pos__(self) -> int: ...

class ASPI(Frame):
    S: int
    L: int
    N: int
    b: int
    Fi: list[int]

class UFI(_stated.UFI, UFID): ...
class TT1(TIT1): ...
class TT2(TIT2): ...
class TT3(TIT3): ...
class TP1(TPE1): ...
class TP2(TPE2): ...
class TP3(TPE3): ...
class TP4(TPE4): ...
class TCM(TCOM): ...
class TXT(TEXT): ...
class TLA(TLAN): ...
class TCO(TCON): ...
class TAL(TALB): ...
class TPA(TPOS): ...
class TRK(TRCK): ...
class TRC(TSRC): ...
class TYE(TYER): ...
class TDA(TDAT): ...
class TIM(TIME): ...
class TRD(TRDA): ...
class TMT(TMED): ...
class TFT(TFLT): ...
class TBP(TBPM): ...
class TCP(TCMP): ...
class TCR(TCOP): ...
class TPB(TPUB): ...
class TEN(TENC): ...
class TST(TSOT): ...
class TSA(TSOA): ...
class TS2(TSO2): ...
class TSP(TSOP): ...
class TSC(TSOC): ...
class TSS(TSSE): ...
class TOF(TOFN): ...
class TLE(TLEN): ...
class TSI(TSIZ): ...
class TDY(TDLY): ...
class TKE(TKEY): ...
class TOT(TOAL): ...
class TOA(TOPE): ...
class TOL(TOLY): ...
class TOR(TORY): ...
class TXX(TXXX): ...
class WAF(WOAF): ...
class WAR(WOAR): ...
class WAS(WOAS): ...
class WCM(WCOM): ...
class WCP(WCOP): ...
class WPB(WPUB): ...
class WXX(WXXX): ...
class IPL(IPLS): ...
class MCI(MCDI): ...
class ETC(ETCO): ...
class MLL(MLLT): ...
class STC(SYTC): ...
class ULT(USLT): ...
class SLT(SYLT): ...
class COM(COMM): ...
class RVA(_stated.RVA, RVAD): ...
class REV(RVRB): ...
class PIC(_stated.PIC, APIC): ...
class GEO(GEOB): ...
class CNT(PCNT): ...
class POP(POPM): ...
class BUF(RBUF): ...

class CRM(Frame):
    owner: str
    desc: str
    data: _Bytes

class CRA(AENC): ...
class LNK(_stated.LNK, LINK): ...
