//! The preview as a running program: what a browser gets, before and after an edit.

use crate::support::Review;
use crate::support::program::command;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// Far more than any build takes; a machine may be busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running preview, ended with the test.
struct Preview {
    review: Review,
    program: Child,
    address: String,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

impl Preview {
    fn start() -> Self {
        let review = Review::small();
        let mut command = command(review.root());
        command.args(["serve", "--port", "0", "--quiet"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut program = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(program.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").and_then(|line| line.strip_suffix('/'));
        let address = address.unwrap_or_else(|| panic!("an address first: {line:?}")).to_owned();
        Self { review, program, address }
    }

    /// The status and the body of an answer.
    fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.address.replace("localhost", "127.0.0.1")).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    fn page(&self, path: &str) -> String {
        let (status, body) = self.get(path);
        assert_eq!(status, 200, "{path}");
        body
    }

    /// What an open page is told: changes and errors.
    fn events(&self) -> String {
        let home = self.get("/").1;
        let token = home.rsplit("/_sourcebook/live-").next().and_then(|rest| rest.split(".js").next()).unwrap();
        self.page(&format!("/_sourcebook/events-{token}?since=0"))
    }

    /// Asks again and again until it is so.
    fn until(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !is_so(self) {
            assert!(start.elapsed() < PATIENCE, "it never came: {what}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

#[test]
fn the_preview_shows_what_a_build_makes() {
    let preview = Preview::start();
    let site = preview.review.build().site;
    for (path, bytes) in site.files.iter().filter(|(path, _)| path.ends_with(".html") || path.ends_with(".css")) {
        let shown = preview.page(&format!("/{path}"));
        assert!(shown.starts_with(&*String::from_utf8_lossy(bytes)), "{path}");
    }
    assert_eq!(preview.page("/"), preview.page("/index.html"));
    assert_eq!(preview.get("/nowhere.html").0, 404);
    let (status, deep) = preview.get("/sources/nowhere.html");
    assert!(status == 404 && deep.contains("url=/404.html"), "relative links hold only at the root: {deep}");
    assert!(!preview.review.root().join("public").exists(), "nothing is written");
}

#[test]
fn an_edit_is_shown() {
    let preview = Preview::start();
    let page = "/sources/barr2015.html";
    assert!(!preview.page(page).contains("Another claim"));
    preview.review.write("content/sources/barr2015.md", b"---\ntags: [tradition]\n---\nAnother claim.\n");
    preview.until("the edited note", |preview| preview.page(page).contains("Another claim"));
    assert!(preview.events().contains("\"sources/barr2015.html\""), "{}", preview.events());
}

#[test]
fn files_come_and_go() {
    let preview = Preview::start();
    assert_eq!(preview.get("/more.html").0, 404);
    preview.review.write("content/more.md", b"# More\n\nOn @barr2015.\n");
    preview.until("the new page", |preview| preview.get("/more.html").0 == 200);
    preview.review.remove("content/more.md");
    preview.until("its end", |preview| preview.get("/more.html").0 == 404);
}

#[test]
fn the_last_good_page_stays_while_the_bibliography_is_broken() {
    let preview = Preview::start();
    let good = preview.page("/references/index.html");
    let bib = std::fs::read(preview.review.root().join("bibliography/references.bib")).unwrap();
    assert!(good.contains("Old wine") && preview.events().contains("\"errors\":[]"), "{}", preview.events());

    preview.review.write("bibliography/references.bib", &bib[..bib.len() / 2]);
    preview.until("the error", |preview| preview.events().contains("bad-entry"));
    assert!(preview.events().contains("bibliography/references.bib:1:7"), "{}", preview.events());
    assert!(preview.page("/references/index.html").contains("Old wine"));

    let mended = String::from_utf8(bib).unwrap().replace("Old Wine", "New Wine");
    preview.review.write("bibliography/references.bib", mended.as_bytes());
    preview.until("the mended entry", |preview| preview.page("/references/index.html").contains("New wine"));
    preview.until("the end of the error", |preview| preview.events().contains("\"errors\":[]"));
}

#[test]
fn two_previews_find_two_ports() {
    let (one, other) = (Preview::start(), Preview::start());
    assert_ne!(one.address, other.address);
    assert_eq!((one.get("/").0, other.get("/").0), (200, 200));
}

#[test]
fn a_taken_port_leads_to_the_next() {
    let first = Preview::start();
    let port = first.address.rsplit(':').next().unwrap();
    let review = Review::small();
    let mut command = command(review.root());
    let mut second =
        command.args(["serve", "--port", port]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(second.stdout.take().unwrap()).read_line(&mut line).unwrap();
    second.kill().unwrap();
    second.wait().unwrap();
    assert!(line.starts_with("http://localhost:") && !line.contains(&format!(":{port}/")), "{line}");
}
