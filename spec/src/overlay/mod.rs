//! Overlays: corrections of a spec that survive its regeneration.
//!
//! A page is wrong now and then. What is put right stands in `<Operation>.overlay.yaml` next to
//! the spec, says why, and says what the page told when it was written, so that it is noticed
//! when the page changes.
//!
//! ```
//! use doctract_spec::{Operation, overlay};
//!
//! let file = "overlay: 1
//! because: the live service answers 400
//! actions:
//! - { target: 'errors[code=Malformed].status', expect: 404, set: 400 }
//! ";
//! let overlay = overlay::load("Ping.overlay.yaml", file).unwrap();
//! let mut operation = Operation { doctract: 1, ..Operation::default() };
//! operation.product = "Ecs".into();
//! operation.version = "v1".into();
//! operation.operation = "Ping".into();
//! let row = doctract_spec::model::ErrorRow { status: Some(404), code: "Malformed".into(), ..Default::default() };
//! operation.errors.push(row);
//! let (corrected, findings) = overlay::apply(&operation, &overlay);
//! assert_eq!(corrected.errors[0].status, Some(400));
//! assert!(findings.is_empty());
//! ```

mod add;

pub use add::{Correction, add, value};

use crate::path::{Path, Step};
use crate::yaml::{self, Format, Places, SPEC, Tree};
use crate::{Diagnostic, Operation, Severity, Span};
use serde::{Deserialize, Serialize};

/// The format of overlay files.
pub const OVERLAY: Format = Format {
    key: "overlay",
    version: 1,
};

/// The corrections of one spec.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Overlay {
    /// The version of the format: 1.
    pub overlay: u32,
    /// Why the corrections are made, where no action says it for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// The corrections, applied in this order.
    #[serde(default)]
    pub actions: Vec<Action>,
    /// The file as the user named it, for messages.
    #[serde(skip)]
    pub file: String,
}

/// One correction: exactly one of `set`, `add` and `remove`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Action {
    /// The place in the spec: `errors[code=InvalidDescription.Malformed].status`.
    pub target: String,
    /// What the spec says there without the correction. When it says something else the action is
    /// stale and not applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Value>"))]
    pub expect: Option<Tree>,
    /// The value that belongs there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Value>"))]
    pub set: Option<Tree>,
    /// An entry that belongs at the end of the list there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Value>"))]
    pub add: Option<Tree>,
    /// Whether what stands there does not belong there. Of a list, every entry that the target
    /// names is removed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub remove: bool,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Where the action stands in its file.
    #[serde(skip)]
    pub place: Option<Span>,
}

/// Reads an overlay. `file` is the name shown in diagnostics.
///
/// # Errors
///
/// Every error found, with line and column: what the loader of specs refuses, targets that are no
/// paths, actions that do not do exactly one thing or do not say why.
pub fn load(file: &str, text: &str) -> Result<Overlay, Vec<Diagnostic>> {
    let mut overlay: Overlay = yaml::read(file, text, &OVERLAY)?;
    file.clone_into(&mut overlay.file);
    let places = Places::of(text);
    let mut errors = Vec::new();
    if overlay.overlay != OVERLAY.version {
        let span = places.find(&keys(&["overlay"])).map(|place| place.value);
        errors.push(OVERLAY.unsupported(file, span, u64::from(overlay.overlay)));
    }
    let because = overlay.because.clone();
    for (at, action) in overlay.actions.iter_mut().enumerate() {
        let path = keys(&["actions"]).with(Step::Index(at));
        let member = |key: &str| path.with(Step::Key(key.to_owned()));
        for (key, value) in [
            ("expect", &mut action.expect),
            ("set", &mut action.set),
            ("add", &mut action.add),
        ] {
            // Read again with the spelling of plain words.
            *value = places.tree(&member(key)).or(value.take());
        }
        action.place = places.find(&path).map(|place| place.value);
        let mut error = |code, message: String| {
            errors.push(Diagnostic {
                code,
                severity: Severity::Error,
                file: file.to_owned(),
                span: action.place,
                message,
                advice: None,
            });
        };
        if let Err(reason) = action.target.parse::<Path>() {
            error("overlay-target", reason.to_string());
        }
        let does = [action.set.is_some(), action.add.is_some(), action.remove];
        if does.iter().filter(|does| **does).count() != 1 {
            let message = "an action takes exactly one of `set`, `add` and `remove: true`";
            error("overlay-action", message.to_owned());
        }
        if action.because.is_none() && because.is_none() {
            error(
                "overlay-because",
                "nothing says why: `because` is missing".to_owned(),
            );
        }
    }
    if errors.is_empty() {
        Ok(overlay)
    } else {
        Err(errors)
    }
}

