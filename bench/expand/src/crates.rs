//! The crates that are measured.

use crate::{Failure, operations};
use doctract_codegen::Builder;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A way to code for an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Progenitor,
    Macro,
    File,
}

impl Way {
    pub fn name(self) -> &'static str {
        match self {
            Self::Progenitor => "progenitor's macro",
            Self::Macro => "`api!`",
            Self::File => "a generated file",
        }
    }

    fn short(self) -> &'static str {
        match self {
            Self::Progenitor => "progenitor",
            Self::Macro => "macro",
            Self::File => "file",
        }
    }
}

/// A crate on disk.
pub struct Crate {
    pub root: PathBuf,
    /// Where all crates are built.
    pub target: PathBuf,
}

impl Crate {
    /// Writes a crate with so many operations, from a folder of so many specs.
    pub fn write(root: &Path, way: Way, count: usize, of: usize) -> Result<Self, Failure> {
        let this = Self {
            root: root.join(format!("{}-{count}-of-{of}", way.short())),
            target: root.join("target"),
        };
        fs::create_dir_all(this.root.join("src"))?;
        let names: Vec<String> = (1..=count).map(|at| format!("ModifyThing{at}")).collect();
        let code = match way {
            Way::Progenitor => {
                let document = operations::document(count)?.to_string();
                fs::write(this.root.join("openapi.json"), document)?;
                "progenitor::generate_api!(\"openapi.json\");\n".to_owned()
            }
            Way::Macro => {
                operations::write(of, &this.root.join("specs"))?;
                let chosen = names.join(", ");
                format!("doctract::api! {{ spec: \"specs\", operations: [{chosen}] }}\n")
            }
            Way::File => {
                operations::write(of, &this.root.join("specs"))?;
                let builder = Builder::new(this.root.join("specs")).operations(&names);
                builder.write(&this.root.join("src/api.rs"))?;
                "pub mod api;\n".to_owned()
            }
        };
        fs::write(this.root.join("src/lib.rs"), code)?;
        if way == Way::File {
            fs::write(this.root.join("src/main.rs"), program(&names))?;
        }
        fs::write(this.root.join("Cargo.toml"), manifest(way))?;
        Ok(this)
    }
}

fn manifest(way: Way) -> String {
    let dependencies = match way {
        Way::Progenitor => {
            "progenitor = \"0.15\"\nprogenitor-client = \"0.15\"\nreqwest = { version = \"0.13\", default-features = false, features = [\"json\", \"query\", \"stream\"] }\n\
             serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n\
             serde_urlencoded = \"0.7\"\nregress = \"0.12\"\nbytes = \"1\"\nfutures-core = \"0.3\"\n"
                .to_owned()
        }
        Way::Macro | Way::File => {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../doctract");
            format!("doctract = {{ path = '{}' }}\n", path.display())
        }
    };
    format!(
        "[package]\nname = \"measured\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{dependencies}\n[workspace]\n\n[profile.release]\nstrip = true\n"
    )
}

/// A program that builds, validates and flattens every request and reads every answer.
fn program(names: &[String]) -> String {
    let mut program = "use doctract::Decode;\nuse measured::api::*;\n\nfn main() {\n\
                       let text = std::env::args().nth(1).unwrap_or_default();\n"
        .to_owned();
    for name in names {
        let _ = writeln!(
            program,
            "match {name}::builder().thing_id(&text).category(&*text).name(&text).build() {{\n\
             Ok(request) => println!(\"{{:?}}\", request.into_pairs()),\n\
             Err(violations) => println!(\"{{violations}}\"),\n}}\n\
             if let Ok(answer) = {name}Response::from_body(&text) {{ println!(\"{{answer:?}}\"); }}"
        );
    }
    program.push_str("}\n");
    program
}
