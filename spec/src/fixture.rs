//! The fixture file: which resources a run may use, and how a documented state is reached.
//!
//! A server that cannot be brought into a state by calls alone (a disk in arrears, an account
//! without balance) says here which resource is in it. The file is written by whoever runs the
//! endpoint; the reference server ships one for its default world.
//!
//! ```
//! let fixtures = doctract_spec::fixture::load("fixtures.yaml", r#"
//! fixtures: 1
//! resources:
//!   - { parameter: DiskId, pool: "d-ok-{n}" }
//!   - { parameter: RegionId, value: cn-hangzhou }
//! states:
//!   - { error: DiskInArrears, parameters: { DiskId: d-arrears } }
//!   - { precondition: quota, remaining: 1, parameters: { DiskId: "d-quota-last-{n}" } }
//! "#).unwrap();
//! let disk = fixtures.resource("CreateSnapshot", "DiskId").unwrap();
//! assert_eq!(disk.value(7), "d-ok-7");
//! ```

use crate::{Diagnostic, Severity, yaml};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The version of the fixture format that this crate reads.
pub const FORMAT_VERSION: u32 = 1;

/// The code of every mistake.
const CODE: &str = "fixture-invalid";

/// The largest fixture file that is read, in bytes.
const MOST_BYTES: usize = 4 << 20;

/// What stands for a fresh number in a pool's name.
const NUMBER: &str = "{n}";

/// A fixture file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Fixtures {
    /// The version of the format: [`FORMAT_VERSION`].
    pub fixtures: u32,
    /// Values for the base requests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Resource>,
    /// What a well-formed name of nothing looks like behind the prefix of its kind: with
    /// `unknown-{n}` a security group that is not there is `sg-unknown-7`. Digits when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown: Option<String>,
    /// Ways to a documented error, or to the violation of a precondition.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<State>,
    /// Key pairs by name. `default` is the one for everything that names no other; without it the
    /// run's own key pair is used.
    #[serde(
        default,
        deserialize_with = "unique_keys",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub credentials: BTreeMap<String, Credentials>,
    /// Paths on the endpoint that steer it.
    #[serde(default, skip_serializing_if = "Controls::is_empty")]
    pub controls: Controls,
}

/// Legal values of a parameter: a pool of fresh ones, or one value for all cases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Resource {
    /// The operation it is for; every operation with such a parameter when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The documented wire name: `DiskId`, `Tag.N.Key`.
    pub parameter: String,
    /// A template: `{n}` is replaced by a number that no other case uses. Exactly one of `pool`,
    /// `value` and `scenario`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pool: Option<String>,
    /// The one value that any number of cases can share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The name of a scenario that makes one for each case, and removes it afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// Whether every request of the operation carries it, also where the page does not demand it: what
    /// the endpoint needs to accept one at all. Requests that are about its absence go without. Takes an
    /// `operation`; without `pool`, `value` and `scenario` the value is made from the parameter's rules.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub always: bool,
}

impl Resource {
    /// The value for the case of this number.
    pub fn value(&self, number: u64) -> String {
        let text = self.pool.as_ref().or(self.value.as_ref());
        text.map(|text| numbered(text, number)).unwrap_or_default()
    }
}

/// How to reach a documented error, or to violate a precondition.
///
/// A request that is valid otherwise, sent with these parameters (in place of the base ones) and
/// these credentials, meets the state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct State {
    /// The operation it is for; every operation that documents the error or the precondition when
    /// absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The documented error code. Exactly one of `error` and `precondition`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The id of the precondition that is violated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precondition: Option<String>,
    /// The name of a scenario that brings about the state for each case; `${name}` in a value of
    /// `parameters` is then one of its variables.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// Parameters by wire name; `{n}` in a value is replaced by a fresh number.
    #[serde(
        deserialize_with = "unique_keys",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub parameters: BTreeMap<String, String>,
    /// The name of the key pair to sign with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credentials: Option<String>,
    /// How many such requests still succeed before the state is met: 1 for a quota with one place
    /// left. 0 when absent.
    #[serde(skip_serializing_if = "is_zero")]
    pub remaining: u32,
    /// What is answered, where the page prints no code for it. Any well-formed refusal when absent
    /// and the page prints none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expect: Option<Expected>,
}