fn keys(keys: &[&str]) -> Path {
    let steps: Vec<_> = keys
        .iter()
        .map(|key| Step::Key((*key).to_owned()))
        .collect();
    Path::from(steps)
}

/// The corrected spec, and every action that could not be applied as meant:
///
/// - `overlay-gone` (error): the target is not there;
/// - `overlay-stale` (error): the spec no longer says what `expect` says;
/// - `overlay-invalid` (error): the result is no spec;
/// - `overlay-idle` (warning): the spec already says so.
///
/// Actions with an error are left out, the others applied. Applying an overlay to its own result
/// changes nothing; one that would (it adds an entry and then changes it, or removes by index)
/// is not applied at all and reported:
///
/// - `overlay-unstable` (error): applied twice, it gives something else.
pub fn apply(operation: &Operation, overlay: &Overlay) -> (Operation, Vec<Diagnostic>) {
    let (corrected, mut found) = apply_once(operation, overlay);
    if corrected == *operation || apply_once(&corrected, overlay).0 == corrected {
        return (corrected, found);
    }
    found.push(Diagnostic {
        code: "overlay-unstable",
        severity: Severity::Error,
        file: overlay.file.clone(),
        span: None,
        message: "applied twice, the overlay gives something else than applied once".to_owned(),
        advice: Some(
            "add an entry as it is to be, and name entries by [name=…] and not by number".into(),
        ),
    });
    (operation.clone(), found)
}

fn apply_once(operation: &Operation, overlay: &Overlay) -> (Operation, Vec<Diagnostic>) {
    let mut corrected = operation.clone();
    let mut found = Vec::new();
    for action in &overlay.actions {
        match corrected_by(&corrected, action) {
            Ok(result) => corrected = result,
            Err(fault) => found.push(fault.diagnostic(overlay, action)),
        }
    }
    (corrected, found)
}

/// Why an action changes nothing.
enum Fault {
    Gone(String),
    Stale(String),
    Invalid(String),
    Idle,
}

impl Fault {
    fn diagnostic(self, overlay: &Overlay, action: &Action) -> Diagnostic {
        let target = &action.target;
        let (code, severity, message, advice) = match self {
            Self::Gone(missing) => (
                "overlay-gone",
                Severity::Error,
                format!("the spec has no `{missing}`"),
                "has the page renamed or dropped it? Then change or remove the action",
            ),
            Self::Stale(now) => (
                "overlay-stale",
                Severity::Error,
                format!("`{target}` is no longer what the action expects, but {now}"),
                "check whether the correction is still right, then change `expect`",
            ),
            Self::Invalid(reason) => (
                "overlay-invalid",
                Severity::Error,
                format!("with the action it is no spec any more: {reason}"),
                "see the schema of specs for what can stand there",
            ),
            Self::Idle => (
                "overlay-idle",
                Severity::Warning,
                format!("the spec already is as the action wants `{target}`"),
                "remove the action",
            ),
        };
        Diagnostic {
            code,
            severity,
            file: overlay.file.clone(),
            span: action.place,
            message,
            advice: Some(advice.to_owned()),
        }
    }
}

