//! Bounds of numbers: at the bound, one step to each side, special values and their neighbours.

use super::{Made, Side, Subject};
use crate::synth::{Exception, numbers};
use doctract_core::Number;
use doctract_spec::model::{Constraint, Term};

pub(super) fn make(
    subject: &mut Subject<'_, '_>,
    own: Exception,
    entry: &Constraint,
    made: &mut Made,
) {
    let step = numbers::step(subject.shape);
    let zero = Number::from(0_i64);
    match own.1 {
        Term::Minimum => edge(
            subject,
            own,
            entry.minimum.map(|n| n.0),
            ("min", zero),
            ("below", down(zero, step)),
            made,
        ),
        Term::Maximum => edge(
            subject,
            own,
            entry.maximum.map(|n| n.0),
            ("max", zero),
            ("above", step),
            made,
        ),
        Term::ExclusiveMinimum => {
            edge(
                subject,
                own,
                entry.exclusive_minimum.map(|n| n.0),
                ("min", step),
                ("at", zero),
                made,
            );
        }
        Term::ExclusiveMaximum => {
            edge(
                subject,
                own,
                entry.exclusive_maximum.map(|n| n.0),
                ("max", down(zero, step)),
                ("at", zero),
                made,
            );
        }
        _ => multiples(subject, own, entry, made),
    }
    if matches!(own.1, Term::Minimum | Term::Maximum) {
        for special in &entry.special_values {
            if subject.shape.admits(special, None) {
                made.push(format!("special-{special}"), Side::Inside, special.clone());
            }
        }
    }
}

fn down(from: Number, step: Number) -> Number {
    from.minus(step).unwrap_or(from)
}

fn edge(
    subject: &Subject<'_, '_>,
    own: Exception,
    bound: Option<Number>,
    (inside, to_inside): (&str, Number),
    (outside, to_outside): (&str, Number),
    made: &mut Made,
) {
    let Some(bound) = bound else { return };
    let at = bound.plus(to_inside).map(|number| number.to_string());
    made.perhaps(
        inside,
        Side::Inside,
        at.filter(|text| subject.shape.admits(text, None)),
    );
    let across = bound.plus(to_outside).map(|number| number.to_string());
    let fits =
        |text: &String| subject.shape.admits(text, Some(own)) && !subject.shape.admits(text, None);
    made.solved(outside, Side::Outside, across.filter(fits));
}

fn multiples(subject: &Subject<'_, '_>, own: Exception, entry: &Constraint, made: &mut Made) {
    let Some(step) = entry.multiple_of.map(|number| number.0) else {
        return;
    };
    let one = Number::from(1_i64);
    let bases = numbers::candidates(subject.shape, None);
    let legal = bases
        .into_iter()
        .filter(|text| subject.shape.admits(text, None));
    let Some(first) = legal
        .filter_map(|text| text.parse::<Number>().ok())
        .find(|n| n.is_multiple_of(step))
    else {
        made.impossible.push(("multiple".into(), Side::Inside));
        return;
    };
    made.push("multiple", Side::Inside, first.to_string());
    let second = first.plus(step).map(|number| number.to_string());
    made.perhaps(
        "next-multiple",
        Side::Inside,
        second.filter(|text| subject.shape.admits(text, None)),
    );
    let beside = first.plus(one).map(|number| number.to_string());
    let fits =
        |text: &String| subject.shape.admits(text, Some(own)) && !subject.shape.admits(text, None);
    made.solved("not-a-multiple", Side::Outside, beside.filter(fits));
}
