//! The rules held against oracles that decide in another way: regular expressions, whole-number
//! arithmetic, the calendar counted by hand, other decoders.

#![cfg(all(feature = "formats", feature = "pattern", feature = "signing"))]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use doctract_core::charset::is_han;
use doctract_core::{
    CharClass, CharSet, Encoding, Format, Found, Indices, Length, LengthUnit, Number, Rule, format,
    pattern, signing, time, wire,
};
use proptest::prelude::*;
use regex::Regex;
use std::borrow::Cow;

/// Texts as they travel: mostly short, from every script, digits and marks more often.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9:_.%+&=-]{0,12}",
        "[ -~\u{4e00}-\u{4e20}\u{3400}𠀀é]{0,12}",
        "[𠀀😀]{0,16}",
        any::<String>(),
    ]
}

mod characters {
    use super::*;

    #[test]
    fn han_is_the_unicode_script() {
        let all: String = ('\0'..=char::MAX).collect();
        let script = Regex::new(r"\p{Han}").unwrap();
        let expected: String = script.find_iter(&all).map(|found| found.as_str()).collect();
        let ours: String = all.chars().filter(|c| is_han(*c)).collect();
        assert!(
            ours == expected,
            "{} and {}",
            ours.chars().count(),
            expected.chars().count()
        );
    }

    const CLASSES: [(CharClass, &str); 10] = [
        (CharClass::Upper, "A-Z"),
        (CharClass::Lower, "a-z"),
        (CharClass::Letter, "A-Za-z"),
        (CharClass::Digit, "0-9"),
        (CharClass::Han, r"\p{Han}"),
        (CharClass::Ascii, r"\x00-\x7f"),
        (CharClass::Printable, " -~"),
        (CharClass::Punctuation, "[:punct:]"),
        (CharClass::Space, " "),
        (CharClass::Any, r"\x{0}-\x{10ffff}"),
    ];

    /// A set, and the inside of the class that is the same set.
    fn set() -> impl Strategy<Value = (CharSet<'static>, String)> {
        let class = prop::sample::select(CLASSES[..9].to_vec());
        let range = (any::<char>(), any::<char>()).prop_map(|(a, b)| (a.min(b), a.max(b)));
        let single = prop::sample::select(vec![':', '_', '-', '.', ']', '^', '中', 'é'])
            .prop_map(|c| (c, c));
        let classes = prop::collection::vec(class, 0..3);
        let ranges = prop::collection::vec(prop_oneof![3 => single, 1 => range], 0..4);
        (classes, ranges).prop_map(|(classes, ranges)| {
            let names: Vec<_> = classes.iter().map(|(class, _)| *class).collect();
            let mut inside: Vec<_> = classes
                .iter()
                .map(|(_, inside)| (*inside).to_owned())
                .collect();
            inside.extend(ranges.iter().map(|(first, last)| {
                let (first, last) = (u32::from(*first), u32::from(*last));
                format!(r"\x{{{first:x}}}-\x{{{last:x}}}")
            }));
            (CharSet::from_parts(&names, ranges), inside.concat())
        })
    }

    #[test]
    fn every_class_is_its_regular_expression() {
        for (class, inside) in CLASSES {
            let all: String = ('\0'..=char::MAX).collect();
            let outside = Regex::new(&format!("[^{inside}]")).unwrap();
            let ours: String = all.chars().filter(|c| !class.contains(*c)).collect();
            let expected: String = outside
                .find_iter(&all)
                .map(|found| found.as_str())
                .collect();
            assert!(ours == expected, "{}", class.name());
        }
    }

    proptest! {
        #[test]
        fn sets_are_their_regular_expression((set, inside) in set(), text in text()) {
            prop_assume!(!inside.is_empty());
            let outside = Regex::new(&format!("[^{inside}]")).unwrap();
            let first = outside.find(&text).and_then(|found| found.as_str().chars().next());
            prop_assert_eq!(set.first_outside(&text), first);
            let charset: Rule<'_, &str> = Rule::Charset(&set);
            prop_assert_eq!(charset.broken_by(&text), first.map(Found::Char));

            let holds = |rule: Rule<'_, &str>| rule.broken_by(&text).is_none();
            let matches = |expression: String| Regex::new(&expression).unwrap().is_match(&text);
            prop_assert_eq!(holds(Rule::StartsWith(&set)), matches(format!(r"\A([{inside}]|\z)")));
            prop_assert_eq!(holds(Rule::NotStartsWith(&set)), !matches(format!(r"\A[{inside}]")));
            prop_assert_eq!(holds(Rule::EndsWith(&set)), matches(format!(r"([{inside}]|\A)\z")));
            prop_assert_eq!(holds(Rule::NotEndsWith(&set)), !matches(format!(r"[{inside}]\z")));
        }

        #[test]
        fn the_text_form_of_a_set_is_the_set((set, _) in set(), c in any::<char>()) {
            let read: CharSet<'_> = set.to_string().parse().unwrap();
            prop_assert_eq!(read.to_string(), set.to_string());
            prop_assert_eq!(read.contains(c), set.contains(c));
        }
    }
}

