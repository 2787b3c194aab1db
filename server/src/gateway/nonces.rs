//! The nonces of accepted requests, so that none is accepted twice.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

/// The most nonces of one generation.
const MOST: usize = 1 << 19;

/// Remembers nonces for at least a span of time, in bounded memory.
///
/// There are two generations. When the younger is as old as the span, or full, it becomes the
/// older one, and the older is forgotten. Only keyed hashes are kept: 64 bits a nonce.
#[derive(Debug)]
pub(crate) struct Nonces {
    hasher: RandomState,
    span: Duration,
    young: HashSet<u64>,
    old: HashSet<u64>,
    since: Instant,
}

impl Nonces {
    /// Remembers each nonce for this span of time, or until half a million newer ones came.
    pub(crate) fn new(span: Duration) -> Self {
        Self {
            hasher: RandomState::new(),
            span,
            young: HashSet::new(),
            old: HashSet::new(),
            since: Instant::now(),
        }
    }

    /// Whether the nonce of this access key is new; it no longer is afterwards.
    pub(crate) fn accept(&mut self, key: &str, nonce: &str) -> bool {
        if self.young.len() >= MOST || self.since.elapsed() >= self.span {
            std::mem::swap(&mut self.young, &mut self.old);
            self.young.clear();
            self.since = Instant::now();
        }
        let hash = self.hasher.hash_one((key, nonce));
        !self.old.contains(&hash) && self.young.insert(hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_accepted_once_for_each_key() {
        let mut nonces = Nonces::new(Duration::from_secs(900));
        assert!(nonces.accept("a", "n"));
        assert!(nonces.accept("b", "n"));
        assert!(!nonces.accept("a", "n"));
    }

    #[test]
    fn memory_is_bounded_and_the_latest_are_still_known() {
        let mut nonces = Nonces::new(Duration::from_secs(900));
        for n in 0..(MOST * 2 + 10) {
            assert!(nonces.accept("a", &n.to_string()));
        }
        assert!(nonces.young.len() <= MOST && nonces.old.len() <= MOST);
        assert!(!nonces.accept("a", &(MOST * 2).to_string()));
        assert!(!nonces.accept("a", &(MOST + 10).to_string()));
    }
}
