//! One token, several requests.

use super::Planner;
use super::base::{Draft, Wanted, first_element};
use super::legal::shape;
use super::refusal::triple;
use crate::case::{Case, Family, Parameter, Step, Unique, Value};
use crate::conventions::ErrorClass;
use crate::expect::{Accepted, Basis, Expectation, Refused};
use crate::synth::{Alphabet, Want};
use doctract_spec::model::{Role, Term};
use doctract_spec::names::{Leaf, Shape};

/// How many requests with one token are sent at once.
const AT_ONCE: u32 = 8;

/// What the cases of one token are made of.
struct Token {
    name: String,
    unique: Unique,
    statements: Vec<String>,
    why: String,
}

impl<'a> Planner<'a> {
    /// The cases of the operation's idempotency token, if it has one.
    pub(super) fn idempotency(&self) -> Vec<Case> {
        let Some(token) = self.token() else {
            return Vec::new();
        };
        let mut cases = Vec::new();
        let case = |edge: &str, steps: Vec<Step>| {
            self.case(
                Family::Idempotency,
                &[edge],
                token.statements.clone(),
                token.why.clone(),
                steps,
            )
        };
        let Some((first, draft)) = self.with_token(&token, &token.unique, 0, false) else {
            self.note(
                "",
                format!("{}: no request with it can be made", token.name),
            );
            return cases;
        };
        let lacking = |case: Case| self.lacking(case, &[&draft]);
        let replayed = Expectation::Accepted(Accepted {
            same_as: Some(0),
            ..Accepted::default()
        });
        let mut replay = first.clone().named("replay");
        replay.expect = replayed;
        cases.push(lacking(case("replay", vec![first.clone(), replay.clone()])));

        let mismatch = self.mismatch_answer(&token.name);
        if let Some(steps) = self.mismatch_steps(mismatch.clone()) {
            cases.push(lacking(case("mismatch", steps.clone())));
            // How the refusal looks is what the case before is about.
            let mut steps = steps;
            if let Some(other) = steps.last_mut() {
                other.expect = Expectation::refused();
            }
            steps.push(replay);
            cases.push(lacking(case("replay-after-mismatch", steps)));
        }
        if let Some((mut other, _)) = self.with_token(&token, &token.unique, 1, false)
            && other.request != first.request
        {
            other.expect = mismatch;
            let steps = vec![first.clone(), other.named("another resource")];
            cases.push(lacking(case("mismatch-resource", steps)));
        }
        let refusals = [
            ("refused-then-corrected", self.some_invalid(&token.name)),
            ("refused-by-state-then-corrected", self.some_state()),
        ];
        for (edge, refused) in refusals {
            if let Some(refused) = refused {
                let steps = corrected(&token, refused, &first);
                cases.push(lacking(case(edge, steps)));
            }
        }
        cases.push(lacking(case("concurrent", vec![self.at_once(&first)])));
        cases.extend(self.two_tokens(&token).into_iter().map(lacking));
        cases
    }

    fn at_once(&self, first: &Step) -> Step {
        let mut at_once = first.clone().named("at once");
        at_once.parallel = AT_ONCE;
        at_once.expect = Expectation::OneResult(Refused {
            any_of: self.conventions.in_progress.clone(),
            basis: Basis::Convention,
            ..Refused::default()
        });
        at_once
    }

    /// Two tokens are two requests, also where they differ only in their last character.
    fn two_tokens(&self, token: &Token) -> Vec<Case> {
        let mut cases = Vec::new();
        let pairs = [
            (
                "two-tokens",
                with_slot(&token.unique, 0),
                with_slot(&token.unique, 1),
            ),
            (
                "last-character",
                ending(&token.unique, "a"),
                ending(&token.unique, "b"),
            ),
        ];
        for (edge, one, two) in pairs {
            let (Some((first, _)), Some((mut second, _))) = (
                self.with_token(token, &one, 0, false),
                self.with_token(token, &two, 1, false),
            ) else {
                continue;
            };
            second.expect = Expectation::Accepted(Accepted {
                differs_from: Some(0),
                ..Accepted::default()
            });
            let steps = vec![first, second.named("another token")];
            let statements = token.statements.clone();
            let why = token.why.clone();
            cases.push(self.case(Family::Idempotency, &[edge], statements, why, steps));
        }
        cases
    }

    /// A request with a token, and the same token with another value beside it.
    pub(super) fn mismatch_steps(&self, refused: Expectation) -> Option<Vec<Step>> {
        let token = self.token()?;
        let (first, _) = self.with_token(&token, &token.unique, 0, false)?;
        let (mut other, _) = self.with_token(&token, &token.unique, 0, true)?;
        if other.request == first.request {
            return None;
        }
        other.expect = refused;
        Some(vec![first, other.named("other parameters")])
    }

