//! The file form: round trips over awkward values, strictness, and the messages people see.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what went wrong by failing"
)]

#[path = "support/mod.rs"]
mod support;

use doctract_spec::Operation;
use doctract_spec::model::{ExampleParameter, RequestExample};
use doctract_spec::yaml::{self, Places, SPEC};
use proptest::prelude::*;
use saphyr_parser::{Event, Parser, ScalarStyle};

const HEAD: &str = "doctract: 1\nproduct: X\nversion: v\noperation: Y\n";

fn read(text: &str) -> Operation {
    yaml::read("test.yaml", text, &SPEC).unwrap_or_else(|errors| panic!("{errors:#?}\n{text}"))
}

/// What a person sees who loads `HEAD` and `rest`, lines counted from the first of `rest`.
fn messages(rest: &str) -> Vec<String> {
    let (_, diagnostics) = yaml::load_reporting("f", &format!("{HEAD}{rest}"));
    let line = |mut found: doctract_spec::Diagnostic| {
        if let Some(span) = &mut found.span {
            span.line = span.line.saturating_sub(4);
        }
        found.to_string()
    };
    diagnostics.into_iter().map(line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_is_written_loads_as_it_was_and_is_written_the_same_again(operation in support::operation()) {
        let text = yaml::write(&operation);
        let again = read(&text);
        prop_assert_eq!(&again, &operation, "{}", text);
        prop_assert_eq!(yaml::write(&again), text);
    }

    #[test]
    fn a_second_reader_sees_the_same_texts(texts in prop::collection::vec(support::text(), 1..4)) {
        let mut operation = Operation::default();
        operation.examples.requests.push(RequestExample::default());
        let rows = texts.iter().map(|text| ExampleParameter {
            name: text.clone(),
            value: text.clone(),
        });
        operation.examples.requests[0].parameters = rows.collect();
        let text = yaml::write(&operation);
        let scalars = Parser::new_from_str(&text).filter_map(|event| match event.unwrap().0 {
            Event::Scalar(text, style, ..) => Some((text.into_owned(), style)),
            _ => None,
        });
        let scalars: Vec<_> = scalars.collect();
        for wanted in &texts {
            let found = scalars.iter().filter(|(text, _)| text == wanted).count();
            prop_assert!(found >= 2, "{:?} in\n{}", wanted, text);
        }
    }

    #[test]
    fn no_text_makes_the_loader_panic(text in "[ -~\n快]{0,200}", cut in any::<prop::sample::Index>()) {
        let _ = yaml::load_reporting("f", &text);
        let sample = include_str!("fixtures/CreateSnapshot.yaml");
        let at = sample.floor_char_boundary(cut.index(sample.len()));
        let _ = yaml::load_reporting("f", &format!("{}{text}{}", &sample[..at], &sample[at..]));
    }
}

#[test]
fn words_that_some_reader_takes_for_something_else_are_quoted() {
    for word in support::AWKWARD {
        let operation = Operation {
            product: (*word).to_owned(),
            ..Operation::default()
        };
        let text = yaml::write(&operation);
        let mut events = Parser::new_from_str(&text).map(|event| event.unwrap().0);
        events.find(|event| matches!(event, Event::Scalar(text, ..) if text == "product"));
        let Some(Event::Scalar(text, style, ..)) = events.next() else {
            panic!("no scalar after `product`");
        };
        assert_eq!(text, *word);
        let harmless = [
            "a\\b",
            "a?b",
            "inf",
            "it's",
            "a, b",
            "a]",
            "快照",
            "快照：a",
            "\u{1F600}",
            "１２",
        ];
        assert_eq!(
            style == ScalarStyle::Plain,
            harmless.contains(word),
            "{word:?}"
        );
    }
}

#[test]
fn the_sample_is_in_the_written_form() {
    let sample = include_str!("fixtures/CreateSnapshot.yaml");
    let schema = "../../schema/operation.schema.json";
    let written = yaml::write_with_schema(&read(sample), schema);
    assert!(written == sample, "{written}");
}

#[test]
fn mistakes_are_named_with_place_and_advice() {
    let parameter = "request:\n  parameters:\n  - name: A\n    ";
    let cases = [
        (
            "foo: 1\n",
            "f:1:1: error[spec-unknown-key]: unknown key `foo` (known are doctract, product, version, operation, style, methods, path, locale, source, title, summary, description, …)",
        ),
        (
            &format!("{parameter}requird: true\n"),
            "f:4:5: error[spec-unknown-key]: unknown key `requird` in request.parameters[name=A] (did you mean `required`?)",
        ),
        (
            &format!("{parameter}name: B\n"),
            "f:4:5: error[spec-duplicate-key]: the key `name` stands twice in request.parameters[name=A] (keep one of them)",
        ),
        (
            &format!("{parameter}required: yes\n"),
            "f:4:15: error[spec-wrong-type]: request.parameters[name=A].required: expected a boolean, found string \"yes\"",
        ),
        (
            &format!("{parameter}type: strin\n"),
            "f:4:11: error[spec-unknown-value]: unknown value `strin` in request.parameters[name=A].type (did you mean `string`?)",
        ),
        (
            &format!("{parameter}constraints:\n    - charset: letters\n"),
            "f:5:16: error[spec-unknown-value]: unknown character class `letters` in request.parameters[name=A].constraints[0] (did you mean `letter`?)",
        ),
        (
            &format!("{parameter}constraints:\n    - maxLength: -1\n"),
            "f:5:18: error[spec-wrong-type]: request.parameters[name=A].constraints[0].maxLength: expected a whole number from 0 on, found integer `-1`",
        ),
        (
            "request:\n  parameters:\n    name: A\n",
            "f:3:5: error[spec-wrong-type]: request.parameters: expected a list, found a mapping",
        ),
        (
            "examples:\n  responses:\n  - body: x\n",
            "f:3:5: error[spec-missing-key]: the key `format` is missing in examples.responses[0]",
        ),
        (
            "summary: a: b\n",
            "f:1:11: error[spec-syntax]: mapping values are not allowed in this context",
        ),
        (
            "summary: \"abc\n",
            "f:2:1: error[spec-syntax]: found unexpected end of stream, while scanning a quoted scalar from line 5 on",
        ),
        (
            "summary: *x\n",
            "f:1:10: error[spec-syntax]: unknown anchor",
        ),
        (
            "---\nfoo: 1\n",
            "f:1:1: error[spec-syntax]: deserializing from YAML containing more than one document is not supported",
        ),
        (
            &format!("{parameter}constraints:\n    - minLength: 3\n      maxLength: 2\n"),
            "f:6:7: error[spec-empty-range]: no length is from 3 to 2",
        ),
        (
            &format!(
                "{parameter}constraints:\n    - when: {{ parameter: a, operator: present }}\n"
            ),
            "f:5:15: warning[spec-unknown-parameter]: the operation has no parameter `a` (did you mean `A`?)",
        ),
        (
            &format!("{parameter}constraints:\n    - layout: ISO 8601\n"),
            "f:5:7: warning[spec-unchecked-layout]: `ISO 8601` is no layout of a time such as yyyy-MM-ddTHH:mm:ssZ; it is not checked",
        ),
        (
            &format!("{parameter}constraints:\n    - pattern: (?=a).*\n"),
            "f:5:7: warning[spec-unchecked-pattern]: `(?=a).*` is not checked: look-around, including look-ahead and look-behind, is not supported",
        ),
        (
            &format!("{parameter}required: true\n  - name: A\n"),
            "f:5:5: error[spec-duplicate-name]: the name `A` stands twice in one list",
        ),
    ];
    for (rest, message) in cases {
        assert_eq!(messages(rest), [message], "{rest}");
    }
}

#[test]
fn several_mistakes_are_reported_at_once() {
    let rest = "foo: 1\nrequest:\n  parameters:\n  - name: A\n    requird: true\n  - name: B\n    type: strin\n";
    let found = messages(rest);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(
        found[1].starts_with("f:5:5:") && found[2].starts_with("f:7:11:"),
        "{found:#?}"
    );
}

#[test]
fn newer_formats_are_refused_before_anything_else() {
    let text = "operation: Y\ndoctract: 2\nsomething: new\n";
    let errors = yaml::load("f", text).unwrap_err();
    assert_eq!(errors.len(), 1);
    assert_eq!(
        errors[0].to_string(),
        "f:2:11: error[spec-version]: `doctract: 2` is a format that this program does not read (a newer doctract reads it)"
    );
}

#[test]
fn hostile_files_end_in_an_error() {
    let mut bomb = vec![format!(
        "{HEAD}request:\n  parameters:\n  - &b {{ name: A }}"
    )];
    for (from, to) in [("b", "c"), ("c", "d"), ("d", "e"), ("e", "f"), ("f", "g")] {
        let twenty = vec![format!("*{from}"); 20].join(",");
        bomb.push(format!(
            "  - &{to} {{ name: {to}, properties: [{twenty}] }}"
        ));
    }
    let bomb = bomb.join("\n");
    let depth = 3000;
    let deep = format!(
        "{HEAD}request: {{ parameters: [{{ name: A, {}",
        "items: { ".repeat(depth)
    );
    let big = format!("{HEAD}summary: {}\n", "x".repeat(yaml::MOST_BYTES));
    for (text, code) in [
        (bomb, "spec-aliases"),
        (deep, "spec-too-deep"),
        (big, "spec-too-big"),
    ] {
        let errors = yaml::load("f", &text).unwrap_err();
        assert_eq!(errors[0].code, code, "{}", errors[0]);
    }
}

#[test]
fn every_statement_of_the_sample_has_a_place() {
    let text = include_str!("fixtures/CreateSnapshot.yaml");
    let places = Places::of(text);
    for statement in doctract_spec::statement::statements(&read(text)) {
        let place = places.find(&statement.path.parse().unwrap());
        let place = place.unwrap_or_else(|| panic!("no place for {}", statement.path));
        let line = text.lines().nth(place.value.line as usize - 1).unwrap();
        let at: String = line.chars().skip(place.value.column as usize - 1).collect();
        assert_eq!(text[place.value.start..].chars().next(), at.chars().next());
    }
    let path = "request.parameters[name=Tag].items.properties[name=Key].constraints[1].maxLength";
    let place = places.find(&path.parse().unwrap()).unwrap();
    assert_eq!(&text[place.value.start..place.value.end], "64");
}

/// A file of one long line: were each place counted out from its start, this would not end.
#[test]
fn the_places_of_one_long_line_are_found() {
    let text = format!("specs: [{}'快', last]\n", "'快', ".repeat(200_000));
    let places = doctract_spec::yaml::Places::of(&text);
    let place = places.find(&"specs[200001]".parse().unwrap()).unwrap();
    assert_eq!(&text[place.value.start..place.value.end], "last");
    assert_eq!(
        (place.value.line, place.value.column),
        (1, 8 + 5 * 200_001 + 1)
    );
}
