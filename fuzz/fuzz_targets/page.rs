//! Any bytes as a reference page: reading ends without a panic, every place lies in the page, and the spec that
//! comes out is one that can be written and loaded again.
#![no_main]

use doctract_spec::extract::{Options, extract_page};
use doctract_spec::yaml;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let extraction = extract_page("page.md", bytes, &Options::default());
    for (path, span) in &extraction.places {
        assert!(span.start <= span.end && span.end <= bytes.len(), "{path}: {span:?}");
    }
    if let Some(operation) = extraction.operation {
        let text = yaml::write(&operation);
        match yaml::load("spec.yaml", &text) {
            Ok(again) => assert_eq!(again, operation),
            Err(errors) => panic!("{}\n{text}", errors[0]),
        }
    }
});
