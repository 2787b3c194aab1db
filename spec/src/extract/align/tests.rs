//! Flat rows beside examples, in small.

use super::super::examples::{json, shape::Shape};
use super::{Declared, FlatRow, Hidden, Level, Placement, align, beam};
use std::collections::HashSet;

fn rows<'r>(names: &[&'r str]) -> Vec<FlatRow<'r>> {
    // A name with `+` is declared a container, one with `?` has no type.
    let row = |name: &'r str| {
        let declared = match name.as_bytes().last() {
            Some(b'+') => Declared::Container,
            Some(b'?') => Declared::Open,
            _ => Declared::Plain,
        };
        FlatRow {
            name: name.trim_end_matches(['+', '?']),
            declared,
            may_name_elements: declared == Declared::Open,
            level: Level::Free,
            member_of: None,
            closed: false,
        }
    };
    names.iter().map(|name| row(name)).collect()
}

fn placed<'r>(names: &[&'r str], example: &str) -> (Vec<FlatRow<'r>>, Vec<Placement>) {
    let shape = Shape::of_json("", &json::read(example).value);
    let rows = rows(names);
    let documented: HashSet<String> = rows
        .iter()
        .map(|row| row.name.to_ascii_lowercase())
        .collect();
    let hidden = Hidden::new(Some(&shape), &documented);
    let placed = align(&rows, Some(&shape), &hidden);
    (rows, placed)
}

fn tree(names: &[&str], example: &str) -> Vec<String> {
    let (rows, placed) = placed(names, example);
    let path = |mut at: usize| {
        let mut path = rows[at].name.to_owned();
        while let Some(parent) = placed[at].parent {
            path = format!("{}.{path}", rows[parent].name);
            at = parent;
        }
        path
    };
    (0..rows.len()).map(path).collect()
}

#[test]
fn the_example_decides_the_depth() {
    let example = r#"{"Disks": {"Disk": [{"Id": "d", "Tags": {"Tag": [{"Key": "k"}]}, "Size": 1}]}, "Total": 1, "Code": "x"}"#;
    let names = [
        "Disks+", "Disk?", "Id", "Tags+", "Tag?", "Key", "Size", "Code", "Total",
    ];
    let expected = [
        "Disks",
        "Disks.Disk",
        "Disks.Disk.Id",
        "Disks.Disk.Tags",
        "Disks.Disk.Tags.Tag",
        "Disks.Disk.Tags.Tag.Key",
        "Disks.Disk.Size",
        "Code",
        "Total",
    ];
    assert_eq!(tree(&names, example), expected);
}

#[test]
fn a_name_at_two_depths_is_used_once_at_each() {
    let example = r#"{"Data": {"Code": 1, "Message": "m"}, "Code": 200, "Message": "ok"}"#;
    assert_eq!(
        tree(&["Data+", "Code", "Message", "Code", "Message"], example),
        ["Data", "Data.Code", "Data.Message", "Code", "Message"]
    );
}

#[test]
fn a_row_in_no_example_stays_with_its_neighbours() {
    let example = r#"{"Data": {"A": 1, "C": 2}, "Z": 3}"#;
    assert_eq!(
        tree(&["Data+", "A", "B", "C", "Z"], example),
        ["Data", "Data.A", "Data.B", "Data.C", "Z"]
    );
}
#[test]
fn fields_that_no_row_documents_are_passed_through() {
    let example = r#"{"Content": {"Infos": [{"Project": "p", "Region": "r"}]}, "RequestId": "x"}"#;
    let (rows, placed) = placed(&["Project", "Region", "RequestId"], example);
    assert_eq!(rows.len(), 3);
    let found = |at: usize| {
        let placement = &placed[at];
        (placement.parent, placement.shown, placement.inferred)
    };
    assert_eq!(found(0), (None, true, true));
    assert_eq!(found(2), (None, true, false));
}

#[test]
fn a_container_under_another_name_keeps_its_members() {
    let example = r#"{"content": [{"Issuer": "i", "Expired": "no"}], "RequestId": "x"}"#;
    assert_eq!(
        tree(&["CertInfos+", "Issuer", "Expired", "RequestId"], example),
        [
            "CertInfos",
            "CertInfos.Issuer",
            "CertInfos.Expired",
            "RequestId"
        ]
    );
}

#[test]
fn another_spelling_is_found() {
    let example =
        r#"{"Historys": {"History": [{"Status": "ok"}]}, "Other": {"Id": 1}, "Owner": 1}"#;
    let names = ["Histories+", "Status", "Owner"];
    let expected = ["Histories", "Histories.Status", "Owner"];
    assert_eq!(tree(&names, example), expected);
}

#[test]
fn only_its_own_members_belong_to_the_head_of_a_dotted_name() {
    let mut rows = rows(&["Disk+", "Size", "Owner"]);
    rows[0].closed = true;
    rows[1].member_of = Some(0);
    let placed = align(&rows, None, &Hidden::default());
    let parents: Vec<_> = placed.iter().map(|placement| placement.parent).collect();
    assert_eq!(parents, [None, Some(0), None]);
}

/// How many comparisons it takes to place `count` rows beside an example of as many members.
fn work(count: usize, row: impl Fn(usize) -> String, example: &str) -> usize {
    let names: Vec<String> = (0..count).map(row).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let shape = Shape::of_json("", &json::read(example).value);
    let rows = rows(&names);
    let hidden = Hidden::new(Some(&shape), &HashSet::new());
    let (placed, work) = beam::search(&rows, Some(&shape), &hidden);
    assert_eq!(placed.len(), count);
    work
}

/// Every row a container, every row a member of a huge example, many rows of few names: the
/// comparisons have a ceiling for each row, and readings times rows have one.
#[test]
fn comparisons_grow_with_the_rows_only() {
    let members: Vec<String> = (0..2000)
        .map(|at| format!("\"Name{at}\": {{\"Inner{at}\": [{at}]}}"))
        .collect();
    let example = format!("{{{}}}", members.join(","));
    let kinds: [fn(usize) -> String; 3] = [
        |_| "A+".to_owned(),
        |at| format!("Name{at}+"),
        |at| format!("Other{}", at % 500),
    ];
    for row in kinds {
        for count in [400, 12_000] {
            let most = count.max(beam::MOST_STEPS) * beam::DEEPEST * (beam::MOST_SIBLINGS + 1);
            let work = work(count, row, &example);
            assert!(work <= most, "{count} rows: {work} of {most}");
        }
    }
}

/// A way through undocumented fields is kept only where it leads to a documented one, and no
/// further than a few fields.
#[test]
fn ways_through_a_deep_example_are_few() {
    let depth = 60;
    let example = format!(
        "{}{}",
        "{\"X\": {\"Y\": 1, \"Z\": ".repeat(depth),
        "}}".repeat(depth)
    );
    let shape = Shape::of_json("", &json::read(&example).value);
    let documented: HashSet<String> = ["y".to_owned()].into();
    let hidden = Hidden::new(Some(&shape), &documented);
    assert!(hidden.way(&shape, "Y").is_none(), "more than one");
    assert!(hidden.size() <= 4 * 2 * depth, "{}", hidden.size());
}
