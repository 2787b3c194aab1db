//! Turning the YAML library's errors into diagnostics: code, place, plain words, advice.

use super::{Format, Places};
use crate::near;
use crate::path::{Path, Step};
use crate::{Diagnostic, Severity, Span};
use serde::de::DeserializeOwned;

/// How many faults of one file are looked for.
const MOST_FAULTS: usize = 20;

/// Every fault of a text that could not be read.
///
/// The library stops at the first one. What is at fault is therefore taken out and the rest read
/// again, so that a file with three slips needs one round of repair and not three.
pub(super) fn explain<T: DeserializeOwned>(
    file: &str,
    text: &str,
    format: &Format,
    error: &serde_yaml::Error,
) -> Vec<Diagnostic> {
    let places = Places::of(text);
    if let Some(newer) = newer_version(file, &places, format) {
        return vec![newer];
    }
    let mut fault = Fault::of(error, &places);
    let mut found = vec![fault.diagnostic(file, &places)];
    let mut rest: serde_yaml::Value = match serde_yaml::from_str(text) {
        Ok(value) => value,
        Err(_) => return found,
    };
    while found.len() < MOST_FAULTS && take_out(&mut rest, &fault) {
        let Ok(text) = serde_yaml::to_string(&rest) else {
            break;
        };
        let Err(error) = serde_yaml::from_str::<T>(&text) else {
            break;
        };
        fault = Fault::of(&error, &Places::of(&text));
        if matches!(fault.kind, Kind::MissingKey | Kind::Syntax) {
            break;
        }
        fault.at = None;
        found.push(fault.diagnostic(file, &places));
    }
    found
}

/// A file in a later format cannot be judged by this one's keys.
fn newer_version(file: &str, places: &Places<'_>, format: &Format) -> Option<Diagnostic> {
    let path = Path::from(vec![Step::Key(format.key.to_owned())]);
    let version: u64 = places.text(&path)?.parse().ok()?;
    (version > u64::from(format.version))
        .then(|| format.unsupported(file, places.find(&path).map(|place| place.value), version))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Syntax,
    UnknownKey,
    DuplicateKey,
    MissingKey,
    WrongType,
    UnknownValue,
    TooDeep,
    Aliases,
}

/// One error of the library, taken apart.
struct Fault {
    kind: Kind,
    /// The value at fault; for a key, the mapping that holds it.
    path: Path,
    /// The key or the value at fault, as written.
    word: Option<String>,
    /// What was expected there.
    known: Vec<String>,
    at: Option<Span>,
    message: String,
}

impl Fault {
    fn of(error: &serde_yaml::Error, places: &Places<'_>) -> Self {
        let location = error.location();
        let text = error.to_string();
        let (message, context) = without_place(&text);
        let (path, message) = with_path(message);
        let at = location.map(|at| places.at(at.line(), at.column()));
        let (quoted, rest) = quoted_word(message);
        let known = listed(rest);
        let (kind, at) = match message {
            _ if message.starts_with("unknown field") => (Kind::UnknownKey, at),
            _ if message.starts_with("duplicate") => (Kind::DuplicateKey, at),
            _ if message.starts_with("missing field") => (Kind::MissingKey, at),
            _ if message.starts_with("unknown") && path.is_some() => (Kind::UnknownValue, at),
            _ if message.starts_with("recursion limit") => (Kind::TooDeep, at),
            _ if message.starts_with("repetition limit") => {
                (Kind::Aliases, places.aliases().last().copied().or(at))
            }
            _ if message.starts_with("invalid") || path.is_some() => (Kind::WrongType, at),
            _ if message.contains("more than one document") => {
                (Kind::Syntax, places.documents().get(1).copied())
            }
            _ => (
                Kind::Syntax,
                at.filter(|at| at.line > 1 || at.column > 1 || at.start > 0),
            ),
        };
        Self {
            kind,
            path: path.unwrap_or_default(),
            word: quoted.map(str::to_owned),
            known,
            at,
            message: reworded(message) + &context,
        }
    }

    fn diagnostic(&self, file: &str, places: &Places<'_>) -> Diagnostic {
        let named = places.named(&self.path).to_string();
        let within = if named.is_empty() {
            String::new()
        } else {
            format!(" in {named}")
        };
        let word = self.word.as_deref().unwrap_or_default();
        let (code, message) = match self.kind {
            Kind::Syntax => ("spec-syntax", self.message.clone()),
            Kind::UnknownKey => ("spec-unknown-key", format!("unknown key `{word}`{within}")),
            Kind::DuplicateKey => (
                "spec-duplicate-key",
                format!("the key `{word}` stands twice{within}"),
            ),
            Kind::MissingKey => (
                "spec-missing-key",
                format!("the key `{word}` is missing{within}"),
            ),
            Kind::UnknownValue => ("spec-unknown-value", format!("{}{within}", self.message)),
            Kind::WrongType if named.is_empty() => ("spec-wrong-type", self.message.clone()),
            Kind::WrongType => ("spec-wrong-type", format!("{named}: {}", self.message)),
            Kind::TooDeep => ("spec-too-deep", "nested too deeply".to_owned()),
            Kind::Aliases => ("spec-aliases", "aliases repeat too much".to_owned()),
        };
        Diagnostic {
            code,
            severity: Severity::Error,
            file: file.to_owned(),
            span: self.place(places),
            message,
            advice: self.advice(),
        }
    }

