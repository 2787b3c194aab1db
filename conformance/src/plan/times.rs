//! Values that are compared with another parameter or with now.

use super::Planner;
use super::base::{Wanted, first_element, set};
use crate::case::Value;
use doctract_core::format::render_layout;
use doctract_core::time::{duration, moment};
use doctract_core::{Number, Operator};
use doctract_spec::check::Breach;
use doctract_spec::model::Constraint;
use jiff::Timestamp;

/// Now, as rules compare with it.
pub(super) fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A minute, in milliseconds.
const MINUTE: i64 = 60_000;

impl Planner<'_> {
    /// Gives a parameter a value that a comparison or a limit in time admits.
    pub(super) fn move_time(
        &self,
        breach: &Breach,
        entry: &Constraint,
        wanted: &Wanted,
        pairs: &mut Vec<(String, Value)>,
    ) -> Option<()> {
        let text = |pairs: &[(String, Value)], name: &str| {
            pairs
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.sample())
        };
        let fixed = |name: &str| wanted.fixed.iter().any(|(known, _)| known == name);
        let own = text(pairs, &breach.wire_name)?;
        let other_name = entry
            .compare
            .as_ref()
            .and_then(|compare| compare.other.clone())
            .or_else(|| entry.span.as_ref().map(|span| span.other.clone()))
            .map(|name| first_element(&name));
        let other = match &other_name {
            Some(name) => text(pairs, name)?,
            None => self.now.clone(),
        };
        let forward = match entry.compare.as_ref().map(|compare| compare.operator.0) {
            Some(Operator::Gt | Operator::Ge) | None => true,
            Some(Operator::Lt | Operator::Le) => false,
            Some(_) => {
                // Equal or different: the same text, or nothing to be done.
                set(pairs, &breach.wire_name, Value::Value(other));
                return Some(());
            }
        };
        let distance = distance(entry);
        if !fixed(&breach.wire_name) {
            let step = if entry.within_past.is_some() {
                -distance
            } else if forward {
                distance
            } else {
                -distance
            };
            let moved = shifted(&own, &other, step)?;
            set(pairs, &breach.wire_name, Value::Value(moved));
            return Some(());
        }
        let name = other_name.filter(|name| !fixed(name))?;
        let step = if forward { -distance } else { distance };
        let moved = shifted(&other, &own, step)?;
        set(pairs, &name, Value::Value(moved));
        Some(())
    }
}

/// A distance in time that an entry admits, in milliseconds.
fn distance(entry: &Constraint) -> i64 {
    let span = entry.span.as_ref();
    let least = span
        .and_then(|span| duration(span.min.as_deref()?))
        .unwrap_or(0);
    let most = span.and_then(|span| duration(span.max.as_deref()?));
    let past = entry.within_past.as_deref().and_then(duration);
    let usual = 60 * MINUTE;
    let most = most.or(past).unwrap_or(i64::MAX);
    usual.clamp(least, most.max(least))
}

/// A value that looks like `like` and lies `step` milliseconds (or that many minutes of a plain
/// number) from `from`.
pub(super) fn shifted(like: &str, from: &str, step: i64) -> Option<String> {
    let plain = like.parse::<Number>().is_ok() && like.len() < 10;
    if plain {
        let from: Number = from.parse().ok()?;
        return Some(from.plus(Number::from(step.signum()))?.to_string());
    }
    written_like(like, moment(from)?.checked_add(step)?)
}

/// A moment in the form in which another is written.
pub(super) fn written_like(like: &str, millis: i64) -> Option<String> {
    if like.bytes().all(|byte| byte.is_ascii_digit()) {
        return match like.len() {
            10 => Some((millis / 1000).to_string()),
            13 => Some(millis.to_string()),
            _ => None,
        };
    }
    let layout: String = like
        .char_indices()
        .map(|(at, c)| match (c.is_ascii_digit(), at) {
            (true, 0..=3) => 'y',
            (true, 5..=6) => 'M',
            (true, 8..=9) => 'd',
            (true, 11..=12) => 'H',
            (true, 14..=15) => 'm',
            (true, 17..=18) => 's',
            _ => c,
        })
        .collect();
    render_layout(&layout, millis)
}
