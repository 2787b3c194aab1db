//! One product on its way from pages to a crate that compiles and runs.

use doctract_codegen::{Builder, Features, Options};
use doctract_spec::extract::{Options as Reading, Outcome, extract_folder};
use doctract_spec::folder;
use std::fmt::{self, Write as _};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A product whose crate is generated.
pub(crate) struct Product {
    root: PathBuf,
    requests: Vec<String>,
    features: Vec<String>,
}

/// What became of the printed requests.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    /// They pass, and what is sent is what was printed.
    pub(crate) valid: usize,
    /// The page demands a parameter that it does not print; otherwise they are fine.
    pub(crate) incomplete: Vec<String>,
    /// The page prints a value with a part left out, which breaks its rules.
    pub(crate) masked: Vec<String>,
    /// A value that the page prints breaks a rule of the page: the generated code refuses it too.
    pub(crate) contradictions: Vec<String>,
    /// The generated code and the spec differ.
    pub(crate) defects: Vec<String>,
    /// Random requests: valid, broken, and such that no typed request can hold them.
    pub(crate) random: [u64; 3],
}

impl Figures {
    pub(crate) fn total(&self) -> usize {
        self.valid
            + self.incomplete.len()
            + self.masked.len()
            + self.contradictions.len()
            + self.defects.len()
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} printed requests: {} come through, {} lack a parameter that their page demands, \
             {} have a masked value, {} break another rule of their page",
            self.total(),
            self.valid,
            self.incomplete.len(),
            self.masked.len(),
            self.contradictions.len()
        )?;
        let [valid, broken, untyped] = self.random;
        write!(
            f,
            "; of random requests the generated code and the interpreter find {valid} valid and \
             {broken} broken, {untyped} more cannot be typed"
        )?;
        let mut all = self
            .incomplete
            .iter()
            .chain(&self.masked)
            .chain(&self.contradictions);
        all.try_for_each(|line| write!(f, "\n  {line}"))
    }
}

impl Product {
    /// Reads the pages of a folder, writes the specs and the crate.
    pub(crate) fn generate(pages: &Path, name: &str, locale: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("all/{name}-{locale}"));
        let specs = root.join("specs");
        write_specs(pages, locale, &specs);
        Self::of_specs(root, &specs, Features::Operation)
    }

    /// Writes the crate of a folder of specs.
    pub(crate) fn of_specs(root: PathBuf, specs: &Path, features: Features) -> Self {
        let options = Options {
            from_pairs: true,
            features,
            ..Options::default()
        };
        let builder = Builder::new(specs).options(options).file_per_module(true);
        let api = root.join("src/api");
        builder.write(&api).unwrap();
        let output = builder.generate().unwrap();
        let mut requests = Vec::new();
        for (path, text) in &output.files {
            let module = module_of(path);
            let names = text.lines().filter_map(|line| {
                let rest = line.trim().strip_prefix("impl Request for ")?;
                rest.split(' ').next()
            });
            requests.extend(names.map(|name| format!("{module}::{name}")));
        }
        assert_eq!(requests.len(), output.operations);
        write_crate(&root, &requests, &output.features);
        Self {
            root,
            requests,
            features: output.features,
        }
    }

    pub(crate) fn operations(&self) -> usize {
        self.requests.len()
    }

    /// Clippy and rustdoc find nothing to say about the crate, nor does the compiler about one
    /// operation alone.
    pub(crate) fn examine(&self) {
        self.cargo(&["clippy", "--", "-D", "warnings"]);
        self.cargo(&["rustdoc", "--", "-D", "warnings"]);
        self.check_one(self.features.first().unwrap());
    }

    /// The compiler finds nothing to say where one feature is on alone.
    pub(crate) fn check_one(&self, feature: &str) {
        self.cargo(&[
            "check",
            "--lib",
            "--no-default-features",
            "--features",
            feature,
        ]);
    }

    /// Whether a program that uses the crate with one feature compiles.
    pub(crate) fn compiles_with(&self, feature: &str, code: &str) -> bool {
        write(&self.root.join("examples/uses.rs"), code);
        let output = Command::new(env!("CARGO"))
            .args(["check", "--quiet", "--offline", "--example", "uses"])
            .args(["--no-default-features", "--features", feature])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", self.root.join("../target"))
            .output()
            .unwrap();
        output.status.success()
    }

    /// Runs the printed requests, and so many random ones of each operation.
    pub(crate) fn try_requests(&self, cases: &str) -> Figures {
        let specs = self.root.join("specs");
        let output = self.cargo(&["run", "--", specs.to_str().unwrap(), cases]);
        let mut figures = Figures::default();
        for line in String::from_utf8(output.stdout).unwrap().lines() {
            let (outcome, what) = line.split_once(' ').unwrap();
            match outcome {
                "valid" => figures.valid += 1,
                "incomplete" => figures.incomplete.push(what.to_owned()),
                "masked" => figures.masked.push(what.to_owned()),
                "contradiction" => figures.contradictions.push(what.to_owned()),
                "random" => {
                    let counts = what.split(' ').map(|count| count.parse::<u64>().unwrap());
                    for (sum, count) in figures.random.iter_mut().zip(counts) {
                        *sum += count;
                    }
                }
                _ => figures.defects.push(what.to_owned()),
            }
        }
        figures
    }

    fn cargo(&self, arguments: &[&str]) -> Output {
        let (command, rest) = arguments.split_first().unwrap();
        let output = Command::new(env!("CARGO"))
            .args([command, "--quiet", "--offline"])
            .args(rest)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", self.root.join("../target"))
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "cargo {command}: {said}");
        assert_eq!(said, "", "cargo {command}");
        output
    }
}

