//! Generated `validate()` against the interpreter of the same spec, on random requests near the
//! boundaries: both must find the same broken rules.
//!
//! `DOCTRACT_CASES` sets the number of requests, `DOCTRACT_SEED` the first seed.

#![allow(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    reason = "a test generator: small numbers, and unwraps that are the test"
)]

#[rustfmt::skip]
#[path = "../../codegen/tests/golden/everything.rs"]
mod api;

use api::{Disk, Everything, Level, Mode, System, Tag};
use doctract::validate::validate_at;
use doctract_spec::check::Checker;
use doctract_spec::model::{Confidence, Violation};
use doctract_spec::yaml;
use std::env;

const NOW: &str = "2026-01-31T12:00:00Z";

/// A small random generator (SplitMix64): the same requests on every machine.
struct Random {
    state: u64,
    /// One of so many optional values is set.
    sparse: usize,
}

impl Random {
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn of<T: Clone>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())].clone()
    }

    /// One of the texts, or pieces of them put together.
    fn text(&mut self, texts: &[&str]) -> String {
        const PIECES: [&str; 14] = [
            "", "a", "Z", "7", "字", "-", "_", ":", "é", "!", " ", "http", "acs", "😀",
        ];
        if self.below(3) > 0 {
            return self.of(texts).to_owned();
        }
        let count = self.below(7);
        (0..count).map(|_| self.of(&PIECES)).collect()
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(self.sparse) == 0).then(|| make(self))
    }

    fn maybe_text(&mut self, texts: &[&str]) -> Option<String> {
        self.maybe(|random| random.text(texts))
    }

    fn list<T>(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = if self.below(self.sparse) == 0 {
            self.below(most + 1)
        } else {
            0
        };
        (0..count).map(|_| make(self)).collect()
    }
}

fn request(random: &mut Random) -> Everything {
    let names = [
        "ab", "字字", "root", "auto", "autx", "http", "a-", "a__b", "abcdef", "abcdefg", "1a", "a",
    ];
    let mut request = Everything::builder().name("ab").first("1").build().unwrap();
    if random.below(2) == 0 {
        request.name = random.text(&names);
    }
    request.secret = random.maybe_text(&[
        "aA1aaaaa",
        "aA1!aaaaaaaa",
        "aaaaaaaa",
        "aA1aaaa",
        "AAAAAA1!",
    ]);
    request.note = random.maybe_text(&[
        "a-z",
        "字-字",
        "a-xyz",
        "b-z",
        "a-bcdefghijz",
        "a-bcdefghijkz",
        "az",
        "1-z",
    ]);
    request.mode =
        random.maybe(|random| Mode::from(random.text(&["on", "off", "auto mode", "On"])));
    request.level =
        random.maybe(|random| Level::from(random.text(&["High", "HIGH", "low", "mid"])));
    request.count = random.maybe(|random| random.of(&[-1, 0, 9, 10, 11, 20, 60, 61, 70, i32::MAX]));
    request.total =
        random.maybe(|random| random.of(&[0, 1, 4_999_999_999, 5_000_000_000, i64::MIN]));
    request.ratio = random.maybe(|random| {
        random.of(&[
            0.5,
            0.49,
            1.25,
            1.250_001,
            f64::NAN,
            f64::INFINITY,
            1e300,
            5e-324,
            -0.0,
            1.0,
        ])
    });
    request.size = random.maybe_text(&[
        "1", "100", "0", "101", "1e1", "1e3", "x", "", "2", "99.5", "007",
    ]);
    request.switch = random.maybe(|random| random.below(2) == 0);
    request.code = random.maybe_text(&["ab1", "ab", "AB1", "ab12\n", "abc1"]);
    request.address = random.maybe_text(&["10.0.0.1", "256.0.0.1", "10.0.0", "::1"]);
    request.data = random.maybe_text(&["YWJj", "YWJjZA==", "YQ==", "!", "", "/////w=="]);
    request.ids = random.maybe_text(&[
        "[]",
        "[\"a\"]",
        "[\"a\",\"b\",\"c\"]",
        "[1,2,3,4]",
        "[\"a\",\"a\"]",
        "[\"abcd\",\"\"]",
        "{}",
        "a",
        "[1.5,true,null,{\"a\":[]},[1]]",
        "[\"\\u0061\",\"a\"]",
    ]);
    request.ports = random.maybe_text(&["1,9", "1", "0,10", "0,1,2", "", ",", "a,b", "1,,2"]);
    request.numbers = random.maybe_text(&["1/2", "1", "1/2/3/4", "a/1", "", "1//2", "2147483648"]);
    request.span = random.maybe_text(&["22/22", "0/70000", "-1/-1", "1", "a/b", "1/2/3"]);
    request.blob = random.maybe_text(&["{}", "[1, 2]", "{", "\"long text\"", "1"]);
    request.blank = random.maybe_text(&["", "ab", "abc"]);
    request.full = random.maybe_text(&["", "x"]);
    let times = [
        "2026-01-31T11:59:59Z",
        "2026-01-31T12:00:00Z",
        "2026-01-31T12:00:01Z",
        "2026-01-01T12:00:00Z",
        "2026-01-01T11:59:59Z",
        "2026-01-30T11:59:59Z",
        "2026-01-31T11:59Z",
        "1769860799",
        "yesterday",
        "2026-02-30T00:00:00Z",
    ];
    request.start = random.maybe_text(&times);
    request.end = random.maybe_text(&times);
    request.period = random.maybe(|random| random.of(&[0, 2, 3, 4, 5, 6]));
    if random.below(4) == 0 {
        request.first = random.maybe_text(&["1"]);
    }
    request.second = random.maybe_text(&["2"]);
    request.third = random.maybe_text(&["3"]);
    request.label = random.list(5, |random| random.text(&["abcd", "abcde", "acs", "a", "a"]));
    request.disk = random.list(3, |random| {
        let mut disk = Disk::new(random.of(&[4, 5, 9, 10, 20, 21]));
        disk.category = random.maybe(|random| random.text(&["ssd", "hdd", "tape"]).as_str().into());
        disk.key = random.maybe_text(&["k"]);
        disk.tag = random.list(3, |random| {
            Tag::new(
                random.text(&["", "abc", "abcd"]),
                random.text(&["", "abcd"]),
            )
        });
        disk
    });
    request.system = random.maybe(|random| {
        let mut system = System::new(random.of(&[9, 10]));
        system.category = random.maybe_text(&["c"]);
        system
    });
    request
}

