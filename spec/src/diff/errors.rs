//! The documented errors before and after, row by row.

use super::change::{Change, Side};
use super::matching::matched_if;
use super::words::Place;
use super::{Rule, wording};
use crate::Operation;
use crate::model::ErrorRow;
use std::collections::{HashMap, VecDeque};

/// How alike the codes of one message must be to be one code renamed.
const CODE_LIKENESS: f64 = 0.5;

/// A row with its place and what it is matched by.
#[derive(Debug, Clone)]
struct Row<'a> {
    at: usize,
    error: &'a ErrorRow,
    message: String,
    description: String,
}

/// What changed in the errors.
pub(super) fn compare(old: &Operation, new: &Operation, prose: bool) -> Vec<Change> {
    let (all_old, all_new) = (rows(old), rows(new));
    let mut table = Table {
        old: all_old.clone(),
        new: all_new.clone(),
        changes: Vec::new(),
        prose,
    };
    // From what leaves no doubt to what leaves some; each step takes its rows out of the table.
    table.step(&[], |row| {
        Some(format!(
            "{:?}\n{}\n{}",
            row.error.status, row.error.code, row.message
        ))
    });
    table.silent_messages();
    table.step(&[Rule::ErrorMessageChanged], |row| {
        Some(format!("{:?}\n{}", row.error.status, row.error.code))
    });
    table.step(&[Rule::ErrorStatusChanged], |row| {
        Some(format!("{}\n{}", row.error.code, row.message))
    });
    table.step(
        &[Rule::ErrorStatusChanged, Rule::ErrorMessageChanged],
        |row| Some(row.error.code.clone()),
    );
    table.step(&[Rule::ErrorCodeRespelled], |row| {
        Some(format!(
            "{:?}\n{}",
            row.error.status,
            row.error.code.to_lowercase()
        ))
    });
    table.renamed();
    table.rest(&all_old, &all_new);
    table.changes
}

fn rows(operation: &Operation) -> Vec<Row<'_>> {
    let normal = |text: &Option<String>| wording::normal(text.as_deref().unwrap_or_default());
    let rows = operation.errors.iter().enumerate();
    rows.map(|(at, row)| Row {
        at,
        error: row,
        message: told(&normal(&row.message).to_lowercase()),
        description: normal(&row.description).to_lowercase(),
    })
    .collect()
}

/// A message, unless it is only a place for one: `%s`.
fn told(message: &str) -> String {
    match message {
        "%s" => String::new(),
        message => message.to_owned(),
    }
}

impl Row<'_> {
    fn side(&self, key: &str) -> Side {
        let path = match key {
            "" => format!("errors[{}]", self.at),
            key => format!("errors[{}].{key}", self.at),
        };
        let side = Side::new(&self.error.code, path);
        let status = || {
            self.error
                .status
                .map_or_else(String::new, |status| status.to_string())
        };
        match key {
            "status" => side.with_value(status()),
            "message" => side.with_value(self.error.message.clone().unwrap_or_default()),
            "code" => side.with_value(&self.error.code),
            _ => match self.error.status {
                Some(status) => side.with_value(status.to_string()),
                None => side.with_value("without status"),
            },
        }
    }

    /// Whether the row says no message of its own that `other` does not say somewhere.
    fn is_silent_beside(&self, other: &Self) -> bool {
        self.message.is_empty() || self.message == other.description
    }
}

struct Table<'a> {
    old: Vec<Row<'a>>,
    new: Vec<Row<'a>>,
    changes: Vec<Change>,
    prose: bool,
}

