//! The macros: what compiles and runs, and the text of every message that a user can provoke.
//!
//! After a wanted change run with `TRYBUILD=overwrite` and read the diff.

#[test]
fn macros() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    cases.compile_fail("tests/ui/fail/*.rs");
}