fn write_specs(pages: &Path, locale: &str, specs: &Path) {
    let mut paths = Vec::new();
    let mut folders = vec![pages.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "md") {
                paths.push(path.to_str().unwrap().to_owned());
            }
        }
    }
    let mut operations = Vec::new();
    extract_folder(
        paths,
        |path| fs::read(path),
        &Reading::default(),
        |page| {
            if page.outcome == Outcome::Operation {
                operations.extend(page.extraction.operation);
            }
            ControlFlow::Continue(())
        },
    );
    let operations = doctract_codegen::one_locale(operations, Some(locale));
    let _ = fs::remove_dir_all(specs);
    folder::plan(specs, &operations).0.commit(specs).unwrap();
}

/// The path of a generated file as that of a module.
fn module_of(file: &Path) -> String {
    let mut module = "api".to_owned();
    for part in file.with_extension("").iter().filter(|part| *part != "mod") {
        let part = part.to_str().unwrap();
        let raw = if syn::parse_str::<syn::Ident>(part).is_ok() {
            ""
        } else {
            "r#"
        };
        let _ = write!(module, "::{raw}{part}");
    }
    module
}

fn write_crate(root: &Path, requests: &[String], features: &[String]) {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap();
    let quoted: Vec<String> = features.iter().map(|name| format!("{name:?}")).collect();
    let mut manifest = format!(
        "[package]\nname = \"generated\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\ndoctract = {{ path = '{}' }}\ndoctract-spec = {{ path = '{}' }}\n\n\
         [workspace]\n\n[profile.dev]\ndebug = false\n\n[features]\ndefault = [{}]\n",
        workspace.join("doctract").display(),
        workspace.join("spec").display(),
        quoted.join(", ")
    );
    for name in &quoted {
        let _ = writeln!(manifest, "{name} = []");
    }
    write(&root.join("Cargo.toml"), &manifest);
    write(
        &root.join("Cargo.lock"),
        &fs::read_to_string(workspace.join("Cargo.lock")).unwrap(),
    );
    write(&root.join("src/examples.rs"), include_str!("examples.rs"));
    write(&root.join("src/random.rs"), include_str!("random.rs"));
    write(&root.join("src/lib.rs"), "//! Generated.\n\npub mod api;\n");
    let mut main =
        "mod examples;\nmod random;\n\nuse generated::api;\n\nfn main() {\n    examples::try_folder(&[\n"
            .to_owned();
    for path in requests {
        let _ = writeln!(main, "        examples::trial::<{path}>(),");
    }
    main.push_str("    ]);\n}\n");
    write(&root.join("src/main.rs"), &main);
}

/// Writes a file where it differs, so that cargo sees what changed.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
