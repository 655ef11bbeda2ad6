//! A folder served under a path, as a host of pages does, and a reader who follows every link.

use crate::support::html::{inner, tags};
use sourcebook::review::routes;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};

/// A server of one folder that ends with the test.
pub struct Served {
    port: u16,
}

/// What a reader came across.
#[derive(Debug, Default)]
pub struct Walked {
    /// By path: the status, and where it was linked first.
    pub statuses: BTreeMap<String, (u16, String)>,
    /// By path and anchor: a page that leads to it.
    anchors: BTreeMap<(String, String), String>,
    /// The ids of each page.
    ids: BTreeMap<String, BTreeSet<String>>,
}

impl Walked {
    /// The links that lead nowhere.
    pub fn broken(&self) -> Vec<String> {
        let gone = self.statuses.iter().filter(|(_, (status, _))| *status != 200);
        let gone = gone.map(|(path, (status, from))| format!("{from}: {path} answers {status}"));
        let lost = self.anchors.iter().filter(|((path, anchor), _)| {
            let decoded = routes::decode(anchor);
            self.ids.get(path).is_some_and(|ids| !ids.contains(anchor) && !ids.contains(&decoded))
        });
        gone.chain(lost.map(|((path, anchor), from)| format!("{from}: {path} has no #{anchor}"))).collect()
    }
}

/// Status and body.
type Answer = (u16, Vec<u8>);

impl Served {
    /// A port for a server that starts later, so that its address is known before the site is made.
    pub fn listener() -> (TcpListener, String) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://127.0.0.1:{}/repo/", listener.local_addr().unwrap().port());
        (listener, address)
    }

    /// Serves a folder under `/repo/`; the file `404.html` for what it does not have.
    pub fn start(listener: TcpListener, folder: &Path) -> Self {
        let port = listener.local_addr().unwrap().port();
        let folder = folder.to_owned();
        std::thread::spawn(move || listener.incoming().flatten().for_each(|stream| drop(answer(stream, &folder))));
        Self { port }
    }

    /// What stands at a path.
    pub fn get(&self, path: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(stream, "GET {path} HTTP/1.0\r\n\r\n").unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        let end = all.windows(4).position(|part| part == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&all[..end]).into_owned();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), all[end + 4..].to_vec())
    }

    /// Everything that can be reached from a path by links.
    pub fn walk(&self, start: &str) -> Walked {
        let mut walked = Walked::default();
        let mut waiting = BTreeMap::from([(start.to_owned(), String::new())]);
        while let Some((path, from)) = waiting.pop_first() {
            let (status, body) = self.get(&path);
            let text = String::from_utf8_lossy(&body);
            // A page that is not there is read, too, where the walk begins with it.
            let is_read = status == 200 || from.is_empty();
            for address in if is_read { addresses(&path, &text) } else { Vec::new() } {
                let Some(to) = self.resolve(&path, &address) else { continue };
                if let Some((_, anchor)) = address.split_once('#').filter(|(_, anchor)| !anchor.is_empty()) {
                    walked.anchors.insert((to.clone(), anchor.to_owned()), path.clone());
                }
                if !walked.statuses.contains_key(&to) && to != path {
                    waiting.entry(to).or_insert_with(|| path.clone());
                }
            }
            if is_page(&path) {
                let ids = tags(&text).iter().filter_map(|tag| tag.get("id").map(str::to_owned)).collect();
                walked.ids.insert(path.clone(), ids);
            }
            walked.statuses.insert(path, (status, from));
        }
        walked
    }

    /// The path that an address on a page leads to; none where it leads to another host.
    fn resolve(&self, page: &str, address: &str) -> Option<String> {
        let whole = address.split(['#', '?']).next().unwrap_or_default();
        if let Some(rest) = whole.strip_prefix(&format!("http://127.0.0.1:{}", self.port)) {
            return Some(rest.to_owned());
        }
        let address = if whole.is_empty() { page } else { whole };
        if address.contains(':') {
            return None;
        }
        if address.starts_with('/') {
            return Some(address.to_owned());
        }
        let mut parts: Vec<&str> = page.split('/').collect();
        parts.pop();
        for part in address.split('/') {
            match part {
                ".." => drop(parts.pop()),
                "." => {}
                part => parts.push(part),
            }
        }
        Some(parts.join("/"))
    }
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html") || path.ends_with('/')
}

/// What a page, a style sheet, a feed or a sitemap leads to or is shown with.
fn addresses(path: &str, text: &str) -> Vec<String> {
    if path.ends_with(".css") {
        let urls = text.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
        return urls.map(|url| url.trim_matches(['"', '\'']).to_owned()).collect();
    }
    if !is_page(path) && !path.ends_with(".xml") {
        return Vec::new();
    }
    let places = inner(text, "loc").into_iter().map(str::to_owned);
    let names = ["href", "src", "action"];
    let tags = tags(text);
    let linked = tags.iter().flat_map(|tag| names.iter().filter_map(|name| tag.get(name))).map(str::to_owned);
    // The card of a source lies beside its page; a script asks for it.
    let cards = tags.iter().filter(|tag| tag.get("data-card").is_some()).filter_map(|tag| tag.get("href"));
    let cards = cards.filter_map(|page| Some(format!("{}.card.js", page.split('#').next()?.strip_suffix(".html")?)));
    places.chain(linked).chain(cards).collect()
}

fn answer(mut stream: TcpStream, folder: &Path) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let path = request.split(' ').nth(1).unwrap_or_default();
    let file = path.strip_prefix("/repo/").map(|path| match path.is_empty() || path.ends_with('/') {
        true => folder.join(path).join("index.html"),
        false => folder.join(path),
    });
    let bytes = file.filter(|file: &PathBuf| file.is_file()).map(fs::read).transpose()?;
    let (status, bytes) = match bytes {
        Some(bytes) => (200, bytes),
        None => (404, fs::read(folder.join("404.html"))?),
    };
    write!(stream, "HTTP/1.0 {status} x\r\n\r\n")?;
    stream.write_all(&bytes)
}

#[test]
fn a_reader_comes_across_all_that_is_broken() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        (
            "index.html",
            "<link href=a.css><a href=a/b.html#here>1</a> <a href='a/b.html#there'>2</a> <a href=http://c.d>3</a>",
        ),
        ("a.css", "@font-face{src:url(font.woff2)}"),
        ("a/b.html", "<p id=here><a href=../gone.html>4</a><a href=c.html data-card=c>5</a>"),
        ("a/c.html", "<a href='#'>6</a><a href='#nowhere'>7</a><form action=../find.html>"),
        ("404.html", "Nothing is here."),
    ];
    for (path, text) in files {
        fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
        fs::write(folder.path().join(path), text).unwrap();
    }
    let (listener, _) = Served::listener();
    let walked = Served::start(listener, folder.path()).walk("/repo/");
    let expected = [
        "/repo/a/b.html: /repo/a/c.card.js answers 404",
        "/repo/a/c.html: /repo/find.html answers 404",
        "/repo/a.css: /repo/font.woff2 answers 404",
        "/repo/a/b.html: /repo/gone.html answers 404",
        "/repo/: /repo/a/b.html has no #there",
        "/repo/a/c.html: /repo/a/c.html has no #nowhere",
    ];
    assert_eq!(walked.broken(), expected);
}
