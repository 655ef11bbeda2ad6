//! What pages are told, which are looked at, and the way into the editor, over real connections.

use super::*;
use crate::diagnostics::{Code, Diagnostic};
use crate::server::tests::{ask_with, connect, error, error_in, events, get, read, site, start, start_with};
use crate::server::tests::{until, wait_for, with_editor};
use crate::server::{Options, Server, WAITING_TABS};
use std::net::{Ipv4Addr, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A server whose editor notes the places that it is started at.
fn with_program() -> (Server, Arc<Mutex<Vec<String>>>) {
    let opened = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&opened);
    let server = with_editor(Editor::Program(Arc::new(move |place| {
        notes.lock().unwrap().push(format!("{}:{}:{}", place.path, place.line, place.column));
        !place.path.contains("broken")
    })));
    server.show(Some(site(&[("index.html", "home")])), &[error("one"), error_in("content/broken.md", "two")]);
    (server, opened)
}

fn open(server: &Server, query: &str, headers: &str) -> u16 {
    ask_with(server, &format!("GET /_sourcebook/open-{}{query}", server.room.token), headers).status
}

#[test]
fn of_sixty_tabs_few_wait_and_all_are_told() {
    let server = start();
    let waiting: Vec<TcpStream> = (0..WAITING_TABS).map(|_| wait_for(&server, 1)).collect();
    until("they wait", || server.room.waiting.available_permits() == 0);
    for _ in WAITING_TABS..60 {
        let answer = read(wait_for(&server, 1));
        assert_eq!(answer.body, "retry: 500\n: nothing new\n\n", "one that is answered at once asks again soon");
    }
    assert_eq!(get(&server, "/").status, 200);
    server.show(Some(site(&[("index.html", "new")])), &[]);
    assert!(waiting.into_iter().all(|stream| read(stream).event()["version"] == 2));
    assert!((WAITING_TABS..60).all(|_| read(wait_for(&server, 1)).event()["version"] == 2));
}

#[test]
fn a_tab_that_goes_leaves_its_place_to_another() {
    let server = start();
    let waiting: Vec<TcpStream> = (0..WAITING_TABS).map(|_| wait_for(&server, 1)).collect();
    until("they wait", || server.room.waiting.available_permits() == 0);
    drop(waiting);
    until("their places are free", || server.room.waiting.available_permits() == WAITING_TABS);
}

#[test]
fn pages_that_are_looked_at_are_known_the_latest_first() {
    let server = start();
    assert!(server.looked_at().is_empty());
    for path in ["/sources/", "/assets/style.css", "/nothing", "/"] {
        get(&server, path);
    }
    ask_with(&server, "HEAD /404.html", "");
    assert_eq!(server.looked_at(), ["index.html", "sources/index.html"]);
    for (page, first) in [("sources/a%20b.html", "sources/a b.html"), ("sources/index.html", "sources/index.html")] {
        get(&server, &events(&server, &format!("?since=1&page={page}")));
        assert_eq!(server.looked_at()[0], first);
    }
    get(&server, &events(&server, "?since=1&page=../../etc/passwd"));
    assert_eq!(server.looked_at(), ["sources/index.html", "sources/a b.html", "index.html"]);
}

#[test]
fn a_page_is_looked_at_as_long_as_its_tab_waits_and_a_moment_longer() {
    let server = start();
    let (port, path) = (server.address().port(), events(&server, "?since=1&page=index.html"));
    let head = format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nLast-Event-ID: 1");
    let waiting = connect(&server, &head);
    thread::sleep(Duration::from_secs(6));
    assert_eq!(server.looked_at(), ["index.html"]);
    drop(waiting);
    until("it is forgotten", || server.looked_at().is_empty());
}

