//! Arbitrary operations, with the texts that YAML readers get wrong.

use doctract_core::{CharClass, CharSet};
use doctract_spec::model::*;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Texts that some reader takes for something else, or loses a part of.
pub(crate) const AWKWARD: &[&str] = &[
    "",
    " ",
    "on",
    "off",
    "yes",
    "No",
    "Y",
    "n",
    "true",
    "True",
    "NULL",
    "null",
    "~",
    "0123",
    "0o17",
    "0x1F",
    "0b11",
    "1e3",
    "1E+3",
    "1_000",
    "1.10",
    "-1",
    "+1",
    ".5",
    "5.",
    ".inf",
    "-.INF",
    ".nan",
    "NaN",
    "inf",
    "12:30:45",
    "190:20:30.15",
    "2014-05-26",
    "2017-12-21T08:00:00Z",
    "2001-12-14 21:59:43.10 -5",
    "=",
    "<<",
    "!tag",
    "&a",
    "*a",
    "#c",
    "a #b",
    "a: b",
    "a:",
    ":a",
    "- a",
    "-",
    "---",
    "--- a",
    "...",
    "? a",
    "?",
    "|",
    ">",
    "%YAML",
    "@a",
    "`a",
    "'",
    "\"",
    "it's",
    "[a]",
    "{a: b}",
    "a, b",
    "a]",
    "\u{FEFF}",
    "\u{FEFF}a",
    "a\rb",
    "a\r\nb",
    "a\u{85}b",
    "a\u{2028}b",
    "a\u{2029}b",
    "a\tb",
    "\ta",
    "a\t",
    " a",
    "a ",
    "a\nb",
    "a\nb\n",
    "a\n",
    "\n",
    "\n\n",
    "\na\nb",
    "a\n\nb",
    "a\nb\n\n",
    " a\nb",
    "\ta\nb",
    "a\n b",
    "a\n\tb",
    "a \nb ",
    "a\n  \nb",
    "  \na\nb",
    "a\nb\n  ",
    "# a\nb",
    "- a\n- b",
    "a: b\nc: d",
    "---\na",
    "a\n...\nb",
    "a\u{0}b",
    "a\u{1B}b",
    "a\u{7F}b",
    "a\u{A0}",
    "\u{3000}a",
    "快照",
    "快照：a",
    "a\\b",
    "a?b",
    "\u{1F600}",
    "\u{FFFE}",
    "\u{10FFFF}",
    "１２",
];

pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => proptest::sample::select(AWKWARD).prop_map(str::to_owned),
        2 => "[ -~\n\t快：]{0,12}",
        1 => any::<String>(),
        1 => vec(proptest::sample::select(AWKWARD), 2..4).prop_map(|parts| parts.join("\n")),
        1 => vec(proptest::sample::select(AWKWARD), 2..4).prop_map(|parts| parts.join(" ")),
    ]
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    vec(text(), 0..3)
}

fn number() -> impl Strategy<Value = Option<DecimalNumber>> {
    let number = prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        "-?[0-9]{19,30}",
        "-?[0-9]{1,15}\\.[0-9]{1,15}",
    ];
    option::of(number.prop_map(|text| DecimalNumber(text.parse().unwrap())))
}

fn set() -> impl Strategy<Value = CharSetText> {
    let range = any::<(char, char)>();
    (
        proptest::sample::subsequence(CharClass::ALL.to_vec(), 0..4),
        vec(range, 0..3),
    )
        .prop_map(|(classes, ranges)| {
            // The text form is what a spec holds: what it does not tell apart is the same set.
            let set = CharSet::from_parts(&classes, ranges);
            CharSetText(set.to_string().parse().unwrap())
        })
}

fn condition() -> impl Strategy<Value = Condition> {
    let leaf = (
        option::of(text()),
        option::of(proptest::sample::select(OperatorName::all())),
        texts(),
    )
        .prop_map(|(parameter, operator, values)| Condition {
            parameter,
            operator: operator.map(OperatorName),
            values,
            ..Condition::default()
        });
    leaf.prop_recursive(2, 6, 3, |inner| {
        (
            vec(inner.clone(), 0..3),
            vec(inner, 0..2),
            option::of(text()),
        )
            .prop_map(|(all, any, text)| Condition {
                all,
                any,
                text,
                ..Condition::default()
            })
    })
}

prop_compose! {
    fn limits()(
        lengths in any::<(Option<u64>, Option<u64>, Option<u64>, Option<u64>)>(),
        numbers in (number(), number(), number(), number(), number()),
        flags in any::<(bool, bool, bool, bool)>(),
        unit in option::of(proptest::sample::select(LengthUnitName::all())),
        case_sensitive in any::<Option<bool>>(),
    ) -> Constraint {
        Constraint {
            min_length: lengths.0, max_length: lengths.1, min_items: lengths.2, max_items: lengths.3,
            minimum: numbers.0, maximum: numbers.1, exclusive_minimum: numbers.2,
            exclusive_maximum: numbers.3, multiple_of: numbers.4,
            unique_items: flags.0, not_empty: flags.1, allow_empty: flags.2, deprecated: flags.3,
            length_unit: unit.map(LengthUnitName), case_sensitive,
            ..Constraint::default()
        }
    }
}

