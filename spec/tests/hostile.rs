//! Hostile pages: whatever the bytes are, reading ends, does not panic and says what was wrong.
#![cfg(feature = "extract")]
#![allow(
    clippy::expect_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

#[path = "support/hostile_pages.rs"]
mod hostile_pages;

use doctract_spec::extract::{Extraction, Options, extract_page};
use doctract_spec::yaml;
use proptest::prelude::*;

fn read(bytes: &[u8]) -> Extraction {
    extract_page("page.md", bytes, &Options::default())
}

fn codes(bytes: &[u8]) -> Vec<&'static str> {
    let diagnostics = read(bytes).diagnostics;
    diagnostics.iter().map(|found| found.code).collect()
}

const HEADER: &str =
    "# StopThing\n\n## Request parameters\n\n|Name|Type|Required|Description|\n|--|--|--|--|\n";

#[test]
fn what_is_no_text_is_named() {
    assert_eq!(codes(&[0xff, 0xfe, b'#', 0]), ["page-encoding"]);
    assert_eq!(
        codes(&[b'#', b' ', 0xb1, 0xea, 0xcc, 0xe2]),
        ["page-encoding"]
    );
    assert_eq!(codes(b"# a\0b"), ["page-encoding"]);
    assert_eq!(codes(&vec![b' '; 50 << 20]), ["page-too-large"]);
    assert_eq!(codes(b""), ["page-empty"]);
    assert_eq!(codes(b"# Overview\n\nWords.\n"), ["page-no-operation"]);
}

#[test]
fn odd_rows_are_read_and_named() {
    let unterminated = format!("{HEADER}|Id|String|Yes|never closed\n\nmore\n");
    let extraction = read(unterminated.as_bytes());
    let found: Vec<_> = extraction
        .diagnostics
        .iter()
        .map(|found| found.code)
        .collect();
    assert!(found.contains(&"page-unterminated-row"), "{found:?}");
    let parameters = extraction
        .operation
        .expect("an operation")
        .request
        .parameters;
    assert_eq!(parameters[0].name, "Id");

    let surplus = format!("{HEADER}|Id|String|Yes|a|b or c |\n");
    let operation = read(surplus.as_bytes()).operation.expect("an operation");
    assert_eq!(
        operation.request.parameters[0].description.as_deref(),
        Some("a|b or c")
    );
}

/// Names as deep as anybody writes them, by dots or by marks, end in a tree that can be walked.
#[test]
fn names_of_any_depth_are_read() {
    let dotted = format!("{HEADER}|{}Id|String|Yes|The ID. |\n", "A.".repeat(20_000));
    let marked = (0..2000).fold(HEADER.to_owned(), |mut page, depth| {
        page.extend(["|", &"└".repeat(depth), "Id|Object|Yes|The ID. |\n"]);
        page
    });
    for page in [dotted, marked] {
        let operation = read(page.as_bytes()).operation.expect("an operation");
        assert_eq!(
            yaml::load("spec.yaml", &yaml::write(&operation)),
            Ok(operation)
        );
    }
}

/// Twelve types of twelve fields, each of the next type: a tree of more fields than memory has.
#[test]
fn types_that_multiply_are_followed_as_far_as_there_is_room() {
    let rows = |table: usize| {
        let row = move |at| format!("|F{table}x{at}|T{}|A field. |\n", table + 1);
        (0..12).map(row).collect::<String>()
    };
    let titles = "|Name|Type|Description|\n|--|--|--|\n";
    let mut page = format!(
        "{HEADER}|Action|String|Yes|Set the value to StopThing. |\n\n\
         ## Response parameters\n\n{titles}{}",
        rows(0)
    );
    for table in 1..12 {
        page.push_str(&format!("\n**T{table}**\n\n{titles}{}", rows(table)));
    }
    let extraction = read(page.as_bytes());
    let told = extraction.diagnostics.iter();
    let told = told.filter(|found| found.code == "page-too-many-rows");
    assert_eq!(told.count(), 1);
    assert!(yaml::write(&extraction.operation.expect("an operation")).contains("F3x11"));
}

/// What reading a page costs, counted in allocations and in bytes allocated. A time would differ from
/// run to run; the speed at megabytes is measured in `bench/extract`.
fn cost(page: &str) -> (u64, u64) {
    let info = allocation_counter::measure(|| drop(read(page.as_bytes())));
    (info.count_total, info.bytes_total)
}

/// Twice the page costs at most a little more than twice as much, and diagnostics are bounded.
#[test]
fn the_cost_of_hostile_pages_is_linear_in_their_bytes() {
    const SIZE: usize = 32 << 10;
    // The vocabularies are compiled at their first use.
    read(hostile_pages::pages(1 << 10)[1].1.as_bytes());
    let (single, double) = (hostile_pages::pages(SIZE), hostile_pages::pages(2 * SIZE));
    let mut steep = Vec::new();
    for ((name, single), (_, double)) in single.iter().zip(&double) {
        let (one, two) = (cost(single), cost(double));
        if two.0 > 5 * one.0 / 2 + 2000 || two.1 > 5 * one.1 / 2 + (64 << 10) {
            steep.push(format!("{name}: {one:?}, then {two:?}"));
        }
        // A thousand, and the one that says how many were left out.
        assert!(read(double.as_bytes()).diagnostics.len() <= 1001, "{name}");
    }
    assert_eq!(steep, Vec::<String>::new());
}

/// Pieces of which pages are made, so that random pages reach the inner layers.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "# StopThing\n",
        "## Request parameters\n",
        "## 返回数据\n",
        "## Error codes\n",
        "## Examples\n",
        "|Name|Type|Required|Description|\n",
        "|--|--|--|--|\n",
        "|名称|类型|描述|\n|:-|:-|:-|\n",
        "|Tag.N.Key|String|No|取值：-   a\n-   b |\n",
        "|Disks|Array of Disk| |\n",
        "|└Id|String| x |\n",
        "|HttpCode|Error code|Error message|Description|\n",
        "|403|A.B|m|d |\n",
        "|",
        "\n",
        "\\|",
        "```\n",
        "``` {#id}\n",
        "{\"Disks\": {\"Disk\": [{\"Id\": 1}]}}\n",
        "<R><Id>1</Id></R>\n",
        "**Id**\n\n",
        "-   Type: String\n",
        "https://h/?Action=StopThing\n&Id=1\n",
        "POST /a/[Id] HTTP/1.1\n",
        "![i](u)",
        "[a](b c)",
        "<table><tr><td>Name",
        "&nbsp;",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => "\\PC{0,12}".prop_map(|text| text)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_page_breaks_the_reader(pieces in prop::collection::vec(piece(), 0..40)) {
        let page = pieces.concat();
        let first = read(page.as_bytes());
        prop_assert_eq!(&first.operation, &read(page.as_bytes()).operation);
        for (_, span) in &first.places {
            prop_assert!(span.start <= span.end && span.end <= page.len());
        }
        // What came out is a spec that can be written and loaded again.
        if let Some(operation) = first.operation {
            prop_assert_eq!(yaml::load("spec.yaml", &yaml::write(&operation)), Ok(operation));
        }
    }

    #[test]
    fn no_bytes_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read(&bytes);
    }
}
