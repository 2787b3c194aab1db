//! Whole products: their pages become specs, the specs a crate, which must compile without a
//! warning, and the requests that the pages print must come through the generated code.
//!
//! `DOCTRACT_PRODUCTS` names the products (`slb ram`), `DOCTRACT_LOCALE` the language. With
//! `-- --nocapture` the figures of each are printed. Named products are also shown to Clippy and
//! rustdoc; without names one small product is compiled and run.
#![cfg(feature = "build")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod product;

use product::Product;
use std::path::PathBuf;

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
    for name in names.split([' ', ',']).filter(|name| !name.is_empty()) {
        let product = Product::generate(&corpus.join(name), name, &locale);
        if asked.is_some() {
            product.examine();
        }
        let figures = product.try_examples();
        println!(
            "{name} {locale}: {} operations, {figures}",
            product.operations()
        );
        assert!(figures.total() > 0, "{name} prints no request");
        assert_eq!(figures.defects, [""; 0], "{name}");
    }
}