#[test]
fn the_generated_validator_and_the_interpreter_agree() {
    let number = |name: &str| {
        env::var(name)
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
    };
    let cases = number("DOCTRACT_CASES").unwrap_or(20_000);
    let first = number("DOCTRACT_SEED").unwrap_or(0);
    let text = include_str!("../../codegen/tests/golden/everything/Everything.yaml");
    let operation = yaml::load("Everything.yaml", text).unwrap();
    let checker = Checker::new(&operation);
    let guessed = |statement: &str| {
        let mut all = checker.statements().iter();
        let statement = all.find(|known| known.id == statement);
        let entry = statement.and_then(|known| {
            let node = checker.names().nodes().get(known.node?)?;
            node.field.constraints.get(known.entry?)
        });
        entry.is_some_and(|entry| entry.confidence == Confidence::Low)
    };
    let (mut valid, mut broken) = (0, std::collections::BTreeMap::new());
    for seed in first..first + cases {
        let sparse = [3, 12, 48][(seed % 3) as usize];
        let request = request(&mut Random {
            state: seed,
            sparse,
        });
        let pairs = request.into_pairs();
        let mut expected: Vec<(String, String)> = checker
            .check(&pairs, NOW)
            .into_iter()
            .filter(|breach| breach.violation == Violation::Rejected && !guessed(&breach.statement))
            .map(|breach| (breach.parameter, breach.rule.to_owned()))
            .collect();
        let violations = validate_at(&request, NOW).err();
        let violations = violations.iter().flatten();
        let mut found: Vec<(String, String)> = violations
            .map(|violation| (violation.field.to_owned(), violation.rule.to_owned()))
            .collect();
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "seed {seed}: {pairs:?}");
        valid += u64::from(found.is_empty());
        for (_, rule) in found {
            *broken.entry(rule).or_insert(0) += 1;
        }
    }
    println!("{cases} requests, {valid} valid, broken: {broken:?}");
    assert!(valid > cases / 100, "too few requests were valid: {valid}");
    assert!(
        broken.len() >= 30,
        "too few rules were broken to show anything: {broken:?}"
    );
}
