//! What generated code states about a parameter: rules of one value, and everything that needs
//! more than the value to be decided. The functions are named as the terms of a spec.

use crate::visit::IndexRange;
use doctract_core::{CharSet, Encoding, Format, Length, Number, Operator, Rule, ValueKind};

/// A rule over static data.
pub type StaticRule = Rule<'static, &'static str>;

/// One statement about a parameter.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Statement {
    /// A rule about the value alone.
    Rule(StaticRule),
    /// Two such rules: both ends of a range.
    Both(StaticRule, StaticRule),
    /// The value can be read as this type.
    Type(ValueKind),
    /// An empty text is allowed, whatever else is stated about the value.
    AllowEmpty,
    /// The value holds several items.
    List(ListForm),
    /// The value is a JSON array, without that being stated as a rule.
    Array,
    /// These hold for each item of the value; each is reported once.
    Each(&'static [Statement]),
    /// These hold for a part of the value.
    Scoped(Scope, &'static [Statement]),
    /// These hold unless the value is one of the texts.
    Unless(&'static [&'static str], &'static [Statement]),
    /// These hold when the condition does.
    When(Condition, &'static [Statement]),
    /// Fewest items.
    MinItems(u64),
    /// Most items.
    MaxItems(u64),
    /// No item twice.
    UniqueItems,
    /// Something must be present.
    Required,
    /// Present when the condition holds.
    RequiredIf(Condition),
    /// Absent unless the condition holds.
    EffectiveIf(Condition),
    /// If present, these are too.
    DependentRequired(Group),
    /// Exactly one is present.
    ExactlyOneOf(Group),
    /// At least one is present.
    AtLeastOneOf(Group),
    /// At most one is present.
    MutuallyExclusive(Group),
    /// Compares so with another parameter, or with the present time.
    Compare(Operator, Option<Other>),
    /// The distance in time to another parameter: smallest and largest, as ISO 8601 durations.
    Span(Other, Option<&'static str>, Option<&'static str>),
    /// Lies at most this ISO 8601 duration before now.
    WithinPast(&'static str),
}

/// How several items travel in one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListForm {
    /// With this text between two.
    Separated(&'static str),
    /// As a JSON array.
    Json,
}

/// The part of a value that statements are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Each item of a list.
    Item,
    /// Each part of a composite value such as `22/22`.
    Part,
    /// The value after decoding.
    Decoded,
}

/// Another parameter, as a statement refers to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Other {
    /// The documented name: `Tag.N.Key`; for a list or an object, what its members begin with.
    pub name: &'static str,
    /// How many of the lists that it stands in are also those of the statement's parameter: so
    /// many indices must be the same.
    pub shared: u8,
    /// The value that holds when it is not sent.
    pub default: Option<&'static str>,
}

impl Other {
    /// The same, seen from within so many common lists.
    #[must_use]
    pub const fn shared(mut self, lists: u8) -> Self {
        self.shared = lists;
        self
    }

    /// The same with a default.
    #[must_use]
    pub const fn or(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }
}

/// Several other parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Their documented names.
    pub names: &'static [&'static str],
    /// What [`Other::shared`] is for each; none where a name has no entry.
    pub shared: &'static [u8],
}

impl Group {
    /// The same, seen from within lists.
    #[must_use]
    pub const fn shared(mut self, shared: &'static [u8]) -> Self {
        self.shared = shared;
        self
    }

    /// The parameters one by one.
    pub fn others(&self) -> impl Iterator<Item = Other> {
        let shared = self.shared.iter().copied().chain(std::iter::repeat(0));
        let pairs = self.names.iter().zip(shared);
        pairs.map(|(name, shared)| other(name).shared(shared))
    }
}

/// Several other parameters, of these documented names.
pub const fn group(names: &'static [&'static str]) -> Group {
    Group { names, shared: &[] }
}

/// Another parameter, of that documented name.
pub const fn other(name: &'static str) -> Other {
    Other {
        name,
        shared: 0,
        default: None,
    }
}

