//! One call of an operation: who calls, when, and with which parameters.

use super::Edition;
use super::create_snapshot::Rule;
use super::refusals::{NOT_ENOUGH_BALANCE, REPEATED_TAG_KEY};
use crate::gateway::errors;
use crate::model::{AccountIndex, Model, Tags};
use crate::refusal::Refusal;
use crate::world::Balance;
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
    /// The edition of the page of `CreateSnapshot`.
    pub(crate) edition: &'a Edition,
    /// The rules of `CreateSnapshot` that are in force.
    pub(crate) rules: &'a [Rule],
    /// Whether the same request was answered before and is worked on again: only a fault lets
    /// that happen.
    pub(crate) repeated: bool,
}

impl Call<'_> {
    /// Refuses what would cost money where there is none.
    pub(super) fn check_balance(&self, model: &Model) -> Result<(), Refusal> {
        match model.account(self.account) {
            Some(account) if account.balance == Balance::Enough => Ok(()),
            _ => Err(NOT_ENOUGH_BALANCE),
        }
    }

    /// The tags that are given to what is made; a key may not come twice.
    pub(super) fn tags(&self) -> Result<Tags, Refusal> {
        let given = self.parameters.tags();
        let number = given.len();
        let tags = Tags::new(given);
        if tags.len() < number {
            return Err(REPEATED_TAG_KEY);
        }
        Ok(tags)
    }

    /// Ends a request that was only to be checked, now that it has proved valid.
    pub(super) fn end_if_dry(&self) -> Result<(), Refusal> {
        self.end_if_asked("DryRun")
    }

    /// The same by a flag of another name.
    pub(crate) fn end_if_asked(&self, flag: &str) -> Result<(), Refusal> {
        if self.parameters.flag(flag)? {
            Err(errors::DRY_RUN)
        } else {
            Ok(())
        }
    }
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

    /// The value of a parameter, unless it is empty.
    pub(super) fn given(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// The same as an owned text.
    pub(super) fn owned(&self, name: &str) -> Option<String> {
        self.given(name).map(str::to_owned)
    }

    /// Takes a parameter out.
    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(own, _)| own == name)?;
        Some(self.0.swap_remove(at).1)
    }

    /// The value of a parameter that may not be missing or empty.
    pub(super) fn required(&self, name: &'static str) -> Result<&str, Refusal> {
        let value = self.given(name);
        value.ok_or_else(|| errors::missing_parameter(name))
    }

    /// A whole number.
    pub(super) fn integer(&self, name: &str) -> Result<Option<i64>, Refusal> {
        let number = self.given(name).map(str::parse);
        number
            .transpose()
            .map_err(|_| errors::invalid_parameter(name))
    }

    /// A size in GiB.
    pub(super) fn size(&self, name: &str) -> Result<Option<u32>, Refusal> {
        let number = self.integer(name)?.map(u32::try_from);
        number
            .transpose()
            .map_err(|_| errors::invalid_parameter(name))
    }

    /// A flag: `true` and `false` in any letter case.
    pub(super) fn flag(&self, name: &str) -> Result<bool, Refusal> {
        match self.given(name) {
            Some(value) if value.eq_ignore_ascii_case("true") => Ok(true),
            Some(value) if value.eq_ignore_ascii_case("false") => Ok(false),
            None => Ok(false),
            Some(_) => Err(errors::invalid_parameter(name)),
        }
    }

    /// Ids that travel as a JSON array in one parameter. An empty array is a list of none.
    pub(super) fn ids(&self, name: &str) -> Result<Option<Vec<String>>, Refusal> {
        let ids = self.given(name).map(serde_json::from_str::<Vec<String>>);
        ids.transpose().map_err(|_| errors::invalid_parameter(name))
    }

    /// The values of a list that travels by index (`ResourceId.1`), in its order.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        let values = self.indices(name, "").into_iter();
        let values = values.filter_map(|index| self.get(&format!("{name}.{index}")));
        values.map(str::to_owned).collect()
    }

    /// The tags, by their index. A value that is not sent is empty.
    pub(super) fn tags(&self) -> Vec<(String, String)> {
        let indices = self.indices("Tag", ".Key").into_iter();
        let part = |index, name| self.get(&format!("Tag.{index}.{name}")).unwrap_or_default();
        indices
            .map(|index| {
                (
                    part(index, "Key").to_owned(),
                    part(index, "Value").to_owned(),
                )
            })
            .collect()
    }

    /// The indices of a list, in their order, whose items have something under `member`; any
    /// member when that is only a dot.
    pub(super) fn indices(&self, list: &str, member: &str) -> Vec<u32> {
        let index = |name: &str| -> Option<u32> {
            let rest = name.strip_prefix(list)?.strip_prefix('.')?;
            let digits = rest.find('.').unwrap_or(rest.len());
            let fits = rest[digits..] == *member || (member == "." && digits < rest.len());
            if fits {
                rest[..digits].parse().ok()
            } else {
                None
            }
        };
        let mut indices: Vec<u32> = self.0.iter().filter_map(|(name, _)| index(name)).collect();
        indices.sort_unstable();
        indices.dedup();
        indices
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_in_the_order_of_their_indices() {
        let pairs = [
            "Tag.10.Key",
            "Tag.2.Key",
            "Tag.2.Value",
            "Tag.3.Value",
            "Id.2",
            "Id.1",
            "Disk.1.Size",
            "Disk.1.Name",
        ];
        let owned = pairs
            .iter()
            .map(|name| ((*name).to_owned(), format!("of {name}")));
        let parameters = Parameters(owned.collect());
        assert_eq!(parameters.list("Id"), ["of Id.1", "of Id.2"]);
        let tags = parameters.tags();
        assert_eq!(
            tags[0],
            ("of Tag.2.Key".to_owned(), "of Tag.2.Value".to_owned())
        );
        assert_eq!(tags[1], ("of Tag.10.Key".to_owned(), String::new()));
        assert_eq!(parameters.indices("Disk", "."), [1]);
    }
}
