//! Hostile pages: whatever the bytes are, reading ends, does not panic and says what was wrong.
#![cfg(feature = "extract")]
#![allow(
    clippy::expect_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

use doctract_spec::extract::{Extraction, Options, extract_page};
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

/// Each of these grows a construct that a careless reader handles in more than linear time; a
/// quadratic one would not end in a test's patience.
#[test]
fn long_and_deep_pages_end() {
    let cell = "x".repeat(1 << 20);
    let pages = [
        format!("{HEADER}|Id|String|Yes|{cell}|\n"),
        format!("{HEADER}{}", "|Id|String|Yes|d |\n".repeat(20_000)),
        format!("{HEADER}|Id|String|Yes|{}", "```x\n".repeat(50_000)),
        format!("{HEADER}{}", "|a\n\n".repeat(50_000)),
        format!("# T\n\n{}", "> ".repeat(5_000)),
        "|a|\n".repeat(50_000),
        "```x\n# h\n".repeat(20_000),
        "[`*<&".repeat(50_000),
        format!(
            "# T\n\n## Response parameters\n\n|Name|Type|Description|\n|-|-|-|\n{}",
            "|A|Struct|d |\n".repeat(5_000)
        ),
        format!(
            "# T\n\n## Examples\n\n```\n{}\n```\n",
            "{\"a\":[".repeat(50_000)
        ),
        format!("# T\n\n## Examples\n\n```\n{}\n```\n", "<a>".repeat(50_000)),
        "<table><tr><td>".repeat(20_000),
    ];
    for page in &pages {
        let extraction = read(page.as_bytes());
        assert!(extraction.diagnostics.len() <= 1000);
    }
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
    }

    #[test]
    fn no_bytes_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read(&bytes);
    }
}
