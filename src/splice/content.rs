//! New bytes as a list of pieces, so that a large picture is neither copied nor joined.

use crate::limits::MERGE_GAP;
use bytes::Bytes;
use std::ops::Range;

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

    /// A part of it, which must lie within.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        match self {
            Self::Bytes(bytes) => Self::Bytes(bytes.slice(range)),
            Self::Zeros(_) => Self::Zeros(range.len()),
        }
    }

    /// Appends a part of it, which must lie within, to `out`.
    pub fn append(&self, range: Range<usize>, out: &mut Vec<u8>) {
        match self {
            Self::Bytes(bytes) => out.extend_from_slice(bytes.get(range).unwrap_or_default()),
            Self::Zeros(_) => out.resize(out.len() + range.len(), 0),
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

    pub fn push_piece(&mut self, piece: Piece) {
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
        let mut cuts = self.cuts();
        cuts.skip(start);
        cuts.take(end.saturating_sub(start))
    }

    /// Goes through the content from the front, for parts that follow each other.
    pub fn cuts(&self) -> Cuts<'_> {
        Cuts { pieces: &self.pieces, used: 0 }
    }

    /// All bytes in one piece.
    pub fn to_vec(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.len);
        self.pieces.iter().for_each(|piece| piece.append(0..piece.len(), &mut out));
        out
    }
}

/// A way through a content.
pub struct Cuts<'c> {
    /// Those that are left.
    pieces: &'c [Piece],
    /// Bytes of the first one that were gone through.
    used: usize,
}

impl<'c> Cuts<'c> {
    /// Hands out the next `len` bytes, or what there is: pieces, and which part of each.
    pub fn each(&mut self, len: usize, mut visit: impl FnMut(&'c Piece, Range<usize>)) {
        let mut left = len;
        while left > 0
            && let Some((piece, rest)) = self.pieces.split_first()
        {
            let end = piece.len().min(self.used.saturating_add(left));
            left -= end - self.used;
            visit(piece, self.used..end);
            self.used = end;
            if end == piece.len() {
                (self.pieces, self.used) = (rest, 0);
            }
        }
    }

    pub fn skip(&mut self, len: usize) {
        self.each(len, |_, _| ());
    }

    /// The next `len` bytes, or what there is. A short part becomes one piece.
    pub fn take(&mut self, len: usize) -> Content {
        let mut out = Content::default();
        self.each(len, |piece, range| out.push_piece(piece.slice(range)));
        if out.pieces.len() > 1 && out.len <= MERGE_GAP {
            return out.to_vec().into();
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
