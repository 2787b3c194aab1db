//! Bad input of every kind: a clear message with a place and advice, the documented exit code, and
//! no half-written file.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use support::{Said, doctract, doctract_with_input, files_below};

/// A page with everything but what a test takes away.
const PAGE: &str = "# StopThing\n\nStops a thing.\n\n## Request parameters\n\n\
|Parameter|Type|Required|Example|Description|\n|--|--|--|--|--|\n\
|Action|String|Yes|StopThing|The operation. Set the value to StopThing. |\n\
|ThingId|String|Yes|t-1|The ID of the thing. |\n\n\
## Response parameters\n\n|Parameter|Type|Example|Description|\n|--|--|--|--|\n\
|RequestId|String|1|The ID of the request. |\n";

/// Extracts bytes given on standard input into a folder; what was written must be whole specs.
fn extract(bytes: &[u8]) -> (Said, usize) {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("specs");
    let said = doctract_with_input(&["extract", "-", "-o", output.to_str().unwrap()], bytes);
    let mut files = files_below(&output);
    files.retain(|file| {
        let name = file.file_name().unwrap();
        name != "index.yaml"
            && file
                .extension()
                .is_some_and(|extension| extension == "yaml")
    });
    for file in &files {
        let text = fs::read_to_string(file).unwrap();
        let name = file.to_string_lossy();
        doctract_spec::yaml::load(&name, &text).unwrap_or_else(|error| panic!("{error:?}"));
    }
    (said, files.len())
}

#[test]
fn a_good_page_is_the_baseline() {
    let (said, written) = extract(PAGE.as_bytes());
    assert_eq!((said.code, written), (0, 1), "{}", said.err);
}

#[test]
fn pages_that_document_nothing_give_no_file_and_exit_1() {
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(PAGE.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let binary: Vec<u8> = (0..=255).cycle().take(4096).collect();
    let cases: [(&str, &[u8]); 5] = [
        ("empty", b""),
        ("blank", b" \n\n\t\n"),
        ("binary", &binary),
        ("another encoding", &utf16),
        (
            "no tables",
            b"# A page\n\nSome words.\n\n## Notes\n\nMore words.\n",
        ),
    ];
    for (what, bytes) in cases {
        let (said, written) = extract(bytes);
        assert_eq!(
            (said.code, written),
            (1, 0),
            "{what}: {}{}",
            said.out,
            said.err
        );
        assert!(said.err.contains("no operation"), "{what}: {}", said.err);
        assert!(
            said.err.contains("page-"),
            "{what} has no diagnostic: {}",
            said.err
        );
    }
}

#[test]
fn a_page_of_50_megabytes_is_refused_with_its_limit() {
    let page = PAGE.repeat(50 * 1024 * 1024 / PAGE.len() + 1);
    let (said, written) = extract(page.as_bytes());
    assert_eq!((said.code, written), (1, 0), "{}", said.err);
    assert!(said.err.contains("MiB"), "{}", said.err);
}

/// Links of a folder may lead in circles, by more ways than can be walked, or to a device.
#[cfg(unix)]
#[test]
fn links_in_a_folder_of_pages_lead_nowhere() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("pages");
    fs::create_dir(&pages).unwrap();
    fs::write(pages.join("StopThing.md"), PAGE).unwrap();
    for name in ["a", "b"] {
        symlink(&pages, pages.join(name)).unwrap();
    }
    let output = folder.path().join("specs");
    let arguments = [
        "extract",
        pages.to_str().unwrap(),
        "-o",
        output.to_str().unwrap(),
    ];
    let said = doctract(&arguments);
    assert_eq!(said.code, 0, "{}", said.err);
    symlink("/dev/zero", pages.join("Endless.md")).unwrap();
    let said = doctract(&arguments);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("larger than 64 MiB"), "{}", said.err);
}

/// A page can say anything, but nothing to the terminal of whoever reads what is wrong with it.
#[test]
fn a_page_does_not_command_the_terminal() {
    let page = PAGE.replace("|ThingId|String", "|Thing\x1b]0;x\x07Id|Str\u{9b}2Jing");
    let (said, _) = extract(page.as_bytes());
    assert!(said.err.contains("page-odd-name"), "{}", said.err);
    let commands = |c: char| c.is_control() && c != '\n' && c != '\t';
    assert!(!said.err.contains(commands), "{:?}", said.err);
}

#[test]
fn an_unterminated_row_is_read_and_diagnosed_at_its_line() {
    let page = PAGE.replace("|The ID of the thing. |", "|The ID of the thing.");
    let (said, written) = extract(page.as_bytes());
    assert_eq!((said.code, written), (0, 1), "{}", said.err);
    assert!(
        said.err.contains(":10:") && said.err.contains("page-"),
        "{}",
        said.err
    );
}

