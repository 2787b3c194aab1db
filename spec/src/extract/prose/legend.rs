//! Values with their meanings in running text: `0表示否，1表示是`, `取值on：启用；off：不启用`.

use super::language::Language;
use super::names::Names;
use super::table::Kind;

/// What a line lists, and the text around it.
#[derive(Debug)]
pub(super) struct Legend<'t> {
    pub(super) before: &'t str,
    /// Each value with its meaning, and the mark that it is the default.
    pub(super) values: Vec<(&'t str, &'t str, &'t str)>,
    pub(super) after: &'t str,
}

/// Longer meanings are sentences about something else, in bytes.
const LONGEST_MEANING: usize = 200;

/// The values that a line lists with their meanings, if it lists at least two.
pub(super) fn legend<'t>(
    text: &'t str,
    language: &Language,
    names: Names<'_>,
) -> Option<Legend<'t>> {
    let pattern = language.legend()?;
    let limit = default_clause(text, language);
    let heads: Vec<_> = pattern.captures_iter(&text[..limit]).collect();
    let (first, last) = (heads.first()?.name("h")?, heads.last()?);
    if heads.len() < 2 {
        return None;
    }
    let mark = |at: usize| heads[at].name("mark").map_or("", |mark| mark.as_str());
    let before = &text[..first.start()];
    let mut values = Vec::with_capacity(heads.len());
    for (at, head) in heads.iter().enumerate() {
        let whole = head.get(0)?;
        let end = heads.get(at + 1).and_then(|next| next.get(0)).map_or_else(
            || whole.end() + ending(&text[whole.end()..limit]),
            |next| next.start(),
        );
        let meaning = text[whole.end()..end].trim();
        let value = head.name("h")?.as_str();
        let told = meaning.starts_with(|c: char| !c.is_ascii()) && meaning.len() <= LONGEST_MEANING;
        if mark(at) != mark(0) || !told || names.resolve(value).is_some() {
            return None;
        }
        values.push((
            value,
            meaning.trim_end_matches(['，', '；', '。', ',', ';', '、']),
            head.name("default").map_or("", |mark| mark.as_str()),
        ));
    }
    let end = last.get(0)?.end() + ending(&text[last.get(0)?.end()..limit]);
    let plain = values.iter().all(|(value, ..)| is_plain(value));
    let numeric = values
        .iter()
        .all(|(value, ..)| value.parse::<i64>().is_ok());
    let lower = super::normalise::normalise(before).to_lowercase();
    let shown = language
        .words
        .examples
        .iter()
        .any(|word| lower.trim_end().ends_with(word.as_str()));
    let ranged = numeric && lower.contains(['~', '-', '[']);
    let cued = || {
        let hits = language.hits(&lower);
        hits.iter()
            .any(|hit| hit.rule.kind == Kind::Values && hit.end == lower.len())
    };
    let sure = language
        .words
        .legend_verbs
        .iter()
        .any(|verb| verb == mark(0))
        || plain
        || cued();
    (sure && !shown && !ranged).then_some(Legend {
        before,
        values,
        after: &text[end..],
    })
}

/// Where the meaning of the last value ends.
fn ending(text: &str) -> usize {
    text.find(['。', '；']).unwrap_or(text.len())
}

/// Where a clause about the default begins: `，默认不显示`.
fn default_clause(text: &str, language: &Language) -> usize {
    let comma = |before: &&str| before.trim_end().ends_with(['，', ',', '；', '。']);
    let begins = |word: &String| {
        let places = text.match_indices(word.as_str()).map(|(at, _)| &text[..at]);
        places.filter(comma).map(str::len).min()
    };
    let defaults = language.words.defaults.iter();
    defaults
        .filter(|word| !word.is_ascii())
        .filter_map(begins)
        .min()
        .unwrap_or(text.len())
}

/// A number or a switch: values wherever they are explained.
fn is_plain(value: &str) -> bool {
    let switch = ["true", "false", "on", "off"];
    value.bytes().all(|b| b.is_ascii_digit())
        || switch.contains(&value.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::super::language::language;
    use super::*;

    fn values(text: &str) -> Option<Vec<String>> {
        let names = Names::new(&[], "Kind", "");
        let found = legend(text, language(false).unwrap(), names)?;
        let values = found.values.iter();
        Some(
            values
                .map(|(value, meaning, mark)| format!("{value}{mark}={meaning}"))
                .collect(),
        )
    }

    #[test]
    fn values_are_listed_with_their_meanings() {
        let two = |a: &str, b: &str| Some(vec![a.to_owned(), b.to_owned()]);
        assert_eq!(
            values("类型。0为原始值，1为聚合数据。"),
            two("0=原始值", "1=聚合数据")
        );
        assert_eq!(
            values("HOT表示热节点，COLD表示冷节点。"),
            two("HOT=热节点", "COLD=冷节点")
        );
        assert_eq!(
            values("0（默认值）：不开启。1：开启。"),
            two("0（默认值）=不开启", "1=开启")
        );
        assert_eq!(
            values("取值on：启用；off：不启用，默认取值：off"),
            two("on=启用", "off=不启用")
        );
    }

    #[test]
    fn examples_of_a_range_and_single_values_are_no_list() {
        assert_eq!(values("取值范围：1~7，1表示周一，7表示周日。"), None);
        assert_eq!(values("如1表示周一，2表示周二。"), None);
        assert_eq!(values("1表示周一。"), None);
        assert_eq!(values("名称：甲，备注：乙。"), None);
    }
}