    fn mismatch_answer(&self, parameter: &str) -> Expectation {
        let rows: Vec<_> = self
            .blaming(parameter)
            .map(|(_, row)| row)
            .filter(|row| self.conventions.class_of(&row.code) == Some(ErrorClass::Mismatch))
            .map(triple)
            .collect();
        if rows.is_empty() {
            // No row says so: that the token is refused at all is custom.
            return Expectation::Refused(Refused {
                basis: Basis::Convention,
                convention: Some("a token is good for one set of parameters".into()),
                ..Refused::default()
            });
        }
        Expectation::Refused(Refused {
            any_of: rows,
            ..Refused::default()
        })
    }

    fn token(&self) -> Option<Token> {
        let names = self.checker.names();
        let leaf = names
            .leaves()
            .iter()
            .find(|leaf| leaf.field.role == Some(Role::IdempotencyToken))?;
        let Value::Unique(unique) = self.plain(leaf, 0, &mut Vec::new())? else {
            self.note(
                "",
                format!("{}: no value that occurs once can be made", leaf.pattern),
            );
            return None;
        };
        let mut statements: Vec<String> = self
            .checker
            .statements()
            .iter()
            .filter(|statement| {
                statement.parameter.as_deref() == Some(&leaf.pattern)
                    && statement.rule == Term::Unique.name()
            })
            .map(|statement| statement.id.clone())
            .collect();
        let rows = self.blaming(&leaf.pattern);
        let rows = rows
            .filter(|(_, row)| self.conventions.class_of(&row.code) == Some(ErrorClass::Mismatch));
        statements.extend(rows.filter_map(|(at, _)| self.error_statement(at)));
        let why = leaf.field.description.clone();
        Some(Token {
            name: leaf.pattern.clone(),
            unique,
            statements,
            why: why
                .unwrap_or_else(|| format!("{} makes a repeated request harmless", leaf.pattern)),
        })
    }

    /// A legal request with a token on the resources of `slot`, with another value of some
    /// parameter if `other`.
    fn with_token(
        &self,
        token: &Token,
        unique: &Unique,
        slot: u32,
        other: bool,
    ) -> Option<(Step, Draft)> {
        let mut wanted = Wanted::one(token.name.clone(), Value::Unique(unique.clone()));
        wanted.slot = slot;
        if let Some((name, one, two)) = self.free_text(&token.name) {
            wanted
                .fixed
                .push((name, Value::Value(if other { two } else { one })));
        } else if other {
            wanted.slot = slot + 1;
        }
        let draft = self.base(&wanted).ok()?;
        let step = Step::new(self.request(&draft), Expectation::accepted());
        Some((step, draft))
    }

    /// A text parameter that can have any of two legal values without consequence.
    fn free_text(&self, but: &str) -> Option<(String, String, String)> {
        let free = |leaf: &&Leaf<'a>| {
            let node = self.checker.names().nodes().get(leaf.node);
            let plain = node.is_some_and(|node| node.shape == Shape::Leaf && node.parent.is_none());
            plain
                && leaf.pattern != but
                && leaf.field.constant.is_none()
                && leaf.field.role.is_none()
                && !self.names_resource(leaf)
                && self
                    .fixtures
                    .resource(&self.operation.operation, &leaf.pattern)
                    .is_none()
                && leaf
                    .field
                    .constraints
                    .iter()
                    .any(|entry| entry.max_length.is_some())
        };
        self.checker
            .names()
            .leaves()
            .iter()
            .filter(free)
            .find_map(|leaf| {
                let shape = shape(leaf.field, &[]);
                if !shape.is_text() {
                    return None;
                }
                let mut rng = self.rng(&leaf.pattern);
                let want = |start| Want {
                    start,
                    alphabet: Alphabet::Ascii,
                    ..Want::default()
                };
                let one = shape.solve(&want(Some("One")), &mut rng)?;
                let two = shape.solve(&want(Some("Two")), &mut rng)?;
                Some((first_element(&leaf.pattern), one, two))
            })
    }
}

/// A refused request with a token, and a legal one with the same.
fn corrected(token: &Token, refused: Step, first: &Step) -> Vec<Step> {
    // How the refusal looks is what a case of its own is about.
    let mut refused = refused.named("refused");
    refused.expect = Expectation::refused();
    let parameters = &mut refused.request.parameters;
    parameters.retain(|parameter| parameter.name != token.name);
    parameters.push(Parameter {
        name: token.name.clone(),
        value: Value::Unique(token.unique.clone()),
        position: None,
        literal: false,
    });
    let mut corrected = first.clone().named("corrected");
    corrected.expect = Expectation::Accepted(Accepted {
        convention: Some("a refused request does not use its token up".into()),
        ..Accepted::default()
    });
    vec![refused, corrected]
}

fn with_slot(unique: &Unique, slot: u32) -> Unique {
    Unique {
        slot,
        ..unique.clone()
    }
}

/// The token with another end, as long as before.
fn ending(unique: &Unique, end: &str) -> Unique {
    let mut before = unique.before.clone();
    before.pop();
    Unique {
        before,
        after: end.to_owned(),
        slot: 0,
    }
}
