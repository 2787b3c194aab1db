//! What a rule costs while it holds: no allocation, apart from the two that have to remember.

#![cfg(all(feature = "formats", feature = "pattern"))]

use doctract_core::{CharClass, CharSet, Encoding, Format, Length, Number, Rule};

fn allocations(run: impl FnOnce()) -> u64 {
    allocation_counter::measure(run).count_total
}

#[test]
fn no_rule_that_holds_allocates() {
    let set = CharSet::new(
        &[CharClass::Letter, CharClass::Digit, CharClass::Han],
        &[(':', ':'), ('-', '-'), ('á', 'ž')],
    );
    let digits = CharSet::new(&[CharClass::Digit], &[]);
    let blank = CharSet::new(&[CharClass::Space], &[]);
    let sets = [set.clone(), digits.clone(), blank.clone()];
    let number = |text: &str| text.parse::<Number>().unwrap();
    let name = "快照-nightly:01";
    let rules: [(Rule<'_, &str>, &str); 39] = [
        (Rule::MinLength(Length::chars(2)), name),
        (Rule::MaxLength(Length::chars(13)), name),
        (Rule::MinLength(Length::bytes(2)), name),
        (Rule::MaxLength(Length::bytes(17)), name),
        (Rule::Minimum(number("1")), "20"),
        (Rule::Maximum(number("20.5")), "20.25"),
        (
            Rule::ExclusiveMinimum(number("0.1")),
            "123456789012345678901234567890",
        ),
        (Rule::ExclusiveMaximum(number("5")), "-5.000"),
        (Rule::MultipleOf(number("0.5")), "61"),
        (
            Rule::Enum {
                values: &["on", "off"],
                case_sensitive: true,
            },
            "off",
        ),
        (
            Rule::Enum {
                values: &["On", "Off"],
                case_sensitive: false,
            },
            "oFF",
        ),
        (
            Rule::Enum {
                values: &["Ärger"],
                case_sensitive: false,
            },
            "äRGER",
        ),
        (Rule::Charset(&set), name),
        (Rule::StartsWith(&set), name),
        (Rule::NotStartsWith(&digits), name),
        (Rule::EndsWith(&digits), name),
        (Rule::NotEndsWith(&blank), name),
        (Rule::Prefix(&["auto", "快照"]), name),
        (Rule::NotPrefix(&["http://", "https://"]), name),
        (Rule::Suffix(&["00", "01"]), name),
        (Rule::NotSuffix(&["-"]), name),
        (Rule::Contains(&["nightly", ":"]), name),
        (Rule::NotContains(&["http://", "https://"]), name),
        (Rule::NotValues(&["default"]), name),
        (Rule::CharClasses { of: &sets, min: 2 }, name),
        (Rule::NotEmpty, name),
        (Rule::Layout("yyyy-MM-ddTHH:mm:ssZ"), "2018-01-31T23:59:59Z"),
        (Rule::Encoding(Encoding::Base64), "5b+r54Wn"),
        (Rule::Encoding(Encoding::Url), "a%20b"),
        (Rule::Encoding(Encoding::Hex), "00ff"),
        (Rule::Format(Format::DateTime), "2018-01-31T23:59:59Z"),
        (Rule::Format(Format::Duration), "P31D"),
        (Rule::Format(Format::Ipv6), "2001:db8::1"),
        (Rule::Format(Format::Cidr), "10.0.0.0/8"),
        (Rule::Format(Format::Uri), "https://example.com/a?b#c"),
        (Rule::Format(Format::Email), "a@example.com"),
        (
            Rule::Format(Format::Uuid),
            "0c593ea1-3bea-11e9-b96b-88e9fe637760",
        ),
        (Rule::Format(Format::Cron), "0 15 10 ? * MON-FRI"),
        (Rule::Format(Format::UnixMillis), "1514808000000"),
    ];
    for (rule, text) in rules {
        let mut found = None;
        assert_eq!(allocations(|| found = rule.broken_by(text)), 0, "{rule:?}");
        assert_eq!(found, None, "{rule:?} {text:?}");
    }
}

#[test]
fn a_pattern_allocates_when_it_is_met_first() {
    let rule: Rule<'_, &str> = Rule::Pattern("^[a-z]{2,8}-[0-9]+$");
    let run = || assert_eq!(rule.broken_by("disk-17"), None);
    assert!(allocations(run) > 0);
    assert_eq!(allocations(run), 0);
}

#[test]
fn a_broken_rule_about_characters_or_numbers_allocates_nothing_either() {
    let set = CharSet::new(&[CharClass::Letter], &[]);
    let rules: [(Rule<'_, &str>, &str); 4] = [
        (Rule::MaxLength(Length::chars(2)), "快照快"),
        (Rule::Maximum(Number::from(5)), "6"),
        (Rule::Charset(&set), "a/b"),
        (Rule::NotPrefix(&["auto"]), "auto1"),
    ];
    for (rule, text) in rules {
        let mut found = None;
        assert_eq!(allocations(|| found = rule.broken_by(text)), 0, "{rule:?}");
        assert!(found.is_some(), "{rule:?} {text:?}");
    }
}
