//! What the items of a tag mean: the one table of their names.
//!
//! Apple has published no list; the names are those that iTunes writes, with the kinds and widths
//! that mutagen reads and writes.

/// How the payload of an item is read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Texts in UTF-8.
    Text,
    /// An item of a name that is not in the table: texts, if it says so.
    Unknown,
    /// Signed integers, written in at least that many bytes.
    Integer(usize),
    Bool,
    /// A number and how many there are, of tracks or discs; with two bytes behind them or none.
    Pair {
        trailing: bool,
    },
    /// Numbers of `ID3v1` genres, which become texts of [`GENRE`]; never written.
    Genre,
    Cover,
    /// Values of any type under two names in UTF-8, `mean` and `name`.
    Freeform,
}

/// The item that holds genres as text.
pub const GENRE: [u8; 4] = *b"\xa9gen";

/// The kind of the items of that name.
pub const fn kind(name: [u8; 4]) -> Kind {
    match &name {
        b"\xa9nam" | b"\xa9alb" | b"\xa9ART" | b"aART" | b"\xa9wrt" | b"\xa9day" | b"\xa9cmt"
        | b"desc" | b"purd" | b"\xa9grp" | b"\xa9gen" | b"\xa9lyr" | b"purl" | b"egid"
        | b"catg" | b"keyw" | b"\xa9too" | b"cprt" | b"soal" | b"soaa" | b"soar" | b"sonm"
        | b"soco" | b"sosn" | b"tvsh" => Kind::Text,
        b"akID" | b"shwm" | b"stik" | b"hdvd" | b"rtng" => Kind::Integer(1),
        b"tmpo" | b"\xa9mvi" | b"\xa9mvc" => Kind::Integer(2),
        b"cnID" | b"geID" | b"atID" | b"sfID" | b"cmID" | b"tvsn" | b"tves" => Kind::Integer(4),
        b"plID" => Kind::Integer(8),
        b"cpil" | b"pgap" | b"pcst" => Kind::Bool,
        b"trkn" => Kind::Pair { trailing: true },
        b"disk" => Kind::Pair { trailing: false },
        b"gnre" => Kind::Genre,
        b"covr" => Kind::Cover,
        b"----" => Kind::Freeform,
        _ => Kind::Unknown,
    }
}

/// The names of items in the order in which iTunes writes them, about.
const ORDER: [[u8; 4]; 17] = [
    *b"\xa9nam",
    *b"\xa9ART",
    *b"\xa9wrt",
    *b"\xa9alb",
    *b"\xa9gen",
    *b"gnre",
    *b"trkn",
    *b"disk",
    *b"\xa9day",
    *b"cpil",
    *b"pgap",
    *b"pcst",
    *b"tmpo",
    *b"\xa9too",
    *b"----",
    *b"covr",
    *b"\xa9lyr",
];

/// Where the items of that name stand among the others; those of unknown names come last.
pub fn rank(name: [u8; 4]) -> usize {
    ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len())
}

/// Types of values (Apple, "Metadata Structure", well-known types), as far as they matter here.
pub mod types {
    /// The name of the item says what it is.
    pub const IMPLICIT: u32 = 0;
    pub const UTF8: u32 = 1;
    pub const JPEG: u32 = 13;
    pub const PNG: u32 = 14;
    pub const INTEGER: u32 = 21;
}
