//! What no page prints: the vendor's common answers, as data that can be replaced.

use crate::expect::ErrorTriple;
use crate::yaml_file::YamlFile;
use doctract_spec::Diagnostic;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The version of the format.
pub const FORMAT_VERSION: u32 = 1;

const DEFAULT: &str = include_str!("conventions.yaml");

/// Answers and habits that rest on custom rather than on a sentence of a page.
///
/// ```
/// let conventions = doctract_conformance::Conventions::default();
/// assert!(conventions.is_reading("DescribeSnapshots"));
/// assert!(!conventions.is_reading("CreateSnapshot"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Conventions {
    /// The version of the format: [`FORMAT_VERSION`].
    pub conventions: u32,
    /// Any well-formed 4xx will do where the page prints no code.
    #[serde(default)]
    pub relaxed: bool,
    /// How names of parameters end whose values must exist.
    #[serde(default)]
    pub resource_suffixes: Vec<String>,
    /// First words of operations that change nothing.
    #[serde(default)]
    pub reading: Vec<String>,
    /// First words of operations that make something.
    #[serde(default)]
    pub creating: Vec<String>,
    /// Headers that are no parameters of an operation, also where a page lists them.
    #[serde(default)]
    pub http_headers: Vec<String>,
    /// What undoes an operation.
    #[serde(default)]
    pub undoing: Vec<UndoingRule>,
    /// What error codes speak of.
    #[serde(default)]
    pub error_classes: Vec<ErrorClassRule>,
    /// Answers to broken rules.
    #[serde(default)]
    pub refusals: Vec<RefusalRule>,
    /// Answers while the first request with a token is in work.
    #[serde(default)]
    pub in_progress: Vec<ErrorTriple>,
    /// Answers to a request that would be accepted and only asks whether it would.
    #[serde(default)]
    pub dry_run: Vec<ErrorTriple>,
    /// Answers before the operation is reached, by the name of the case.
    #[serde(default)]
    pub protocol: BTreeMap<String, Vec<ErrorTriple>>,
    /// Content types by format.
    #[serde(default)]
    pub content_types: BTreeMap<String, Vec<String>>,
}

/// What an error code speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ErrorClass {
    /// Something was not sent.
    Missing,
    /// A token was used with other parameters.
    Mismatch,
    /// Something does not exist.
    NotFound,
    /// Too many.
    Quota,
    /// Too fast.
    Throttling,
    /// The service failed.
    Internal,
    /// Not allowed.
    Permission,
    /// A value breaks a rule.
    Malformed,
    /// The world is in another state.
    State,
    /// A value is wrong in some way.
    Value,
}

/// Codes of one class; `*` stands for any run of characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ErrorClassRule {
    /// The class.
    pub class: ErrorClass,
    /// The codes.
    pub codes: Vec<String>,
}

/// What undoes an operation: exactly one of `word` and `operation` is given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct UndoingRule {
    /// The first word of the operations that are undone; `by` takes its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
    /// The operation that is undone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The word or the operation that undoes.
    pub by: String,
}

/// The answer to a broken rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct RefusalRule {
    /// The operation; any when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The documented name of the parameter; any when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// The rule; any when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The answers, one of which is expected.
    pub answers: Vec<ErrorTriple>,
}

impl Default for Conventions {
    /// The vendor's common answers.
    fn default() -> Self {
        static READ: LazyLock<Conventions> = LazyLock::new(|| {
            serde_yaml::from_str(DEFAULT).unwrap_or_else(|_| Conventions {
                conventions: FORMAT_VERSION,
                relaxed: true,
                resource_suffixes: Vec::new(),
                reading: Vec::new(),
                creating: Vec::new(),
                http_headers: Vec::new(),
                undoing: Vec::new(),
                error_classes: Vec::new(),
                refusals: Vec::new(),
                in_progress: Vec::new(),
                dry_run: Vec::new(),
                protocol: BTreeMap::new(),
                content_types: BTreeMap::new(),
            })
        });
        READ.clone()
    }
}

impl Conventions {
    /// Reads a file of conventions. `file` is the name shown in diagnostics.
    ///
    /// # Errors
    ///
    /// The first mistake, with its place.
    pub fn load(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let source = YamlFile {
            code: "conventions-invalid",
            file,
        };
        let read: Self = source.read(text)?;
        let version = read.conventions;
        let wrong =
            (version != FORMAT_VERSION).then(|| format!("format version {version} is not known"));
        source.unless(wrong.into_iter().collect(), read)
    }

