//! Counting right and wrong, with a few examples of what was wrong.

use std::collections::BTreeMap;

/// Hits and misses of one figure, by product.
#[derive(Default)]
pub(crate) struct Score {
    counts: BTreeMap<&'static str, (usize, usize)>,
    /// The part of them that is held out.
    held_out: (usize, usize),
    /// What was wrong, of all that is not held out.
    pub(crate) misses: Vec<String>,
}

impl Score {
    /// Counts one comparison; `miss` describes it if it failed.
    pub(crate) fn count(
        &mut self,
        product: &'static str,
        held_out: bool,
        hit: bool,
        miss: impl FnOnce() -> String,
    ) {
        let (hits, all) = self.counts.entry(product).or_default();
        *all += 1;
        *hits += usize::from(hit);
        if held_out {
            self.held_out.0 += usize::from(hit);
            self.held_out.1 += 1;
        } else if !hit {
            self.misses.push(miss());
        }
    }

    /// Hits in percent and the number of comparisons, of one product.
    pub(crate) fn of(&self, product: &str) -> (f64, usize) {
        percent(self.counts.get(product).copied().unwrap_or_default())
    }

    /// The same of the held-out part of all products.
    pub(crate) fn held_out(&self) -> (f64, usize) {
        percent(self.held_out)
    }

    /// The same over all products.
    pub(crate) fn total(&self) -> (f64, usize) {
        let sum =
            |left: (usize, usize), right: &(usize, usize)| (left.0 + right.0, left.1 + right.1);
        percent(self.counts.values().fold((0, 0), sum))
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of rows, far below 2^52")]
fn percent((hits, all): (usize, usize)) -> (f64, usize) {
    if all == 0 {
        return (100.0, 0);
    }
    (hits as f64 * 100.0 / all as f64, all)
}
