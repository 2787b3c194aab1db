//! Listed values: each of them, an unknown one, another letter case; reserved values; defaults.

use super::affix::other_case;
use super::{Made, Probe, Side, Subject};
use crate::synth::{Exception, Want};
use doctract_core::Number;
use doctract_spec::model::{Constraint, Term};

pub(super) fn make(
    subject: &mut Subject<'_, '_>,
    own: Exception,
    entry: &Constraint,
    made: &mut Made,
) {
    match own.1 {
        Term::Enum => listed(subject, own, entry, made),
        Term::Default => default(subject, entry, made),
        _ => reserved(subject, own, entry, made),
    }
}

fn listed(subject: &mut Subject<'_, '_>, own: Exception, entry: &Constraint, made: &mut Made) {
    let values: Vec<&str> = entry
        .enumeration
        .iter()
        .map(|value| value.value.as_str())
        .collect();
    for value in &values {
        if subject.shape.admits(value, None) {
            made.push(*value, Side::Inside, *value);
        } else {
            made.impossible.push(((*value).to_owned(), Side::Inside));
        }
    }
    let strange = strangers(&values)
        .into_iter()
        .find(|text| subject.shape.admits(text, Some(own)) && !subject.shape.admits(text, None));
    made.solved("unknown", Side::Outside, strange);
    let other = values.iter().find_map(|value| {
        let other = other_case(value)?;
        let clash = values.iter().any(|value| **value == other);
        (!clash).then_some((*value, other))
    });
    // True and false in another letter case are the same value everywhere.
    let boolean = values
        .iter()
        .any(|value| value.eq_ignore_ascii_case("true"));
    if let Some((value, other)) = other
        && !boolean
        && subject.shape.admits(&other, Some(own))
    {
        let edge = format!("{value}-other-case");
        let side = match entry.case_sensitive {
            Some(true) => Side::Outside,
            Some(false) => Side::Inside,
            None => Side::Open("whether letter case counts in the values".into()),
        };
        made.push(edge, side, other);
    }
}

/// Texts that are probably not among the values but look like them.
fn strangers(values: &[&str]) -> Vec<String> {
    let mut texts = Vec::new();
    let numbers: Vec<Number> = values
        .iter()
        .filter_map(|value| value.parse().ok())
        .collect();
    if let Some(largest) = numbers.iter().max() {
        texts.extend(
            largest
                .plus(Number::from(1_i64))
                .map(|number| number.to_string()),
        );
    }
    if let Some(first) = values.first() {
        texts.push(format!("{first}x"));
        texts.push(format!("{first}-unknown"));
    }
    texts.push("unknown".to_owned());
    texts
}

fn default(subject: &Subject<'_, '_>, entry: &Constraint, made: &mut Made) {
    made.probes.push(Probe {
        edge: "omitted".into(),
        side: Side::Inside,
        value: None,
    });
    let stated = entry
        .default
        .as_ref()
        .and_then(|default| default.value.as_ref());
    if let Some(value) = stated
        && subject.shape.admits(value, None)
    {
        made.push("sent", Side::Inside, value.clone());
    }
}

fn reserved(subject: &mut Subject<'_, '_>, own: Exception, entry: &Constraint, made: &mut Made) {
    for value in &entry.not_values {
        if subject.shape.admits(value, Some(own)) {
            made.push(value.clone(), Side::Outside, value.clone());
        } else {
            made.impossible.push((value.clone(), Side::Outside));
        }
        let longer = subject.solve(&Want {
            start: Some(value),
            ..Want::default()
        });
        made.perhaps(format!("{value}-longer"), Side::Inside, longer);
        if let Some(other) = other_case(value)
            && subject.shape.admits(&other, None)
        {
            let question = format!("whether letter case counts in `{value}`");
            made.push(format!("{value}-other-case"), Side::Open(question), other);
        }
    }
}
