//! Conventions: which refusal a broken rule gets, by the operation's own error rows or by a table.

use super::carrier::Pair;
use super::registry::Served;
use crate::refusal::Refusal;
use doctract_spec::Operation;
use doctract_spec::check::Breach;
use doctract_spec::model::{Confidence, ErrorRow, Field, Role};
use serde::Deserialize;

const TABLE: &str = include_str!("../../data/conventions.yaml");

/// The table, as its file says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Conventions {
    making: Vec<String>,
    own_rows: Vec<OwnRows>,
    not_found: Vec<String>,
    other_names: Vec<OtherNames>,
    refusals: Vec<Convention>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct OwnRows {
    #[serde(default)]
    rules: Vec<String>,
    codes: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct OtherNames {
    code: String,
    names: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Convention {
    #[serde(default)]
    parameter: Option<String>,
    #[serde(default)]
    role: Option<Role>,
    #[serde(default)]
    rules: Vec<String>,
    status: u16,
    code: String,
    message: String,
}

impl Conventions {
    /// The table that comes with the crate.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub(crate) fn load() -> Result<Self, serde_yaml::Error> {
        serde_yaml::from_str(TABLE)
    }

    /// Whether an operation of this name makes something.
    pub(crate) fn is_making(&self, operation: &str) -> bool {
        let mut verbs = self.making.iter();
        verbs.any(|verb| {
            let rest = operation.strip_prefix(verb.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_uppercase))
        })
    }

    /// What a breach is refused with.
    pub(crate) fn refusal(&self, spec: &Operation, breach: &Breach) -> Refusal {
        self.own_row(spec, breach)
            .and_then(from_row)
            .unwrap_or_else(|| self.convention(spec, breach))
    }

    /// What a request is refused with that names something which is not there: `marker` is what the
    /// names of such things hold. None where the operation prints no row for it.
    pub(crate) fn not_found(
        &self,
        served: &Served,
        pairs: &[Pair<'_>],
        marker: &str,
    ) -> Option<Refusal> {
        let mut pairs = pairs.iter().filter(|(_, value)| value.contains(marker));
        pairs.find_map(|(name, _)| {
            let named = served.checker.names().resolve(name)?;
            let mut rows = served.spec.errors.iter();
            let row = rows.find(|row| {
                row.blames.iter().any(|blame| {
                    blame.confidence != Confidence::Low
                        && blame.parameter.as_deref() == Some(named.pattern)
                }) && self.not_found.iter().any(|own| fits(own, &row.code))
            })?;
            from_row(row)
        })
    }

    /// A refusal under the code by which the operation's page knows it, where it prints another name.
    pub(crate) fn by_its_name(&self, spec: &Operation, refusal: Refusal) -> Refusal {
        if spec.errors.iter().any(|row| row.code == refusal.code) {
            return refusal;
        }
        let mut others = self.other_names.iter();
        let other = others.find(|own| own.code == refusal.code);
        let row = other.and_then(|other| {
            let mut rows = spec.errors.iter();
            rows.find(|row| other.names.iter().any(|name| fits(name, &row.code)))
        });
        row.and_then(from_row).unwrap_or(refusal)
    }

    /// The row of the operation's table that answers a breach, if one does.
    fn own_row<'a>(&self, spec: &'a Operation, breach: &Breach) -> Option<&'a ErrorRow> {
        let for_rule = |own: &&OwnRows| own.rules.is_empty() || names(&own.rules, breach.rule);
        let preferred = &self.own_rows.iter().find(for_rule)?.codes;
        let blamed: Vec<_> = spec
            .errors
            .iter()
            .filter(|row| blames(row, breach))
            .collect();
        preferred.iter().find_map(|pattern| {
            let mut rows = blamed.iter();
            rows.find(|row| fits(pattern, &row.code)).copied()
        })
    }

    fn convention(&self, spec: &Operation, breach: &Breach) -> Refusal {
        let role = role_of(spec, &breach.parameter);
        let fits = |own: &&Convention| {
            let parameter = own.parameter.as_ref();
            parameter.is_none_or(|parameter| *parameter == breach.parameter)
                && own.role.is_none_or(|own| role == Some(own))
                && (own.rules.is_empty() || names(&own.rules, breach.rule))
        };
        match self.refusals.iter().find(fits) {
            Some(own) => Refusal {
                status: own.status,
                code: own.code.clone().into(),
                message: own.message.replace("{parameter}", name_of(breach)).into(),
            },
            None => super::errors::invalid_parameter(name_of(breach)),
        }
    }
}