#[test]
fn a_second_request_table_is_not_taken_for_more_parameters_in_silence() {
    let table =
        "|Parameter|Type|Required|Description|\n|--|--|--|--|\n|Other|String|No|Another. |\n\n";
    let page = PAGE.replace("## Response", &format!("{table}## Response"));
    let (said, written) = extract(page.as_bytes());
    assert_eq!((said.code, written), (0, 1), "{}", said.err);
    assert!(said.err.contains("page-"), "{}", said.err);
}

#[test]
fn spec_mistakes_come_with_place_and_advice_and_exit_2() {
    let good = "doctract: 1\nproduct: Ecs\nversion: '2014-05-26'\noperation: StopThing\n";
    let bomb = format!(
        "{good}a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\n\
         c: &c [*b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c]\n\
         e: &e [*d, *d, *d, *d, *d, *d, *d, *d]\nsummary: *e\n"
    );
    let cases = [
        (
            "a duplicate key",
            format!("{good}product: Rds\n"),
            ":5:1",
            "product",
        ),
        (
            "an unknown key",
            format!("{good}sumary: x\n"),
            ":5:1",
            "summary",
        ),
        (
            "a wrong type",
            format!("{good}deprecated: perhaps\n"),
            ":5:",
            "deprecated",
        ),
        ("an alias bomb", bomb, ":", ""),
        (
            "a newer format",
            good.replace("doctract: 1", "doctract: 7"),
            ":1:",
            "7",
        ),
    ];
    for (what, text, place, word) in cases {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("StopThing.yaml");
        fs::write(&file, text).unwrap();
        let said = doctract(&["cases", file.to_str().unwrap()]);
        assert_eq!(said.code, 2, "{what}: {}{}", said.out, said.err);
        let place = format!("StopThing.yaml{place}");
        assert!(
            said.err.contains(&place) && said.err.contains(word),
            "{what}: {}",
            said.err
        );
    }
}

#[test]
fn an_endpoint_that_refuses_is_unusable() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let said = doctract(&["test", "examples/ecs", "--endpoint", &url]);
    assert_eq!(said.code, 3, "{}{}", said.out, said.err);
    assert!(said.err.contains(&url), "{}", said.err);
    assert_eq!(said.out.matches("ERROR").count(), 1, "{}", said.out);
}

/// A listener that treats every connection the same way until the test ends.
fn endpoint(treat: impl Fn(std::net::TcpStream) + Send + Copy + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || treat(stream));
        }
    });
    url
}

#[test]
fn an_endpoint_that_hangs_is_unusable_and_costs_one_deadline() {
    let url = endpoint(|mut stream| {
        let mut buffer = [0; 1024];
        while stream.read(&mut buffer).is_ok_and(|count| count > 0) {}
    });
    let said = doctract(&[
        "test",
        "examples/ecs",
        "--endpoint",
        &url,
        "--deadline",
        "0.5",
    ]);
    assert_eq!(said.code, 3, "{}{}", said.out, said.err);
}

#[test]
fn an_endpoint_that_answers_html_fails_and_says_so() {
    let url = endpoint(|mut stream| {
        let mut buffer = [0; 4096];
        while stream.read(&mut buffer).is_ok_and(|count| count > 0) {
            let page = "<html><body>It works!</body></html>";
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n",
                page.len()
            );
            if stream.write_all((head + page).as_bytes()).is_err() {
                break;
            }
        }
    });
    let said = doctract(&["test", "examples/ecs", "--endpoint", &url]);
    assert!(
        matches!(said.code, 1 | 3),
        "{}: {}{}",
        said.code,
        said.out,
        said.err
    );
    let all = said.out + &said.err;
    assert!(all.contains("HTML") || all.contains("html"), "{all}");
}

#[test]
fn usage_mistakes_exit_2() {
    for arguments in [
        vec!["test"],
        vec!["extract", "no-such-file.md"],
        vec!["test", "examples/ecs", "--operation", "NoSuchOperation"],
        vec!["test", "examples/ecs", "--fault", "no-such-fault"],
        vec!["serve", "examples/ecs", "--addr", "not-an-address"],
        vec!["frobnicate"],
    ] {
        let said = doctract(&arguments);
        assert_eq!(said.code, 2, "{arguments:?}: {}{}", said.out, said.err);
        assert!(!said.err.is_empty(), "{arguments:?} says nothing");
    }
}

#[test]
fn a_run_without_cases_exits_4() {
    let said = doctract(&["test", "examples/ecs", "--filter", "no/such/case"]);
    assert_eq!(said.code, 4, "{}{}", said.out, said.err);
}
