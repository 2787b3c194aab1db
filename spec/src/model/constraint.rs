//! Constraints: one entry per statement of the page, each with one or more terms.

use super::{
    CharSetText, Condition, DecimalNumber, EncodingName, FormatName, LengthUnitName, OperatorName,
};
use doctract_core::Length;
use serde::{Deserialize, Serialize};

/// One statement of the page about a parameter (or, in [`Operation::constraints`], about several).
///
/// The names of terms are those of JSON Schema where it has the word. `text` keeps the words of
/// the page. All terms of an entry share `when`, `scope`, `violation` and `confidence`.
///
/// [`Operation::constraints`]: super::Operation::constraints
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Constraint {
    /// Shortest allowed length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// Longest allowed length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// What lengths count; characters when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length_unit: Option<LengthUnitName>,
    /// Smallest allowed number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<DecimalNumber>,
    /// Largest allowed number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<DecimalNumber>,
    /// The number must be greater than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclusive_minimum: Option<DecimalNumber>,
    /// The number must be less than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclusive_maximum: Option<DecimalNumber>,
    /// The number must be a whole multiple of this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multiple_of: Option<DecimalNumber>,
    /// Values that are allowed whatever the other terms of this entry say: `-1` beside a range;
    /// wire strings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub special_values: Vec<String>,
    /// The unit of the number: `GiB`, `seconds` …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The allowed values.
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub enumeration: Vec<EnumValue>,
    /// Whether letter case counts in the values; it does when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_sensitive: Option<bool>,
    /// What holds when the parameter is not sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<DefaultValue>,
    /// A regular expression that the whole value matches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The characters that may occur.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charset: Option<CharSetText>,
    /// The characters that may stand first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_with: Option<CharSetText>,
    /// The characters that may not stand first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_starts_with: Option<CharSetText>,
    /// The characters that may stand last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_with: Option<CharSetText>,
    /// The characters that may not stand last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_ends_with: Option<CharSetText>,
    /// The value begins with one of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub prefix: Vec<String>,
    /// The value begins with none of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_prefix: Vec<String>,
    /// The value ends with one of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suffix: Vec<String>,
    /// The value ends with none of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_suffix: Vec<String>,
    /// The value contains every one of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contains: Vec<String>,
    /// The value contains none of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_contains: Vec<String>,
    /// The value is none of these: reserved or built-in names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_values: Vec<String>,
    /// How many classes of characters must be mixed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub char_classes: Option<CharClasses>,
    /// The format of the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<FormatName>,
    /// The layout of a time: `yyyy-MM-ddTHH:mm:ssZ`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// The time zone of a time: `UTC`, `UTC+8`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// How the value is encoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<EncodingName>,
    /// The value holds several items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<List>,
    /// Fewest items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u64>,
    /// Most items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
    /// No item twice.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unique_items: bool,
    /// The value must differ in every distinct request or be new in the account: `request`,
    /// `account`, `region` or the words of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unique: Option<String>,
    /// The empty text is refused.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub not_empty: bool,
    /// The empty text is said to be allowed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub allow_empty: bool,
    /// The parameter must be present when this holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_if: Option<Condition>,
    /// The parameter takes effect only when this holds; what happens otherwise says `violation`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_if: Option<Condition>,
    /// If this parameter is present, these must be too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dependent_required: Vec<String>,
    /// Exactly one of these is present; in a parameter's own entry the parameter counts as named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exactly_one_of: Vec<String>,
    /// At least one of these is present; in a parameter's own entry the parameter counts as named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub at_least_one_of: Vec<String>,
    /// At most one of these is present; in a parameter's own entry the parameter counts as named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mutually_exclusive: Vec<String>,
    /// This parameter wins over these where both are present; both together are legal.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub precedes: Vec<String>,
    /// The value compares with another parameter or with now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compare: Option<Comparison>,
    /// The distance in time to another parameter is limited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The time lies at most this ISO 8601 duration before now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within_past: Option<String>,
    /// The parameter is going away.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
    /// What to use instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    /// Where a legal value comes from; no rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_from: Option<ValueFrom>,
    /// When the entry applies; always when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// What the terms look at; the whole value when absent.
    #[serde(skip_serializing_if = "Scope::is_value")]
    pub scope: Scope,
    /// What happens when a term does not hold.
    #[serde(skip_serializing_if = "Violation::is_rejected")]
    pub violation: Violation,
    /// How sure the reading is.
    #[serde(skip_serializing_if = "Confidence::is_high")]
    pub confidence: Confidence,
    /// The words of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// One allowed value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct EnumValue {
    /// The value as it travels.
    pub value: String,
    /// What the page says it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
}

