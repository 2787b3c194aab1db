//! Places in a spec as text: `request.parameters[name=Tag].items.constraints[0].maxLength`.

use std::fmt;
use std::str::FromStr;

/// A way from the root of a spec to one of its values.
///
/// ```
/// use doctract_spec::path::{Path, Step};
///
/// let path: Path = "errors[code=Quota.Disk].status".parse().unwrap();
/// assert_eq!(path.steps()[1], Step::Where("code".into(), "Quota.Disk".into()));
/// assert_eq!(path.to_string(), "errors[code=Quota.Disk].status");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Path(Vec<Step>);

/// One step of a [`Path`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// A member of a mapping.
    Key(String),
    /// An entry of a list, by its place.
    Index(usize),
    /// The first entry of a list whose key has the value: `[name=Tag]`.
    Where(String, String),
}

impl Path {
    /// The steps from the root on.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// This path and one more step.
    #[must_use]
    pub fn with(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// The path without its last step, and that step; `None` for the root.
    pub fn split_last(&self) -> Option<(Self, &Step)> {
        let (last, above) = self.0.split_last()?;
        Some((Self(above.to_vec()), last))
    }
}

impl From<Vec<Step>> for Path {
    fn from(steps: Vec<Step>) -> Self {
        Self(steps)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if at == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                _ => write!(f, "{step}")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => f.write_str(key),
            Self::Index(index) => write!(f, "[{index}]"),
            Self::Where(key, value) if value.contains([']', '"']) => {
                write!(f, "[{key}={}]", serde_json::Value::from(value.as_str()))
            }
            Self::Where(key, value) => write!(f, "[{key}={value}]"),
        }
    }
}

/// Why a text is no path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// A key is missing where one must stand.
    #[error("a key is missing at character {0} of the path")]
    NoKey(usize),
    /// A bracket is not closed.
    #[error("the `[` at character {0} of the path is not closed")]
    Open(usize),
    /// What stands in brackets is neither a number nor `key=value`.
    #[error("`[{0}]` is neither a number nor key=value")]
    Selector(String),
}

impl FromStr for Path {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut steps = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let at = text.len() - rest.len();
            if let Some(inside) = rest.strip_prefix('[') {
                let (step, after) = selector(inside, at)?;
                steps.push(step);
                rest = after;
                continue;
            }
            rest = match rest.strip_prefix('.') {
                Some(after) if at > 0 => after,
                _ => rest,
            };
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let (key, after) = rest.split_at(end);
            if key.is_empty() {
                return Err(PathError::NoKey(text.len() - rest.len()));
            }
            steps.push(Step::Key(key.to_owned()));
            rest = after;
        }
        Ok(Self(steps))
    }
}

/// Reads what follows `[`, up to and with `]`.
fn selector(inside: &str, at: usize) -> Result<(Step, &str), PathError> {
    if let Some((key, value)) = inside.split_once('=')
        && !key.contains(']')
        && value.starts_with('"')
    {
        let mut values = serde_json::Deserializer::from_str(value).into_iter::<String>();
        let read = values.next().and_then(Result::ok);
        let after = value
            .get(values.byte_offset()..)
            .and_then(|rest| rest.strip_prefix(']'));
        return match (read, after) {
            (Some(value), Some(after)) => Ok((Step::Where(key.to_owned(), value), after)),
            _ => Err(PathError::Open(at)),
        };
    }
    let (inner, after) = inside.split_once(']').ok_or(PathError::Open(at))?;
    if let Some((key, value)) = inner.split_once('=') {
        return Ok((Step::Where(key.to_owned(), value.to_owned()), after));
    }
    match inner.parse() {
        Ok(index) => Ok((Step::Index(index), after)),
        Err(_) => Err(PathError::Selector(inner.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_path_is_refused() {
        for text in ["a..b", ".a", "a[", "a[x]", "a[k=\"v]", "a."] {
            assert!(text.parse::<Path>().is_err(), "{text}");
        }
        assert_eq!("".parse::<Path>().unwrap(), Path::default());
    }

    proptest! {
        #[test]
        fn any_path_survives_its_text_form(
            steps in prop::collection::vec(
                prop_oneof![
                    "[a-z]{1,4}".prop_map(Step::Key),
                    any::<usize>().prop_map(Step::Index),
                    ("[a-z]{1,4}", "\\PC{0,6}").prop_map(|(key, value)| Step::Where(key, value)),
                ],
                0..5,
            ),
        ) {
            let path = Path::from(steps);
            prop_assert_eq!(path.to_string().parse::<Path>().unwrap(), path);
        }
    }
}
