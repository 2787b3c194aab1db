//! Every documented error and every precondition as a goal, with a way to reach it.

use super::Planner;
use super::base::{Wanted, first_element};
use super::refusal::triple;
use crate::case::{Case, Family, MadeRef, Numbered, Request, Step, Unique, Value};
use crate::conventions::ErrorClass;
use crate::expect::{Basis, ErrorTriple, Expectation, Refused};
use doctract_spec::fixture::State;
use doctract_spec::model::{Confidence, ErrorRow, Precondition, PreconditionKind};

impl Planner<'_> {
    /// One case for each documented error, or the reason why there is none here.
    pub(super) fn errors(&self) -> Vec<Case> {
        let rows = self.operation.errors.iter().enumerate();
        rows.flat_map(|(at, row)| self.error_cases(at, row))
            .collect()
    }

    fn error_cases(&self, at: usize, row: &ErrorRow) -> Vec<Case> {
        let mut statements: Vec<String> = self.error_statement(at).into_iter().collect();
        let blamed = row
            .blames
            .iter()
            .filter_map(|blame| blame.precondition.as_ref());
        statements.extend(blamed.map(|id| format!("precondition/{id}")));
        let twice = self
            .operation
            .errors
            .iter()
            .filter(|other| other.code == row.code)
            .count()
            > 1;
        let label = match (twice, row.status) {
            (true, Some(status)) => format!("{}@{status}", row.code),
            _ => row.code.clone(),
        };
        let why = row
            .description
            .clone()
            .or_else(|| row.message.clone())
            .unwrap_or_default();
        let refused = Expectation::Refused(Refused {
            any_of: self.alike(row).map(triple).collect(),
            ..Refused::default()
        });
        let goal = |steps: Vec<Step>| {
            self.case(
                Family::Error,
                &[&label],
                statements.clone(),
                why.clone(),
                steps,
            )
        };
        let operation = &self.operation.operation;
        let states: Vec<&State> = self.fixtures.error_states(operation, &row.code).collect();
        if !states.is_empty() {
            let cases = states.into_iter().filter_map(|state| {
                let (request, lacking) = self.in_state(state)?;
                let mut steps = self.remaining(state, &request);
                steps.push(Step::new(request, refused.clone()));
                Some(self.without(goal(steps), &lacking))
            });
            return cases.collect();
        }
        if let Some(steps) = self.provoked(row, &refused) {
            return vec![goal(steps)];
        }
        let mut case = goal(Vec::new());
        case.skip = Some(format!(
            "not reachable here: the fixtures have no state for {}",
            row.code
        ));
        vec![case]
    }

    /// The rows that answer the same request, among which it cannot choose: those of one code that
    /// can be provoked, and those that say the same of one parameter, that it names nothing or is malformed.
    fn alike<'r>(&'r self, row: &'r ErrorRow) -> impl Iterator<Item = &'r ErrorRow> {
        let class = self.conventions.class_of(&row.code);
        let by_request = matches!(
            class,
            Some(
                ErrorClass::NotFound
                    | ErrorClass::Malformed
                    | ErrorClass::Missing
                    | ErrorClass::Mismatch
            )
        );
        let rows = self.operation.errors.iter();
        rows.filter(move |other| {
            std::ptr::eq(*other, row)
                || by_request
                    && (other.code == row.code
                        || self.conventions.class_of(&other.code) == class
                            && blame_one_parameter(row, other))
        })
    }

    /// Requests that provoke an error by themselves, without a state of the world.
    fn provoked(&self, row: &ErrorRow, refused: &Expectation) -> Option<Vec<Step>> {
        let class = self.conventions.class_of(&row.code);
        let mut sure = row
            .blames
            .iter()
            .filter(|blame| blame.confidence != Confidence::Low);
        let parameter = sure.find_map(|blame| blame.parameter.as_deref())?;
        let refused = &self.or_alike(parameter, class, refused);
        let find = |family: Family| {
            let statements = self.checker.statements().iter().enumerate();
            let own = statements.filter(|(_, statement)| {
                statement.parameter.as_deref().is_some_and(|name| {
                    name == parameter || name.starts_with(&format!("{parameter}."))
                })
            });
            own.flat_map(|(at, _)| self.statement_cases(at))
                .find(|case| case.family == family && case.skip.is_none())
        };
        match class {
            Some(ErrorClass::Mismatch) => self.mismatch_steps(refused.clone()),
            Some(ErrorClass::NotFound) => self.unknown_resource(parameter, refused),
            Some(ErrorClass::Missing) => find(Family::Missing).map(|case| expecting(case, refused)),
            Some(ErrorClass::Malformed) | None => {
                find(Family::Invalid).map(|case| expecting(case, refused))
            }
            _ => None,
        }
    }

    /// The refusal, or that of another row of the same class which blames the same parameter: the
    /// page does not say which of them a request meets.
    fn or_alike(
        &self,
        parameter: &str,
        class: Option<ErrorClass>,
        refused: &Expectation,
    ) -> Expectation {
        let Expectation::Refused(own) = refused else {
            return refused.clone();
        };
        let mut either = own.clone();
        let others = self.blaming(parameter).map(|(_, row)| row);
        for row in others.filter(|row| self.conventions.class_of(&row.code) == class) {
            let other = triple(row);
            if !either.any_of.contains(&other) {
                either.any_of.push(other);
            }
        }
        Expectation::Refused(either)
    }

    /// A well-formed name of a resource that nobody has.
    fn unknown_resource(&self, parameter: &str, refused: &Expectation) -> Option<Vec<Step>> {
        let names = self.checker.names();
        let leaf = names
            .leaves()
            .iter()
            .find(|leaf| leaf.pattern == parameter)?;
        let example = leaf.field.example.as_deref().unwrap_or_default();
        let stem: String = match example.split_once('-') {
            Some((stem, _)) if stem.len() <= 8 && stem.is_ascii() => format!("{stem}-"),
            _ => String::new(),
        };
        let value = match &self.fixtures.unknown {
            Some(template) => numbered(&format!("{stem}{template}")),
            None => Value::Unique(Unique {
                before: stem,
                ..Unique::default()
            }),
        };
        let wanted = Wanted::one(first_element(parameter), value);
        let draft = self.base(&wanted).ok()?;
        Some(vec![Step::new(self.request(&draft), refused.clone())])
    }

    /// A request that the state of a resource makes refused, by the first state that says so.
    pub(super) fn some_state(&self) -> Option<Step> {
        let operation = Some(self.operation.operation.as_str());
        let mut states = self.fixtures.states.iter().filter(|state| {
            let here = state.operation.is_none() || state.operation.as_deref() == operation;
            here && state.remaining == 0 && state.credentials.is_none()
        });
        let (request, lacking) = self.in_state(states.next()?)?;
        lacking
            .is_empty()
            .then(|| Step::new(request, Expectation::refused()))
    }

    /// A request that is legal otherwise, in a state of the fixtures.
    fn in_state(&self, state: &State) -> Option<(Request, Vec<String>)> {
        let mut wanted = Wanted::default();
        for (name, template) in &state.parameters {
            let value = match &state.scenario {
                Some(scenario) if template.contains("${") => Value::Made(MadeRef {
                    scenario: scenario.clone(),
                    template: Some(template.clone()),
                    like: self.like(name),
                    slot: STATE_SLOT,
                }),
                _ => numbered(template),
            };
            wanted.fixed.push((first_element(name), value));
        }
        match self.base(&wanted) {
            Ok(draft) => {
                let mut request = self.request(&draft);
                request.credentials.clone_from(&state.credentials);
                Some((request, draft.lacking))
            }
            Err(reason) => {
                let name = state.error.as_ref().or(state.precondition.as_ref());
                let name = name.map(String::as_str).unwrap_or_default();
                self.note(
                    "",
                    format!("the fixtures' state for {name} breaks a rule: {reason}"),
                );
                None
            }
        }
    }

    /// The requests that still succeed before a state is met.
    fn remaining(&self, state: &State, request: &Request) -> Vec<Step> {
        let _ = self;
        let step = || Step::new(request.clone(), Expectation::accepted()).named("remaining");
        (0..state.remaining.min(MOST_REMAINING))
            .map(|_| step())
            .collect()
    }

    fn without(&self, mut case: Case, lacking: &[String]) -> Case {
        let _ = self;
        if !lacking.is_empty() {
            case.skip = Some(format!(
                "the fixtures have no resource for {}",
                lacking.join(", ")
            ));
        }
        case
    }

    /// The cases of the stated preconditions: each broken alone, quotas to their last place.
    pub(super) fn preconditions(&self) -> Vec<Case> {
        let stated = self.operation.preconditions.iter();
        stated
            .flat_map(|precondition| self.precondition_cases(precondition))
            .collect()
    }

    fn precondition_cases(&self, precondition: &Precondition) -> Vec<Case> {
        let id = precondition.id.as_str();
        let statement = format!("precondition/{id}");
        if precondition.kind == PreconditionKind::Effect {
            self.untestable(
                &statement,
                "is about another operation, nothing that must hold before",
            );
            return Vec::new();
        }
        let operation = &self.operation.operation;
        let states: Vec<&State> = self.fixtures.precondition_states(operation, id).collect();
        let mut statements = vec![statement];
        let rows = self.rows_of(id);
        statements.extend(rows.iter().filter_map(|(at, _)| self.error_statement(*at)));
        let why = precondition.text.as_str();
        if states.is_empty() {
            let mut case = self.case(Family::Precondition, &[id], statements, why, Vec::new());
            case.skip = Some(format!("the fixtures have no state that violates `{id}`"));
            return vec![case];
        }
        let quota = precondition.kind == PreconditionKind::Quota;
        let mut cases = Vec::new();
        for state in states {
            let Some((request, lacking)) = self.in_state(state) else {
                continue;
            };
            let refused = expected(&rows, state);
            let mut found = if quota {
                self.quota_cases(id, why, &statements, state, &request, &refused)
            } else {
                let mut steps = self.remaining(state, &request);
                steps.push(Step::new(request, refused));
                vec![self.case(Family::Precondition, &[id], statements.clone(), why, steps)]
            };
            for case in &mut found {
                if !lacking.is_empty() {
                    case.skip = Some(format!(
                        "the fixtures have no resource for {}",
                        lacking.join(", ")
                    ));
                }
            }
            cases.extend(found);
        }
        cases
    }

    fn quota_cases(
        &self,
        id: &str,
        why: &str,
        statements: &[String],
        state: &State,
        request: &Request,
        refused: &Expectation,
    ) -> Vec<Case> {
        let case = |edge: &str, steps: Vec<Step>| {
            self.case(Family::Quota, &[id, edge], statements.to_vec(), why, steps)
        };
        let over = || Step::new(request.clone(), refused.clone()).named("over");
        if state.remaining == 0 {
            let mut cases = vec![case("over", vec![over()])];
            if let Some((healthy, draft)) = self.plain_step(0) {
                let steps = vec![over(), healthy.named("another resource")];
                cases.push(self.lacking(case("another-resource", steps), &[&draft]));
            }
            return cases;
        }
        let last = self.remaining(state, request);
        let mut cases = vec![case("last", last.clone())];
        let mut next = last.clone();
        let refused = self.refused_after_creation(refused);
        next.push(Step::new(request.clone(), refused).named("next"));
        cases.push(case("next", next));
        if let Some(invalid) = self.some_invalid("") {
            let mut invalid = invalid.request;
            overwrite(&mut invalid, request);
            let wrong = || Step::new(invalid.clone(), Expectation::refused()).named("refused");
            let mut steps: Vec<Step> = (0..3).map(|_| wrong()).collect();
            steps.extend(last);
            cases.push(case("refused-not-counted", steps));
        }
        cases
    }

    /// A refusal right after a creation: the one of the quota, or the one of a stated rule that
    /// what was just made may be in the way of. Any where such a rule prints no code.
    fn refused_after_creation(&self, refused: &Expectation) -> Expectation {
        let Expectation::Refused(quota) = refused else {
            return refused.clone();
        };
        let mut either = quota.clone();
        let stated = self.operation.preconditions.iter();
        for other in stated.filter(|one| one.kind == PreconditionKind::Concurrency) {
            let id = other.id.as_str();
            let rows = self.rows_of(id);
            let given = self
                .fixtures
                .precondition_states(&self.operation.operation, id);
            let known = given.map(|state| expected(&rows, state));
            let known: Vec<ErrorTriple> = known
                .filter_map(|expectation| match expectation {
                    Expectation::Refused(refused) => Some(refused.any_of),
                    _ => None,
                })
                .flatten()
                .collect();
            if known.is_empty() {
                return Expectation::refused();
            }
            either.any_of.extend(known);
        }
        Expectation::Refused(either)
    }

    /// The documented errors that blame a precondition.
    fn rows_of(&self, precondition: &str) -> Vec<(usize, &ErrorRow)> {
        let blames = |row: &ErrorRow| {
            row.blames
                .iter()
                .any(|blame| blame.precondition.as_deref() == Some(precondition))
        };
        let rows = self.operation.errors.iter().enumerate();
        rows.filter(|(_, row)| blames(row)).collect()
    }

    /// A request that breaks one rule, not of the parameter named, as its case sends it.
    pub(super) fn some_invalid(&self, but: &str) -> Option<Step> {
        let statements = self.checker.statements().iter().enumerate();
        let others =
            statements.filter(|(_, one)| one.parameter.as_deref().is_some_and(|name| name != but));
        others
            .map(|(at, _)| at)
            .flat_map(|at| self.statement_cases(at))
            .find(|case| {
                let refused = |step: &Step| matches!(step.expect, Expectation::Refused(_));
                case.family == Family::Invalid && case.steps.first().is_some_and(refused)
            })
            .and_then(|case| case.steps.into_iter().next())
    }
}

