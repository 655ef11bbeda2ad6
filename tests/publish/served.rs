//! A folder served under a path, as a host of pages does, and a reader who follows every link.

use crate::support::html::tags;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};

/// A server of one folder that ends with the test.
pub struct Served {
    port: u16,
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

    /// Everything that can be reached from a path by links: status by path, and where each was linked first.
    pub fn walk(&self, start: &str) -> BTreeMap<String, (u16, String)> {
        let mut found: BTreeMap<String, (u16, String)> = BTreeMap::new();
        let mut waiting = BTreeSet::from([(start.to_owned(), String::new())]);
        while let Some((path, from)) = waiting.pop_first() {
            if found.contains_key(&path) {
                continue;
            }
            let (status, body) = self.get(&path);
            let is_page = status == 200 && (path.ends_with(".html") || path.ends_with('/')) || path == start;
            let text = if is_page { String::from_utf8_lossy(&body).into_owned() } else { String::new() };
            for tag in tags(&text) {
                for address in ["href", "src"].into_iter().filter_map(|name| tag.get(name)) {
                    waiting.extend(self.resolve(&path, address).map(|to| (to, path.clone())));
                }
            }
            found.insert(path, (status, from));
        }
        found
    }

    /// The path that an address on a page leads to; none where it leads to another host.
    fn resolve(&self, page: &str, address: &str) -> Option<String> {
        let address = address.split(['#', '?']).next().unwrap_or_default();
        if let Some(rest) = address.strip_prefix(&format!("http://127.0.0.1:{}", self.port)) {
            return Some(rest.to_owned());
        }
        if address.is_empty() || address.contains(':') {
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
