//! Which parameter a word means.

/// The parameters of an operation, seen from one of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names<'a> {
    all: &'a [String],
    own: &'a str,
    /// What the description calls the own parameter: the words it opens with.
    noun: &'a str,
}

/// A parameter that a text mentions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mention<'a> {
    pub(super) name: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl<'a> Names<'a> {
    pub(super) fn new(all: &'a [String], own: &'a str, noun: &'a str) -> Self {
        Self { all, own, noun }
    }

    /// The documented name that `word` means: as printed, with another index, without the index,
    /// as a member beside the own parameter, or as the only member of that name.
    pub(super) fn resolve(&self, word: &str) -> Option<&'a str> {
        if word.is_empty() || word.len() > 200 {
            return None;
        }
        let exact = self.all.iter().find(|name| *name == word);
        exact
            .or_else(|| self.all.iter().find(|name| same_pattern(name, word)))
            .map(String::as_str)
            .or_else(|| (word == self.own).then_some(self.own))
            .or_else(|| self.beside(word))
            .or_else(|| self.unique(|name| is_without_index(name, word)))
            .or_else(|| self.unique(|name| last(name) == word && name.len() > word.len()))
            .or_else(|| self.unique(|name| name.eq_ignore_ascii_case(word)))
            .or_else(|| self.unique(|name| is_inflected(name, word)))
            .or_else(|| self.unique(|name| word.strip_prefix("the") == Some(name)))
            .or_else(|| self.unique(|name| is_joined(name, word)))
    }

    fn beside(&self, word: &str) -> Option<&'a str> {
        let (parent, _) = self.own.rsplit_once('.')?;
        self.all.iter().map(String::as_str).find(|name| {
            name.strip_prefix(parent)
                .and_then(|rest| rest.strip_prefix('.'))
                .is_some_and(|member| member == word || is_without_index(member, word))
        })
    }

    fn unique(&self, fits: impl Fn(&str) -> bool) -> Option<&'a str> {
        let mut found = self.all.iter().filter(|name| fits(name));
        let first = found.next()?;
        found.next().is_none().then_some(first.as_str())
    }

    /// Whether a noun (`domain name`) is what the own parameter is named by: in its name, or in the
    /// words that its description opens with.
    pub(super) fn is_own_noun(&self, noun: &str) -> bool {
        if !noun.is_ascii() {
            // `磁盘的大小` is called `磁盘大小` as well.
            let bare = |text: &str| text.trim_end().replace('的', "");
            return bare(self.noun).ends_with(&bare(noun));
        }
        let own = last(self.own).to_ascii_lowercase();
        let singular = |word: &str| word.trim_end_matches('s').to_ascii_lowercase();
        let telling = |word: &&str| !matches!(*word, "the" | "of" | "a" | "an" | "parameter");
        if noun.split(' ').filter(telling).count() > 4 {
            return false;
        }
        // An adjective more, such as "accelerated", does not matter.
        let mut words = noun.split(' ').filter(telling).rev().take(2).peekable();
        if words.peek().is_some() && words.all(|word| own.contains(&singular(word))) {
            return true;
        }
        let opening: Vec<String> = self.noun.split(' ').map(singular).collect();
        let mut words = noun.split(' ').filter(telling).peekable();
        words.peek().is_some() && words.all(|word| opening.contains(&singular(word)))
    }

    /// The parameter whose name in words `text` is: `VServer group ID` for `VServerGroupId`.
    pub(super) fn spelled_out(&self, text: &str) -> Option<&'a str> {
        let words = text.split([' ', '-']).filter(|word| !word.is_empty());
        let joined: String = words.collect();
        if joined.len() < 4 || !text.contains([' ', '-']) {
            return None;
        }
        self.unique(|name| last(name).eq_ignore_ascii_case(&joined))
    }

    /// The parameters that `text` names in words.
    pub(super) fn spelled_mentions(&self, text: &str) -> Vec<&'a str> {
        let mut found = Vec::new();
        let words: Vec<&str> = text
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .collect();
        let mut from = 0;
        while from < words.len() {
            let longest = (from + 2..=(from + 5).min(words.len()))
                .rev()
                .find_map(|to| {
                    let name = self.spelled_out(&words[from..to].join(" "))?;
                    Some((name, to))
                });
            from = match longest {
                Some((name, to)) => {
                    found.push(name);
                    to
                }
                None => from + 1,
            };
        }
        found
    }

    /// Whether `word` has the form of a parameter's name and is none of the operation's.
    pub(super) fn is_unknown_code(&self, word: &str) -> bool {
        is_code(word)
            && word.bytes().all(is_name)
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && self.resolve(word).is_none()
    }

    /// Whether `word` is the own name as it is printed, or its last part.
    pub(super) fn is_own(&self, word: &str) -> bool {
        word == self.own || (word == last(self.own) && is_code(word))
    }

    /// Whether the own name has an index: `Tag.N.Key`.
    pub(super) fn own_is_indexed(&self) -> bool {
        self.own.split('.').any(is_index)
    }

    /// The first of `candidates` that is a parameter.
    pub(super) fn first_known(&self, candidates: &[String]) -> Option<&'a str> {
        candidates.iter().find_map(|word| self.resolve(word))
    }

    /// The parameter that is to the own one what one of `candidates` is to its partner:
    /// `ChangeStartTime` of `ChangeEndTime`, for `StartTime`.
    pub(super) fn partner(
        &self,
        candidates: &[String],
        partners: &[Vec<String>],
    ) -> Option<&'a str> {
        partners.iter().find_map(|pair| {
            let ours = pair.iter().find(|name| self.own.ends_with(name.as_str()))?;
            let theirs = pair.iter().find(|name| *name != ours)?;
            let stem = &self.own[..self.own.len() - ours.len()];
            (!stem.is_empty() && candidates.contains(theirs))
                .then(|| self.resolve(&format!("{stem}{theirs}")))
                .flatten()
        })
    }

    /// Whether `text` calls a word a parameter that the operation does not have.
    pub(super) fn mentions_unknown(&self, text: &str) -> bool {
        [" parameter", "参数"].iter().any(|noun| {
            text.match_indices(noun).any(|(at, _)| {
                let before = text[..at].trim_end();
                let start = before
                    .rfind(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_'))
                    .map_or(0, |at| {
                        at + before[at..].chars().next().map_or(1, char::len_utf8)
                    });
                let word = &before[start..];
                let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
                let named = is_code(word) || (capital && before[..start].ends_with("the "));
                named && self.resolve(word).is_none()
            })
        })
    }

    /// The parameters that `text` mentions, in order. A word that could be plain prose (`Status`
    /// at the start of a sentence, `name`) counts only where `english` prose marks it.
    pub(super) fn mentions(&self, text: &str, english: bool) -> Vec<Mention<'a>> {
        let mut found = Vec::new();
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if !is_name_start(bytes[at]) {
                at += 1;
                continue;
            }
            let start = at;
            while at < bytes.len() && is_name(bytes[at]) {
                at += 1;
            }
            let word = text[start..at].trim_end_matches(['.', '-']);
            // `Disk.*`: all the members.
            if text[start + word.len()..].starts_with(".*") {
                let members = self.all.iter().filter(|name| is_member(name, word));
                found.extend(members.map(|name| Mention {
                    name,
                    start,
                    end: start + word.len(),
                }));
                continue;
            }
            if (is_code(word) || marked(text, start, start + word.len(), english))
                && let Some(name) = self.resolve(word)
            {
                found.push(Mention {
                    name,
                    start,
                    end: start + word.len(),
                });
            }
        }
        found
    }
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic()
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-')
}

