//! Generated code, whole: the specs in each folder `golden/NAME/` give exactly `golden/NAME.rs`.
//!
//! After a wanted change run with `UPDATE_GOLDEN=1` and read the diff. That the files compile is
//! shown by the tests of the crate `doctract`, which include them.
#![cfg(feature = "build")]

use doctract_codegen::Builder;
use std::fs;
use std::path::Path;

#[test]
fn specs_give_the_code_on_file() {
    for name in ["snapshot", "disks", "everything", "clusters"] {
        let golden = Path::new("tests/golden").join(name);
        let output = Builder::new(&golden).generate().unwrap();
        let golden = golden.with_extension("rs");
        let (_, code) = &output.files[0];
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&golden, code).unwrap();
        }
        let expected = fs::read_to_string(&golden).unwrap_or_default();
        assert!(*code == expected, "{} is stale", golden.display());
    }
}
