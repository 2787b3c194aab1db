//! What is read from the corpus, in numbers: any change of reading shows in the diff of one file.
//!
//! `DOCTRACT_WRITE_SUMMARY=1` writes the file anew.

use crate::material::{self, Page};
use doctract_spec::model::{Constraint, Field, Operation};
use doctract_spec::yaml::Tree;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

const FILE: &str = "tests/corpus/summary.txt";

const LOCALES: [&str; 3] = ["cn.zh-CN", "intl.zh-CN", "intl.en-US"];

#[test]
fn the_summary_of_the_corpus_is_the_one_on_file() {
    let Some(pages) = material::pages() else {
        return;
    };
    let mut products: BTreeMap<&str, Counts> = BTreeMap::new();
    for page in pages {
        let mut folders = page.name.split('/');
        let (product, locale) = (folders.next().unwrap(), folders.next().unwrap());
        let counts = products.entry(product).or_default();
        counts.locale = LOCALES.iter().position(|known| *known == locale).unwrap();
        counts.page(page);
    }
    let text: String = products
        .iter()
        .map(|(name, counts)| counts.table(name))
        .collect();
    if std::env::var_os("DOCTRACT_WRITE_SUMMARY").is_some() {
        std::fs::write(FILE, &text).unwrap();
    }
    let filed = std::fs::read_to_string(FILE).unwrap_or_default();
    let changes = changed_lines(&filed, &text);
    assert!(
        filed == text,
        "{FILE} is stale; DOCTRACT_WRITE_SUMMARY=1 writes it anew:\n{}",
        changes.join("\n")
    );
}

/// The lines of `new` that stand otherwise or not at all in `old`.
fn changed_lines<'t>(old: &str, new: &'t str) -> Vec<&'t str> {
    let old: HashSet<_> = old.lines().collect();
    new.lines().filter(|line| !old.contains(line)).collect()
}

/// One product.
#[derive(Default)]
struct Counts {
    /// The locale that is being counted.
    locale: usize,
    /// What is counted, and how often in each locale.
    counts: BTreeMap<String, [usize; LOCALES.len()]>,
}

impl Counts {
    fn add(&mut self, what: &str, count: usize) {
        self.counts.entry(what.to_owned()).or_default()[self.locale] += count;
    }

    /// The counts as lines, a locale a column.
    fn table(&self, product: &str) -> String {
        let mut text = format!("{product:<36}");
        for locale in LOCALES {
            write!(text, "{locale:>12}").unwrap();
        }
        text.push('\n');
        for (what, counts) in &self.counts {
            write!(text, "  {what:<34}").unwrap();
            for count in counts {
                write!(text, "{count:>12}").unwrap();
            }
            text.push('\n');
        }
        text
    }

    fn page(&mut self, page: &Page) {
        self.add("pages", 1);
        self.add("rows", page.extraction.rows);
        for diagnostic in &page.extraction.diagnostics {
            self.add(&format!("diagnostic {}", diagnostic.code), 1);
        }
        if let Some(operation) = &page.extraction.operation {
            self.operation(operation);
        }
    }

    fn operation(&mut self, operation: &Operation) {
        self.add("operations", 1);
        self.add("errors", operation.errors.len());
        for precondition in &operation.preconditions {
            let kind = Tree::of(&precondition.kind);
            self.add(&format!("precondition {}", kind.scalar().unwrap()), 1);
        }
        self.constraints(&operation.constraints);
        for field in &operation.request.parameters {
            self.field("request fields", field);
        }
        if let Some(body) = &operation.request.body {
            self.field("request fields", body);
        }
        for field in &operation.response.fields {
            self.field("response fields", field);
        }
        let examples = &operation.examples;
        self.add("examples of requests", examples.requests.len());
    }

    fn field(&mut self, side: &str, field: &Field) {
        self.add(side, 1);
        self.add("required", usize::from(field.required));
        self.constraints(&field.constraints);
        let inner = field.items.as_deref().into_iter();
        for field in inner.chain(&field.properties) {
            self.field(side, field);
        }
    }

    /// Counts constraints by the keys that say what they are.
    fn constraints(&mut self, constraints: &[Constraint]) {
        for constraint in constraints {
            let Tree::Map(entries) = Tree::of(constraint) else {
                continue;
            };
            for (key, _) in entries {
                self.add(&format!("constraint {key}"), 1);
            }
        }
    }
}
