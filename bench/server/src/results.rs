//! The file of results: each measurement has a section of its own, replaced by its next run.

use crate::Failure;
use std::path::Path;

pub(crate) fn write(title: &str, text: &str) -> Result<(), Failure> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../RESULTS.md");
    let old = std::fs::read_to_string(&path).unwrap_or_else(|_| "# Results\n".to_owned());
    let heading = format!("## {title}\n");
    let section = format!("{heading}\n{}\n", text.trim_end());
    let new = match old.find(&heading) {
        Some(from) => {
            let rest = &old[from + heading.len()..];
            let end = rest
                .find("\n## ")
                .map_or(old.len(), |at| from + heading.len() + at + 1);
            let gap = if end < old.len() { "\n" } else { "" };
            format!("{}{section}{gap}{}", &old[..from], &old[end..])
        }
        None => format!("{}\n\n{section}", old.trim_end()),
    };
    Ok(std::fs::write(path, new)?)
}
