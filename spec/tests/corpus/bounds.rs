//! Bounds, ranges of N and lists of values that a page and the vendor's metadata state alike: how
//! many of them the reader finds.
//!
//! What a page states is decided by a scan of its own, which knows nothing of the reader's phrases:
//! two numbers with a range mark between them, a number behind "maximum value", every value of a
//! list as a word of its own. `DOCTRACT_BOUNDS=FILE` writes every difference there.

use crate::material;
use crate::score::{Place, Score};
use crate::truth::{self, plain_name};
use doctract_spec::model::{Constraint, DecimalNumber, IndexRange};
use doctract_spec::names::Names;
use std::collections::{BTreeMap, HashMap};

/// The figures that were reached; a change of reading must not fall below.
const FLOORS: [(&str, f64); 4] = [
    ("minimum", 98.5),
    ("maximum", 98.5),
    ("range of N", 98.5),
    ("enum", 98.5),
];

/// Products of which there is metadata.
const PRODUCTS: [&str; 6] = ["ecs", "slb", "ess", "ram", "cdn", "cms"];

#[test]
fn what_page_and_metadata_both_state_is_found() {
    let (Some(pages), Some(folder)) = (material::pages(), material::folder("DOCTRACT_TRUTH"))
    else {
        return;
    };
    let truth = truth::read(&folder);
    let mut scores: BTreeMap<&'static str, Score> = BTreeMap::new();
    for page in pages {
        let product = page.name.split('/').next().unwrap_or_default();
        let (Some((product, operations)), Some(operation)) =
            (truth.get_key_value(product), &page.extraction.operation)
        else {
            continue;
        };
        let Some(known) = operations.find(&operation.operation, &operation.version) else {
            continue;
        };
        let by_name: HashMap<String, &truth::Parameter> = known
            .parameters
            .iter()
            .map(|parameter| (plain_name(&parameter.name), parameter))
            .collect();
        let names = Names::new(operation);
        for leaf in names.leaves() {
            let plain = plain_name(&leaf.pattern);
            let (Some(known), Some(said)) = (by_name.get(&plain), &leaf.field.description) else {
                continue;
            };
            let mut own = leaf.field.constraints.clone();
            if let Some(items) = &leaf.field.items {
                own.extend(items.constraints.iter().cloned());
            }
            let range = leaf.field.index_range.as_ref().or_else(|| {
                let mut above = leaf.parents.iter().rev();
                above.find_map(|parent| parent.index_range.as_ref())
            });
            for (figure, found) in compare(known, said, &own, range) {
                let miss = || format!("{figure} {} {}", page.name, leaf.pattern);
                let place = Place {
                    product,
                    ..Place::default()
                };
                scores.entry(figure).or_default().count(place, found, miss);
            }
        }
    }
    let mut misses = Vec::new();
    println!("{:<12} {:>8} {:>6}", "stated alike", "found", "of");
    for (figure, floor) in FLOORS {
        let score = scores.entry(figure).or_default();
        let (percent, all) = score.total();
        let products: Vec<String> = PRODUCTS
            .iter()
            .map(|product| (product, score.of_product(product)))
            .filter(|(_, (_, all))| *all > 0)
            .map(|(product, (percent, _))| format!("{product} {percent:.1}"))
            .collect();
        println!(
            "{figure:<12} {percent:>7.2}% {all:>6}  {}",
            products.join(" ")
        );
        assert!(all > 20, "{figure}: only {all} compared");
        misses.append(&mut score.misses);
        assert!(
            percent >= floor || std::env::var_os("DOCTRACT_BOUNDS").is_some(),
            "{figure}: {percent:.2} % is below {floor} %: {misses:#?}"
        );
    }
    if let Some(file) = std::env::var_os("DOCTRACT_BOUNDS") {
        std::fs::write(file, misses.join("\n")).unwrap();
    }
}

