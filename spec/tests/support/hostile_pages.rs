//! Pages made to be slow: each grows one construct to any size. Tests compare what twice the size costs; the
//! benchmark of extraction measures the same pages at megabytes.

/// The beginning of a page up to the rows of its request table.
const TABLE: &str =
    "# StopThing\n\n## Request parameters\n\n|Name|Type|Required|Description|\n|--|--|--|--|\n";

/// The construct, and a page of about `bytes` bytes that holds little else.
pub(crate) fn pages(bytes: usize) -> Vec<(&'static str, String)> {
    let repeat = |piece: &str| piece.repeat(bytes / piece.len());
    let halves = |left: &str, right: &str| {
        let count = bytes / (left.len() + right.len());
        format!("{}{}", left.repeat(count), right.repeat(count))
    };
    let example = |text: String| format!("# StopThing\n\n## Examples\n\n```\n{text}\n```\n");
    vec![
        (
            "one cell",
            format!("{TABLE}|Id|String|Yes|{}|\n", repeat("word ")),
        ),
        (
            "one cell of rules",
            format!(
                "{TABLE}|Id|String|Yes|{}|\n",
                repeat("Valid values: 1 to 100. ")
            ),
        ),
        (
            "rows",
            format!("{TABLE}{}", repeat("|Id|String|Yes|The ID. |\n")),
        ),
        ("rows of other names", {
            let row = |at: usize| format!("|Thing.{at}.Id|String|Yes|The ID. |\n");
            format!("{TABLE}{}", (0..bytes / 34).map(row).collect::<String>())
        }),
        (
            "a row that never ends",
            format!("{TABLE}{}", repeat("|a\n\n")),
        ),
        (
            "bullets in a cell",
            format!(
                "{TABLE}|Id|String|Yes|Valid values:\n\n{}|\n",
                repeat("-   on\n")
            ),
        ),
        ("pipes", format!("{TABLE}{}\n", repeat("|"))),
        ("open code blocks", repeat("```x\n# h\n")),
        (
            "code blocks in rows, closed after the section",
            format!("{TABLE}{}## h\n\n```\n", repeat("|a\n```x|b|c|d|\n")),
        ),
        ("brackets that open nothing", repeat("[")),
        ("quotes in quotes", format!("# T\n\n{}", repeat("> "))),
        ("lists in lists", {
            let depth = (bytes * 2).isqrt();
            format!(
                "# T\n\n{}",
                (0..depth).fold(String::new(), |mut text, at| {
                    text.extend([&" ".repeat(at), "- a\n"]);
                    text
                })
            )
        }),
        ("headings", repeat("## Request parameters\n")),
        ("inline marks", repeat("[`*<&**")),
        ("links", format!("# T\n\n{}", halves("[a](", ")"))),
        ("HTML cells", repeat("<table><tr><td>")),
        ("JSON, deep", example(halves("{\"a\":[", "]}"))),
        (
            "JSON, wide",
            example(format!("{{{}\"z\":1}}", repeat("\"a\":1,"))),
        ),
        ("XML, deep", example(halves("<a>", "</a>"))),
        (
            "XML, wide",
            example(format!("<r>{}</r>", repeat("<a>1</a>"))),
        ),
        (
            "request parameters",
            example(format!("http://h/?Action=StopThing{}", repeat("\n&Id=1"))),
        ),
        ("zero bytes", format!("# T\n{}", repeat("\0"))),
    ]
}
