//! Part of the program that is compiled with the generated code of a product: every request that
//! its pages print is read into the generated type, validated, flattened and compared.
//!
//! Output: one line a request, its outcome first; then, if the program is told how many random
//! requests to try, a line on these.

use crate::random::Requests;
use doctract::validate::validate_at;
use doctract::{FromPairs, Request};
use doctract_spec::Operation;
use doctract_spec::check::Checker;
use doctract_spec::model::{Confidence, Type, Violation};
use doctract_spec::names::Shape;
use doctract_spec::{folder, printed};
use std::fmt;
use std::path::Path;

/// Printed times are of the past; rules that compare with now do not apply to them.
const NO_TIME: &str = "";

/// The rules that a request breaks by what it lacks.
const PRESENCE: [&str; 5] = [
    "required",
    "requiredIf",
    "dependentRequired",
    "exactlyOneOf",
    "atLeastOneOf",
];

/// One printed request: name and value of each parameter.
pub type Pairs = [(String, String)];

/// One operation, and what is tried with requests of its type.
pub struct Trial {
    /// Its product, its version, its name.
    key: [&'static str; 3],
    /// Tries a printed request.
    examine: fn(&Checker<'_>, &Pairs) -> Result<(), Outcome>,
    /// Whether any request is valid; none where no typed request can hold it.
    judge: fn(&Checker<'_>, &Pairs) -> Result<Option<bool>, Outcome>,
}

/// What became of a printed request that did not come through.
pub enum Outcome {
    /// The page demands parameters that its own request lacks, and so does the generated code.
    Incomplete(Vec<String>),
    /// What breaks the page's rules is what it hides: `i-bp1****`, `["a", ... "z"]`.
    Masked(Vec<String>),
    /// The page's own rules refuse its own request, and so does the generated code.
    Contradiction(Vec<String>),
    /// The generated code and the spec differ.
    Defect(String),
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Incomplete(rules) => write!(f, "incomplete {}", rules.join(", ")),
            Self::Masked(rules) => write!(f, "masked {}", rules.join(", ")),
            Self::Contradiction(rules) => write!(f, "contradiction {}", rules.join(", ")),
            Self::Defect(what) => write!(f, "defect {what}"),
        }
    }
}

/// The trial of one operation.
pub fn trial<R: Request + FromPairs>() -> Trial {
    let called = R::OPERATION;
    Trial {
        key: [called.product, called.version, called.name],
        examine: examine::<R>,
        judge: judge::<R>,
    }
}

/// Judges a request by the generated code and by its spec, which must agree.
fn judge<R: Request + FromPairs>(
    checker: &Checker<'_>,
    pairs: &Pairs,
) -> Result<Option<bool>, Outcome> {
    let Ok(request) = R::from_pairs(pairs) else {
        return Ok(None);
    };
    let sent = request.into_pairs().into_iter();
    let sent: Vec<_> = sent
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let expected = breaches(checker, &sent).into_iter();
    let expected: Vec<_> = expected.map(|(name, rule, _)| (name, rule)).collect();
    let found = found(&request);
    if found == expected {
        return Ok(Some(found.is_empty()));
    }
    let what = format!("the spec says {expected:?}, the generated code {found:?}: {sent:?}");
    Err(Outcome::Defect(what))
}

/// The rules that the generated code finds broken, sorted.
fn found<R: Request>(request: &R) -> Vec<(String, String)> {
    let violations = validate_at(request, NO_TIME).err();
    let found = violations.iter().flatten();
    let mut found: Vec<_> = found
        .map(|violation| (violation.field.to_owned(), violation.rule.to_owned()))
        .collect();
    found.sort();
    found
}

fn examine<R: Request + FromPairs>(checker: &Checker<'_>, pairs: &Pairs) -> Result<(), Outcome> {
    let breaches = breaches(checker, pairs);
    let refused = || {
        let told = breaches
            .iter()
            .map(|(name, rule, _)| format!("{name}/{rule}"));
        let told = told.collect();
        let presence = |breach: &Breach| PRESENCE.contains(&breach.1.as_str());
        let mut values = breaches
            .iter()
            .filter(|breach| !presence(breach))
            .peekable();
        if values.peek().is_none() {
            Outcome::Incomplete(told)
        } else if values.all(|(name, ..)| is_masked(checker, pairs, name)) {
            Outcome::Masked(told)
        } else {
            Outcome::Contradiction(told)
        }
    };
    let request = match R::from_pairs(pairs) {
        Ok(request) => request,
        Err(_) if breaches.iter().any(|breach| breach.2) => return Err(refused()),
        Err(error) => return Err(Outcome::Defect(format!("cannot be read: {error}"))),
    };
    let found = found(&request);
    // What a typed request cannot even hold is not to be found in it.
    let expected = breaches.iter().filter(|breach| !breach.2);
    let expected: Vec<_> = expected
        .map(|(name, rule, _)| (name.clone(), rule.clone()))
        .collect();
    if found != expected {
        let what = format!("the spec says {expected:?}, the generated code {found:?}");
        return Err(Outcome::Defect(what));
    }
    if breaches.iter().any(|breach| breach.2) {
        return Err(refused());
    }
    let (sent, printed) = (
        settled(checker, &request.into_pairs()),
        settled(checker, pairs),
    );
    if sent != printed {
        let what = format!("printed is {printed:?}, sent would be {sent:?}");
        return Err(Outcome::Defect(what));
    }
    if breaches.is_empty() {
        Ok(())
    } else {
        Err(refused())
    }
}

/// A broken rule: parameter, rule, and whether a typed request cannot hold such a value at all.
type Breach = (String, String, bool);

/// Whether a printed value of the parameter is one with a part left out.
fn is_masked(checker: &Checker<'_>, pairs: &Pairs, parameter: &str) -> bool {
    pairs.iter().any(|(name, value)| {
        let meant = checker.names().resolve(name);
        let marks = ["**", "XX", "xx", "...", "…"];
        meant.is_some_and(|meant| meant.pattern == parameter)
            && marks.iter().any(|mark| value.contains(mark))
    })
}

/// The rules that the request breaks by its spec, sorted.
fn breaches(checker: &Checker<'_>, pairs: &Pairs) -> Vec<Breach> {
    let names = checker.names();
    let statements = checker.statements();
    let mut breaches: Vec<_> = checker
        .check(pairs, NO_TIME)
        .into_iter()
        .filter(|breach| breach.violation == Violation::Rejected)
        .filter(|breach| {
            let statement = statements.iter().find(|known| known.id == breach.statement);
            let entry = statement.and_then(|known| {
                let node = names.nodes().get(known.node?)?;
                node.field.constraints.get(known.entry?)
            });
            entry.is_none_or(|entry| entry.confidence != Confidence::Low)
        })
        .map(|breach| {
            let node = names
                .find(&breach.parameter)
                .and_then(|at| names.nodes().get(at));
            let kind = node.map(|node| node.field.kind);
            let untyped = matches!(kind, Some(Type::Integer | Type::Long | Type::Boolean));
            let unreadable = match breach.rule {
                "required" => node.is_some_and(|node| node.shape != Shape::List),
                "type" => untyped || matches!(kind, Some(Type::Float | Type::Double)),
                "constant" => true,
                "indexRange" => breach
                    .wire_name
                    .split('.')
                    .any(|part| part.starts_with('0')),
                _ => false,
            };
            (breach.parameter, breach.rule.to_owned(), unreadable)
        })
        .collect();
    breaches.sort();
    breaches
}

/// The documented pairs in one order, indices left out, values in one spelling, constants left out.
fn settled<S: AsRef<str>>(checker: &Checker<'_>, pairs: &[(S, S)]) -> Vec<(String, String)> {
    let names = checker.names();
    let mut settled = Vec::new();
    for (name, value) in pairs {
        let Some(meant) = names.resolve(name.as_ref()) else {
            continue;
        };
        if meant.field.constant.is_some() {
            continue;
        }
        let value = value.as_ref();
        let value = match meant.field.kind {
            Type::Boolean => value.to_lowercase(),
            Type::Integer | Type::Long => value
                .trim()
                .parse()
                .map_or(value.into(), |n: i64| n.to_string()),
            Type::Float | Type::Double => value
                .trim()
                .parse()
                .map_or(value.into(), |n: f64| n.to_string()),
            _ => value.to_owned(),
        };
        let indices = meant.indices.as_slice().to_vec();
        settled.push((meant.pattern.to_owned(), indices, value));
    }
    // Stable: of two values for one name the first counts.
    settled.sort_by(|left, right| (&left.0, &left.1).cmp(&(&right.0, &right.1)));
    settled.dedup_by(|later, first| (&later.0, &later.1) == (&first.0, &first.1));
    let settled = settled.into_iter();
    settled.map(|(name, _, value)| (name, value)).collect()
}

fn try_all(operation: &Operation, trial: &Trial) {
    let checker = Checker::new(operation);
    for (at, example) in operation.examples.requests.iter().enumerate() {
        let name = &operation.operation;
        // A misprinted name below an object is no member of the object.
        let (pairs, unknown): (Vec<_>, Vec<_>) = printed::pairs(operation, example)
            .into_iter()
            .partition(|(name, _)| checker.names().resolve(name).is_some());
        let unknown = unknown.len();
        match (trial.examine)(&checker, &pairs) {
            Ok(()) => println!("valid {name} {at}, {unknown} undocumented"),
            Err(outcome) => {
                let outcome = outcome.to_string().replace('\n', " ");
                let (kind, what) = outcome.split_once(' ').unwrap_or((&outcome, ""));
                println!("{kind} {name} {at}: {what}");
            }
        }
    }
}

fn try_random(operation: &Operation, trial: &Trial, cases: usize) {
    let checker = Checker::new(operation);
    let mut requests = Requests::new(operation, &checker);
    let (mut valid, mut broken, mut untyped) = (0, 0, 0);
    for pairs in std::iter::from_fn(|| requests.next()).take(cases) {
        match (trial.judge)(&checker, &pairs) {
            Ok(Some(true)) => valid += 1,
            Ok(Some(false)) => broken += 1,
            Ok(None) => untyped += 1,
            Err(outcome) => {
                let outcome = outcome.to_string().replace('\n', " ");
                let what = outcome.split_once(' ').unwrap_or_default().1;
                return println!("defect {}: {what}", operation.operation);
            }
        }
    }
    println!("random {valid} {broken} {untyped}");
}

/// Tries every printed request of the specs in the folder that the program is given, and so many
/// random ones of each.
pub fn try_folder(trials: &[Trial]) {
    let folder = std::env::args().nth(1).expect("a folder of specs");
    let cases = std::env::args().nth(2).and_then(|text| text.parse().ok());
    for spec in folder::read(Path::new(&folder)).specs {
        let operation = spec.operation;
        let key = [&operation.product, &operation.version, &operation.operation];
        let trial = trials
            .iter()
            .find(|trial| trial.key == key.map(String::as_str));
        match trial {
            Some(trial) => {
                try_all(&operation, trial);
                try_random(&operation, trial, cases.unwrap_or(0));
            }
            None => println!("defect {}: no request is generated", operation.operation),
        }
    }
}
