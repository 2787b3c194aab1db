//! Specs for tools of the OpenAPI and JSON Schema world.
//!
//! [`openapi`] makes an OpenAPI 3.1 document, [`openapi_files`] one for each operation,
//! [`json_schema`] a JSON Schema (2020-12) of an operation's request.
//!
//! # What is said in which words
//!
//! Rules that JSON Schema has a word for are said in that word, and rules about characters and
//! parts of a text (`charset`, `startsWith`, `notPrefix` …) as one `pattern`. What neither says
//! stands, as the spec writes it, under `x-doctract-constraints`: rules about what happens in time,
//! rules that only hold in some case (in a JSON Schema these become `if` and `then` where
//! parameters decide the case), rules whose breach is not refused, and readings that are a guess.
//! Other keys that begin with `x-doctract-` say how a value travels, what it is for and what its
//! values mean.
//!
//! # How RPC operations become paths
//!
//! All operations of the RPC style share the path `/` and are told apart by the parameter `Action`.
//! OpenAPI tells operations apart by path and method only. So a document with one operation has the
//! path `/`; one with several has `/#Action=CreateSnapshot`, `/#Action=DeleteSnapshot` …, with
//! `Action` as a parameter of one value. Clients send no fragment, so requests made from either are
//! the same. Validators, documentation and clients made from the document take such paths; a mock
//! server or a proxy that routes by path does not: give it [`openapi_files`].
//!
//! ```
//! use doctract_spec::export::{OpenApiOptions, json_schema, openapi};
//!
//! let text = "{doctract: 1, product: Ecs, version: 2014-05-26, operation: StartInstance,
//!     request: {parameters: [{name: InstanceId, type: string, required: true,
//!         constraints: [{maxLength: 64, charset: ascii}]}]}}";
//! let operation = doctract_spec::yaml::load("StartInstance.yaml", text).unwrap();
//!
//! let document = openapi(std::slice::from_ref(&operation), &OpenApiOptions::default());
//! assert_eq!(document["openapi"], "3.1.0");
//! assert_eq!(document["paths"]["/"]["get"]["operationId"], "StartInstance");
//!
//! let schema = json_schema(&operation);
//! assert_eq!(schema["required"][0], "InstanceId");
//! assert_eq!(schema["properties"]["InstanceId"]["maxLength"], 64);
//! ```

mod answers;
mod conditions;
mod document;
mod object;
mod parameters;
mod pattern;
mod value;

pub use document::{OpenApiOptions, RpcMethod, file_names, openapi, openapi_files};

use crate::Operation;
use conditions::Between;
use serde_json::{Value, json};
use value::Schema;

/// The JSON Schema of an operation's request: parameters as members, lists and objects nested (not
/// in the flat names by which they travel; those are given as `x-doctract-flatten`).
pub fn json_schema(operation: &Operation) -> Value {
    let between = Between::of(operation);
    let (product, version) = (&operation.product, &operation.version);
    let name = &operation.operation;
    let mut schema = Schema::new();
    schema.insert(
        "$schema".into(),
        "https://json-schema.org/draft/2020-12/schema".into(),
    );
    schema.insert(
        "$id".into(),
        format!("urn:doctract:{product}:{version}:{name}").into(),
    );
    schema.insert("title".into(), name.clone().into());
    if let Some(summary) = &operation.summary {
        schema.insert("description".into(), summary.clone().into());
    }
    if let Some(body) = &operation.request.body
        && operation.request.parameters.is_empty()
    {
        if let Value::Object(body) = object::schema(body, &between) {
            schema.extend(body);
        }
        return Value::Object(schema);
    }
    schema.insert("type".into(), "object".into());
    let mut fields = operation.request.parameters.clone();
    fields.extend(
        operation
            .request
            .body
            .as_deref()
            .map(|body| crate::model::Field {
                name: match body.name.as_str() {
                    "" => "body".to_owned(),
                    name => name.to_owned(),
                },
                ..body.clone()
            }),
    );
    object::members(&fields, &between, &mut schema);
    if !between.rules.is_empty() {
        schema.insert("allOf".into(), between.rules.clone().into());
    }
    let whole: Vec<_> = operation.constraints.iter().collect();
    value::entries(&whole, &mut schema);
    between.without_said(&mut schema);
    if operation.deprecated {
        schema.insert("deprecated".into(), json!(true));
    }
    Value::Object(schema)
}