/// The slot of what a scenario makes for a state, away from healthy resources.
const STATE_SLOT: u32 = 1 << 16;

/// Most requests that are sent to come near a limit.
const MOST_REMAINING: u32 = 200;

/// Whether two rows surely speak of one parameter.
fn blame_one_parameter(one: &ErrorRow, other: &ErrorRow) -> bool {
    let blamed = |row: &'_ ErrorRow| -> Vec<String> {
        let sure = row.blames.iter();
        let sure = sure.filter(|blame| blame.confidence != Confidence::Low);
        sure.filter_map(|blame| blame.parameter.clone()).collect()
    };
    let others = blamed(other);
    blamed(one).iter().any(|name| others.contains(name))
}

/// The steps of a case, the first of them with another expectation.
fn expecting(mut case: Case, refused: &Expectation) -> Vec<Step> {
    if let Some(step) = case.steps.first_mut() {
        step.expect = refused.clone();
    }
    case.steps
}

/// The refusal of a violated precondition: the documented error that blames it, else what the
/// fixtures say, else any.
fn expected(rows: &[(usize, &ErrorRow)], state: &State) -> Expectation {
    if !rows.is_empty() {
        return Expectation::Refused(Refused {
            any_of: rows.iter().map(|(_, row)| triple(row)).collect(),
            ..Refused::default()
        });
    }
    let stated = state.expect.as_ref().map(|expect| ErrorTriple {
        status: Some(expect.status),
        code: Some(expect.code.clone()),
        message: None,
    });
    Expectation::Refused(Refused {
        any_of: stated.into_iter().collect(),
        basis: Basis::Convention,
        ..Refused::default()
    })
}

/// A value of the fixtures.
fn numbered(template: &str) -> Value {
    if template.contains("{n}") {
        Value::Numbered(Numbered {
            template: template.to_owned(),
            slot: 0,
        })
    } else {
        Value::text(template)
    }
}

/// Puts the values of one request over those of another where both have the parameter.
fn overwrite(request: &mut Request, with: &Request) {
    request.credentials.clone_from(&with.credentials);
    for parameter in &mut request.parameters {
        let other = with
            .parameters
            .iter()
            .find(|other| other.name == parameter.name);
        if let Some(other) = other {
            parameter.value = other.value.clone();
        }
    }
}
