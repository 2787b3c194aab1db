//! Part of the program that is compiled with the generated code of a product: random requests near
//! the limits that the specs state, on which the generated code and the interpreter must agree.

use doctract_spec::Operation;
use doctract_spec::check::Checker;
use doctract_spec::model::{Constraint, Type};
use doctract_spec::names::Shape;
use doctract_spec::printed;
use std::collections::BTreeMap;

/// Values of every kind, whatever the parameter.
const USUAL: [&str; 28] = [
    "",
    "a",
    "A1!a",
    "字",
    "é",
    "😀",
    "-",
    "_x",
    "1",
    "0",
    "-1",
    "007",
    "1.5",
    "1e3",
    "true",
    "False",
    "[]",
    "[\"a\",\"a\"]",
    "[1]",
    "{}",
    "a,b",
    "1/2",
    "80/80",
    "10.0.0.1",
    "10.0.0.0/8",
    "2026-01-31T12:00:00Z",
    "http://a",
    "YWJj",
];

/// The longest text that is made to reach a limit.
const LONGEST: u64 = 3000;

/// A small random generator (SplitMix64): the same requests on every machine.
struct Random(u64);

impl Random {
    /// Other requests for each operation: the seed is the FNV-1a hash of what it is called.
    fn of(operation: &Operation) -> Self {
        let called = [&operation.product, &operation.version, &operation.operation];
        let bytes = called.into_iter().flat_map(|part| part.bytes().chain([0]));
        Self(bytes.fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        }))
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }
}

/// Random requests of one operation.
pub struct Requests {
    random: Random,
    /// Printed requests, and the empty one.
    bases: Vec<Vec<(String, String)>>,
    /// Values for each documented name.
    values: Vec<(String, Vec<String>)>,
    /// What a typed request cannot be without, and a value that any type can hold.
    required: Vec<(String, &'static str)>,
}

impl Requests {
    pub fn new(operation: &Operation, checker: &Checker<'_>) -> Self {
        let printed = operation.examples.requests.iter();
        let printed = printed.map(|example| printed::pairs(operation, example));
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for node in checker.names().nodes() {
            if node.shape != Shape::Object && node.field.constant.is_none() {
                let known = values.entry(node.pattern.clone()).or_default();
                for entry in &node.field.constraints {
                    near(entry, known);
                }
            }
        }
        let nodes = checker.names().nodes().iter();
        let required = nodes
            .filter(|node| node.parent.is_none() && node.shape == Shape::Leaf)
            .filter(|node| node.field.required && node.field.constant.is_none());
        let required = required.map(|node| match node.field.kind {
            Type::Boolean => (node.pattern.clone(), "true"),
            _ => (node.pattern.clone(), "1"),
        });
        Self {
            required: required.collect(),
            random: Random::of(operation),
            bases: printed.chain([Vec::new()]).collect(),
            values: values.into_iter().collect(),
        }
    }

    /// The next request; none for an operation without parameters.
    pub fn next(&mut self) -> Option<Vec<(String, String)>> {
        if self.values.is_empty() {
            return None;
        }
        let random = &mut self.random;
        let mut pairs = self.bases[random.below(self.bases.len())].clone();
        for _ in 0..=random.below(5) {
            let (pattern, values) = &self.values[random.below(self.values.len())];
            let parts = pattern.split('.').map(|part| match part {
                "N" if random.below(4) == 0 => "2",
                "N" => "1",
                part => part,
            });
            let name = parts.collect::<Vec<_>>().join(".");
            pairs.retain(|(known, _)| *known != name);
            if random.below(5) == 0 {
                continue;
            }
            let value = match values.len() {
                count if count > 0 && random.below(4) > 0 => values[random.below(count)].clone(),
                _ => USUAL[random.below(USUAL.len())].to_owned(),
            };
            pairs.push((name, value));
        }
        for (name, value) in &self.required {
            if !pairs.iter().any(|(known, _)| known == name) {
                pairs.push((name.clone(), (*value).to_owned()));
            }
        }
        Some(pairs)
    }
}

/// Values at and beside every limit of an entry.
fn near(entry: &Constraint, values: &mut Vec<String>) {
    let lengths = [entry.min_length, entry.max_length];
    for limit in lengths
        .into_iter()
        .flatten()
        .filter(|limit| *limit < LONGEST)
    {
        for count in [limit.saturating_sub(1), limit, limit + 1] {
            let count = count as usize;
            values.extend(["a", "7", "字"].map(|piece| piece.repeat(count)));
            values.push(format!("字{}", "b".repeat(count.saturating_sub(1))));
        }
    }
    let numbers = [
        entry.minimum,
        entry.maximum,
        entry.exclusive_minimum,
        entry.exclusive_maximum,
        entry.multiple_of,
    ];
    for number in numbers.into_iter().flatten() {
        values.push(number.0.to_string());
        if let Some(whole) = number.0.as_i64() {
            let around = [whole.saturating_sub(1), whole.saturating_add(1)];
            values.extend(around.map(|number| number.to_string()));
        }
    }
    for value in &entry.enumeration {
        values.extend([value.value.clone(), value.value.to_uppercase()]);
        values.push(format!("{}x", value.value));
    }
    let pieces = [
        &entry.prefix,
        &entry.not_prefix,
        &entry.suffix,
        &entry.not_suffix,
        &entry.contains,
        &entry.not_contains,
        &entry.not_values,
        &entry.special_values,
    ];
    for piece in pieces.into_iter().flatten() {
        values.extend([piece.clone(), format!("{piece}ab"), format!("ab{piece}")]);
    }
    for count in [entry.min_items, entry.max_items].into_iter().flatten() {
        for count in [count.saturating_sub(1), count, count + 1] {
            let items: Vec<String> = (0..count.min(200)).map(|at| format!("\"a{at}\"")).collect();
            values.push(format!("[{}]", items.join(",")));
            values.push(items.join(",").replace('"', ""));
        }
    }
}
