//! Specs found, code formatted and written: for build scripts and `doctract generate`.
