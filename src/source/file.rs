//! A named file: open, fstat, positioned reads, close.

use super::Source;
use rustix::buffer::spare_capacity;
use rustix::fs::{FileType, Mode, OFlags, fstat, open};
use rustix::io::{Errno, pread, retry_on_intr};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::{ffi::CStr, io};

/// Bytes reserved beside each read.
const SLACK: usize = 256;

/// Why a name could not be opened as a source.
#[derive(Debug)]
pub enum OpenError {
    Io(io::Error),
    /// A pipe, device or other file without positions; Python's own file object serves those.
    NotRegular,
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

    /// Opens for reading and writing; with `create`, a missing file is made.
    pub fn open_writable(path: &CStr, create: bool) -> Result<Self, OpenError> {
        match Self::open_with(path, OFlags::RDWR) {
            Err(OpenError::Io(cause)) if create && cause.kind() == io::ErrorKind::NotFound => {
                Self::open_with(path, OFlags::RDWR | OFlags::CREATE | OFlags::TRUNC)
            }
            opened => opened,
        }
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
        let end = into.len().saturating_add(len);
        // A little more than asked, so that the tail window that follows needs no reallocation.
        into.reserve_exact(len.saturating_add(SLACK));
        let mut position = offset;
        // The spare capacity exceeds what was asked; what is read beyond is cut off again.
        while into.len() < end {
            let count = retry_on_intr(|| pread(&self.fd, spare_capacity(into), position))?;
            if count == 0 {
                break;
            }
            position = position.saturating_add(count as u64);
        }
        into.truncate(end);
        Ok(())
    }
}
