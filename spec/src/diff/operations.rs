//! Two operations, and two lists of them.

use super::change::{Change, OperationDiff, OperationName, Side};
use super::matching::matched;
use super::{Options, Rule, errors, preconditions, request, response, wording, words};
use crate::model::Style;
use crate::{Operation, parallel};
use std::collections::{HashMap, VecDeque};

/// How alike names, and parameters, of two operations must be to be one under two names.
const LIKE_NAMES: f64 = 0.5;
const LIKE_PARAMETERS: f64 = 0.6;

/// Compares two operations, whatever their names are.
pub(super) fn compare(old: &Operation, new: &Operation, options: &Options) -> OperationDiff {
    // Words of two languages always differ.
    let prose = old.locale == new.locale || old.locale.is_none() || new.locale.is_none();
    let mut changes = calls(old, new);
    changes.extend(request::compare(old, new, prose, options));
    changes.extend(response::compare(old, new, prose));
    changes.extend(errors::compare(old, new, prose));
    changes.extend(preconditions::compare(old, new));
    changes.extend(words::operation(old, new, prose));
    OperationDiff {
        before: Some(OperationName::of(old)),
        after: Some(OperationName::of(new)),
        changes,
    }
}

/// How the operation is called.
fn calls(old: &Operation, new: &Operation) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut note = |rule, key: &str, before: &str, after: &str| {
        let side = |operation: &Operation, value: &str| {
            let side = Side::new(&operation.operation, key);
            match value {
                "" => side,
                value => side.with_value(value),
            }
        };
        changes.push(Change::new(rule, side(old, before), side(new, after)));
    };
    let (was, is) = (&old.operation, &new.operation);
    if was != is {
        let rule = if was.eq_ignore_ascii_case(is) {
            Rule::OperationRespelled
        } else {
            Rule::OperationRenamed
        };
        note(rule, "operation", was, is);
    }
    if old.version != new.version {
        note(
            Rule::ApiVersionChanged,
            "version",
            &old.version,
            &new.version,
        );
    }
    let style = |operation: &Operation| match operation.style {
        Style::Rpc => "rpc",
        Style::Roa => "roa",
    };
    if old.style != new.style {
        note(Rule::OperationStyleChanged, "style", style(old), style(new));
    }
    let missing = |from: &Operation, other: &Operation| {
        let gone = from
            .methods
            .iter()
            .filter(|one| !other.methods.contains(one));
        gone.map(String::as_str).collect::<Vec<_>>().join(", ")
    };
    // Without a list any method is taken; that a page came to print one says nothing.
    if !old.methods.is_empty() && !new.methods.is_empty() {
        let (gone, came) = (missing(old, new), missing(new, old));
        if !gone.is_empty() {
            note(Rule::HttpMethodRemoved, "methods", &gone, "");
        }
        if !came.is_empty() {
            note(Rule::HttpMethodAdded, "methods", "", &came);
        }
    }
    if let (Some(before), Some(after)) = (&old.path, &new.path)
        && plain_path(before) != plain_path(after)
    {
        note(Rule::PathChanged, "path", before, after);
    }
    match (old.deprecated, new.deprecated) {
        (false, true) => note(Rule::OperationDeprecated, "deprecated", "", "deprecated"),
        (true, false) => note(Rule::OperationUndeprecated, "deprecated", "deprecated", ""),
        _ => {}
    }
    changes
}

/// A path without the names of its variables: they do not travel.
fn plain_path(path: &str) -> String {
    let mut plain = String::new();
    let mut depth = 0usize;
    for c in path.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth > 0 => continue,
            _ => {}
        }
        plain.push(c);
    }
    plain
}

/// Which operation of one list is which of the other.
pub(crate) struct Pairing<'o> {
    /// The old and the new form of each operation that both lists have.
    pub(crate) pairs: Vec<(&'o Operation, &'o Operation)>,
    /// What only the old list has.
    pub(crate) gone: Vec<&'o Operation>,
    /// What only the new list has.
    pub(crate) came: Vec<&'o Operation>,
}