fn corrected_by(operation: &Operation, action: &Action) -> Result<Operation, Fault> {
    let path: Path = match action.target.parse() {
        Ok(path) => path,
        Err(reason) => return Err(Fault::Invalid(format!("{reason}"))),
    };
    let mut tree = Tree::of(operation);
    change(&mut tree, &path, action)?;
    // Through the file form: there a plain word becomes what its place wants it to be.
    let text = yaml::tree_text(&tree);
    let result: Operation = yaml::read("", &text, &SPEC).map_err(|errors| {
        let reasons: Vec<_> = errors.into_iter().map(|error| error.message).collect();
        Fault::Invalid(reasons.join("; "))
    })?;
    if result == *operation {
        return Err(Fault::Idle);
    }
    Ok(result)
}

fn change(root: &mut Tree, path: &Path, action: &Action) -> Result<(), Fault> {
    let Some((above, last)) = path.split_last() else {
        return Err(Fault::Invalid("the target is the whole spec".to_owned()));
    };
    let mut parent = root;
    for (at, step) in above.steps().iter().enumerate() {
        let gone = || Fault::Gone(Path::from(above.steps()[..=at].to_vec()).to_string());
        parent = child(parent, step).ok_or_else(gone)?;
    }
    let current = child(parent, last).map(|current| current.clone());
    let idle = match (&action.set, &action.add, &current) {
        (Some(wanted), _, Some(current)) => wanted.says_same(current),
        (_, Some(wanted), Some(Tree::List(items))) => {
            items.iter().any(|item| wanted.says_same(item))
        }
        (None, None, None) => true,
        _ => false,
    };
    if idle {
        return Err(Fault::Idle);
    }
    if let Some(expected) = &action.expect {
        match &current {
            Some(current) if expected.says_same(current) => {}
            Some(current) => return Err(Fault::Stale(in_words(current))),
            None => return Err(Fault::Stale("absent".to_owned())),
        }
    }
    match (&action.set, &action.add, child(parent, last)) {
        (Some(wanted), _, Some(current)) => *current = wanted.clone(),
        (None, Some(wanted), Some(Tree::List(items))) => items.push(wanted.clone()),
        (None, Some(_), Some(_)) => return Err(Fault::Invalid(format!("`{path}` is no list"))),
        (None, None, Some(_)) => remove(parent, last),
        (set, add, None) => {
            let added = add.as_ref().map(|entry| Tree::List(vec![entry.clone()]));
            let (Some(value), Step::Key(key)) = (set.clone().or(added), last) else {
                return Err(Fault::Gone(path.to_string()));
            };
            insert(parent, key, value);
        }
    }
    Ok(())
}

fn in_words(value: &Tree) -> String {
    match value.scalar() {
        Some(text) => format!("`{text}`"),
        None => "another list or mapping".to_owned(),
    }
}

fn child<'t>(value: &'t mut Tree, step: &Step) -> Option<&'t mut Tree> {
    match (step, value) {
        (Step::Key(key), Tree::Map(members)) => members
            .iter_mut()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value),
        (Step::Index(index), Tree::List(items)) => items.get_mut(*index),
        (Step::Where(key, wanted), Tree::List(items)) => items
            .iter_mut()
            .find(|item| item.member(key).and_then(Tree::scalar) == Some(wanted)),
        _ => None,
    }
}

/// Adds a member to a mapping; anything else takes no members, which reading the result tells.
fn insert(parent: &mut Tree, key: &str, value: Tree) {
    match parent {
        Tree::Map(members) => members.push((key.to_owned(), value)),
        other => *other = Tree::Map(vec![(key.to_owned(), value)]),
    }
}

fn remove(parent: &mut Tree, step: &Step) {
    match (step, parent) {
        (Step::Key(key), Tree::Map(members)) => members.retain(|(name, _)| name != key),
        (Step::Index(index), Tree::List(items)) => drop(items.remove(*index)),
        (Step::Where(key, wanted), Tree::List(items)) => {
            items.retain(|item| item.member(key).and_then(Tree::scalar) != Some(wanted));
        }
        _ => {}
    }
}
