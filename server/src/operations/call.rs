//! One call of an operation: who calls, when, and with which parameters.

use super::create_snapshot::Rule;
use crate::gateway::errors;
use crate::model::AccountIndex;
use crate::refusal::Refusal;
use jiff::Timestamp;

/// One call.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    /// The account that calls.
    pub(crate) account: AccountIndex,
    /// The virtual time.
    pub(crate) now: Timestamp,
    /// The parameters.
    pub(crate) parameters: &'a Parameters,
    /// The rules of CreateSnapshot that are in force.
    pub(crate) rules: &'a [Rule],
    /// Whether the same request was answered before and is worked on again: only a fault lets
    /// that happen.
    pub(crate) repeated: bool,
}

/// The parameters of a call by canonical name, decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Parameters(pub(crate) Vec<(String, String)>);

impl Parameters {
    /// The value of a parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut pairs = self.0.iter();
        pairs.find_map(|(own, value)| (own == name).then_some(value.as_str()))
    }

    /// Takes a parameter out.
    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(own, _)| own == name)?;
        Some(self.0.swap_remove(at).1)
    }

    /// The value of a parameter that may not be missing or empty.
    pub(crate) fn required(&self, name: &'static str) -> Result<&str, Refusal> {
        let value = self.get(name).filter(|value| !value.is_empty());
        value.ok_or_else(|| errors::missing_parameter(name))
    }

    /// A whole number.
    pub(crate) fn integer(&self, name: &'static str) -> Result<Option<i64>, Refusal> {
        let number = self.get(name).map(str::parse);
        number
            .transpose()
            .map_err(|_| errors::invalid_parameter(name))
    }

    /// A flag: `true` and `false` in any letter case.
    pub(crate) fn flag(&self, name: &'static str) -> Result<bool, Refusal> {
        match self.get(name) {
            Some(value) if value.eq_ignore_ascii_case("true") => Ok(true),
            Some(value) if value.eq_ignore_ascii_case("false") => Ok(false),
            None => Ok(false),
            Some(_) => Err(errors::invalid_parameter(name)),
        }
    }

    /// Ids that travel as a JSON array in one parameter. An empty array is a list of none.
    pub(crate) fn ids(&self, name: &'static str) -> Result<Option<Vec<String>>, Refusal> {
        let ids = self.get(name).map(serde_json::from_str::<Vec<String>>);
        ids.transpose().map_err(|_| errors::invalid_parameter(name))
    }

    /// The tags, by their index. A value that is not sent is empty.
    pub(crate) fn tags(&self) -> Vec<(String, String)> {
        let mut keys: Vec<(u32, &str)> = self
            .0
            .iter()
            .filter_map(|(name, value)| {
                let index = name.strip_prefix("Tag.")?.strip_suffix(".Key")?;
                Some((index.parse().ok()?, value.as_str()))
            })
            .collect();
        keys.sort_unstable();
        let value = |index| self.get(&format!("Tag.{index}.Value")).unwrap_or_default();
        keys.into_iter()
            .map(|(index, key)| (key.to_owned(), value(index).to_owned()))
            .collect()
    }
}