/// The status and code of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Expected {
    /// The HTTP status.
    pub status: u16,
    /// The error code.
    pub code: String,
}

/// A key pair. Its secrets are not shown by `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Credentials {
    /// The id of the access key.
    pub access_key_id: String,
    /// Its secret.
    pub secret: String,
    /// The token that accompanies a temporary key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub security_token: Option<String>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id)
            .finish_non_exhaustive()
    }
}

/// Paths on the endpoint that steer it, for tests that need time to pass.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Controls {
    /// `POST {"advance": "PT1H"}` moves the clock by an ISO 8601 duration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock: Option<String>,
    /// `POST` puts the world back as it was at the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset: Option<String>,
}

impl Controls {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Fixtures {
    /// The resource for a parameter of an operation; one made for that operation goes first.
    pub fn resource(&self, operation: &str, parameter: &str) -> Option<&Resource> {
        let says = |resource: &Resource| {
            resource.pool.is_some() || resource.value.is_some() || resource.scenario.is_some()
        };
        let fits = |resource: &&Resource| resource.parameter == parameter && says(resource);
        let own = |resource: &&Resource| resource.operation.as_deref() == Some(operation);
        let any = |resource: &&Resource| resource.operation.is_none();
        let mut fitting = self.resources.iter().filter(fits);
        let first = fitting.clone().find(own);
        first.or_else(|| fitting.find(any))
    }

    /// What every request of an operation carries.
    pub fn always<'a>(&'a self, operation: &'a str) -> impl Iterator<Item = &'a Resource> {
        let always = self.resources.iter().filter(|resource| resource.always);
        always.filter(move |resource| resource.operation.as_deref() == Some(operation))
    }

    /// The states that lead an operation to an error code.
    pub fn error_states<'a>(
        &'a self,
        operation: &'a str,
        code: &'a str,
    ) -> impl Iterator<Item = &'a State> {
        let states = self
            .states
            .iter()
            .filter(move |state| state.is_for(operation));
        states.filter(move |state| state.error.as_deref() == Some(code))
    }

    /// The states in which a precondition of an operation is violated.
    pub fn precondition_states<'a>(
        &'a self,
        operation: &'a str,
        id: &'a str,
    ) -> impl Iterator<Item = &'a State> {
        let states = self
            .states
            .iter()
            .filter(move |state| state.is_for(operation));
        states.filter(move |state| state.precondition.as_deref() == Some(id))
    }
}

impl State {
    fn is_for(&self, operation: &str) -> bool {
        self.operation.as_deref().is_none_or(|own| own == operation)
    }

    /// The parameters for the case of this number.
    pub fn parameters(&self, number: u64) -> impl Iterator<Item = (&str, String)> {
        let pairs = self.parameters.iter();
        pairs.map(move |(name, value)| (name.as_str(), numbered(value, number)))
    }
}

fn numbered(template: &str, number: u64) -> String {
    template.replace(NUMBER, &number.to_string())
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde asks for"
)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// Reads a fixture file. `file` is the name shown in diagnostics.
///
/// # Errors
///
/// Every mistake found: unknown and duplicate keys, wrong types, another version, an entry that
/// says too little or too much, a name of credentials that are not there.
pub fn load(file: &str, text: &str) -> Result<Fixtures, Vec<Diagnostic>> {
    if text.len() > MOST_BYTES {
        return Err(vec![mistake(file, "larger than 4 MiB".to_owned())]);
    }
    let fixtures: Fixtures = yaml::parse(CODE, file, text).map_err(|mistake| vec![*mistake])?;
    let mistakes: Vec<_> = contradictions(&fixtures)
        .into_iter()
        .map(|message| mistake(file, message))
        .collect();
    if mistakes.is_empty() {
        Ok(fixtures)
    } else {
        Err(mistakes)
    }
}

fn mistake(file: &str, message: String) -> Diagnostic {
    Diagnostic {
        code: CODE,
        severity: Severity::Error,
        file: file.to_owned(),
        span: None,
        message,
        advice: None,
    }
}

