//! From a spec to the items that will stand in Rust: names settled, types chosen, nothing printed.

mod errors;
mod request;
mod response;
mod types;

pub(crate) use errors::{ErrorVariant, lower_errors, lower_product_errors};
pub(crate) use types::{Body, EnumVariant, Kind, Member, TypeDef, TypeId, TypeTable};

use crate::Options;
use crate::ident::{self, Scope};
use crate::rename::Renames;
use doctract_spec::Operation;
use doctract_spec::names::Names;

/// One operation, ready to be printed.
pub(crate) struct Item<'a> {
    /// The spec.
    pub(crate) operation: &'a Operation,
    /// Its flat view; [`Member::node`] points into it.
    pub(crate) names: &'a Names<'a>,
    /// The module.
    pub(crate) module: String,
    /// The request struct; the other names begin with it.
    pub(crate) name: String,
    /// The request's members, in documented order.
    pub(crate) members: Vec<Member>,
    /// The answer's members.
    pub(crate) response: Vec<Member>,
    /// The variants of the error kind.
    pub(crate) errors: Vec<ErrorVariant>,
    /// Nested structs and enums of request and answer.
    pub(crate) types: TypeTable,
}

/// The operations of one product and version, ready to be printed.
pub(crate) struct Api<'a> {
    /// The operations.
    pub(crate) items: Vec<Item<'a>>,
    /// What the error types of the product begin with; none where one operation is all there is.
    pub(crate) errors_name: Option<String>,
    /// The variants of the product's error kind.
    pub(crate) errors: Vec<ErrorVariant>,
}

/// Settles names and types of the operations of one API.
pub(crate) fn lower_all<'a>(
    operations: &[&'a Operation],
    names: &'a [Names<'a>],
    options: &Options,
    renames: &mut Renames<'_>,
) -> Api<'a> {
    let mut modules = Scope::default();
    modules.take("types", "");
    let mut roots = Scope::default();
    let pairs = operations.iter().zip(names);
    let items: Vec<_> = pairs
        .map(|(operation, names)| {
            lower(operation, names, options, renames, &mut modules, &mut roots)
        })
        .collect();
    let several = operations.first().filter(|_| operations.len() > 1);
    Api {
        items,
        errors_name: several.map(|first| roots.take(&ident::pascal(&first.product), "Api")),
        errors: lower_product_errors(operations, renames),
    }
}

/// Settles names and types of one operation. `modules` and `roots` are the names given so far at
/// the level of the whole API.
fn lower<'a>(
    operation: &'a Operation,
    names: &'a Names<'a>,
    options: &Options,
    renames: &mut Renames<'_>,
    modules: &mut Scope,
    roots: &mut Scope,
) -> Item<'a> {
    let chosen = renames.of_type(&operation.operation, &operation.operation);
    let wanted = chosen.unwrap_or_else(|| ident::pascal(&operation.operation));
    let name = roots.take_type(&wanted);
    let module = modules.take(&ident::snake(&name), "operation");
    let mut types = TypeTable::default();
    for suffix in ["", "Builder", "Response", "Error", "ErrorKind"] {
        types.reserve(&format!("{name}{suffix}"));
    }
    let members = request::lower_request(operation, names, renames, &mut types);
    let response = response::lower_response(operation, renames, options, &mut types);
    let errors = lower_errors(operation, renames);
    Item {
        operation,
        names,
        module,
        name,
        members,
        response,
        errors,
        types,
    }
}
