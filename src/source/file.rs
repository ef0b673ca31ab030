//! A named file: open, fstat, positioned reads, close.
#![allow(unsafe_code)] // reads into a part of a vector's spare capacity; see design/unsafe.md

use super::{Source, recycle};
use rustix::fs::{FileType, Mode, OFlags, fstat, open};
use rustix::io::{Errno, pread, retry_on_intr};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::{ffi::CStr, io};

/// Why a name could not be opened as a source.
#[derive(Debug)]
pub enum OpenError {
    Io(io::Error),
    /// A device or the like; Python's own file object serves those.
    NotRegular,
}

impl OpenError {
    /// Whether there is no file of that name.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Io(cause) if cause.kind() == io::ErrorKind::NotFound)
    }
}

impl From<Errno> for OpenError {
    fn from(cause: Errno) -> Self {
        Self::Io(cause.into())
    }
}

/// A regular file opened by name. Nothing of it outlives this value.
#[derive(Debug)]
pub struct FileSource {
    fd: OwnedFd,
    len: u64,
}

impl FileSource {
    /// Opens for reading.
    pub fn open(path: &CStr) -> Result<Self, OpenError> {
        Self::open_with(path, OFlags::RDONLY)
    }

    /// Opens for reading and writing.
    pub fn open_writable(path: &CStr) -> Result<Self, OpenError> {
        Self::open_with(path, OFlags::RDWR)
    }

    /// Makes a file that is not there yet, or behind a link that leads nowhere. One that was made
    /// meanwhile must be empty.
    pub fn create(path: &CStr) -> Result<Self, OpenError> {
        // Not `EXCL`: that refuses links.
        let made = Self::open_with(path, OFlags::RDWR | OFlags::CREATE)?;
        if made.len == 0 { Ok(made) } else { Err(Errno::EXIST.into()) }
    }

    fn open_with(path: &CStr, flags: OFlags) -> Result<Self, OpenError> {
        let mode = Mode::from_raw_mode(0o666);
        let fd = retry_on_intr(|| open(path, flags | OFlags::CLOEXEC, mode))?;
        let stat = fstat(&fd)?;
        match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => {
                Ok(Self { fd, len: u64::try_from(stat.st_size).unwrap_or_default() })
            }
            FileType::Directory => Err(Errno::ISDIR.into()),
            // Opened a second time, a pipe would wait for another writer; and it cannot seek.
            FileType::Fifo | FileType::Socket => Err(Errno::SPIPE.into()),
            _ => Err(OpenError::NotRegular),
        }
    }

    /// The open descriptor, for writing what a plan says.
    pub fn fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

impl Source for FileSource {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&mut self, offset: u64, len: usize, into: &mut Vec<u8>) -> io::Result<()> {
        recycle::reserve(into, len)?;
        let mut left = len;
        let mut position = offset;
        while left > 0 {
            let room = into.spare_capacity_mut();
            let room = room.get_mut(..left).unwrap_or_default();
            let read = || pread(&self.fd, &mut *room, position).map(|(read, _)| read.len());
            let count = retry_on_intr(read)?;
            if count == 0 {
                break;
            }
            // SAFETY: `pread` has initialised the first `count` bytes of the spare capacity, and
            // they lie within it: it was given no more than `left` bytes of it.
            unsafe { into.set_len(into.len() + count) };
            left = left.saturating_sub(count);
            position = position.saturating_add(count as u64);
        }
        Ok(())
    }
}
