//! Counting right and wrong, with what was wrong.

use std::collections::BTreeMap;

/// Hits and all comparisons.
type Count = (usize, usize);

/// Hits and misses of one figure, by product and by tree of pages.
#[derive(Default)]
pub(crate) struct Score {
    products: BTreeMap<&'static str, Count>,
    trees: BTreeMap<&'static str, Count>,
    /// The part of them that is held out.
    held_out: Count,
    /// What was wrong, of all that is not held out.
    pub(crate) misses: Vec<String>,
}

/// Where a comparison belongs.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Place {
    pub(crate) product: &'static str,
    /// The folder of one language: `cn.zh-CN`.
    pub(crate) tree: &'static str,
    pub(crate) held_out: bool,
}

impl Score {
    /// Counts one comparison; `miss` describes it if it failed.
    pub(crate) fn count(&mut self, place: Place, hit: bool, miss: impl FnOnce() -> String) {
        let add = |count: &mut Count| {
            count.0 += usize::from(hit);
            count.1 += 1;
        };
        add(self.products.entry(place.product).or_default());
        add(self.trees.entry(place.tree).or_default());
        if place.held_out {
            add(&mut self.held_out);
        } else if !hit {
            self.misses.push(miss());
        }
    }

    /// Hits in percent and the number of comparisons, of one product.
    pub(crate) fn of_product(&self, product: &str) -> (f64, usize) {
        percent(self.products.get(product).copied().unwrap_or_default())
    }

    /// The same of one tree.
    pub(crate) fn of_tree(&self, tree: &str) -> (f64, usize) {
        percent(self.trees.get(tree).copied().unwrap_or_default())
    }

    /// The same of the held-out part of all products.
    pub(crate) fn held_out(&self) -> (f64, usize) {
        percent(self.held_out)
    }

    /// The same over all products.
    pub(crate) fn total(&self) -> (f64, usize) {
        let sum = |left: Count, right: &Count| (left.0 + right.0, left.1 + right.1);
        percent(self.products.values().fold((0, 0), sum))
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of rows, far below 2^52")]
fn percent((hits, all): Count) -> (f64, usize) {
    if all == 0 {
        return (100.0, 0);
    }
    (hits as f64 * 100.0 / all as f64, all)
}
