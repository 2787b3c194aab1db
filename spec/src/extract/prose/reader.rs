//! Reads the blocks of one description and collects what they say.

use super::conditions;
use super::enumeration;
pub(super) use super::found::{Found, Frame, Line, Pending};
use super::joining;
use super::kinds;
use super::language::Language;
use super::legend::legend;
use super::names::Names;
use super::outline::{Block, sentences};
use super::sentence::Sentence;
use super::table::Kind;
use super::{RowContext, RowReading};
use crate::model::{Condition, Constraint, IndexRange, Role};
use doctract_core::Operator;

/// So many statements about one parameter are read; no page has a tenth of them.
const MOST_STATEMENTS: usize = 256;

/// Longer sentences are no prose, in bytes.
pub(super) const LONGEST_SENTENCE: usize = 8 << 10;

pub(super) struct Reader<'a> {
    pub(super) language: &'static Language,
    pub(super) context: RowContext<'a>,
    pub(super) names: Names<'a>,
    pub(super) found: Vec<Found>,
    pub(super) index_range: Option<IndexRange>,
    pub(super) role: Option<Role>,
    pub(super) required_text: Option<String>,
    pub(super) unread: Vec<String>,
    /// What holds in words when the parameter is not sent.
    pub(super) unset: Vec<Constraint>,
    /// The special characters of a password, once the text has listed them.
    pub(super) specials: Option<String>,
    /// The values whose meanings the text tells, one after the other.
    pub(super) told_values: Vec<String>,
    /// The index is what the next values belong to.
    pub(super) about_index: bool,
    pub(super) sentence: usize,
    /// The words that the description opens with: what the parameter is called in prose.
    pub(super) noun: &'a str,
    /// The last verb of the sentence.
    pub(super) verb: Option<Kind>,
    /// The text has begun to speak of the keys and values inside the value.
    pub(super) about_members: bool,
    /// The last subject was something else than this parameter's value.
    pub(super) other_subject: bool,
    /// The words of the last subject.
    pub(super) subject: String,
    /// The sentence that named it.
    pub(super) subject_sentence: usize,
    /// The line behind the bullets that are read.
    pub(super) behind: String,
    /// The sentence whose condition says when the parameter is required or takes effect: it does
    /// not limit what else the sentence says.
    pub(super) spent: usize,
}

/// Whether the end of `text` stands inside parentheses that it opens.
fn in_parentheses(text: &str) -> bool {
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth > 0
}

/// As much of a sentence as a diagnostic shows: all of it, unless it is no prose.
pub(super) fn beginning(sentence: &str) -> &str {
    if sentence.len() <= LONGEST_SENTENCE {
        return sentence;
    }
    let end = sentence
        .char_indices()
        .nth(200)
        .map_or(sentence.len(), |(at, _)| at);
    &sentence[..end]
}

/// Whether a condition is that several parameters are not sent: what then holds is no default of one.
fn others_absent(condition: &Condition) -> bool {
    let absent = |part: &&Condition| {
        part.operator
            .is_some_and(|operator| operator.0 == Operator::Absent)
    };
    condition.all.iter().filter(absent).count() > 1
}

/// The words of an opening, without marks.
fn clean(opening: &str) -> String {
    opening
        .replace(super::sentence::READ, "")
        .trim_matches([',', ':', ' ', ';', '(', '。'])
        .to_owned()
}

impl<'a> Reader<'a> {
    pub(super) fn new(language: &'static Language, context: RowContext<'a>, noun: &'a str) -> Self {
        Self {
            language,
            context,
            names: Names::new(context.parameters, context.name, noun),
            found: Vec::new(),
            index_range: None,
            role: None,
            required_text: None,
            unread: Vec::new(),
            unset: Vec::new(),
            specials: None,
            told_values: Vec::new(),
            about_index: false,
            sentence: 0,
            noun,
            verb: None,
            about_members: false,
            other_subject: false,
            subject: String::new(),
            subject_sentence: 0,
            behind: String::new(),
            spent: 0,
        }
    }

