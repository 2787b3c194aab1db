//! The tables of `doctract.toml` about specs: `[lint]` and `[diff]`.

use crate::failure::Failure;
use doctract_spec::diff::{FailOn, Ignore, Options};
use doctract_spec::lint::Levels;
use doctract_spec::{Severity, near};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The table `[lint]`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct LintConfig {
    /// Findings of this severity fail the command: `note`, `warning` (the default) or `error`.
    pub(crate) level: Option<LintLevel>,
    /// The severity of each code, where it is not that of the table; `off` switches it off.
    pub(crate) levels: BTreeMap<String, LintLevel>,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LintLevel {
    /// Not reported.
    Off,
    /// Worth knowing.
    Note,
    /// Doubtful.
    Warning,
    /// Wrong.
    Error,
}

/// The table `[diff]`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct DiffConfig {
    /// The class of change that fails `diff` and `update`: `breaking`, `server-breaking`,
    /// `contract` or `any`.
    pub(crate) fail_on: Option<String>,
    /// Parameters that the vendor's own tools send and that pages list or leave out by chance.
    pub(crate) internal_parameters: Option<Vec<String>>,
    /// Changes that are known and accepted.
    pub(crate) ignore: Vec<Ignore>,
}

impl LintLevel {
    /// The severity; none for `off`.
    pub(crate) fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

impl LintConfig {
    /// The severity from which on findings fail; `off` makes no sense there.
    pub(crate) fn level(&self) -> Result<Severity, Failure> {
        match self.level.unwrap_or(LintLevel::Warning).severity() {
            Some(severity) => Ok(severity),
            None => Err(Failure::usage(
                "[lint] in doctract.toml: `level` is note, warning or error",
            )),
        }
    }

    /// The levels for the lint; an unknown code is an error.
    pub(crate) fn levels(&self) -> Result<Levels, Failure> {
        let mut levels = Levels::default();
        for (code, level) in &self.levels {
            if !levels.set(code, level.severity()) {
                let known = Levels::codes();
                let advice = near::advice(code, known).map(|text| format!(" ({text})"));
                return Err(Failure::usage(format!(
                    "[lint.levels] in doctract.toml: there is no lint `{code}`{}",
                    advice.unwrap_or_default()
                )));
            }
        }
        Ok(levels)
    }
}

impl DiffConfig {
    /// The options for the diff; an entry that makes no sense is an error.
    pub(crate) fn options(&self) -> Result<Options, Failure> {
        let mut options = Options::default();
        if let Some(names) = &self.internal_parameters {
            options.internal_parameters.clone_from(names);
        }
        for entry in &self.ignore {
            entry
                .check()
                .map_err(|error| Failure::usage(format!("[[diff.ignore]]: {error}")))?;
        }
        options.ignore.clone_from(&self.ignore);
        Ok(options)
    }

    /// The class of change that fails: the one asked for, else the configured one.
    pub(crate) fn fail_on(&self, asked: Option<&str>) -> Result<Option<FailOn>, Failure> {
        let level = asked.or(self.fail_on.as_deref()).map(str::parse::<FailOn>);
        level
            .transpose()
            .map_err(|error| Failure::usage(error.to_string()))
    }
}