/// Whether a word can hardly be prose: an inner capital, a dot, an underscore or a digit.
fn is_code(word: &str) -> bool {
    word.chars()
        .skip(1)
        .any(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '.' | '_'))
        && word.len() > 1
}

/// Whether prose marks the word at `start..end` as a parameter's name.
fn marked(text: &str, start: usize, end: usize, english: bool) -> bool {
    let after = text[end..].trim_start();
    let before = text[..start].trim_end();
    if english {
        let capital = text[start..].starts_with(|c: char| c.is_ascii_uppercase());
        after.starts_with("parameter")
            || after.starts_with('=')
            || (capital
                && !before.is_empty()
                && !before.ends_with(['.', ':', '(', '/'])
                && [
                    "set",
                    "specify",
                    "value of",
                    "the",
                    "If",
                    "When",
                    "if",
                    "when",
                    "and",
                    "or",
                    "that",
                    "configure",
                    "of",
                    "both",
                    "either",
                    "leave",
                ]
                .iter()
                .any(|word| before.ends_with(word)))
    } else {
        let previous = before.chars().next_back();
        !previous.is_some_and(|c| c.is_ascii_alphanumeric())
            && !after.starts_with(|c: char| c.is_ascii_alphanumeric())
    }
}

/// Whether `word` is `name` without its indices: `Tag.Key` of `Tag.N.Key`.
fn is_without_index(name: &str, word: &str) -> bool {
    name.split('.')
        .filter(|part| !is_index(part))
        .eq(word.split('.'))
}

