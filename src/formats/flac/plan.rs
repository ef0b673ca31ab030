//! Planning a save.

use super::locate::{self, ID3V1_LEN, MARKER};
use super::render::{Writer, possible_padding};
use super::{io_error, malformed};
use crate::error::Error;
use crate::source::{Loader, Source};
use crate::splice::{Content, PaddingInfo, Plan, Splice};
use std::ops::Range;

/// What a save is about.
#[derive(Clone, Debug, Default)]
pub struct Save {
    /// The metadata area, if the caller has found it already.
    pub area: Option<Range<u64>>,
    /// Whether an `ID3v2` tag in front and an `ID3v1` tag at the end are removed.
    pub delete_id3: bool,
}

fn size(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// Plans a save. `blocks` gives the blocks as they are written, `padding` decides how much free
/// room follows them.
///
/// # Errors
/// Those of [`locate::area`] for the file there is; malformed for an area of the caller that cannot
/// be; errors of the caller's functions pass through.
pub fn save<E: From<Error>>(
    source: &mut dyn Source,
    save: Save,
    blocks: impl FnOnce() -> Result<Writer, E>,
    padding: impl FnOnce(PaddingInfo) -> Result<i64, E>,
) -> Result<Plan, E> {
    let mut loader = Loader::new(source);
    let file_len = loader.file_len();
    let Range { start, end } = match save.area {
        Some(area) => area,
        None => locate::area(&mut loader, false).map(|area| area.start..area.end)?,
    };
    let lead = MARKER.len() as u64;
    if start < lead || end < start || end > file_len {
        return Err(malformed("the blocks of the file are not where they should be").into());
    }
    let delete_id3v2 = save.delete_id3 && start > lead;
    let room = end - if delete_id3v2 { lead } else { start };
    let writer = blocks()?;
    let audio_len = file_len.saturating_sub(end);
    let free = size(room).saturating_sub(size(writer.len() as u64));
    let info = PaddingInfo { padding: free, size: size(audio_len) };
    let given = possible_padding(padding(info)?);
    let mut splices = if delete_id3v2 {
        let mut content = Content::from(&MARKER[..]);
        content.extend(&writer.finish(given));
        replace(0, end, &content)
    } else {
        replace(start, end, &writer.finish(given))
    };
    if save.delete_id3 && locate::ends_in_id3v1(&mut loader, end)? {
        splices.push(Splice {
            offset: file_len - ID3V1_LEN,
            old_len: ID3V1_LEN,
            new: Content::default(),
            why: "ID3v1 tag",
        });
    }
    let mut plan = Plan::new(file_len, splices).map_err(io_error)?;
    plan.padding = Some((info, u64::from(given)));
    plan.leave_out_unchanged(&mut loader).map_err(io_error)?;
    Ok(plan)
}

/// Replaces a range from its start on, so that what is the same in place can be left out even
/// where the rest is of another length.
fn replace(start: u64, end: u64, content: &Content) -> Vec<Splice> {
    let splice = |offset, old_len, new| Splice { offset, old_len, new, why: "metadata blocks" };
    let old_len = usize::try_from(end - start).unwrap_or(usize::MAX);
    let common = old_len.min(content.len());
    let middle = start + common as u64;
    let mut splices = vec![splice(start, common as u64, content.slice(0, common))];
    if old_len != content.len() {
        splices.push(splice(middle, end - middle, content.slice(common, content.len())));
    }
    splices
}
