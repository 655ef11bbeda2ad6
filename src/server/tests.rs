//! The preview over real connections on the loopback.

use super::*;
use crate::diagnostics::{Code, TextFile};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The JSON of the one event in it.
    pub fn event(&self) -> serde_json::Value {
        assert_eq!((self.status, self.header("content-type")), (200, Some("text/event-stream")));
        let data = self.body.lines().find_map(|line| line.strip_prefix("data: ")).expect("an event");
        serde_json::from_str(data).unwrap()
    }
}

pub fn site(files: &[(&str, &str)]) -> Site {
    let file = |(path, text): &(&str, &str)| ((*path).to_owned(), Arc::from(text.as_bytes()));
    Site { files: files.iter().map(file).collect() }
}

pub fn start() -> Server {
    start_with(&[
        ("index.html", "<!doctype html><p>home"),
        ("404.html", "<!doctype html><p>missing"),
        ("sources/index.html", "<p>sources"),
        ("sources/a b.html", "<p>a b"),
        ("assets/style.css", "p { color: red }"),
        ("references/references.bib", "@book{a}"),
        ("\u{00e9}/index.html", "<p>accent"),
    ])
}

pub fn start_with(files: &[(&str, &str)]) -> Server {
    let server = empty();
    server.show(Some(site(files)), &[]);
    server
}

pub fn empty() -> Server {
    with_editor(Editor::Copy)
}

pub fn with_editor(editor: Editor) -> Server {
    Server::start(Options { host: Ipv4Addr::LOCALHOST.into(), port: 0, name: None, editor }).unwrap()
}

pub fn connect(server: &Server, head: &str) -> TcpStream {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(stream, "{head}\r\nConnection: close\r\n\r\n").unwrap();
    stream
}

pub fn read(mut stream: TcpStream) -> Answer {
    let mut all = Vec::new();
    stream.read_to_end(&mut all).unwrap();
    let all = String::from_utf8(all).unwrap();
    let (head, body) = all.split_once("\r\n\r\n").expect("a head");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}

/// A request with headers, each ending with a line break, after the right host.
pub fn ask_with(server: &Server, request: &str, headers: &str) -> Answer {
    let port = server.address().port();
    read(connect(server, &format!("{request} HTTP/1.1\r\nHost: localhost:{port}\r\n{headers}X-Test: yes")))
}

pub fn get(server: &Server, path: &str) -> Answer {
    ask_with(server, &format!("GET {path}"), "")
}

pub fn events(server: &Server, since: &str) -> String {
    format!("/_sourcebook/events-{}{since}", server.room.token)
}

