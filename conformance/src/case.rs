//! A conformance case as data: what is set up, what is sent, what must come back.

mod wire;

pub use wire::{Asked, Carrier, Departure, Method, Scheme};

use crate::expect::Expectation;
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One case. It is complete in itself: it can be written to a file, reviewed and run later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Case {
    /// Stable across runs and releases: `Ecs/CreateSnapshot/invalid/Description/maxLength/above`.
    pub id: String,
    /// The operation under test.
    pub operation: String,
    /// The API version that requests name.
    pub version: String,
    /// What kind of case it is.
    pub family: Family,
    /// The statements of the spec that it exercises; the first is the one it is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<String>,
    /// The sentence of the page that the case follows from, or the words of a convention.
    pub why: String,
    /// The requests, in order; none for a scenario.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// The scenario that is played.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<Box<ScenarioRun>>,
    /// What it takes to run it.
    #[serde(default, skip_serializing_if = "Cost::is_plain")]
    pub cost: Cost,
    /// Why it cannot be run here: what is missing and who could provide it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skip: Option<String>,
}

/// One run of a scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ScenarioRun {
    /// The scenario.
    pub scenario: Scenario,
    /// One value of each of its sets.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
    /// The number of the walk, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub walk: Option<u32>,
    /// What its choices depend on.
    pub seed: u64,
}

/// The families of cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// A legal request is accepted.
    Valid,
    /// A request that breaks exactly one rule is refused.
    Invalid,
    /// A request without a required parameter is refused.
    Missing,
    /// A value that is not of the documented type is refused.
    Type,
    /// Conditions and groups of parameters.
    Combination,
    /// A documented error is reached.
    Error,
    /// A stated precondition does not hold.
    Precondition,
    /// One token, several requests.
    Idempotency,
    /// The last that is allowed and the first that is not.
    Quota,
    /// What an answer holds.
    Response,
    /// HTTP, common parameters and signatures.
    Protocol,
    /// A written sequence of calls.
    Scenario,
}

impl Family {
    /// All families, in the order in which reports list them.
    pub const ALL: [Self; 12] = [
        Self::Valid,
        Self::Invalid,
        Self::Missing,
        Self::Type,
        Self::Combination,
        Self::Error,
        Self::Precondition,
        Self::Idempotency,
        Self::Quota,
        Self::Response,
        Self::Protocol,
        Self::Scenario,
    ];

    /// The word in case ids and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::Missing => "missing",
            Self::Type => "type",
            Self::Combination => "combination",
            Self::Error => "error",
            Self::Precondition => "precondition",
            Self::Idempotency => "idempotency",
            Self::Quota => "quota",
            Self::Response => "response",
            Self::Protocol => "protocol",
            Self::Scenario => "scenario",
        }
    }
}

/// One request of a case, or several alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Step {
    /// What the step is in the story of the case: `replay`, `corrected`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What is sent.
    pub request: Request,
    /// How many of them at the same time.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub parallel: u32,
    /// What must come back.
    pub expect: Expectation,
}

const fn one() -> u32 {
    1
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde asks for"
)]
const fn is_one(number: &u32) -> bool {
    *number == 1
}

impl Step {
    /// A step of one request without a name.
    pub const fn new(request: Request, expect: Expectation) -> Self {
        Self {
            name: None,
            request,
            parallel: 1,
            expect,
        }
    }

    /// The same step with a name.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }
}

/// A request before signing: the operation's parameters and how they travel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Request {
    /// The operation that is called, where it is not the case's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// The HTTP method.
    #[serde(skip_serializing_if = "Method::is_default")]
    pub method: Method,
    /// Where the parameters travel.
    #[serde(skip_serializing_if = "Carrier::is_default")]
    pub carrier: Carrier,
    /// The path template of an HTTP-path operation; `/` when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The operation's parameters in the order in which they are sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter>,
    /// The name under which the JSON body is one value of its own, such as a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_root: Option<String>,
    /// The format that is asked for.
    #[serde(skip_serializing_if = "Asked::is_default")]
    pub format: Asked,
    /// The named credentials of the fixtures, where they are not the run's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credentials: Option<String>,
    /// Departures from what a good client sends.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub departures: Vec<Departure>,
}