#[test]
fn an_error_leads_to_the_editor_by_its_number_in_the_list() {
    let (server, opened) = with_program();
    assert_eq!(get(&server, &events(&server, "?since=1")).event()["errors"][0]["open"], "program");
    assert_eq!(open(&server, "?version=1&problem=0", "Sec-Fetch-Site: same-origin\r\n"), 204);
    server.show_some(vec![("index.html".to_owned(), Arc::from("new".as_bytes()))]);
    assert_eq!(open(&server, "?version=1&problem=0", ""), 204, "the list is still that of version 1");
    assert_eq!(open(&server, "?version=2&problem=1", ""), 500, "a program that cannot be started is no success");
    assert_eq!(*opened.lock().unwrap(), ["content/a.md:2:5", "content/a.md:2:5", "content/broken.md:2:5"]);
    server.show(None, &[error("three")]);
    assert_eq!(open(&server, "?version=3&problem=0", ""), 204);
    assert_eq!(opened.lock().unwrap().len(), 4);
}

#[test]
fn nothing_else_opens_the_editor() {
    let (server, opened) = with_program();
    let queries = [
        "",
        "?version=1",
        "?problem=0",
        "?version=0&problem=0",
        "?version=2&problem=0",
        "?version=1&problem=2",
        "?version=1&problem=-1",
        "?version=1&problem=99999999999999999999",
        "?version=1&problem=content/a.md",
        "?version=1&problem=0x0",
        "?version=1&problem=%00",
    ];
    for query in queries {
        assert_eq!(open(&server, query, ""), 409, "{query}");
    }
    let good = "?version=1&problem=0";
    for site in ["cross-site", "same-site", "none", "", "same-origin\r\nSec-Fetch-Site: cross-site"] {
        assert_eq!(open(&server, good, &format!("Sec-Fetch-Site: {site}\r\n")), 403, "{site}");
    }
    assert_eq!(open(&server, good, "Origin: http://evil.example\r\n"), 403);
    let (token, port) = (&server.room.token, server.address().port());
    let foreign = format!("GET /_sourcebook/open-{token}{good} HTTP/1.1\r\nHost: evil.example:{port}");
    assert_eq!(read(connect(&server, &foreign)).status, 403);
    for method in ["POST", "HEAD", "PUT", "OPTIONS"] {
        let answer = ask_with(&server, &format!("{method} /_sourcebook/open-{token}{good}"), "Content-Length: 0\r\n");
        assert!([404, 405].contains(&answer.status), "{method}");
    }
    for wrong in [&token[1..], "", "0123", &token.to_uppercase().replace(|c: char| c.is_ascii_digit(), "F")] {
        assert_eq!(get(&server, &format!("/_sourcebook/open-{wrong}{good}")).status, 404, "{wrong}");
    }
    assert!(opened.lock().unwrap().is_empty());
}

#[test]
fn links_and_copies_start_nothing() {
    for editor in [Editor::Copy, Editor::Link(Arc::new(|place| Some(format!("vscode://file/{}", place.path))))] {
        let server = with_editor(editor);
        server.show(Some(site(&[("index.html", "home")])), &[error("one")]);
        assert_eq!(open(&server, "?version=1&problem=0", ""), 404);
        let told = get(&server, &events(&server, "?since=1")).event()["errors"][0]["open"].clone();
        assert!(told == "copy" || told == serde_json::json!({ "link": "vscode://file/content/a.md" }), "{told}");
    }
}

#[test]
fn other_machines_are_told_no_paths_and_start_no_editor() {
    let editor = Editor::Program(Arc::new(|_| true));
    let server = Server::start(Options { host: Ipv4Addr::UNSPECIFIED.into(), port: 0, name: None, editor }).unwrap();
    assert!(matches!(server.room.editor, Editor::Copy));
}

#[test]
fn the_event_stream_is_for_our_own_pages() {
    let server = start();
    let path = format!("GET {}", events(&server, "?since=1"));
    assert_eq!(ask_with(&server, &path, "Sec-Fetch-Site: same-origin\r\n").status, 200);
    for site in ["cross-site", "same-site", "none"] {
        assert_eq!(ask_with(&server, &path, &format!("Sec-Fetch-Site: {site}\r\n")).status, 403, "{site}");
    }
    let head = path.replace("GET", "HEAD");
    assert_eq!(
        ask_with(&server, &head, "Last-Event-ID: 1\r\n").status,
        404,
        "a question without an answer never waits"
    );
    // A link from elsewhere leads here as anywhere.
    assert_eq!(ask_with(&server, "GET /", "Sec-Fetch-Site: cross-site\r\n").status, 200);
}

