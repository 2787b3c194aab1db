//! OpenAPI 3.1 documents.

use super::conditions::Between;
use super::value::Schema;
use super::{answers, object, parameters};
use crate::Operation;
use crate::files::path_part;
use crate::model::{Field, Position, Style};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};

/// How to write an OpenAPI document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpenApiOptions {
    /// The title; the product when absent.
    pub title: Option<String>,
    /// The base URLs of the service: `https://ecs.example.com`. None when empty.
    pub servers: Vec<String>,
    /// How many indices of a list are written out: `Tag.1.Key`, `Tag.2.Key`.
    pub max_index: u32,
    /// The method of RPC operations, which take either.
    pub rpc_method: RpcMethod,
}

impl Default for OpenApiOptions {
    fn default() -> Self {
        Self {
            title: None,
            servers: Vec::new(),
            max_index: 2,
            rpc_method: RpcMethod::Get,
        }
    }
}

/// The method by which RPC operations are called; the parameters travel in the query either way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum RpcMethod {
    /// GET, as pages print it.
    #[default]
    Get,
    /// POST.
    Post,
}

/// The methods that OpenAPI knows.
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The OpenAPI 3.1 document of several operations. Of two with one product, version and name (the
/// same page in two languages) the first is taken.
///
/// The module's text says how RPC operations become paths.
pub fn openapi(operations: &[Operation], options: &OpenApiOptions) -> Value {
    let mut seen = BTreeSet::new();
    let once: Vec<&Operation> = operations
        .iter()
        .filter(|one| seen.insert((&one.product, &one.version, &one.operation)))
        .collect();
    document(&once, options)
}

/// One document for each operation, with a file name: `CreateSnapshot.openapi.json`. For tools
/// that route by path alone. See [`file_names`] for operations of one name.
pub fn openapi_files(operations: &[Operation], options: &OpenApiOptions) -> Vec<(String, Value)> {
    let names = file_names(operations, "openapi.json").into_iter();
    let documents = operations.iter().map(|one| document(&[one], options));
    names.zip(documents).collect()
}

/// A file name for each operation, with this ending: one name each, which leads out of no folder.
///
/// Operations that share a name get product, version and language before it, and a number where
/// they share all of these.
///
/// ```
/// use doctract_spec::{Operation, export};
///
/// let named = |product: &str, name: &str| Operation {
///     product: product.into(),
///     version: "v1".into(),
///     operation: name.into(),
///     ..Operation::default()
/// };
/// let operations = [named("Ecs", "Ping"), named("Slb", "Ping"), named("Ecs", "../Pong")];
/// assert_eq!(
///     export::file_names(&operations, "json"),
///     ["ecs-v1-Ping.json", "slb-v1-Ping.json", "_..-Pong.json"],
/// );
/// ```
pub fn file_names(operations: &[Operation], ending: &str) -> Vec<String> {
    let short = |one: &Operation| path_part(&one.operation);
    let mut shared: HashMap<String, usize> = HashMap::new();
    for one in operations {
        *shared.entry(short(one).to_lowercase()).or_default() += 1;
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    let name = |one: &Operation| {
        let short = short(one);
        let mut parts = Vec::new();
        if shared
            .get(&short.to_lowercase())
            .is_some_and(|count| *count > 1)
        {
            parts.extend(one.locale.as_deref().map(path_part));
            parts.push(path_part(&one.product.to_lowercase()));
            parts.push(path_part(&one.version));
        }
        parts.push(short);
        let whole = parts.join("-");
        let again = seen.entry(whole.to_lowercase()).or_default();
        *again += 1;
        match *again {
            1 => format!("{whole}.{ending}"),
            again => format!("{whole}.{again}.{ending}"),
        }
    };
    operations.iter().map(name).collect()
}

fn document(operations: &[&Operation], options: &OpenApiOptions) -> Value {
    let list = |of: fn(&Operation) -> &str| {
        let all: BTreeSet<&str> = operations.iter().map(|one| of(one)).collect();
        all.into_iter().collect::<Vec<_>>().join(", ")
    };
    let products = list(|one| &one.product);
    let mut found = Document {
        alone: operations
            .iter()
            .filter(|one| one.style == Style::Rpc)
            .count()
            <= 1,
        paths: Schema::new(),
        schemas: Schema::new(),
        ids: BTreeSet::new(),
        shapes: HashMap::new(),
        options,
    };
    found
        .schemas
        .insert("Error".into(), answers::error_schema());
    for operation in operations {
        found.add(operation);
    }
    let (paths, schemas) = (found.paths, found.schemas);
    let mut document = Schema::new();
    document.insert("openapi".into(), "3.1.0".into());
    let title = options.title.clone().unwrap_or(products);
    document.insert(
        "info".into(),
        json!({ "title": title, "version": list(|one| &one.version) }),
    );
    if !options.servers.is_empty() {
        let servers = options.servers.iter().map(|url| json!({ "url": url }));
        document.insert("servers".into(), servers.collect());
    }
    document.insert("security".into(), json!([{ "accessKey": [] }]));
    document.insert("paths".into(), paths.into());
    let signature = json!({
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "Signature of the request with an access key, ACS3-HMAC-SHA256. The older \
                        HMAC-SHA1 signature travels in the query as AccessKeyId, Signature, \
                        SignatureMethod, SignatureVersion, SignatureNonce and Timestamp."
    });
    document.insert(
        "components".into(),
        json!({ "schemas": schemas, "securitySchemes": { "accessKey": signature } }),
    );
    document.into()
}

struct Document<'o> {
    /// Whether there is but one RPC operation, which then needs no fragment.
    alone: bool,
    paths: Schema,
    schemas: Schema,
    ids: BTreeSet<String>,
    /// The path that stands for each template, without the names of its variables.
    shapes: HashMap<String, String>,
    options: &'o OpenApiOptions,
}

impl Document<'_> {
    fn add(&mut self, operation: &Operation) {
        let rpc = operation.style == Style::Rpc;
        let path = match (rpc, self.alone) {
            (true, true) => "/".to_owned(),
            (true, false) => format!("/#Action={}", operation.operation),
            (false, _) => template(operation.path.as_deref().unwrap_or("/")),
        };
        let schema = self.unused(&format!("{}Response", operation.operation));
        self.schemas
            .insert(schema.clone(), answers::schema(operation));
        let good = format!("#/components/schemas/{schema}");
        for method in self.methods(operation) {
            let path = self.free(&path, method, &operation.operation);
            let mut entry = self.operation(operation, &path, &good);
            if let Some(body) = body(operation) {
                entry.insert("requestBody".into(), body);
            }
            let item = self.paths.entry(path).or_insert_with(|| json!({}));
            if let Some(item) = item.as_object_mut() {
                item.insert(method.into(), entry.into());
            }
        }
    }

    fn methods(&self, operation: &Operation) -> Vec<&'static str> {
        if operation.style == Style::Rpc {
            return match self.options.rpc_method {
                RpcMethod::Get => vec!["get"],
                RpcMethod::Post => vec!["post"],
            };
        }
        let printed = operation.methods.iter().map(|method| method.to_lowercase());
        let mut known: Vec<_> = printed
            .filter_map(|method| METHODS.into_iter().find(|known| *known == method))
            .collect();
        known.dedup();
        if known.is_empty() {
            known.push(if body(operation).is_some() {
                "post"
            } else {
                "get"
            });
        }
        known
    }

    /// The path, or where another operation has it, the path with a fragment. Templates that differ
    /// in the names of their variables only are one path.
    fn free(&mut self, path: &str, method: &str, name: &str) -> String {
        let mark = if path.contains('#') { '.' } else { '#' };
        let mut free = path.to_owned();
        let mut count = 1;
        loop {
            let holder = self
                .shapes
                .entry(shape(&free))
                .or_insert_with(|| free.clone());
            let item = self.paths.get(&free);
            if *holder == free && item.is_none_or(|item| item.get(method).is_none()) {
                return free;
            }
            free = match count {
                1 => format!("{path}{mark}{name}"),
                count => format!("{path}{mark}{name}.{count}"),
            };
            count += 1;
        }
    }

    fn unused(&mut self, id: &str) -> String {
        let plain: String = id
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || "._-".contains(c) {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        let mut id = plain.clone();
        let mut count = 1;
        while !self.ids.insert(id.clone()) {
            count += 1;
            id = format!("{plain}.{count}");
        }
        id
    }

    fn operation(&mut self, operation: &Operation, path: &str, good: &str) -> Schema {
        let mut entry = Schema::new();
        entry.insert(
            "operationId".into(),
            self.unused(&operation.operation).into(),
        );
        entry.insert("tags".into(), json!([operation.product]));
        if let Some(summary) = &operation.summary {
            entry.insert("summary".into(), summary.clone().into());
        }
        if let Some(description) = &operation.description {
            entry.insert("description".into(), description.clone().into());
        }
        if operation.deprecated {
            entry.insert("deprecated".into(), true.into());
        }
        let parameters = parameters::parameters(operation, path, self.options.max_index);
        if !parameters.is_empty() {
            entry.insert("parameters".into(), parameters.into());
        }
        entry.insert("responses".into(), answers::responses(operation, good));
        if !operation.constraints.is_empty() {
            entry.insert(
                super::value::CONSTRAINTS.into(),
                json!(operation.constraints),
            );
        }
        if !operation.preconditions.is_empty() {
            let preconditions = json!(operation.preconditions);
            entry.insert("x-doctract-preconditions".into(), preconditions);
        }
        entry
    }
}

/// A printed path as a template that OpenAPI takes: from the root, without a query.
fn template(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    format!("/{}", path.trim_start_matches('/'))
}

/// A template without the names of its variables.
fn shape(path: &str) -> String {
    let mut parts = path.split('{');
    let mut shape = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shape.push_str("{}");
        shape.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    shape
}

/// The body of a request: named parameters as an object, or one value of its own.
fn body(operation: &Operation) -> Option<Value> {
    if operation.style == Style::Rpc {
        return None;
    }
    let parameters = operation.request.parameters.iter();
    let fields: Vec<Field> = parameters
        .filter(|field| field.position == Some(Position::Body))
        .cloned()
        .collect();
    let between = Between::default();
    let schema = match &operation.request.body {
        Some(body) if fields.is_empty() => object::schema(body, &between),
        _ if fields.is_empty() => return None,
        _ => {
            let mut schema = Schema::new();
            schema.insert("type".into(), "object".into());
            object::members(&fields, &between, &mut schema);
            schema.into()
        }
    };
    let required = fields.iter().any(|field| field.required)
        || operation
            .request
            .body
            .as_ref()
            .is_some_and(|body| body.required);
    Some(json!({
        "required": required,
        "content": { "application/json": { "schema": schema } },
    }))
}
