//! Every format of a report, made from a real run against a server with faults.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{endpoint, fixtures, operation, server};
use doctract_conformance::report::{Format, JsonLines, Line, Place, Source, merge, read, render};
use doctract_conformance::{Event, Options, Plan, Runner, Status};
use serde_json::Value;

/// A run as JSON lines.
async fn stored(faults: &[&str], partition: Option<(u32, u32)>) -> Vec<u8> {
    let server = server(faults).await;
    let (operation, fixtures) = (operation(), fixtures());
    let plan = Plan::new(&operation, &fixtures, 5);
    let options = Options {
        seed: 5,
        partition,
        ..Options::default()
    };
    let runner = Runner::new(endpoint(&server), &fixtures, options).unwrap();
    let operations = ["Ecs/CreateSnapshot".to_owned()];
    let mut lines = JsonLines::begin(Vec::new(), "http://endpoint", 5, &operations).unwrap();
    let report = runner
        .run(&plan, &mut |event| {
            if let Event::Done(result) = event {
                lines.result(result).unwrap();
            }
        })
        .await;
    lines.end(&report).unwrap()
}

fn rendered(format: Format, source: &dyn Source) -> String {
    let place = |operation: &str, statement: &str| {
        let here = operation == "Ecs/CreateSnapshot" && statement == "Description/maxLength";
        here.then(|| Place {
            file: "pages/CreateSnapshot.md".into(),
            line: 33,
            column: 1,
        })
    };
    let mut out = Vec::new();
    render(format, source, &place, &mut out).unwrap();
    if let Some(folder) = std::env::var_os("DOCTRACT_KEEP_REPORTS") {
        let file = format!("report.{}", format.name());
        std::fs::write(std::path::Path::new(&folder).join(file), &out).unwrap();
    }
    String::from_utf8(out).unwrap()
}

const FAULTS: [&str; 3] = [
    "description-257-accepted",
    "volume-message-other",
    "error-without-request-id",
];

#[tokio::test(flavor = "multi_thread")]
async fn each_format_tells_the_same_failures() {
    let source = stored(&FAULTS, None).await;
    let results: Vec<_> = read(&source)
        .unwrap()
        .filter_map(|line| match line.unwrap() {
            Line::Result(result) => Some(result.into_owned()),
            _ => None,
        })
        .collect();
    let failed: Vec<_> = results
        .iter()
        .filter(|result| result.verdict.status == Status::Fail)
        .collect();
    assert!((4..=8).contains(&failed.len()), "{failed:#?}");

    let junit = rendered(Format::Junit, &source);
    assert_eq!(junit.matches("<testcase ").count(), results.len());
    assert_eq!(junit.matches("<failure ").count(), failed.len());
    let mut reader = quick_xml::Reader::from_str(&junit);
    while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}

    let tap = rendered(Format::Tap, &source);
    assert!(tap.starts_with(&format!("TAP version 14\n1..{}\n", results.len())));
    assert_eq!(
        tap.lines()
            .filter(|line| line.starts_with("not ok "))
            .count(),
        failed.len()
    );
    assert_eq!(
        tap.lines().filter(|line| line.starts_with("ok ")).count(),
        results.len() - failed.len()
    );

    let sarif: Value = serde_json::from_str(&rendered(Format::Sarif, &source)).unwrap();
    let found = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(found.len(), failed.len());
    let placed = found
        .iter()
        .find(|one| one["ruleId"] == "Description/maxLength")
        .unwrap();
    let place = &placed["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "pages/CreateSnapshot.md");
    assert_eq!(place["region"]["startLine"], 33);

    let har: Value = serde_json::from_str(&rendered(Format::Har, &source)).unwrap();
    let kept: usize = results.iter().map(|result| result.exchanges.len()).sum();
    assert_eq!(har["log"]["entries"].as_array().unwrap().len(), kept);

    let markdown = rendered(Format::Markdown, &source);
    assert_eq!(markdown.matches("<details>").count(), failed.len());

    let html = rendered(Format::Html, &source);
    let (_, data) = html.split_once("id=\"report\">").unwrap();
    let (data, _) = data.split_once("</script>").unwrap();
    let data: Vec<Value> = serde_json::from_str(data).unwrap();
    assert_eq!(
        data.iter().filter(|line| line["line"] == "result").count(),
        results.len()
    );
    assert!(!html.contains("http-equiv=\"refresh\"") && !html.contains("src="));
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_merged_are_the_whole() {
    let parts = [
        stored(&FAULTS, Some((1, 2))).await,
        stored(&FAULTS, Some((2, 2))).await,
    ];
    let mut whole = Vec::new();
    merge(&[&parts[0], &parts[1]], &mut whole).unwrap();
    let ids = |source: &Vec<u8>| {
        let mut ids: Vec<String> = read(source)
            .unwrap()
            .filter_map(|line| match line.unwrap() {
                Line::Result(result) if !result.id.contains("/every-answer/") => {
                    Some(result.id.clone())
                }
                _ => None,
            })
            .collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(&whole), ids(&stored(&FAULTS, None).await));
    let Some(Ok(Line::Summary(totals))) = read(&whole).unwrap().last() else {
        unreachable!("a report ends with its totals")
    };
    assert_eq!(totals.exit_code, 1);
    assert_eq!(
        totals.cases,
        totals.pass + totals.fail + totals.undecided + totals.skip
    );
}

#[test]
fn a_report_that_was_cut_off_is_still_told() {
    let source = b"{\"line\":\"header\",\"report\":1,\"endpoint\":\"http://a\",\"seed\":1,\"operations\":[\"A/B\"]}\n".to_vec();
    for format in Format::ALL {
        let mut out = Vec::new();
        render(format, &source, &|_, _| None, &mut out).unwrap();
    }
    let broken = b"{\"line\":\"header\"\n".to_vec();
    let mut out = Vec::new();
    let error = render(Format::Tap, &broken, &|_, _| None, &mut out).unwrap_err();
    assert!(
        error.to_string().contains("line 1 is no line of a report"),
        "{error}"
    );
}
