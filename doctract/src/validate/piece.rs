//! Values taken apart: the items of a list in one value, and numbers with an exponent.

use crate::rules::{ListForm, StaticRule};
use doctract_core::{Found, Number, Rule};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, SeqAccess, Visitor,
};
use std::fmt;

/// What breaks a rule in a text. A floating-point text with an exponent (`1e3`) is judged in the
/// plain form that numeric rules read.
#[inline]
pub(super) fn broken(rule: &StaticRule, text: &str) -> Option<Found> {
    match rule.broken_by(text) {
        Some(Found::Unreadable) => broken_as_float(rule, text),
        verdict => verdict,
    }
}

#[cold]
fn broken_as_float(rule: &StaticRule, text: &str) -> Option<Found> {
    let numeric = matches!(
        rule,
        Rule::Minimum(_)
            | Rule::Maximum(_)
            | Rule::ExclusiveMinimum(_)
            | Rule::ExclusiveMaximum(_)
            | Rule::MultipleOf(_)
    );
    match text.parse::<f64>() {
        Ok(number) if numeric && number.is_finite() && text.parse::<Number>().is_err() => {
            rule.broken_by(&number.to_string())
        }
        _ => Some(Found::Unreadable),
    }
}

/// Shows every item of a list in one value. `None` where the value is not the JSON array that it
/// should be: then no item is shown.
pub(super) fn each_item(text: &str, form: ListForm, look: &mut dyn FnMut(&str)) -> Option<()> {
    match form {
        ListForm::Separated(_) if text.is_empty() => {}
        ListForm::Separated(separator) => text.split(separator).for_each(look),
        ListForm::Json => {
            // A list of nothing: it takes no memory.
            serde_json::from_str::<Vec<IgnoredAny>>(text).ok()?;
            let mut deserializer = serde_json::Deserializer::from_str(text);
            deserializer.deserialize_seq(Items(look)).ok()?;
        }
    }
    Some(())
}

/// The number of items; `None` as for [`each_item`].
pub(super) fn count(text: &str, form: ListForm) -> Option<u64> {
    let mut count = 0;
    each_item(text, form, &mut |_| count += 1)?;
    Some(count)
}

struct Items<'l>(&'l mut dyn FnMut(&str));

impl<'de> Visitor<'de> for Items<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Item(&mut *self.0))?.is_some() {}
        Ok(())
    }
}

/// One item as a wire text: a string without its quotes, anything else as JSON.
struct Item<'l>(&'l mut dyn FnMut(&str));

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Item<'_> {
    fn json(self, value: impl Into<serde_json::Value>) {
        (self.0)(&value.into().to_string());
    }
}

impl<'de> Visitor<'de> for Item<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        (self.0)(text);
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.json(value);
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.json(value);
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.json(value);
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.json(value);
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.json(serde_json::Value::Null);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        let items = serde::de::value::SeqAccessDeserializer::new(items);
        let value = serde_json::Value::deserialize(items)?;
        self.json(value);
        Ok(())
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, members: A) -> Result<(), A::Error> {
        let members = serde::de::value::MapAccessDeserializer::new(members);
        let value = serde_json::Value::deserialize(members)?;
        self.json(value);
        Ok(())
    }
}
