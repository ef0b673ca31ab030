//! Words for reading bytes: pure, format-free, and unable to panic.

pub mod cursor;
pub mod digits;
pub mod ints;
pub mod text;
pub mod utf16;

pub use cursor::Cursor;
pub use utf16::Utf16Le;
