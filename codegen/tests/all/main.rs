//! Whole products: their pages become specs, the specs a crate, which must compile without a
//! warning, and the requests that the pages print must come through the generated code.
//!
//! `DOCTRACT_PRODUCTS` names the products (`slb ram`), `DOCTRACT_LOCALE` the language. With
//! `-- --nocapture` the figures of each are printed. Named products are also shown to Clippy and
//! rustdoc; without names one small product is compiled and run. `DOCTRACT_CASES` is the number of
//! random requests of each operation on which the generated code is held to the interpreter.
#![cfg(feature = "build")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod product;

use doctract_codegen::Features;
use product::Product;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The product that is always tried.
const SAMPLE: &str = "slb";

#[test]
fn products_compile_and_their_printed_requests_come_through() {
    let Some(corpus) = std::env::var_os("DOCTRACT_CORPUS").map(PathBuf::from) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "DOCTRACT_CORPUS is not set"
        );
        println!("skipped: DOCTRACT_CORPUS is not set");
        return;
    };
    let asked = std::env::var("DOCTRACT_PRODUCTS").ok();
    let names = asked.as_deref().unwrap_or(SAMPLE);
    let locale = std::env::var("DOCTRACT_LOCALE").unwrap_or_else(|_| "en-US".into());
    let cases = std::env::var("DOCTRACT_CASES").unwrap_or_else(|_| "200".into());
    for name in names.split([' ', ',']).filter(|name| !name.is_empty()) {
        let product = Product::generate(&corpus.join(name), name, &locale);
        if asked.is_some() {
            product.examine();
        }
        let figures = product.try_requests(&cases);
        println!(
            "{name} {locale}: {} operations, {figures}",
            product.operations()
        );
        assert!(figures.total() > 0, "{name} prints no request");
        assert_eq!(figures.defects, [""; 0], "{name}");
    }
}

#[test]
fn a_crate_compiles_only_the_groups_that_it_asks_for() {
    let groups = [
        ("scaling", &["ScaleCluster", "ListTasks"][..]),
        ("tagging", &["SetTags", "ListTasks"][..]),
    ];
    let groups: BTreeMap<String, Vec<String>> = groups
        .into_iter()
        .map(|(group, names)| {
            (
                group.to_owned(),
                names.iter().map(|name| (*name).to_owned()).collect(),
            )
        })
        .collect();
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/clusters");
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("all/groups");
    let product = Product::of_specs(root, &specs, Features::Groups(groups));
    let uses = |operation: &str| {
        format!(
            "use generated::api::{operation};\n\nfn main() {{\n    let _ = {operation}::builder();\n}}\n"
        )
    };
    for (group, has, lacks) in [
        ("scaling", "ScaleCluster", "SetTags"),
        ("tagging", "SetTags", "ScaleCluster"),
    ] {
        product.check_one(group);
        assert!(product.compiles_with(group, &uses(has)), "{group}");
        assert!(product.compiles_with(group, &uses("ListTasks")), "{group}");
        assert!(!product.compiles_with(group, &uses(lacks)), "{group}");
    }
}
