//! Several items in one value: how many, apart by what, none twice.

use super::{Made, Side, Subject};
use crate::synth::{Exception, ListForm, Want};
use doctract_spec::model::{Constraint, Term};

/// Most items that are put into one value.
const MOST_ITEMS: u64 = 2000;

pub(super) fn make(
    subject: &mut Subject<'_, '_>,
    own: Exception,
    entry: &Constraint,
    made: &mut Made,
) {
    let Some(form) = subject.shape.list() else {
        return;
    };
    match own.1 {
        Term::List => {
            inside(subject, form, "one-item", 1, made);
            inside(subject, form, "two-items", 2, made);
            spelling(subject, form, made);
        }
        Term::MinItems => {
            let least = entry.min_items.unwrap_or(0);
            inside(subject, form, "min", least, made);
            if let Some(fewer) = least.checked_sub(1).filter(|fewer| *fewer > 0) {
                outside(subject, own, form, "below", fewer, made);
            }
        }
        Term::MaxItems => {
            let most = entry.max_items.unwrap_or(u64::MAX);
            inside(subject, form, "max", most, made);
            outside(subject, own, form, "above", most.saturating_add(1), made);
        }
        _ => {
            if let Some(mut items) = distinct(subject, 2) {
                let first = items.swap_remove(0);
                let twice = form.join(&[first.clone(), first]);
                if subject.shape.admits(&twice, Some(own)) {
                    made.push("one-twice", Side::Outside, twice);
                }
            }
        }
    }
}

fn inside(
    subject: &mut Subject<'_, '_>,
    form: ListForm<'_>,
    edge: &str,
    count: u64,
    made: &mut Made,
) {
    let items = distinct(subject, count);
    let value = items.map(|items| form.join(&items));
    made.perhaps(
        edge,
        Side::Inside,
        value.filter(|text| subject.shape.admits(text, None)),
    );
}

fn outside(
    subject: &mut Subject<'_, '_>,
    own: Exception,
    form: ListForm<'_>,
    edge: &str,
    count: u64,
    made: &mut Made,
) {
    let items = distinct(subject, count);
    let value = items.map(|items| form.join(&items));
    made.solved(
        edge,
        Side::Outside,
        value.filter(|text| subject.shape.admits(text, Some(own))),
    );
}

/// How a list may also be written: no page says whether.
fn spelling(subject: &mut Subject<'_, '_>, form: ListForm<'_>, made: &mut Made) {
    let Some(separator) = form.separator() else {
        let question = "whether an empty array may be sent";
        made.push("no-item", Side::Open(question.into()), form.join(&[]));
        return;
    };
    if let Some(items) = distinct(subject, 2) {
        let joined = form.join(&items);
        let question = format!("whether a value may end in `{separator}`");
        made.push(
            "trailing-separator",
            Side::Open(question),
            format!("{joined}{separator}"),
        );
        let question = format!("whether blanks may stand beside `{separator}`");
        let blank = joined.replacen(separator, &format!("{separator} "), 1);
        made.push("blank-beside", Side::Open(question), blank);
    }
}

/// So many legal items, no two alike.
fn distinct(subject: &mut Subject<'_, '_>, count: u64) -> Option<Vec<String>> {
    if count > MOST_ITEMS {
        return None;
    }
    let shape = subject.shape.items();
    let plain = shape.plain(subject.rng)?;
    let mut items = vec![plain];
    let listed: Vec<String> = shape
        .terms(None)
        .filter(|(_, term)| *term == Term::Enum)
        .flat_map(|(entry, _)| entry.enumeration.iter().map(|value| value.value.clone()))
        .filter(|value| shape.admits(value, None))
        .collect();
    for value in listed {
        if (items.len() as u64) < count && !items.contains(&value) {
            items.push(value);
        }
    }
    let mut number = 0_u64;
    while (items.len() as u64) < count {
        number += 1;
        if number > count * 2 + 16 {
            return None;
        }
        let end = number.to_string();
        let start = items[0].clone();
        let candidate = [format!("{start}{end}"), end.clone()]
            .into_iter()
            .find(|text| shape.admits(text, None) && !items.contains(text))
            .or_else(|| {
                shape.solve(
                    &Want {
                        end: Some(&end),
                        ..Want::default()
                    },
                    subject.rng,
                )
            });
        if let Some(candidate) = candidate
            && !items.contains(&candidate)
        {
            items.push(candidate);
        }
    }
    items.truncate(usize::try_from(count).unwrap_or(usize::MAX));
    Some(items)
}
