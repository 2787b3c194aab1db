//! Generates `api.rs` from the specs; cargo runs it again when one of them changes.

fn main() -> Result<(), doctract_codegen::build::BuildError> {
    doctract_codegen::Builder::new("../specs")
        .operations(["CreateSnapshot", "DescribeDisks"])
        .compile("api.rs")
}
