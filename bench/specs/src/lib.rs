//! A folder of thousands of specs to measure with, made from one of the repository.

use doctract_spec::{Operation, folder, yaml};
use std::path::Path;
use std::sync::LazyLock;
use tempfile::TempDir;

/// How many specs there are.
pub const SPECS: usize = 3000;

/// A folder of specs, with an index and without one.
#[derive(Debug)]
pub struct Folders {
    indexed: TempDir,
    plain: TempDir,
}

/// The folders, written once.
pub static FOLDERS: LazyLock<Folders> = LazyLock::new(|| {
    let operations = operations();
    let written = || {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (changes, _) = folder::plan(folder.path(), &operations);
        changes
            .commit(folder.path())
            .expect("the specs are written");
        folder
    };
    let (indexed, plain) = (written(), written());
    std::fs::remove_file(plain.path().join("index.yaml")).expect("there is an index");
    Folders { indexed, plain }
});

impl Folders {
    /// The folder with an index.
    pub fn indexed(&self) -> &Path {
        self.indexed.path()
    }

    /// The folder without one.
    pub fn plain(&self) -> &Path {
        self.plain.path()
    }
}

/// The founding operation under thousands of names, every tenth with a rule changed.
pub fn operations() -> Vec<Operation> {
    let text = include_str!("../../../spec/tests/fixtures/CreateSnapshot.yaml");
    let one = yaml::load("CreateSnapshot.yaml", text).expect("the fixture is a spec");
    (0..SPECS).map(|at| named(&one, at)).collect()
}

fn named(one: &Operation, at: usize) -> Operation {
    let mut operation = one.clone();
    operation.operation = format!("CreateSnapshot{at}");
    operation
}

/// The operations with a bound of every tenth changed.
pub fn changed(operations: &[Operation]) -> Vec<Operation> {
    let mut operations = operations.to_vec();
    for operation in operations.iter_mut().step_by(10) {
        let parameters = operation.request.parameters.iter_mut();
        for constraint in parameters.flat_map(|one| &mut one.constraints) {
            constraint.max_length = constraint.max_length.map(|length| length / 2 + 1);
        }
    }
    operations
}
