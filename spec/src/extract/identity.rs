//! Which operation a page documents: name, product, version, style, language.

use super::Options;
use super::catalogue;
use super::dialect::Vocabulary;
use super::document::{Block, Heading, Page, is_cjk};
use super::evidence::Evidence;
use super::report::Report;
use super::types::is_identifier;
use crate::model::Style;
use std::ops::Range;

/// What a page says about which operation it documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The operation's name.
    pub(crate) name: String,
    /// The product.
    pub(crate) product: String,
    /// The API version.
    pub(crate) version: String,
    /// How it is called.
    pub(crate) style: Style,
    /// The title, where it is not the name.
    pub(crate) title: Option<String>,
    /// The language.
    pub(crate) locale: Option<String>,
}

/// What an explorer link says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ExplorerLink {
    product: Option<String>,
    operation: Option<String>,
    version: Option<String>,
    style: Option<Style>,
    range: Range<usize>,
}

/// Settles the identity of a page; `None` if it documents no operation.
pub(crate) fn settle(
    page: &Page<'_>,
    file: &str,
    options: &Options,
    dialect: &Vocabulary,
    evidence: &Evidence<'_>,
    report: &mut Report<'_>,
) -> Option<Identity> {
    let title = title(page);
    let link = explorer_link(page, dialect);
    if !is_of_operation(title, &link, evidence) {
        let entry = match () {
            () if page.blocks.is_empty() => &catalogue::EMPTY,
            () if evidence.common => &catalogue::OVERVIEW,
            () => &catalogue::NO_OPERATION,
        };
        report.whole(entry, "");
        return None;
    }
    if evidence.only_type && link.operation.is_none() {
        report.whole(&catalogue::TYPE_PAGE, catalogue::TYPE_PAGE.title);
        return None;
    }
    let Some(name) = name(page, file, title, &link, evidence, report) else {
        report.whole(&catalogue::NO_OPERATION, catalogue::NO_OPERATION.title);
        return None;
    };
    let product = product(page, file, options, &link, dialect, evidence);
    if product.is_none() {
        report.whole(
            &catalogue::NO_PRODUCT,
            "nothing in the page tells the product",
        );
    }
    let known = product
        .as_ref()
        .and_then(|product| dialect.products.get(product));
    let stated = link.version.clone().or_else(|| options.version.clone());
    let assumed = known.and_then(|known| known.version.clone());
    let version = match (stated, assumed) {
        (Some(stated), _) => stated,
        (None, Some(assumed)) => {
            report.whole(&catalogue::VERSION_ASSUMED, format!("taken as {assumed}"));
            assumed
        }
        (None, None) => {
            report.whole(&catalogue::NO_VERSION, "no API version in the page");
            "unversioned".to_owned()
        }
    };
    let by_content = if evidence.has_path {
        Some(Style::Roa)
    } else if evidence.row.is_some() || evidence.example.is_some() {
        Some(Style::Rpc)
    } else {
        None
    };
    let assumed = known.and_then(|known| known.style);
    let style = by_content.or(link.style).or(assumed).unwrap_or_default();
    let shown = title.map(|title| title.text.trim().to_owned());
    Some(Identity {
        title: shown.filter(|shown| *shown != name && !shown.is_empty()),
        locale: locale(page, file, options),
        name,
        product: product.unwrap_or_else(|| "unknown".to_owned()),
        version,
        style,
    })
}

/// Whether a page is one of an operation and not an overview: it tells what is sent or answered
/// and either says so in a heading or names the operation; or it only shows a call, of the very
/// operation that the title or the explorer link names.
fn is_of_operation(
    title: Option<&Heading<'_>>,
    link: &ExplorerLink,
    evidence: &Evidence<'_>,
) -> bool {
    let text = title.map(|title| title.text.trim()).unwrap_or_default();
    let named = link.operation.is_some()
        || evidence.row.is_some()
        || evidence.example.is_some()
        || evidence.has_path
        || is_operation(text);
    let called = [evidence.row.as_deref(), evidence.example]
        .into_iter()
        .flatten();
    let shows_itself =
        identifier_in(text).is_some_and(|name| called.into_iter().any(|one| one == name));
    if evidence.documents {
        evidence.announced || named
    } else {
        evidence.shows && (link.operation.is_some() || shows_itself)
    }
}

/// The page's title: its first heading.
fn title<'p, 'a>(page: &'p Page<'a>) -> Option<&'p Heading<'a>> {
    page.blocks.iter().find_map(|block| match block {
        Block::Heading(heading) => Some(heading),
        _ => None,
    })
}

