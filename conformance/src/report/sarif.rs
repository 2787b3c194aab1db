//! SARIF 2.1.0: each failure at the place of its statement in the page or the spec.

use super::formats::{Place, Places, frame, split_id};
use super::jsonl::{Line, Source, read};
use crate::verdict::{CaseResult, Status};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};

pub(super) fn write(
    source: &dyn Source,
    places: Places<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (_, totals) = frame(source)?;
    let rules: BTreeSet<String> = failures(source)?
        .map(|result| result.map(|result| rule_of(&result)))
        .collect::<io::Result<_>>()?;
    let rules: Vec<Value> = rules.iter().map(|id| json!({ "id": id })).collect();
    let driver = json!({
        "name": "doctract",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    let schema = "https://json.schemastore.org/sarif-2.1.0.json";
    write!(
        out,
        "{{\"$schema\":\"{schema}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},"
    )?;
    let done = totals.stopped.is_none();
    write!(
        out,
        "\"invocations\":[{{\"executionSuccessful\":{done}}}],\"columnKind\":\"unicodeCodePoints\",\"results\":["
    )?;
    let mut gap = "\n";
    for result in failures(source)? {
        let result = result?;
        write!(out, "{gap}{}", entry(&result, places))?;
        gap = ",\n";
    }
    writeln!(out, "\n]}}]}}")
}

fn failures(source: &dyn Source) -> io::Result<impl Iterator<Item = io::Result<CaseResult>>> {
    Ok(read(source)?.filter_map(|line| match line {
        Ok(Line::Result(result)) if result.verdict.status == Status::Fail => {
            Some(Ok(result.into_owned()))
        }
        Ok(_) => None,
        Err(error) => Some(Err(error)),
    }))
}

/// The statement, or the family of a case that is about none.
fn rule_of(result: &CaseResult) -> String {
    result
        .statements
        .first()
        .cloned()
        .unwrap_or_else(|| result.family.name().to_owned())
}

fn entry(result: &CaseResult, places: Places<'_>) -> Value {
    let (operation, _) = split_id(&result.id);
    let verdict = &result.verdict;
    let mut message = format!("{}: {}", result.id, verdict.reason);
    for (label, value) in [("expected", &verdict.expected), ("seen", &verdict.seen)] {
        if let Some(value) = value {
            message.push_str("; ");
            message.push_str(label);
            message.push(' ');
            message.push_str(value);
        }
    }
    let place = result
        .statements
        .iter()
        .find_map(|statement| places(operation, statement));
    let locations: Vec<Value> = place.iter().map(location).collect();
    json!({
        "ruleId": rule_of(result),
        "level": "error",
        "message": { "text": message },
        "locations": locations,
        "partialFingerprints": { "case/v1": result.id },
    })
}

fn location(place: &Place) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": place.file.replace('\\', "/").replace(' ', "%20") },
            "region": { "startLine": place.line.max(1), "startColumn": place.column.max(1) },
        }
    })
}
