//! Rust names from wire names, by one fixed rule.
//!
//! A wire name is cut into words at characters that are neither letters nor digits, between a
//! lower-case letter or digit and a capital, and before the last capital of a run that a
//! lower-case letter follows (`VSwitchId` is `v switch id`). Fields and modules join the words
//! with `_`; types and variants capitalise them, except that a name which is already a Rust type
//! name stays as it is. A name that cannot stand gets a neighbour that can: keywords become raw
//! identifiers or get a `_`, a digit in front gets a letter, names without any usable character
//! get a number, and a name that is taken gets the next free number.

use proc_macro2::{Ident, Span};
use std::collections::HashSet;

/// Keywords that cannot even be raw identifiers.
const NEVER_RAW: [&str; 4] = ["self", "super", "crate", "Self"];

/// Names that generated modules use themselves: a type of such a name gets `Type` at its end.
pub(crate) const RESERVED_TYPES: &[&str] = &[
    "Any",
    "Ascii",
    "Blank",
    "CharSet",
    "Condition",
    "Decode",
    "DecodeError",
    "Default",
    "Digit",
    "Encoding",
    "Err",
    "ErrorKind",
    "ErrorRow",
    "Format",
    "From",
    "FromPairs",
    "Given",
    "Han",
    "Into",
    "IntoItems",
    "Letter",
    "ListForm",
    "Lower",
    "Missing",
    "Node",
    "None",
    "Number",
    "Ok",
    "Operation",
    "OperationInfo",
    "Operator",
    "Option",
    "Paging",
    "Pair",
    "Pairs",
    "Parameters",
    "PhantomData",
    "Position",
    "Printable",
    "Provided",
    "Punctuation",
    "Request",
    "Result",
    "Rules",
    "Scope",
    "Self",
    "ServiceError",
    "Some",
    "Space",
    "Statement",
    "String",
    "UnicodeDigit",
    "UnicodeLetter",
    "Upper",
    "ValueKind",
    "Vec",
    "Violations",
    "Visitor",
    "Walk",
];

/// The words of a wire name, in lower case.
pub(crate) fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut fresh = true;
    for (at, &c) in chars.iter().enumerate() {
        if !c.is_ascii_alphanumeric() {
            fresh = true;
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
        if fresh || (c.is_ascii_uppercase() && starts_word(before, &chars[at + 1..])) {
            words.push(String::new());
        }
        fresh = false;
        if let Some(word) = words.last_mut() {
            word.push(c.to_ascii_lowercase());
        }
    }
    words
}

/// Whether a capital begins a word, by the character before and those after it.
fn starts_word(before: Option<char>, after: &[char]) -> bool {
    if !before.is_some_and(|before| before.is_ascii_uppercase()) {
        return true;
    }
    let Some(next) = after.first().filter(|next| next.is_ascii_lowercase()) else {
        return false;
    };
    let second = after.get(1).copied();
    let plural = *next == 's' && !second.is_some_and(|second| second.is_ascii_lowercase());
    let version = *next == 'v' && second.is_some_and(|second| second.is_ascii_digit());
    !(plural || version)
}

/// The name of a field, a method or a module: `disk_id`.
pub(crate) fn snake(name: &str) -> String {
    let joined = words(name).join("_");
    match joined.chars().next() {
        None => String::new(),
        Some(first) if first.is_ascii_digit() => format!("n{joined}"),
        Some(_) => joined,
    }
}

/// The name of a type or a variant: `DiskCategory`.
pub(crate) fn pascal(name: &str) -> String {
    let kept = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
        && name.contains(|c: char| c.is_ascii_lowercase());
    if kept {
        return name.to_owned();
    }
    let mut joined = String::new();
    if name.starts_with('-') && name[1..].starts_with(|c: char| c.is_ascii_digit()) {
        joined.push_str("Minus");
    }
    for word in words(name) {
        let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if digits(joined.chars().next_back()) && digits(word.chars().next()) {
            joined.push('_');
        }
        let (first, rest) = word.split_at(1);
        joined.push_str(&first.to_ascii_uppercase());
        joined.push_str(rest);
    }
    match joined.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("V{joined}"),
        _ => joined,
    }
}

/// The identifier of that text, raw where it is a keyword.
pub(crate) fn ident(text: &str) -> Ident {
    if NEVER_RAW.contains(&text) {
        return Ident::new(&format!("{text}_"), Span::call_site());
    }
    match syn::parse_str::<Ident>(text) {
        Ok(ident) => ident,
        Err(_) if text.is_empty() => Ident::new("_", Span::call_site()),
        Err(_) => Ident::new_raw(text, Span::call_site()),
    }
}

/// Whether the text can be an identifier, raw or not.
pub(crate) fn is_ident(text: &str) -> bool {
    let mut chars = text.chars();
    chars
        .next()
        .is_some_and(|c| c == '_' || c.is_ascii_alphabetic())
        && chars.all(|c| c == '_' || c.is_ascii_alphanumeric())
        && text != "_"
}