/// When something applies.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Condition {
    /// A parameter compares so with the values.
    Is(Other, Operator, &'static [&'static str]),
    /// Every one holds.
    All(&'static [Condition]),
    /// At least one holds.
    Any(&'static [Condition]),
    /// The request does not decide it.
    Undecided,
}

/// The indices of a list: both bounds are known.
pub const fn indices(first: u32, last: u32) -> IndexRange {
    IndexRange {
        first,
        last: Some(last),
    }
}

/// The indices of a list without a last one.
pub const fn indices_from(first: u32) -> IndexRange {
    IndexRange { first, last: None }
}

/// The value can be read as this type.
pub const fn typed(kind: ValueKind) -> Statement {
    Statement::Type(kind)
}

/// At least so many characters.
pub const fn min_length(limit: u64) -> Statement {
    Statement::Rule(Rule::MinLength(Length::chars(limit)))
}

/// At most so many characters.
pub const fn max_length(limit: u64) -> Statement {
    Statement::Rule(Rule::MaxLength(Length::chars(limit)))
}

/// So many characters, both bounds included.
pub const fn length(least: u64, most: u64) -> Statement {
    Statement::Both(
        Rule::MinLength(Length::chars(least)),
        Rule::MaxLength(Length::chars(most)),
    )
}

/// A number in this range, both bounds included.
pub const fn range(least: i64, most: i64) -> Statement {
    Statement::Both(
        Rule::Minimum(Number::new(least, 0)),
        Rule::Maximum(Number::new(most, 0)),
    )
}

/// At least so many bytes.
pub const fn min_bytes(limit: u64) -> Statement {
    Statement::Rule(Rule::MinLength(Length::bytes(limit)))
}

/// At most so many bytes.
pub const fn max_bytes(limit: u64) -> Statement {
    Statement::Rule(Rule::MaxLength(Length::bytes(limit)))
}

/// One of the values, letter case apart.
pub const fn one_of_any_case(values: &'static [&'static str]) -> Statement {
    Statement::Rule(Rule::Enum {
        values,
        case_sensitive: false,
    })
}

/// One of the values.
pub const fn one_of(values: &'static [&'static str]) -> Statement {
    Statement::Rule(Rule::Enum {
        values,
        case_sensitive: true,
    })
}

/// A mix of at least so many of the sets.
pub const fn char_classes(min: u32, of: &'static [CharSet<'static>]) -> Statement {
    Statement::Rule(Rule::CharClasses { of, min })
}

/// The value is not empty.
pub const fn not_empty() -> Statement {
    Statement::Rule(Rule::NotEmpty)
}

macro_rules! stated {
    ($($(#[$docs:meta])* $name:ident($argument:ty) => $rule:ident;)*) => {$(
        $(#[$docs])*
        pub const fn $name(argument: $argument) -> Statement {
            Statement::Rule(Rule::$rule(argument))
        }
    )*};
}

macro_rules! stated_number {
    ($($(#[$docs:meta])* $name:ident, $exact:ident => $rule:ident;)*) => {$(
        $(#[$docs])*
        pub const fn $name(limit: i64) -> Statement {
            Statement::Rule(Rule::$rule(Number::new(limit, 0)))
        }

        $(#[$docs])*
        pub const fn $exact(limit: Number) -> Statement {
            Statement::Rule(Rule::$rule(limit))
        }
    )*};
}

stated_number! {
    /// At least this.
    minimum, minimum_exact => Minimum;
    /// At most this.
    maximum, maximum_exact => Maximum;
    /// More than this.
    exclusive_minimum, exclusive_minimum_exact => ExclusiveMinimum;
    /// Less than this.
    exclusive_maximum, exclusive_maximum_exact => ExclusiveMaximum;
    /// A whole multiple of this.
    multiple_of, multiple_of_exact => MultipleOf;
}

stated! {
    /// Only these characters.
    charset(&'static CharSet<'static>) => Charset;
    /// One of these characters stands first.
    starts_with(&'static CharSet<'static>) => StartsWith;
    /// None of these characters stands first.
    not_starts_with(&'static CharSet<'static>) => NotStartsWith;
    /// One of these characters stands last.
    ends_with(&'static CharSet<'static>) => EndsWith;
    /// None of these characters stands last.
    not_ends_with(&'static CharSet<'static>) => NotEndsWith;
    /// Begins with one of these.
    prefix(&'static [&'static str]) => Prefix;
    /// Begins with none of these.
    not_prefix(&'static [&'static str]) => NotPrefix;
    /// Ends with one of these.
    suffix(&'static [&'static str]) => Suffix;
    /// Ends with none of these.
    not_suffix(&'static [&'static str]) => NotSuffix;
    /// Contains all of these.
    contains(&'static [&'static str]) => Contains;
    /// Contains none of these.
    not_contains(&'static [&'static str]) => NotContains;
    /// Is none of these.
    not_values(&'static [&'static str]) => NotValues;
    /// Matches this regular expression as a whole.
    pattern(&'static str) => Pattern;
    /// Has this time layout.
    layout(&'static str) => Layout;
    /// Has this format.
    format(Format) => Format;
    /// Is so encoded.
    encoding(Encoding) => Encoding;
}
