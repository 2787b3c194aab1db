//! Any text as a spec: loading ends without a panic, every diagnostic lies in the text, and what was loaded is
//! written as a text that loads to the same value and is written the same again.
#![no_main]

use doctract_spec::yaml;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (operation, diagnostics) = yaml::load_reporting("spec.yaml", text);
    for span in diagnostics.iter().filter_map(|found| found.span) {
        assert!(span.start <= span.end && span.end <= text.len(), "{span:?}");
    }
    if let Some(operation) = operation {
        let written = yaml::write(&operation);
        match yaml::load("written.yaml", &written) {
            Ok(again) => {
                assert_eq!(again, operation);
                assert_eq!(yaml::write(&again), written);
            }
            Err(errors) => panic!("{}\n{written}", errors[0]),
        }
    }
});
