//! Paging, both ways: by number and size of the page, or by token and largest number of items.

use super::Parameters;
use crate::answer::{Name, Node};
use crate::gateway::errors;
use crate::refusal::Refusal;
use std::borrow::Cow;

const DEFAULT_SIZE: usize = 10;
const MOST: usize = 100;

/// Which part of a list is asked for. With a token, number and size do not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Page {
    /// The page of this number, from 1, with so many items a page.
    Numbered { number: usize, size: usize },
    /// At most so many items, those after the cursor.
    After { cursor: Option<u64>, most: usize },
}

/// The items that are shown, and what is said about the whole list.
#[derive(Debug)]
pub(crate) struct Shown<'a, T> {
    /// The items of the page.
    pub(crate) items: &'a [T],
    /// The members of the answer beside the list.
    pub(crate) members: Vec<(Name, Node)>,
}

impl Page {
    /// Reads which page is asked for.
    pub(crate) fn of(parameters: &Parameters) -> Result<Self, Refusal> {
        let most = positive(parameters, "MaxResults")?;
        let token = parameters
            .get("NextToken")
            .filter(|token| !token.is_empty());
        let number = positive(parameters, "PageNumber")?;
        let size = positive(parameters, "PageSize")?;
        let by_token = token.is_some() || (most.is_some() && number.is_none() && size.is_none());
        if !by_token {
            return Ok(Self::Numbered {
                number: number.unwrap_or(1),
                size: size.unwrap_or(DEFAULT_SIZE).min(MOST),
            });
        }
        let cursor = token.map(|token| {
            u64::from_str_radix(token, 16).map_err(|_| errors::invalid_parameter("NextToken"))
        });
        Ok(Self::After {
            cursor: cursor.transpose()?,
            most: most.unwrap_or(DEFAULT_SIZE).min(MOST),
        })
    }

    /// Cuts the page out of a list. `cursor` gives the place of an item in the order of the list,
    /// greater for later items.
    pub(crate) fn cut<T>(self, all: &[T], cursor: impl Fn(&T) -> u64) -> Shown<'_, T> {
        let (items, numbers) = match self {
            Self::Numbered { number, size } => {
                let from = (number - 1).saturating_mul(size).min(all.len());
                let to = from.saturating_add(size).min(all.len());
                (&all[from..to], Some((number, size)))
            }
            Self::After { cursor: last, most } => {
                let seen = |item: &T| last.is_some_and(|last| cursor(item) <= last);
                let from = all.partition_point(seen);
                let to = from.saturating_add(most).min(all.len());
                (&all[from..to], None)
            }
        };
        let mut members: Vec<(Name, Node)> = Vec::with_capacity(4);
        let mut add = |name, node| members.push((Cow::Borrowed(name), node));
        add("TotalCount", whole(all.len()));
        if let Some((number, size)) = numbers {
            add("PageNumber", whole(number));
            add("PageSize", whole(size));
        }
        let last = items.last().map(&cursor);
        let more = all.last().map(&cursor) > last;
        let token = last.filter(|_| more).map(|last| format!("{last:016x}"));
        add("NextToken", Node::text(token.unwrap_or_default()));
        Shown { items, members }
    }
}

fn whole(number: usize) -> Node {
    Node::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

fn positive(parameters: &Parameters, name: &'static str) -> Result<Option<usize>, Refusal> {
    let Some(number) = parameters.integer(name)? else {
        return Ok(None);
    };
    let number = usize::try_from(number).ok().filter(|number| *number > 0);
    number
        .map(Some)
        .ok_or_else(|| errors::invalid_parameter(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(pairs: &[(&str, &str)]) -> Page {
        let owned = pairs
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()));
        Page::of(&Parameters(owned.collect())).unwrap()
    }

    #[test]
    fn both_ways_visit_every_item_once() {
        let all: Vec<u64> = (0..25).map(|n| n * 3).collect();
        let mut seen = Vec::new();
        for number in ["1", "2", "3", "4"] {
            let shown = page(&[("PageNumber", number)]).cut(&all, |n| *n);
            seen.extend_from_slice(shown.items);
        }
        assert_eq!(seen, all);

        let mut seen = Vec::new();
        let mut token = String::new();
        loop {
            let pairs = [
                ("NextToken", token.as_str()),
                ("MaxResults", "7"),
                ("PageNumber", "9"),
            ];
            let shown =
                page(&pairs[usize::from(token.is_empty())..3 - usize::from(token.is_empty())])
                    .cut(&all, |n| *n);
            seen.extend_from_slice(shown.items);
            let next = shown.members.iter().find(|(name, _)| name == "NextToken");
            match next {
                Some((_, Node::Text(next))) if !next.is_empty() => token = next.to_string(),
                _ => break,
            }
        }
        assert_eq!(seen, all);
    }

    #[test]
    fn pages_that_cannot_be_are_refused_and_far_ones_are_empty() {
        for (name, value) in [
            ("PageNumber", "0"),
            ("PageSize", "-1"),
            ("NextToken", "x"),
            ("MaxResults", "a"),
        ] {
            let given = Parameters(vec![(name.into(), value.into())]);
            assert_eq!(Page::of(&given).unwrap_err().status, 400, "{name}={value}");
        }
        let far = page(&[("PageNumber", "9223372036854775807"), ("PageSize", "100")]);
        assert!(far.cut(&[1u64], |n| *n).items.is_empty());
    }
}
