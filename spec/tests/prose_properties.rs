//! The reader of prose over arbitrary text and over phrases put together: it always comes to an
//! end, and what it states is sound.

#![cfg(feature = "extract")]
#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

use doctract_spec::extract::prose::{RowContext, RowReading, read_introduction, read_row};
use doctract_spec::model::{Constraint, Type};
use proptest::prelude::*;

/// Pieces of descriptions, joined at random.
const PIECES: [&str; 44] = [
    "Valid values: ",
    "1 to 100",
    "[1, 65535]",
    "-1 or 1 to 5120",
    "on | off (default)",
    "Default value: ",
    "must be 2 to 128 characters in length",
    "cannot start with http:// or ",
    "letters, digits, and hyphens (-)",
    "when Alpha is set to a, b, or c, ",
    "If this parameter is not specified, ",
    "is required",
    ". ",
    ", ",
    ": ",
    "\n- ",
    "\n  - ",
    "(",
    ")",
    "\"",
    "N",
    "multiple of 60",
    "up to 10 IDs",
    "Separate them with commas (,).",
    "取值范围：",
    "1~20",
    "长度为",
    "2~64个英文或中文字符",
    "不能以",
    "aliyun、acs:",
    "开头",
    "当Alpha取值为on时，",
    "该参数必选",
    "默认值：",
    "空",
    "。",
    "，",
    "必须同时包含大写字母、小写字母和数字中的三类字符",
    "格式为yyyy-MM-ddTHH:mmZ",
    "N的取值范围：1~20",
    "最多支持64个字符",
    "Alpha和Beta不能同时指定",
    "99999999999999999999",
    "特殊字符可以是：!@#",
];

fn names() -> Vec<String> {
    ["Alpha", "Beta", "Tag.N.Key", "StartTime", "EndTime"]
        .map(str::to_owned)
        .to_vec()
}

fn read(text: &str, english: bool, kind: Type, example: Option<&str>) -> RowReading {
    let parameters = names();
    let context = RowContext {
        english,
        operation: "CreateThing",
        name: "Tag.N.Key",
        kind,
        example,
        parameters: &parameters,
    };
    read_row(text, &context)
}

/// Limits in order, lists without a repeated value, nothing stated of nothing.
fn is_sound(entry: &Constraint) -> bool {
    let ordered = |low: Option<u64>, high: Option<u64>| match (low, high) {
        (Some(low), Some(high)) => low <= high,
        _ => true,
    };
    let numbers = match (entry.minimum, entry.maximum) {
        (Some(low), Some(high)) => low.0 <= high.0,
        _ => true,
    };
    let values: Vec<_> = entry.enumeration.iter().map(|value| &value.value).collect();
    let distinct = values
        .iter()
        .enumerate()
        .all(|(at, value)| !values[..at].contains(value));
    let bare = Constraint {
        when: entry.when.clone(),
        scope: entry.scope,
        violation: entry.violation,
        confidence: entry.confidence,
        text: entry.text.clone(),
        ..Constraint::default()
    };
    numbers
        && ordered(entry.min_length, entry.max_length)
        && distinct
        && *entry != bare
        && entry
            .pattern
            .as_deref()
            .is_none_or(|pattern| regex::Regex::new(pattern).is_ok())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_is_read(text in "\\PC{0,200}", english: bool, example in proptest::option::of("\\PC{0,20}")) {
        let reading = read(&text, english, Type::String, example.as_deref());
        prop_assert!(reading.constraints.iter().all(is_sound), "{:?}", reading.constraints);
        read_introduction(&text, english, &names());
    }

    #[test]
    fn phrases_in_any_order_are_read(
        picks in proptest::collection::vec(0..PIECES.len(), 0..24),
        english: bool,
        numeric: bool,
    ) {
        let text: String = picks.iter().map(|&pick| PIECES[pick]).collect();
        let kind = if numeric { Type::Integer } else { Type::String };
        let reading = read(&text, english, kind, None);
        prop_assert!(reading.constraints.iter().all(is_sound), "{text}: {:?}", reading.constraints);
        let cited = |entry: &Constraint| entry.text.as_deref().is_some_and(|text| !text.is_empty());
        prop_assert!(reading.constraints.iter().all(cited), "{text}");
        read_introduction(&text, english, &names());
    }
}

/// What is read of a long text grows with the text and not faster: each sentence is read once.
#[test]
fn a_long_description_says_no_more_than_its_sentences() {
    for (sentence, english) in [
        (
            "Valid values of Alpha: 1 to 9. It must be 2 to 8 characters in length. ",
            true,
        ),
        ("长度为2~8个字符。", false),
    ] {
        let reading = read(&sentence.repeat(400), english, Type::String, None);
        assert_eq!(reading.constraints.len(), 1, "{:?}", reading.constraints);
    }
}