/// What both state of one parameter, and whether it was read.
fn compare(
    known: &truth::Parameter,
    said: &str,
    own: &[Constraint],
    range: Option<&IndexRange>,
) -> Vec<(&'static str, bool)> {
    let numbers = numbers(said);
    let number = |value: i64| value.to_string().parse::<f64>().ok();
    let (min, max) = (known.min.and_then(number), known.max.and_then(number));
    let mut found = Vec::new();
    let is = |bound: &Option<DecimalNumber>, value: f64| {
        bound.is_some_and(|bound| bound.0.to_string().parse() == Ok(value))
    };
    let pair = |min: f64, max: f64| {
        numbers.windows(2).any(|two| {
            two[0].value.total_cmp(&min).is_eq()
                && two[1].value.total_cmp(&max).is_eq()
                && is_mark(&two[1].before)
                && !about_index(&two[0].before)
                && !about_length(&two[0].before)
        })
    };
    if let (Some(min), Some(max)) = (min, max)
        && pair(min, max)
    {
        found.push(("minimum", own.iter().any(|entry| is(&entry.minimum, min))));
        found.push(("maximum", own.iter().any(|entry| is(&entry.maximum, max))));
    } else {
        let behind = |value: f64, cues: &[&str]| {
            numbers.iter().any(|number| {
                let before = number.before.trim_end_matches([' ', ':', '：', '为']);
                number.value.total_cmp(&value).is_eq()
                    && cues.iter().any(|cue| before.ends_with(cue))
            })
        };
        if let Some(max) = max.filter(|max| behind(*max, &["最大值", "aximum value"])) {
            found.push(("maximum", own.iter().any(|entry| is(&entry.maximum, max))));
        }
        let lowest = ["最小值", "起始值", "inimum value", "start from page"];
        if let Some(min) = min.filter(|min| behind(*min, &lowest)) {
            found.push(("minimum", own.iter().any(|entry| is(&entry.minimum, min))));
        }
    }
    if let Some(last) = known.index_max {
        let stated = numbers.windows(2).any(|two| {
            two[1].value.total_cmp(&f64::from(last)).is_eq()
                && is_mark(&two[1].before)
                && about_index(&two[0].before)
        });
        if stated {
            let read = range.and_then(|range| range.max) == Some(last);
            found.push(("range of N", read));
        }
    }
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let values: Vec<String> = known.enumeration.iter().map(text).collect();
    if values.len() > 1 && values.iter().all(|value| has_word(said, value)) {
        let read = own.iter().any(|entry| {
            let has = |value: &String| entry.enumeration.iter().any(|known| known.value == *value);
            values.iter().all(has)
        });
        found.push(("enum", read));
    }
    found
}

/// A number with the words between it and the number before it.
struct Printed {
    before: String,
    value: f64,
}

fn numbers(text: &str) -> Vec<Printed> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let (mut at, mut from) = (0, 0);
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        let thousands = |at: usize| {
            chars[at] == ','
                && chars[at + 1..]
                    .iter()
                    .take_while(|c| c.is_ascii_digit())
                    .count()
                    == 3
                && at - start <= 3
        };
        while at < chars.len() && (chars[at].is_ascii_digit() || thousands(at)) {
            at += 1;
        }
        let digits: String = chars[start..at].iter().filter(|c| **c != ',').collect();
        if let Ok(value) = digits.parse() {
            found.push(Printed {
                before: chars[from..start].iter().collect(),
                value,
            });
        }
        from = at;
    }
    found
}

fn is_mark(between: &str) -> bool {
    ["~", "～", "-", "–", ",", "，", "to", "至", "到"].contains(&between.trim())
}

/// Whether the words before a range are about `N`.
fn about_index(before: &str) -> bool {
    let clause = before
        .rsplit(['。', '，', ',', '；', '\n'])
        .next()
        .unwrap_or(before);
    let word = |at: usize| {
        let side = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.');
        side(clause[..at].chars().next_back()) || side(clause[at + 1..].chars().next())
    };
    clause
        .char_indices()
        .any(|(at, c)| matches!(c, 'N' | 'n') && !word(at))
}

/// Whether the words before a range are about a length.
fn about_length(before: &str) -> bool {
    let lower = before.to_lowercase();
    ["长度", "length", "must be ", "be "]
        .iter()
        .any(|cue| lower.ends_with(cue) || lower.contains("长度"))
}

fn has_word(text: &str, word: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    text.match_indices(word).any(|(at, _)| {
        !part(text[..at].chars().next_back()) && !part(text[at + word.len()..].chars().next())
    })
}
