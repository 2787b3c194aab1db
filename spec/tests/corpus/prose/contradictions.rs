//! Statements without a condition, held against the default and the example of their own row.
//!
//! `DOCTRACT_CONTRADICTIONS=FILE` writes what does not fit, each text once.

use super::{description, percent, stated, write_shuffled};
use crate::material;
use doctract_spec::model::{Constraint, Scope, Term};
use doctract_spec::names::{Leaf, Names};
use std::collections::{BTreeMap, BTreeSet};

/// Pages contradict themselves now and then; more than this, in percent of what is held against
/// each other, is the reader.
const MOST: f64 = 3.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Against {
    Example,
    Default,
}

#[derive(Default)]
struct Contradictions {
    compared: BTreeMap<Against, usize>,
    found: BTreeMap<(Against, Term), usize>,
    /// What tells one text from another, and where it stands.
    texts: BTreeMap<String, String>,
}

#[test]
fn statements_admit_the_defaults_and_examples_of_their_rows() {
    let Some(pages) = material::pages() else {
        return;
    };
    let mut all = Contradictions::default();
    for page in pages {
        let Some(operation) = &page.extraction.operation else {
            continue;
        };
        for leaf in Names::new(operation).leaves() {
            all.leaf(&page.name, leaf);
        }
    }
    println!("compared: {:?}", all.compared);
    let mut rows: Vec<_> = all.found.iter().collect();
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    for ((against, term), count) in rows {
        println!("{against:?} {:<12} {count:>5}", term.name());
    }
    let (compared, found) = (all.compared.values().sum(), all.found.values().sum());
    println!(
        "{found} of {compared} contradict, {} texts",
        all.texts.len()
    );
    assert!(compared > 10_000, "{compared} compared");
    assert!(percent(found, compared) < MOST, "{found} of {compared}");
    let lines = all.texts.into_iter().map(|(text, place)| place + &text);
    write_shuffled("DOCTRACT_CONTRADICTIONS", lines.collect());
}

impl Contradictions {
    fn leaf(&mut self, page: &str, leaf: &Leaf<'_>) {
        let always = |constraint: &&Constraint| constraint.when.is_none();
        let statements: Vec<&Constraint> = leaf.field.constraints.iter().filter(always).collect();
        let example = example(leaf);
        for (at, statement) in statements.iter().enumerate() {
            let examples = example.iter().cloned();
            let others = statements[..at].iter().chain(&statements[at + 1..]);
            let defaults = others.filter_map(|other| other.default.as_ref()?.value.clone());
            let values = examples.map(|value| (Against::Example, value));
            let values = values.chain(defaults.map(|value| (Against::Default, value)));
            for (against, value) in values {
                *self.compared.entry(against).or_default() += 1;
                let Some(term) = broken(statement, &value) else {
                    continue;
                };
                *self.found.entry((against, term)).or_default() += 1;
                let words = statement.text.as_deref().unwrap_or_default();
                let text = format!(
                    "\t{}\t{against:?}\t{value}\t{}\t{}\t{}",
                    leaf.pattern,
                    term.name(),
                    words.replace('\n', " / "),
                    description(leaf)
                );
                self.texts.entry(text).or_insert_with(|| page.to_owned());
            }
        }
    }
}

/// The example, unless it is masked or cut.
fn example(leaf: &Leaf<'_>) -> Option<String> {
    let list = stated::list_of(leaf);
    let example = leaf.field.example.as_deref();
    let example = example.or_else(|| list.and_then(|list| list.example.as_deref()))?;
    let example = example.trim();
    let lower = example.to_lowercase();
    let cut = ["**", "…", "...", "xx"];
    let usable = !example.is_empty() && cut.iter().all(|mark| !lower.contains(mark));
    usable.then(|| example.to_owned())
}

/// The first term that does not admit a whole value. `True` for `true` is how the pages write.
fn broken(statement: &Constraint, value: &str) -> Option<Term> {
    if statement.scope != Scope::Value {
        return None;
    }
    let lower = value.to_lowercase();
    let values: BTreeSet<String> = statement
        .enumeration
        .iter()
        .map(|listed| listed.value.to_lowercase())
        .collect();
    let spelled = ["true", "false"].contains(&lower.as_str()) && values.contains(&lower);
    let mut terms = statement
        .terms()
        .filter(|term| !(spelled && *term == Term::Enum));
    terms.find(|term| statement.broken_by(*term, value).is_some())
}
