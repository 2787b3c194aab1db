//! Writing a correction into the overlay of a spec.

use super::{Action, OVERLAY, Overlay, apply_once, child, load};
use crate::path::{Path, PathError};
use crate::yaml::{self, Places, Tree};
use crate::{Diagnostic, Operation, Severity};

/// What is to be done at a place of a spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Correction {
    /// The value belongs there.
    Set(Tree),
    /// The value belongs at the end of the list there.
    Add(Tree),
    /// What stands there does not belong there.
    Remove,
}

/// The overlay of `operation` with one more action: the text of its file.
///
/// `operation` is the spec without its overlay, `existing` the text of the overlay that there is
/// already, which keeps its comments and its layout. What the spec says at the target until now
/// becomes the action's `expect`. `schema` is the path of the overlays' schema from the file, for
/// the first line of a new file.
///
/// # Errors
///
/// Whatever makes the action useless: a target that is no path or not there, a value that cannot
/// stand there or stands there already; an existing overlay that cannot be read, or that would
/// lose its comments.
///
/// ```
/// use doctract_spec::overlay::{self, Correction};
/// use doctract_spec::yaml::{self, Tree};
///
/// let spec = "doctract: 1\nproduct: Ecs\nversion: v1\noperation: Ping\nsummary: Says png.\n";
/// let spec = yaml::load("Ping.yaml", spec).unwrap();
/// let pong = Correction::Set(Tree::Text("Says pong.".into()));
/// let text = overlay::add("Ping.overlay.yaml", None, &spec, "summary", pong, "a slip", None).unwrap();
/// assert_eq!(text, "overlay: 1\nbecause: a slip\nactions:\n- target: summary\n  expect: Says png.\n  set: Says pong.\n");
/// ```
pub fn add(
    file: &str,
    existing: Option<&str>,
    operation: &Operation,
    target: &str,
    correction: Correction,
    because: &str,
    schema: Option<&str>,
) -> Result<String, Vec<Diagnostic>> {
    let known = existing.map(|text| load(file, text)).transpose()?;
    let (corrected, _) = known.as_ref().map_or_else(
        || (operation.clone(), Vec::new()),
        |known| apply_once(operation, known),
    );
    let path: Path = target
        .parse()
        .map_err(|error: PathError| vec![fault(file, "overlay-target", error.to_string())])?;
    let mut action = Action {
        target: target.to_owned(),
        expect: match correction {
            Correction::Add(_) => None,
            Correction::Set(_) | Correction::Remove => at(&corrected, &path),
        },
        ..Action::default()
    };
    match correction {
        Correction::Set(value) => action.set = Some(value),
        Correction::Add(value) => action.add = Some(value),
        Correction::Remove => action.remove = true,
    }
    let same_reason = known
        .as_ref()
        .is_some_and(|known| known.because.as_deref() == Some(because));
    if known.is_some() && !same_reason {
        action.because = Some(because.to_owned());
    }
    let mut overlay = known.unwrap_or_else(|| Overlay {
        overlay: OVERLAY.version,
        because: Some(because.to_owned()),
        file: file.to_owned(),
        ..Overlay::default()
    });
    let alone = Overlay {
        actions: vec![action.clone()],
        ..overlay.clone()
    };
    let (_, mut found) = super::apply(&corrected, &alone);
    if found.is_empty() {
        overlay.actions.push(action.clone());
        found = super::apply(operation, &overlay).1;
        found.retain(|found| found.code == "overlay-unstable");
    }
    if !found.is_empty() {
        for one in &mut found {
            one.severity = Severity::Error;
        }
        return Err(found);
    }
    match existing {
        None => Ok(schema.map(yaml::schema_line).unwrap_or_default() + &yaml::to_text(&overlay)),
        Some(text) => extended(file, text, &action, &overlay),
    }
}

/// What the spec says at the place, if that is a single value.
fn at(operation: &Operation, path: &Path) -> Option<Tree> {
    let mut value = &mut Tree::of(operation);
    for step in path.steps() {
        value = child(value, step)?;
    }
    value.scalar().is_some().then(|| value.clone())
}

/// The text with the action below its others; written anew if that does not read as it must.
fn extended(
    file: &str,
    text: &str,
    action: &Action,
    wanted: &Overlay,
) -> Result<String, Vec<Diagnostic>> {
    let written = yaml::to_text(&Overlay {
        actions: vec![action.clone()],
        ..Overlay::default()
    });
    let entry = written
        .split_once("actions:\n")
        .map_or("", |(_, entry)| entry);
    let longer = format!("{}\n{entry}", text.trim_end_matches('\n'));
    if load(file, &longer).is_ok_and(|read| says_same(&read, wanted)) {
        return Ok(longer);
    }
    let mut lines = text.lines();
    let head = lines
        .next()
        .filter(|line| line.starts_with("# yaml-language-server"));
    let comment = |line: &str| line.trim_start().starts_with('#') || line.contains(" #");
    let first = usize::from(head.is_some());
    if text.lines().skip(first).any(comment) {
        let message =
            format!("the action cannot be put below the others; add it by hand:\n{entry}");
        return Err(vec![fault(file, "overlay-layout", message)]);
    }
    let head = head.map(|line| format!("{line}\n")).unwrap_or_default();
    Ok(head + &yaml::to_text(wanted))
}

/// Whether two overlays do the same, wherever their actions stand.
fn says_same(left: &Overlay, right: &Overlay) -> bool {
    Tree::of(left).says_same(&Tree::of(right))
}

fn fault(file: &str, code: &'static str, message: String) -> Diagnostic {
    Diagnostic {
        code,
        severity: Severity::Error,
        file: file.to_owned(),
        span: None,
        message,
        advice: crate::codes::advice(code),
    }
}

/// Reads a value as it stands in an overlay, plain words as they are written.
///
/// # Errors
///
/// A text that is no YAML.
pub fn value(text: &str) -> Result<Tree, Vec<Diagnostic>> {
    let read: Tree = yaml::read("the value", text, &OVERLAY)?;
    Ok(Places::of(text).tree(&Path::default()).unwrap_or(read))
}
