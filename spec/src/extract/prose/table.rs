//! The phrase tables as they stand: one file of rules and words per language.

use crate::model::{
    CharSetText, EncodingName, FormatName, OperatorName, PreconditionKind, Role, Violation,
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a rule says when it matches. The names are those of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// Nothing: words that look like a rule and are none.
    Skip,
    /// An example begins; nothing after it in the sentence is a rule.
    Example,
    Length,
    MinLength,
    MaxLength,
    ExactLength,
    Values,
    OnlyValues,
    /// One value with its meaning, in running text.
    ToldValue,
    Minimum,
    Maximum,
    ExclusiveMinimum,
    ExclusiveMaximum,
    Positive,
    MultipleOf,
    Unit,
    Default,
    DefaultProse,
    DefaultAbsent,
    Charset,
    Starts,
    NotStarts,
    Ends,
    NotEnds,
    NotStartsNorEnds,
    Contains,
    NotContains,
    NotConsecutive,
    /// A verb without its own modal: it takes the polarity of the verb before it.
    ContainsToo,
    StartsToo,
    EndsToo,
    CharClasses,
    SpecialCharacters,
    NotValues,
    Pattern,
    Format,
    Layout,
    Zone,
    Encoding,
    Separator,
    JsonList,
    MinItems,
    MaxItems,
    ExactItems,
    UniqueItems,
    NotEmpty,
    AllowEmpty,
    CaseSensitive,
    CaseInsensitive,
    Unique,
    Required,
    Optional,
    Effective,
    Ineffective,
    Forbidden,
    Exclusive,
    AtLeastOne,
    ExactlyOne,
    Dependent,
    Precedes,
    Compare,
    /// Two bounds, of which one or both are parameters.
    Between,
    Span,
    WithinPast,
    Deprecated,
    ReplacedBy,
    ValueFrom,
    Role,
    Truncated,
}

/// Fixed parts of what a rule says.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub(super) struct With {
    pub(super) format: Option<FormatName>,
    pub(super) encoding: Option<EncodingName>,
    pub(super) zone: Option<String>,
    pub(super) operator: Option<OperatorName>,
    pub(super) role: Option<Role>,
    pub(super) separator: Option<String>,
    pub(super) violation: Option<Violation>,
    pub(super) unit: Option<String>,
    pub(super) layout: Option<String>,
    /// Lengths and sets are stated of the decoded or the encoded form.
    pub(super) scope: Option<crate::model::Scope>,
    /// A set is said to be closed; a default is read only where it is a literal, an obligation
    /// only where its object is this parameter, unique items only where there can be several, a
    /// condition of effect only where it begins with "only".
    pub(super) only: bool,
    /// Values are read only where they can hardly be prose: several, in capitals or digits or
    /// with one that the example shows.
    pub(super) coded: bool,
    /// A prefix is that of a template: read only where the example begins with it, or none is shown.
    pub(super) template: bool,
    /// Classes that a phrase about the other characters takes for granted.
    pub(super) set: Option<CharSetText>,
    /// Stated only in a sentence about the parameter not being sent.
    pub(super) unset: bool,
    /// Values are read only outside bullets, an effect only in a case that parameters decide.
    pub(super) plain: bool,
}

/// One row of the table. The rows' examples are read by the table's own tests.
#[derive(Debug, Deserialize)]
pub(super) struct RuleRow {
    pub(super) kind: Kind,
    /// Literals, one of which stands in every sentence that the pattern can match.
    pub(super) cues: Vec<String>,
    /// A regular expression over the lower-case normalised sentence; `{name:shape}` captures.
    pub(super) pattern: String,
    #[serde(default)]
    pub(super) with: With,
}

/// How a condition is introduced; `c` is what is read as a comparison. Empty groups say more:
/// `after` (it trails what it governs), `bare` (only a comparison counts), `list` (it may go on
/// behind its comma), `unless` (it is negated).
#[derive(Debug, Deserialize)]
pub(super) struct ConditionRow {
    /// As in a rule row.
    pub(super) cues: Vec<String>,
    /// As in a rule row.
    pub(super) pattern: String,
}

/// How a comparison in a condition is worded.
#[derive(Debug, Deserialize)]
pub(super) struct ComparisonRow {
    pub(super) operator: OperatorName,
    pub(super) pattern: String,
}

/// How it is worded that a value out of a bound is set to the bound.
#[derive(Debug, Deserialize)]
pub(super) struct AdjustmentRow {
    /// What holds within the bound: `ge` or `le`.
    pub(super) operator: OperatorName,
    /// As in a rule row; `a` is the bound, `b` what the value is set to.
    pub(super) pattern: String,
}

