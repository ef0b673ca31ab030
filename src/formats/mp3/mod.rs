//! MPEG audio, layers 1 to 3: facts about the stream.
//!
//! A *frame* is a header of four bytes and coded samples. The first frame of a layer 3 stream
//! often holds no sound but a *VBR header* in place of it: Xing's, which LAME extends by what it
//! knows of the encoding, or Fraunhofer's VBRI. Both tell how long the stream is.

pub mod frame;
pub mod info;
pub mod lame;
pub mod settings;
pub mod stream;
pub mod vbri;
pub mod xing;

pub use frame::FrameHeader;
pub use info::MpegInfo;
pub use lame::{LameHeader, LameVersion};
pub use settings::Settings;
pub use stream::Frame;
pub use vbri::Vbri;
pub use xing::Xing;
