//! The documentation of the rules, made from their table.

use super::{Class, Rule};
use std::fmt::Write as _;

/// All rules as Markdown: id, what each means to both ends, the sentence and an example.
pub fn catalogue() -> String {
    let mut text = String::from(
        "# Rules\n\nThe first word says what a change means to callers who kept the old contract, \
         the second what it means to a server that did.\n",
    );
    for rule in Rule::ALL {
        let entry = rule.entry();
        let _ = write!(
            text,
            "\n## `{}`\n\n*{}, {}.* {}\n",
            entry.id,
            end("callers", entry.callers),
            end("servers", entry.servers),
            entry.sentence
        );
        let shown = |spec: &str| match spec {
            "" => "(none)".to_owned(),
            spec => spec.to_owned(),
        };
        let _ = write!(
            text,
            "\n```yaml\n# old\n{}\n# new\n{}\n```\n",
            shown(entry.old),
            shown(entry.new)
        );
    }
    text
}

fn end(who: &str, class: Class) -> String {
    match class {
        Class::Docs => format!("{who}: docs only"),
        class => format!("{who}: {class}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Run with `BLESS=1` to write the file anew.
    #[test]
    fn the_printed_rules_are_those_of_the_table() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/diff/RULES.md");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(file, catalogue()).unwrap();
        }
        assert_eq!(std::fs::read_to_string(file).unwrap(), catalogue());
    }
}
