//! What must stand in a text for a pattern to match in it: literals, found in the pattern itself.

use super::sentence::READ;
use regex_syntax::hir::{Hir, HirKind};

/// So many clauses of a pattern are kept, those with the longest literals.
const MOST_CLAUSES: usize = 4;
/// A clause with more literals says little.
const MOST_LITERALS: usize = 48;
/// Shorter literals stand in nearly every text.
const SHORTEST: usize = 2;

/// Literals of which at least one stands in every text that the pattern matches.
pub(super) type Clause = Vec<String>;

/// The clauses of a pattern; all of them hold wherever it matches. None if nothing is certain.
pub(super) fn clauses(pattern: &str) -> Result<Vec<Clause>, String> {
    let hir = regex_syntax::parse(pattern).map_err(|error| error.to_string())?;
    let mut clauses = Vec::new();
    collect(&hir, &mut clauses);
    clauses.sort_by_key(|clause| std::cmp::Reverse(strength(clause)));
    clauses.truncate(MOST_CLAUSES);
    Ok(clauses)
}

fn collect(hir: &Hir, clauses: &mut Vec<Clause>) {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).unwrap_or_default();
            // What is read is blotted out after the clauses were looked for.
            if text.len() >= SHORTEST && !text.contains(READ) {
                clauses.push(vec![text.to_owned()]);
            }
        }
        HirKind::Capture(capture) => collect(&capture.sub, clauses),
        HirKind::Repetition(repetition) if repetition.min > 0 => collect(&repetition.sub, clauses),
        HirKind::Concat(parts) => {
            for part in parts {
                collect(part, clauses);
            }
        }
        HirKind::Alternation(branches) => clauses.extend(one_of(branches)),
        HirKind::Empty | HirKind::Class(_) | HirKind::Look(_) | HirKind::Repetition(_) => {}
    }
}

/// What an alternation requires: the strongest clause of each branch, joined.
fn one_of(branches: &[Hir]) -> Option<Clause> {
    let mut joined = Vec::new();
    for branch in branches {
        let mut clauses = Vec::new();
        collect(branch, &mut clauses);
        joined.extend(clauses.into_iter().max_by_key(strength)?);
    }
    (joined.len() <= MOST_LITERALS).then_some(joined)
}

/// The length of the shortest literal; of equals the clause with fewer literals is stronger.
fn strength(clause: &Clause) -> (usize, usize) {
    let shortest = clause.iter().map(String::len).min();
    (
        shortest.unwrap_or_default(),
        MOST_LITERALS.saturating_sub(clause.len()),
    )
}

#[cfg(test)]
mod tests {
    use super::clauses;

    #[test]
    fn what_every_match_holds_is_found() {
        let found = clauses(r"^(?:at most|up to) (?P<n>\d+) (?:x )?(?:disks?|ab+c)$").unwrap();
        assert_eq!(found, [vec!["at most", "up to"]]);
        assert_eq!(
            clauses("不能以(?P<v>.+)(?:开头|开始)").unwrap(),
            [vec!["不能以"], vec!["开头", "开始"]]
        );
        assert_eq!(clauses("(?:abc)?d|[ef]+").unwrap(), [] as [Vec<String>; 0]);
    }
}
