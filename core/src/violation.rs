//! What a broken rule is reported as: static text and numbers, turned into words when shown.

use crate::{CharSet, LengthUnit, Number};
use std::fmt;

/// What was found instead of what the rule allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Found {
    /// Nothing to say beyond the rule.
    Nothing,
    /// A length or a count, in the unit of the rule.
    Length(u64),
    /// A number.
    Number(Number),
    /// The character at fault.
    Char(char),
    /// The value is not of the documented type.
    Unreadable,
    /// The parameter is absent.
    Absent,
    /// The parameter is present.
    Present,
}

/// The limit that a rule states.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Limit<'a> {
    /// The rule has no limit to print.
    None,
    /// A length in characters or bytes.
    Length(u64, LengthUnit),
    /// A number of items, or an index.
    Count(u64),
    /// From the first to the last, both included; no last: without an end.
    Range(u64, Option<u64>),
    /// A number.
    Number(Number),
    /// A text: a format, a pattern.
    Text(&'a str),
    /// A set of characters.
    Chars(&'a CharSet<'a>),
    /// Several texts: the values of an enum, prefixes, parameter names.
    Texts(&'a [&'a str]),
}

/// The indices in a flattened name, outermost first: `Tag.3.Key` has `[3]`. At most three levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Indices {
    values: [u32; Self::MOST],
    depth: u8,
}

impl Indices {
    /// The most levels that a name can have.
    pub const MOST: usize = 3;

    /// No index.
    pub const NONE: Self = Self {
        values: [0; Self::MOST],
        depth: 0,
    };

    /// These indices with one more at the end; a fourth is dropped.
    #[must_use]
    pub const fn with(mut self, index: u32) -> Self {
        self.push(index);
        self
    }

    /// Goes to an item of a list: one more at the end; a fourth is dropped.
    #[inline]
    pub const fn push(&mut self, index: u32) {
        if (self.depth as usize) < self.values.len() {
            self.values[self.depth as usize] = index;
            self.depth += 1;
        }
    }

    /// Goes back to the list: the innermost goes.
    #[inline]
    pub const fn pop(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.values[self.depth as usize] = 0;
    }

    /// The indices, outermost first.
    pub fn as_slice(&self) -> &[u32] {
        &self.values[..usize::from(self.depth)]
    }
}

/// One broken rule of a request.
///
/// ```
/// use doctract_core::{Found, Indices, LengthUnit, Limit, Violation};
///
/// let violation = Violation {
///     field: "Tag.N.Key",
///     indices: Indices::NONE.with(3),
///     rule: "maxLength",
///     limit: Limit::Length(64, LengthUnit::Chars),
///     found: Found::Length(65),
/// };
/// assert_eq!(violation.wire_name(), "Tag.3.Key");
/// assert_eq!(violation.to_string(), "Tag.3.Key: at most 64 characters, found 65");
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Violation<'a> {
    /// The documented wire name, `N` where an index stands: `Tag.N.Key`.
    pub field: &'a str,
    /// The indices that stand for `N`.
    pub indices: Indices,
    /// The term of the spec that is broken: `maxLength`, `notPrefix`, `required` …
    pub rule: &'a str,
    /// What the term allows.
    pub limit: Limit<'a>,
    /// What was there.
    pub found: Found,
}

impl Violation<'_> {
    /// The name as it travels, indices filled in: `Tag.3.Key`.
    pub fn wire_name(&self) -> String {
        crate::wire::indexed(self.field, self.indices.as_slice())
    }

    /// The rule in words, without the parameter: `at most 64 characters`.
    pub fn rule_text(&self) -> impl fmt::Display + '_ {
        RuleText(self)
    }
}

/// Most texts of a list that a message shows.
const MOST_SHOWN: usize = 12;

struct RuleText<'a>(&'a Violation<'a>);

