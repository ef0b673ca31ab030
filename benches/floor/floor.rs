//! The kernel's floor: the system calls that reading or saving a file cannot do without, timed
//! without any parsing. Whatever a tag library takes beyond this is its own work.
//!
//! ```text
//! floor PLAN
//! ```
//!
//! For every line on standard input, the name of a class, one pass is made over the files of that
//! class, and its nanoseconds are printed: the caller can set passes between those of others.
//!
//! A line of PLAN is one file: `class TAB path TAB original TAB steps`. Each file is opened (for
//! writing if a step writes), asked for its length, taken through its steps, and closed. Steps,
//! separated by blanks, all numbers in bytes:
//!
//! ```text
//! r:AT:LEN       pread           w:AT:LEN    pwrite
//! m:FROM:TO:LEN  move in blocks  t:LEN       ftruncate
//! ```
//!
//! If `original` is not `-`, the file is made equal to it before every pass, outside the time.
//! Buffers are allocated once.

use std::error::Error;
use std::fs::{self, File, OpenOptions};
use std::hint::black_box;
use std::io::{self, BufRead as _, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Instant;

/// A tail is moved in pieces of this many bytes.
const BLOCK: usize = 1 << 20;

/// Bytes of a page of memory, and how far apart within a page two places must be.
const PAGE: u64 = 4096;
const CLEAR: u64 = 128;

type Outcome<T> = Result<T, Box<dyn Error>>;

enum Step {
    Read { at: u64, len: usize },
    Write { at: u64, len: usize },
    Move { from: u64, to: u64, len: u64 },
    Truncate { len: u64 },
}

impl FromStr for Step {
    type Err = Box<dyn Error>;

    fn from_str(text: &str) -> Outcome<Self> {
        let mut parts = text.split(':');
        let kind = parts.next();
        let numbers = parts.map(str::parse).collect::<Result<Vec<u64>, _>>()?;
        match (kind, numbers.as_slice()) {
            (Some("r"), &[at, len]) => Ok(Self::Read { at, len: usize::try_from(len)? }),
            (Some("w"), &[at, len]) => Ok(Self::Write { at, len: usize::try_from(len)? }),
            (Some("m"), &[from, to, len]) => Ok(Self::Move { from, to, len }),
            (Some("t"), &[len]) => Ok(Self::Truncate { len }),
            _ => Err(format!("not a step: {text}").into()),
        }
    }
}

impl Step {
    fn writes(&self) -> bool {
        !matches!(self, Self::Read { .. })
    }

    /// Bytes of buffer the step needs.
    fn buffer(&self) -> usize {
        match *self {
            Self::Read { len, .. } | Self::Write { len, .. } => len,
            Self::Move { .. } => BLOCK,
            Self::Truncate { .. } => 0,
        }
    }

    fn take(&self, file: &File, buffer: &mut [u8]) -> io::Result<()> {
        match *self {
            Self::Read { at, len } => file.read_exact_at(part(buffer, len, Some(at), None)?, at),
            Self::Write { at, len } => file.write_all_at(part(buffer, len, None, Some(at))?, at),
            Self::Move { from, to, len } => relocate(file, buffer, from, to, len),
            Self::Truncate { len } => file.set_len(len),
        }
    }
}

/// `len` bytes of the buffer, placed where the kernel copies fast. On some processors a copy is
/// several times slower if its target lies a few bytes further into its page of memory than its
/// source; a floor that pays for that would be too high.
fn part(
    buffer: &mut [u8],
    len: usize,
    from: Option<u64>,
    to: Option<u64>,
) -> io::Result<&mut [u8]> {
    let address = buffer.as_ptr().addr() as u64;
    let is_fast = |source: u64, target: u64| target.wrapping_sub(source) % PAGE >= CLEAR;
    let fits = |lead: &u64| {
        let place = address + lead;
        from.is_none_or(|from| is_fast(from, place)) && to.is_none_or(|to| is_fast(place, to))
    };
    let lead = (0..PAGE).step_by(CLEAR as usize).find(fits).unwrap_or_default() as usize;
    buffer.get_mut(lead..lead + len).ok_or_else(|| io::ErrorKind::InvalidInput.into())
}

/// Moves `len` bytes, from the end if upwards, so that no byte is overwritten before it is read.
fn relocate(file: &File, buffer: &mut [u8], from: u64, to: u64, len: u64) -> io::Result<()> {
    let block = BLOCK as u64;
    let mut done = 0;
    while done < len {
        let size = block.min(len - done);
        let at = if to > from { len - done - size } else { done };
        let size_of_piece = usize::try_from(size).unwrap_or(BLOCK);
        let piece = part(buffer, size_of_piece, Some(from + at), Some(to + at))?;
        file.read_exact_at(piece, from + at)?;
        file.write_all_at(piece, to + at)?;
        done += size;
    }
    Ok(())
}

struct Job {
    path: PathBuf,
    original: Option<PathBuf>,
    steps: Vec<Step>,
    open: OpenOptions,
}

impl Job {
    fn run(&self, buffer: &mut [u8]) -> io::Result<()> {
        let file = self.open.open(&self.path)?;
        black_box(file.metadata()?.len());
        self.steps.iter().try_for_each(|step| step.take(&file, buffer))
    }

    /// Writes over the file rather than making it anew: its blocks stay where they are.
    fn restore(&self) -> io::Result<()> {
        let Some(original) = &self.original else { return Ok(()) };
        let bytes = fs::read(original)?;
        let file = OpenOptions::new().write(true).open(&self.path)?;
        file.write_all_at(&bytes, 0)?;
        file.set_len(bytes.len() as u64)
    }
}

struct Class {
    name: String,
    jobs: Vec<Job>,
}

impl Class {
    /// One pass over the files of the class; its nanoseconds.
    fn pass(&self, buffer: &mut [u8]) -> io::Result<u128> {
        self.jobs.iter().try_for_each(Job::restore)?;
        let start = Instant::now();
        self.jobs.iter().try_for_each(|job| job.run(buffer))?;
        Ok(start.elapsed().as_nanos())
    }
}

fn read_plan(plan: &Path) -> Outcome<Vec<Class>> {
    let mut classes: Vec<Class> = Vec::new();
    for line in fs::read_to_string(plan)?.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let &[class, path, original, steps] = fields.as_slice() else {
            return Err(format!("not a file of a plan: {line}").into());
        };
        let steps = steps.split_whitespace().map(str::parse).collect::<Outcome<Vec<Step>>>()?;
        let mut open = OpenOptions::new();
        open.read(true).write(steps.iter().any(Step::writes));
        let original = (original != "-").then(|| PathBuf::from(original));
        let job = Job { path: PathBuf::from(path), original, steps, open };
        match classes.iter_mut().find(|known| known.name == class) {
            Some(known) => known.jobs.push(job),
            None => classes.push(Class { name: class.to_owned(), jobs: vec![job] }),
        }
    }
    Ok(classes)
}

fn main() -> Outcome<()> {
    let plan = std::env::args_os().nth(1).ok_or("usage: floor PLAN")?;
    let classes = read_plan(Path::new(&plan))?;
    let steps = classes.iter().flat_map(|class| &class.jobs).flat_map(|job| &job.steps);
    // Not zeros: what is written must not look like a hole.
    let mut buffer = vec![0xA5; steps.map(Step::buffer).max().unwrap_or(0) + PAGE as usize];
    let mut out = io::stdout().lock();
    for name in io::stdin().lock().lines() {
        let name = name?;
        let class = classes.iter().find(|class| class.name == name);
        let class = class.ok_or_else(|| format!("no class {name} in the plan"))?;
        writeln!(out, "{}", class.pass(&mut buffer)?)?;
        out.flush()?;
    }
    Ok(())
}
