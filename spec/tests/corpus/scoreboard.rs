//! The scoreboard: what was read against the vendor's own metadata, by fair rules.
//!
//! A parameter counts as missed only if its name stands in the first cell of a row of the page;
//! types and required flags are compared for names in both; index letters are alike. The floors are
//! the figures reached; `DOCTRACT_MISSES=FILE` writes every difference there.

use crate::material::{self, Page};
use crate::score::Score;
use crate::truth::{self, family, plain_name};
use doctract_spec::model::{Field, Type};
use doctract_spec::names::Names;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

#[test]
fn figures_stay_above_their_floors() {
    let (Some(pages), Some(folder)) = (material::pages(), material::folder("DOCTRACT_TRUTH"))
    else {
        return;
    };
    let truth = truth::read(&folder);
    let mut board = Board::default();
    for page in pages {
        let product = page.name.split('/').next().unwrap_or_default();
        let Some((product, operations)) = truth.get_key_value(product) else {
            board.errors(page, "elasticsearch");
            continue;
        };
        board.errors(page, product);
        let name = page
            .extraction
            .operation
            .as_ref()
            .map(|operation| operation.operation.to_lowercase());
        if let Some(known) = name.and_then(|name| operations.get(&name)) {
            board.request(page, product, known);
            board.answer(page, product, known);
        }
    }
    println!("{}", board.table(&truth));
    if let Some(file) = std::env::var_os("DOCTRACT_MISSES") {
        std::fs::write(file, board.misses()).unwrap();
    }
    for (name, score) in &board.scores {
        let (percent, _) = score.total();
        let floor = FLOORS
            .iter()
            .find(|(known, _)| known == name)
            .map_or(0.0, |(_, floor)| *floor);
        assert!(
            percent >= floor,
            "{name}: {percent:.2} % is below {floor} %"
        );
    }
}

/// The figures that were reached, over all products; a change of reading must not fall below.
const FLOORS: [(&str, f64); 11] = [
    ("1 request names, recall by row", 99.95),
    ("2 request names, precision by row", 99.9),
    ("3 request names, strict precision", 99.1),
    ("4 request types", 99.4),
    ("5 required", 95.4),
    ("6 response names, recall by row", 99.2),
    ("7 response types", 98.5),
    ("8 response paths", 95.7),
    ("9 response paths, not in the example", 86.0),
    ("A error codes, recall by raw scan", 99.5),
    ("B error codes, precision by raw scan", 99.3),
];

/// Parameters of every request, which are no part of an operation's own.
const COMMON: [&str; 12] = [
    "action",
    "accesskeyid",
    "signature",
    "signaturemethod",
    "signatureversion",
    "signaturenonce",
    "signaturetype",
    "timestamp",
    "format",
    "version",
    "securitytoken",
    "access_key_id",
];

#[derive(Default)]
struct Board {
    scores: BTreeMap<&'static str, Score>,
}

impl Board {
    fn count(
        &mut self,
        figure: &'static str,
        product: &'static str,
        hit: bool,
        miss: impl FnOnce() -> String,
    ) {
        self.scores
            .entry(figure)
            .or_default()
            .count(product, hit, miss);
    }

    fn request(&mut self, page: &Page, product: &'static str, known: &truth::Operation) {
        let Some(operation) = &page.extraction.operation else {
            return;
        };
        let names = Names::new(operation);
        let mut read: HashMap<String, (&Field, bool)> = HashMap::new();
        for node in names.nodes() {
            read.entry(plain_name(&node.pattern))
                .or_insert((node.field, false));
            for alias in &node.field.aliases {
                let stem = node.pattern.rsplit_once('.').map_or("", |(stem, _)| stem);
                read.entry(plain_name(&format!("{stem}.{alias}")))
                    .or_insert((node.field, false));
            }
        }
        for leaf in names.leaves() {
            if let Some(entry) = read.get_mut(&plain_name(&leaf.pattern)) {
                *entry = (leaf.field, true);
            }
        }
        let cells = first_cells(
            &page.text,
            &["请求", "Request", "request", "参数说明", "Body"],
        );
        let known_names: HashMap<String, &truth::Parameter> = known
            .parameters
            .iter()
            .map(|parameter| (plain_name(&parameter.name), parameter))
            .collect();
        for (name, parameter) in &known_names {
            if COMMON.contains(&name.as_str()) || !cells.contains(name) {
                continue;
            }
            let found = read.get(name);
            self.count(
                "1 request names, recall by row",
                product,
                found.is_some(),
                || format!("{} {name}", page.name),
            );
            let Some((field, _)) = found else {
                continue;
            };
            let kinds: Vec<&str> = parameter
                .types
                .iter()
                .map(String::as_str)
                .chain([parameter.kind.as_str()])
                .collect();
            let kind = type_name(field.kind);
            let same = kinds
                .iter()
                .any(|known| family(known) == family(kind) || same_value(known, kind, name));
            self.count("4 request types", product, same, || {
                format!(
                    "{} {name}: page {kind} ({:?}), metadata {kinds:?}",
                    page.name, field.doc_type
                )
            });
            if !parameter.required_varies {
                let same = field.required == parameter.required;
                self.count("5 required", product, same, || {
                    format!(
                        "{} {name}: page {}, metadata {}",
                        page.name, field.required, parameter.required
                    )
                });
            }
        }
        for (name, (_, is_leaf)) in &read {
            if !is_leaf || COMMON.contains(&name.as_str()) {
                continue;
            }
            self.count(
                "2 request names, precision by row",
                product,
                cells.contains(name),
                || format!("{} {name}", page.name),
            );
            let strict = known_names.contains_key(name)
                || known_names.contains_key(&format!("{name}.n"))
                || name
                    .strip_suffix(".n")
                    .is_some_and(|name| known_names.contains_key(name));
            self.count("3 request names, strict precision", product, strict, || {
                format!("{} {name}", page.name)
            });
        }
    }