pub fn wait_for(server: &Server, known: u64) -> TcpStream {
    let (port, path) = (server.address().port(), events(server, ""));
    connect(server, &format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nLast-Event-ID: {known}"))
}

pub fn error(message: &str) -> Diagnostic {
    error_in("content/a.md", message)
}

pub fn error_in(path: &str, message: &str) -> Diagnostic {
    let file = TextFile::new(path, "first\nsee [@nobody]\n");
    Diagnostic::new(Code::UnknownKey, message).at(file.span(10..18)).hint("add it")
}

#[test]
fn pages_are_served_with_the_script_after_their_bytes() {
    let server = start();
    let answer = get(&server, "/");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let script = format!("/_sourcebook/live-{}.js", server.room.token);
    let line = format!("\n<script src=\"{script}\" data-version=\"1\" defer></script>\n");
    assert_eq!(answer.body, format!("<!doctype html><p>home{line}"));
    let script = get(&server, &script);
    assert_eq!((script.status, script.header("content-type")), (200, Some("text/javascript; charset=utf-8")));
    assert!(script.body.contains("EventSource"));
}

#[test]
fn other_files_are_served_as_they_are() {
    let server = start();
    let style = get(&server, "/assets/style.css?v=3");
    assert_eq!((style.status, style.body.as_str()), (200, "p { color: red }"));
    assert_eq!(style.header("content-type"), Some("text/css; charset=utf-8"));
    let references = get(&server, "/references/references.bib");
    assert_eq!((references.status, references.body.as_str()), (200, "@book{a}"));
    assert_eq!(references.header("content-type"), Some("application/x-bibtex; charset=utf-8"));
}

#[test]
fn every_answer_keeps_to_itself() {
    let server = start();
    for path in ["/", "/nothing", "/sources", "/assets/style.css", "/_sourcebook/live-x.js"] {
        let answer = get(&server, path);
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"), "{path}");
        assert!(!answer.head.to_ascii_lowercase().contains("access-control"), "{path}");
    }
    let preflight = "Access-Control-Request-Method: GET\r\nAccess-Control-Request-Private-Network: true\r\n";
    let token = &server.room.token;
    for path in ["/".to_owned(), events(&server, "?since=0"), format!("/_sourcebook/open-{token}")] {
        for (method, origin) in [("OPTIONS", "http://evil.example"), ("GET", "http://evil.example"), ("GET", "null")] {
            let answer = ask_with(&server, &format!("{method} {path}"), &format!("Origin: {origin}\r\n{preflight}"));
            assert!(answer.status >= 400 && !answer.head.to_ascii_lowercase().contains("access-control"), "{path}");
        }
    }
}

#[test]
fn folders_are_their_index() {
    let server = start();
    assert!(get(&server, "/sources/").body.starts_with("<p>sources"));
    let redirect = get(&server, "/sources?year=2010");
    assert_eq!((redirect.status, redirect.header("location")), (302, Some("/sources/?year=2010")));
    assert_eq!(get(&server, "/%C3%A9").header("location"), Some("/%C3%A9/"));
    assert!(get(&server, "/sources/a%20b.html").body.starts_with("<p>a b"));
}

#[test]
fn what_is_not_generated_is_not_there() {
    let server = start();
    let paths = [
        "/nothing",
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/..%2fCargo.toml",
        "/sources/../index.html",
        "//evil",
        "//evil/..",
        "//sources",
        "/%2Fsources",
        "/\\evil",
        "/%5Cevil",
        "/sources%2findex%2ehtml%00",
        "/%",
        "/%zz",
        "/%ff",
        "/%252e%252e/",
        "/etc/passwd",
        "/c:/windows/win.ini",
        "/index.html/",
        "/_sourcebook/",
        "/_sourcebook/live.js",
        "/_sourcebook/events",
        "/_sourcebook/events-",
        "/_sourcebook/events-0123",
        "/_sourcebook/open-0123",
        "/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/..%5c..%5cwindows%5cwin.ini",
        "/.%00./etc/passwd",
        "/.git/config",
        "/.env",
        "/sources/.",
        "/sources/..",
        "/sources//index.html",
        "/./index.html",
        "/file:///etc/passwd",
        "/index.html%23",
        "/index.html%3Fx",
        "/INDEX.HTML",
        "/@fs/etc/passwd",
    ];
    for path in paths {
        let answer = get(&server, path);
        assert_eq!((answer.status, answer.header("location")), (404, None), "{path}");
        let led = answer.body.contains("url=/404.html");
        assert!(led || answer.body.starts_with("<!doctype html><p>missing"), "{path}");
        assert!(answer.body.contains("/_sourcebook/live-"), "{path}");
    }
    let bare = start_with(&[("index.html", "home")]);
    let answer = get(&bare, "/nothing");
    assert_eq!((answer.status, answer.header("content-type")), (404, Some("text/plain; charset=utf-8")));
}

#[test]
fn generated_dot_files_are_served_and_no_others() {
    let server = start_with(&[("index.html", "home"), (".nojekyll", "")]);
    let answer = get(&server, "/.nojekyll");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/octet-stream")));
    assert_eq!(get(&server, "/.gitignore").status, 404);
}

#[test]
fn very_long_and_odd_requests_harm_nothing() {
    let server = start();
    let long = "a".repeat(60_000);
    for path in [format!("/{long}"), format!("/?{long}"), format!("/{}", "%2e%2e/".repeat(8000))] {
        let status = get(&server, &path).status;
        assert!([200, 404, 414, 431].contains(&status), "{status}");
    }
    assert_eq!(ask_with(&server, "GET /", &"X-Many: 1\r\n".repeat(50)).status, 200);
    assert!([400, 431].contains(&ask_with(&server, "GET /", &"X-Many: 1\r\n".repeat(5000)).status));
    let port = server.address().port();
    // Absolute and authority form name the host again.
    assert_eq!(ask_with(&server, &format!("GET http://localhost:{port}/"), "").status, 200);
    assert_eq!(ask_with(&server, &format!("GET http://localhost:{port}/../Cargo.toml"), "").status, 404);
    assert_eq!(ask_with(&server, &format!("GET file://localhost:{port}/etc/passwd"), "").status, 404);
    assert_eq!(ask_with(&server, &format!("CONNECT localhost:{port}"), "").status, 405);
    assert_eq!(ask_with(&server, "OPTIONS *", "").status, 405);
    assert_eq!(get(&server, "/").status, 200);
}

#[test]
fn only_get_and_head() {
    let server = start();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND"] {
        let answer = ask_with(&server, &format!("{method} /"), "Content-Length: 0\r\n");
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD")), "{method}");
    }
    let (head, whole) = (ask_with(&server, "HEAD /", ""), get(&server, "/"));
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(head.header("content-length"), whole.header("content-length"));
    assert_eq!(head.header("content-length"), Some(whole.body.len().to_string().as_str()));
}

#[test]
fn foreign_hosts_are_refused() {
    let server = start();
    let port = server.address().port();
    let ask = |headers: &str| read(connect(&server, &format!("GET / HTTP/1.1{headers}\r\nX-Test: yes"))).status;
    for host in ["localhost", "LOCALHOST", "127.0.0.1", "[::1]"] {
        assert_eq!(ask(&format!("\r\nHost: {host}:{port}")), 200, "{host}");
    }
    for host in [
        "localhost",
        "evil.example",
        "evil.example:80",
        "127.0.0.1:1",
        "localhost:1",
        "",
        &format!("localhost.:{port}"),
        &format!("127.0.0.1.:{port}"),
        &format!("localhost:{port}."),
        &format!("localhost:{port}, evil.example"),
        &format!("user@localhost:{port}"),
        &format!("localhost:0{port}x"),
        &format!("0.0.0.0:{port}"),
        &format!("2130706433:{port}"),
    ] {
        assert_eq!(ask(&format!("\r\nHost: {host}")), 403, "{host}");
    }
    assert_eq!(ask(&format!("\r\nHost: evil.example:{port}")), 403);
    assert!([400, 403].contains(&ask("")));
    assert!([400, 403].contains(&ask(&format!("\r\nHost: localhost:{port}\r\nHost: evil.example:{port}"))));
    assert_eq!(ask_with(&server, &format!("GET http://evil.example:{port}/"), "").status, 403);
}

