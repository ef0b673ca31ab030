//! Words for reading bytes: pure, format-free, and unable to panic.

pub mod cursor;
pub mod digits;
pub mod input;
pub mod ints;
pub mod text;

pub use cursor::Cursor;
pub use input::Input;
