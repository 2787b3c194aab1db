//! `doctract.toml`: what a project says once. Flags win over the environment, the environment
//! over this file. Secrets never stand in it.

mod specs;

pub(crate) use specs::{DiffConfig, LintConfig};

use crate::failure::Failure;
use crate::files;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The name that is looked for beside the inputs and in the current folder.
pub(crate) const FILE_NAME: &str = "doctract.toml";

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct Config {
    /// The language to use where an operation is there in several.
    pub(crate) locale: Option<String>,
    /// The product, for pages that do not name it.
    pub(crate) product: Option<String>,
    /// The API version, for pages that do not name it.
    pub(crate) api_version: Option<String>,
    /// How `doctract test` runs.
    pub(crate) test: TestConfig,
    /// What `doctract lint` finds.
    pub(crate) lint: LintConfig,
    /// What `doctract diff` and `update` make of changes.
    pub(crate) diff: DiffConfig,
}

/// The table `[test]`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct TestConfig {
    /// The server under test.
    pub(crate) endpoint: Option<String>,
    /// How to get resources in the states that cases need.
    pub(crate) fixtures: Option<PathBuf>,
    /// `strict` (the default) or `relaxed`: any well-formed 4xx where the page prints no code.
    pub(crate) conventions: Option<String>,
    /// Accepted failures.
    pub(crate) baseline: Option<PathBuf>,
    /// Scenarios to play besides, or to make what fixtures name.
    pub(crate) scenarios: Vec<PathBuf>,
}

impl Config {
    /// The file named by the user, else the one beside the first input, else the one here.
    pub(crate) fn find(named: Option<&Path>, inputs: &[PathBuf]) -> Result<Self, Failure> {
        if let Some(path) = named {
            return Self::load(path);
        }
        let beside = inputs.first().map(|input| {
            let folder = if input.is_dir() {
                Some(input.as_path())
            } else {
                input.parent()
            };
            folder.unwrap_or(Path::new("")).join(FILE_NAME)
        });
        match beside
            .into_iter()
            .chain([PathBuf::from(FILE_NAME)])
            .find(|path| path.is_file())
        {
            Some(path) => Self::load(&path),
            None => Ok(Self::default()),
        }
    }

    fn load(path: &Path) -> Result<Self, Failure> {
        let bytes = files::read(path)?;
        let text = String::from_utf8_lossy(&bytes);
        let mut config: Self = toml::from_str(&text).map_err(|error| {
            Failure::usage(format!(
                "{}: {}",
                path.display(),
                error.to_string().trim_end()
            ))
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        config.test.fixtures = config.test.fixtures.map(|fixtures| folder.join(fixtures));
        config.test.baseline = config.test.baseline.map(|baseline| folder.join(baseline));
        for scenario in &mut config.test.scenarios {
            *scenario = folder.join(&*scenario);
        }
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Config, Failure> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        std::fs::write(&path, text).unwrap();
        Config::find(None, &[folder.path().to_owned()])
    }

    /// With `DOCTRACT_WRITE_SCHEMAS` set, writes the file instead.
    #[test]
    fn the_committed_schema_is_that_of_the_type() {
        let text = doctract_spec::schema::text_of::<Config>(None).unwrap();
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/config.schema.json");
        if std::env::var_os("DOCTRACT_WRITE_SCHEMAS").is_some() {
            std::fs::write(file, &text).unwrap();
        }
        assert!(
            std::fs::read_to_string(file).unwrap() == text,
            "{file} is stale"
        );
    }

    #[test]
    fn levels_and_ignored_changes_are_checked() {
        let lint = |text: &str| load(text).unwrap().lint.levels();
        assert!(lint("[lint.levels]\nlint-no-description = \"off\"\n").is_ok());
        let error = lint("[lint.levels]\nlint-no-descripton = \"off\"\n").unwrap_err();
        assert!(
            error
                .to_string()
                .contains("did you mean `lint-no-description`")
        );
        let ignore = |because: &str| {
            let text = format!(
                "[[diff.ignore]]\nrule = \"parameter-now-required\"\nplace = \"*\"\nbecause = \"{because}\"\n"
            );
            load(&text).unwrap().diff.options()
        };
        assert_eq!(ignore("we send it").unwrap().ignore.len(), 1);
        assert!(
            ignore("")
                .unwrap_err()
                .to_string()
                .contains("without a reason")
        );
    }

    #[test]
    fn the_file_beside_the_inputs_is_read() {
        let config =
            load("locale = \"en-US\"\n[test]\nendpoint = \"http://127.0.0.1:1\"\n").unwrap();
        assert_eq!(config.locale.as_deref(), Some("en-US"));
        assert_eq!(config.test.endpoint.as_deref(), Some("http://127.0.0.1:1"));
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let error = load("[test]\nendpont = \"x\"\n").unwrap_err().to_string();
        assert!(
            error.contains("endpont") && error.contains("line 2"),
            "{error}"
        );
    }
}