/// The names of one scope: each is given once.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    /// Takes `wanted`, or the first of `wanted_2`, `wanted_3` … (types: `Wanted2` …) that is free.
    /// Nothing wanted: `fallback` and the number.
    pub(crate) fn take(&mut self, wanted: &str, fallback: &str) -> String {
        let wanted = match wanted {
            "" => fallback,
            wanted => wanted,
        };
        let of_type = wanted.starts_with(|c: char| c.is_ascii_uppercase());
        let spaced = !of_type || wanted.ends_with(|c: char| c.is_ascii_digit());
        let mut name = wanted.to_owned();
        let mut number = 2;
        while !self.taken.insert(name.clone()) {
            let gap = if spaced { "_" } else { "" };
            name = format!("{wanted}{gap}{number}");
            number += 1;
        }
        name
    }

    /// Takes a type name: as [`take`](Scope::take), and never one of [`RESERVED_TYPES`].
    pub(crate) fn take_type(&mut self, wanted: &str) -> String {
        if RESERVED_TYPES.contains(&wanted) {
            return self.take(&format!("{wanted}Type"), "");
        }
        self.take(wanted, "Type")
    }

    /// Takes a constant name: the first of `WANTED`, `WANTED_2` … that is free and no name of the
    /// runtime's.
    pub(crate) fn take_constant(&mut self, wanted: &str) -> String {
        let mut name = match wanted {
            "" => "RULES".to_owned(),
            wanted => wanted.to_owned(),
        };
        let mut number = 2;
        while name == "NO_RULES" || !self.taken.insert(name.clone()) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        name
    }

    /// Whether the name is taken.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.taken.contains(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_names_become_rust_names() {
        for (wire, field, kind) in [
            ("DiskId", "disk_id", "DiskId"),
            ("VSwitchId", "v_switch_id", "VSwitchId"),
            ("SecurityGroupIDs", "security_group_ids", "SecurityGroupIDs"),
            ("IPv6Address", "ipv6_address", "IPv6Address"),
            ("cloud_efficiency", "cloud_efficiency", "CloudEfficiency"),
            ("BGP", "bgp", "Bgp"),
            ("x-acs-token", "x_acs_token", "XAcsToken"),
            ("100M", "n100_m", "V100M"),
            ("-1", "n1", "Minus1"),
            ("1.2.3", "n1_2_3", "V1_2_3"),
            ("*", "", ""),
        ] {
            assert_eq!(
                (snake(wire).as_str(), pascal(wire).as_str()),
                (field, kind),
                "{wire}"
            );
        }
    }

    #[test]
    fn what_cannot_stand_gets_a_neighbour() {
        assert_eq!(ident("type").to_string(), "r#type");
        assert_eq!(ident("self").to_string(), "self_");
        let mut scope = Scope::default();
        assert_eq!(scope.take("key", ""), "key");
        assert_eq!(scope.take("key", ""), "key_2");
        assert_eq!(scope.take("", "parameter_4"), "parameter_4");
        assert_eq!(scope.take_type("Option"), "OptionType");
        assert_eq!(scope.take_type("Tag"), "Tag");
        assert_eq!(scope.take_type("Tag"), "Tag2");
    }

    /// The names that generated modules import and use: exported by `generated.rs` of the crate
    /// `doctract`, and found in the golden files.
    #[test]
    fn imported_names_are_reserved() {
        let words = |text: &str| -> Vec<String> {
            let code = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            let words = code
                .flat_map(|line| line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')));
            words.map(str::to_owned).collect()
        };
        let crates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let read = |file: &str| std::fs::read_to_string(crates.join(file)).unwrap();
        let mut exported: Vec<String> = words(&read("doctract/src/generated.rs"));
        let rules = words(&read("doctract/src/rules.rs"));
        let types = rules.windows(3).filter(|three| {
            three[0] == "pub" && matches!(three[1].as_str(), "enum" | "struct" | "type")
        });
        exported.extend(types.map(|three| three[2].clone()));
        let golden = ["everything", "clusters", "disks", "snapshot"];
        let golden = golden.map(|name| read(&format!("codegen/tests/golden/{name}.rs")));
        let mut used: Vec<String> = golden.iter().flat_map(|code| words(code)).collect();
        used.retain(|word| word.starts_with(|c: char| c.is_ascii_uppercase()));
        used.retain(|word| exported.contains(word));
        // Constants, for which `take_constant` looks out.
        used.retain(|word| !word.contains('_'));
        let classes = doctract_core::CharClass::ALL.iter();
        used.extend(classes.map(|class| format!("{class:?}")));
        for name in &used {
            assert!(
                RESERVED_TYPES.contains(&name.as_str()),
                "{name} is not reserved"
            );
        }
    }
}
