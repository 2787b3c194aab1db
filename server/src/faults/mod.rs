//! Faults: ways to depart from the page on purpose, one at a time or several together.
//!
//! A fault is data: its name, what a client sees, the statement that it breaks, and its effects.
//! The effects act in places of their own around the behaviour (before and after validation, on
//! the rules, on the answer, below HTTP), so that the behaviour itself reads as the page does.
//! Where nothing else is said, they act on `CreateSnapshot`.

mod list;
mod rewrite;
mod rules;
mod values;

pub(crate) use rules::TokenPolicy;

use crate::answer::Node;
use crate::gateway::{Format, Pair};
use crate::operations::Rule;
use crate::refusal::Refusal;
use doctract_core::Found;
use doctract_spec::check::Breach;
use doctract_spec::model::Violation;
use std::borrow::Cow;
use std::time::Duration;
use values::Values;

/// The operation that the faults are about.
const OPERATION: &str = "CreateSnapshot";

/// A way to depart from the page.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// Its name, as it is switched on: `description-1-accepted`.
    pub name: &'static str,
    /// What a client sees.
    pub sees: &'static str,
    /// The statement of the spec that it breaks, by its id; for what no statement of a page says,
    /// the part of HTTP or of the wire.
    pub breaks: &'static str,
    /// The class it belongs to.
    pub class: FaultClass,
    /// What says that it is one.
    pub ground: Ground,
    effects: &'static [Effect],
}

/// The classes of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultClass {
    /// Something illegal is accepted.
    TooLenient,
    /// Something legal is refused.
    TooStrict,
    /// A refusal says the wrong thing.
    WrongError,
    /// A success says the wrong thing, or does not arrive whole.
    WrongSuccess,
    /// The XML form differs from the JSON form.
    Xml,
    /// Methods and the names of parameters.
    MethodAndSyntax,
    /// Client tokens.
    Tokens,
    /// The quota and the other preconditions.
    State,
}

impl FaultClass {
    /// The class in words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TooLenient => "too lenient",
            Self::TooStrict => "too strict",
            Self::WrongError => "wrong error answer",
            Self::WrongSuccess => "wrong success answer, transport",
            Self::Xml => "XML",
            Self::MethodAndSyntax => "method and syntax",
            Self::Tokens => "tokens",
            Self::State => "quota and preconditions",
        }
    }
}

/// What says that a fault is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ground {
    /// A sentence of the page, or plain HTTP.
    Stated,
    /// Something that the page does not print and a user can state or relax.
    Convention,
    /// Nothing: no sentence covers it, so no runner may fail the server for it.
    Undecided,
}

/// No fault has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no fault `{name}`{}", .near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
pub struct UnknownFault {
    /// The name that was asked for.
    pub name: String,
    /// A name that looks like it.
    pub near: Option<&'static str>,
}

impl Fault {
    /// Every fault, in the order of the classes.
    pub const ALL: &'static [Self] = list::FAULTS;

    /// The fault of this name.
    ///
    /// # Errors
    ///
    /// [`UnknownFault`], with a name that is near.
    ///
    /// ```
    /// use doctract_server::Fault;
    ///
    /// let fault = Fault::by_name("quota-65-accepted").unwrap();
    /// assert_eq!(fault.breaks, "precondition/quota");
    /// let unknown = Fault::by_name("quota-65-acepted").unwrap_err();
    /// assert_eq!(unknown.near, Some("quota-65-accepted"));
    /// ```
    pub fn by_name(name: &str) -> Result<&'static Self, UnknownFault> {
        Self::ALL
            .iter()
            .find(|fault| fault.name == name)
            .ok_or_else(|| {
                let distances = Self::ALL
                    .iter()
                    .map(|fault| (distance(fault.name, name), fault.name));
                let near = distances.min().filter(|(distance, _)| *distance <= 4);
                UnknownFault {
                    name: name.chars().take(80).collect(),
                    near: near.map(|(_, near)| near),
                }
            })
    }
}

