//! Saving a tag that stands somewhere inside a file of another format.
//!
//! The container says in a [`Slot`] where the tag goes and what else changes with its size; what
//! the tag looks like is decided here.

use super::plan::{Fitted, Room, fit};
use crate::error::{Error, Result};
use crate::source::Source;
use crate::splice::{Content, PaddingInfo, Plan, Splice};

/// A place for a tag.
pub struct Slot {
    pub room: Room,
    /// Gives the splices that put a tag there, in order.
    pub put: Box<dyn FnOnce(Content) -> Result<Vec<Splice>>>,
}

/// Plans a save. `slot` finds the place, `frames` gives the frames as they are written, `padding`
/// decides how much free room follows them.
///
/// # Errors
/// Those of `slot`, and of [`fit`]. Errors of the caller's functions pass through.
pub fn save<E: From<Error>>(
    target: &mut dyn Source,
    slot: impl FnOnce(&mut dyn Source) -> Result<Slot>,
    version: u8,
    frames: impl FnOnce() -> std::result::Result<Content, E>,
    padding: impl FnOnce(PaddingInfo) -> std::result::Result<i64, E>,
) -> std::result::Result<Plan, E> {
    let slot = slot(target)?;
    let Fitted { tag, padding } = fit(&frames()?, version, slot.room, padding)?;
    let splices = (slot.put)(tag)?;
    let mut plan = Plan::new(target.len(), splices).map_err(super::io_error)?;
    plan.padding = Some(padding);
    plan.leave_out_unchanged(target).map_err(super::io_error)?;
    Ok(plan)
}
