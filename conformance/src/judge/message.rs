//! Messages as pages print them: templates whose placeholders stand for any text.

/// Whether a message has the form of a template. Blanks count as one; letter case counts.
pub(crate) fn fits(template: &str, message: &str) -> bool {
    let template = squeeze(template);
    let message = squeeze(message);
    let literals = literals(&template);
    let Some((first, rest)) = literals.split_first() else {
        return true;
    };
    let Some(mut left) = message.strip_prefix(first.as_str()) else {
        return false;
    };
    let Some((last, middle)) = rest.split_last() else {
        return left.is_empty();
    };
    for literal in middle {
        match left.split_once(literal.as_str()) {
            Some((_, after)) => left = after,
            None => return false,
        }
    }
    left.ends_with(last.as_str())
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The texts between placeholders: `%s`, `%d`, `${…}`, `<…>`, `{…}`, `***`.
fn literals(template: &str) -> Vec<String> {
    let mut literals = vec![String::new()];
    let mut rest = template;
    while let Some(c) = rest.chars().next() {
        let skip = placeholder(rest);
        if skip > 0 {
            literals.push(String::new());
            rest = rest.get(skip..).unwrap_or_default();
            continue;
        }
        if let Some(last) = literals.last_mut() {
            last.push(c);
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    literals
}

/// How many bytes of placeholder `text` begins with.
fn placeholder(text: &str) -> usize {
    let closed = |open: &str, close: char| {
        let inner = text.strip_prefix(open)?;
        let end = inner.find(close)?;
        let name = inner.get(..end)?;
        let named = !name.is_empty() && name.len() <= 40 && !name.contains(['<', '{', '.', ',']);
        named.then_some(open.len() + end + close.len_utf8())
    };
    if text.starts_with("%s") || text.starts_with("%d") {
        return 2;
    }
    if text.starts_with("***") {
        return text.len() - text.trim_start_matches('*').len();
    }
    closed("${", '}')
        .or_else(|| closed("{", '}'))
        .or_else(|| closed("<", '>'))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_stand_for_any_text() {
        assert!(fits(
            "The specified volume does not exist.",
            "The specified  volume does not exist."
        ));
        assert!(!fits(
            "The specified volume does not exist.",
            "The specified volume is gone."
        ));
        assert!(!fits("The volume.", "The volume. Really."));
        assert!(fits(
            "The parameter %s is not valid",
            "The parameter Size is not valid"
        ));
        assert!(fits("%s", "anything at all"));
        assert!(fits(
            "Disk ${DiskId} of <InstanceId> fails",
            "Disk d-1 of i-2 fails"
        ));
        assert!(!fits("Disk ${DiskId} fails", "Disk d-1 works"));
    }
}
