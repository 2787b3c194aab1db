//! A small deterministic generator: the same seed gives the same plan on every machine.

/// `SplitMix64`: enough for choosing fillers and shuffling, no cryptography.
#[derive(Debug, Clone)]
pub(crate) struct Rng(u64);

impl Rng {
    /// A generator of its own for `name` under `seed`: independent of how many others there are
    /// and of the order in which they are made.
    pub(crate) fn named(seed: u64, name: &str) -> Self {
        Self(seed ^ hash(name.as_bytes()))
    }

    /// The next number.
    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// A number below `bound`; 0 if `bound` is 0.
    pub(crate) const fn below(&mut self, bound: usize) -> usize {
        if bound == 0 {
            return 0;
        }
        // Half the bits are enough for any choice here, and fit everywhere.
        (self.next() >> 32) as u32 as usize % bound
    }
}

const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A hash that is the same on every machine and in every release (FNV-1a, then mixed).
pub(crate) const fn hash(bytes: &[u8]) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01B3);
        at += 1;
    }
    mix(hash)
}
