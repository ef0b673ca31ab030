//! Planning the save and the removal of tags.

use super::header::{HEADER_LEN, Header, PROBE_LEN};
use super::render::Refusal;
use super::{io_error, v1};
use crate::bytes::ints::{SYNCHSAFE_MAX, padded_be, to_synchsafe};
use crate::error::{Error, Format, Kind, Result};
use crate::source::{Source, recycle};
use crate::splice::{Content, PaddingInfo, Plan, Splice};
use std::io;

/// What becomes of the ID3v1 record at the end of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    Remove,
    /// Written anew if there is one.
    Update,
    Create,
}

/// How frames are saved as the ID3v2 tag at the start of a file.
#[derive(Clone, Copy, Debug)]
pub struct Save {
    /// Major version: 3 or 4.
    pub version: u8,
    pub record: Record,
}

fn read_at(target: &mut dyn Source, offset: u64, len: usize) -> io::Result<Vec<u8>> {
    let mut bytes = recycle::take(len)?;
    target.read_at(offset, len, &mut bytes)?;
    Ok(bytes)
}

/// The tag with its header and padding.
fn tag(frames: &Content, version: u8, padding: usize) -> Result<Content> {
    let size = to_synchsafe(frames.len() + padding)
        .ok_or_else(|| Error::new(Format::Id3, Kind::Value, "tag is too large for its header"))?;
    let mut header = [0; HEADER_LEN];
    for (slot, byte) in
        header.iter_mut().zip([b'I', b'D', b'3', version, 0, 0].into_iter().chain(size))
    {
        *slot = byte;
    }
    let mut content = Content::from(header.to_vec());
    content.extend(frames);
    content.push_zeros(padding);
    Ok(content)
}

/// The room for a tag in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Bytes a tag may have without anything moving.
    pub available: u64,
    /// Bytes from the start of the tag to the end of the file.
    pub trailing: u64,
}

/// A tag of the size that was decided on.
#[derive(Debug)]
pub struct Fitted {
    /// Header, frames and padding.
    pub tag: Content,
    /// What the padding policy was asked, and what it answered.
    pub padding: (PaddingInfo, u64),
}

/// Gives frames a header and the padding that `padding` decides on.
///
/// # Errors
/// Negative or too much padding, frames that are too large. Errors of `padding` pass through.
pub fn fit<E: From<Error>>(
    frames: &Content,
    version: u8,
    room: Room,
    padding: impl FnOnce(PaddingInfo) -> std::result::Result<i64, E>,
) -> std::result::Result<Fitted, E> {
    let size = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
    let needed = (frames.len() + HEADER_LEN) as u64;
    let info = PaddingInfo {
        padding: size(room.available).saturating_sub(size(needed)),
        size: size(room.trailing),
    };
    let given = usize::try_from(padding(info)?)
        .ok()
        .filter(|&padding| padding <= SYNCHSAFE_MAX as usize)
        .ok_or_else(|| Error::malformed(Format::Id3, "invalid padding"))?;
    Ok(Fitted { tag: tag(frames, version, given)?, padding: (info, given as u64) })
}

/// Plans a save. `frames` gives the frames as they are written, `padding` decides how much free
/// room follows them, `record` gives the ID3v1 record if one is to be written.
///
/// # Errors
/// A header in the file that is malformed or of an unsupported version; negative or too much
/// padding; a tag that claims to reach past the end of the file and would have to move it.
/// Errors of the caller's functions pass through.
pub fn save<E: From<Error>>(
    target: &mut dyn Source,
    save: Save,
    frames: impl FnOnce() -> std::result::Result<Content, E>,
    padding: impl FnOnce(PaddingInfo) -> std::result::Result<i64, E>,
    record: impl FnOnce() -> std::result::Result<Vec<u8>, E>,
) -> std::result::Result<Plan, E> {
    let file_len = target.len();
    let head = read_at(target, 0, PROBE_LEN).map_err(io_error)?;
    let old_size = match Header::parse(&head) {
        Ok(header) => {
            let extended = header.extended.unwrap_or_default() as u64;
            if header.has_extended() && PROBE_LEN as u64 + extended > file_len {
                let reason = "extended header is larger than the file";
                return Err(Error::malformed(Format::Id3, reason).into());
            }
            header.size
        }
        Err(Error { kind: Kind::NoHeader, .. }) => 0,
        Err(error) => return Err(error.into()),
    };
    let room = Room { available: old_size as u64, trailing: file_len };
    let Fitted { tag: content, padding } = fit(&frames()?, save.version, room, padding)?;
    if old_size as u64 > file_len && content.len() != old_size {
        let reason = "the tag in the file claims to be larger than the file";
        return Err(Error::malformed(Format::Id3, reason).into());
    }
    let old_len = (old_size as u64).min(file_len);
    let splice = Splice { offset: 0, old_len, new: content, why: "ID3v2 tag" };
    let record = plan_record(target, &splice, save.record, record)?;
    let splices = [Some(splice), record].into_iter().flatten().collect();
    let mut plan = Plan::new(file_len, splices).map_err(io_error)?;
    plan.padding = Some(padding);
    plan.leave_out_unchanged(target).map_err(io_error)?;
    Ok(plan)
}

