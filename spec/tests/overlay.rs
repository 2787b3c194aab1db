//! Overlays on the sample: what is corrected, and what is said when that no longer fits.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what went wrong by failing"
)]

#[path = "support/mod.rs"]
mod support;

use doctract_spec::model::Constraint;
use doctract_spec::overlay::{self, Action, Overlay};
use doctract_spec::yaml::{self, Tree};
use doctract_spec::{Diagnostic, Operation};
use proptest::prelude::*;

fn sample() -> Operation {
    yaml::load(
        "CreateSnapshot.yaml",
        include_str!("fixtures/CreateSnapshot.yaml"),
    )
    .unwrap()
}

fn applied(actions: &str) -> (Operation, Vec<String>) {
    let text = format!("overlay: 1\nbecause: seen on the wire\nactions:\n{actions}");
    let overlay = overlay::load("o", &text).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let (operation, found) = overlay::apply(&sample(), &overlay);
    (operation, found.iter().map(Diagnostic::to_string).collect())
}

#[test]
fn values_are_set_added_and_removed_in_place() {
    let (operation, found) = applied(
        "- { target: 'errors[code=InvalidDescription.Malformed].status', expect: 404, set: 400 }
- { target: 'request.parameters[name=OwnerAccount]', remove: true }
- { target: 'request.parameters[name=DiskId].constraints', add: { maxLength: 64, text: seen } }
- { target: 'request.parameters[name=DiskId].example', set: 1.10 }
- target: request.parameters[name=Tag].items.properties[name=Key].constraints[1]
  expect: { text: 最多支持 64 个字符, maxLength: 64 }
  set: { maxLength: 128 }
",
    );
    assert_eq!(found, [""; 0]);
    assert_eq!(operation.errors[0].status, Some(400));
    let disk = &operation.request.parameters[0];
    assert_eq!(disk.example.as_deref(), Some("1.10"));
    assert_eq!(disk.constraints[0].max_length, Some(64));
    let names: Vec<_> = operation
        .request
        .parameters
        .iter()
        .map(|field| &*field.name)
        .collect();
    assert_eq!(
        names,
        [
            "DiskId",
            "Action",
            "ClientToken",
            "Description",
            "SnapshotName",
            "Tag"
        ]
    );
    let tag = operation.request.parameters[5].items.as_ref().unwrap();
    assert_eq!(
        tag.properties[0].constraints[1],
        Constraint {
            max_length: Some(128),
            ..Constraint::default()
        }
    );
}

#[test]
fn what_no_longer_fits_is_named_and_left_out() {
    let cases = [
        (
            "- { target: 'errors[code=Nope].status', set: 400 }",
            "o:4:3: error[overlay-gone]: the spec has no `errors[code=Nope]` (has the page renamed or dropped it? Then change or remove the action)",
        ),
        (
            "- { target: 'errors[0].status', expect: 403, set: 400 }",
            "o:4:3: error[overlay-stale]: `errors[0].status` is no longer what the action expects, but `404` (check whether the correction is still right, then change `expect`)",
        ),
        (
            "- { target: 'errors[0].status', expect: 400, set: 404 }",
            "o:4:3: warning[overlay-idle]: the spec already is as the action wants `errors[0].status` (remove the action)",
        ),
        (
            "- { target: 'request.parameters[name=DiskId].type', set: strin }",
            "o:4:3: error[overlay-invalid]: with the action it is no spec any more: unknown value `strin` in request.parameters[name=DiskId].type (see the schema of specs for what can stand there)",
        ),
        (
            "- { target: 'errors[0]', remove: true }",
            "o: error[overlay-unstable]: applied twice, the overlay gives something else than applied once (add an entry as it is to be, and name entries by [name=…] and not by number)",
        ),
    ];
    for (action, message) in cases {
        let (operation, found) = applied(action);
        assert_eq!(found, [message]);
        assert_eq!(operation, sample());
    }
}

#[test]
fn mistakes_in_the_file_have_places() {
    let text = "overlay: 1
actions:
- { target: 'a..b', set: 1, because: x }
- { target: summary, set: 1, remove: true, because: x }
- { target: summary, set: 1 }
- { target: summary, sett: 1, because: x }
";
    let told = |text: &str| -> Vec<_> {
        let errors = overlay::load("o", text).unwrap_err();
        errors.iter().map(Diagnostic::to_string).collect()
    };
    assert_eq!(
        told(text),
        ["o:6:22: error[spec-unknown-key]: unknown key `sett` in actions[3] (did you mean `set`?)"]
    );
    assert_eq!(
        told(text.rsplit_once("- {").unwrap().0),
        [
            "o:3:3: error[overlay-target]: a key is missing at character 2 of the path",
            "o:4:3: error[overlay-action]: an action takes exactly one of `set`, `add` and `remove: true`",
            "o:5:3: error[overlay-because]: nothing says why: `because` is missing",
        ]
    );
}

/// Actions over the sample, many of which overlap.
fn action() -> impl Strategy<Value = Action> {
    let target = prop::sample::select(vec![
        "summary",
        "errors",
        "errors[0]",
        "errors[0].status",
        "errors[code=QuotaExceed.Snapshot]",
        "errors[code=New].status",
        "request.parameters[name=Tag].items.properties[name=Key].constraints",
        "request.parameters[name=Tag].items.properties[name=Key].constraints[0]",
        "request.parameters[name=DiskId]",
        "request.parameters[0].constraints",
        "nothing.here",
    ]);
    let value = prop::sample::select(vec![
        Tree::Plain("400".into()),
        Tree::Text("words".into()),
        Tree::Map(vec![("code".into(), Tree::Text("New".into()))]),
        Tree::Map(vec![("maxLength".into(), Tree::Plain("3".into()))]),
        Tree::List(vec![]),
    ]);
    (target, value, 0..3).prop_map(|(target, value, what)| Action {
        target: target.to_owned(),
        set: (what == 0).then(|| value.clone()),
        add: (what == 1).then_some(value),
        remove: what == 2,
        ..Action::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn applied_twice_is_applied_once(actions in prop::collection::vec(action(), 0..5)) {
        let overlay = Overlay { actions, ..Overlay::default() };
        let (once, _) = overlay::apply(&sample(), &overlay);
        let (twice, _) = overlay::apply(&once, &overlay);
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn a_changed_spec_stays_writable(operation in support::operation(), actions in prop::collection::vec(action(), 0..3)) {
        let overlay = Overlay { actions, ..Overlay::default() };
        let (corrected, _) = overlay::apply(&operation, &overlay);
        let text = yaml::write(&corrected);
        prop_assert_eq!(yaml::read::<Operation>("f", &text, &yaml::SPEC).unwrap(), corrected);
    }
}

#[test]
fn an_overlay_survives_its_file() {
    let text =
        "overlay: 1\nbecause: seen\nactions:\n- { target: summary, expect: 1.10, set: '2' }\n";
    let overlay = overlay::load("o", text).unwrap();
    assert_eq!(overlay.actions[0].expect, Some(Tree::Plain("1.10".into())));
    let again = overlay::load("o", &yaml::to_text(&overlay)).unwrap();
    assert!(
        again.actions[0]
            .expect
            .as_ref()
            .unwrap()
            .says_same(&Tree::Text("1.10".into()))
    );
    assert_eq!(again.actions[0].set, overlay.actions[0].set);
}