mod texts {
    use super::*;

    proptest! {
        #[test]
        fn lengths_are_counted(text in text(), limit in 0u64..16) {
            let chars = text.bytes().filter(|byte| byte & 0xc0 != 0x80).count() as u64;
            for (unit, length) in [(LengthUnit::Chars, chars), (LengthUnit::Bytes, text.len() as u64)] {
                let limit = Length { limit, unit };
                let found = Some(Found::Length(length));
                let least: Rule<'_, &str> = Rule::MinLength(limit);
                prop_assert_eq!(least.broken_by(&text), found.filter(|_| length < limit.limit));
                let most: Rule<'_, &str> = Rule::MaxLength(limit);
                prop_assert_eq!(most.broken_by(&text), found.filter(|_| length > limit.limit));
            }
        }

        #[test]
        fn searches_are_regular_expressions(
            text in "[ab:/中]{0,8}",
            list in prop::collection::vec("[ab:/中]{1,3}", 1..4),
        ) {
            let choice = list.iter().map(|item| regex::escape(item)).collect::<Vec<_>>().join("|");
            let matches = |expression: String| Regex::new(&expression).unwrap().is_match(&text);
            let holds = |rule: Rule<'_, String>| rule.broken_by(&text).is_none();
            let begins = matches(format!(r"\A({choice})"));
            prop_assert_eq!(holds(Rule::Prefix(&list)), begins);
            prop_assert_eq!(holds(Rule::NotPrefix(&list)), !begins);
            let ends = matches(format!(r"({choice})\z"));
            prop_assert_eq!(holds(Rule::Suffix(&list)), ends);
            prop_assert_eq!(holds(Rule::NotSuffix(&list)), !ends);
            let is_one = matches(format!(r"\A({choice})\z"));
            prop_assert_eq!(holds(Rule::NotValues(&list)), !is_one);
            prop_assert_eq!(holds(Rule::Enum { values: &list, case_sensitive: true }), is_one);
            prop_assert_eq!(holds(Rule::NotContains(&list)), !matches(choice.clone()));
            let each = list.iter().all(|item| matches(regex::escape(item)));
            prop_assert_eq!(holds(Rule::Contains(&list)), each);
        }

        #[test]
        fn letter_case_counts_only_where_it_should(text in "[a-zA-Z0-9é]{0,6}", other in "[a-zA-Z]{0,6}") {
            let same = [text.to_uppercase(), text.to_lowercase()];
            let holds = |values: &[String], case_sensitive| {
                Rule::Enum { values, case_sensitive }.broken_by(&text).is_none()
            };
            prop_assert!(holds(&same, false));
            prop_assert_eq!(holds(&same, true), same.contains(&text));
            let equal = other.to_lowercase() == text.to_lowercase();
            prop_assert_eq!(holds(&[other], false), equal);
        }

        #[test]
        fn classes_are_counted(text in "[a-zA-Z0-9!-]{0,6}", min in 0u32..5) {
            let of: Vec<CharSet<'_>> = [CharClass::Upper, CharClass::Lower, CharClass::Digit, CharClass::Punctuation]
                .iter()
                .map(|class| CharSet::new(&[*class], &[]))
                .collect();
            let count = ["[A-Z]", "[a-z]", "[0-9]", "[!-]"]
                .iter()
                .filter(|class| Regex::new(class).unwrap().is_match(&text))
                .count() as u64;
            let rule: Rule<'_, &str> = Rule::CharClasses { of: &of, min };
            let broken = (count < u64::from(min)).then_some(Found::Length(count));
            prop_assert_eq!(rule.broken_by(&text), broken);
        }
    }
}

