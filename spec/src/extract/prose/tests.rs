//! The tables' own examples: every sentence of a row is read whole and must give what the row says.

use super::language::compiled;
use super::table::Kind;
use super::{RowContext, read_row};
use crate::model::{Constraint, Type};
use serde::Deserialize;

#[derive(Deserialize)]
struct Examples {
    rules: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(rename = "kind")]
    _kind: Kind,
    #[serde(rename = "cues")]
    _cues: Vec<String>,
    pattern: String,
    #[serde(default, rename = "with")]
    _with: serde_yaml::Value,
    #[serde(default)]
    reads: Vec<Reads>,
    #[serde(default)]
    leaves: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reads {
    say: String,
    holds: Vec<Constraint>,
    /// The parameter that the sentence is about; `X` if none is named.
    #[serde(default = "own_name")]
    name: String,
}

fn own_name() -> String {
    "X".to_owned()
}

fn parameters() -> Vec<String> {
    [
        "A",
        "B",
        "C",
        "X",
        "AlphaId",
        "AlphaType",
        "BetaId",
        "StartTime",
        "EndTime",
        "InstanceIds",
        "SnapshotIds",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn read(text: &str, name: &str, english: bool) -> Vec<Constraint> {
    let parameters = parameters();
    let context = RowContext {
        english,
        operation: "CreateThing",
        name,
        kind: Type::String,
        example: None,
        parameters: &parameters,
    };
    let mut constraints = read_row(text, &context).constraints;
    for constraint in &mut constraints {
        constraint.text = None;
        constraint.confidence = crate::model::Confidence::High;
        for value in &mut constraint.enumeration {
            value.meaning = None;
        }
    }
    constraints
}

fn check(file: &str, english: bool) {
    let table = match compiled(english) {
        Ok(table) => table,
        Err(error) => panic!("the table does not compile: {error}"),
    };
    let examples: Examples = serde_yaml::from_str(file).unwrap();
    let mut wrong = Vec::new();
    let mut shown = 0;
    for row in &examples.rules {
        for example in &row.reads {
            shown += 1;
            let found = read(&example.say, &example.name, english);
            if found != example.holds {
                let text = |list: &[Constraint]| serde_json::to_string(list).unwrap();
                wrong.push(format!(
                    "{}\n  {}\n  expected {}\n  read     {}",
                    row.pattern,
                    example.say,
                    text(&example.holds),
                    text(&found)
                ));
            }
        }
        for sentence in &row.leaves {
            let lower = super::normalise::normalise(sentence).to_ascii_lowercase();
            let at = examples
                .rules
                .iter()
                .position(|other| std::ptr::eq(other, row));
            let hit = table.hits(&lower).iter().any(|hit| Some(hit.order) == at);
            if hit {
                wrong.push(format!("{}\n  must not match {sentence}", row.pattern));
            }
        }
    }
    assert!(shown > 60, "only {shown} examples");
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_chinese_example_is_read_as_its_row_says() {
    check(include_str!("zh.yaml"), false);
}

#[test]
fn every_english_example_is_read_as_its_row_says() {
    check(include_str!("en.yaml"), true);
}

#[test]
fn a_range_in_the_cell_of_a_flag_is_not_its_own() {
    let text = "Whether names get a suffix. Suffixes range from 001 to 999. Default value: false.";
    let read = |kind| {
        let parameters = parameters();
        let context = RowContext {
            english: true,
            operation: "CreateThing",
            name: "X",
            kind,
            example: None,
            parameters: &parameters,
        };
        let constraints = read_row(text, &context).constraints;
        let bounded = |c: &Constraint| c.minimum.is_some() || c.maximum.is_some();
        (
            constraints.iter().any(bounded),
            constraints.iter().any(|c| c.default.is_some()),
        )
    };
    assert_eq!(read(Type::Integer), (true, true));
    assert_eq!(read(Type::Boolean), (false, true));
}