impl fmt::Display for RuleText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = words_for(self.0.rule);
        match self.0.limit {
            Limit::None => f.write_str(words),
            Limit::Length(limit, unit) => {
                let unit = match unit {
                    LengthUnit::Chars if limit == 1 => "character",
                    LengthUnit::Chars => "characters",
                    LengthUnit::Bytes if limit == 1 => "byte",
                    LengthUnit::Bytes => "bytes",
                };
                write!(f, "{words} {limit} {unit}")
            }
            Limit::Count(limit) => write!(f, "{words} {limit}"),
            Limit::Range(first, Some(last)) => write!(f, "{words} {first} to {last}"),
            Limit::Range(first, None) => write!(f, "{words} {first} or more"),
            Limit::Number(limit) => write!(f, "{words} {limit}"),
            Limit::Text(text) => write!(f, "{words} {text}"),
            Limit::Chars(set) if self.0.rule == "charset" => write!(f, "{words} {}", set.all_of()),
            Limit::Chars(set) => write!(f, "{words} {}", set.one_of()),
            Limit::Texts(texts) => {
                f.write_str(words)?;
                for (at, text) in texts.iter().take(MOST_SHOWN).enumerate() {
                    write!(f, "{} {text}", if at == 0 { "" } else { "," })?;
                }
                match texts.len().saturating_sub(MOST_SHOWN) {
                    0 => Ok(()),
                    more => write!(f, " and {more} more"),
                }
            }
        }
    }
}

impl fmt::Display for Violation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.wire_name(), self.rule_text())?;
        match self.found {
            Found::Nothing => Ok(()),
            Found::Length(found) => write!(f, ", found {found}"),
            Found::Number(found) => write!(f, ", found {found}"),
            Found::Char(found) => write!(f, ", found {found:?}"),
            Found::Unreadable => f.write_str(", found a value of another type"),
            Found::Absent => f.write_str(", but it is absent"),
            Found::Present => f.write_str(", but it is present"),
        }
    }
}

fn words_for(rule: &str) -> &str {
    match rule {
        "required" => "required",
        "type" => "must be of type",
        "minLength" | "minimum" => "at least",
        "maxLength" | "maximum" => "at most",
        "exclusiveMinimum" => "more than",
        "exclusiveMaximum" => "less than",
        "multipleOf" => "a multiple of",
        "enum" => "one of",
        "pattern" => "must match",
        "charset" => "only",
        "startsWith" | "prefix" => "must start with",
        "notStartsWith" | "notPrefix" => "must not start with",
        "endsWith" | "suffix" => "must end with",
        "notEndsWith" | "notSuffix" => "must not end with",
        "contains" => "must contain",
        "notContains" => "must not contain",
        "notValues" => "must not be",
        "charClasses" => "number of character classes at least",
        "format" => "must have the format",
        "layout" => "must have the layout",
        "encoding" => "must be encoded as",
        "minItems" => "number of items at least",
        "maxItems" => "number of items at most",
        "uniqueItems" => "items must differ",
        "indexRange" => "the index must be",
        "notEmpty" => "must not be empty",
        "constant" => "must be",
        "list" => "must be a list of items",
        "requiredIf" => "required because of",
        "effectiveIf" => "has no effect because of",
        "dependentRequired" => "needs beside it",
        "exactlyOneOf" => "exactly one must be present of",
        "atLeastOneOf" => "at least one must be present of",
        "mutuallyExclusive" => "at most one may be present of",
        "compare" => "must compare with",
        "span" => "too near to or too far from",
        "withinPast" => "must not lie further back than",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CharClass, Length, Rule};

    #[test]
    fn every_kind_of_limit_is_put_in_words() {
        const MARKS: CharSet<'static> = CharSet::new(&[CharClass::Letter], &[('-', '-')]);
        let types = ["x"; 20];
        for (rule, words) in [
            (Rule::MinLength(Length::chars(1)), "at least 1 character"),
            (Rule::MaxLength(Length::bytes(64)), "at most 64 bytes"),
            (Rule::Maximum(Number::new(15, 1)), "at most 1.5"),
            (Rule::Charset(&MARKS), "only letters and '-'"),
            (Rule::StartsWith(&MARKS), "must start with a letter or '-'"),
            (
                Rule::CharClasses { of: &[], min: 3 },
                "number of character classes at least 3",
            ),
            (
                Rule::NotPrefix(&["auto", "acs:"]),
                "must not start with auto, acs:",
            ),
            (
                Rule::Layout("yyyy-MM-dd"),
                "must have the layout yyyy-MM-dd",
            ),
            (Rule::NotEmpty, "must not be empty"),
            (
                Rule::Enum {
                    values: &types,
                    case_sensitive: true,
                },
                "one of x, x, x, x, x, x, x, x, x, x, x, x and 8 more",
            ),
        ] {
            let violation = Violation {
                field: "Tag.N.Key",
                indices: Indices::NONE.with(1),
                rule: rule.name(),
                limit: rule.limit(),
                found: Found::Char('/'),
            };
            assert_eq!(
                violation.to_string(),
                format!("Tag.1.Key: {words}, found '/'")
            );
        }
    }
}
