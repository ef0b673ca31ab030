//! The fields of every kind of frame. Frames of the same shape share one.

use super::table::{Default, Field, Key, Kind, Shape};

const fn field(name: &'static str, kind: Kind, default: Default) -> Field {
    Field { name, kind, default }
}

const fn byte(name: &'static str, default: i64) -> Field {
    field(name, Kind::Byte, Default::Int(default))
}

const fn sized(name: &'static str, size: usize, default: i64) -> Field {
    field(name, Kind::SizedInteger(size), Default::Int(default))
}

const fn integer(name: &'static str) -> Field {
    field(name, Kind::Integer, Default::Int(0))
}

const fn text(name: &'static str) -> Field {
    field(name, Kind::Text, Default::Text(""))
}

const fn latin1(name: &'static str) -> Field {
    field(name, Kind::Latin1, Default::Text(""))
}

const fn binary(name: &'static str) -> Field {
    field(name, Kind::Binary, Default::Bytes)
}

const fn fixed(name: &'static str, len: usize, default: &'static str) -> Field {
    field(name, Kind::String(len), Default::Text(default))
}

const ENCODING: Field = field("encoding", Kind::Encoding, Default::Int(1));
const LANG: Field = fixed("lang", 3, "XXX");
const TEXTS: Field = field("text", Kind::Multi(&[text("text")], Some("\0")), Default::List);