    fn answer(&mut self, page: &Page, product: &'static str, known: &truth::Operation) {
        let Some(operation) = &page.extraction.operation else {
            return;
        };
        if known.response.is_empty() {
            return;
        }
        let mut read = Vec::new();
        paths(&operation.response.fields, &Place::default(), &mut read);
        let cells = first_cells(
            &page.text,
            &["返回", "回参数", "Response", "Return", "return"],
        );
        let names: HashSet<String> = read.iter().map(|path| last(&path.own)).collect();
        let mut by_name: HashMap<String, Vec<&truth::Field>> = HashMap::new();
        for field in &known.response {
            by_name
                .entry(field.name.to_lowercase())
                .or_default()
                .push(field);
        }
        for name in by_name.keys().filter(|name| cells.contains(*name)) {
            self.count(
                "6 response names, recall by row",
                product,
                names.contains(name),
                || format!("{} {name}", page.name),
            );
        }
        let example: String = operation
            .examples
            .responses
            .iter()
            .filter(|example| !example.failure)
            .map(|example| example.body.as_str())
            .collect();
        for read in &read {
            // Only what has a row can be right or wrong about the page.
            let Some(fields) = by_name
                .get(&last(&read.own))
                .filter(|_| cells.contains(&last(&read.own)))
            else {
                continue;
            };
            let plain = |path: &str| path.replace("[]", "").to_lowercase();
            // Later editions of an API drop the wrapped element: `Rules[]` for `Rules.Rule[]`.
            let own = [read.own.to_lowercase(), read.unwrapped.to_lowercase()];
            let same = fields
                .iter()
                .find(|field| own.contains(&plain(&field.path)));
            let shown = example.contains(read.own.rsplit('.').next().unwrap_or_default());
            let figure = if shown {
                "8 response paths"
            } else {
                "9 response paths, not in the example"
            };
            self.count(figure, product, same.is_some(), || {
                let known: Vec<_> = fields.iter().map(|field| field.path.as_str()).collect();
                format!(
                    "{} {}: metadata {known:?} confidence {:?}",
                    page.name, read.own, read.field.confidence
                )
            });
            if let Some(same) = same {
                let agree = family(read.kind) == family(&same.kind)
                    || (plain(&same.path) != own[0] && read.kind == "object");
                self.count("7 response types", product, agree, || {
                    format!(
                        "{} {}: page {} ({:?}), metadata {}",
                        page.name, read.own, read.kind, read.field.doc_type, same.kind
                    )
                });
            }
        }
    }

    /// Error codes against a scan of the page that knows nothing of tables.
    fn errors(&mut self, page: &Page, product: &'static str) {
        let Some(operation) = &page.extraction.operation else {
            return;
        };
        let raw = raw_codes(&page.text);
        let read: HashSet<&str> = operation
            .errors
            .iter()
            .map(|error| error.code.as_str())
            .collect();
        for code in &raw {
            self.count(
                "A error codes, recall by raw scan",
                product,
                read.contains(code.as_str()),
                || format!("{} {code}", page.name),
            );
        }
        for code in read {
            self.count(
                "B error codes, precision by raw scan",
                product,
                raw.contains(code),
                || format!("{} {code}", page.name),
            );
        }
    }

    fn table(&self, truth: &BTreeMap<&'static str, HashMap<String, truth::Operation>>) -> String {
        let mut products: Vec<&str> = truth.keys().copied().collect();
        products.push("elasticsearch");
        let mut table = format!("{:<38}", "figure");
        for product in &products {
            let _ = write!(table, "{product:>8.7}");
        }
        let _ = writeln!(table, "{:>8}{:>8}", "all", "of");
        for (name, score) in &self.scores {
            let _ = write!(
                table,
                "{:<38}",
                name.split_once(' ').map_or(*name, |(_, name)| name)
            );
            for product in &products {
                let (percent, all) = score.of(product);
                let shown = if all == 0 {
                    "-".to_owned()
                } else {
                    format!("{percent:.1}")
                };
                let _ = write!(table, "{shown:>8}");
            }
            let (percent, all) = score.total();
            let _ = writeln!(table, "{percent:>8.2}{all:>8}");
        }
        table
    }