/// A language file as it stands.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Table {
    pub(super) shapes: BTreeMap<String, String>,
    pub(super) words: Words,
    pub(super) index: Vec<String>,
    pub(super) index_subject: Vec<String>,
    /// A value `h` in running text and the `mark` before its meaning.
    #[serde(default)]
    pub(super) legend: Option<String>,
    pub(super) conditions: Vec<ConditionRow>,
    pub(super) comparisons: Vec<ComparisonRow>,
    pub(super) adjustments: Vec<AdjustmentRow>,
    pub(super) rules: Vec<RuleRow>,
    pub(super) introduction: IntroductionTable,
}

/// The vocabulary of a language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Words {
    /// Words that begin a sentence; see [`super::outline::sentences`].
    pub(super) starters: Vec<String>,
    /// What a note begins with: `说明:`.
    pub(super) notes: Vec<String>,
    /// What stands between the items of a list.
    pub(super) joiners: Vec<String>,
    /// Units of numbers and their one name.
    pub(super) units: BTreeMap<String, String>,
    /// Units of lengths and how many bytes one is; 0 for characters.
    pub(super) lengths: BTreeMap<String, u64>,
    /// Classes of characters and characters by name, in the text form of a set.
    pub(super) characters: BTreeMap<String, String>,
    /// Words of a list of characters that add nothing.
    pub(super) fillers: Vec<String>,
    /// Words that say that a bullet or an item is the default.
    pub(super) defaults: Vec<String>,
    /// Sentences in the meaning of a value that say so.
    pub(super) default_sentences: Vec<String>,
    /// Words for a default that is no value.
    pub(super) absent: Vec<String>,
    /// Phrases for numbers without a bound of their own: `正整数` is at least 1.
    pub(super) integers: BTreeMap<String, i64>,
    /// Phrases that compare: `大于等于` is `ge`.
    pub(super) comparators: BTreeMap<String, OperatorName>,
    /// Words for who calls, before what they must do.
    pub(super) callers: Vec<String>,
    /// Attributes of resources, as the subject of a statement: `网络类型`.
    pub(super) attributes: Vec<String>,
    /// Words between an attribute and what has it.
    pub(super) of: Vec<String>,
    /// Words for this parameter.
    pub(super) this: Vec<String>,
    /// Subjects that stand for the one before.
    pub(super) pronouns: Vec<String>,
    /// Subjects that are this parameter when they are all of the subject.
    pub(super) subjects: Vec<String>,
    /// Nouns for parameters by their usual names.
    pub(super) nouns: BTreeMap<String, Vec<String>>,
    /// Words beside a parameter's name that leave it the thing that is compared.
    pub(super) subject_fillers: Vec<String>,
    /// Words that begin a clause about what was just said: a condition in it does not govern that.
    pub(super) relatives: Vec<String>,
    /// What a case in words ends with that stands directly before an obligation.
    pub(super) case_ends: Vec<String>,
    /// Words that begin a sentence wherever they stand, even glued to the word before them.
    pub(super) glued: Vec<String>,
    /// Words without which a condition that names no parameter is no comparison.
    pub(super) condition_hints: Vec<String>,
    /// Words that join conditions so that all must hold.
    pub(super) all: Vec<String>,
    /// Words that join conditions so that one must hold.
    pub(super) any: Vec<String>,
    /// Words that make a half of a condition a clause of its own.
    pub(super) copulas: Vec<String>,
    /// Words before a noun that is not the value itself: a quota, a count of something else.
    pub(super) foreign: Vec<String>,
    /// Subjects that limit a statement to a class of resources.
    pub(super) resource_classes: Vec<String>,
    /// Words after "for" that make no condition: `more information`.
    pub(super) no_conditions: Vec<String>,
    /// Subjects that are a key inside the value.
    pub(super) keys: Vec<String>,
    /// Subjects that are a value inside the value, once keys were spoken of.
    pub(super) values: Vec<String>,
    /// Words for what a value is unique in, and the term for it.
    pub(super) scopes: BTreeMap<String, String>,
    /// Words for the case that was just named.
    pub(super) then: Vec<String>,
    /// Words for every other case.
    pub(super) otherwise: Vec<String>,
    /// Words after "valid values" that begin a sentence and no value.
    pub(super) no_values: Vec<String>,
    /// Heads of bullets that are no values: `Note`.
    pub(super) no_heads: Vec<String>,
    /// Words before a colon that name what follows and no case: `格式为`.
    pub(super) labels: Vec<String>,
    /// What a bullet among values begins with that is a value in words: the list stays open.
    pub(super) open_values: Vec<String>,
    /// Words that say that the values differ by case.
    pub(super) differs: Vec<String>,
    /// Patterns that make a sentence look like a rule.
    pub(super) rule_like: Vec<String>,
    /// Words that leave a set of characters open: `special characters`.
    pub(super) open_sets: Vec<String>,
    /// Words for special characters as a class.
    pub(super) specials: Vec<String>,
    /// Words that name upper and lower case letters as two classes.
    pub(super) both_cases: Vec<String>,
    /// Counts in words: `三类`.
    pub(super) counts: BTreeMap<String, u32>,
    /// Words before a value in a text that tells what it means: `the value 0 indicates …`.
    pub(super) value_openings: Vec<String>,
    /// Verbs behind such a value.
    pub(super) meanings: Vec<String>,
    /// What ends the second of two conditions that says only that it is not so.
    pub(super) negations: Vec<String>,
    /// What a sentence begins with that tells how to reach an aim: what it sets is no rule.
    pub(super) wishes: Vec<String>,
    /// Verbs, which end a list of strings.
    pub(super) verbs: Vec<String>,
    /// Words that make "contain" mean "consist of".
    pub(super) only: Vec<String>,
    /// Words of advice: what follows is no rule.
    pub(super) advice: Vec<String>,
    /// Words of a sentence that counts what comes back and not what is sent.
    pub(super) answers: Vec<String>,
    /// Words that may follow a list of characters; none: any may.
    pub(super) set_ends: Vec<String>,
    /// Words for the form before encoding.
    pub(super) decoded: Vec<String>,
    /// Words for the form after encoding that follow what they are about.
    pub(super) after_encoding: Vec<String>,
    /// Words for the form after encoding.
    pub(super) encoded: Vec<String>,
    /// What may follow the last word of a condition where it is only a part of a longer word.
    pub(super) no_cases: Vec<String>,
    /// What may stand before the first word of a condition where it is only a part of a longer one.
    pub(super) no_case_starts: Vec<String>,
    /// Words of an allowed value's meaning that may oblige other parameters.
    pub(super) obliges: Vec<String>,
    /// Words that go on with a sentence whose subject looks like a value: `Key 最多…`.
    pub(super) predicates: Vec<String>,
    /// Words that begin a case by what is used in it.
    pub(super) means: Vec<String>,
    /// Words for "allows", behind what is allowed so many times.
    pub(super) supports: Vec<String>,
    /// Words that introduce an example.
    pub(super) examples: Vec<String>,
    /// Verbs between a value and its meaning that stand nowhere else.
    pub(super) legend_verbs: Vec<String>,
    /// Words of a line whose values the bullets below state once more, each with its case.
    pub(super) pointers: Vec<String>,
    /// Words that say the same once more.
    pub(super) restated: Vec<String>,
    /// Words of a condition that asks for several items and no more.
    pub(super) several: Vec<String>,
    /// Words for each item of a list.
    pub(super) each: Vec<String>,
    /// Nouns that say that a number is a length: `字符`.
    pub(super) length_nouns: Vec<String>,
    /// Words for the members of a structured value: the bullets below are no values.
    pub(super) fields: Vec<String>,
    /// Parameters whose name says what they are for.
    pub(super) roles: BTreeMap<String, Role>,
    /// Parameters that bound one time range.
    pub(super) partners: Vec<Vec<String>>,
    /// Words for durations, as ISO 8601 unit letters (`T` first for units below a day).
    pub(super) durations: BTreeMap<String, String>,
}

/// The rules for introductions.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct IntroductionTable {
    /// Words of a sentence that may state a rule between parameters.
    pub(super) between: Vec<String>,
    /// Words that say that the operation is going away.
    pub(super) deprecated: Vec<String>,
    /// Words that make a sentence look like a precondition.
    pub(super) rule_like: Vec<String>,
    /// Rules for preconditions, tried in order.
    pub(super) preconditions: Vec<PreconditionRow>,
    /// Words for resources and their one name.
    pub(super) resources: BTreeMap<String, String>,
    /// Words for states and their wire strings.
    pub(super) states: BTreeMap<String, String>,
}

/// One rule for a precondition.
#[derive(Debug, Deserialize)]
pub(super) struct PreconditionRow {
    /// The class; none: the sentence is no precondition, whatever the rows below say.
    #[serde(default)]
    pub(super) kind: Option<PreconditionKind>,
    /// As in a rule row; `r` marks the words that name the resource, `v` the states, `n` the limit.
    pub(super) pattern: String,
}
