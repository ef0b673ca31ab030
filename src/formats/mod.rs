//! One directory per tag or container format.

pub mod aac;
pub mod ac3;
pub mod aiff;
pub mod apev2;
pub mod detect;
pub mod dsdiff;
pub mod dsf;
pub mod id3;
pub mod iff;
pub mod mp3;
pub mod smf;
pub mod trueaudio;
pub mod wave;
