//! The terms of constraint entries, and the one way in which a term judges a value.

use super::Constraint;
use doctract_core::{CharSet, Found, Rule};

macro_rules! terms {
    ($($name:ident => $key:literal,)*) => {
        /// The terms that a constraint entry may state: what coverage counts and cases are made
        /// for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        #[expect(
            missing_docs,
            reason = "each variant is the field of `Constraint` with the same name"
        )]
        pub enum Term {
            $($name,)*
        }

        impl Term {
            /// All terms, in the order in which a spec writes them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The key that states the term in a spec: `maxLength`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)*
                }
            }
        }
    };
}

terms! {
    MinLength => "minLength",
    MaxLength => "maxLength",
    Minimum => "minimum",
    Maximum => "maximum",
    ExclusiveMinimum => "exclusiveMinimum",
    ExclusiveMaximum => "exclusiveMaximum",
    MultipleOf => "multipleOf",
    Enum => "enum",
    Default => "default",
    Pattern => "pattern",
    Charset => "charset",
    StartsWith => "startsWith",
    NotStartsWith => "notStartsWith",
    EndsWith => "endsWith",
    NotEndsWith => "notEndsWith",
    Prefix => "prefix",
    NotPrefix => "notPrefix",
    Suffix => "suffix",
    NotSuffix => "notSuffix",
    Contains => "contains",
    NotContains => "notContains",
    NotValues => "notValues",
    CharClasses => "charClasses",
    Format => "format",
    Layout => "layout",
    Encoding => "encoding",
    List => "list",
    MinItems => "minItems",
    MaxItems => "maxItems",
    UniqueItems => "uniqueItems",
    Unique => "unique",
    NotEmpty => "notEmpty",
    AllowEmpty => "allowEmpty",
    RequiredIf => "requiredIf",
    EffectiveIf => "effectiveIf",
    DependentRequired => "dependentRequired",
    ExactlyOneOf => "exactlyOneOf",
    AtLeastOneOf => "atLeastOneOf",
    MutuallyExclusive => "mutuallyExclusive",
    Precedes => "precedes",
    Compare => "compare",
    Span => "span",
    WithinPast => "withinPast",
    Deprecated => "deprecated",
    ReplacedBy => "replacedBy",
    ValueFrom => "valueFrom",
}

impl Term {
    /// Whether the term reads its value as a number.
    pub const fn is_numeric(self) -> bool {
        matches!(
            self,
            Self::Minimum
                | Self::Maximum
                | Self::ExclusiveMinimum
                | Self::ExclusiveMaximum
                | Self::MultipleOf
        )
    }

    /// Whether the term judges a single value, as [`Constraint::broken_by`] does; the others look
    /// at items, at presence or at other parameters, or only inform.
    pub const fn judges_value(self) -> bool {
        !matches!(
            self,
            Self::Default
                | Self::List
                | Self::MinItems
                | Self::MaxItems
                | Self::UniqueItems
                | Self::Unique
                | Self::AllowEmpty
                | Self::RequiredIf
                | Self::EffectiveIf
                | Self::DependentRequired
                | Self::ExactlyOneOf
                | Self::AtLeastOneOf
                | Self::MutuallyExclusive
                | Self::Precedes
                | Self::Compare
                | Self::Span
                | Self::WithinPast
                | Self::Deprecated
                | Self::ReplacedBy
                | Self::ValueFrom
        )
    }
}