/// The name that a message shows.
fn name_of(breach: &Breach) -> &str {
    if breach.wire_name.is_empty() {
        &breach.parameter
    } else {
        &breach.wire_name
    }
}

fn names(rules: &[String], rule: &str) -> bool {
    rules.iter().any(|own| own == rule)
}

fn blames(row: &ErrorRow, breach: &Breach) -> bool {
    let mut blamed = row
        .blames
        .iter()
        .filter_map(|blame| blame.parameter.as_ref());
    blamed.any(|parameter| *parameter == breach.parameter)
}

fn from_row(row: &ErrorRow) -> Option<Refusal> {
    let status = row.status.filter(|status| (400..600).contains(status))?;
    Some(Refusal {
        status,
        code: row.code.clone().into(),
        message: row.message.clone().unwrap_or_default().into(),
    })
}

fn role_of(spec: &Operation, parameter: &str) -> Option<Role> {
    let named = |field: &&Field| field.name == parameter;
    spec.request.parameters.iter().find(named)?.role
}

/// Whether a code fits a pattern with `*` at its start, its end or both.
fn fits(pattern: &str, code: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(rest), Some(_)) => code.contains(rest.trim_end_matches('*')),
        (Some(end), None) => code.ends_with(end),
        (None, Some(start)) => code.starts_with(start),
        (None, None) => code == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use doctract_core::Found;
    use doctract_spec::model::{Blame, Violation};

    fn breach(parameter: &str, rule: &'static str) -> Breach {
        Breach {
            parameter: parameter.to_owned(),
            wire_name: parameter.replace(".N.", ".3."),
            rule,
            statement: String::new(),
            violation: Violation::Rejected,
            found: Found::Nothing,
        }
    }

    fn row(status: u16, code: &str, parameter: &str) -> ErrorRow {
        ErrorRow {
            status: Some(status),
            code: code.to_owned(),
            message: Some("Printed.".to_owned()),
            blames: vec![Blame {
                parameter: Some(parameter.to_owned()),
                ..Blame::default()
            }],
            ..ErrorRow::default()
        }
    }

    #[test]
    fn an_own_row_answers_only_for_the_kind_of_fault_it_is_about() {
        let conventions = Conventions::load().unwrap();
        let spec = Operation {
            errors: vec![
                row(404, "InvalidVolumeId.NotFound", "DiskId"),
                row(404, "InvalidDescription.Malformed", "Description"),
                row(403, "IdempotentParameterMismatch", "ClientToken"),
            ],
            ..Operation::default()
        };
        let code = |parameter, rule| {
            let refusal = conventions.refusal(&spec, &breach(parameter, rule));
            format!("{} {}", refusal.status, refusal.code)
        };
        assert_eq!(
            code("Description", "maxLength"),
            "404 InvalidDescription.Malformed"
        );
        assert_eq!(code("DiskId", "required"), "400 MissingParameter");
        assert_eq!(code("ClientToken", "maxLength"), "400 InvalidParameter");
        assert_eq!(
            code("Tag.N.Key", "notPrefix"),
            "400 InvalidTagKey.Malformed"
        );
        assert_eq!(code("Tag.N", "indexRange"), "403 QuotaExceed.Tags");
        let message = conventions
            .refusal(&spec, &breach("Other.N.X", "type"))
            .message;
        assert_eq!(message, "The specified parameter “Other.3.X” is not valid.");
    }
}
