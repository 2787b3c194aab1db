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

    /// Whether the operator holds between two present values; `None` if it is an ordering and the
    /// values have no order (see [`order`]).
    ///
    /// ```
    /// use doctract_core::Operator;
    ///
    /// assert_eq!(Operator::Gt.relates("2018-01-02", "2018-01-01"), Some(true));
    /// assert_eq!(Operator::Gt.relates("2018-01-02", "soon"), None);
    /// ```
    pub fn relates(self, left: &str, right: &str) -> Option<bool> {
        let ordering = matches!(self, Self::Gt | Self::Ge | Self::Lt | Self::Le);
        if ordering && order(left, right).is_none() {
            return None;
        }
        Some(self.holds(Some(left), &[right]))
    }
}

fn same(left: &str, right: &str) -> bool {
    let boolean =
        |text: &str| text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false");
    left == right || (boolean(left) && left.eq_ignore_ascii_case(right))
}

/// The order of two values: as numbers where both are, as moments where both are times that
/// `time::moment` reads (with the feature `formats`), as text where both are
/// written in one layout of digits, such as `08:00Z`; else unknown.
pub fn order(left: &str, right: &str) -> Option<Ordering> {
    if let (Ok(left), Ok(right)) = (left.parse::<Number>(), right.parse::<Number>()) {
        return Some(left.cmp(&right));
    }
    #[cfg(feature = "formats")]
    match (crate::time::moment(left), crate::time::moment(right)) {
        (Some(left), Some(right)) => return Some(left.cmp(&right)),
        (None, None) => {}
        _ => return None,
    }
    is_one_layout(left, right).then(|| left.cmp(right))
}

/// Whether all parts of a condition hold, where some may be undecided: `Some(false)` if any part is
/// false, else `None` if any is undecided, else `Some(true)`.
///
/// ```
/// use doctract_core::compare::all_hold;
///
/// assert_eq!(all_hold([None, Some(false)]), Some(false));
/// assert_eq!(all_hold([None, Some(true)]), None);
/// assert_eq!(all_hold([]), Some(true));
/// ```
pub fn all_hold(parts: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut undecided = false;
    for part in parts {
        match part {
            Some(false) => return Some(false),
            Some(true) => {}
            None => undecided = true,
        }
    }
    (!undecided).then_some(true)
}

/// Whether digits stand at the same places and the same separators between them.
fn is_one_layout(left: &str, right: &str) -> bool {
    left.len() == right.len()
        && left.starts_with(|c: char| c.is_ascii_digit())
        && left.bytes().zip(right.bytes()).all(|(left, right)| {
            (left.is_ascii_digit() && right.is_ascii_digit())
                || (left == right && b"-:/. TZ".contains(&left))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_of_one_layout_have_an_order() {
        assert_eq!(order("9", "10"), Some(Ordering::Less));
        assert_eq!(order("-1", "-1.0"), Some(Ordering::Equal));
        assert_eq!(order("08:00Z", "07:59Z"), Some(Ordering::Greater));
        assert_eq!(
            order("2018-01-01T12:00Z", "2018-01-01T12:01Z"),
            Some(Ordering::Less)
        );
        for (left, right) in [
            ("a", "b"),
            ("", ""),
            ("08:00", "8:00"),
            ("1", "b"),
            ("cn-1", "cn-2"),
        ] {
            assert_eq!(order(left, right), None, "{left} {right}");
        }
    }

    #[cfg(feature = "formats")]
    #[test]
    fn times_of_different_layouts_have_an_order() {
        assert_eq!(
            order("2018-01-01T12:00Z", "2018-01-01T20:00:01+08:00"),
            Some(Ordering::Less)
        );
        assert_eq!(order("2018-01-01", "1514764800000"), Some(Ordering::Equal));
        assert_eq!(order("2018-01-01", "2018-02-30"), None);
    }
}
