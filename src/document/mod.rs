//! What was read: a document of nodes in one bump arena, borrowing from one buffer.
//!
//! A parser gets the buffer and the arena and returns a document that borrows from both. The
//! three are tied together by `owned_document!` in a value that can be shared between
//! threads: the arena is given out once, to the parser, and can never be reached again.
//! Nodes are plain `Copy` values; none of them needs `Drop`.

use bumpalo::Bump;
use bytes::Bytes;
pub use self_cell::{MutBorrow, self_cell};

/// What a document borrows from: the bytes of the file and the arena of its nodes.
pub struct Backing {
    bytes: Bytes,
    arena: MutBorrow<Bump>,
}

impl Backing {
    /// Ties the bytes to an empty arena that has room for `capacity` bytes of nodes at once.
    pub fn new(bytes: impl Into<Bytes>, capacity: usize) -> Self {
        let arena = MutBorrow::new(Bump::with_capacity(capacity));
        Self { bytes: bytes.into(), arena }
    }

    /// Bytes of the document, shared if they stand in the buffer; nothing if the parser had to
    /// make them, in the arena.
    pub fn share(&self, slice: &[u8]) -> Option<Bytes> {
        let start = slice.as_ptr().addr().checked_sub(self.bytes.as_ptr().addr())?;
        let end = start.checked_add(slice.len()).filter(|&end| end <= self.bytes.len())?;
        Some(self.bytes.slice(start..end))
    }

    /// The bytes and the arena, for the parser. The arena is given out once.
    pub fn lend(&self) -> (&[u8], &Bump) {
        (&self.bytes, self.arena.borrow_mut())
    }
}

impl std::fmt::Debug for Backing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Backing").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

/// Declares `$name`, an owner of a `$document<'_>` together with its [`Backing`].
#[macro_export]
macro_rules! owned_document {
    ($(#[$meta:meta])* $visibility:vis $name:ident, $document:ident) => {
        $crate::document::self_cell!(
            $(#[$meta])*
            $visibility struct $name {
                owner: $crate::document::Backing,
                #[covariant]
                dependent: $document,
            }
        );
    };
}
