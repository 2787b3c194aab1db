//! The Chinese and the English page of one operation: where they say the same, the same is read.
//!
//! Of each operation the newest page in each language is taken. What differs is told by cause: one
//! page lacks the row, the cells of the rows differ, the examples differ, or none of these and so the
//! reader. `DOCTRACT_DIFFERENCES=FILE` writes every difference there, with its cause.

mod cause;
mod facts;

use crate::material::{self, Page};
use cause::{Cause, Raw};
use facts::Facts;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Figure {
    RequestNames,
    RequestTypes,
    Required,
    ResponseNames,
    ResponsePaths,
    ResponseTypes,
    ErrorCodes,
}

const FIGURES: [(Figure, &str); 7] = [
    (Figure::RequestNames, "request names"),
    (Figure::RequestTypes, "request types"),
    (Figure::Required, "required"),
    (Figure::ResponseNames, "response names"),
    (Figure::ResponsePaths, "response paths"),
    (Figure::ResponseTypes, "response types"),
    (Figure::ErrorCodes, "error codes"),
];

const PRODUCTS: [&str; 7] = ["cdn", "cms", "ecs", "elasticsearch", "ess", "ram", "slb"];

/// So many differences that neither rows nor examples explain are known, by figure; a change of
/// reading must not add any.
const MOST_UNEXPLAINED: [(Figure, usize); 7] = [
    (Figure::RequestNames, 0),
    (Figure::RequestTypes, 3),
    (Figure::Required, 0),
    (Figure::ResponseNames, 1),
    (Figure::ResponsePaths, 4),
    (Figure::ResponseTypes, 2),
    (Figure::ErrorCodes, 0),
];

#[test]
fn both_languages_are_read_alike() {
    let Some(pages) = material::pages() else {
        return;
    };
    let mut comparison = Comparison::default();
    let pairs = pairs(pages);
    for (chinese, english) in &pairs {
        comparison.pair(chinese, english);
    }
    println!("{} operations in both languages", pairs.len());
    println!("{}", comparison.table());
    if let Some(file) = std::env::var_os("DOCTRACT_DIFFERENCES") {
        std::fs::write(file, comparison.differences.join("\n")).unwrap();
    }
    for (figure, most) in MOST_UNEXPLAINED {
        let found = comparison.causes.get(&(figure, Cause::Reader));
        let found = found.copied().unwrap_or(0);
        assert!(
            found <= most,
            "{figure:?}: {found} unexplained, {most} known"
        );
    }
}

/// The newest Chinese and English page of each operation that has both.
pub(crate) fn pairs(pages: &[Page]) -> Vec<(&Page, &Page)> {
    let mut newest: BTreeMap<(String, String), [Option<&Page>; 2]> = BTreeMap::new();
    let mut sorted: Vec<&Page> = pages.iter().collect();
    // `X.md` is newer than `X.2.md`.
    sorted.sort_by_key(|page| rank(&page.name));
    for page in sorted {
        let mut folders = page.name.split('/');
        let (product, tree) = (folders.next(), folders.next());
        let language = match tree {
            Some("cn.zh-CN") => 0,
            Some("intl.en-US") => 1,
            _ => continue,
        };
        let Some(operation) = &page.extraction.operation else {
            continue;
        };
        let product = product.unwrap_or_default().to_owned();
        let key = (product, operation.operation.to_lowercase());
        newest.entry(key).or_default()[language].get_or_insert(page);
    }
    let both = newest.into_values();
    both.filter_map(|[chinese, english]| Some((chinese?, english?)))
        .collect()
}

fn rank(name: &str) -> usize {
    let mut parts = name.rsplit('.').skip(1);
    parts.next().and_then(|part| part.parse().ok()).unwrap_or(0)
}

/// Agreements and differences.
#[derive(Default)]
struct Comparison {
    /// Equal and all, by figure and product.
    counts: BTreeMap<(Figure, String), (usize, usize)>,
    causes: BTreeMap<(Figure, Cause), usize>,
    differences: Vec<String>,
}

/// The two pages at hand.
struct Pair<'p> {
    product: String,
    name: &'p str,
    raw: [Raw; 2],
}