/// What the types cannot say.
fn contradictions(fixtures: &Fixtures) -> Vec<String> {
    let mut found = Vec::new();
    if fixtures.fixtures != FORMAT_VERSION {
        found.push(format!(
            "format version {} is not known; this is version {FORMAT_VERSION}",
            fixtures.fixtures
        ));
    }
    for (at, resource) in fixtures.resources.iter().enumerate() {
        let place = format!("resources[{at}]");
        if resource.parameter.is_empty() {
            found.push(format!("{place}: names no parameter"));
        }
        match (&resource.pool, &resource.value, &resource.scenario) {
            (Some(pool), None, None) if !pool.contains(NUMBER) => {
                found.push(format!("{place}: the pool `{pool}` has no `{NUMBER}`"));
            }
            (Some(_), None, None) | (None, Some(_), None) | (None, None, Some(_)) => {}
            (None, None, None) if resource.always => {}
            _ => {
                let all = "`pool`, `value` and `scenario`";
                found.push(format!("{place}: needs exactly one of {all}"));
            }
        }
        if resource.always && resource.operation.is_none() {
            found.push(format!("{place}: `always` needs an `operation`"));
        }
    }
    if let Some(unknown) = &fixtures.unknown
        && !unknown.contains(NUMBER)
    {
        found.push(format!("unknown: `{unknown}` has no `{NUMBER}`"));
    }
    for (at, state) in fixtures.states.iter().enumerate() {
        let place = format!("states[{at}]");
        if state.error.is_some() == state.precondition.is_some() {
            found.push(format!(
                "{place}: needs exactly one of `error` and `precondition`"
            ));
        }
        if state.parameters.is_empty() && state.credentials.is_none() {
            found.push(format!("{place}: has neither parameters nor credentials"));
        }
        if let Some(name) = &state.credentials
            && !fixtures.credentials.contains_key(name)
        {
            found.push(format!("{place}: there are no credentials `{name}`"));
        }
    }
    found
}

/// A map whose keys must differ: serde lets the last of two equal keys win.
fn unique_keys<'de, D, V>(deserializer: D) -> Result<BTreeMap<String, V>, D::Error>
where
    D: Deserializer<'de>,
    V: Deserialize<'de>,
{
    struct UniqueKeys<V>(std::marker::PhantomData<V>);
    impl<'de, V: Deserialize<'de>> Visitor<'de> for UniqueKeys<V> {
        type Value = BTreeMap<String, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
            let mut map = BTreeMap::new();
            while let Some((key, value)) = access.next_entry::<String, V>()? {
                if map.contains_key(&key) {
                    return Err(A::Error::custom(format!("duplicate key `{key}`")));
                }
                map.insert(key, value);
            }
            Ok(map)
        }
    }
    deserializer.deserialize_map(UniqueKeys(std::marker::PhantomData))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> String {
        let diagnostics = load("fixtures.yaml", text).unwrap_err();
        let lines: Vec<_> = diagnostics.iter().map(ToString::to_string).collect();
        lines.join("\n")
    }

    #[test]
    fn a_state_with_its_own_key_pair_is_found_by_its_error() {
        let fixtures = load(
            "fixtures.yaml",
            "fixtures: 1\n\
             states:\n  - { error: NotEnoughBalance, credentials: poor }\n\
             credentials: { poor: { accessKeyId: poorid, secret: poorsecret } }\n",
        )
        .unwrap();
        let state = fixtures
            .error_states("CreateSnapshot", "NotEnoughBalance")
            .next()
            .unwrap();
        assert_eq!(state.credentials.as_deref(), Some("poor"));
        assert!(!format!("{fixtures:?}").contains("poorsecret"));
    }

    #[test]
    fn every_mistake_is_named_and_syntax_has_its_place() {
        let text = "fixtures: 2\n\
                    resources: [ { parameter: DiskId, pool: d-ok, always: true } ]\n\
                    unknown: nobody\n\
                    states: [ { error: A, precondition: b }, { error: C, credentials: nobody } ]\n";
        let all = messages(text);
        for part in [
            "version 2",
            "no `{n}`",
            "`always` needs",
            "`nobody` has no",
            "states[0]: needs",
            "no credentials `nobody`",
        ] {
            assert!(all.contains(part), "{part} in {all}");
        }
        assert!(messages("fixtures: 1\nresource: []\n").contains("fixtures.yaml:2:1"));
        let twice = "fixtures: 1\nstates: [ { error: A, parameters: { X: a, X: b } } ]\n";
        assert!(messages(twice).contains("duplicate key `X`"));
    }
}