    /// A reader of the same row that has read nothing.
    pub(super) fn beside(&self) -> Reader<'a> {
        let mut beside = Reader::new(self.language, self.context, self.noun);
        beside.names = self.names;
        beside.sentence = self.sentence;
        beside
    }

    /// Reads paragraphs with their bullets.
    pub(super) fn blocks(&mut self, blocks: &[Block<'_>], frame: &Frame) {
        let mut open: Option<Pending> = None;
        let blocks = joining::joined(self, blocks);
        let mut skip = 0;
        for (at, block) in blocks.iter().enumerate() {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            if open == Some(Pending::Specials) && kinds::text::specials(self, block.text) {
                open = None;
                continue;
            }
            if block.bullets.is_empty()
                && enumeration::next_line(self, block.text, open.as_ref(), frame)
            {
                open = None;
                continue;
            }
            let line = self.line(block.text, frame);
            if matches!(line.pending, Some(Pending::Values { .. })) && block.bullets.is_empty() {
                skip = joining::unmarked(self, &blocks[at + 1..]);
            }
            if skip > 0 {
                let whole = Block {
                    text: block.text,
                    bullet: block.bullet,
                    bullets: blocks[at + 1..=at + skip]
                        .iter()
                        .map(Block::shallow)
                        .collect(),
                };
                enumeration::bullets(self, &whole, &line, frame);
                open = None;
            } else if block.bullets.is_empty() {
                open = line.pending;
            } else {
                self.behind = match blocks.get(at + 1) {
                    Some(next) if next.bullets.is_empty() && next.text.len() < 120 => {
                        next.text.to_owned()
                    }
                    _ => String::new(),
                };
                enumeration::bullets(self, block, &line, frame);
                open = None;
            }
        }
    }

    /// Reads the sentences of one line.
    pub(super) fn line(&mut self, text: &str, frame: &Frame) -> Line {
        let language = self.language;
        if let Some(legend) = legend(text, language, self.names) {
            return enumeration::legend(self, &legend, frame);
        }
        let mut line = Line::default();
        let mut carried: Option<Frame> = None;
        for raw in sentences(
            text,
            language.english,
            &language.words.starters,
            &language.words.glued,
        ) {
            self.sentence += 1;
            if raw.len() > LONGEST_SENTENCE || self.found.len() >= MOST_STATEMENTS {
                self.unread.push(beginning(raw).to_owned());
                continue;
            }
            let (next, case) = self.sentence(raw, carried.as_ref().unwrap_or(frame));
            line = next;
            if frame.bullet && carried.is_none() {
                carried = case.map(|case| frame.under(Some(case)));
            }
        }
        line
    }

    /// Reads one sentence; beside the line it gives the case in which the rest of a bullet holds:
    /// its leading condition, or the sentence itself where it is nothing but a comparison.
    fn sentence(&mut self, raw: &str, frame: &Frame) -> (Line, Option<Condition>) {
        let language = self.language;
        let mut sentence = Sentence::new(raw, language);
        self.verb = None;
        let candidates = language.candidates(&sentence.lower);
        let mut pending = kinds::index::take(self, &mut sentence);
        kinds::adjust::take(self, &mut sentence);
        let mut understood = pending.is_some() || sentence.text.contains(super::sentence::READ);
        sentence.take_conditions(language, &candidates, self.names, self.context.name);
        let hits = language.hits_among(&sentence.lower, &candidates);
        let mut done = 0;
        let mut opening: Option<&str> = None;
        let mut exemplified = false;
        let stated = self.found.len();
        for (at, hit) in hits.iter().enumerate() {
            if hit.start < done || (exemplified && !self.follows_an_example(hit, &sentence)) {
                continue;
            }
            let stop = hits[at + 1..]
                .iter()
                .filter(|next| next.start >= hit.end && next.rule.kind != Kind::Skip)
                .find(|next| !in_parentheses(&sentence.text[hit.end..next.start]))
                .map_or(sentence.text.len(), |next| next.start);
            let told = kinds::Told {
                hit,
                sentence: &sentence,
                frame,
                stop,
                opening: opening.unwrap_or(&sentence.text[..hit.start]),
            };
            if let Some(outcome) = kinds::read(self, &told) {
                understood = true;
                opening.get_or_insert(&sentence.text[..hit.start]);
                done = outcome.end.max(hit.end);
                if let Some(next) = outcome.pending {
                    pending = Some(next);
                }
                exemplified |= hit.rule.kind == Kind::Example;
            }
        }
        let absent = sentence
            .clauses
            .iter()
            .any(|clause| self.is_absence(&clause.condition) && !others_absent(&clause.condition));
        let limited = hits.iter().any(|hit| hit.rule.kind == Kind::Span);
        if absent && !limited && self.found.len() == stated && pending.is_none() {
            kinds::default::default_in_words(self, &sentence, frame);
            understood = true;
        }
        if !understood && language.looks_like_a_rule(&sentence.lower) {
            self.unread.push(raw.to_owned());
        }
        let leading = sentence
            .clauses
            .first()
            .is_some_and(|clause| !clause.trailing);
        let bare = sentence.text.chars().all(|c| !c.is_alphanumeric());
        let open = sentence.text.trim_end().ends_with(':') || (leading && bare);
        let first = sentence.clauses.first();
        let condition = first
            .filter(|clause| {
                (open || pending.is_some())
                    && self.spent != self.sentence
                    && !self.asks_for_several(&clause.condition)
            })
            .map(|clause| clause.condition.clone());
        // "For some instances, it is ignored." says nothing about the sentences behind it.
        let ignored = hits.iter().any(|hit| hit.rule.kind == Kind::Ineffective);
        let case = match first {
            _ if ignored => None,
            Some(clause) if !clause.trailing && clause.start == 0 => Some(clause.condition.clone()),
            None if hits.is_empty() => {
                conditions::whole(&sentence, language, self.names, self.context.name)
            }
            _ => None,
        };
        (Line { pending, condition }, case)
    }

    /// The `when` of what a hit states: the conditions from above and its own. Conditions that
    /// only say "if it is present" or "if it is not sent" about the parameter itself are left out.
    pub(super) fn when(&self, frame: &Frame, own: Option<&Condition>) -> Option<Condition> {
        let conditions = frame
            .when
            .iter()
            .chain(own)
            .filter_map(|condition| self.without_presence(condition));
        conditions::all_of(conditions.collect())
    }

    fn without_presence(&self, condition: &Condition) -> Option<Condition> {
        if self.is_presence(condition) {
            return None;
        }
        // "If it is not specified or not supported": one of the two is enough.
        if condition.any.iter().any(|part| self.is_absence(part)) {
            return None;
        }
        if condition.all.is_empty() || others_absent(condition) {
            return Some(condition.clone());
        }
        conditions::all_of(
            condition
                .all
                .iter()
                .filter_map(|part| self.without_presence(part))
                .collect(),
        )
    }

    /// Whether a condition is, alone or with others, that the parameter is not sent.
    pub(super) fn is_absence(&self, condition: &Condition) -> bool {
        let alone = condition.parameter.as_deref() == Some(self.context.name)
            && condition
                .operator
                .is_some_and(|operator| operator.0 == Operator::Absent);
        let parts = || condition.all.iter().chain(&condition.any);
        alone || parts().any(|part| self.is_absence(part))
    }

    /// Whether a condition only asks for the presence of the parameter itself.
    pub(super) fn is_presence(&self, condition: &Condition) -> bool {
        condition.parameter.as_deref() == Some(self.context.name)
            && condition
                .operator
                .is_some_and(|operator| matches!(operator.0, Operator::Present | Operator::Absent))
    }

    /// Adds what a hit states.
    pub(super) fn state(&mut self, told: &kinds::Told<'_, '_>, mut part: Constraint, shape: bool) {
        if part.when.is_none() {
            let in_words = part
                .default
                .as_ref()
                .is_some_and(|default| default.text.is_some());
            let own = if in_words {
                told.sentence.leading(told.hit)
            } else {
                told.sentence.condition(told.hit)
            };
            let own = own
                .filter(|_| self.spent != self.sentence || told.hit.rule.kind == Kind::OnlyValues)
                .or_else(|| self.class_of_resources(told))
                .filter(|own| {
                    !(kinds::is_about_items(told.hit.rule.kind) && self.asks_for_several(own))
                });
            part.when = self.when(told.frame, own.as_ref());
        }
        if let Some(violation) = told.hit.rule.with.violation {
            part.violation = violation;
        }
        let lead = clean(told.opening);
        let near = told.sentence.lead(told.hit.start).to_owned();
        self.push(
            part,
            told.sentence.raw,
            lead,
            shape,
            told.hit.rule.kind == Kind::OnlyValues
                || (told.hit.rule.kind == Kind::Charset && told.hit.rule.with.only),
        );
        if let Some(found) = self.found.last_mut() {
            found.near = near;
            found.bullet = told.frame.bullet;
        }
    }

    /// Adds a constraint, joined with one of the same sentence where both hold in the same case.
    pub(super) fn push(
        &mut self,
        mut part: Constraint,
        raw: &str,
        lead: String,
        shape: bool,
        only: bool,
    ) {
        part.text.get_or_insert_with(|| raw.to_owned());
        let sentence = self.sentence;
        if shape {
            for found in self
                .found
                .iter_mut()
                .rev()
                .take_while(|found| found.sentence == sentence)
            {
                if found.shape && kinds::merge::merge(&mut found.constraint, &part) {
                    found.only |= only;
                    return;
                }
            }
        }
        self.found.push(Found {
            constraint: part,
            sentence,
            lead,
            near: String::new(),
            bullet: false,
            sibling: false,
            shape,
            only,
            paired: false,
        });
    }

    pub(super) fn finish(mut self) -> RowReading {
        super::checks::complete(&mut self);
        let example = self.context.example;
        let kind = self.context.kind;
        let mut constraints: Vec<Constraint> = Vec::new();
        // What was stated so far, without the sentences.
        let mut stated: Vec<Constraint> = Vec::new();
        for found in self.found {
            let mut constraint = found.constraint;
            let empty = Constraint {
                when: constraint.when.clone(),
                scope: constraint.scope,
                violation: constraint.violation,
                confidence: constraint.confidence,
                text: constraint.text.clone(),
                ..Constraint::default()
            };
            if constraint == empty {
                continue;
            }
            let text = constraint.text.take();
            if stated.contains(&constraint) {
                continue;
            }
            super::weigh::weigh(&mut constraint, example, kind);
            stated.push(constraint.clone());
            constraint.text = text;
            constraints.push(constraint);
        }
        super::weigh::conflicts(&mut constraints);
        RowReading {
            constraints,
            index_range: self.index_range,
            role: self.role,
            required_text: self.required_text,
            unread: self.unread,
        }
    }
}
