//! One directory per tag or container format.

pub mod apev2;
pub mod asf;
pub mod detect;
pub mod id3;
pub mod mp3;