    fn misses(&self) -> String {
        let mut text = String::new();
        for (name, score) in &self.scores {
            let _ = writeln!(text, "== {name}: {}", score.misses.len());
            for miss in &score.misses {
                let _ = writeln!(text, "{name}\t{miss}");
            }
        }
        text
    }
}

/// Whether two types hold the same values on the wire: a list by index is named by its element.
fn same_value(known: &str, read: &str, name: &str) -> bool {
    let list = |kind: &str| matches!(kind, "array");
    matches!(
        (known, read),
        ("json", "string" | "array" | "object") | ("string", "json")
    ) || (name.strip_suffix(".n").is_some() && (list(known) || list(read)))
        || known == "any"
        || read == "any"
}

fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::String => "string",
        Type::Integer => "integer",
        Type::Long => "long",
        Type::Float => "float",
        Type::Double => "double",
        Type::Boolean => "boolean",
        Type::Array => "array",
        Type::Object => "object",
        Type::Json => "json",
        Type::Any => "any",
    }
}

/// Where a field stands in the answer.
#[derive(Clone, Default)]
struct Place {
    /// The path with the names of wrapped elements.
    own: String,
    /// The path without them.
    unwrapped: String,
}

/// A field of the answer as the comparison sees it.
struct Read<'a> {
    own: String,
    unwrapped: String,
    kind: &'static str,
    field: &'a Field,
}

/// Every field of an answer; a wrapped list is an object and its element a list.
fn paths<'a>(fields: &'a [Field], above: &Place, found: &mut Vec<Read<'a>>) {
    let below = |path: &str, name: &str| {
        if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}.{name}")
        }
    };
    for field in fields {
        let mut place = Place {
            own: below(&above.own, &field.name),
            unwrapped: below(&above.unwrapped, &field.name),
        };
        let kind = if field.wrapper.is_some() {
            "object"
        } else {
            type_name(field.kind)
        };
        found.push(Read {
            own: place.own.clone(),
            unwrapped: place.unwrapped.clone(),
            kind,
            field,
        });
        if let Some(wrapper) = &field.wrapper {
            place.own = below(&place.own, wrapper);
            found.push(Read {
                own: place.own.clone(),
                unwrapped: place.unwrapped.clone(),
                kind: "array",
                field,
            });
        }
        if let Some(items) = &field.items {
            paths(&items.properties, &place, found);
        }
        paths(&field.properties, &place, found);
    }
}

fn last(path: &str) -> String {
    path.rsplit('.').next().unwrap_or_default().to_lowercase()
}

/// The first cell of every line that starts with a pipe, and every bold line, below headings that
/// hold one of `words`: names, among others.
fn first_cells(text: &str, words: &[&str]) -> HashSet<String> {
    let mut cells = HashSet::new();
    let mut inside = false;
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with("##") {
            inside = words.iter().any(|word| line.contains(word));
        }
        let cell = match (line.strip_prefix('|'), line.strip_prefix("**")) {
            _ if !inside => continue,
            (Some(rest), _) => rest.split('|').next().unwrap_or_default(),
            (None, Some(rest)) => rest.split("**").next().unwrap_or_default(),
            _ => continue,
        };
        let name: String = cell
            .chars()
            .filter(|character| !"\\ └*\u{a0}\u{200b}".contains(*character))
            .collect();
        cells.insert(plain_name(&name));
        // The parts of a dotted name are names too, of objects.
        if let Some((_, last)) = name.rsplit_once('.') {
            cells.insert(last.to_lowercase());
        }
    }
    cells
}

/// The cells and bold lines of the error sections that look like codes.
fn raw_codes(text: &str) -> HashSet<String> {
    let is_code = |cell: &&str| {
        cell.len() > 3
            && cell.starts_with(|first: char| first.is_ascii_alphabetic())
            && cell
                .chars()
                .all(|character| character.is_ascii_alphanumeric() || "._-%".contains(character))
            && !["HttpCode", "Description", "ErrorCode"].contains(cell)
    };
    let mut codes = HashSet::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("##") {
            inside = ["错误", "Error", "error"]
                .iter()
                .any(|word| line.contains(word));
        }
        if inside {
            let line = line.replace("\\_", "_");
            let cells = line.split('|').map(|cell| cell.trim().trim_matches('*'));
            let starts = line.starts_with('|') || line.starts_with("**");
            codes.extend(cells.filter(|_| starts).filter(is_code).map(str::to_owned));
        }
    }
    codes
}
