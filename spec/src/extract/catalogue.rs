//! Every diagnostic of the page reader and its dialects: code, severity, what it means, what to do.

use crate::Severity;

/// One kind of diagnostic. The code is stable; the words may improve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The stable code: `page-short-row`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it is, in a few words.
    pub title: &'static str,
    /// What it means, why it matters and what the reader did.
    pub explanation: &'static str,
    /// What to do.
    pub advice: &'static str,
}

/// The entry of a code.
///
/// ```
/// let entry = doctract_spec::extract::catalogue::find("page-short-row").unwrap();
/// assert_eq!(entry.title, "row with too few cells");
/// ```
pub fn find(code: &str) -> Option<&'static Entry> {
    ALL.iter().find(|entry| entry.code == code).copied()
}

macro_rules! catalogue {
    ($($name:ident: $severity:ident $code:literal, $title:literal, $explanation:literal, $advice:literal;)*) => {
        $(
            pub(crate) static $name: Entry = Entry {
                code: $code,
                severity: Severity::$severity,
                title: $title,
                explanation: $explanation,
                advice: $advice,
            };
        )*

        /// Every entry, grouped by what it is about.
        pub static ALL: &[&Entry] = &[$(&$name),*];
    };
}

catalogue! {
    UNREADABLE: Error "page-unreadable", "file not readable",
        "The file could not be opened or read.",
        "check path and permissions";
    TOO_LARGE: Error "page-too-large", "page too large",
        "The file is larger than any reference page; it was not read, so that a wrong path cannot exhaust memory.",
        "split the page, or pass the file you meant";
    TOO_MANY: Warning "page-too-many", "too many findings",
        "So many findings were made in one page that the rest is only counted; they have a single cause, as a rule: another dialect, or a file that is no page.",
        "settle the first ones and run again";
    ENCODING: Error "page-encoding", "not UTF-8",
        "The bytes are not UTF-8 text. A UTF-16 mark, NUL bytes or a sequence that UTF-8 does not have were found; older Chinese pages are often GBK. Nothing was read, because names and rules would come out wrong.",
        "convert the file: `iconv -f GBK -t UTF-8 page.md`, or `-f UTF-16`";
    EMPTY: Warning "page-empty", "nothing in the page",
        "The page holds no text.",
        "remove it, or restore its content";
    NO_OPERATION: Warning "page-no-operation", "page documents no operation",
        "The page has no table of parameters or fields of its own, and no example of a call to the operation that it is named after; it may be an overview. No spec was written.",
        "leave it out, or check that the headings and column titles are in the dialect";
    OVERVIEW: Note "page-overview", "overview, no operation",
        "The page tells what every request carries and every answer has, not what one operation takes. No spec was written; its examples call an operation that has a page of its own.",
        "nothing";
    TYPE_PAGE: Note "page-type", "page documents a type",
        "The page describes the members of a type and no operation; pages of operations that refer to it take its rows when the whole folder is read.",
        "nothing";
    NO_NAME: Error "page-no-name", "operation without a name",
        "Neither the title, the explorer link, the `Action` row nor an example gives the operation's name; the file's name was taken.",
        "put the name into the title";
    NAME_FROM: Note "page-name-source", "name not from the title",
        "The title is no identifier (a translated title, say). The name comes from the next best source: the explorer link, the `Action` row, an example.",
        "check the name";
    NAME_DISAGREES: Warning "page-name-disagrees", "the page names two operations",
        "Title, explorer link, `Action` row and example do not agree on the operation's name, often because the page was copied from another. The first source in that order counts.",
        "check which one the service knows; correct it with an overlay";
    NO_PRODUCT: Warning "page-no-product", "product unknown",
        "No link, example or folder tells the product.",
        "pass --product, or set it in doctract.toml";
    VERSION_ASSUMED: Note "page-version-assumed", "version not in the page",
        "The page does not name the API version; the one that the dialect knows for the product was taken.",
        "pass --api-version if another is meant";
    NO_VERSION: Warning "page-no-version", "version unknown",
        "Neither the page, the options nor the dialect's product table give the API version; the spec says `unversioned`.",
        "pass --api-version, or add the product to the dialect";
    TITLE_BLEMISH: Note "page-title-blemish", "title with stray characters",
        "The title is the operation's name with something before or after it (a digit, a dot).",
        "correct the title";

    SURPLUS_CELL: Warning "page-surplus-cell", "row with too many cells",
        "A bare pipe stands in a cell. The surplus cells were joined again with `|`, in the column of free text where the other cells then fit best.",
        "escape the pipe as `\\|`";
    SHORT_ROW: Warning "page-short-row", "row with too few cells",
        "The row ends before all columns are filled; the missing cells count as empty.",
        "check the row, and add the missing cells";
    TOO_MANY_ROWS: Error "page-too-many-rows", "more rows than any page has",
        "The tables of the page have more rows than are read; those past the limit were left out. The largest real page has about a tenth.",
        "give each operation a page of its own";
    STRAY_PIPE: Note "page-stray-pipe", "single pipe between rows",
        "A line holds a pipe and nothing else, and belongs to no row.",
        "remove the line";
    UNTERMINATED_ROW: Warning "page-unterminated-row", "row without an end",
        "The page or the section ended before the row's last pipe. What had been read is its last cell, text below the table included.",
        "close the row with `|`";
    NO_DELIMITER: Note "page-no-delimiter", "table without delimiter",
        "The line of dashes below the column titles is missing. The table was recognised by its titles.",
        "add the line";
    HEADER_WIDTH: Warning "page-header-width", "titles and delimiter differ in number",
        "The line of titles has another number of cells than the line of dashes below it.",
        "make them equal";
    UNKNOWN_COLUMN: Warning "page-unknown-column", "unknown column title",
        "The dialect does not know the title; the column was left out.",
        "add the title to `columns` in the dialect";
    ODD_COLUMN: Warning "page-odd-column", "title and cells disagree",
        "The cells of the column hold something else than its title says (types under `Parameters`, messages under `Description`); the cells were believed.",
        "check the column";
    UNKNOWN_TABLE: Warning "page-unknown-table", "table not understood",
        "Neither the column titles nor the section tell what the table documents; its rows are in no spec.",
        "add the titles or the heading to the dialect if the table matters";
    UNRELATED_TABLE: Note "page-unrelated-table", "table of something else",
        "The table's titles name no parameter, field or error; it belongs to the prose.",
        "nothing, unless it documents parameters";
    PIPE_OUTSIDE: Warning "page-pipe-outside", "pipe line outside a table",
        "A line starts with a pipe but no table header stands above it.",
        "add the header, or remove the pipe";
    UNKNOWN_HEADING: Note "page-unknown-heading", "unknown heading",
        "The dialect does not know the heading. Tables below it were judged by their column titles alone.",
        "add the heading to `sections` in the dialect";
    UNCLOSED_CODE: Warning "page-unclosed-code", "code block without an end",
        "A fence is opened and never closed; the block was taken to end before the next heading.",
        "close the fence";

    UNKNOWN_TYPE: Warning "page-unknown-type", "unknown type",
        "The type is neither a word of the dialect nor the name of a table or page that describes it; the field's type is `any`.",
        "add the word to `types` in the dialect";
    MISSPELT_TYPE: Note "page-misspelt-type", "misspelt type",
        "The type is a known misspelling; the meant one was taken.",
        "correct the word";
    NO_TYPE: Note "page-no-type", "no type",
        "The row gives no type; it was taken from the example or is a string.",
        "add the type";
    UNRESOLVED_TYPE: Warning "page-unresolved-type", "type not found",
        "The type refers to a table or page that is not at hand; the field has no members in the spec.",
        "pass the folder with the type pages too";
    ODD_REQUIRED: Note "page-odd-required", "required under a condition",
        "The `required` column holds neither yes nor no; its words are kept as `requiredText`.",
        "turn them into a condition with an overlay";
    NO_REQUIRED: Note "page-no-required", "no `required` column",
        "The table does not say which parameters are required; none is.",
        "state it with an overlay";
    EMPTY_NAME: Warning "page-empty-name", "row without a name",
        "The name cell is empty, so the row belongs to no parameter.",
        "check whether the row above was meant to go on";
    ODD_NAME: Warning "page-odd-name", "unusual characters in a name",
        "The name cell holds blanks or other characters that no wire name has; they were taken out where the rest is a name.",
        "check the name";
    DUPLICATE_NAME: Warning "page-duplicate-name", "name stands twice",
        "Two rows have the same name. The first one's type and description count; the rules of both were read.",
        "check which row is right";
    MEMBERS: Note "page-members", "table of a value's members",
        "A further table describes the members of one parameter, not more parameters; its rows stand below that parameter.",
        "nothing";
    ORPHAN_TABLE: Warning "page-orphan-table", "members of an unknown value",
        "A further table describes the members of a value, but nothing tells of which; its rows are in no spec.",
        "name the parameter or field in the line above the table";
    ROW_ASIDE: Note "page-row-aside", "row without a field of its own",
        "No field of the spec stands for the row: it names the element of a list whose field holds it already, repeats a field, or belongs to a type that no field has.",
        "nothing, unless the field is missing in the spec";
    CODE_ASIDE: Note "page-code-aside", "code that is no example of a call or an answer",
        "The block shows the value of one parameter, a policy, a command; it is in no spec. What a body shows in JSON is compared with the table of its members.",
        "nothing, unless it is the only place that documents a parameter";
    SECTION_ASIDE: Note "page-section-aside", "section of prose that no spec holds",
        "Where a table or an example was expected there is prose only (`no special headers`, the permissions that a caller needs).",
        "nothing, unless it says what a table should";
    SEVERAL_METHODS: Note "page-several-methods", "several HTTP methods",
        "The syntax line names several methods; all were kept.",
        "nothing";
    NO_PATH: Warning "page-no-path", "no method and path",
        "The operation is called by path, but no line gives method and path.",
        "state them with an overlay";
    PATH_VARIABLE: Warning "page-path-variable", "path variable without a row",
        "A variable of the path has no row in the request table; a required string parameter was added.",
        "document the variable";

    NESTING_GUESSED: Note "page-nesting-guessed", "depth of fields inferred",
        "The table lists the fields of the answer without saying which belongs to which; the examples decided. Fields that no example shows were placed by their neighbours, with lower confidence.",
        "check the fields with `confidence` in the spec";
    NESTING_AMBIGUOUS: Warning "page-nesting-ambiguous", "depth of a field unclear",
        "The field fits at more than one depth, by the examples or because no example shows it near its neighbours; the most likely place was taken.",
        "check the field's place in the spec";
    FIELD_NOT_SHOWN: Note "page-field-not-shown", "field in no example",
        "The table lists the field, no example of a good answer shows it.",
        "nothing, unless the field is gone";
    FIELD_ELSEWHERE: Warning "page-field-elsewhere", "examples show the field at another place",
        "The examples show the field below one that the table does not list, or in another spelling. It was placed where the examples show it, with lower confidence.",
        "list the field that it belongs to, or correct the example";
    FIELD_UNDOCUMENTED: Note "page-field-undocumented", "example field without a row",
        "An example of a good answer has a field that the table does not list.",
        "document the field, or correct the example";

    ODD_STATUS: Warning "page-odd-status", "impossible HTTP status",
        "The status is no number from 100 to 599.",
        "correct the status";
    NO_STATUS: Note "page-no-status", "error without status",
        "The row gives no HTTP status.",
        "state it with an overlay";
    ODD_CODE: Warning "page-odd-code", "unusual error code",
        "The code holds blanks, is a sentence or empty; it is kept as printed, without the blanks if only they are odd.",
        "check the code";
    REPEATED_ERROR: Note "page-repeated-error", "error row stands twice",
        "Two rows have the same status, code and message; one was kept.",
        "remove one";
    EMPTY_ERRORS: Note "page-empty-errors", "empty error section",
        "The heading of the error codes has nothing below it.",
        "remove it, or add the codes";

    EXAMPLE_LENIENT: Note "page-example-lenient", "example with mistakes",
        "The example is not quite JSON or XML (a trailing comma, no outer braces, a second root); it was read all the same.",
        "correct the example";
    EXAMPLE_INVALID: Warning "page-example-invalid", "example not readable",
        "The example looks like JSON or XML but could not be read to its end; what came before the mistake counts.",
        "correct the example";
    EXAMPLE_NAME: Warning "page-example-name", "example calls another operation",
        "`Action` in the example is not the page's operation, or differs in letter case.",
        "correct the example";
    EXAMPLE_PATH: Warning "page-example-path", "example with another method or path",
        "The request line of the example does not fit the documented method and path.",
        "correct the example or the syntax line";
    EXAMPLE_UNKNOWN: Warning "page-example-unknown", "example parameter without a row",
        "The example sends a parameter that the table does not list.",
        "document the parameter, or correct the example";
    EXAMPLE_MISSING: Note "page-example-missing", "required parameter not in the example",
        "The example leaves out a parameter that the table calls required.",
        "correct the example or the table";
    EXAMPLE_TYPE: Note "page-example-type", "example value of another type",
        "The example value of the row cannot be read as the row's type.",
        "check type and example";

    RULE_UNREAD: Note "page-unread-sentence", "sentence not understood",
        "The sentence looks like a rule, but no phrase of the reader matches it; it stands in the description only.",
        "state the rule with an overlay";
    ERROR_DIFFERS: Warning "page-error-differs", "an error states another limit than its parameter",
        "The message of an error that blames the parameter gives another number than the parameter's own row; the row's was kept, and is less sure.",
        "find out which limit holds, and state it with an overlay";
    LOCALES_DIFFER: Warning "page-locales-differ", "limits differ between languages",
        "The page of the same operation in another language gives another number; each page's spec keeps its own, and this one's is less sure.",
        "find out which limit holds, and state it with an overlay";
    OLDER_PAGE: Note "page-older", "older page of an operation",
        "Another page documents the same operation in the same language and is newer; only that one was used. No page says when it was last changed: a file without a number in its name is newer than one with, and a lower number than a higher one.",
        "remove the older page";
    TWIN_PAGE: Note "page-twin", "same page once more",
        "Another file holds the same text, under another tree of the same language, say; that one was used.",
        "nothing";
    TWIN_DIFFERS: Note "page-twin-differs", "two pages of one operation, neither known to be newer",
        "Two files with the same name document the same operation in the same language, in two trees such as `cn.zh-CN` and `intl.zh-CN`, and their texts differ. Nothing tells which is newer; the first in the order of the paths was used.",
        "extract one tree at a time, or remove the page that is not meant";

    DIALECT_INVALID: Error "dialect-invalid", "dialect not readable",
        "The file is not YAML, or has a key or value that no dialect has. Nothing was read with it.",
        "compare with the built-in dialect, whose comments explain every key";
    DIALECT_AMBIGUOUS: Warning "dialect-ambiguous", "word stands twice in a group",
        "Words are compared without letter case, blanks, marks and trailing punctuation. Where two lists of a group hold the same word, only one of its meanings applies.",
        "keep one of them";
    DIALECT_UNUSED: Note "dialect-unused", "word that no page used",
        "None of the pages of this run has the word in that place. It may be there for other pages.",
        "remove it, or check its spelling";
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn codes_are_unique_and_entries_complete() {
        for (at, entry) in ALL.iter().enumerate() {
            let known = ["page-", "dialect-"];
            assert!(
                known.iter().any(|area| entry.code.starts_with(area)),
                "{}",
                entry.code
            );
            assert!(
                !entry.advice.ends_with('.') && entry.explanation.ends_with('.'),
                "{}",
                entry.code
            );
            assert!(
                ALL[..at].iter().all(|other| other.code != entry.code),
                "{} twice",
                entry.code
            );
        }
    }
}
