//! Planning and carrying out a save in memory: what saving costs beyond the operating system.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use mutagen_rs::source::{MemorySource, Source};
use mutagen_rs::splice::{Content, Plan, Splice, Target, apply};
use std::hint::black_box;
use std::io;

/// A file in memory.
struct Memory(Vec<u8>);

impl Source for Memory {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&mut self, offset: u64, len: usize, into: &mut Vec<u8>) -> io::Result<()> {
        let rest = self.0.get(offset as usize..).unwrap_or_default();
        into.extend_from_slice(rest.get(..len).unwrap_or(rest));
        Ok(())
    }
}

impl Target for Memory {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let start = offset as usize;
        let end = start + bytes.len();
        self.0.resize(end.max(self.0.len()), 0);
        if let Some(range) = self.0.get_mut(start..end) {
            range.copy_from_slice(bytes);
        }
        Ok(())
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.0.truncate(len as usize);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

const TAG: usize = 500_000;
const AUDIO: usize = 8_000_000;

fn plan(old_len: usize, new: Vec<u8>) -> Plan {
    let new = Content::from(new);
    let splice = Splice { offset: 0, old_len: old_len as u64, new, why: "tag" };
    Plan::new((TAG + AUDIO) as u64, vec![splice]).expect("a valid plan")
}

fn splices(c: &mut Criterion) {
    let file: Vec<u8> = (0..TAG + AUDIO).map(|n| (n % 251) as u8).collect();
    let mut edited = file.get(..TAG).unwrap_or_default().to_vec();
    if let Some(title) = edited.get_mut(40..60) {
        title.fill(b'x');
    }

    let mut group = c.benchmark_group("plan");
    group.throughput(Throughput::Bytes(TAG as u64));
    group.bench_function("20 changed bytes in a tag of 500 kB", |b| {
        b.iter_batched(
            || plan(TAG, edited.clone()),
            |mut plan| {
                plan.leave_out_unchanged(|offset, len, into| {
                    MemorySource(&file).read_at(offset, len, into)
                })
                .expect("in memory");
                assert_eq!(plan.bytes_written(), 20);
                plan
            },
            BatchSize::SmallInput,
        );
    });
    group.finish();

    let mut group = c.benchmark_group("apply");
    group.throughput(Throughput::Bytes(AUDIO as u64));
    for (name, new_len) in [("tag grows by 1 kB", TAG + 1000), ("tag shrinks by 1 kB", TAG - 1000)]
    {
        let plan = plan(TAG, vec![1; new_len]);
        group.bench_function(format!("{name}, 8 MB of audio move"), |b| {
            b.iter_batched(
                || Memory(file.clone()),
                |mut target| {
                    apply(black_box(&plan), &mut target).expect("in memory");
                    target
                },
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, splices);
criterion_main!(benches);
