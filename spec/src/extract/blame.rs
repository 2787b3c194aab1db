//! What an error is about: the parameter or the precondition that its code or message names.

use super::dialect::Vocabulary;
use crate::model::{Blame, Confidence, ErrorRow, Precondition, Role};

/// A parameter as errors may name it.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    /// The documented name: `Tag.N.Key`.
    pub(crate) pattern: String,
    /// The same without dots and indices, in lower case: `tagkey`.
    key: String,
    /// The last part in lower case.
    last: String,
    /// What it is for.
    pub(crate) role: Option<Role>,
}

impl Named {
    /// Prepares a parameter for comparison.
    pub(crate) fn new(pattern: &str, role: Option<Role>) -> Self {
        let mut parts = pattern.split('.').filter(|part| *part != "N");
        let key: String = parts.clone().collect::<String>().to_ascii_lowercase();
        Self {
            pattern: pattern.to_owned(),
            key,
            last: parts.next_back().unwrap_or_default().to_ascii_lowercase(),
            role,
        }
    }
}

/// What is at fault, by an error's code and message.
pub(crate) fn blames(
    error: &ErrorRow,
    parameters: &[Named],
    preconditions: &[Precondition],
    dialect: &Vocabulary,
) -> Vec<Blame> {
    let parameter = |named: &Named, confidence| Blame {
        parameter: Some(named.pattern.clone()),
        precondition: None,
        confidence,
    };
    let parts: Vec<_> = error
        .code
        .split('.')
        .filter(|part| !part.is_empty())
        .collect();
    if let Some(named) = parts
        .iter()
        .find_map(|part| by_code_part(part, parameters, dialect))
    {
        return vec![parameter(named, Confidence::High)];
    }
    for part in &parts {
        if let Some(role) = dialect.blamed_roles.get(part) {
            let named = parameters.iter().find(|named| named.role == Some(role));
            return named
                .map(|named| parameter(named, Confidence::High))
                .into_iter()
                .collect();
        }
    }
    for part in &parts {
        let part = part.to_ascii_lowercase();
        let kinds = dialect.blamed_preconditions.iter();
        let kind = kinds
            .filter(|(start, _)| part.starts_with(start.as_str()))
            .map(|(_, kind)| *kind)
            .next();
        let Some(kind) = kind else {
            continue;
        };
        let found = preconditions
            .iter()
            .find(|precondition| precondition.kind == kind);
        if let Some(found) = found {
            return vec![Blame {
                parameter: None,
                precondition: Some(found.id.clone()),
                confidence: Confidence::Medium,
            }];
        }
    }
    if let Some(named) = error
        .message
        .as_deref()
        .and_then(|message| by_message(message, parameters))
    {
        return vec![parameter(named, Confidence::High)];
    }
    let absent = |part: &&str| {
        dialect
            .blames
            .absent
            .iter()
            .any(|word| part.eq_ignore_ascii_case(word))
    };
    if parts.iter().any(absent) {
        let identifiers: Vec<_> = parameters
            .iter()
            .filter(|named| is_identifier(named, dialect))
            .collect();
        if let [only] = identifiers[..] {
            return vec![parameter(only, Confidence::Medium)];
        }
    }
    Vec::new()
}

/// The parameter whose name a part of a code is, words such as `Invalid` left off.
fn by_code_part<'n>(
    part: &str,
    parameters: &'n [Named],
    dialect: &Vocabulary,
) -> Option<&'n Named> {
    let lower = part.to_ascii_lowercase();
    let words = &dialect.blames;
    let mut candidates = vec![lower.clone()];
    let prefixes = words
        .prefixes
        .iter()
        .filter_map(|prefix| lower.strip_prefix(&prefix.to_ascii_lowercase()));
    candidates.extend(prefixes.map(str::to_owned));
    for at in 0..candidates.len() {
        let bare = words
            .suffixes
            .iter()
            .filter_map(|suffix| candidates[at].strip_suffix(&suffix.to_ascii_lowercase()));
        let bare: Vec<_> = bare.map(str::to_owned).collect();
        candidates.extend(bare);
    }
    let whole = candidates.iter().find_map(|candidate| {
        parameters
            .iter()
            .find(|named| named.key == *candidate && !candidate.is_empty())
    });
    whole.or_else(|| {
        candidates
            .iter()
            .filter(|candidate| candidate.len() > 3)
            .find_map(|candidate| {
                let mut found = parameters.iter().filter(|named| named.last == *candidate);
                found.next().filter(|_| found.next().is_none())
            })
    })
}

