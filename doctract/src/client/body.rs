//! The JSON body of an operation with a path of its own.

use crate::stated::Rules;
use crate::visit::{Position, Shown as _, Visitor};
use crate::{Request, Value};
use doctract_core::{Indices, wire};
use serde_json::Value as Json;

/// The parameters that travel in the body, as one JSON value; `None` if there are none, or if the
/// operation has no path of its own.
pub(super) fn body<R: Request>(request: &R) -> Option<Json> {
    R::OPERATION.path?;
    let mut collector = Collector {
        indices: Indices::NONE,
        in_body: false,
        body: None,
    };
    request.show(&mut collector);
    collector.body
}

struct Collector {
    indices: Indices,
    in_body: bool,
    body: Option<Json>,
}

impl<'a> Visitor<'a> for Collector {
    fn value(&mut self, name: &'static str, value: Value<'a>, _rules: Rules) {
        let value = match value {
            _ if !self.in_body => return,
            Value::Absent => return,
            Value::Text(text) => Json::from(text),
            Value::Integer(number) => Json::from(number),
            Value::Float(number) => Json::from(number),
            Value::Boolean(truth) => Json::from(truth),
        };
        let name = wire::indexed(name, self.indices.as_slice());
        let mut target = self.body.get_or_insert(Json::Null);
        // A body that is one value is called `body` itself.
        let path = name.strip_prefix("body.").unwrap_or(&name);
        for part in path.split('.').filter(|part| *part != "body") {
            target = step(target, part);
        }
        *target = value;
    }

    fn enter(&mut self, index: u32) {
        self.indices.push(index);
    }

    fn leave(&mut self) {
        self.indices.pop();
    }

    fn position(&mut self, position: Position) {
        self.in_body = position == Position::Body;
    }
}

/// The member or element below `json`; what is not there yet is made.
fn step<'j>(json: &'j mut Json, part: &str) -> &'j mut Json {
    match part.parse::<usize>() {
        Ok(index) if !json.is_object() => {
            if !json.is_array() {
                *json = Json::Array(Vec::new());
            }
            match json {
                Json::Array(items) => {
                    let at = index.saturating_sub(1).min(items.len());
                    if at == items.len() {
                        items.push(Json::Null);
                    }
                    &mut items[at]
                }
                other => other,
            }
        }
        _ => {
            if !json.is_object() {
                *json = Json::Object(serde_json::Map::new());
            }
            &mut json[part]
        }
    }
}