impl<'a> Table<'a> {
    /// Takes out the rows that share a key, the first with the first, and notes the changes.
    fn step(&mut self, rules: &[Rule], key: impl Fn(&Row<'a>) -> Option<String>) {
        let mut partners: HashMap<String, VecDeque<Row<'a>>> = HashMap::new();
        for row in self.new.drain(..) {
            partners
                .entry(key(&row).unwrap_or_default())
                .or_default()
                .push_back(row);
        }
        let mut left = Vec::new();
        for row in std::mem::take(&mut self.old) {
            let partner = partners
                .get_mut(&key(&row).unwrap_or_default())
                .and_then(VecDeque::pop_front);
            match partner {
                Some(partner) => self.found(rules, &row, &partner),
                None => left.push(row),
            }
        }
        self.old = left;
        self.new = partners.into_values().flatten().collect();
        self.new.sort_by_key(|row| row.at);
    }

    /// A message that one side gives as the description, or not at all, is no change.
    fn silent_messages(&mut self) {
        let pairs = matched_if(&mut self.old, &mut self.new, |old, new| {
            old.error.status == new.error.status
                && old.error.code == new.error.code
                && (old.is_silent_beside(new) || new.is_silent_beside(old))
        });
        for (old, new) in pairs {
            self.found(&[], &old, &new);
        }
    }

    fn found(&mut self, rules: &[Rule], old: &Row<'_>, new: &Row<'_>) {
        for rule in rules {
            let key = match rule {
                Rule::ErrorStatusChanged => "status",
                Rule::ErrorMessageChanged => "message",
                _ => "code",
            };
            let known = old.error.status.is_some() && new.error.status.is_some();
            let silent = old.message.is_empty() || new.message.is_empty();
            let told = match rule {
                Rule::ErrorStatusChanged => known,
                Rule::ErrorMessageChanged => !silent && old.message != new.message,
                _ => true,
            };
            if told {
                self.changes
                    .push(Change::new(*rule, old.side(key), new.side(key)));
            }
        }
        if !self.prose {
            return;
        }
        let moved = |one: &Row<'_>, other: &Row<'_>| {
            one.description.is_empty() && one.message == other.description
        };
        if moved(old, new) || moved(new, old) {
            return;
        }
        let (path, place) = (format!("errors[{}]", old.at), format!("errors[{}]", new.at));
        let place = Place {
            old: (&old.error.code, &path),
            new: (&new.error.code, &place),
        };
        let (before, after) = (&old.error.description, &new.error.description);
        let (before, after) = (before.as_deref(), after.as_deref());
        let rule = Rule::DescriptionChanged;
        self.changes
            .extend(place.text(rule, "description", before, after));
    }

    /// A code that is gone and one that came, of one status and one message that no other row
    /// left has.
    fn renamed(&mut self) {
        let key = |row: &Row<'a>| format!("{:?}\n{}", row.error.status, row.message);
        let counts = |rows: &[Row<'a>]| {
            let mut counts: HashMap<String, usize> = HashMap::new();
            for row in rows {
                *counts.entry(key(row)).or_default() += 1;
            }
            counts
        };
        let (old, new) = (counts(&self.old), counts(&self.new));
        let codes: HashMap<String, String> = self
            .new
            .iter()
            .map(|row| (key(row), row.error.code.clone()))
            .collect();
        let renamed: Vec<String> = self
            .old
            .iter()
            .filter(|row| !row.message.is_empty())
            .filter_map(|row| {
                let key = key(row);
                let alone = old.get(&key) == Some(&1) && new.get(&key) == Some(&1);
                let profile = wording::Profile::of_name(&row.error.code);
                let other = wording::Profile::of_name(codes.get(&key)?);
                (alone && profile.likeness(&other) >= CODE_LIKENESS).then_some(key)
            })
            .collect();
        self.step(&[Rule::ErrorCodeRenamed], |row| {
            let key = key(row);
            if renamed.contains(&key) {
                Some(key)
            } else {
                Some(format!("{}\n{key}", row.error.code))
            }
        });
    }

    /// What is left came or is gone, unless a row of the same status and code on the other side
    /// leaves the message open, or the row itself does.
    fn rest(&mut self, old: &[Row<'_>], new: &[Row<'_>]) {
        let told = |rows: &[Row<'_>], row: &Row<'_>| {
            rows.iter().any(|other| {
                (other.error.status, &other.error.code) == (row.error.status, &row.error.code)
                    && (row.message.is_empty() || other.message.is_empty())
            })
        };
        self.old.retain(|row| !told(new, row));
        self.new.retain(|row| !told(old, row));
        for row in &self.old {
            let (before, after) = (row.side(""), Side::new("", "errors"));
            self.changes
                .push(Change::new(Rule::ErrorRemoved, before, after));
        }
        for row in &self.new {
            let (before, after) = (Side::new("", "errors"), row.side(""));
            self.changes
                .push(Change::new(Rule::ErrorAdded, before, after));
        }
    }
}
