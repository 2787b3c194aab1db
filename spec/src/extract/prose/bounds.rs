//! What bounds of a cell are about: the values themselves, in the unit of the values.

use super::reader::{Found, Reader};
use crate::model::{Constraint, DecimalNumber, Type};
use doctract_core::Number;

/// Lengths of time that divide each other, in milliseconds, by the names of units in specs.
const TIMES: [(&str, i64); 5] = [
    ("milliseconds", 1),
    ("seconds", 1_000),
    ("minutes", 60_000),
    ("hours", 3_600_000),
    ("days", 86_400_000),
];

/// Drops bounds that are those of something else and states the others in one unit.
pub(super) fn settle(reader: &mut Reader<'_>) {
    of_flags(reader);
    in_one_unit(&mut reader.found);
}

/// A value that is true or false has no bounds: a range in its cell is that of something else.
fn of_flags(reader: &mut Reader<'_>) {
    if reader.context.kind != Type::Boolean {
        return;
    }
    for found in &mut reader.found {
        let constraint = &mut found.constraint;
        constraint.minimum = None;
        constraint.maximum = None;
    }
}

/// `Unit: seconds. Minimum: 1 hour`: the bound is stated in the unit of the values.
fn in_one_unit(found: &mut [Found]) {
    let bounded = |c: &Constraint| c.minimum.is_some() || c.maximum.is_some();
    let length = |unit: &str| {
        TIMES
            .iter()
            .find(|(name, _)| *name == unit)
            .map(|(_, l)| *l)
    };
    let stated = found
        .iter()
        .filter(|found| !bounded(&found.constraint))
        .find_map(|found| length(found.constraint.unit.as_deref()?));
    let Some(stated) = stated else { return };
    let scaled = |bound: DecimalNumber, factor: i64| {
        let number = bound.0.as_i64()?.checked_mul(factor)?;
        Some(DecimalNumber(Number::from(number)))
    };
    for found in found {
        let c = &mut found.constraint;
        let other = c.unit.as_deref().and_then(length).filter(|_| bounded(c));
        let Some(factor) = other.filter(|other| *other > stated && other % stated == 0) else {
            continue;
        };
        let factor = factor / stated;
        let minimum = c.minimum.map(|bound| scaled(bound, factor));
        let maximum = c.maximum.map(|bound| scaled(bound, factor));
        if minimum == Some(None) || maximum == Some(None) {
            continue;
        }
        c.minimum = minimum.flatten();
        c.maximum = maximum.flatten();
        c.unit = None;
    }
}
