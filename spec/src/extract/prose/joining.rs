//! Bullets that a page tore apart, put together again.

use super::heads::{Class, classify, head};
use super::normalise::normalise;
use super::outline::Block;
use super::reader::Reader;
use super::table::Kind;

/// Puts together what a paragraph inside a bullet tore apart: bullets that go on with the values of
/// the block before them, without words of their own that announce them.
pub(super) fn joined<'t>(reader: &Reader<'_>, blocks: &[Block<'t>]) -> Vec<Block<'t>> {
    let mut joined: Vec<Block<'t>> = Vec::new();
    let mut skipped: Vec<Block<'t>> = Vec::new();
    for block in blocks {
        let goes_on = !block.bullets.is_empty()
            && joined
                .last()
                .is_some_and(|last| goes_on(reader, last, block));
        if goes_on && let Some(last) = joined.last_mut() {
            skipped.push(Block {
                text: block.text,
                ..Block::default()
            });
            skipped.retain(|skipped| states_default(reader, skipped.text));
            last.bullets
                .extend(block.bullets.iter().map(Block::shallow));
            continue;
        }
        let inside = block.bullets.is_empty()
            && joined.last().is_some_and(|last| !last.bullets.is_empty())
            && !announces(reader, block.text);
        if inside {
            skipped.push(block.shallow());
        } else {
            joined.append(&mut skipped);
            joined.push(block.shallow());
        }
    }
    joined.append(&mut skipped);
    joined
}

fn goes_on(reader: &Reader<'_>, before: &Block<'_>, block: &Block<'_>) -> bool {
    let all_values = |bullets: &[Block<'_>]| {
        !bullets.is_empty()
            && bullets
                .iter()
                .all(|bullet| matches!(classify(reader, bullet, false), Class::Value(_)))
    };
    !announces(reader, block.text) && all_values(&before.bullets) && all_values(&block.bullets)
}

/// How many of the paragraphs behind a line that announces values are values themselves, each with
/// its meaning: bullets whose marks are missing.
pub(super) fn unmarked(reader: &Reader<'_>, blocks: &[Block<'_>]) -> usize {
    let is_value = |block: &&Block<'_>| {
        let told = head(block.text, &reader.language.words).is_some_and(|head| {
            !head.value.contains(' ')
                && head.value.is_ascii()
                && head.value.len() < block.text.len()
        });
        told && block.bullets.is_empty()
            && matches!(classify(reader, block, false), Class::Value(_))
    };
    blocks.iter().take_while(is_value).count()
}

/// Whether a paragraph between the bullets says which of them is the default.
fn states_default(reader: &Reader<'_>, text: &str) -> bool {
    let lower = normalise(text).to_ascii_lowercase();
    reader
        .language
        .has_hit(&lower, |kind| kind == Kind::Default)
}

/// Whether a line announces what stands under it.
fn announces(reader: &Reader<'_>, text: &str) -> bool {
    let lower = normalise(text).to_ascii_lowercase();
    lower.trim_end().ends_with(':') || reader.language.has_hit(&lower, |kind| kind == Kind::Values)
}

/// `取值范围：1` and a bullet `1000，默认值：100。`: a range whose dash began a line. Gives the end of
/// the line and the bullet as one sentence.
pub(super) fn torn_range(block: &Block<'_>) -> Option<String> {
    let [bullet] = block.bullets.as_slice() else {
        return None;
    };
    let (head, number) = block.text.trim().rsplit_once(['：', ':'])?;
    let number = number.trim();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(number) || !bullet.text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let cue = head.rsplit(['。', '，', '.', ',']).next().unwrap_or(head);
    Some(format!("{}: {number}-{}", cue.trim(), bullet.text))
}
