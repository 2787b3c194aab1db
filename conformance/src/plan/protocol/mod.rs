//! HTTP, common parameters and signatures: what holds for every operation.

mod tables;

use super::Planner;
use super::base::{Draft, Wanted};
use super::legal::shape;
use super::values::ACTION;
use crate::case::{Case, Departure, Family, Method, Scheme, Step, Value};
use crate::expect::{Accepted, Claim, Expectation, Open, Refused};
use crate::synth::Want;
use doctract_spec::model::{Role, Style};
use tables::{OPEN, REFUSALS, Refusal, WAYS, Way, depart};

impl Planner<'_> {
    /// The cases of the protocol.
    pub(super) fn protocol(&self) -> Vec<Case> {
        let Some((plain, draft)) = self.plain_step(0) else {
            return Vec::new();
        };
        let mut cases = Vec::new();
        cases.extend(self.wire_claims(&plain));
        if self.operation.style == Style::Rpc {
            cases.extend(self.ways(&plain));
            cases.extend(self.refusals(&plain));
            cases.extend(self.nonce_again());
            cases.extend(self.head());
            cases.extend(self.other_case());
            cases.extend(self.loose());
            cases.extend(self.open_departures(&plain));
            cases.extend(self.sent_twice());
        }
        cases
            .into_iter()
            .map(|case| self.lacking(case, &[&draft]))
            .collect()
    }

    fn protocol_case(&self, name: &str, why: &str, steps: Vec<Step>) -> Case {
        self.case(Family::Protocol, &[name], Vec::new(), why, steps)
    }

    fn ways(&self, plain: &Step) -> Vec<Case> {
        let case = |(name, why, change): &Way| {
            let mut step = plain.clone();
            step.expect = Expectation::Accepted(Accepted {
                convention: Some((*why).to_owned()),
                ..Accepted::default()
            });
            change(&mut step);
            self.protocol_case(name, why, vec![step])
        };
        WAYS.iter().map(case).collect()
    }

    fn refusals(&self, plain: &Step) -> Vec<Case> {
        let case = |(name, convention, why, change): &Refusal| {
            let mut step = plain.clone();
            step.expect = self.by_convention(convention);
            change(&mut step);
            let mut steps = vec![step];
            steps.extend(self.confirmation());
            let mut case = self.protocol_case(name, why, steps);
            if *convention == "unknown-action" {
                let names_operation = format!("{ACTION}/constant");
                case.statements
                    .extend(self.statement(&names_operation).map(|one| one.id.clone()));
            }
            case
        };
        REFUSALS.iter().map(case).collect()
    }

    fn open_departures(&self, plain: &Step) -> Vec<Case> {
        let case = |(name, question, change): &Way| {
            let mut step = plain.clone();
            step.expect = Expectation::Open(Open {
                question: (*question).to_owned(),
                never_5xx: true,
            });
            change(&mut step);
            self.protocol_case(name, &format!("no sentence says {question}"), vec![step])
        };
        OPEN.iter().map(case).collect()
    }

    /// The answer itself: as long as it says, and in time.
    fn wire_claims(&self, plain: &Step) -> Vec<Case> {
        let claim = |name: &str, why: &str, claim: Claim, departures: Vec<Departure>| {
            let mut step = plain.clone();
            step.request.departures = departures;
            step.expect = Expectation::Accepted(Accepted {
                claim: Some(claim),
                convention: Some(why.to_owned()),
                ..Accepted::default()
            });
            self.protocol_case(name, why, vec![step])
        };
        vec![
            claim(
                "framing",
                "an answer is as long as it says",
                Claim::Framed,
                vec![Departure::Exact],
            ),
            claim(
                "in-time",
                "an answer comes within the deadline",
                Claim::InTime,
                Vec::new(),
            ),
        ]
    }

    /// A nonce is good for one request, in each scheme.
    fn nonce_again(&self) -> Vec<Case> {
        let (Some((one, _)), Some((two, _))) = (self.plain_step(0), self.plain_step(1)) else {
            return Vec::new();
        };
        let case = |(name, scheme): (&str, Scheme)| {
            let (mut first, mut second) = (one.clone(), two.clone());
            depart(&mut first, [Departure::Scheme(scheme)]);
            depart(
                &mut second,
                [Departure::Scheme(scheme), Departure::NonceOf(0)],
            );
            second.expect = self.by_convention("replayed-nonce");
            let why = "a nonce is good for one request";
            self.protocol_case(name, why, vec![first, second.named("the same nonce")])
        };
        [
            ("replayed-nonce-v1", Scheme::V1),
            ("replayed-nonce-v3", Scheme::V3),
        ]
        .into_iter()
        .map(case)
        .collect()
    }

    /// HEAD is refused, or at least does nothing: a different request with the same token goes
    /// through after it.
    fn head(&self) -> Option<Case> {
        let token = self
            .checker
            .names()
            .leaves()
            .iter()
            .find(|leaf| leaf.field.role == Some(Role::IdempotencyToken));
        let value = token
            .and_then(|leaf| Some((leaf.pattern.clone(), self.plain(leaf, 0, &mut Vec::new())?)));
        let wanted = Wanted {
            fixed: value.into_iter().collect(),
            ..Wanted::default()
        };
        let draft: Draft = self.base(&wanted).ok()?;
        let mut head = Step::new(self.request(&draft), self.by_convention("wrong-method"));
        head.request.method = Method::Head;
        if let Expectation::Refused(refused) = &mut head.expect {
            *refused = Refused {
                bodiless: true,
                ..refused.clone()
            };
        }
        let mut after = self
            .mismatch_steps(Expectation::accepted())
            .and_then(|mut steps| steps.pop())
            .or_else(|| self.plain_step(0).map(|(step, _)| step))?;
        after.expect = Expectation::Accepted(Accepted {
            convention: Some("HEAD changes nothing".into()),
            ..Accepted::default()
        });
        let steps = vec![head, after.named("confirmed")];
        Some(self.protocol_case("head", "HEAD changes nothing", steps))
    }

    /// A required parameter under its name in another letter case is missing.
    fn other_case(&self) -> Option<Case> {
        let leaf = self.checker.names().leaves().iter().find(|leaf| {
            leaf.field.required && leaf.parents.is_empty() && leaf.field.constant.is_none()
        })?;
        let other = leaf.pattern.to_lowercase();
        if other == leaf.pattern || self.checker.names().resolve(&other).is_some() {
            return None;
        }
        let (mut step, _) = self.plain_step(0)?;
        for parameter in &mut step.request.parameters {
            if parameter.name == leaf.pattern {
                parameter.name.clone_from(&other);
            }
        }
        let mut expect = self.refusal(&leaf.pattern, "required").expect;
        if let Expectation::Refused(refused) = &mut expect {
            refused.convention = Some("letter case counts in names of parameters".into());
        }
        step.expect = expect;
        let mut steps = vec![step];
        steps.extend(self.confirmation());
        Some(self.protocol_case(
            "name-other-case",
            "letter case counts in names of parameters",
            steps,
        ))
    }

    /// Hard characters in a free text, encoded as loosely as real clients do.
    fn loose(&self) -> Option<Case> {
        let leaf = self.checker.names().leaves().iter().find(|leaf| {
            let shape = shape(leaf.field, &[]);
            let hard = Want {
                middle: Some("a b*~/+&='()!"),
                ..Want::default()
            };
            leaf.parents.is_empty()
                && leaf.field.constant.is_none()
                && leaf.field.role.is_none()
                && leaf
                    .field
                    .constraints
                    .iter()
                    .any(|entry| entry.max_length.is_some())
                && shape.is_text()
                && shape.solve(&hard, &mut self.rng(&leaf.pattern)).is_some()
        })?;
        let shape = shape(leaf.field, &[]);
        let hard = Want {
            middle: Some("a b*~/+&='()!"),
            ..Want::default()
        };
        let text = shape.solve(&hard, &mut self.rng(&leaf.pattern))?;
        let draft = self
            .base(&Wanted::one(leaf.pattern.clone(), Value::Value(text)))
            .ok()?;
        let expect = Expectation::Accepted(Accepted {
            convention: Some(
                "signatures are checked over what was meant, not over how it was encoded".into(),
            ),
            ..Accepted::default()
        });
        let mut step = Step::new(self.request(&draft), expect);
        depart(&mut step, [Departure::LooseEncoding]);
        let why = "blanks as `+`, and `* ( ) ' !` as they are";
        Some(self.protocol_case("loose-encoding", why, vec![step]))
    }
}