mod numbers {
    use super::*;

    /// Whole multiples of 10^-18 as text, and their number of units.
    fn decimal() -> impl Strategy<Value = (String, i128)> {
        let coefficient = prop_oneof![-1000i64..1000, any::<i64>()];
        (coefficient, 0u32..=18).prop_map(|(coefficient, scale)| {
            let units = i128::from(coefficient) * 10i128.pow(18 - scale);
            let digits = format!(
                "{:0width$}",
                coefficient.unsigned_abs(),
                width = scale as usize + 1
            );
            let (whole, fraction) = digits.split_at(digits.len() - scale as usize);
            let sign = if coefficient < 0 { "-" } else { "" };
            let point = if scale == 0 { "" } else { "." };
            (format!("{sign}{whole}{point}{fraction}"), units)
        })
    }

    proptest! {
        #[test]
        fn numbers_are_exact((left, a) in decimal(), (right, b) in decimal()) {
            let (l, r): (Number, Number) = (left.parse().unwrap(), right.parse().unwrap());
            prop_assert_eq!(l.cmp(&r), a.cmp(&b));
            prop_assert_eq!(l == r, a == b);
            prop_assert_eq!(l.is_multiple_of(r), b != 0 && a % b == 0);
            prop_assert_eq!(l.to_string().parse::<Number>().unwrap(), l);
            let whole = i64::try_from(a / 10i128.pow(18)).ok().filter(|_| a % 10i128.pow(18) == 0);
            prop_assert_eq!(l.as_i64(), whole);
            let units = |number: Number| {
                let (coefficient, scale) = number.parts();
                coefficient * 10i128.pow(18 - u32::from(scale))
            };
            prop_assert_eq!(l.plus(r).map(units), Some(a + b));
            prop_assert_eq!(l.minus(r).map(units), Some(a - b));
            let rules: [(Rule<'_, &str>, bool); 5] = [
                (Rule::Minimum(r), a >= b),
                (Rule::Maximum(r), a <= b),
                (Rule::ExclusiveMinimum(r), a > b),
                (Rule::ExclusiveMaximum(r), a < b),
                (Rule::MultipleOf(r), b != 0 && a % b == 0),
            ];
            for (rule, holds) in rules {
                prop_assert_eq!(rule.broken_by(&left), (!holds).then_some(Found::Number(l)));
            }
        }

        #[test]
        fn any_scale_compares(
            a in any::<i64>(), b in any::<i64>(), left in any::<u8>(), right in any::<u8>(),
        ) {
            let (l, r) = (Number::new(a, left), Number::new(b, right));
            prop_assert_eq!(l.cmp(&r), r.cmp(&l).reverse());
            // Doubles tell apart what is far apart.
            let value = |number: i64, scale: u8| format!("{number}e-{scale}").parse::<f64>().unwrap();
            let (x, y) = (value(a, left), value(b, right));
            if (x - y).abs() > 1e-9 * x.abs().max(y.abs()) {
                prop_assert_eq!(Some(l.cmp(&r)), x.partial_cmp(&y));
            }
            if left <= 29 {
                prop_assert_eq!(l.to_string().parse::<Number>(), Ok(l));
            }
        }
    }
}

mod times {
    use super::*;

