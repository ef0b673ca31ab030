//! All frames of ID3v2.2, v2.3 and v2.4, one row each: the definition from which reading,
//! writing, keys, conversion between versions and the Python classes come.
//!
//! Sources: ID3v2.4.0 native frames, ID3v2.3.0 section 4, ID3v2-00 (v2.2) section 4, the chapter
//! frame addendum, and the frames iTunes added.

use std::sync::LazyLock;

/// What a field holds and how it is stored; one Python spec class each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Byte,
    PictureType,
    CtocFlags,
    /// The encoding of the text fields that follow.
    Encoding,
    Channel,
    /// A big-endian integer that fills the rest of the frame.
    Integer,
    /// A big-endian integer of that many bytes.
    SizedInteger(usize),
    /// ASCII text of exactly that length.
    String(usize),
    FrameId(usize),
    /// The rest of the frame.
    Binary,
    Text,
    NumericText,
    NumericPartText,
    TimeStamp,
    SyncedText,
    /// Values of these fields, repeated until the frame ends.
    Multi(&'static [Field], Option<&'static str>),
    Latin1,
    Latin1List,
    /// Frames within the frame.
    Frames,
    VolumeAdjustment,
    VolumePeak,
    VolumeAdjustments,
    KeyEvents,
    AspiIndex,
    /// Volume changes with sign bits, at most that many.
    Rva(usize),
}

impl Kind {
    /// Whether a frame may end where this field begins.
    pub const fn accepts_nothing(self) -> bool {
        matches!(self, Self::Binary | Self::Frames)
    }

    /// Name and parameter, as the Python facade calls them.
    pub const fn name(self) -> (&'static str, usize) {
        match self {
            Self::Byte => ("byte", 0),
            Self::PictureType => ("picture_type", 0),
            Self::CtocFlags => ("ctoc_flags", 0),
            Self::Encoding => ("encoding", 0),
            Self::Channel => ("channel", 0),
            Self::Integer => ("integer", 0),
            Self::SizedInteger(size) => ("sized_integer", size),
            Self::String(len) => ("string", len),
            Self::FrameId(len) => ("frame_id", len),
            Self::Binary => ("binary", 0),
            Self::Text => ("text", 0),
            Self::NumericText => ("numeric_text", 0),
            Self::NumericPartText => ("numeric_part_text", 0),
            Self::TimeStamp => ("timestamp", 0),
            Self::SyncedText => ("synced_text", 0),
            Self::Multi(..) => ("multi", 0),
            Self::Latin1 => ("latin1", 0),
            Self::Latin1List => ("latin1_list", 0),
            Self::Frames => ("frames", 0),
            Self::VolumeAdjustment => ("volume_adjustment", 0),
            Self::VolumePeak => ("volume_peak", 0),
            Self::VolumeAdjustments => ("volume_adjustments", 0),
            Self::KeyEvents => ("key_events", 0),
            Self::AspiIndex => ("aspi_index", 0),
            Self::Rva(max) => ("rva", max),
        }
    }

    /// The inverse of [`Kind::name`], for fields that are read or written on their own.
    pub fn from_name(name: &str, param: usize) -> Option<Self> {
        Some(match name {
            "byte" => Self::Byte,
            "picture_type" => Self::PictureType,
            "ctoc_flags" => Self::CtocFlags,
            "encoding" => Self::Encoding,
            "channel" => Self::Channel,
            "integer" => Self::Integer,
            "sized_integer" => Self::SizedInteger(param),
            "string" => Self::String(param),
            "frame_id" => Self::FrameId(param),
            "binary" => Self::Binary,
            "text" => Self::Text,
            "numeric_text" => Self::NumericText,
            "numeric_part_text" => Self::NumericPartText,
            "timestamp" => Self::TimeStamp,
            "synced_text" => Self::SyncedText,
            "latin1" => Self::Latin1,
            "latin1_list" => Self::Latin1List,
            "volume_adjustment" => Self::VolumeAdjustment,
            "volume_peak" => Self::VolumePeak,
            "volume_adjustments" => Self::VolumeAdjustments,
            "key_events" => Self::KeyEvents,
            "aspi_index" => Self::AspiIndex,
            "rva" => Self::Rva(param),
            _ => return None,
        })
    }
}

