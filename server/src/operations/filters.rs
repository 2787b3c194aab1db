//! Filters of lists: by equal members, by time of creation.

use super::Parameters;
use crate::answer::{Name, Node};
use crate::gateway::errors;
use crate::refusal::Refusal;
use crate::time;
use jiff::Timestamp;

/// Filters that want a member of the answer to be equal.
#[derive(Debug)]
pub(super) struct Equals<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Equals<'a> {
    /// Those of these names that a request gives.
    pub(super) fn of(parameters: &'a Parameters, names: &[&'a str]) -> Self {
        let given = names.iter().copied();
        Self(
            given
                .filter_map(|name| Some((name, parameters.given(name)?)))
                .collect(),
        )
    }

    /// Whether an item passes; it is written only if there is something to compare.
    pub(super) fn admit(&self, written: impl FnOnce() -> Node) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let node = written();
        self.0.iter().all(|(name, value)| has(&node, name, value))
    }
}

/// Whether a member of this name, at any depth, has this value or one such item.
fn has(node: &Node, name: &str, value: &str) -> bool {
    let Node::Object(members) = node else {
        return false;
    };
    members.iter().any(|(own, node): &(Name, Node)| {
        (own == name && is(node, value)) || has(node, name, value)
    })
}

fn is(node: &Node, value: &str) -> bool {
    match node {
        Node::Text(text) => text.eq_ignore_ascii_case(value),
        Node::Integer(number) => value.parse() == Ok(*number),
        Node::Boolean(own) => value.eq_ignore_ascii_case(if *own { "true" } else { "false" }),
        Node::Array(items) => items.iter().any(|item| is(item, value)),
        _ => false,
    }
}

/// Filters by time: `Filter.N.Key` says which bound `Filter.N.Value` is.
#[derive(Debug, Default)]
pub(super) struct Times {
    created_from: Option<Timestamp>,
    created_to: Option<Timestamp>,
    expired_from: Option<Timestamp>,
    expired_to: Option<Timestamp>,
}

impl Times {
    /// The filters of a request. A key without a value, or a value without a key, filters nothing.
    pub(super) fn of(parameters: &Parameters) -> Result<Self, Refusal> {
        let mut times = Self::default();
        for index in parameters.indices("Filter", ".Key") {
            let name = format!("Filter.{index}.Value");
            let key = parameters.given(&format!("Filter.{index}.Key"));
            let (Some(key), Some(value)) = (key, parameters.given(&name)) else {
                continue;
            };
            let bound = match key {
                "CreationStartTime" => &mut times.created_from,
                "CreationEndTime" => &mut times.created_to,
                "ExpiredStartTime" => &mut times.expired_from,
                "ExpiredEndTime" => &mut times.expired_to,
                _ => return Err(errors::invalid_parameter(&format!("Filter.{index}.Key"))),
            };
            let time = time::parse_minutes(value);
            *bound = Some(time.ok_or_else(|| errors::invalid_parameter(&name))?);
        }
        Ok(times)
    }

    /// Whether a resource that was created then passes. None of them ends in this world.
    pub(super) fn admit(&self, created: Timestamp) -> bool {
        self.created_from.is_none_or(|from| from <= created)
            && self.created_to.is_none_or(|to| created <= to)
            && self.expired_to.is_none_or(|to| to >= Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(pairs: &[(&str, &str)]) -> Parameters {
        let owned = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Parameters(owned.collect())
    }

    #[test]
    fn a_member_at_any_depth_is_equal_or_is_not() {
        let write = || {
            Node::object([
                ("Level", Node::text("PL2")),
                ("Encrypted", Node::Boolean(true)),
                ("Bandwidth", Node::Integer(5)),
                ("Groups", Node::list("Group", vec![Node::text("sg-1")])),
            ])
        };
        for (name, value, fits) in [
            ("Level", "PL2", true),
            ("Level", "PL1", false),
            ("Encrypted", "TRUE", true),
            ("Encrypted", "false", false),
            ("Bandwidth", "5", true),
            ("Group", "sg-1", true),
            ("Group", "sg-2", false),
            ("Absent", "x", false),
        ] {
            let given = parameters(&[(name, value)]);
            let equals = Equals::of(&given, &[name]);
            assert_eq!(equals.admit(write), fits, "{name}={value}");
        }
    }

    #[test]
    fn bounds_of_time_are_kept_and_others_refused() {
        let filter = |key, value| {
            Times::of(&parameters(&[
                ("Filter.1.Key", key),
                ("Filter.1.Value", value),
            ]))
        };
        let created = "2019-02-13T10:00:00Z".parse().unwrap();
        for (key, value, fits) in [
            ("CreationStartTime", "2019-02-13T10:00Z", true),
            ("CreationStartTime", "2019-02-13T10:01Z", false),
            ("CreationEndTime", "2019-02-13T10:00Z", true),
            ("CreationEndTime", "2019-02-13T09:59Z", false),
            ("ExpiredStartTime", "2019-02-13T10:00Z", true),
            ("ExpiredEndTime", "2019-02-13T10:00Z", false),
        ] {
            assert_eq!(
                filter(key, value).unwrap().admit(created),
                fits,
                "{key} {value}"
            );
        }
        assert!(filter("Colour", "2019-02-13T10:00Z").is_err());
        assert!(filter("CreationEndTime", "yesterday").is_err());
        assert!(Times::of(&parameters(&[("Filter.1.Key", "CreationEndTime")])).is_ok());
    }
}
