//! One directory per tag or container format; one file for a format of which only the stream's
//! facts are read.

pub mod aac;
pub mod ac3;
pub mod aiff;
pub mod apev2;
pub mod asf;
pub mod detect;
pub mod dsdiff;
pub mod dsf;
pub mod flac;
pub mod id3;
pub mod iff;
pub mod monkeysaudio;
pub mod mp3;
pub mod mp4;
pub mod musepack;
pub mod ogg;
pub mod optimfrog;
pub mod smf;
pub mod tak;
pub mod trueaudio;
pub mod vorbis;
pub mod wave;
pub mod wavpack;
