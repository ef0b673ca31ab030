//! One directory per tag or container format; one file for a format of which only the stream's
//! facts are read.

pub mod apev2;
pub mod detect;
pub mod id3;
pub mod monkeysaudio;
pub mod mp3;
pub mod musepack;
pub mod optimfrog;
pub mod tak;
pub mod wavpack;