/// Pairs what has one name, then one name in other letter case, then another version, then
/// another name but like parameters.
pub(crate) fn pair<'o>(old: &'o [Operation], new: &'o [Operation]) -> Pairing<'o> {
    let keys: [fn(&Operation) -> String; 3] = [
        |one| {
            format!(
                "{} {} {} {:?}",
                one.product, one.version, one.operation, one.locale
            )
        },
        |one| {
            let name = one.operation.to_lowercase();
            format!("{} {} {name} {:?}", one.product, one.version, one.locale)
        },
        |one| {
            format!(
                "{} {} {:?}",
                one.product,
                one.operation.to_lowercase(),
                one.locale
            )
        },
    ];
    let (mut gone, mut came): (Vec<_>, Vec<_>) = (old.iter().collect(), new.iter().collect());
    let mut pairs = Vec::new();
    for key in keys {
        pairs.extend(by_key(&mut gone, &mut came, key));
    }
    pairs.extend(renamed(&mut gone, &mut came));
    Pairing { pairs, gone, came }
}

/// Compares two lists, operation by operation.
pub(super) fn compare_all(
    old: &[Operation],
    new: &[Operation],
    options: &Options,
) -> Vec<OperationDiff> {
    let Pairing { pairs, gone, came } = pair(old, new);
    let compared = parallel::map(&pairs, |(old, new)| compare(old, new, options));
    let mut diffs: Vec<_> = compared
        .into_iter()
        .chain(
            gone.into_iter()
                .map(|old| alone(Rule::OperationRemoved, old)),
        )
        .chain(came.into_iter().map(|new| alone(Rule::OperationAdded, new)))
        .collect();
    diffs.sort_by(|one, other| one.name().cmp(other.name()));
    diffs
}

fn by_key<'o>(
    old: &mut Vec<&'o Operation>,
    new: &mut Vec<&'o Operation>,
    key: fn(&Operation) -> String,
) -> Vec<(&'o Operation, &'o Operation)> {
    let mut partners: HashMap<String, VecDeque<&Operation>> = HashMap::new();
    for one in new.iter().copied() {
        partners.entry(key(one)).or_default().push_back(one);
    }
    let mut pairs = Vec::new();
    old.retain(|one| {
        let partner = partners.get_mut(&key(one)).and_then(VecDeque::pop_front);
        pairs.extend(partner.map(|partner| (*one, partner)));
        partner.is_none()
    });
    let left: Vec<*const Operation> = partners
        .into_values()
        .flatten()
        .map(std::ptr::from_ref)
        .collect();
    new.retain(|one| left.contains(&std::ptr::from_ref(*one)));
    pairs
}

fn renamed<'o>(
    old: &mut Vec<&'o Operation>,
    new: &mut Vec<&'o Operation>,
) -> Vec<(&'o Operation, &'o Operation)> {
    type Known<'o> = (&'o Operation, wording::Profile, Vec<String>);
    let known = |list: &mut Vec<&'o Operation>| -> Vec<Known<'o>> {
        let profiles = list.drain(..).map(|one| {
            let parameters = one.request.parameters.iter();
            let mut names: Vec<_> = parameters.map(|field| field.name.to_lowercase()).collect();
            names.sort_unstable();
            (one, wording::Profile::of_name(&one.operation), names)
        });
        profiles.collect()
    };
    let (mut gone, mut came) = (known(old), known(new));
    let pairs = matched(
        &mut gone,
        &mut came,
        |(old, name, parameters), (new, other, others)| {
            let names = name.likeness(other);
            let parameters = wording::share(parameters, others);
            let one = old.product == new.product
                && old.locale == new.locale
                && names >= LIKE_NAMES
                && parameters >= LIKE_PARAMETERS;
            one.then_some(names + parameters)
        },
    );
    old.extend(gone.into_iter().map(|(one, ..)| one));
    new.extend(came.into_iter().map(|(one, ..)| one));
    pairs
        .into_iter()
        .map(|((old, ..), (new, ..))| (old, new))
        .collect()
}

/// An operation that only one side has.
fn alone(rule: Rule, operation: &Operation) -> OperationDiff {
    let name = OperationName::of(operation);
    let here = Side::new(&operation.operation, "operation").with_value(&operation.operation);
    let nowhere = Side::new("", "operation");
    let came = rule == Rule::OperationAdded;
    let (before, after) = if came {
        (nowhere, here)
    } else {
        (here, nowhere)
    };
    OperationDiff {
        before: (!came).then(|| name.clone()),
        after: came.then_some(name),
        changes: vec![Change::new(rule, before, after)],
    }
}
