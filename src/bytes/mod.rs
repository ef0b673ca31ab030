//! Words for reading bytes: pure, format-free, and unable to panic.

pub mod bits;
pub mod cursor;
pub mod digits;
pub mod ints;
pub mod text;

pub use bits::Bits;
pub use cursor::Cursor;