fn name(
    page: &Page<'_>,
    file: &str,
    title: Option<&Heading<'_>>,
    link: &ExplorerLink,
    evidence: &Evidence<'_>,
    report: &mut Report<'_>,
) -> Option<String> {
    let nowhere = 0..0;
    let title_range = title.map_or(&nowhere, |title| &title.range);
    let text = title.map(|title| title.text.as_ref()).unwrap_or_default();
    let from_title = identifier_in(text);
    let sources = [
        ("explorer link", link.operation.clone(), &link.range),
        ("`Action` row", evidence.row.clone(), title_range),
        ("example", evidence.example.map(str::to_owned), title_range),
    ];
    let others = || {
        sources
            .iter()
            .filter_map(|(source, name, range)| Some((*source, name.as_ref()?, *range)))
    };
    if let Some(name) = from_title {
        // A title with a stray digit before the name: the others know better.
        let stray = name.len() < text.trim().len();
        let meant = others().find(|(_, other, _)| stray && name.ends_with(other.as_str()));
        let name = meant.map_or(name, |(_, other, _)| other.as_str());
        if stray {
            let message = format!("the title `{}` stands for `{name}`", text.trim());
            report.at(page, title_range, &catalogue::TITLE_BLEMISH, message);
        }
        for (source, other, range) in others().filter(|(_, other, _)| *other != name) {
            let message = format!("the title says `{name}`, the {source} `{other}`");
            report.at(page, range, &catalogue::NAME_DISAGREES, message);
        }
        return Some(name.to_owned());
    }
    let found = others()
        .next()
        .map(|(source, name, _)| (source, name.clone()));
    if let Some((source, name)) = found {
        let message = format!("`{name}`, from the {source}");
        report.at(page, title_range, &catalogue::NAME_FROM, message);
        for (source, other, range) in others().filter(|(_, other, _)| **other != name) {
            let message = format!("the {source} says `{other}`, not `{name}`");
            report.at(page, range, &catalogue::NAME_DISAGREES, message);
        }
        return Some(name);
    }
    // A request line makes a page one of an operation, whatever its name is.
    evidence.has_path.then(|| {
        let name = made_up(text, file);
        let message = format!("nothing in the page names the operation; taken as `{name}`");
        report.at(page, title_range, &catalogue::NO_NAME, message);
        name
    })
}

/// A name made of the title's words, or of the file's: `Report events by HTTP` is
/// `ReportEventsByHTTP`.
fn made_up(title: &str, file: &str) -> String {
    let joined = |text: &str| -> String {
        let words = text.split(|character: char| !character.is_ascii_alphanumeric());
        let capitalised = words.flat_map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            [first.to_ascii_uppercase(), rest.to_owned()]
        });
        capitalised.collect()
    };
    let stem = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = stem.split('.').next().unwrap_or_default();
    let from_title = Some(title).filter(|title| title.is_ascii()).map(joined);
    let candidates = [from_title, Some(joined(stem))];
    let named = candidates
        .into_iter()
        .flatten()
        .find(|name| !name.is_empty());
    named.unwrap_or_else(|| "Unnamed".to_owned())
}

/// The identifier that a title is, or holds beside blemishes.
fn identifier_in(title: &str) -> Option<&str> {
    let title = title.trim();
    if is_operation(title) {
        return Some(title);
    }
    let bare = title.trim_matches(|character: char| !character.is_ascii_alphabetic());
    let alone = !bare.contains(|character: char| character.is_whitespace() || is_cjk(character));
    if alone && is_operation(bare) && !title.contains(is_cjk) {
        return Some(bare);
    }
    // Words around a name: `查询快照 DescribeSnapshots`.
    let mut names = title
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| is_operation(word) && is_camel_case(word));
    names.next().filter(|_| names.next().is_none())
}

/// Whether a word can be the name of an operation: letters and digits, more than one word in it.
fn is_operation(word: &str) -> bool {
    is_identifier(word)
        && word.len() > 2
        && !word.contains('-')
        && (inner_capitals(word) > 0 || word.starts_with(|first: char| first.is_ascii_uppercase()))
}

/// Whether a word is made of several capitalised ones: `DescribeSnapshots`, not `HTTP`.
fn is_camel_case(word: &str) -> bool {
    let starts = word.starts_with(|first: char| first.is_ascii_uppercase());
    let humps = word
        .as_bytes()
        .windows(2)
        .filter(|pair| pair[0].is_ascii_uppercase() && pair[1].is_ascii_lowercase());
    starts && humps.count() > 1
}

fn inner_capitals(word: &str) -> usize {
    word.bytes().skip(1).filter(u8::is_ascii_uppercase).count()
}