#[test]
fn many_errors_are_counted_and_the_first_are_shown() {
    let server = start();
    let errors: Vec<Diagnostic> = (0..5000).map(|number| error(&number.to_string())).collect();
    server.show(None, &errors);
    let news = get(&server, &events(&server, "?since=1")).event();
    assert_eq!((news["errors"].as_array().map(Vec::len), &news["more"]), (Some(50), &4950.into()));
}

#[test]
fn a_waiting_page_is_told_what_changed() {
    let server = start_with(&[("index.html", "old"), ("a.html", "same"), ("gone.html", "x")]);
    let waiting = wait_for(&server, 1);
    thread::sleep(Duration::from_millis(50));
    server.show(Some(site(&[("index.html", "new"), ("a.html", "same"), ("b.html", "b")])), &[]);
    let answer = read(waiting);
    assert!(answer.body.starts_with("retry: 300\nid: 2\n"));
    let news = answer.event();
    assert_eq!(
        news,
        serde_json::json!({ "version": 2, "changed": ["b.html", "gone.html", "index.html"], "errors": [], "more": 0 })
    );
}

#[test]
fn a_page_that_slept_misses_nothing() {
    let server = start_with(&[("a.html", "1"), ("b.html", "1"), ("c.html", "1")]);
    server.show(Some(site(&[("a.html", "2"), ("b.html", "1"), ("c.html", "1")])), &[]);
    server.show(Some(site(&[("a.html", "2"), ("b.html", "2"), ("c.html", "1")])), &[]);
    let changed = |since: &str| get(&server, &events(&server, since)).event()["changed"].clone();
    assert_eq!(changed("?since=1"), serde_json::json!(["a.html", "b.html"]));
    assert_eq!(changed("?since=2"), serde_json::json!(["b.html"]));
    assert_eq!(changed("?since=3"), serde_json::json!([]));
    assert_eq!(changed("?since=x"), serde_json::json!([]));
    assert_eq!(changed(""), serde_json::json!([]));
    assert_eq!(read(wait_for(&server, 1)).event()["changed"], serde_json::json!(["a.html", "b.html"]));
}

#[test]
fn an_error_is_told_with_its_place_and_then_its_end() {
    let server = start();
    let waiting = wait_for(&server, 1);
    server.show(None, &[error("no `nobody` <b>"), Diagnostic::new(Code::BadField, "a warning")]);
    let news = read(waiting).event();
    assert_eq!((&news["version"], &news["changed"]), (&2.into(), &serde_json::json!([])));
    assert_eq!(news["errors"].as_array().map(Vec::len), Some(1));
    let told = &news["errors"][0];
    assert_eq!((told["code"].as_str(), told["severity"].as_str()), (Some("unknown-key"), Some("error")));
    assert_eq!((told["place"].as_str(), told["message"].as_str()), (Some("content/a.md:2:5"), Some("no `nobody` <b>")));
    let text = told["text"].as_str().unwrap();
    assert!(text.contains("see [@nobody]") && text.contains("hint: add it") && !text.contains('\u{1b}'), "{text}");
    assert!(get(&server, "/").body.contains("home"), "the last good page stays");
    let waiting = wait_for(&server, 2);
    let last = server.room.preview.borrow().site.clone();
    server.show(last, &[]);
    assert_eq!(read(waiting).event(), serde_json::json!({ "version": 3, "changed": [], "errors": [], "more": 0 }));
}

#[test]
fn a_new_page_hears_of_errors_at_once() {
    let server = start();
    server.show(None, &[error("no `nobody`")]);
    assert_eq!(get(&server, &events(&server, "?since=2")).event()["errors"][0]["message"], "no `nobody`");
}

#[test]
fn paths_that_went_are_forgotten_in_the_end() {
    let mut preview = Preview::default();
    for number in 0..3000 {
        let path = format!("{number}.html");
        preview.show(
            Some(site(&[(path.as_str(), "x"), ("index.html", "x")])),
            crate::server::preview::problems(&[], &Editor::Copy),
        );
    }
    assert!(preview.message(0).len() < 30_000 && preview.message(0).contains("\"index.html\""));
}