const fn shape(fields: &'static [Field], key: &'static [&'static str]) -> Shape {
    Shape { fields, optional: &[], key: Key::Fields(key) }
}

pub(super) static TEXT: Shape = shape(&[ENCODING, TEXTS], &[]);
pub(super) static NUMERIC: Shape = shape(
    &[
        ENCODING,
        field(
            "text",
            Kind::Multi(&[field("text", Kind::NumericText, Default::Text(""))], Some("\0")),
            Default::List,
        ),
    ],
    &[],
);
pub(super) static PART: Shape = shape(
    &[
        ENCODING,
        field(
            "text",
            Kind::Multi(&[field("text", Kind::NumericPartText, Default::Text(""))], Some("\0")),
            Default::List,
        ),
    ],
    &[],
);
pub(super) static STAMP: Shape = shape(
    &[
        ENCODING,
        field(
            "text",
            Kind::Multi(&[field("stamp", Kind::TimeStamp, Default::Text(""))], Some(",")),
            Default::List,
        ),
    ],
    &[],
);
pub(super) static URL: Shape = shape(&[latin1("url")], &[]);
pub(super) static URL_UNIQUE: Shape = shape(&[latin1("url")], &["url"]);
pub(super) static PAIRED: Shape = shape(
    &[
        ENCODING,
        field("people", Kind::Multi(&[text("involvement"), text("person")], None), Default::List),
    ],
    &[],
);
pub(super) static BINARY: Shape = shape(&[binary("data")], &[]);

pub(super) static CHAP: Shape = shape(
    &[
        latin1("element_id"),
        sized("start_time", 4, 0),
        sized("end_time", 4, 0),
        sized("start_offset", 4, 0xffff_ffff),
        sized("end_offset", 4, 0xffff_ffff),
        field("sub_frames", Kind::Frames, Default::List),
    ],
    &["element_id"],
);
pub(super) static CTOC: Shape = shape(
    &[
        latin1("element_id"),
        field("flags", Kind::CtocFlags, Default::Int(0)),
        field("child_element_ids", Kind::Latin1List, Default::List),
        field("sub_frames", Kind::Frames, Default::List),
    ],
    &["element_id"],
);
pub(super) static TXXX: Shape = shape(&[ENCODING, text("desc"), TEXTS], &["desc"]);
pub(super) static WXXX: Shape = shape(&[ENCODING, text("desc"), latin1("url")], &["desc"]);
pub(super) static ETCO: Shape =
    shape(&[byte("format", 1), field("events", Kind::KeyEvents, Default::List)], &[]);
pub(super) static MLLT: Shape = shape(
    &[
        sized("frames", 2, 0),
        sized("bytes", 3, 0),
        sized("milliseconds", 3, 0),
        byte("bits_for_bytes", 0),
        byte("bits_for_milliseconds", 0),
        binary("data"),
    ],
    &[],
);
pub(super) static SYTC: Shape = shape(&[byte("format", 1), binary("data")], &[]);
pub(super) static USLT: Shape =
    shape(&[ENCODING, LANG, text("desc"), text("text")], &["desc", "lang"]);
pub(super) static SYLT: Shape = shape(
    &[
        ENCODING,
        LANG,
        byte("format", 1),
        byte("type", 0),
        text("desc"),
        field("text", Kind::SyncedText, Default::Text("")),
    ],
    &["desc", "lang"],
);
pub(super) static COMM: Shape = shape(&[ENCODING, LANG, text("desc"), TEXTS], &["desc", "lang"]);
pub(super) static RVA2: Shape = shape(
    &[
        latin1("desc"),
        field("channel", Kind::Channel, Default::Int(1)),
        field("gain", Kind::VolumeAdjustment, Default::Int(1)),
        field("peak", Kind::VolumePeak, Default::Int(1)),
    ],
    &["desc"],
);
pub(super) static EQU2: Shape = shape(
    &[
        byte("method", 0),
        latin1("desc"),
        field("adjustments", Kind::VolumeAdjustments, Default::List),
    ],
    &["desc"],
);
pub(super) static RVAD: Shape =
    shape(&[field("adjustments", Kind::Rva(12), Default::Ints(&[0, 0]))], &[]);
pub(super) static RVA: Shape =
    shape(&[field("adjustments", Kind::Rva(4), Default::Ints(&[0, 0]))], &[]);
pub(super) static RVRB: Shape = shape(
    &[
        sized("left", 2, 0),
        sized("right", 2, 0),
        byte("bounce_left", 0),
        byte("bounce_right", 0),
        byte("feedback_ltl", 0),
        byte("feedback_ltr", 0),
        byte("feedback_rtr", 0),
        byte("feedback_rtl", 0),
        byte("premix_ltr", 0),
        byte("premix_rtl", 0),
    ],
    &[],
);
const PICTURE_TYPE: Field = field("type", Kind::PictureType, Default::Int(3));
pub(super) static APIC: Shape = Shape {
    fields: &[ENCODING, latin1("mime"), PICTURE_TYPE, text("desc"), binary("data")],
    optional: &[],
    key: Key::Picture,
};
pub(super) static PIC: Shape = Shape {
    fields: &[ENCODING, fixed("mime", 3, "JPG"), PICTURE_TYPE, text("desc"), binary("data")],
    optional: &[],
    key: Key::Picture,
};
pub(super) static PCNT: Shape = shape(&[integer("count")], &[]);
pub(super) static PCST: Shape = shape(&[integer("value")], &[]);
pub(super) static POPM: Shape = Shape {
    fields: &[latin1("email"), byte("rating", 0)],
    optional: &[integer("count")],
    key: Key::Fields(&["email"]),
};
pub(super) static GEOB: Shape =
    shape(&[ENCODING, latin1("mime"), text("filename"), text("desc"), binary("data")], &["desc"]);
pub(super) static RBUF: Shape = Shape {
    fields: &[sized("size", 3, 0)],
    optional: &[byte("info", 0), sized("offset", 4, 0)],
    key: Key::Fields(&[]),
};
pub(super) static AENC: Shape = shape(
    &[latin1("owner"), sized("preview_start", 2, 0), sized("preview_length", 2, 0), binary("data")],
    &["owner"],
);
pub(super) static LINK: Shape = shape(
    &[field("frameid", Kind::FrameId(4), Default::Text("XXXX")), latin1("url"), binary("data")],
    &["frameid", "url", "data"],
);
pub(super) static LNK: Shape = shape(
    &[field("frameid", Kind::FrameId(3), Default::Text("XXX")), latin1("url"), binary("data")],
    &["frameid", "url", "data"],
);
pub(super) static POSS: Shape = shape(&[byte("format", 1), integer("position")], &[]);
pub(super) static UFID: Shape = shape(&[latin1("owner"), binary("data")], &["owner"]);
pub(super) static USER: Shape = shape(&[ENCODING, LANG, text("text")], &["lang"]);
pub(super) static OWNE: Shape =
    shape(&[ENCODING, latin1("price"), fixed("date", 8, "19700101"), text("seller")], &[]);
pub(super) static COMR: Shape = Shape {
    fields: &[
        ENCODING,
        latin1("price"),
        fixed("valid_until", 8, "19700101"),
        latin1("contact"),
        byte("format", 0),
        text("seller"),
        text("desc"),
    ],
    optional: &[latin1("mime"), binary("logo")],
    key: Key::Rendered,
};
pub(super) static ENCR: Shape =
    shape(&[latin1("owner"), byte("method", 0x80), binary("data")], &["owner"]);
pub(super) static GRID: Shape =
    shape(&[latin1("owner"), byte("group", 0x80), binary("data")], &["group"]);
pub(super) static PRIV: Shape = shape(&[latin1("owner"), binary("data")], &["owner", "data"]);
pub(super) static SIGN: Shape = shape(&[byte("group", 0x80), binary("sig")], &["group", "sig"]);
pub(super) static SEEK: Shape = shape(&[integer("offset")], &[]);
pub(super) static ASPI: Shape = shape(
    &[
        sized("S", 4, 0),
        sized("L", 4, 0),
        sized("N", 2, 0),
        byte("b", 0),
        field("Fi", Kind::AspiIndex, Default::List),
    ],
    &[],
);
pub(super) static CRM: Shape = shape(&[latin1("owner"), latin1("desc"), binary("data")], &[]);
