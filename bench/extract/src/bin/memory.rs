//! The most memory that extraction of a folder holds at a time, by the number of pages, as a table.

use bench_extract::{corpus_folder, operation_pages};
use doctract_spec::extract::{Options, extract_folder};
use std::alloc::{GlobalAlloc, Layout, System};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The system's allocator, which also counts what is held.
struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call is passed on unchanged; the counters touch no memory of the caller.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.fetch_add(layout.size(), Relaxed) + layout.size();
        MOST.fetch_max(held, Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[expect(clippy::cast_precision_loss, reason = "far below 2^52 bytes")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

fn main() {
    let folder = corpus_folder();
    let names = operation_pages(&folder);
    let read = |name: &str| std::fs::read(folder.join(name));
    // Vocabularies and the caches of compiled patterns are filled once and stay.
    let start = HELD.load(Relaxed);
    extract_folder(names.clone(), read, &Options::default(), |_| {
        ControlFlow::Continue(())
    });
    let kept = HELD.load(Relaxed) - start;
    println!(
        "Compiled vocabularies with their caches, once: {:.1} MB.\n",
        megabytes(kept)
    );
    println!("| pages | bytes read | most memory held | left of it at the end |");
    println!("|--:|--:|--:|--:|");
    for count in [100, 1000, names.len()] {
        let paths = names[..count].to_vec();
        let before = HELD.load(Relaxed);
        MOST.store(before, Relaxed);
        let summary = extract_folder(paths, read, &Options::default(), |_| {
            ControlFlow::Continue(())
        });
        println!(
            "| {count} | {} | {:.1} MB | {:.1} MB |",
            summary.bytes,
            megabytes(MOST.load(Relaxed) - before),
            megabytes(HELD.load(Relaxed).saturating_sub(before)),
        );
    }
}
