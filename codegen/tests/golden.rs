//! Generated code, whole: each `golden/NAME.yaml` gives exactly `golden/NAME.rs`.
//!
//! After a wanted change run with `UPDATE_GOLDEN=1` and read the diff. That the files compile is
//! shown by the tests of the crate `doctract`, which include them.

use doctract_codegen::{Options, generate};
use std::fs;
use std::path::Path;

#[test]
fn specs_give_the_code_on_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut seen = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        seen += 1;
        let text = fs::read_to_string(&path).unwrap();
        let operation = doctract_spec::yaml::load("spec", &text).unwrap();
        let generated = generate(&[operation], &Options::default()).unwrap();
        let file = syn::parse2(generated.tokens).unwrap();
        let code = prettyplease::unparse(&file);
        let golden = path.with_extension("rs");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&golden, &code).unwrap();
        }
        let expected = fs::read_to_string(&golden).unwrap_or_default();
        assert!(code == expected, "{} is stale", golden.display());
    }
    assert!(seen >= 1);
}
