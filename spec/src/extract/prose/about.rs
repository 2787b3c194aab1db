//! What a phrase is about: this parameter or another, the value or something else, before or after
//! encoding.

use super::conditions::words_only;
use super::kinds::Told;
use super::kinds::relation::says;
use super::language::Hit;
use super::reader::Reader;
use super::sentence::Sentence;
use super::table::Kind;
use crate::model::{Condition, Scope, Type};

impl Reader<'_> {
    /// Whether a parameter other than the own one is what a hit speaks of.
    pub(super) fn is_foreign(&self, sentence: &Sentence<'_>, hit: &Hit<'_>) -> bool {
        let subjects = sentence.subjects(hit, self.names, self.language.english);
        if subjects.is_empty() {
            return self.names.mentions_unknown(sentence.lead(hit.start));
        }
        subjects
            .iter()
            .all(|mention| mention.name != self.context.name)
    }

    /// Whether the subject is a count of something else, or a member of a structured value. A
    /// phrase without a subject, or with a pronoun, speaks of what the one before it spoke of.
    pub(super) fn is_about_something_else(
        &mut self,
        sentence: &Sentence<'_>,
        hit: &Hit<'_>,
    ) -> bool {
        let lead = sentence.lead(hit.start).to_ascii_lowercase();
        let words = &self.language.words;
        // `<name>的长度`: a part of a template.
        if lead.contains('<') && lead.contains('>') {
            return true;
        }
        if lead.is_empty() && self.subject_sentence != self.sentence {
            return false;
        }
        if lead.is_empty() || words.pronouns.contains(&lead) {
            return self.other_subject;
        }
        if self.other_subject && self.is_same_subject(&lead) {
            return true;
        }
        self.subject_sentence = self.sentence;
        self.subject.clone_from(&lead);
        if words.keys.contains(&lead) && !self.context.name.to_ascii_lowercase().ends_with("key") {
            self.about_members = true;
        }
        self.other_subject = (self.about_members
            && (words.keys.contains(&lead) || words.values.contains(&lead)))
            || words
                .foreign
                .iter()
                .any(|word| lead.contains(word.as_str()));
        self.other_subject
    }

    /// `A custom parameter name … The name is …`: the last word of a subject stands for all of it.
    fn is_same_subject(&self, lead: &str) -> bool {
        let verbs = &self.language.words.verbs;
        let nouns = |text: &str| -> Vec<String> {
            let words = text.split(' ');
            let plain = words.filter(|word| !verbs.iter().any(|verb| verb == word));
            plain.map(str::to_owned).collect()
        };
        let (before, now) = (nouns(&self.subject), nouns(lead));
        before.len() > 1 && now.len() == 1 && before.last() == now.last()
    }

    /// Whether the parameter can hold several items, as name, type, example or text say.
    pub(super) fn holds_several(&self) -> bool {
        let name = self.context.name;
        let last = name.rsplit('.').next().unwrap_or_default();
        let plural = last.ends_with('s') || last.ends_with("List") || last.ends_with("list");
        let example = self.context.example.unwrap_or_default();
        plural
            || name.contains(".N")
            || name.contains(".n")
            || matches!(self.context.kind, Type::Array | Type::Json | Type::Object)
            || example.starts_with(['[', '{'])
            || self.index_range.is_some()
            || self
                .found
                .iter()
                .any(|found| found.constraint.list.is_some())
    }

    /// Whether a hit behind an example is about the parameter again: `for example, a. Separate
    /// several with commas`.
    pub(super) fn follows_an_example(&self, hit: &Hit<'_>, sentence: &Sentence<'_>) -> bool {
        hit.rule.kind == Kind::Separator
            && says(
                &sentence.lead(hit.start).to_ascii_lowercase(),
                &self.language.words.several,
            )
    }

    /// Whether a condition only says that several items are wanted, which limits nothing that is
    /// said about lists.
    pub(super) fn asks_for_several(&self, condition: &Condition) -> bool {
        condition
            .text
            .as_ref()
            .is_some_and(|text| says(&text.to_lowercase(), &self.language.words.several))
    }

    /// `Windows实例不能…`: the subject limits the statement to a class of resources.
    pub(super) fn class_of_resources(&self, told: &Told<'_, '_>) -> Option<Condition> {
        let lead = told.sentence.lead(told.hit.start);
        let lower = lead.to_ascii_lowercase();
        let words = &self.language.words.resource_classes;
        let limited = words.iter().any(|word| lower.contains(word.as_str()));
        limited.then(|| words_only(lead))
    }

    /// Before or after encoding, as the words say.
    pub(super) fn scope(&self, sentence: &Sentence<'_>, hit: &Hit<'_>) -> Scope {
        if let Some(scope) = hit.rule.with.scope {
            return scope;
        }
        let words = &self.language.words;
        let before = &sentence.lower[..hit.end];
        let says =
            |text: &str, list: &[String]| list.iter().any(|word| text.contains(word.as_str()));
        if says(&sentence.lower, &words.after_encoding) {
            return Scope::Encoded;
        }
        if says(&sentence.lower, &words.decoded) {
            Scope::Decoded
        } else if says(before, &words.encoded) {
            Scope::Encoded
        } else if says(before, &words.each) {
            Scope::Item
        } else {
            Scope::Value
        }
    }
}