/// The first link to the vendor's explorer.
fn explorer_link(page: &Page<'_>, dialect: &Vocabulary) -> ExplorerLink {
    let hosts = dialect.explorer_hosts.iter();
    let found = hosts.filter_map(|host| {
        let at = page.text.find(host.as_str())?;
        Some((at, at + host.len()))
    });
    let Some((start, after)) = found.min() else {
        return ExplorerLink::default();
    };
    let rest = &page.text[after..];
    let end = rest
        .find([')', ' ', '\n', '"', '>', ']'])
        .unwrap_or(rest.len());
    let target = &rest[..end];
    let mut link = ExplorerLink {
        range: start..after + end,
        ..ExplorerLink::default()
    };
    let Some((_, query)) = target.split_once(['#', '?']) else {
        return link;
    };
    for pair in query.trim_start_matches(['/', '?']).split('&') {
        let Some((key, value)) = pair.split_once('=') else {
            continue;
        };
        let value = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
        match key {
            "product" => link.product = value,
            "api" => link.operation = value,
            "version" => link.version = value,
            "type" => {
                link.style = value.and_then(|style| match style.as_str() {
                    "RPC" => Some(Style::Rpc),
                    "ROA" => Some(Style::Roa),
                    _ => None,
                });
            }
            _ => {}
        }
    }
    link
}

fn product(
    page: &Page<'_>,
    file: &str,
    options: &Options,
    link: &ExplorerLink,
    dialect: &Vocabulary,
    evidence: &Evidence<'_>,
) -> Option<String> {
    let from_link = link.product.clone();
    let from_errors = || {
        dialect.error_centres.iter().find_map(|centre| {
            let at = page.text.find(centre.as_str())? + centre.len();
            let rest = &page.text[at..];
            let end = rest.find(|character: char| !character.is_ascii_alphanumeric());
            let name = &rest[..end.unwrap_or(rest.len())];
            (!name.is_empty()).then(|| name.to_owned())
        })
    };
    let products = || dialect.products.iter();
    let from_host = || {
        let host = evidence.host.as_deref()?;
        let domain = dialect
            .service_domains
            .iter()
            .find(|domain| host.ends_with(domain.as_str()))?;
        let label = host.strip_suffix(domain.as_str())?.split('.').next()?;
        let is_it = |host: &String| {
            label == host
                || label
                    .strip_prefix(host.as_str())
                    .is_some_and(|rest| rest.starts_with('-'))
        };
        products()
            .find(|(_, product)| product.hosts.iter().any(is_it))
            .map(|(name, _)| name.clone())
    };
    let from_folder = || {
        let mut folders = file.split(['/', '\\']).rev().skip(1);
        folders.find_map(|folder| {
            let is_it = |known: &String| known.eq_ignore_ascii_case(folder);
            products()
                .find(|(_, product)| product.folders.iter().any(is_it))
                .map(|(name, _)| name.clone())
        })
    };
    from_link
        .or_else(|| options.product.clone())
        .or_else(from_errors)
        .or_else(from_host)
        .or_else(from_folder)
}

/// The language: as the options say, by a folder such as `cn.zh-CN`, or by the script of the text.
fn locale(page: &Page<'_>, file: &str, options: &Options) -> Option<String> {
    if let Some(locale) = &options.locale {
        return Some(locale.clone());
    }
    let from_folder = file.split(['/', '\\']).rev().skip(1).find_map(|folder| {
        let tag = folder.rsplit('.').next().unwrap_or(folder);
        let (language, region) = tag.split_once('-')?;
        let letters = |text: &str, count| {
            text.len() == count && text.bytes().all(|byte| byte.is_ascii_alphabetic())
        };
        (letters(language, 2) && letters(region, 2)).then(|| tag.to_owned())
    });
    from_folder.or_else(|| {
        let has = |test: fn(char) -> bool| {
            page.text
                .chars()
                .take(4000)
                .filter(|character| test(*character))
                .count()
        };
        let (cjk, latin) = (
            has(is_cjk),
            has(|character| character.is_ascii_alphabetic()),
        );
        match (cjk, latin) {
            (0, 0) => None,
            // Names and keywords are Latin on Chinese pages too.
            _ if cjk * 10 > latin => Some("zh-CN".to_owned()),
            _ => Some("en-US".to_owned()),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::identifier_in;

    #[test]
    fn a_title_holds_a_name_or_none() {
        assert_eq!(identifier_in("CreateSnapshot"), Some("CreateSnapshot"));
        assert_eq!(
            identifier_in("SetLoadBalancerStatus."),
            Some("SetLoadBalancerStatus")
        );
        assert_eq!(
            identifier_in("8DescribeRefreshRemainNumber"),
            Some("DescribeRefreshRemainNumber")
        );
        assert_eq!(
            identifier_in("查询快照DescribeSnapshots"),
            Some("DescribeSnapshots")
        );
        assert_eq!(identifier_in("Delete a scaling configuration"), None);
        assert_eq!(identifier_in("批量添加加速域名"), None);
        assert_eq!(identifier_in("查询域名HTTP返回码"), None);
    }
}