/// The value a field has in a frame that was not given one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Default {
    Int(i64),
    Text(&'static str),
    Bytes,
    List,
    Ints(&'static [i64]),
    Nothing,
}

/// One field of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
    pub default: Default,
}

/// What follows the frame's name in its key, which is unique within a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The values of these fields.
    Fields(&'static [&'static str]),
    /// The description, and a blank for each picture before it with the same one.
    Picture,
    /// The frame's own bytes.
    Rendered,
}

/// The fields of a frame and its key; frames of the same shape share one.
#[derive(Debug)]
pub struct Shape {
    pub fields: &'static [Field],
    /// Fields that may be missing at the end.
    pub optional: &'static [Field],
    pub key: Key,
}

/// A frame, or an abstract base of frames.
#[derive(Debug)]
pub struct Row {
    /// Three characters in v2.2, four later, more for an abstract base.
    pub id: &'static str,
    /// The class it derives from; for a v2.2 frame the frame it becomes in later versions.
    pub base: &'static str,
    pub shape: &'static Shape,
    pub doc: &'static str,
}

const fn row(
    id: &'static str,
    base: &'static str,
    shape: &'static Shape,
    doc: &'static str,
) -> Row {
    Row { id, base, shape, doc }
}

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

static TEXT: Shape = shape(&[ENCODING, TEXTS], &[]);
static NUMERIC: Shape = shape(
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
static PART: Shape = shape(
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
static STAMP: Shape = shape(
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
static URL: Shape = shape(&[latin1("url")], &[]);
static URL_UNIQUE: Shape = shape(&[latin1("url")], &["url"]);
static PAIRED: Shape = shape(
    &[
        ENCODING,
        field("people", Kind::Multi(&[text("involvement"), text("person")], None), Default::List),
    ],
    &[],
);
static BINARY: Shape = shape(&[binary("data")], &[]);

static CHAP: Shape = shape(
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
static CTOC: Shape = shape(
    &[
        latin1("element_id"),
        field("flags", Kind::CtocFlags, Default::Int(0)),
        field("child_element_ids", Kind::Latin1List, Default::List),
        field("sub_frames", Kind::Frames, Default::List),
    ],
    &["element_id"],
);
static TXXX: Shape = shape(&[ENCODING, text("desc"), TEXTS], &["desc"]);
static WXXX: Shape = shape(&[ENCODING, text("desc"), latin1("url")], &["desc"]);
static ETCO: Shape =
    shape(&[byte("format", 1), field("events", Kind::KeyEvents, Default::List)], &[]);
static MLLT: Shape = shape(
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
static SYTC: Shape = shape(&[byte("format", 1), binary("data")], &[]);
static USLT: Shape = shape(&[ENCODING, LANG, text("desc"), text("text")], &["desc", "lang"]);
static SYLT: Shape = shape(
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
static COMM: Shape = shape(&[ENCODING, LANG, text("desc"), TEXTS], &["desc", "lang"]);
static RVA2: Shape = shape(
    &[
        latin1("desc"),
        field("channel", Kind::Channel, Default::Int(1)),
        field("gain", Kind::VolumeAdjustment, Default::Int(1)),
        field("peak", Kind::VolumePeak, Default::Int(1)),
    ],
    &["desc"],
);
static EQU2: Shape = shape(
    &[
        byte("method", 0),
        latin1("desc"),
        field("adjustments", Kind::VolumeAdjustments, Default::List),
    ],
    &["desc"],
);
static RVAD: Shape = shape(&[field("adjustments", Kind::Rva(12), Default::Ints(&[0, 0]))], &[]);
static RVA: Shape = shape(&[field("adjustments", Kind::Rva(4), Default::Ints(&[0, 0]))], &[]);
static RVRB: Shape = shape(
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
static APIC: Shape = Shape {
    fields: &[ENCODING, latin1("mime"), PICTURE_TYPE, text("desc"), binary("data")],
    optional: &[],
    key: Key::Picture,
};
static PIC: Shape = Shape {
    fields: &[ENCODING, fixed("mime", 3, "JPG"), PICTURE_TYPE, text("desc"), binary("data")],
    optional: &[],
    key: Key::Picture,
};
static PCNT: Shape = shape(&[integer("count")], &[]);
static PCST: Shape = shape(&[integer("value")], &[]);
static POPM: Shape = Shape {
    fields: &[latin1("email"), byte("rating", 0)],
    optional: &[integer("count")],
    key: Key::Fields(&["email"]),
};
static GEOB: Shape =
    shape(&[ENCODING, latin1("mime"), text("filename"), text("desc"), binary("data")], &["desc"]);
static RBUF: Shape = Shape {
    fields: &[sized("size", 3, 0)],
    optional: &[byte("info", 0), sized("offset", 4, 0)],
    key: Key::Fields(&[]),
};
static AENC: Shape = shape(
    &[latin1("owner"), sized("preview_start", 2, 0), sized("preview_length", 2, 0), binary("data")],
    &["owner"],
);
static LINK: Shape = shape(
    &[field("frameid", Kind::FrameId(4), Default::Text("XXXX")), latin1("url"), binary("data")],
    &["frameid", "url", "data"],
);
static LNK: Shape = shape(
    &[field("frameid", Kind::FrameId(3), Default::Text("XXX")), latin1("url"), binary("data")],
    &["frameid", "url", "data"],
);
static POSS: Shape = shape(&[byte("format", 1), integer("position")], &[]);
static UFID: Shape = shape(&[latin1("owner"), binary("data")], &["owner"]);
static USER: Shape = shape(&[ENCODING, LANG, text("text")], &["lang"]);
static OWNE: Shape =
    shape(&[ENCODING, latin1("price"), fixed("date", 8, "19700101"), text("seller")], &[]);
static COMR: Shape = Shape {
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
static ENCR: Shape = shape(&[latin1("owner"), byte("method", 0x80), binary("data")], &["owner"]);
static GRID: Shape = shape(&[latin1("owner"), byte("group", 0x80), binary("data")], &["group"]);
static PRIV: Shape = shape(&[latin1("owner"), binary("data")], &["owner", "data"]);
static SIGN: Shape = shape(&[byte("group", 0x80), binary("sig")], &["group", "sig"]);
static SEEK: Shape = shape(&[integer("offset")], &[]);
static ASPI: Shape = shape(
    &[
        sized("S", 4, 0),
        sized("L", 4, 0),
        sized("N", 2, 0),
        byte("b", 0),
        field("Fi", Kind::AspiIndex, Default::List),
    ],
    &[],
);
static CRM: Shape = shape(&[latin1("owner"), latin1("desc"), binary("data")], &[]);

/// Every frame class, bases before what derives from them.
pub static ROWS: [Row; 184] = [
    row("CHAP", "Frame", &CHAP, "Chapter"),
    row("CTOC", "Frame", &CTOC, "Table of contents"),
    row(
        "TextFrame",
        "Frame",
        &TEXT,
        "A list of strings in `text`; iteration, indexing, append and extend act on it",
    ),
    row(
        "NumericTextFrame",
        "TextFrame",
        &NUMERIC,
        "Text that holds a number, which unary plus gives",
    ),
    row(
        "NumericPartTextFrame",
        "TextFrame",
        &PART,
        "Text like `4/15` whose first number unary plus gives",
    ),
    row("TimeStampTextFrame", "TextFrame", &STAMP, "A list of time stamps in `text`"),
    row("UrlFrame", "Frame", &URL, "An address in `url`, stored as Latin-1"),
    row(
        "UrlFrameU",
        "UrlFrame",
        &URL_UNIQUE,
        "An address that makes the frame unique, so that a tag may hold several",
    ),
    row("TALB", "TextFrame", &TEXT, "Album/Movie/Show title"),
    row("TBPM", "NumericTextFrame", &NUMERIC, "Beats per minute"),
    row("TCOM", "TextFrame", &TEXT, "Composer"),
    row("TCON", "TextFrame", &TEXT, "Content type (genre); `genres` gives names"),
    row("TCOP", "TextFrame", &TEXT, "Copyright message"),
    row("TCMP", "NumericTextFrame", &NUMERIC, "Part of a compilation (iTunes)"),
    row("TDAT", "TextFrame", &TEXT, "Date, DDMM (v2.3)"),
    row("TDEN", "TimeStampTextFrame", &STAMP, "Encoding time"),
    row("TDES", "TextFrame", &TEXT, "Podcast description (iTunes)"),
    row("TKWD", "TextFrame", &TEXT, "Podcast keywords (iTunes)"),
    row("TCAT", "TextFrame", &TEXT, "Podcast category (iTunes)"),
    row("MVNM", "TextFrame", &TEXT, "Movement name (iTunes)"),
    row("MVN", "MVNM", &TEXT, "Movement name (iTunes, v2.2)"),
    row("MVIN", "NumericPartTextFrame", &PART, "Movement number and count (iTunes)"),
    row("MVI", "MVIN", &PART, "Movement number and count (iTunes, v2.2)"),
    row("GRP1", "TextFrame", &TEXT, "Grouping (iTunes)"),
    row("GP1", "GRP1", &TEXT, "Grouping (iTunes, v2.2)"),
    row("TDOR", "TimeStampTextFrame", &STAMP, "Original release time"),
    row("TDLY", "NumericTextFrame", &NUMERIC, "Playlist delay in milliseconds"),
    row("TDRC", "TimeStampTextFrame", &STAMP, "Recording time"),
    row("TDRL", "TimeStampTextFrame", &STAMP, "Release time"),
    row("TDTG", "TimeStampTextFrame", &STAMP, "Tagging time"),
    row("TENC", "TextFrame", &TEXT, "Encoded by"),
    row("TEXT", "TextFrame", &TEXT, "Lyricist/Text writer"),
    row("TFLT", "TextFrame", &TEXT, "File type"),
    row("TGID", "TextFrame", &TEXT, "Podcast identifier (iTunes)"),
    row("TIME", "TextFrame", &TEXT, "Time, HHMM (v2.3)"),
    row("TIT1", "TextFrame", &TEXT, "Content group description"),
    row("TIT2", "TextFrame", &TEXT, "Title/Songname/Content description"),
    row("TIT3", "TextFrame", &TEXT, "Subtitle/Description refinement"),
    row("TKEY", "TextFrame", &TEXT, "Initial key"),
    row("TLAN", "TextFrame", &TEXT, "Language(s)"),
    row("TLEN", "NumericTextFrame", &NUMERIC, "Length in milliseconds"),
    row("TMED", "TextFrame", &TEXT, "Media type"),
    row("TMOO", "TextFrame", &TEXT, "Mood"),
    row("TOAL", "TextFrame", &TEXT, "Original album/movie/show title"),
    row("TOFN", "TextFrame", &TEXT, "Original filename"),
    row("TOLY", "TextFrame", &TEXT, "Original lyricist(s)/text writer(s)"),
    row("TOPE", "TextFrame", &TEXT, "Original artist(s)/performer(s)"),
    row("TORY", "NumericTextFrame", &NUMERIC, "Original release year (v2.3)"),
    row("TOWN", "TextFrame", &TEXT, "File owner/licensee"),
    row("TPE1", "TextFrame", &TEXT, "Lead performer(s)/Soloist(s)"),
    row("TPE2", "TextFrame", &TEXT, "Band/orchestra/accompaniment"),
    row("TPE3", "TextFrame", &TEXT, "Conductor/performer refinement"),
    row("TPE4", "TextFrame", &TEXT, "Interpreted, remixed, or otherwise modified by"),
    row("TPOS", "NumericPartTextFrame", &PART, "Part of a set"),
    row("TPRO", "TextFrame", &TEXT, "Produced notice"),
    row("TPUB", "TextFrame", &TEXT, "Publisher"),
    row("TRCK", "NumericPartTextFrame", &PART, "Track number/Position in set"),
    row("TRDA", "TextFrame", &TEXT, "Recording dates (v2.3)"),
    row("TRSN", "TextFrame", &TEXT, "Internet radio station name"),
    row("TRSO", "TextFrame", &TEXT, "Internet radio station owner"),
    row("TSIZ", "NumericTextFrame", &NUMERIC, "Size of the audio in bytes (v2.3)"),
    row("TSO2", "TextFrame", &TEXT, "Album artist sort order (iTunes)"),
    row("TSOA", "TextFrame", &TEXT, "Album sort order"),
    row("TSOC", "TextFrame", &TEXT, "Composer sort order (iTunes)"),
    row("TSOP", "TextFrame", &TEXT, "Performer sort order"),
    row("TSOT", "TextFrame", &TEXT, "Title sort order"),
    row("TSRC", "TextFrame", &TEXT, "ISRC (international standard recording code)"),
    row("TSSE", "TextFrame", &TEXT, "Software/Hardware and settings used for encoding"),
    row("TSST", "TextFrame", &TEXT, "Set subtitle"),
    row("TYER", "NumericTextFrame", &NUMERIC, "Year (v2.3)"),
    row("TXXX", "TextFrame", &TXXX, "User defined text information; `desc` tells what it is"),
    row("WCOM", "UrlFrameU", &URL_UNIQUE, "Commercial information"),
    row("WCOP", "UrlFrame", &URL, "Copyright/Legal information"),
    row("WFED", "UrlFrame", &URL, "Podcast feed (iTunes)"),
    row("WOAF", "UrlFrame", &URL, "Official audio file webpage"),
    row("WOAR", "UrlFrameU", &URL_UNIQUE, "Official artist/performer webpage"),
    row("WOAS", "UrlFrame", &URL, "Official audio source webpage"),
    row("WORS", "UrlFrame", &URL, "Official internet radio station homepage"),
    row("WPAY", "UrlFrame", &URL, "Payment"),
    row("WPUB", "UrlFrame", &URL, "Publishers official webpage"),
    row("WXXX", "UrlFrame", &WXXX, "User defined URL link; `desc` tells what it is"),
    row(
        "PairedTextFrame",
        "Frame",
        &PAIRED,
        "Pairs of strings in `people`, such as an instrument and its player",
    ),
    row("TIPL", "PairedTextFrame", &PAIRED, "Involved people list"),
    row("TMCL", "PairedTextFrame", &PAIRED, "Musician credits list"),
    row("IPLS", "TIPL", &PAIRED, "Involved people list (v2.3)"),
    row("BinaryFrame", "Frame", &BINARY, "Raw bytes in `data`"),
    row("MCDI", "BinaryFrame", &BINARY, "Music CD identifier: the table of contents of the disc"),
    row("ETCO", "Frame", &ETCO, "Event timing codes"),
    row("MLLT", "Frame", &MLLT, "MPEG location lookup table"),
    row("SYTC", "Frame", &SYTC, "Synchronised tempo codes"),
    row("USLT", "Frame", &USLT, "Unsynchronised lyrics/text transcription"),
    row("SYLT", "Frame", &SYLT, "Synchronised lyrics/text: pairs of text and time"),
    row("COMM", "TextFrame", &COMM, "Comments, with a language and a description"),
    row(
        "RVA2",
        "Frame",
        &RVA2,
        "Relative volume adjustment: `gain` in dB and `peak` of a `channel`",
    ),
    row("EQU2", "Frame", &EQU2, "Equalisation: pairs of frequency and volume adjustment"),
    row("RVAD", "Frame", &RVAD, "Relative volume adjustment (v2.3)"),
    row("RVRB", "Frame", &RVRB, "Reverb"),
    row(
        "APIC",
        "Frame",
        &APIC,
        "Attached picture: `data` of a `mime` type; `type` 3 is the front cover",
    ),
    row("PCNT", "Frame", &PCNT, "Play counter"),
    row("PCST", "Frame", &PCST, "Podcast flag (iTunes)"),
    row(
        "POPM",
        "Frame",
        &POPM,
        "Popularimeter: a `rating` from 0 to 255 and a play `count` of one `email`",
    ),
    row("GEOB", "Frame", &GEOB, "General encapsulated object"),
    row("RBUF", "Frame", &RBUF, "Recommended buffer size"),
    row("AENC", "Frame", &AENC, "Audio encryption"),
    row("LINK", "Frame", &LINK, "Linked information"),
    row("POSS", "Frame", &POSS, "Position synchronisation frame"),
    row("UFID", "Frame", &UFID, "Unique file identifier"),
    row("USER", "Frame", &USER, "Terms of use"),
    row("OWNE", "Frame", &OWNE, "Ownership frame"),
    row("COMR", "Frame", &COMR, "Commercial frame"),
    row("ENCR", "Frame", &ENCR, "Encryption method registration"),
    row("GRID", "Frame", &GRID, "Group identification registration"),
    row("PRIV", "Frame", &PRIV, "Private frame"),
    row("SIGN", "Frame", &SIGN, "Signature frame"),
    row("SEEK", "Frame", &SEEK, "Seek frame: distance to the next tag"),
    row("ASPI", "Frame", &ASPI, "Audio seek point index"),
    row("UFI", "UFID", &UFID, "Unique file identifier (v2.2)"),
    row("TT1", "TIT1", &TEXT, "Content group description (v2.2)"),
    row("TT2", "TIT2", &TEXT, "Title/Songname/Content description (v2.2)"),
    row("TT3", "TIT3", &TEXT, "Subtitle/Description refinement (v2.2)"),
    row("TP1", "TPE1", &TEXT, "Lead performer(s)/Soloist(s) (v2.2)"),
    row("TP2", "TPE2", &TEXT, "Band/orchestra/accompaniment (v2.2)"),
    row("TP3", "TPE3", &TEXT, "Conductor/performer refinement (v2.2)"),
    row("TP4", "TPE4", &TEXT, "Interpreted, remixed, or otherwise modified by (v2.2)"),
    row("TCM", "TCOM", &TEXT, "Composer (v2.2)"),
    row("TXT", "TEXT", &TEXT, "Lyricist/Text writer (v2.2)"),
    row("TLA", "TLAN", &TEXT, "Language(s) (v2.2)"),
    row("TCO", "TCON", &TEXT, "Content type (genre); `genres` gives names (v2.2)"),
    row("TAL", "TALB", &TEXT, "Album/Movie/Show title (v2.2)"),
    row("TPA", "TPOS", &PART, "Part of a set (v2.2)"),
    row("TRK", "TRCK", &PART, "Track number/Position in set (v2.2)"),
    row("TRC", "TSRC", &TEXT, "ISRC (international standard recording code) (v2.2)"),
    row("TYE", "TYER", &NUMERIC, "Year (v2.2)"),
    row("TDA", "TDAT", &TEXT, "Date, DDMM (v2.2)"),
    row("TIM", "TIME", &TEXT, "Time, HHMM (v2.2)"),
    row("TRD", "TRDA", &TEXT, "Recording dates (v2.2)"),
    row("TMT", "TMED", &TEXT, "Media type (v2.2)"),
    row("TFT", "TFLT", &TEXT, "File type (v2.2)"),
    row("TBP", "TBPM", &NUMERIC, "Beats per minute (v2.2)"),
    row("TCP", "TCMP", &NUMERIC, "Part of a compilation (iTunes, v2.2)"),
    row("TCR", "TCOP", &TEXT, "Copyright message (v2.2)"),
    row("TPB", "TPUB", &TEXT, "Publisher (v2.2)"),
    row("TEN", "TENC", &TEXT, "Encoded by (v2.2)"),
    row("TST", "TSOT", &TEXT, "Title sort order (v2.2)"),
    row("TSA", "TSOA", &TEXT, "Album sort order (v2.2)"),
    row("TS2", "TSO2", &TEXT, "Album artist sort order (iTunes, v2.2)"),
    row("TSP", "TSOP", &TEXT, "Performer sort order (v2.2)"),
    row("TSC", "TSOC", &TEXT, "Composer sort order (iTunes, v2.2)"),
    row("TSS", "TSSE", &TEXT, "Software/Hardware and settings used for encoding (v2.2)"),
    row("TOF", "TOFN", &TEXT, "Original filename (v2.2)"),
    row("TLE", "TLEN", &NUMERIC, "Length in milliseconds (v2.2)"),
    row("TSI", "TSIZ", &NUMERIC, "Size of the audio in bytes (v2.2)"),
    row("TDY", "TDLY", &NUMERIC, "Playlist delay in milliseconds (v2.2)"),
    row("TKE", "TKEY", &TEXT, "Initial key (v2.2)"),
    row("TOT", "TOAL", &TEXT, "Original album/movie/show title (v2.2)"),
    row("TOA", "TOPE", &TEXT, "Original artist(s)/performer(s) (v2.2)"),
    row("TOL", "TOLY", &TEXT, "Original lyricist(s)/text writer(s) (v2.2)"),
    row("TOR", "TORY", &NUMERIC, "Original release year (v2.2)"),
    row("TXX", "TXXX", &TXXX, "User defined text information (v2.2)"),
    row("WAF", "WOAF", &URL, "Official audio file webpage (v2.2)"),
    row("WAR", "WOAR", &URL_UNIQUE, "Official artist/performer webpage (v2.2)"),
    row("WAS", "WOAS", &URL, "Official audio source webpage (v2.2)"),
    row("WCM", "WCOM", &URL_UNIQUE, "Commercial information (v2.2)"),
    row("WCP", "WCOP", &URL, "Copyright/Legal information (v2.2)"),
    row("WPB", "WPUB", &URL, "Publishers official webpage (v2.2)"),
    row("WXX", "WXXX", &WXXX, "User defined URL link (v2.2)"),
    row("IPL", "IPLS", &PAIRED, "Involved people list (v2.2)"),
    row("MCI", "MCDI", &BINARY, "Music CD identifier (v2.2)"),
    row("ETC", "ETCO", &ETCO, "Event timing codes (v2.2)"),
    row("MLL", "MLLT", &MLLT, "MPEG location lookup table (v2.2)"),
    row("STC", "SYTC", &SYTC, "Synchronised tempo codes (v2.2)"),
    row("ULT", "USLT", &USLT, "Unsynchronised lyrics/text transcription (v2.2)"),
    row("SLT", "SYLT", &SYLT, "Synchronised lyrics/text (v2.2)"),
    row("COM", "COMM", &COMM, "Comments, with a language and a description (v2.2)"),
    row("RVA", "RVAD", &RVA, "Relative volume adjustment (v2.2)"),
    row("REV", "RVRB", &RVRB, "Reverb (v2.2)"),
    row("PIC", "APIC", &PIC, "Attached picture (v2.2)"),
    row("GEO", "GEOB", &GEOB, "General encapsulated object (v2.2)"),
    row("CNT", "PCNT", &PCNT, "Play counter (v2.2)"),
    row("POP", "POPM", &POPM, "Popularimeter (v2.2)"),
    row("BUF", "RBUF", &RBUF, "Recommended buffer size (v2.2)"),
    row("CRM", "Frame", &CRM, "Encrypted meta frame (v2.2)"),
    row("CRA", "AENC", &AENC, "Audio encryption (v2.2)"),
    row("LNK", "LINK", &LNK, "Linked information (v2.2)"),
];

/// Slots of the hash table that finds a row by its name; a power of two.
const SLOTS: usize = 512;

/// A multiplier that spreads the names over the slots; found by trying, checked by a test.
const SPREAD: u32 = 0x9e37_79b1;

const fn packed(name: [u8; 4]) -> u32 {
    u32::from_be_bytes(name)
}

const fn slot(name: u32) -> usize {
    (name.wrapping_mul(SPREAD) >> (32 - SLOTS.trailing_zeros())) as usize
}

/// Names and numbers of the rows, each in its slot or in the next free one after it. A v2.2 name
/// is padded with a zero.
static INDEX: LazyLock<[(u32, u16); SLOTS]> = LazyLock::new(|| {
    let mut index = [(0, 0); SLOTS];
    for (row, number) in ROWS.iter().zip(0u16..) {
        let Ok(name) = <[u8; 4]>::try_from(format!("{:\0<4}", row.id).as_bytes()) else { continue };
        let first = slot(packed(name));
        let free = (0..SLOTS).map(|step| (first + step) % SLOTS);
        for place in free {
            if let Some(entry @ (0, _)) = index.get_mut(place) {
                *entry = (packed(name), number);
                break;
            }
        }
    }
    index
});

fn find(name: u32) -> Option<&'static Row> {
    let first = slot(name);
    for step in 0..SLOTS {
        match INDEX.get((first + step) % SLOTS)? {
            (0, _) => return None,
            (found, number) if *found == name => return ROWS.get(usize::from(*number)),
            _ => {}
        }
    }
    None
}

/// The v2.3 and v2.4 frame of that name.
pub fn frame(name: [u8; 4]) -> Option<&'static Row> {
    // The names of v2.2 end with a zero here.
    if name.last() == Some(&0) { None } else { find(packed(name)) }
}

/// The v2.2 frame of that name.
pub fn frame_v22([a, b, c]: [u8; 3]) -> Option<&'static Row> {
    find(packed([a, b, c, 0]))
}

impl Row {
    /// Whether the frame is a text frame: its values merge when a tag holds it twice, and it is
    /// not written when it has none.
    pub fn is_text(&self) -> bool {
        matches!(self.shape.fields.last(), Some(Field { kind: Kind::Multi([_], Some(_)), .. }))
    }

    /// Whether the frame is an encoding and a list of strings, and nothing else.
    pub fn is_plain_text(&self) -> bool {
        self.shape.fields.len() == 2 && self.is_text()
    }

    /// Whether the values of the frame are time stamps.
    pub fn is_time_stamp(&self) -> bool {
        std::ptr::eq(self.shape, &raw const STAMP)
    }

    /// The frame that a v2.2 frame becomes; the frame itself if it is of a later version;
    /// nothing for one that has no equivalent.
    pub fn upgraded(&'static self) -> Option<&'static Row> {
        if self.id.len() != 3 {
            return Some(self);
        }
        self.base.as_bytes().try_into().ok().and_then(frame)
    }

    /// Position in [`ROWS`].
    pub fn number(&'static self) -> usize {
        let distance = std::ptr::from_ref(self).addr() - ROWS.as_ptr().addr();
        distance / size_of::<Row>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_those_of_mutagen() {
        let of = |length| ROWS.iter().filter(|row| row.id.len() == length).count();
        assert_eq!((of(4), of(3)), (105, 71));
    }

    #[test]
    fn every_base_stands_before_its_frames() {
        for (number, row) in ROWS.iter().enumerate() {
            let base = ROWS.iter().position(|other| other.id == row.base);
            assert!(row.base == "Frame" || base.is_some_and(|base| base < number), "{}", row.id);
        }
    }

    #[test]
    fn every_name_is_found() {
        for row in &ROWS {
            match *row.id.as_bytes() {
                [a, b, c] => assert!(frame_v22([a, b, c]).is_some_and(|r| r.id == row.id)),
                [a, b, c, d] => assert!(frame([a, b, c, d]).is_some_and(|r| r.id == row.id)),
                _ => {}
            }
        }
        assert!(frame(*b"TT2\0").is_none());
    }

    #[test]
    fn lookups() {
        assert_eq!(frame(*b"TIT2").map(|row| row.id), Some("TIT2"));
        assert_eq!(frame(*b"TIT9").map(|row| row.id), None);
        assert_eq!(frame_v22(*b"TT2").and_then(Row::upgraded).map(|row| row.id), Some("TIT2"));
        assert!(frame_v22(*b"CRM").is_some_and(|row| row.upgraded().is_none()));
        assert!(frame(*b"COMM").is_some_and(Row::is_text));
        assert!(!frame(*b"USLT").is_some_and(Row::is_text));
        assert!(ROWS.iter().enumerate().all(|(number, row)| row.number() == number));
    }
}
