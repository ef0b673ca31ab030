//! All frames of ID3v2.2, v2.3 and v2.4, one row each: the definition from which reading,
//! writing, keys, conversion between versions and the Python classes come.
//!
//! Sources: ID3v2.4.0 native frames, ID3v2.3.0 section 4, ID3v2-00 (v2.2) section 4, the chapter
//! frame addendum, and the frames iTunes added.

pub use super::rows::ROWS;
use super::shapes::STAMP;
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