impl Constraint {
    /// The terms that the entry states, in the order in which a spec writes them.
    pub fn terms(&self) -> impl Iterator<Item = Term> + '_ {
        Term::ALL.iter().copied().filter(|term| self.states(*term))
    }

    /// Whether the entry states the term.
    pub fn states(&self, term: Term) -> bool {
        match term {
            Term::MinLength => self.min_length.is_some(),
            Term::MaxLength => self.max_length.is_some(),
            Term::Minimum => self.minimum.is_some(),
            Term::Maximum => self.maximum.is_some(),
            Term::ExclusiveMinimum => self.exclusive_minimum.is_some(),
            Term::ExclusiveMaximum => self.exclusive_maximum.is_some(),
            Term::MultipleOf => self.multiple_of.is_some(),
            Term::Enum => !self.enumeration.is_empty(),
            Term::Default => self.default.is_some(),
            Term::Pattern => self.pattern.is_some(),
            Term::Charset => self.charset.is_some(),
            Term::StartsWith => self.starts_with.is_some(),
            Term::NotStartsWith => self.not_starts_with.is_some(),
            Term::EndsWith => self.ends_with.is_some(),
            Term::NotEndsWith => self.not_ends_with.is_some(),
            Term::Prefix => !self.prefix.is_empty(),
            Term::NotPrefix => !self.not_prefix.is_empty(),
            Term::Suffix => !self.suffix.is_empty(),
            Term::NotSuffix => !self.not_suffix.is_empty(),
            Term::Contains => !self.contains.is_empty(),
            Term::NotContains => !self.not_contains.is_empty(),
            Term::NotValues => !self.not_values.is_empty(),
            Term::CharClasses => self.char_classes.is_some(),
            Term::Format => self.format.is_some(),
            Term::Layout => self.layout.is_some(),
            Term::Encoding => self.encoding.is_some(),
            Term::List => self.list.is_some(),
            Term::MinItems => self.min_items.is_some(),
            Term::MaxItems => self.max_items.is_some(),
            Term::UniqueItems => self.unique_items,
            Term::Unique => self.unique.is_some(),
            Term::NotEmpty => self.not_empty,
            Term::AllowEmpty => self.allow_empty,
            Term::RequiredIf => self.required_if.is_some(),
            Term::EffectiveIf => self.effective_if.is_some(),
            Term::DependentRequired => !self.dependent_required.is_empty(),
            Term::ExactlyOneOf => !self.exactly_one_of.is_empty(),
            Term::AtLeastOneOf => !self.at_least_one_of.is_empty(),
            Term::MutuallyExclusive => !self.mutually_exclusive.is_empty(),
            Term::Precedes => !self.precedes.is_empty(),
            Term::Compare => self.compare.is_some(),
            Term::Span => self.span.is_some(),
            Term::WithinPast => self.within_past.is_some(),
            Term::Deprecated => self.deprecated,
            Term::ReplacedBy => self.replaced_by.is_some(),
            Term::ValueFrom => self.value_from.is_some(),
        }
    }

    /// The rule that a term states, over the entry's own data. `enum` and `charClasses`, whose
    /// data has another shape here, have none: [`Constraint::broken_by`] decides them too.
    pub fn rule(&self, term: Term) -> Option<Rule<'_, String>> {
        Some(match term {
            Term::MinLength => Rule::MinLength(self.length(self.min_length?)),
            Term::MaxLength => Rule::MaxLength(self.length(self.max_length?)),
            Term::Minimum => Rule::Minimum(self.minimum?.0),
            Term::Maximum => Rule::Maximum(self.maximum?.0),
            Term::ExclusiveMinimum => Rule::ExclusiveMinimum(self.exclusive_minimum?.0),
            Term::ExclusiveMaximum => Rule::ExclusiveMaximum(self.exclusive_maximum?.0),
            Term::MultipleOf => Rule::MultipleOf(self.multiple_of?.0),
            Term::Pattern => Rule::Pattern(self.pattern.as_deref()?),
            Term::Charset => Rule::Charset(&self.charset.as_ref()?.0),
            Term::StartsWith => Rule::StartsWith(&self.starts_with.as_ref()?.0),
            Term::NotStartsWith => Rule::NotStartsWith(&self.not_starts_with.as_ref()?.0),
            Term::EndsWith => Rule::EndsWith(&self.ends_with.as_ref()?.0),
            Term::NotEndsWith => Rule::NotEndsWith(&self.not_ends_with.as_ref()?.0),
            Term::Prefix => Rule::Prefix(listed(&self.prefix)?),
            Term::NotPrefix => Rule::NotPrefix(listed(&self.not_prefix)?),
            Term::Suffix => Rule::Suffix(listed(&self.suffix)?),
            Term::NotSuffix => Rule::NotSuffix(listed(&self.not_suffix)?),
            Term::Contains => Rule::Contains(listed(&self.contains)?),
            Term::NotContains => Rule::NotContains(listed(&self.not_contains)?),
            Term::NotValues => Rule::NotValues(listed(&self.not_values)?),
            Term::Format => Rule::Format(self.format?.0),
            Term::Layout => Rule::Layout(self.layout.as_deref()?),
            Term::Encoding => Rule::Encoding(self.encoding?.0),
            Term::NotEmpty if self.not_empty => Rule::NotEmpty,
            _ => return None,
        })
    }

    /// What breaks `term` in `text`; `None` if it holds, is not stated here or judges no single
    /// value. A special value of the entry breaks nothing.
    ///
    /// ```
    /// use doctract_core::Found;
    /// use doctract_spec::model::{Constraint, Term};
    ///
    /// let entry = Constraint { max_length: Some(2), ..Constraint::default() };
    /// assert_eq!(entry.broken_by(Term::MaxLength, "快照"), None);
    /// assert_eq!(entry.broken_by(Term::MaxLength, "abc"), Some(Found::Length(3)));
    /// ```
    pub fn broken_by(&self, term: Term, text: &str) -> Option<Found> {
        if self.special_values.iter().any(|special| special == text) {
            return None;
        }
        match term {
            Term::Enum => {
                let values = listed(&self.enumeration)?;
                let case_sensitive = self.case_sensitive.unwrap_or(true);
                let rule = Rule::Enum {
                    values,
                    case_sensitive,
                };
                rule.broken_by(text)
            }
            Term::CharClasses => {
                let classes = self.char_classes.as_ref()?;
                let of: Vec<CharSet<'_>> = classes.of.iter().map(|set| set.0.clone()).collect();
                let min = classes.min;
                let rule: Rule<'_, String> = Rule::CharClasses { of: &of, min };
                rule.broken_by(text)
            }
            _ => self.rule(term)?.broken_by(text),
        }
    }
}

fn listed<T>(list: &[T]) -> Option<&[T]> {
    (!list.is_empty()).then_some(list)
}
