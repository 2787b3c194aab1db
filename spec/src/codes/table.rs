//! The codes of specs, overlays, folders, indexes, dialects, fixtures and updates.

use super::Row;
use crate::Severity;

macro_rules! rows {
    ($($severity:ident $code:literal, $title:literal, $explanation:literal, $advice:literal, $example:literal;)*) => {
        /// The rows, grouped by what they are about.
        pub(super) static ROWS: &[Row] = &[$(Row {
            code: $code,
            severity: Severity::$severity,
            title: $title,
            explanation: $explanation,
            advice: $advice,
            example: $example,
        }),*];
    };
}

rows! {
    // Files.
    Error "file-unreadable", "file or folder not readable",
        "The operating system refused to open or read it, or it is no UTF-8 text.",
        "check path, permissions and encoding",
        "a spec that belongs to another user, without permission to read it";

    // The text of a spec, an overlay or an index.
    Error "spec-syntax", "no YAML",
        "The text is no YAML, or holds more than one document.",
        "correct the text at the place shown",
        "request: {parameters: [";
    Error "spec-too-big", "file too large",
        "The file is larger than any spec; it was not read, so that a wrong path cannot exhaust memory.",
        "pass the file you meant",
        "a log file of 100 MB that ends in .yaml";
    Error "spec-too-deep", "nested too deeply",
        "Lists and mappings stand in each other deeper than any spec needs; a text made to exhaust the stack looks like this.",
        "write it flatter",
        "a: [[[[[[[[… two hundred brackets";
    Error "spec-aliases", "aliases repeat too much",
        "Anchors and aliases blow the text up to many times its size.",
        "write out what is meant",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]   # and so on";
    Error "spec-version", "unknown format version",
        "The file names a version of the format that this program does not read.",
        "use a newer doctract, or write the version that it knows",
        "doctract: 2";
    Error "spec-unknown-key", "unknown key",
        "No member has this name. A misspelt rule that went unread would be a rule that nobody checks.",
        "see `doctract schema operation` for the keys",
        "sumary: Says pong.   # summary is meant";
    Error "spec-duplicate-key", "key stands twice",
        "One mapping has the key twice; which of the values counts would be chance.",
        "keep one of them",
        "{ name: Size, type: integer, type: string }";
    Error "spec-missing-key", "key is missing",
        "A member that must be there is not.",
        "add it; `doctract schema operation` tells what it is",
        "doctract: 1\noperation: Ping   # product and version are missing";
    Error "spec-wrong-type", "value of another type",
        "The value is a text where a number is wanted, or a list where a mapping is.",
        "see `doctract schema operation` for the type",
        "constraints: [{ maxLength: many }]";
    Error "spec-unknown-value", "unknown word",
        "The value is none of the words that can stand there.",
        "see `doctract schema operation` for the words",
        "type: strng   # string is meant";

    // What a spec says.
    Error "spec-empty-name", "name is empty",
        "A parameter, a field, an error or the operation itself has no name.",
        "name it",
        "request: {parameters: [{ name: '', type: string }]}";
    Error "spec-duplicate-name", "name stands twice",
        "Two parameters or fields beside each other have one name; no request could tell them apart.",
        "keep one of them, or make one an alias of the other",
        "request: {parameters: [{ name: A, type: string }, { name: A, type: string }]}";
    Error "spec-empty-range", "empty range",
        "The least value is above the greatest: nothing fits.",
        "swap or correct the bounds",
        "constraints: [{ minLength: 9, maxLength: 8 }]";
    Error "spec-one-of", "not exactly one of several members",
        "Of members that exclude each other none is given, or several are.",
        "keep exactly one",
        "constraints: [{ default: { value: x, absent: true } }]";
    Error "spec-duration", "no duration",
        "The text is no duration.",
        "write it as 90s, 15m, 24h or 7d",
        "preconditions: [{ id: p, kind: state, window: soon }]";
    Error "spec-unknown-parameter", "unknown parameter",
        "A rule or a condition names a parameter that the operation does not have.",
        "correct the name",
        "constraints: [{ requiredIf: { parameter: Sice, operator: present } }]";
    Warning "spec-unchecked-layout", "layout not checked",
        "The layout of a time or a date has letters that are not understood; values are not checked against it.",
        "write it with yyyy, MM, dd, HH, mm and ss",
        "constraints: [{ layout: 'YYYY at noon' }]";
    Warning "spec-unchecked-pattern", "expression not checked",
        "The printed regular expression is not understood; values are not checked against it.",
        "correct it, by an overlay if a page prints it so",
        "constraints: [{ pattern: '^[a-' }]";

    // Overlays.
    Error "overlay-target", "target is no path",
        "The text that tells the place in the spec is no path.",
        "write it as request.parameters[name=Tag].required",
        "actions: [{ target: 'errors[', set: 400 }]";
    Error "overlay-action", "not exactly one thing to do",
        "An action does none of `set`, `add` and `remove`, or several.",
        "keep exactly one; write two actions for two changes",
        "actions: [{ target: summary }]";
    Error "overlay-because", "no reason",
        "Neither the action nor the overlay says why the page is wrong; nobody could tell later whether it still is.",
        "add `because` with what you have seen",
        "overlay: 1\nactions: [{ target: summary, set: Says pong. }]";
    Error "overlay-gone", "target is not there",
        "The place that the action corrects is not in the spec, often because the page renamed or dropped it.",
        "change or remove the action",
        "actions: [{ target: 'errors[code=Gone].status', set: 400 }]   # no such code";
    Error "overlay-stale", "the page says something else now",
        "The spec no longer says what the action expects: the page has changed since the correction was made.",
        "check whether the correction is still right, then change `expect`",
        "actions: [{ target: summary, expect: Says png., set: Says pong. }]   # the page has it right now";
    Error "overlay-invalid", "with the action it is no spec any more",
        "What the action puts there cannot stand there.",
        "see `doctract schema operation` for what can",
        "actions: [{ target: 'errors[0].status', set: many }]";
    Warning "overlay-idle", "action changes nothing",
        "The spec already says so; the page may have been corrected.",
        "remove the action",
        "actions: [{ target: product, set: Ecs }]   # it is Ecs";
    Error "overlay-unstable", "applied twice, something else",
        "The overlay gives another result on its own result (it adds an entry and then changes it, or removes by number). It was not applied.",
        "add an entry as it is to be, and name entries by [name=…] and not by number",
        "actions: [{ target: 'errors[0]', remove: true }]";
    Error "overlay-orphan", "overlay without a spec",
        "There is no spec next to the overlay: its operation was renamed or dropped, or the file has another name.",
        "move the overlay next to the spec that it corrects, or remove it",
        "Ping.overlay.yaml in a folder without Ping.yaml";

    Error "overlay-layout", "overlay that cannot be extended",
        "The overlay's actions stand in brackets or are not its last key, and it has comments that writing it anew would lose.",
        "write its actions one below the other, or add the action by hand",
        "actions: [{ target: summary, set: Says pong. }]   # seen on Monday";

    // Folders and indexes.
    Warning "folder-no-spec", "YAML file that is no spec",
        "The file has no `doctract:` key; it was left out.",
        "move it elsewhere; `doctract extract` makes specs of pages",
        "a docker-compose.yaml between the specs";
    Warning "folder-name", "file name that is no text",
        "The name of the file is no UTF-8; it was left out.",
        "rename it",
        "a file whose name holds the byte 0xFF";
    Warning "folder-depth", "folder too deep",
        "Folders are read sixteen levels deep; what is below was left out.",
        "move the specs up",
        "a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/Ping.yaml";
    Warning "folder-case", "names differ by letter case only",
        "Two files are one where letter case does not count, so the folder cannot be used on every system.",
        "rename one of them",
        "CreateDisk.yaml beside Createdisk.yaml";
    Warning "folder-twice", "operation in two files",
        "Two files are specs of one operation in one version and language.",
        "remove one of them",
        "ecs/v1/Ping.yaml and ecs/old/Ping.yaml, both operation Ping of version v1";
    Error "folder-collision", "two operations for one file",
        "Two operations would be written to one file, or to names that differ by letter case only; the first was kept.",
        "extract them into folders of their own",
        "two pages whose operation is CreateDisk and Createdisk";
    Error "folder-no-operation", "operation not there",
        "The folder has no spec of the operation that was asked for.",
        "check the name; if the spec is new, run `doctract index` on the folder",
        "--operation CreateSnapshott";
    Warning "index-stale", "index not in step with the folder",
        "A spec or an overlay was added, changed or removed since the index was written. Readers that trust the index may miss it.",
        "write the index anew: `doctract index SPECS`",
        "index.yaml names a hash, and Ping.yaml was edited by hand";
    Error "index-path", "index leads out of its folder",
        "The index names a file that is not below its folder; it was not opened.",
        "write the index anew: `doctract index SPECS`",
        "specs: [{ operation: Ping, file: ../../etc/passwd }]";

    // Updates.
    Warning "update-moved", "operation has another name",
        "The page calls the operation, or its version, by another name: the spec gets another file, and its overlay moves with it.",
        "check that code and tests use the new name",
        "the page of AddTag is about AddTags now";
    Error "overlay-collision", "overlay for a name that has one",
        "A spec gets another file, and an overlay lies there already. Neither replaced the other: the one that lies there is applied, the other was left behind.",
        "put the corrections of both into the one beside the spec, and remove the other",
        "AddTag.overlay.yaml beside AddTags.overlay.yaml, when the page of AddTag is about AddTags now";
    Note "update-page", "another page documents the operation",
        "The page has another path than when the spec was made, with the same operation in it.",
        "nothing",
        "ecs/CreateDisk.md is ecs/disks/CreateDisk.md now";
    Warning "update-gone", "no page has the operation any more",
        "The page of the spec is gone, or documents something else now. The spec stays where it is.",
        "remove it with `doctract update --remove-gone`, or take its `source` out if you keep it by hand",
        "CreateDisk.yaml is there, and the vendor's folder has no CreateDisk.md any more";
    Warning "update-edited", "spec was changed by hand",
        "The spec is not as it was written (its hash is not that of the index): edits are replaced by what the page says.",
        "make such corrections with `doctract overlay add`, which survive",
        "required: true, set by hand in a spec that has a page";

    // Fixtures.
    Error "fixture-invalid", "no fixtures",
        "The file is no fixture file: no YAML, an unknown key, or entries that contradict each other.",
        "see `doctract schema fixture` for the keys",
        "fixtures: 2";
}
