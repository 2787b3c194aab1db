//! No constraint is dropped in silence: every term of the spec is checked or named with a reason.

use doctract_codegen::{Options, generate};
use doctract_spec::statement::{StatementKind, statements};
use doctract_spec::yaml;

#[test]
fn every_term_is_checked_or_named() {
    let text = include_str!("golden/everything/Everything.yaml");
    let operation = yaml::load("Everything.yaml", text).unwrap();
    let stated: Vec<_> = statements(&operation)
        .into_iter()
        .filter(|statement| statement.kind == StatementKind::Constraint)
        .map(|statement| (statement.node, statement.entry, statement.rule))
        .collect();
    let generated = generate(&[operation], &Options::default()).unwrap();
    let told = generated.terms.iter();
    let mut told: Vec<_> = told
        .map(|term| (term.node, Some(term.entry), term.term.name().to_owned()))
        .collect();
    for statement in &stated {
        let at = told.iter().position(|told| told == statement);
        told.swap_remove(at.unwrap_or_else(|| panic!("nobody tells of {statement:?}")));
    }
    assert_eq!(told, [], "told twice, or not in the spec");

    let omitted: Vec<_> = generated
        .omitted()
        .map(|term| {
            format!(
                "{}/{}: {}",
                term.parameter,
                term.term.name(),
                term.omitted.unwrap()
            )
        })
        .collect();
    assert_eq!(
        omitted,
        [
            "Mode/default: nothing can break it",
            "Period/maximum: its condition is no value of a parameter",
            "Period/maximum: a guess",
            "Period/maximum: a request that breaks it is not refused",
            "Label.N/list: the items travel one by one",
            "Disk.N.Category/default: nothing can break it",
        ]
    );
}
