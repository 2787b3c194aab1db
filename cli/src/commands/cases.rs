//! `doctract cases`: the conformance cases, without running them.

use super::planning::{self, Suite};
use crate::args::{CaseFormat, Cases};
use crate::config::Config;
use crate::console::{Console, Style, print};
use crate::failure::{Failure, plural};
use doctract_conformance::{Case, Plan};
use std::path::Path;

pub(crate) fn run(
    arguments: &Cases,
    named: Option<&Path>,
    console: Console,
) -> Result<u8, Failure> {
    let config = Config::find(named, &arguments.inputs.inputs)?;
    let (inputs, selection) = (&arguments.inputs, &arguments.selection);
    let suite = Suite::read(inputs, selection, &arguments.planning, &config, console)?;
    let plans = suite.plans();
    let choice = planning::choice(&arguments.planning);
    let cases: Vec<Case> = plans
        .iter()
        .flat_map(Plan::cases)
        .chain(suite.scenario_cases())
        .filter(|case| choice.chooses(&case.id))
        .collect();
    print(&match arguments.format {
        CaseFormat::Human => human(&cases, console),
        CaseFormat::Json => format!("{}\n", json(&cases)?),
        CaseFormat::Jsonl => {
            let lines: Vec<String> = cases.iter().map(line).collect::<Result<_, _>>()?;
            lines.concat()
        }
    })?;
    let left_out: usize = plans.iter().map(|plan| plan.notes().len()).sum();
    console.note(format_args!(
        "{} of {}, {} that cannot be made (the coverage of a run says why)",
        plural(cases.len(), "case"),
        plural(suite.operations.len(), "operation"),
        left_out,
    ));
    Ok(0)
}

fn json(value: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::usage(error.to_string()))
}

fn line(case: &Case) -> Result<String, Failure> {
    Ok(json(case)? + "\n")
}

/// The cases by family, one line each: the id without what is said above it, and the reason.
fn human(cases: &[Case], console: Console) -> String {
    let mut text = String::new();
    let mut group = String::new();
    for case in cases {
        let mut parts = case.id.splitn(3, '/');
        let operation = [parts.next(), parts.next()]
            .map(Option::unwrap_or_default)
            .join("/");
        if group != operation {
            let heading = console.paint(Style::Strong, &operation);
            text.push_str(&format!(
                "{}{heading}\n",
                if group.is_empty() { "" } else { "\n" }
            ));
            group = operation;
        }
        let why = console.paint(Style::Dim, first_line(&case.why));
        text.push_str(&format!(
            "  {:<48} {why}\n",
            parts.next().unwrap_or_default()
        ));
    }
    text
}

fn first_line(text: &str) -> String {
    const MOST: usize = 48;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}