#[test]
fn foreign_origins_are_refused() {
    let server = start();
    let port = server.address().port();
    assert_eq!(ask_with(&server, "GET /", &format!("Origin: http://127.0.0.1:{port}\r\n")).status, 200);
    for origin in ["http://evil.example", "null", "", "http://localhost", "http://localhost:1", "file://"] {
        assert_eq!(ask_with(&server, "GET /", &format!("Origin: {origin}\r\n")).status, 403, "{origin}");
        assert_eq!(
            ask_with(&server, &format!("GET {}", events(&server, "")), &format!("Origin: {origin}\r\n")).status,
            403
        );
    }
    assert_eq!(ask_with(&server, "GET /", &format!("Origin: https://localhost:{port}\r\n")).status, 403);
}

#[test]
fn nothing_new_is_not_told() {
    let server = start_with(&[("index.html", "same")]);
    server.show(Some(site(&[("index.html", "same")])), &[]);
    server.show(None, &[]);
    assert_eq!(server.room.preview.borrow().version, 1);
}

#[test]
fn before_the_first_site_there_is_a_page_that_waits() {
    let server = empty();
    server.show(None, &[error("no `nobody`")]);
    let answer = get(&server, "/");
    assert_eq!((answer.status, answer.header("content-type")), (503, Some("text/html; charset=utf-8")));
    assert!(answer.body.contains("/_sourcebook/live-"));
    let waiting = wait_for(&server, 1);
    server.show(Some(site(&[("index.html", "home")])), &[]);
    assert_eq!(read(waiting).event()["changed"], serde_json::json!(["index.html"]));
}

pub fn until(what: &str, is_so: impl Fn() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < Duration::from_secs(20), "it never came: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn some_pages_may_be_shown_before_the_rest() {
    let server = start_with(&[("index.html", "old"), ("a.html", "same")]);
    let bytes = |text: &str| Arc::from(text.as_bytes());
    server.show_some(vec![("a.html".to_owned(), bytes("same"))]);
    assert_eq!(server.room.preview.borrow().version, 1, "the same bytes are no change");
    let waiting = wait_for(&server, 1);
    server.show_some(vec![("index.html".to_owned(), bytes("new")), ("a.html".to_owned(), bytes("same"))]);
    assert_eq!(read(waiting).event()["changed"], serde_json::json!(["index.html"]));
    assert!(get(&server, "/").body.starts_with("new"));
    server.show(Some(site(&[("index.html", "new"), ("a.html", "other")])), &[]);
    let news = get(&server, &events(&server, "?since=2")).event();
    assert_eq!((&news["version"], &news["changed"]), (&3.into(), &serde_json::json!(["a.html"])));
    let empty = empty();
    empty.show_some(vec![("index.html".to_owned(), bytes("new"))]);
    assert_eq!(get(&empty, "/").status, 503, "a page is no site");
}

#[test]
fn stopping_does_not_wait_for_waiting_pages() {
    let server = start();
    let address = server.address();
    let mut waiting = wait_for(&server, 1);
    thread::sleep(Duration::from_millis(50));
    let begin = Instant::now();
    server.stop();
    assert!(begin.elapsed() < Duration::from_secs(15), "a waiting page is answered after a longer time");
    assert!(matches!(waiting.read(&mut [0]), Ok(0) | Err(_)));
    let closed = (0..100).any(|_| {
        thread::sleep(Duration::from_millis(20));
        TcpStream::connect(address).is_err()
    });
    assert!(closed);
}

#[test]
fn a_busy_port_gives_the_next_one() {
    let first = empty();
    let port = first.address().port();
    let second = Server::start(Options { host: Ipv4Addr::LOCALHOST.into(), port, name: None, editor: Editor::Copy });
    // Where the very last port is the busy one, there is no next.
    if port < u16::MAX - TRIES {
        assert!(second.unwrap().address().port() > port);
    }
}

#[test]
fn localhost_is_both_loopback_addresses() {
    let server = start();
    let port = server.address().port();
    let Ok(mut stream) = TcpStream::connect((Ipv6Addr::LOCALHOST, port)) else { return };
    write!(stream, "GET / HTTP/1.1\r\nHost: [::1]:{port}\r\nConnection: close\r\n\r\n").unwrap();
    assert_eq!(read(stream).status, 200);
}

#[test]
fn tokens_are_long_and_differ() {
    let (one, other) = (token(), token());
    assert!(one.len() == 32 && one != other && one[..16] != one[16..]);
}
