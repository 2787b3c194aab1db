//! The decision of each rule.

use super::Rule;
use crate::{CharSet, Found, Number};

impl<S: AsRef<str>> Rule<'_, S> {
    /// What breaks the rule in `text`; `None` if the rule holds.
    ///
    /// Rules about characters hold for the empty text: whether it may be sent is said by
    /// [`Rule::NotEmpty`] and [`Rule::MinLength`] alone.
    ///
    /// Nothing is allocated, except for JSON and XML formats, which have to remember what is open,
    /// and for a pattern that is met for the first time.
    ///
    /// ```
    /// use doctract_core::{Found, Rule};
    ///
    /// let rule = Rule::NotPrefix(&["http://", "https://"]);
    /// assert_eq!(rule.broken_by("http:"), None);
    /// assert_eq!(rule.broken_by("http://"), Some(Found::Nothing));
    /// ```
    pub fn broken_by(&self, text: &str) -> Option<Found> {
        match *self {
            Self::MinLength(length) => length.below(text).map(Found::Length),
            Self::MaxLength(length) => length.above(text).map(Found::Length),
            Self::Minimum(_)
            | Self::Maximum(_)
            | Self::ExclusiveMinimum(_)
            | Self::ExclusiveMaximum(_)
            | Self::MultipleOf(_) => match text.parse() {
                Ok(value) => self.broken_by_number(value).flatten(),
                Err(_) => Some(Found::Unreadable),
            },
            Self::Enum {
                values,
                case_sensitive,
            } => unless(any(values, |value| {
                value == text || (!case_sensitive && same_letters(value, text))
            })),
            Self::Charset(set) => set.first_outside(text).map(Found::Char),
            Self::StartsWith(set) => outside(set, text.chars().next()),
            Self::NotStartsWith(set) => inside(set, text.chars().next()),
            Self::EndsWith(set) => outside(set, text.chars().next_back()),
            Self::NotEndsWith(set) => inside(set, text.chars().next_back()),
            Self::Prefix(list) => unless(any(list, |item| text.starts_with(item))),
            Self::NotPrefix(list) => unless(!any(list, |item| text.starts_with(item))),
            Self::Suffix(list) => unless(any(list, |item| text.ends_with(item))),
            Self::NotSuffix(list) => unless(!any(list, |item| text.ends_with(item))),
            Self::Contains(list) => unless(!any(list, |item| !text.contains(item))),
            Self::NotContains(list) => unless(!any(list, |item| text.contains(item))),
            Self::NotValues(list) => unless(!any(list, |item| text == item)),
            Self::CharClasses { of, min } => {
                let occurs = |set: &&CharSet<'_>| text.chars().any(|c| set.contains(c));
                let found = of.iter().filter(occurs).count() as u64;
                (found < u64::from(min)).then_some(Found::Length(found))
            }
            #[cfg(feature = "pattern")]
            Self::Pattern(pattern) => unless(crate::pattern::matches(pattern, text)),
            #[cfg(not(feature = "pattern"))]
            Self::Pattern(_) => None,
            #[cfg(feature = "formats")]
            Self::Format(format) => unless(crate::format::matches(format, text)),
            #[cfg(feature = "formats")]
            Self::Layout(layout) => unless(crate::format::matches_layout(layout, text)),
            #[cfg(feature = "formats")]
            Self::Encoding(encoding) => unless(crate::format::is_encoded(encoding, text)),
            #[cfg(not(feature = "formats"))]
            Self::Format(_) | Self::Layout(_) | Self::Encoding(_) => None,
            Self::NotEmpty => unless(!text.is_empty()),
        }
    }
}

impl<S> Rule<'_, S> {
    /// What breaks the rule in a number that needs no reading; `None` if the rule is about text
    /// and has to see the number's digits.
    ///
    /// ```
    /// use doctract_core::{Found, Number, Rule};
    ///
    /// let rule: Rule<'_, &str> = Rule::Maximum(Number::from(20));
    /// let found = Found::Number(Number::from(21));
    /// assert_eq!(rule.broken_by_number(Number::from(21)), Some(Some(found)));
    /// assert_eq!(Rule::<&str>::NotEmpty.broken_by_number(Number::from(21)), None);
    /// ```
    pub fn broken_by_number(&self, value: Number) -> Option<Option<Found>> {
        let holds = match *self {
            Self::Minimum(limit) => value >= limit,
            Self::Maximum(limit) => value <= limit,
            Self::ExclusiveMinimum(limit) => value > limit,
            Self::ExclusiveMaximum(limit) => value < limit,
            Self::MultipleOf(step) => value.is_multiple_of(step),
            _ => return None,
        };
        Some((!holds).then_some(Found::Number(value)))
    }
}

fn any<S: AsRef<str>>(list: &[S], test: impl Fn(&str) -> bool) -> bool {
    list.iter().any(|item| test(item.as_ref()))
}

fn unless(holds: bool) -> Option<Found> {
    (!holds).then_some(Found::Nothing)
}

fn outside(set: &CharSet<'_>, c: Option<char>) -> Option<Found> {
    c.filter(|c| !set.contains(*c)).map(Found::Char)
}

fn inside(set: &CharSet<'_>, c: Option<char>) -> Option<Found> {
    c.filter(|c| set.contains(*c)).map(Found::Char)
}

/// Whether two texts differ in letter case at most.
fn same_letters(left: &str, right: &str) -> bool {
    if left.is_ascii() && right.is_ascii() {
        return left.eq_ignore_ascii_case(right);
    }
    left.chars()
        .flat_map(char::to_lowercase)
        .eq(right.chars().flat_map(char::to_lowercase))
}
