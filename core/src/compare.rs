//! Comparing values: the operators of conditions and of rules between two parameters.

use crate::Number;
use std::cmp::Ordering;

/// How a condition or a relation compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operator {
    /// Present and equal to the value.
    Eq,
    /// Absent, or present and not equal to the value.
    Ne,
    /// Present and one of the values.
    In,
    /// Absent, or present and none of the values.
    NotIn,
    /// Present, whatever its value.
    Present,
    /// Not present.
    Absent,
    /// Greater.
    Gt,
    /// Greater or equal.
    Ge,
    /// Less.
    Lt,
    /// Less or equal.
    Le,
}

impl Operator {
    /// The word that names the operator in a spec.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::In => "in",
            Self::NotIn => "notIn",
            Self::Present => "present",
            Self::Absent => "absent",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Lt => "lt",
            Self::Le => "le",
        }
    }

    /// Whether the operator holds between `actual` (absent: `None`) and `values`.
    ///
    /// Values that are `true` or `false` in any letter case are equal without regard to case.
    /// Orderings need two values that compare (see [`order`]); otherwise they do not hold.
    ///
    /// ```
    /// use doctract_core::Operator;
    ///
    /// assert!(Operator::In.holds(Some("on"), &["on", "off"]));
    /// assert!(Operator::Ne.holds(None, &["on"]));
    /// assert!(Operator::Gt.holds(Some("10"), &["9"]));
    /// ```
    pub fn holds<S: AsRef<str>>(self, actual: Option<&str>, values: &[S]) -> bool {
        let among = |text: &str| values.iter().any(|value| same(text, value.as_ref()));
        let ordered = |wanted: fn(Ordering) -> bool| {
            let (Some(text), Some(value)) = (actual, values.first()) else {
                return false;
            };
            order(text, value.as_ref()).is_some_and(wanted)
        };
        match self {
            Self::Eq | Self::In => actual.is_some_and(among),
            Self::Ne | Self::NotIn => !actual.is_some_and(among),
            Self::Present => actual.is_some(),
            Self::Absent => actual.is_none(),
            Self::Gt => ordered(Ordering::is_gt),
            Self::Ge => ordered(Ordering::is_ge),
            Self::Lt => ordered(Ordering::is_lt),
            Self::Le => ordered(Ordering::is_le),
        }
    }
}

fn same(left: &str, right: &str) -> bool {
    let boolean =
        |text: &str| text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false");
    left == right || (boolean(left) && left.eq_ignore_ascii_case(right))
}

/// The order of two values: as numbers where both are, as moments where both are (with the
/// feature `formats`), as text where both look like ISO times of one length, else unknown.
pub fn order(left: &str, right: &str) -> Option<Ordering> {
    if let (Ok(left), Ok(right)) = (left.parse::<Number>(), right.parse::<Number>()) {
        return Some(left.cmp(&right));
    }
    #[cfg(feature = "formats")]
    if let (Some(left), Some(right)) = (crate::time::moment(left), crate::time::moment(right)) {
        return Some(left.cmp(&right));
    }
    let time =
        |text: &str| text.len() >= 8 && text.as_bytes().iter().take(4).all(u8::is_ascii_digit);
    (left.len() == right.len() && time(left) && time(right)).then(|| left.cmp(right))
}
