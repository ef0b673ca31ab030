//! One directory per tag or container format.

pub mod apev2;
pub mod detect;
pub mod id3;
pub mod mp3;
pub mod mp4;
