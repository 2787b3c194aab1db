//! Exact decimal numbers: bounds and values are compared as they are written, never as floats.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A decimal number, `coefficient × 10^-scale`, exact.
///
/// ```
/// use doctract_core::Number;
///
/// let limit: Number = "1.10".parse().unwrap();
/// assert_eq!(limit, "1.1".parse().unwrap());
/// assert!(limit > Number::from(1));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Number {
    coefficient: i128,
    scale: u8,
}

/// The text is not a plain decimal number of at most 30 digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberError;

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a plain decimal number of at most 30 digits")
    }
}

impl std::error::Error for NumberError {}

impl Number {
    /// Digits that a number may have in all; keeps comparison within 128 bits.
    const MOST_DIGITS: usize = 30;

    /// `coefficient × 10^-scale`; usable in constants.
    pub const fn new(coefficient: i64, scale: u8) -> Self {
        Self {
            coefficient: coefficient as i128,
            scale,
        }
    }

    /// The number without its fraction, if it has none and fits.
    pub fn as_i64(self) -> Option<i64> {
        self.normal().whole()
    }

    /// The number if it was given without decimals and fits 64 bits; usable in constants.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "`TryFrom` is not to be had in constants; the bounds are looked at"
    )]
    pub const fn whole(self) -> Option<i64> {
        let Self { coefficient, scale } = self;
        if scale != 0 || coefficient < i64::MIN as i128 || coefficient > i64::MAX as i128 {
            return None;
        }
        Some(coefficient as i64)
    }

    /// The coefficient and the scale, with no trailing zero in the fraction.
    pub fn parts(self) -> (i128, u8) {
        let normal = self.normal();
        (normal.coefficient, normal.scale)
    }

    fn normal(mut self) -> Self {
        while self.scale > 0 && self.coefficient % 10 == 0 {
            self.coefficient /= 10;
            self.scale -= 1;
        }
        self
    }

    /// The order of the distances from zero.
    fn cmp_magnitude(self, other: Self) -> Ordering {
        let (left, right) = (self.normal(), other.normal());
        let digits = |number: Self| number.coefficient.unsigned_abs().checked_ilog10();
        let exponent =
            |number: Self| digits(number).map(|digits| i64::from(digits) - i64::from(number.scale));
        exponent(left).cmp(&exponent(right)).then_with(|| {
            // Of one decimal exponent: what is too great for the other's scale is the greater.
            let scale = left.scale.max(right.scale);
            let raised = |number: Self| {
                let factor = 10u128.saturating_pow(u32::from(scale - number.scale));
                number.coefficient.unsigned_abs().saturating_mul(factor)
            };
            raised(left).cmp(&raised(right))
        })
    }

    fn aligned(self, other: Self) -> Option<(i128, i128)> {
        let scale = self.scale.max(other.scale);
        let lift = |number: Self| {
            number
                .coefficient
                .checked_mul(10i128.checked_pow(u32::from(scale - number.scale))?)
        };
        Some((lift(self)?, lift(other)?))
    }

    /// Whether this number is a whole multiple of `step`. Nothing is a multiple of zero.
    pub fn is_multiple_of(self, step: Self) -> bool {
        let (value, step) = (self.normal(), step.normal());
        if step.coefficient == 0 {
            return false;
        }
        if value.scale > step.scale {
            return value.coefficient == 0;
        }
        // The step divides value × 10^n when what is left of it without its twos and fives, n of
        // each at most, divides the value.
        let mut divisor = step.coefficient;
        for _ in value.scale..step.scale {
            for prime in [2, 5] {
                if divisor % prime == 0 {
                    divisor /= prime;
                }
            }
        }
        value.coefficient.checked_rem(divisor).unwrap_or(0) == 0
    }

    /// The sum, if it fits.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let (left, right) = self.aligned(other)?;
        Some(Self {
            coefficient: left.checked_add(right)?,
            scale: self.scale.max(other.scale),
        })
    }

    /// The difference, if it fits.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self {
            coefficient: other.coefficient.checked_neg()?,
            scale: other.scale,
        })
    }
}

macro_rules! from_whole {
    ($($whole:ty),*) => {$(
        impl From<$whole> for Number {
            fn from(value: $whole) -> Self {
                Self {
                    coefficient: i128::from(value),
                    scale: 0,
                }
            }
        }
    )*};
}

from_whole!(i32, i64, u32, u64);

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.scale == other.scale {
            return self.coefficient.cmp(&other.coefficient);
        }
        let sign = self.coefficient.signum();
        sign.cmp(&other.coefficient.signum()).then_with(|| {
            let order = self.cmp_magnitude(*other);
            if sign < 0 { order.reverse() } else { order }
        })
    }
}

impl std::hash::Hash for Number {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        let normal = self.normal();
        normal.coefficient.hash(state);
        normal.scale.hash(state);
    }
}

impl FromStr for Number {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((_, "")) => return Err(NumberError),
            Some(parts) => parts,
            None => (unsigned, ""),
        };
        if whole.is_empty() || whole.len() + fraction.len() > Self::MOST_DIGITS {
            return Err(NumberError);
        }
        let mut coefficient = 0i128;
        for digits in [whole, fraction] {
            // Sixteen digits at a time, which 64 bits hold.
            for chunk in digits.as_bytes().chunks(16) {
                let (mut value, mut power) = (0u64, 1u64);
                for byte in chunk {
                    if !byte.is_ascii_digit() {
                        return Err(NumberError);
                    }
                    value = value * 10 + u64::from(byte - b'0');
                    power *= 10;
                }
                coefficient = coefficient * i128::from(power) + i128::from(value);
            }
        }
        if text.starts_with('-') {
            coefficient = -coefficient;
        }
        let scale = u8::try_from(fraction.len()).map_err(|_| NumberError)?;
        Ok(Self { coefficient, scale })
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { coefficient, scale } = self.normal();
        if scale == 0 {
            return write!(f, "{coefficient}");
        }
        let scale = usize::from(scale);
        let digits = format!("{:0width$}", coefficient.unsigned_abs(), width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        let sign = if coefficient < 0 { "-" } else { "" };
        write!(f, "{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_compare_by_value_and_print_shortest() {
        assert!(number("9") < number("10") && number("-1") < number("0.5"));
        assert_eq!(number("1.500").to_string(), "1.5");
        assert_eq!(number("-0.05").to_string(), "-0.05");
        assert_eq!(
            number("000123456789012345678901234567").to_string(),
            "123456789012345678901234567"
        );
    }

    #[test]
    fn what_is_no_plain_decimal_is_refused() {
        for text in ["", "-", "1e3", "1.", ".5", " 1", "0x10", "1_000", "１"] {
            assert_eq!(text.parse::<Number>(), Err(NumberError), "{text:?}");
        }
    }

    #[test]
    fn multiples_are_exact() {
        assert!(number("0.3").is_multiple_of(number("0.1")));
        assert!(!number("61").is_multiple_of(number("60")));
        assert!(!number("60").is_multiple_of(number("0")));
    }
}
