//! Words for reading bytes: pure, format-free, and unable to panic.

pub mod bits;
pub mod cursor;
pub mod digits;
pub mod input;
pub mod ints;
pub mod text;
pub mod utf16;

pub use bits::Bits;
pub use cursor::Cursor;
pub use input::Input;
pub use utf16::{Utf16Le, put_utf16_le};
