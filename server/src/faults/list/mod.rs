//! The list of faults, by class.

mod answers;
mod lenient;
mod strict;
mod world;

use super::rules::Check;
use super::values::Values;
use super::{Effect, Fault};

const PARTS: [&[Fault]; 4] = [
    lenient::FAULTS,
    strict::FAULTS,
    answers::FAULTS,
    world::FAULTS,
];

const NUMBER: usize = {
    let (mut number, mut part) = (0, 0);
    while part < PARTS.len() {
        number += PARTS[part].len();
        part += 1;
    }
    number
};

/// Every fault, in the order of the classes.
pub(super) const FAULTS: &[Fault] = &{
    let mut all = [PARTS[0][0]; NUMBER];
    let (mut at, mut part) = (0, 0);
    while part < PARTS.len() {
        let mut own = 0;
        while own < PARTS[part].len() {
            all[at] = PARTS[part][own];
            at += 1;
            own += 1;
        }
        part += 1;
    }
    all
};

const fn accept(parameter: &'static str, rules: &'static [&'static str], values: Values) -> Effect {
    Effect::Accept {
        parameter,
        rules,
        values,
    }
}

const fn accept_index(index: u32) -> Effect {
    accept("Tag.N", &["indexRange"], Values::Index(index))
}

const fn refuse(parameter: &'static str, rule: &'static str, values: Values) -> Effect {
    Effect::Refuse {
        parameter,
        rule,
        values,
    }
}

const fn rule(id: &'static str, by: Check) -> Effect {
    Effect::Rule { id, by }
}