    fn days_of_month(year: u32, month: u32) -> u32 {
        match month {
            2 if year.is_multiple_of(4)
                && (!year.is_multiple_of(100) || year.is_multiple_of(400)) =>
            {
                29
            }
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    proptest! {
        #[test]
        fn dates_are_those_of_the_calendar(
            year in prop_oneof![0u32..=9999, 1990u32..2030, Just(2000u32), Just(1900u32)],
            month in 0u32..=13, day in 0u32..=32,
            hour in 0u32..=25, minute in 0u32..=61, second in 0u32..=61,
        ) {
            let possible = (1..=12).contains(&month)
                && (1..=days_of_month(year, month)).contains(&day)
                && hour < 24 && minute < 60 && second < 60;
            let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
            prop_assert_eq!(format::matches_layout("yyyy-MM-ddTHH:mm:ssZ", &text), possible);
            prop_assert_eq!(format::matches(Format::DateTime, &text), possible);
            let moment = time::moment(&text);
            prop_assert_eq!(moment.is_some(), possible);
            if let (Some(moment), 1970..=2100) = (moment, year) {
                let days: u32 = (1970..year).map(|year| 337 + days_of_month(year, 2)).sum::<u32>()
                    + (1..month).map(|month| days_of_month(year, month)).sum::<u32>()
                    + day - 1;
                let seconds = u64::from(days) * 86_400 + u64::from(hour * 3600 + minute * 60 + second);
                prop_assert_eq!(moment, i64::try_from(seconds * 1000).unwrap());
            }
            if let Some(moment) = moment {
                prop_assert_eq!(format::render_layout("YYYY-MM-DDThh:mm:ssZ", moment), Some(text));
            }
        }

        #[test]
        fn what_is_rendered_has_the_layout(
            layout in prop::collection::vec(
                prop::sample::select(vec![
                    "yyyy", "YYYY", "MM", "mm", "dd", "DD", "HH", "hh", "ss", "SSS", "T", "Z", "-", ":", " ", ".", "年", "'at'",
                ]),
                1..9,
            ),
            moment in -60_000_000_000_000i64..time::LAST_MOMENT,
        ) {
            let layout = layout.concat();
            let canonical = format::canonical_layout(&layout);
            let rendered = format::render_layout(&layout, moment);
            prop_assert_eq!(rendered.is_some(), canonical.is_some());
            if let (Some(canonical), Some(rendered)) = (canonical, rendered) {
                prop_assert!(format::matches_layout(&layout, &rendered), "{} {}", layout, rendered);
                prop_assert_eq!(format::render_layout(&canonical, moment), Some(rendered));
                prop_assert_eq!(format::canonical_layout(&canonical), Some(canonical));
            }
        }
    }
}

mod wire_format {
    use super::*;

    proptest! {
        #[test]
        fn encoding_is_by_definition_and_reversible(text in any::<String>()) {
            let expected: String = text.bytes().map(|byte| match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
                byte => format!("%{byte:02X}"),
            }).collect();
            let encoded = wire::encode(&text);
            prop_assert_eq!(&*encoded, &*expected);
            prop_assert_eq!(&*wire::decode(&encoded).unwrap(), &*text);
            prop_assert_eq!(&*wire::decode_lenient(&encoded), &*text);
        }

        #[test]
        fn decoding_agrees_with_another_decoder(text in "([a-z+&=中]|%[0-9a-fA-F]{2}|%[0-9a-g]?){0,10}") {
            let blanks = text.replace('+', " ");
            let other = || percent_encoding::percent_decode_str(&blanks);
            prop_assert_eq!(&*wire::decode_lenient(&text), &*other().decode_utf8_lossy());
            let whole = !Regex::new("%([^0-9a-fA-F]|.[^0-9a-fA-F]|.?$)").unwrap().is_match(&text);
            match wire::decode(&text) {
                Ok(decoded) => {
                    prop_assert!(whole);
                    prop_assert_eq!(&*decoded, &*other().decode_utf8().unwrap());
                }
                Err(error) => {
                    prop_assert!(!whole || other().decode_utf8().is_err());
                    prop_assert!(text.is_char_boundary(error.at) && error.at < text.len());
                }
            }
        }

        #[test]
        fn pairs_survive_a_round_trip(pairs in prop::collection::vec((text(), text()), 0..6)) {
            let pairs: Vec<_> = pairs.into_iter().filter(|pair| *pair != Default::default()).collect();
            let expected = pairs.clone();
            prop_assert_eq!(wire::parse_query(&wire::encode_pairs(&pairs)), Ok(expected));
            let canonical = wire::parse_query(&wire::canonical_query(&pairs)).unwrap();
            let mut sorted = pairs;
            sorted.sort_by(|left, right| left.0.as_bytes().cmp(right.0.as_bytes()));
            prop_assert_eq!(canonical, sorted);
        }

        #[test]
        fn names_survive_a_round_trip(
            parts in prop::collection::vec("[A-Za-z]{2,5}", 1..4),
            indices in prop::collection::vec(any::<u32>(), 0..4),
        ) {
            let mut pattern = vec![parts[0].as_str()];
            for at in 0..indices.len() {
                pattern.push("N");
                pattern.extend(parts.get(at + 1).map(String::as_str));
            }
            let pattern = pattern.join(".");
            let name = wire::indexed(&pattern, &indices);
            let (split, found) = wire::split_indexed(&name).unwrap();
            prop_assert_eq!(&*split, &*pattern);
            prop_assert_eq!(found.as_slice(), &indices[..]);
            let same = indices.iter().fold(Indices::NONE, |known, index| known.with(*index));
            prop_assert_eq!(found, same);
        }

        #[test]
        fn signatures_depend_on_the_pairs_and_not_on_their_order(
            pairs in prop::collection::hash_map("[A-Z][a-z.0-9]{0,5}", text(), 1..6),
            secret in text(),
        ) {
            let mut pairs: Vec<(String, String)> = pairs.into_iter().collect();
            let signature = signing::v1::sign("POST", &pairs, &secret);
            pairs.reverse();
            prop_assert_eq!(&signing::v1::sign("POST", &pairs, &secret), &signature);
            pairs[0].1.push('x');
            prop_assert_ne!(&signing::v1::sign("POST", &pairs, &secret), &signature);
        }
    }
}

mod encodings {
    use super::*;