    /// Whether an operation changes nothing, by the first word of its name.
    pub fn is_reading(&self, operation: &str) -> bool {
        begins_with_word(operation, &self.reading)
    }

    /// Whether an operation makes something, by the first word of its name.
    pub fn is_creating(&self, operation: &str) -> bool {
        begins_with_word(operation, &self.creating)
    }

    /// The operation that undoes one: `DeleteSnapshot` for `CreateSnapshot`.
    pub fn undoing(&self, operation: &str) -> Option<String> {
        let whole = self
            .undoing
            .iter()
            .find(|rule| rule.operation.as_deref() == Some(operation));
        if let Some(rule) = whole {
            return Some(rule.by.clone());
        }
        self.undoing.iter().find_map(|rule| {
            let rest = operation.strip_prefix(rule.word.as_deref()?)?;
            rest.starts_with(|c: char| c.is_ascii_uppercase())
                .then(|| format!("{}{rest}", rule.by))
        })
    }

    /// What a code speaks of; `None` if no class fits.
    pub fn class_of(&self, code: &str) -> Option<ErrorClass> {
        let fits = |rule: &&ErrorClassRule| rule.codes.iter().any(|known| wildcard(known, code));
        self.error_classes.iter().find(fits).map(|rule| rule.class)
    }

    /// The answers to a broken rule of a parameter; none: any well-formed 4xx.
    pub fn refusal(&self, operation: &str, parameter: &str, rule: &str) -> &[ErrorTriple] {
        let fits = |entry: &&RefusalRule| {
            let is = |stated: &Option<String>, actual: &str| {
                stated.as_deref().is_none_or(|stated| stated == actual)
            };
            is(&entry.operation, operation)
                && is(&entry.parameter, parameter)
                && is(&entry.rule, rule)
        };
        self.refusals
            .iter()
            .find(fits)
            .map_or(&[], |entry| entry.answers.as_slice())
    }
}

/// Whether a name begins with one of the words, and a new word follows.
fn begins_with_word(name: &str, words: &[String]) -> bool {
    words.iter().any(|word| {
        let rest = name.strip_prefix(word.as_str());
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase()))
    })
}

/// Whether `text` has the form of `pattern`, in which `*` stands for any run of characters.
pub(crate) fn wildcard(pattern: &str, text: &str) -> bool {
    let (Some((first, after)), Some((_, last))) =
        (pattern.split_once('*'), pattern.rsplit_once('*'))
    else {
        return pattern == text;
    };
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    // Between the first star and the last.
    let middle = after
        .len()
        .checked_sub(last.len() + 1)
        .and_then(|end| after.get(..end));
    for part in middle.unwrap_or_default().split('*') {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_conventions_are_read_strictly() {
        let read = Conventions::load("conventions.yaml", DEFAULT).unwrap();
        assert_eq!(read, Conventions::default());
        assert!(!read.relaxed && !read.protocol.is_empty());
    }

    #[test]
    fn codes_fall_into_classes() {
        let conventions = Conventions::default();
        for (code, class) in [
            ("InvalidDescription.Malformed", ErrorClass::Malformed),
            ("InvalidVolumeId.NotFound", ErrorClass::NotFound),
            ("IdempotentParameterMismatch", ErrorClass::Mismatch),
            ("QuotaExceed.Snapshot", ErrorClass::Quota),
            ("DiskInArrears", ErrorClass::State),
            ("DiskId.ValueNotSupported", ErrorClass::State),
            ("MissingParameter.DiskId", ErrorClass::Missing),
        ] {
            assert_eq!(conventions.class_of(code), Some(class), "{code}");
        }
        assert_eq!(conventions.class_of("Whatever"), None);
    }

    #[test]
    fn wildcards_cover_any_run() {
        assert!(wildcard("Missing*", "MissingParameter.DiskId"));
        assert!(wildcard("*a*b", "xxaxxb") && !wildcard("*a*b", "xxbxxa"));
        assert!(wildcard("exact", "exact") && !wildcard("exact", "exactly"));
    }
}