fn last(name: &str) -> &str {
    let trimmed = name.rsplit_once('.').map_or(
        name,
        |(head, tail)| if is_index(tail) { head } else { name },
    );
    trimmed.rsplit('.').next().unwrap_or(trimmed)
}

fn is_index(part: &str) -> bool {
    matches!(part, "N" | "n" | "M" | "m" | "X" | "x" | "#")
        || (!part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether `word` is `name` but for letter case, a plural, and indices that it leaves out:
/// `Ipv6Addresses.N` of `Ipv6Address.N`.
fn is_inflected(name: &str, word: &str) -> bool {
    let parts = |text: &'_ str| -> Vec<String> {
        text.split('.')
            .filter(|part| !is_index(part))
            .map(|part| {
                let lower = part.to_ascii_lowercase();
                let stem = lower.strip_suffix("es").filter(|stem| stem.ends_with("ss"));
                let plain = || lower.strip_suffix('s').filter(|stem| !stem.ends_with('s'));
                let stem = stem.or_else(plain);
                stem.unwrap_or(&lower).to_owned()
            })
            .collect()
    };
    word.len() > 3 && is_code(word) && parts(name) == parts(word)
}

/// Whether `name` is a part of the structure `parent`: `Disk.N.Size` of `Disk`, also of `Disk.N`.
fn is_member(name: &str, parent: &str) -> bool {
    let mut parts = name.split('.').peekable();
    for part in parent.split('.') {
        if !is_index(part) && parts.peek().copied().is_some_and(is_index) {
            parts.next();
        }
        match parts.next() {
            Some(known) if known == part || (is_index(known) && is_index(part)) => {}
            _ => return false,
        }
    }
    parts.next().is_some()
}

/// Whether two names differ only in the dots between their parts: `SystemDiskCategory` of
/// `SystemDisk.Category`.
fn is_joined(name: &str, word: &str) -> bool {
    let letters = |text: &'_ str| -> String {
        let parts = text.split('.').filter(|part| !is_index(part));
        parts.collect()
    };
    name.contains('.') != word.contains('.') && is_code(word) && letters(name) == letters(word)
}

/// Whether two names are the same but for the letter or number of an index.
fn same_pattern(name: &str, word: &str) -> bool {
    if !word.contains('.') {
        return false;
    }
    let (mut left, mut right) = (name.split('.'), word.split('.'));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b || (is_index(a) && is_index(b)) => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    fn all() -> Vec<String> {
        [
            "Tag.N.Key",
            "DataDisk.N.Size",
            "DataDisk.N.Category",
            "SystemDisk.Category",
            "VpcId",
            "Ids.N",
            "Status",
        ]
        .map(str::to_owned)
        .to_vec()
    }

    #[test]
    fn words_mean_parameters() {
        let all = all();
        let names = Names::new(&all, "DataDisk.N.Size", "");
        assert_eq!(names.resolve("Tag.1.Key"), Some("Tag.N.Key"));
        assert_eq!(names.resolve("Category"), Some("DataDisk.N.Category"));
        assert_eq!(names.resolve("Ids"), Some("Ids.N"));
        assert_eq!(names.resolve("vpcid"), Some("VpcId"));
        assert_eq!(names.resolve("Nothing"), None);
        assert_eq!(names.resolve("Tags.N.key"), Some("Tag.N.Key"));
        assert_eq!(names.resolve("VpcIds"), Some("VpcId"));
        assert_eq!(names.spelled_out("VPC ID"), Some("VpcId"));
        assert_eq!(names.spelled_out("vpcid"), None);
        assert_eq!(
            names.resolve("SystemDiskCategory"),
            Some("SystemDisk.Category")
        );
        assert_eq!(names.resolve("DataDiskSize"), Some("DataDisk.N.Size"));
        assert_eq!(Names::new(&all, "VpcId", "").resolve("Category"), None);
    }

    #[test]
    fn prose_is_not_taken_for_a_name() {
        let all = all();
        let names = Names::new(&all, "VpcId", "");
        let found = |text: &str| {
            names
                .mentions(text, true)
                .iter()
                .map(|m| m.name)
                .collect::<Vec<_>>()
        };
        assert_eq!(found("Status of the disk. Use VpcId."), ["VpcId"]);
        assert_eq!(found("If Status is set to on"), ["Status"]);
        assert_eq!(
            found("Set VpcId or DataDisk.N.*."),
            ["VpcId", "DataDisk.N.Size", "DataDisk.N.Category"]
        );
        assert_eq!(found("Use SystemDisk.*."), ["SystemDisk.Category"]);
    }
}
