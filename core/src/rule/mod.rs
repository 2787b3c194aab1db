//! The value rules: what each states ([`Rule`]) and the one function that decides each
//! ([`Rule::broken_by`]).

mod decide;
mod form;
mod length;

pub use form::{Encoding, Format};
pub use length::{Length, LengthUnit};

use crate::{CharSet, Limit, Number};

/// One rule about one value, over borrowed data.
///
/// `S` is the text type of lists: `&'static str` in generated code, `String` over a spec.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub enum Rule<'a, S> {
    /// At least this long.
    MinLength(Length),
    /// At most this long.
    MaxLength(Length),
    /// A number, at least this.
    Minimum(Number),
    /// A number, at most this.
    Maximum(Number),
    /// A number, more than this.
    ExclusiveMinimum(Number),
    /// A number, less than this.
    ExclusiveMaximum(Number),
    /// A number, a whole multiple of this.
    MultipleOf(Number),
    /// One of these values.
    Enum {
        /// The values.
        values: &'a [S],
        /// Whether letter case counts.
        case_sensitive: bool,
    },
    /// Only characters of the set.
    Charset(&'a CharSet<'a>),
    /// The first character is in the set.
    StartsWith(&'a CharSet<'a>),
    /// The first character is not in the set.
    NotStartsWith(&'a CharSet<'a>),
    /// The last character is in the set.
    EndsWith(&'a CharSet<'a>),
    /// The last character is not in the set.
    NotEndsWith(&'a CharSet<'a>),
    /// Begins with one of these.
    Prefix(&'a [S]),
    /// Begins with none of these.
    NotPrefix(&'a [S]),
    /// Ends with one of these.
    Suffix(&'a [S]),
    /// Ends with none of these.
    NotSuffix(&'a [S]),
    /// Contains each of these.
    Contains(&'a [S]),
    /// Contains none of these.
    NotContains(&'a [S]),
    /// Is none of these.
    NotValues(&'a [S]),
    /// Has characters of at least `min` of the sets.
    CharClasses {
        /// The sets.
        of: &'a [CharSet<'a>],
        /// How many of them must occur.
        min: u32,
    },
    /// Matches the regular expression as a whole. Checked when the feature `pattern` is on.
    Pattern(&'a str),
    /// Has the format.
    Format(Format),
    /// Has the time layout, such as `yyyy-MM-ddTHH:mm:ssZ`.
    Layout(&'a str),
    /// Is encoded so.
    Encoding(Encoding),
    /// Is not the empty text.
    NotEmpty,
}

impl<S> Clone for Rule<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Rule<'_, S> {}

impl<S: AsRef<str>> Rule<'_, S> {
    /// The term of the spec that states the rule.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::MinLength(_) => "minLength",
            Self::MaxLength(_) => "maxLength",
            Self::Minimum(_) => "minimum",
            Self::Maximum(_) => "maximum",
            Self::ExclusiveMinimum(_) => "exclusiveMinimum",
            Self::ExclusiveMaximum(_) => "exclusiveMaximum",
            Self::MultipleOf(_) => "multipleOf",
            Self::Enum { .. } => "enum",
            Self::Charset(_) => "charset",
            Self::StartsWith(_) => "startsWith",
            Self::NotStartsWith(_) => "notStartsWith",
            Self::EndsWith(_) => "endsWith",
            Self::NotEndsWith(_) => "notEndsWith",
            Self::Prefix(_) => "prefix",
            Self::NotPrefix(_) => "notPrefix",
            Self::Suffix(_) => "suffix",
            Self::NotSuffix(_) => "notSuffix",
            Self::Contains(_) => "contains",
            Self::NotContains(_) => "notContains",
            Self::NotValues(_) => "notValues",
            Self::CharClasses { .. } => "charClasses",
            Self::Pattern(_) => "pattern",
            Self::Format(_) => "format",
            Self::Layout(_) => "layout",
            Self::Encoding(_) => "encoding",
            Self::NotEmpty => "notEmpty",
        }
    }
}

impl<'a> Rule<'a, &'a str> {
    /// The limit that the rule states, for a [`Violation`](crate::Violation).
    pub const fn limit(&self) -> Limit<'a> {
        match *self {
            Self::MinLength(length) | Self::MaxLength(length) => {
                Limit::Length(length.limit, length.unit)
            }
            Self::Minimum(limit)
            | Self::Maximum(limit)
            | Self::ExclusiveMinimum(limit)
            | Self::ExclusiveMaximum(limit)
            | Self::MultipleOf(limit) => Limit::Number(limit),
            Self::Enum { values, .. } => Limit::Texts(values),
            Self::Prefix(list)
            | Self::NotPrefix(list)
            | Self::Suffix(list)
            | Self::NotSuffix(list)
            | Self::Contains(list)
            | Self::NotContains(list)
            | Self::NotValues(list) => Limit::Texts(list),
            Self::CharClasses { min, .. } => Limit::Count(min as u64),
            Self::Pattern(text) | Self::Layout(text) => Limit::Text(text),
            Self::Format(format) => Limit::Text(format.name()),
            Self::Encoding(encoding) => Limit::Text(encoding.name()),
            Self::Charset(set)
            | Self::StartsWith(set)
            | Self::NotStartsWith(set)
            | Self::EndsWith(set)
            | Self::NotEndsWith(set) => Limit::Chars(set),
            Self::NotEmpty => Limit::None,
        }
    }
}
