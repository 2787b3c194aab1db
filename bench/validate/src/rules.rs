//! The rules that no library has, as one would write them by hand.

/// What neither keys nor values of a tag may begin with.
pub const TAG_PREFIXES: [&str; 4] = ["aliyun", "acs:", "http://", "https://"];

/// Whether the text begins with an address.
pub fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// Whether a name is made of letters, digits, Chinese characters, `:`, `_` and `-`, begins with a
/// letter or a Chinese character, and not with `auto`.
pub fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || is_han(c));
    let rest = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '-') || is_han(c);
    first && chars.all(rest) && !text.starts_with("auto")
}

/// Whether the character is of the script Han.
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
        || matches!(c,
            '\u{2E80}'..='\u{2E99}' | '\u{2E9B}'..='\u{2EF3}' | '\u{2F00}'..='\u{2FD5}'
            | '\u{3005}' | '\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3038}'..='\u{303B}'
            | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FA6D}' | '\u{FA70}'..='\u{FAD9}'
            | '\u{16FE2}'..='\u{16FE3}' | '\u{16FF0}'..='\u{16FF1}' | '\u{20000}'..='\u{2A6DF}'
            | '\u{2A700}'..='\u{2B739}' | '\u{2B740}'..='\u{2B81D}' | '\u{2B820}'..='\u{2CEA1}'
            | '\u{2CEB0}'..='\u{2EBE0}' | '\u{2EBF0}'..='\u{2EE5D}' | '\u{2F800}'..='\u{2FA1D}'
            | '\u{30000}'..='\u{3134A}' | '\u{31350}'..='\u{323AF}')
}

/// Whether the text begins with none of the prefixes that tags may not have.
pub fn is_tag_text(text: &str) -> bool {
    !TAG_PREFIXES.iter().any(|prefix| text.starts_with(prefix))
}