/// One parameter as it travels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Parameter {
    /// The wire name: `Tag.1.Key`.
    pub name: String,
    /// The value.
    #[serde(flatten)]
    pub value: Value,
    /// Where it travels, if not with the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Place>,
    /// In a JSON body the value stands as it is, not as a text: a number, true, false, an object.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub literal: bool,
}

/// Where a parameter of an HTTP-path operation travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// In the path.
    Path,
    /// In a header.
    Header,
    /// In a JSON body.
    Body,
}

/// A value, or how the runner gets one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Value {
    /// This text.
    Value(String),
    /// A template of the fixtures: `{n}` is a number that no other case and no earlier run uses.
    Numbered(Numbered),
    /// `before`, 16 hexadecimal digits that occur once in the world, `after`.
    Unique(Unique),
    /// A member of an earlier answer of this case.
    Answer(AnswerRef),
    /// What a scenario makes for this case, and unmakes after it.
    Made(MadeRef),
}

/// What a scenario makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct MadeRef {
    /// The scenario's name.
    pub scenario: String,
    /// A text with the scenario's variables: `${disk}`. What the scenario gives when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// What it looks like, for rules that are checked before it is made.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub like: String,
    /// Two slots of one case are two different things.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub slot: u32,
}

/// A template with a fresh number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Numbered {
    /// The template: `d-ok-{n}`.
    pub template: String,
    /// Two slots of one case are two different numbers; equal slots are one.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub slot: u32,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde asks for"
)]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// A text that occurs once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Unique {
    /// What stands before the digits.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub before: String,
    /// What stands after them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after: String,
    /// Two slots of one case are two different texts.
    #[serde(skip_serializing_if = "is_zero")]
    pub slot: u32,
}

/// A member of an earlier answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct AnswerRef {
    /// The step, from 0.
    pub step: usize,
    /// The path of the member, parts joined by `.`: `SnapshotId`.
    pub member: String,
}

/// The digits of [`Unique`], always this many.
pub const UNIQUE_DIGITS: usize = 16;

impl Value {
    /// A plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Value(text.into())
    }

    /// The text that a planner checks rules with: of the same length and the same kinds of
    /// characters as what the runner will send.
    pub fn sample(&self) -> String {
        match self {
            Self::Value(text) => text.clone(),
            Self::Numbered(numbered) => numbered.with(SAMPLE_NUMBER),
            Self::Unique(unique) => unique.with(&"0".repeat(UNIQUE_DIGITS)),
            Self::Answer(answer) => answer.member.clone(),
            Self::Made(made) => made.like.clone(),
        }
    }
}

/// A number as long as those that the runner takes.
const SAMPLE_NUMBER: u64 = 1_000_000_000_000_000;

impl Numbered {
    /// The text with this number.
    pub fn with(&self, number: u64) -> String {
        self.template.replace("{n}", &number.to_string())
    }
}

impl Unique {
    /// The text with these digits.
    pub fn with(&self, digits: &str) -> String {
        format!("{}{digits}{}", self.before, self.after)
    }
}

/// What it takes to run a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Cost {
    /// Requests that may create or change something.
    #[serde(skip_serializing_if = "is_zero")]
    pub changes: u32,
    /// Milliseconds that the case waits on purpose.
    #[serde(skip_serializing_if = "is_zero")]
    pub waits_ms: u32,
    /// Nothing else may run meanwhile: the case moves the clock of the endpoint.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
}

impl Cost {
    fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// Escapes one part of a case id: `%`, `/` and what is no visible character travel as `%XX`.
pub fn escape_part(part: &str) -> String {
    let mut escaped = String::with_capacity(part.len());
    for c in part.chars() {
        if c == '%' || c == '/' || c.is_whitespace() || c.is_control() {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                escaped.push('%');
                for half in [byte >> 4, byte & 15] {
                    escaped.extend(
                        char::from_digit(u32::from(half), 16).map(|c| c.to_ascii_uppercase()),
                    );
                }
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}
