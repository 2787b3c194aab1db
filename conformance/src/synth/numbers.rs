//! Numbers that keep every bound, and the smallest steps across one.

use super::shape::{Exception, Shape};
use doctract_core::Number;
use doctract_spec::model::{Term, Type};

/// Numbers worth trying, the most ordinary first.
pub(crate) fn candidates(shape: &Shape<'_>, except: Option<Exception>) -> Vec<String> {
    let step = step(shape);
    let mut numbers: Vec<Number> = Vec::new();
    let mut specials = Vec::new();
    for (entry, term) in shape.terms(except) {
        let bound = match term {
            Term::Minimum => entry.minimum,
            Term::Maximum => entry.maximum,
            Term::ExclusiveMinimum => entry.exclusive_minimum,
            Term::ExclusiveMaximum => entry.exclusive_maximum,
            Term::MultipleOf => entry.multiple_of,
            _ => None,
        };
        if let Some(bound) = bound {
            numbers.push(bound.0);
            numbers.extend(bound.0.plus(step));
            numbers.extend(bound.0.minus(step));
            if let Some(multiple) = entry.multiple_of {
                numbers.extend(next_multiple(bound.0, multiple.0));
            }
        }
        specials.extend(entry.special_values.iter().cloned());
    }
    numbers.extend([1_i64, 10, 0, 100, 1000].map(Number::from));
    let mut texts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    texts.extend(specials);
    texts
}

/// The smallest step between two values: 1, or a tenth where the type has fractions and a bound
/// uses them.
pub(crate) fn step(shape: &Shape<'_>) -> Number {
    let fractional = shape.terms(None).any(|(entry, _)| {
        let bounds = [
            entry.minimum,
            entry.maximum,
            entry.exclusive_minimum,
            entry.exclusive_maximum,
        ];
        bounds
            .into_iter()
            .flatten()
            .any(|bound| bound.0.parts().1 > 0)
    });
    let whole = matches!(shape.field.kind, Type::Integer | Type::Long);
    if fractional && !whole {
        Number::new(1, 1)
    } else {
        Number::from(1_i64)
    }
}

/// The first multiple of `step` that is not below `from`.
pub(crate) fn next_multiple(from: Number, step: Number) -> Option<Number> {
    let (step, from) = (step.as_i64()?, from.as_i64()?);
    if step <= 0 {
        return None;
    }
    let rest = from.rem_euclid(step);
    let up = if rest == 0 { 0 } else { step - rest };
    from.checked_add(up).map(Number::from)
}
