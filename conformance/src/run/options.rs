//! How cases are run: which, how many at once, how fast, and what is kept.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

/// How cases are run.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many cases at the same time.
    pub concurrency: usize,
    /// The seed of the plan, and of the order if cases are shuffled.
    pub seed: u64,
    /// Cases come in an order of their own, mixed over some thousands of them: verdicts must not
    /// depend on it.
    pub shuffle: bool,
    /// Only cases whose id matches this pattern, in which `*` stands for any run of characters.
    pub filter: Option<String>,
    /// Only the part `index` (from 1) of `count` parts, by a hash of the id.
    pub partition: Option<(u32, u32)>,
    /// Only cases of these ids.
    pub only: Option<HashSet<String>>,
    /// Cases that may change something are sent to an address that is not this machine's own.
    pub allow_mutation: bool,
    /// What a case made is removed when it is over. Always so on an address that is not this
    /// machine's own.
    pub cleanup: bool,
    /// Where requests that may create something are noted before they are sent.
    pub journal: Option<PathBuf>,
    /// Exchanges are kept also where the verdict is a pass.
    pub keep_exchanges: bool,
    /// At most so many requests a second, of each operation.
    pub rate: Option<f64>,
    /// At most so many requests a second of these operations, whatever `rate` says.
    pub rates: BTreeMap<String, f64>,
}

impl Options {
    /// Whether the filter, the partition and the list of ids choose the case of this id.
    ///
    /// ```
    /// use doctract_conformance::Options;
    ///
    /// let options = Options { filter: Some("*/invalid/*".to_owned()), ..Options::default() };
    /// assert!(options.chooses("Ecs/CreateSnapshot/invalid/Description/maxLength/above"));
    /// assert!(!options.chooses("Ecs/CreateSnapshot/valid/minimal"));
    /// ```
    pub fn chooses(&self, id: &str) -> bool {
        let filter = self.filter.as_deref();
        let filter = filter.is_none_or(|pattern| crate::conventions::wildcard(pattern, id));
        let part = self.partition.is_none_or(|(index, count)| {
            let part = crate::synth::rng::hash(id.as_bytes()) % u64::from(count.max(1));
            part + 1 == u64::from(index)
        });
        let only = self.only.as_ref().is_none_or(|only| only.contains(id));
        filter && part && only
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            concurrency: 16,
            seed: 0,
            shuffle: false,
            filter: None,
            partition: None,
            only: None,
            allow_mutation: false,
            cleanup: false,
            journal: None,
            keep_exchanges: false,
            rate: None,
            rates: BTreeMap::new(),
        }
    }
}