/// How many letters must be changed, added or taken away.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<u8> = right.bytes().take(80).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, own) in left.bytes().enumerate() {
        let mut diagonal = at;
        row[0] = at + 1;
        for (column, other) in right.iter().enumerate() {
            let changed = diagonal + usize::from(own != *other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

/// What a fault does.
#[derive(Debug, Clone, Copy)]
enum Effect {
    /// Broken rules of a parameter are passed over where the value is one of these.
    Accept {
        parameter: &'static str,
        rules: &'static [&'static str],
        values: Values,
    },
    /// A parameter is refused, as though the rule were broken, where the value is one of these.
    Refuse {
        parameter: &'static str,
        rule: &'static str,
        values: Values,
    },
    /// Names that contain this are refused.
    RefuseName { part: &'static str },
    /// A parameter of a list is refused where an earlier one has the same value.
    RefuseRepeated { parameter: &'static str },
    /// A parameter that is absent gets this value; `{n}` is a fresh number.
    Supply {
        parameter: &'static str,
        value: &'static str,
    },
    /// Names match without regard to letter case.
    NamesAnyCase,
    /// POST is answered 405.
    RefusePost,
    /// HEAD is treated as GET.
    AnswerHead,
    /// A rule of the behaviour is replaced.
    Rule { id: &'static str, by: rules::Check },
    /// Client tokens are treated otherwise.
    Tokens(TokenPolicy),
    /// Refusals are changed.
    Refusal(rewrite::Refusals),
    /// Errors carry no `RequestId`.
    NoRequestId,
    /// Errors are JSON whatever was asked for.
    ErrorsAsJson,
    /// Successes are changed.
    Success(rewrite::Successes),
    /// Successes have this content type.
    ContentType(&'static str),
    /// The root of XML successes ends in this.
    XmlRoot(&'static str),
    /// Successes do not arrive whole, or late.
    Break(Break),
}

/// How an answer is broken on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Break {
    /// `Content-Length` is one less than it should be.
    LengthOneShort,
    /// `Content-Length` is one more than it should be, and nothing follows.
    LengthOneLong,
    /// The connection closes in the middle of the body.
    CloseEarly,
    /// The connection closes before the answer.
    NoAnswer,
    /// The answer waits so long.
    Late(Duration),
}

/// The faults that are switched on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults(Vec<&'static Fault>);

impl Faults {
    /// These faults together.
    pub(crate) fn new(faults: Vec<&'static Fault>) -> Self {
        Self(faults)
    }

    /// The faults.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static Fault> {
        self.0.iter().copied()
    }

    /// Their names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.iter().map(|fault| fault.name)
    }

    fn effects(&self) -> impl Iterator<Item = &'static Effect> {
        self.0.iter().flat_map(|fault| fault.effects)
    }

    fn about(&self, operation: &str) -> impl Iterator<Item = &'static Effect> {
        let about = operation == OPERATION;
        self.effects().filter(move |_| about)
    }

    /// Whether POST is answered 405.
    pub(crate) fn refuse_post(&self) -> bool {
        self.effects()
            .any(|effect| matches!(effect, Effect::RefusePost))
    }

    /// Whether HEAD is treated as GET.
    pub(crate) fn answer_head(&self) -> bool {
        self.effects()
            .any(|effect| matches!(effect, Effect::AnswerHead))
    }

    /// Changes the request before it is checked.
    pub(crate) fn change_request(
        &self,
        operation: &str,
        names: &doctract_spec::names::Names<'_>,
        pairs: &mut Vec<Pair<'_>>,
    ) {
        for effect in self.about(operation) {
            match effect {
                Effect::NamesAnyCase => values::restore_case(names, pairs),
                Effect::Supply { parameter, value }
                    if !pairs.iter().any(|(name, _)| name == parameter) =>
                {
                    let value = Cow::Owned(values::fresh(value));
                    pairs.push((Cow::Borrowed(*parameter), value));
                }
                _ => {}
            }
        }
    }

    /// Changes what was found wrong with a request.
    pub(crate) fn change_breaches(
        &self,
        operation: &str,
        sent: &[Pair<'_>],
        breaches: &mut Vec<Breach>,
    ) {
        for effect in self.about(operation) {
            match effect {
                Effect::Accept {
                    parameter,
                    rules,
                    values,
                } => breaches.retain(|breach| {
                    let mut pairs = sent.iter();
                    let value = pairs
                        .find_map(|(name, value)| (*name == breach.wire_name).then_some(&**value));
                    let about = breach.parameter == *parameter && rules.contains(&breach.rule);
                    !(about && values.hold(&breach.wire_name, value.unwrap_or_default()))
                }),
                Effect::Refuse {
                    parameter,
                    rule,
                    values,
                } => {
                    let wrong = sent.iter().filter(|(name, value)| {
                        values::is_of(parameter, name) && values.hold(name, value)
                    });
                    breaches.extend(wrong.map(|(name, _)| invented(parameter, name, rule)));
                }
                Effect::RefuseRepeated { parameter } => {
                    let values = sent
                        .iter()
                        .filter(|(name, _)| values::is_of(parameter, name));
                    let mut seen = std::collections::HashSet::new();
                    let again = values.filter(|(_, value)| !seen.insert(&**value));
                    breaches.extend(again.map(|(name, _)| invented(parameter, name, "unique")));
                }
                Effect::RefuseName { part } => {
                    let wrong = sent.iter().filter(|(name, _)| name.contains(part));
                    breaches.extend(wrong.map(|(name, _)| invented(name, name, "unknown")));
                }
                _ => {}
            }
        }
    }

    /// Changes the rules of the behaviour.
    pub(crate) fn change_rules(&self, rules: &mut [Rule]) {
        for effect in self.effects() {
            if let Effect::Rule { id, by } = effect {
                for rule in rules.iter_mut().filter(|rule| rule.id == *id) {
                    rule.check = *by;
                }
            }
            if let Effect::Tokens(policy) = effect {
                policy.change_rules(rules);
            }
        }
    }

    /// How client tokens are treated.
    pub(crate) fn token_policy(&self) -> TokenPolicy {
        let policy = self.effects().find_map(|effect| match effect {
            Effect::Tokens(policy) => Some(*policy),
            _ => None,
        });
        policy.unwrap_or_default()
    }

    /// Changes a refusal.
    pub(crate) fn change_refusal(&self, operation: &str, refusal: &mut Refusal) {
        for effect in self.about(operation) {
            if let Effect::Refusal(change) = effect {
                change.apply(refusal);
            }
        }
    }

    /// Changes the tree of an error answer and the format it is written in.
    pub(crate) fn change_error(&self, operation: &str, node: &mut Node, format: &mut Format) {
        for effect in self.about(operation) {
            match effect {
                Effect::NoRequestId => node.remove("RequestId"),
                Effect::ErrorsAsJson => *format = Format::Json,
                _ => {}
            }
        }
    }

    /// Changes the tree of a success answer.
    pub(crate) fn change_success(&self, operation: &str, node: &mut Node) {
        for effect in self.about(operation) {
            if let Effect::Success(change) = effect {
                change.apply(node);
            }
        }
    }

    /// The end of the root's name in XML.
    pub(crate) fn root_end(&self, operation: &str) -> &'static str {
        let other = self.about(operation).find_map(|effect| match effect {
            Effect::XmlRoot(end) => Some(*end),
            _ => None,
        });
        other.unwrap_or("Response")
    }

    /// The content type of a success, if it is another.
    pub(crate) fn content_type(&self, operation: &str) -> Option<&'static str> {
        self.about(operation).find_map(|effect| match effect {
            Effect::ContentType(other) => Some(*other),
            _ => None,
        })
    }

    /// How a success is broken on its way.
    pub(crate) fn broken(&self, operation: &str) -> Option<Break> {
        self.about(operation).find_map(|effect| match effect {
            Effect::Break(broken) => Some(*broken),
            _ => None,
        })
    }

    /// Whether answers may be broken below HTTP.
    pub(crate) fn break_transport(&self) -> bool {
        self.broken(OPERATION).is_some()
    }
}

fn invented(parameter: &str, name: &str, rule: &'static str) -> Breach {
    Breach {
        parameter: parameter.to_owned(),
        wire_name: name.to_owned(),
        rule,
        statement: String::new(),
        violation: Violation::Rejected,
        found: Found::Nothing,
    }
}
