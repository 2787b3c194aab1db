//! Lengths, in characters or bytes.

/// What a length counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LengthUnit {
    /// Unicode scalar values: a Chinese character counts as one.
    #[default]
    Chars,
    /// Bytes of the UTF-8 form.
    Bytes,
}

/// A length limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Length {
    /// The limit itself, inclusive.
    pub limit: u64,
    /// What is counted.
    pub unit: LengthUnit,
}

impl Length {
    /// A limit in characters.
    pub const fn chars(limit: u64) -> Self {
        Self {
            limit,
            unit: LengthUnit::Chars,
        }
    }

    /// A limit in bytes.
    pub const fn bytes(limit: u64) -> Self {
        Self {
            limit,
            unit: LengthUnit::Bytes,
        }
    }

    /// The length of `text` in the unit of this limit.
    #[inline]
    pub fn of(self, text: &str) -> u64 {
        match self.unit {
            LengthUnit::Chars => text.chars().count() as u64,
            LengthUnit::Bytes => text.len() as u64,
        }
    }

    /// The length of `text` if it is shorter than the limit.
    pub(super) fn below(self, text: &str) -> Option<u64> {
        // No character takes more than four bytes: a long text is not short of characters.
        if self.unit == LengthUnit::Chars && text.len() as u64 / 4 >= self.limit {
            return None;
        }
        Some(self.of(text)).filter(|length| *length < self.limit)
    }

    /// The length of `text` if it is longer than the limit.
    pub(super) fn above(self, text: &str) -> Option<u64> {
        // There are never more characters than bytes.
        if text.len() as u64 <= self.limit {
            return None;
        }
        Some(self.of(text)).filter(|length| *length > self.limit)
    }
}
