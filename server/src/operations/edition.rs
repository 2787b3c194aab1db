//! Editions of the `CreateSnapshot` page: what its behaviour differs by, as data.

use crate::refusal::Refusal;
use doctract_spec::Operation;
use doctract_spec::model::PreconditionKind;
use serde::Deserialize;

const TABLE: &str = include_str!("../../data/editions.yaml");

/// An edition of the page.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Edition {
    /// The year by which it is called.
    name: String,
    /// The error codes by which a spec of it is known.
    #[serde(default)]
    documents: Vec<String>,
    /// How many snapshots a disk may have.
    pub(crate) most_snapshots: u32,
    /// Whether a disk that was attached once, and no longer is, can have a snapshot.
    pub(super) takes_detached: bool,
    /// How a disk that is not there is refused.
    pub(super) unknown_disk: Refusal,
    /// How a tag key that comes twice is refused; without it, its last value counts.
    pub(super) repeated_tag_key: Option<Refusal>,
}

/// Why there is no such edition.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EditionError {
    #[error("the table of editions cannot be read: {0}")]
    Table(#[from] serde_yaml::Error),
    #[error("there is no edition `{name}` of CreateSnapshot; there are {known}")]
    Unknown { name: String, known: String },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Editions {
    editions: Vec<Edition>,
}

impl Edition {
    /// The edition of this name; without one, that of the spec of `CreateSnapshot`, with the quota
    /// that the spec states.
    pub(crate) fn choose(name: Option<&str>, spec: &Operation) -> Result<Self, EditionError> {
        let Editions { editions } = serde_yaml::from_str(TABLE)?;
        let known: Vec<_> = editions.iter().map(|own| own.name.clone()).collect();
        let unknown = |name: &str| EditionError::Unknown {
            name: name.to_owned(),
            known: known.join(", "),
        };
        let mut editions = editions.into_iter();
        if let Some(name) = name {
            let named = editions.find(|own| own.name == name);
            return named.ok_or_else(|| unknown(name));
        }
        let prints = |code: &String| spec.errors.iter().any(|row| row.code == *code);
        let fits = |own: &Edition| own.documents.iter().all(prints);
        let mut edition = editions.rfind(fits).ok_or_else(|| unknown("any"))?;
        if let Some(stated) = stated_quota(spec) {
            edition.most_snapshots = stated;
        }
        Ok(edition)
    }
}

/// How many snapshots a disk may have, if the spec says so.
fn stated_quota(spec: &Operation) -> Option<u32> {
    let of_disk = spec
        .preconditions
        .iter()
        .find(|own| own.kind == PreconditionKind::Quota && own.resource.as_deref() == Some("disk"));
    u32::try_from(of_disk?.limit?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use doctract_spec::model::{Confidence, ErrorRow, Precondition};

    fn spec(codes: &[&str], limit: Option<u64>) -> Operation {
        let row = |code: &&str| ErrorRow {
            code: (*code).to_owned(),
            ..ErrorRow::default()
        };
        Operation {
            errors: codes.iter().map(row).collect(),
            preconditions: vec![Precondition {
                kind: PreconditionKind::Quota,
                resource: Some("disk".to_owned()),
                limit,
                id: "quota".to_owned(),
                attribute: None,
                values: Vec::new(),
                operation: None,
                confidence: Confidence::default(),
                text: String::new(),
            }],
            ..Operation::default()
        }
    }

    #[test]
    fn the_spec_decides_unless_an_edition_is_chosen() {
        let chosen = |name, spec: &Operation| {
            let edition = Edition::choose(name, spec).unwrap();
            (edition.name, edition.most_snapshots)
        };
        let old = spec(&["InvalidVolumeId.NotFound"], None);
        let revised = spec(&["InvalidDiskId.NotFound"], Some(64));
        let new = spec(&["InvalidDiskId.NotFound", "Duplicate.TagKey"], Some(500));
        assert_eq!(chosen(None, &revised), ("2019-revised".to_owned(), 64));
        assert_eq!(chosen(None, &old), ("2019".to_owned(), 64));
        assert_eq!(chosen(None, &new), ("2020".to_owned(), 500));
        assert_eq!(chosen(Some("2019"), &new), ("2019".to_owned(), 64));
        assert_eq!(chosen(Some("2020"), &old), ("2020".to_owned(), 256));
        let error = Edition::choose(Some("2021"), &old).unwrap_err().to_string();
        assert!(
            error.ends_with("there are 2019, 2019-revised, 2020"),
            "{error}"
        );
    }
}