    fn place(&self, places: &Places<'_>) -> Option<Span> {
        let word = self.word.as_deref().unwrap_or_default();
        match self.kind {
            Kind::UnknownValue => {
                let value = places
                    .find(&self.path)
                    .filter(|_| places.text(&self.path).is_some());
                let value = value.or_else(|| places.scalar_below(&self.path, word));
                value.map(|place| place.value).or(self.at)
            }
            Kind::DuplicateKey => places.second_key(&self.path, word).or(self.at),
            _ if self.at.is_some() => self.at,
            Kind::UnknownKey => {
                let path = self.path.with(Step::Key(word.to_owned()));
                places.nearest(&path).map(|place| place.head())
            }
            _ => places.nearest(&self.path).map(|place| place.value),
        }
    }

    fn advice(&self) -> Option<String> {
        let word = self.word.as_deref()?;
        match self.kind {
            Kind::UnknownKey | Kind::UnknownValue => {
                let known = self.known.iter().map(String::as_str);
                near::advice(word, known.clone()).or_else(|| {
                    let shown: Vec<_> = known.clone().take(12).collect();
                    let more = if self.known.len() > shown.len() {
                        ", …"
                    } else {
                        ""
                    };
                    (!shown.is_empty()).then(|| format!("known are {}{more}", shown.join(", ")))
                })
            }
            Kind::DuplicateKey => Some("keep one of them".to_owned()),
            _ => None,
        }
    }
}

/// Takes the key or the value at fault out; whether there was one to take.
fn take_out(root: &mut serde_yaml::Value, fault: &Fault) -> bool {
    let path = match (fault.kind, &fault.word) {
        (Kind::UnknownKey, Some(word)) => fault.path.with(Step::Key(word.clone())),
        (Kind::WrongType | Kind::UnknownValue, _) => fault.path.clone(),
        _ => return false,
    };
    let Some((above, Step::Key(key))) = path.split_last() else {
        return false;
    };
    let mut value = root;
    for step in above.steps() {
        let next = match step {
            Step::Key(key) => value.get_mut(key.as_str()),
            Step::Index(index) => value.get_mut(*index),
            Step::Where(..) => None,
        };
        let Some(next) = next else {
            return false;
        };
        value = next;
    }
    value
        .as_mapping_mut()
        .is_some_and(|map| map.remove(key.as_str()).is_some())
}

/// The message without the library's own places, and what it says about the surroundings.
fn without_place(text: &str) -> (&str, String) {
    let Some((message, rest)) = text.split_once(" at line ") else {
        return (
            text.split_once(" at position ")
                .map_or(text, |(message, _)| message),
            String::new(),
        );
    };
    let context = rest.split_once(", ").and_then(|(_, context)| {
        let (what, place) = context.split_once(" at line ")?;
        let line = place.split_once(' ').map_or(place, |(line, _)| line);
        Some(format!(", {what} from line {line} on"))
    });
    (message, context.unwrap_or_default())
}

/// The path that the library puts before a message about a value.
fn with_path(message: &str) -> (Option<Path>, &str) {
    let Some((before, after)) = message.split_once(": ") else {
        return (None, message);
    };
    if before.contains([' ', '`', '"']) {
        return (None, message);
    }
    match before.parse() {
        Ok(path) => (Some(path), after),
        Err(_) => (None, message),
    }
}

/// The first word in backticks, and what follows it.
fn quoted_word(message: &str) -> (Option<&str>, &str) {
    let Some((_, rest)) = message.split_once('`') else {
        return (None, "");
    };
    match rest.split_once('`') {
        Some((word, rest)) => (Some(word), rest),
        None => (None, ""),
    }
}

/// The names after "expected one of", "expected" or "known are".
fn listed(rest: &str) -> Vec<String> {
    let starts = ["expected one of ", "expected ", "known are "];
    let Some(list) = starts
        .iter()
        .find_map(|start| Some(rest.split_once(start)?.1))
    else {
        return Vec::new();
    };
    let names = list.split([',', ' ']).map(|name| name.trim_matches('`'));
    names
        .filter(|name| !name.is_empty() && *name != "or")
        .map(str::to_owned)
        .collect()
}

/// The library's terms in those of YAML.
fn reworded(message: &str) -> String {
    let kinds = ["invalid type: ", "invalid value: "];
    let found = kinds.iter().find_map(|kind| message.strip_prefix(kind));
    if let Some((found, expected)) = found.and_then(|rest| rest.rsplit_once(", expected ")) {
        return format!(
            "expected {}, found {}",
            plain_type(expected),
            plain_type(found)
        );
    }
    let list = [", expected ", "; known are "];
    let end = list.iter().filter_map(|start| message.find(start)).min();
    message
        .get(..end.unwrap_or(message.len()))
        .unwrap_or(message)
        .replacen("unknown variant", "unknown value", 1)
}

fn plain_type(name: &str) -> String {
    match name {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number from 0 on".to_owned(),
        "map" => "a mapping".to_owned(),
        "sequence" | "a sequence" => "a list".to_owned(),
        "unit value" => "nothing".to_owned(),
        "field identifier" => "a key".to_owned(),
        _ if name.starts_with("struct ") => "a mapping".to_owned(),
        _ => name.to_owned(),
    }
}
