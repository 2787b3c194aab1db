//! A dialect as it stands in its YAML file.

use crate::model::{PreconditionKind, Role, Style, Type};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The file. `aliyun.yaml` beside this module explains every key.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct DialectFile {
    pub(super) dialect: String,
    pub(super) sections: BTreeMap<SectionKind, Vec<String>>,
    pub(super) labels: BTreeMap<Label, Vec<String>>,
    pub(super) columns: BTreeMap<Column, Vec<String>>,
    pub(super) fields: BTreeMap<ListField, Vec<String>>,
    pub(super) types: BTreeMap<Type, Vec<String>>,
    pub(super) misspelt_types: BTreeMap<Type, Vec<String>>,
    pub(super) arrays_of: Vec<String>,
    pub(super) type_suffixes: Vec<String>,
    pub(super) required: BTreeMap<YesNo, Vec<String>>,
    pub(super) positions: BTreeMap<Place, Vec<String>>,
    pub(super) placeholders: Vec<String>,
    pub(super) operation_parameter: Option<String>,
    pub(super) common_parameters: Vec<String>,
    pub(super) common_names: Vec<String>,
    pub(super) index_letters: Vec<String>,
    pub(super) member_marks: Vec<String>,
    pub(super) explorer_hosts: Vec<String>,
    pub(super) error_centres: Vec<String>,
    pub(super) service_domains: Vec<String>,
    pub(super) products: BTreeMap<String, Product>,
    pub(super) blames: BlameWords,
}

/// What a section of a page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SectionKind {
    /// What the operation does, and what must be true.
    Description,
    /// The link to the vendor's explorer.
    Debugging,
    /// Request headers.
    RequestHeaders,
    /// Method and path.
    RequestSyntax,
    /// The address of the service.
    Endpoint,
    /// Request parameters.
    RequestParameters,
    /// The body of the request.
    RequestBody,
    /// More about one parameter.
    ParameterDetails,
    /// The fields of the answer.
    ResponseParameters,
    /// The headers of the answer.
    ResponseHeaders,
    /// Examples of all kinds.
    Examples,
    /// Examples of requests.
    RequestExample,
    /// Examples of answers.
    ResponseExample,
    /// Examples of failures.
    ErrorExample,
    /// Error codes.
    Errors,
    /// What every request carries or every answer has; no part of one operation.
    Common,
    /// The permissions that a caller needs.
    Permissions,
    /// Nothing about parameters.
    Unrelated,
}

/// What a short line before a code block announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Label {
    /// A request.
    Request,
    /// A good answer.
    Success,
    /// A bad answer.
    Failure,
    /// A body in JSON.
    Json,
    /// A body in XML.
    Xml,
}

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Column {
    /// The name of a parameter or field.
    Name,
    /// The name of a header.
    Header,
    /// Its type.
    Type,
    /// Whether it is required.
    Required,
    /// An example value.
    Example,
    /// What it means.
    Description,
    /// Where it travels.
    Position,
    /// The HTTP status of an error.
    Status,
    /// The code of an error.
    Code,
    /// The message of an error.
    Message,
}

/// A field of a definition list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ListField {
    /// The type.
    Type,
    /// Whether it is required.
    Required,
    /// What it means.
    Description,
    /// A rule about the value.
    Rules,
    /// The name once more.
    Name,
    /// An example value.
    Example,
    /// The HTTP status of an error.
    Status,
    /// The message of an error.
    Message,
}

/// A plain answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum YesNo {
    /// Yes.
    Yes,
    /// No.
    No,
}

/// Where a parameter travels, as keys; each variant is the position with the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Place {
    Query,
    Header,
    Path,
    Body,
    Host,
}

/// What is known of a product.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct Product {
    /// The API version that pages without one mean.
    pub(crate) version: Option<String>,
    /// How its operations are called.
    pub(crate) style: Option<Style>,
    /// Folders that hold its pages.
    pub(crate) folders: Vec<String>,
    /// First labels of its hosts.
    pub(crate) hosts: Vec<String>,
}

/// How an error code says what it is about.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct BlameWords {
    /// Beginnings of a part that say nothing about which parameter.
    pub(crate) prefixes: Vec<String>,
    /// Ends of a part that say nothing about which parameter.
    pub(crate) suffixes: Vec<String>,
    /// Ends of a part that mean "no such thing".
    pub(crate) absent: Vec<String>,
    /// Ends of parameters that name a thing.
    pub(crate) identifiers: Vec<String>,
    /// Parameters that never name the thing that is looked for.
    pub(crate) never: Vec<String>,
    /// Parts about a parameter with a role.
    pub(crate) roles: BTreeMap<RoleName, Vec<String>>,
    /// Beginnings of parts about a precondition.
    pub(crate) preconditions: BTreeMap<PreconditionName, Vec<String>>,
}

/// The roles that codes name; each variant is the role with the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RoleName {
    IdempotencyToken,
    DryRun,
    NextToken,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::IdempotencyToken => Self::IdempotencyToken,
            RoleName::DryRun => Self::DryRun,
            RoleName::NextToken => Self::NextToken,
        }
    }
}

/// The kinds of preconditions that codes name; each variant is the kind with the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum PreconditionName {
    Quota,
    Frequency,
    Lock,
}

impl From<PreconditionName> for PreconditionKind {
    fn from(name: PreconditionName) -> Self {
        match name {
            PreconditionName::Quota => Self::Quota,
            PreconditionName::Frequency => Self::Frequency,
            PreconditionName::Lock => Self::Lock,
        }
    }
}