/// The one parameter that a message names: in quotes, or after the word "parameter".
fn by_message<'n>(message: &str, parameters: &'n [Named]) -> Option<&'n Named> {
    let is_name = |character: char| character.is_ascii_alphanumeric() || "._".contains(character);
    let mut found: Option<&Named> = None;
    let mut before = "";
    for word in message.split(' ') {
        let quoted = word.starts_with(['"', '“', '\'', '`', '‘']);
        let bare = word
            .trim_matches(|character: char| !is_name(character))
            .trim_matches('.');
        let announced =
            before.eq_ignore_ascii_case("parameter") || before.eq_ignore_ascii_case("parameters");
        if (quoted || announced) && !bare.is_empty() {
            let key: String = bare
                .split('.')
                .filter(|part| !matches!(*part, "N" | "n"))
                .collect::<String>()
                .to_ascii_lowercase();
            if let Some(named) = parameters.iter().find(|named| named.key == key) {
                match found {
                    Some(other) if other.pattern != named.pattern => return None,
                    _ => found = Some(named),
                }
            }
        }
        before = bare;
    }
    found
}

/// Whether a parameter names the thing that the operation is about.
fn is_identifier(named: &Named, dialect: &Vocabulary) -> bool {
    let words = &dialect.blames;
    let ends = |end: &String| named.pattern.trim_end_matches(".N").ends_with(end.as_str());
    words.identifiers.iter().any(ends) && !words.never.contains(&named.pattern)
}

#[cfg(test)]
mod tests {
    use super::{Named, blames};
    use crate::extract::Dialect;
    use crate::model::{Confidence, ErrorRow, Precondition, PreconditionKind, Role};

    fn blamed(code: &str, message: &str) -> Option<(String, Confidence)> {
        let parameters = [
            Named::new("DiskId", None),
            Named::new("ClientToken", Some(Role::IdempotencyToken)),
            Named::new("Description", None),
            Named::new("Tag.N.Key", None),
            Named::new("RegionId", None),
        ];
        let quota = Precondition {
            id: "quota".into(),
            kind: PreconditionKind::Quota,
            resource: None,
            attribute: None,
            values: Vec::new(),
            limit: Some(64),
            operation: None,
            confidence: Confidence::High,
            text: "at most 64".into(),
        };
        let error = ErrorRow {
            code: code.into(),
            message: Some(message.into()),
            ..ErrorRow::default()
        };
        let found = blames(
            &error,
            &parameters,
            &[quota],
            Dialect::built_in().vocabulary(),
        )
        .into_iter()
        .next()?;
        Some((found.parameter.or(found.precondition)?, found.confidence))
    }

    #[test]
    fn codes_and_messages_name_what_is_at_fault() {
        let high = |name: &str| Some((name.to_owned(), Confidence::High));
        let medium = |name: &str| Some((name.to_owned(), Confidence::Medium));
        assert_eq!(
            blamed("InvalidDescription.Malformed", ""),
            high("Description")
        );
        assert_eq!(blamed("DiskId.ValueNotSupported", ""), high("DiskId"));
        assert_eq!(blamed("MissingParameter.RegionId", ""), high("RegionId"));
        assert_eq!(blamed("InvalidTagKey.Malformed", ""), high("Tag.N.Key"));
        assert_eq!(
            blamed("IdempotentParameterMismatch", ""),
            high("ClientToken")
        );
        assert_eq!(blamed("InvalidVolumeId.NotFound", ""), medium("DiskId"));
        assert_eq!(blamed("QuotaExceed.Snapshot", ""), medium("quota"));
        assert_eq!(
            blamed(
                "MissingParameter",
                "The input parameter \"DiskId\" is missing."
            ),
            high("DiskId")
        );
        assert_eq!(blamed("DiskInArrears", "the disk has expired"), None);
        assert_eq!(
            blamed("IncorrectDiskStatus.Invalid", "status invalid"),
            None
        );
    }
}
