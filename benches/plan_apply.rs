//! Planning and carrying out a save in memory: what saving costs beyond the operating system.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use mutagen_rs::source::MemorySource;
use mutagen_rs::splice::{Content, MemoryTarget, Plan, Splice, apply};
use std::hint::black_box;

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
                plan.leave_out_unchanged(&mut MemorySource(&file)).expect("in memory");
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
                || MemoryTarget(file.clone()),
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
