//! New bytes as a list of pieces, so that a large picture is neither copied nor joined.

use crate::limits::MERGE_GAP;
use bytes::Bytes;

/// A run of new bytes.
#[derive(Clone, Debug)]
pub enum Piece {
    Bytes(Bytes),
    /// That many zeros: padding.
    Zeros(usize),
}

impl Piece {
    pub fn len(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::Zeros(len) => *len,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The part `start..end`, cut to what there is.
    fn slice(&self, start: usize, end: usize) -> Self {
        let end = end.min(self.len());
        let start = start.min(end);
        match self {
            Self::Bytes(bytes) => Self::Bytes(bytes.slice(start..end)),
            Self::Zeros(_) => Self::Zeros(end - start),
        }
    }
}

/// The bytes that a splice puts in place.
#[derive(Clone, Debug, Default)]
pub struct Content {
    pieces: Vec<Piece>,
    len: usize,
}

impl Content {
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Appends bytes that are shared, not copied.
    pub fn push(&mut self, bytes: impl Into<Bytes>) {
        self.push_piece(Piece::Bytes(bytes.into()));
    }

    /// Appends zeros.
    pub fn push_zeros(&mut self, len: usize) {
        self.push_piece(Piece::Zeros(len));
    }

    /// Appends all of another content.
    pub fn extend(&mut self, other: &Self) {
        other.pieces.iter().for_each(|piece| self.push_piece(piece.clone()));
    }

    fn push_piece(&mut self, piece: Piece) {
        if !piece.is_empty() {
            self.len += piece.len();
            self.pieces.push(piece);
        }
    }

    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The part `start..end`, cut to what there is. A short one becomes one piece: to copy it is
    /// cheaper than to write it in several.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> Self {
        let mut out = Self::default();
        let mut offset = 0usize;
        for piece in &self.pieces {
            let from = start.saturating_sub(offset);
            let to = end.saturating_sub(offset);
            out.push_piece(piece.slice(from, to));
            offset += piece.len();
        }
        if out.pieces.len() > 1 && out.len <= MERGE_GAP {
            return out.to_vec().into();
        }
        out
    }

    /// All bytes in one piece.
    pub fn to_vec(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.len);
        for piece in &self.pieces {
            match piece {
                Piece::Bytes(bytes) => out.extend_from_slice(bytes),
                Piece::Zeros(len) => out.resize(out.len() + len, 0),
            }
        }
        out
    }
}

impl<B: Into<Bytes>> From<B> for Content {
    fn from(bytes: B) -> Self {
        let mut content = Self::default();
        content.push(bytes);
        content
    }
}
