//! Files of YAML that people write: read whole, with the place of what is wrong.

use doctract_spec::{Diagnostic, Severity, yaml};
use serde::de::DeserializeOwned;

/// A file by the name that diagnostics show, and the code of what is wrong with it.
pub(crate) struct YamlFile<'a> {
    pub(crate) code: &'static str,
    pub(crate) file: &'a str,
}

impl YamlFile<'_> {
    /// The value that the text holds; else the first mistake, with its place.
    pub(crate) fn read<T: DeserializeOwned>(&self, text: &str) -> Result<T, Vec<Diagnostic>> {
        yaml::parse(self.code, self.file, text).map_err(|mistake| vec![*mistake])
    }

    /// The value, if nothing was found wrong with what it says.
    pub(crate) fn unless<T>(&self, found: Vec<String>, value: T) -> Result<T, Vec<Diagnostic>> {
        if found.is_empty() {
            return Ok(value);
        }
        let mistakes = found.into_iter();
        Err(mistakes.map(|message| self.mistake(message)).collect())
    }

    fn mistake(&self, message: String) -> Diagnostic {
        Diagnostic {
            code: self.code,
            severity: Severity::Error,
            file: self.file.to_owned(),
            span: None,
            message,
            advice: None,
        }
    }
}