/// The splice of the ID3v1 record, in a file whose tag has been exchanged.
fn plan_record<E: From<Error>>(
    target: &mut dyn Source,
    tag: &Splice,
    wanted: Record,
    render: impl FnOnce() -> std::result::Result<Vec<u8>, E>,
) -> std::result::Result<Option<Splice>, E> {
    let file_len = target.len();
    let body = tag.old_len;
    let tail_start = file_len.saturating_sub(v1::TAIL_LEN as u64).max(body);
    let mut tail = read_at(target, tail_start, v1::TAIL_LEN).map_err(io_error)?;
    // A short file's tail begins in the new tag.
    let lead = v1::TAIL_LEN.saturating_sub(tail.len()).min(tag.new.len());
    if lead > 0 {
        let mut whole = tag.new.slice(tag.new.len() - lead, tag.new.len()).to_vec();
        whole.extend_from_slice(&tail);
        tail = whole;
    }
    let found = v1::find(&tail);
    let write = wanted == Record::Create || (wanted == Record::Update && found.is_some());
    let old_len = found.map_or(0, |start| tail.len() - start);
    if old_len > tail.len() - lead {
        let reason = "the end of the new tag reads like an ID3v1 tag";
        return Err(Error::malformed(Format::Id3, reason).into());
    }
    let new = if write { Content::from(render()?) } else { Content::default() };
    if new.is_empty() && old_len == 0 {
        return Ok(None);
    }
    let offset = file_len - old_len as u64;
    Ok(Some(Splice { offset, old_len: old_len as u64, new, why: "ID3v1 tag" }))
}

/// Plans the removal of tags.
///
/// # Errors
/// What reading reports; a tag that claims to be larger than the file.
pub fn remove(target: &mut dyn Source, v1_tag: bool, v2_tag: bool) -> Result<Plan> {
    let file_len = target.len();
    let mut end = file_len;
    let mut splices = Vec::with_capacity(2);
    if v1_tag {
        let tail_start = file_len.saturating_sub(v1::TAIL_LEN as u64);
        let tail = read_at(target, tail_start, v1::TAIL_LEN).map_err(io_error)?;
        if let Some(start) = v1::find(&tail) {
            end = tail_start + start as u64;
        }
    }
    if v2_tag {
        let head = read_at(target, 0, HEADER_LEN).map_err(io_error)?;
        if let [b'I', b'D', b'3', _, _, _, size @ ..] = head.as_slice()
            && size.len() == 4
            && end >= HEADER_LEN as u64
        {
            // Even a tag without a size is removed.
            let old_len = padded_be(size, 7) + HEADER_LEN as u64;
            if old_len > end {
                let reason = "the tag claims to be larger than the file";
                return Err(Error::malformed(Format::Id3, reason));
            }
            splices.push(Splice { offset: 0, old_len, new: Content::default(), why: "ID3v2 tag" });
        }
    }
    if end < file_len {
        let old_len = file_len - end;
        splices.push(Splice { offset: end, old_len, new: Content::default(), why: "ID3v1 tag" });
    }
    Plan::new(file_len, splices).map_err(io_error)
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Format(reason) => Self::malformed(Format::Id3, reason),
            Refusal::Value(reason) => Self::new(Format::Id3, Kind::Value, reason),
        }
    }
}
