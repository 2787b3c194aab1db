//! Cases in an order of their own, without holding more than some thousands of them.

use crate::case::Case;
use crate::synth::Rng;

/// Cases that are mixed with each other at a time.
const WINDOW: usize = 4096;

/// So many are there before the first is sent. The window then grows by [`STEP`] a case, so that
/// nobody waits for thousands of cases to be planned.
const FIRST: usize = 512;
const STEP: usize = 4;

/// A stream of cases, mixed: each case changes places with any of the next [`WINDOW`], the first
/// ones with any of the next [`FIRST`].
pub(super) struct Shuffled<C> {
    cases: C,
    window: Vec<Case>,
    rng: Rng,
}

impl<C: Iterator<Item = Case>> Shuffled<C> {
    /// The same seed gives the same order.
    pub(super) fn new(cases: C, seed: u64) -> Self {
        Self {
            cases,
            window: Vec::new(),
            rng: Rng::named(seed, "order"),
        }
    }
}

impl<C: Iterator<Item = Case>> Iterator for Shuffled<C> {
    type Item = Case;

    fn next(&mut self) -> Option<Case> {
        let wanted = if self.window.is_empty() { FIRST } else { STEP };
        let room = (WINDOW - self.window.len()).min(wanted);
        self.window.extend(self.cases.by_ref().take(room));
        if self.window.is_empty() {
            return None;
        }
        let at = self.rng.below(self.window.len());
        Some(self.window.swap_remove(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Family;

    fn case(number: usize) -> Case {
        Case {
            id: number.to_string(),
            operation: String::new(),
            version: String::new(),
            family: Family::Valid,
            statements: Vec::new(),
            why: String::new(),
            steps: Vec::new(),
            scenario: None,
            cost: crate::case::Cost::default(),
            skip: None,
        }
    }

    #[test]
    fn every_case_comes_once_in_an_order_of_the_seed_and_few_are_held() {
        let order = |seed| -> Vec<String> {
            Shuffled::new((0..10_000).map(case), seed)
                .map(|case| case.id)
                .collect()
        };
        let (one, other) = (order(1), order(2));
        assert_ne!(one, other);
        assert_eq!(one, order(1));
        let mut sorted: Vec<usize> = one.iter().map(|id| id.parse().unwrap()).collect();
        assert_ne!(sorted, (0..10_000).collect::<Vec<_>>());
        sorted.sort_unstable();
        assert_eq!(sorted, (0..10_000).collect::<Vec<_>>());

        let mut taken = 0;
        let mut shuffled = Shuffled::new((0..10_000).map(case).inspect(|_| taken += 1), 1);
        shuffled.by_ref().take(4000).for_each(drop);
        drop(shuffled);
        assert_eq!(taken, WINDOW + 3999);
    }
}