impl Comparison {
    fn pair(&mut self, chinese: &Page, english: &Page) {
        let facts = [Facts::of(chinese), Facts::of(english)];
        let pair = Pair {
            product: chinese
                .name
                .split('/')
                .next()
                .unwrap_or_default()
                .to_owned(),
            name: &english.name,
            raw: [Raw::of(&chinese.text), Raw::of(&english.text)],
        };
        let [left, right] = &facts;
        for name in union(&left.request, &right.request) {
            let (Some(mine), Some(theirs)) = (left.request.get(name), right.request.get(name))
            else {
                let cause = pair.lacking(name, |raw, name| raw.request.contains(name));
                self.difference(Figure::RequestNames, &pair, name, cause);
                continue;
            };
            self.equal(Figure::RequestNames, &pair);
            let cause = || pair.cells(|raw| raw.types.get(name));
            self.compare(
                Figure::RequestTypes,
                &pair,
                name,
                mine.kind == theirs.kind,
                cause,
            );
            let cause = || pair.cells(|raw| raw.required.get(name));
            self.compare(
                Figure::Required,
                &pair,
                name,
                mine.required == theirs.required,
                cause,
            );
        }
        for name in left.names.union(&right.names) {
            let both = left.names.contains(name) && right.names.contains(name);
            let cause = || pair.field_lacking(name);
            self.compare(Figure::ResponseNames, &pair, name, both, cause);
        }
        for path in union(&left.answer, &right.answer) {
            let name = path.rsplit('.').next().unwrap_or_default();
            if !left.names.contains(name) || !right.names.contains(name) {
                continue;
            }
            let (Some(mine), Some(theirs)) = (left.answer.get(path), right.answer.get(path)) else {
                self.difference(Figure::ResponsePaths, &pair, path, pair.placed(path));
                continue;
            };
            self.equal(Figure::ResponsePaths, &pair);
            let cause = || match pair.cells(|raw| raw.types.get(name)) {
                Cause::Reader => pair.examples(name),
                cause => cause,
            };
            self.compare(Figure::ResponseTypes, &pair, path, mine == theirs, cause);
        }
        for code in left.codes.union(&right.codes) {
            let both = left.codes.contains(code) && right.codes.contains(code);
            let cause = || pair.lacking(code, |raw, code| raw.codes.contains(code));
            self.compare(Figure::ErrorCodes, &pair, code, both, cause);
        }
    }

    fn equal(&mut self, figure: Figure, pair: &Pair<'_>) {
        let (equal, all) = self
            .counts
            .entry((figure, pair.product.clone()))
            .or_default();
        *equal += 1;
        *all += 1;
    }

    fn difference(&mut self, figure: Figure, pair: &Pair<'_>, what: &str, cause: Cause) {
        let (_, all) = self
            .counts
            .entry((figure, pair.product.clone()))
            .or_default();
        *all += 1;
        *self.causes.entry((figure, cause)).or_default() += 1;
        let line = format!("{figure:?}\t{cause:?}\t{}\t{what}", pair.name);
        self.differences.push(line);
    }

    fn compare(
        &mut self,
        figure: Figure,
        pair: &Pair<'_>,
        what: &str,
        same: bool,
        cause: impl FnOnce() -> Cause,
    ) {
        if same {
            self.equal(figure, pair);
        } else {
            self.difference(figure, pair, what, cause());
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of rows, far below 2^52")]
    fn table(&self) -> String {
        let mut table = format!("{:<15}", "agreement");
        for product in PRODUCTS {
            let _ = write!(table, "{product:>8.7}");
        }
        let _ = writeln!(table, "{:>8}", "of");
        for (figure, title) in FIGURES {
            let _ = write!(table, "{title:<15}");
            let mut sum = 0;
            for product in PRODUCTS {
                let key = (figure, product.to_owned());
                let (equal, all) = self.counts.get(&key).copied().unwrap_or_default();
                sum += all;
                let _ = write!(table, "{:>8.2}", equal as f64 * 100.0 / all.max(1) as f64);
            }
            let _ = writeln!(table, "{sum:>8}");
        }
        let _ = write!(table, "\n{:<15}", "differences by cause");
        for (_, title) in cause::CAUSES {
            let _ = write!(table, "{title:>15}");
        }
        for (figure, title) in FIGURES {
            let _ = write!(table, "\n{title:<20}");
            for (cause, _) in cause::CAUSES {
                let count = self.causes.get(&(figure, cause)).copied().unwrap_or(0);
                let _ = write!(table, "{count:>15}");
            }
        }
        table
    }
}

fn union<'m, V>(
    left: &'m BTreeMap<String, V>,
    right: &'m BTreeMap<String, V>,
) -> BTreeSet<&'m String> {
    left.keys().chain(right.keys()).collect()
}
