//! The reader over the whole corpus of real pages: nothing lost, nothing slower than linear, and a
//! scoreboard against the vendor's own metadata.
//!
//! `DOCTRACT_CORPUS` and `DOCTRACT_TRUTH` name the folders; without them the tests say that they
//! were skipped, and fail where `CI` is set.

#![cfg(feature = "extract")]
#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod accounting;
mod bounds;
mod ledger;
mod locales;
mod material;
mod prose;
mod read;
mod score;
mod scoreboard;
mod summary;
mod truth;