prop_compose! {
    fn constraint()(
        base in limits(),
        enumeration in vec((text(), option::of(text())), 0..3),
        strings in (texts(), texts(), texts(), texts()),
        words in (option::of(text()), option::of(text()), option::of(text()), option::of(text())),
        sets in (option::of(set()), option::of(set()), option::of((vec(set(), 1..3), any::<u32>()))),
        default in option::of((option::of(text()), any::<bool>(), option::of(text()))),
        names in (option::of(proptest::sample::select(FormatName::all())), option::of(proptest::sample::select(EncodingName::all()))),
        list in option::of((option::of(text()), any::<bool>())),
        conditions in (option::of(condition()), option::of(condition())),
        others in (option::of((text(), option::of(text()))), option::of((proptest::sample::select(OperatorName::all()), option::of(text()), any::<bool>()))),
    ) -> Constraint {
        Constraint {
            enumeration: enumeration.into_iter().map(|(value, meaning)| EnumValue { value, meaning }).collect(),
            special_values: strings.0, prefix: strings.1, not_prefix: strings.2, mutually_exclusive: strings.3,
            pattern: words.0, unit: words.1, text: words.2, layout: words.3,
            charset: sets.0, not_ends_with: sets.1,
            char_classes: sets.2.map(|(of, min)| CharClasses { of, min }),
            default: default.map(|(value, absent, text)| DefaultValue { value, absent, text }),
            format: names.0.map(FormatName), encoding: names.1.map(EncodingName),
            list: list.map(|(separator, json)| List { separator, json }),
            when: conditions.0, required_if: conditions.1,
            value_from: others.0.map(|(operation, field)| ValueFrom { operation, field }),
            compare: others.1.map(|(operator, other, now)| Comparison { operator: OperatorName(operator), other, now }),
            ..base
        }
    }
}

fn kind() -> impl Strategy<Value = Type> {
    proptest::sample::select(vec![
        Type::String,
        Type::Integer,
        Type::Boolean,
        Type::Array,
        Type::Object,
        Type::Json,
    ])
}

fn field() -> impl Strategy<Value = Field> {
    let leaf = (
        (
            text(),
            kind(),
            any::<bool>(),
            texts(),
            vec(constraint(), 0..2),
        ),
        (
            option::of(text()),
            option::of(text()),
            option::of(text()),
            option::of(text()),
        ),
        option::of((any::<u32>(), any::<Option<u32>>(), option::of(text()))),
    )
        .prop_map(
            |((name, kind, required, aliases, constraints), words, range)| Field {
                name,
                kind,
                required,
                aliases,
                constraints,
                example: words.0,
                description: words.1,
                flatten: words.2,
                constant: words.3,
                index_range: range.map(|(min, max, text)| IndexRange { min, max, text }),
                ..Field::default()
            },
        );
    leaf.prop_recursive(3, 8, 2, |inner| {
        (inner.clone(), option::of(inner.clone()), vec(inner, 0..3)).prop_map(
            |(field, items, properties)| Field {
                items: items.map(Box::new),
                properties,
                ..field
            },
        )
    })
}

/// Any operation; it need not make sense, only to be writable.
pub(crate) fn operation() -> impl Strategy<Value = Operation> {
    let errors = vec((any::<Option<u16>>(), text(), option::of(text())), 0..3);
    let examples = vec((text(), vec((text(), text()), 0..3)), 0..2);
    (
        (
            text(),
            text(),
            text(),
            option::of(text()),
            option::of(text()),
        ),
        (vec(field(), 0..3), vec(field(), 0..2), option::of(field())),
        (vec(constraint(), 0..2), errors, examples),
    )
        .prop_map(
            |(words, (parameters, fields, body), (constraints, errors, requests))| Operation {
                doctract: FORMAT_VERSION,
                product: words.0,
                version: words.1,
                operation: words.2,
                summary: words.3,
                description: words.4,
                constraints,
                request: Request {
                    parameters,
                    body: body.map(Box::new),
                },
                response: Response {
                    fields,
                    formats: vec![BodyFormat::Xml],
                },
                errors: errors
                    .into_iter()
                    .map(|(status, code, message)| ErrorRow {
                        status,
                        code,
                        message,
                        ..ErrorRow::default()
                    })
                    .collect(),
                examples: Examples {
                    requests: requests
                        .into_iter()
                        .map(|(text, parameters)| RequestExample {
                            text,
                            parameters: parameters
                                .into_iter()
                                .map(|(name, value)| ExampleParameter { name, value })
                                .collect(),
                            ..RequestExample::default()
                        })
                        .collect(),
                    ..Examples::default()
                },
                ..Operation::default()
            },
        )
}