impl AsRef<str> for EnumValue {
    fn as_ref(&self) -> &str {
        &self.value
    }
}

/// What holds when the parameter is not sent: exactly one of the three.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct DefaultValue {
    /// The value, as it would travel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// There is none: the page says "empty" or "none".
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub absent: bool,
    /// The page describes it in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A mix of character classes: at least `min` of the sets `of` must occur.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CharClasses {
    /// The sets.
    pub of: Vec<CharSetText>,
    /// How many must occur.
    pub min: u32,
}

/// How several items travel in one value: exactly one of the two.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct List {
    /// The text between two items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
    /// The value is a JSON array.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub json: bool,
}

/// A comparison with another parameter or with the present time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Comparison {
    /// `gt`: this value is greater than the other …
    pub operator: OperatorName,
    /// The wire name of the other parameter; exactly one of `other` and `now`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// The other side is the present time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub now: bool,
}

/// A limit on the distance in time between two parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Span {
    /// The wire name of the other parameter.
    pub other: String,
    /// Smallest distance, an ISO 8601 duration such as `PT1M`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<String>,
    /// Largest distance, an ISO 8601 duration such as `P31D`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<String>,
}

/// Where a legal value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ValueFrom {
    /// The operation whose answer holds it.
    pub operation: String,
    /// The field of that answer, if the page names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// What the terms of a constraint look at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Scope {
    /// The whole value.
    #[default]
    Value,
    /// Each item of a list in one value.
    Item,
    /// Each part of a composite value such as `22/22`; parts are split at the entry's or the
    /// field's list separator, else at `/`.
    Part,
    /// The value after decoding.
    Decoded,
    /// The value in its encoded form.
    Encoded,
}

impl Scope {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes a reference"
    )]
    fn is_value(&self) -> bool {
        *self == Self::Value
    }
}

/// What happens when a constraint does not hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Violation {
    /// The request is refused.
    #[default]
    Rejected,
    /// The parameter is ignored.
    Ignored,
    /// The default is used instead.
    Defaulted,
    /// The value is cut.
    Truncated,
    /// The value is moved to the nearest legal one.
    Adjusted,
}

impl Violation {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes a reference"
    )]
    fn is_rejected(&self) -> bool {
        *self == Self::Rejected
    }
}

/// How sure a reading is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Confidence {
    /// Stated plainly, nothing speaks against it.
    #[default]
    High,
    /// Inferred, or the page is ambiguous.
    Medium,
    /// A guess, or contradicted by another statement of the page.
    Low,
}

impl Confidence {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes a reference"
    )]
    pub(crate) fn is_high(&self) -> bool {
        *self == Self::High
    }
}

impl Constraint {
    /// The conditions that the entry states, each with its key.
    pub fn conditions(&self) -> impl Iterator<Item = (&'static str, &Condition)> {
        let when = self.when.as_ref().map(|one| ("when", one));
        let required = self.required_if.as_ref().map(|one| ("requiredIf", one));
        let effective = self.effective_if.as_ref().map(|one| ("effectiveIf", one));
        [when, required, effective].into_iter().flatten()
    }

    /// The length limit in this entry's unit.
    pub fn length(&self, limit: u64) -> Length {
        Length {
            limit,
            unit: self.length_unit.map(|unit| unit.0).unwrap_or_default(),
        }
    }
}
