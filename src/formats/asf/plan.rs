//! Planning saves: the header is replaced, what follows it moves if it must.

use super::object::{HEADER_HEAD, Head};
use super::render::{self, Objects};
use super::{bad_header, io_error};
use crate::error::Error;
use crate::limits::HEAD_WINDOW;
use crate::source::{Loader, Source};
use crate::splice::{PaddingInfo, Plan, Splice};
use std::io;

/// Plans a save: the header that is in the file now makes way for one of other objects.
///
/// `objects` gives them, without padding; `padding` answers how much of that there shall be, and
/// less than none is none.
///
/// # Errors
/// A bad header for a file that does not begin with one, or whose header claims to be larger
/// than the file. Errors of the caller's functions pass through.
pub fn save<E: From<Error>>(
    source: &mut dyn Source,
    objects: impl FnOnce() -> Result<Objects, E>,
    padding: impl FnOnce(PaddingInfo) -> Result<i64, E>,
) -> Result<Plan, E> {
    let file_len = source.len();
    let mut loader = Loader::new(source);
    let start = loader.window(0, HEAD_WINDOW).map_err(io_error)?;
    let old_len = Head::read(start.get(..HEADER_HEAD).unwrap_or(start))?.size;
    let objects = objects()?;
    let follows = file_len
        .checked_sub(old_len)
        .ok_or_else(|| bad_header("the header claims to be larger than the file"))?;
    let size = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
    let needed = size(render::header_len(&objects) as u64);
    let info = PaddingInfo { padding: size(old_len).saturating_sub(needed), size: size(follows) };
    let given = usize::try_from(padding(info)?).unwrap_or(0);
    let new = render::header(&objects, given)?;
    let splice = Splice { offset: 0, old_len, new, why: "ASF header" };
    let mut plan = Plan::new(file_len, vec![splice]).map_err(io_error)?;
    plan.padding = Some((info, given as u64));
    plan.leave_out_unchanged(|offset, len| -> io::Result<Vec<u8>> {
        loader.window(offset, len).map(<[u8]>::to_vec)
    })
    .map_err(io_error)?;
    Ok(plan)
}
