//! Texts that a value may not have: at its start, at its end, anywhere, or as a whole. To forbid
//! one anywhere forbids it at the start too, whatever term says so.

use crate::model::{Constraint, Term};

/// The entry without the texts of `term` that another term of the other side forbids as well;
/// `None` if there are none such.
pub(in crate::diff) fn without_forbidden(
    term: Term,
    entry: &Constraint,
    others: &[(Term, &Constraint)],
) -> Option<Constraint> {
    let texts = forbidden(term, entry)?;
    let covered = |text: &String| {
        others
            .iter()
            .filter(|(other, _)| *other != term)
            .any(|(other, entry)| covers(*other, entry, term, text))
    };
    if !texts.iter().any(covered) {
        return None;
    }
    let left: Vec<String> = texts
        .iter()
        .filter(|text| !covered(text))
        .cloned()
        .collect();
    let mut entry = entry.clone();
    match term {
        Term::NotPrefix => entry.not_prefix = left,
        Term::NotSuffix => entry.not_suffix = left,
        Term::NotValues => entry.not_values = left,
        _ => entry.not_contains = left,
    }
    Some(entry)
}

fn forbidden(term: Term, entry: &Constraint) -> Option<&[String]> {
    Some(match term {
        Term::NotPrefix => &entry.not_prefix,
        Term::NotSuffix => &entry.not_suffix,
        Term::NotContains => &entry.not_contains,
        Term::NotValues => &entry.not_values,
        _ => return None,
    })
}

/// Whether a term forbids all that another forbids with one text.
fn covers(by: Term, entry: &Constraint, term: Term, text: &str) -> bool {
    let mut texts = forbidden(by, entry).unwrap_or_default().iter();
    match (by, term) {
        (Term::NotContains, _) => texts.any(|part| text.contains(part.as_str())),
        (Term::NotPrefix, Term::NotValues) => texts.any(|head| text.starts_with(head.as_str())),
        (Term::NotSuffix, Term::NotValues) => texts.any(|tail| text.ends_with(tail.as_str())),
        _ => false,
    }
}