    proptest! {
        #[test]
        fn base64_agrees_with_the_library(text in prop_oneof![
            "[A-Za-z0-9+/]{0,9}={0,3}",
            any::<Vec<u8>>().prop_map(|bytes| STANDARD.encode(bytes)),
            any::<String>(),
        ]) {
            let expected = STANDARD.decode(&text).ok();
            prop_assert_eq!(format::is_encoded(Encoding::Base64, &text), expected.is_some());
            let decoded = format::decode(Encoding::Base64, &text).map(Cow::into_owned);
            prop_assert_eq!(decoded, expected);
        }

        #[test]
        fn hexadecimal_digits_give_their_bytes(bytes in any::<Vec<u8>>()) {
            let digits: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            let decoded = format::decode(Encoding::Hex, &digits.concat()).map(Cow::into_owned);
            prop_assert_eq!(decoded, Some(bytes));
        }
    }
}

mod anything {
    use super::*;

    const FORMATS: [Format; 21] = Format::ALL;

    proptest! {
        /// Nothing from outside makes any of them panic; what a rule says is what its format says.
        #[test]
        fn no_text_is_too_strange(text in text(), other in text()) {
            for one in FORMATS {
                let rule: Rule<'_, &str> = Rule::Format(one);
                prop_assert_eq!(rule.broken_by(&text).is_none(), format::matches(one, &text));
            }
            for encoding in [Encoding::Base64, Encoding::Url, Encoding::Utf8, Encoding::Hex] {
                let encoded = format::is_encoded(encoding, &text);
                prop_assert_eq!(format::decode(encoding, &text).is_some(), encoded);
            }
            let understood = format::canonical_layout(&other).is_some();
            prop_assert!(understood || format::matches_layout(&other, &text));
            let understood = pattern::check(&other).is_ok();
            prop_assert!(understood || pattern::matches(&other, &text));
            prop_assert_eq!(time::distance(0, 1, &text).is_some(), time::duration(&text).is_some());
            let _ = (time::moment(&text), time::shifted(0, &text));
            let _ = (wire::split_indexed(&text).is_ok(), wire::parse_query_lenient(&text));
            let _ = signing::v3::Authorization::parse(&text).is_ok();
            let _ = signing::roa::Authorization::parse(&text).is_ok();
            let _ = doctract_core::compare::order(&text, &other);
            let _ = text.parse::<CharSet<'_>>().is_ok();
        }

        /// Near-misses of every grammar that is written by hand.
        #[test]
        fn no_near_miss_is_too_strange(
            time in "[0-9T:Z.+-]{0,30}",
            layout in "[yMdHmsSTZ:' -]{0,20}",
            cron in "[0-9*/,LW#? -]{0,20}",
            xml in "(<[a-z/!?]?|[a-z=\"' >&;#]|-->|]]>|<!--|<a>|</a>){0,12}",
            expression in "([a-z.*+?()|^$-]|\\[|\\]|\\\\[a-z0-9]|\\\\u[0-9a-f]{2,4}|\\{[0-9],?[0-9]?\\}){0,12}",
            address in "[0-9a-f.:/@\\[\\]%-]{0,24}",
        ) {
            for text in [&time, &cron, &xml, &address] {
                for one in FORMATS {
                    let _ = format::matches(one, text);
                }
            }
            let _ = (format::matches_layout(&layout, &time), format::canonical_layout(&layout));
            let _ = (time::moment(&time), time::duration(&time));
            let _ = pattern::matches(&expression, &time);
        }
    }
}
