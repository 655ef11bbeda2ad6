//! A running `serve`: what it answers, what it says, what it weighs.

use crate::support::Review;
use crate::support::program::command;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Far more than any build takes; a machine may be busy.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Precedes the line that a served page has more than a built one.
const SCRIPT: &str = "\n<script src=\"/_sourcebook/live-";

/// A running preview, ended with the test.
pub struct Preview {
    pub review: Rc<Review>,
    pub program: Child,
    pub address: String,
    output: BufReader<ChildStdout>,
    said: Arc<Mutex<String>>,
}

impl Drop for Preview {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

impl Preview {
    /// Of a small review.
    pub fn start() -> Self {
        Self::of(Review::small(), &[])
    }

    /// Of this review, with these arguments more.
    pub fn of(review: impl Into<Rc<Review>>, arguments: &[&str]) -> Self {
        let review = review.into();
        let mut command = command(review.root());
        let port: &[&str] = if arguments.contains(&"--port") { &[] } else { &["--port", "0"] };
        command.arg("serve").args(port).args(arguments);
        Self::run(review, command)
    }

    /// Of this review, by this command.
    pub fn run(review: impl Into<Rc<Review>>, mut command: Command) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut program = command.spawn().unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let (heard, mut errors) = (Arc::clone(&said), program.stderr.take().unwrap());
        std::thread::spawn(move || {
            let mut part = [0; 4096];
            while let Ok(length @ 1..) = errors.read(&mut part) {
                heard.lock().unwrap().push_str(&String::from_utf8_lossy(&part[..length]));
            }
        });
        let mut output = BufReader::new(program.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").and_then(|line| line.strip_suffix('/'));
        let address = address.unwrap_or_else(|| panic!("an address first: {line:?}")).to_owned();
        Self { review: review.into(), program, address, output, said }
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address.replace("localhost", "127.0.0.1")).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// The status and the body of an answer, as bytes.
    pub fn bytes(&self, path: &str) -> (u16, Vec<u8>) {
        let mut stream = self.connect();
        let path = path.replace(' ', "%20");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|part| part == b"\r\n\r\n").expect("a head ends");
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), answer.split_off(end + 4))
    }

    /// The status and the body of an answer.
    pub fn get(&self, path: &str) -> (u16, String) {
        let (status, body) = self.bytes(path);
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    pub fn page(&self, path: &str) -> String {
        let (status, body) = self.get(path);
        assert_eq!(status, 200, "{path}");
        body
    }

    /// A file of the site without the line that pages have more here; none where there is no such file.
    pub fn file(&self, path: &str) -> Option<Vec<u8>> {
        let (status, mut body) = self.bytes(&format!("/{path}"));
        if path.ends_with(".html") && status == 200 {
            let at = body.windows(SCRIPT.len()).rposition(|part| part == SCRIPT.as_bytes());
            let line = body.split_off(at.unwrap_or_else(|| panic!("{path} has no script")));
            assert!(
                line[1..].iter().position(|byte| *byte == b'\n') == Some(line.len() - 2),
                "{path} ends with a line"
            );
        }
        (status == 200).then_some(body)
    }

    /// What an open page is told: changes and errors.
    pub fn events(&self) -> String {
        let home = self.get("/").1;
        let token = home.rsplit("/_sourcebook/live-").next().and_then(|rest| rest.split(".js").next()).unwrap();
        self.page(&format!("/_sourcebook/events-{token}?since=0"))
    }

    /// Asks again and again until it is so.
    pub fn until(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !is_so(self) {
            let said = || format!("it never came: {what}\n{}\n{}", self.events(), self.said());
            assert!(start.elapsed() < PATIENCE, "{}", said());
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// Everything on standard error so far.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// The rest of standard output, once the program has ended.
    pub fn output(&mut self) -> String {
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).unwrap();
        rest
    }

    /// Waits until nothing has been built for a while.
    pub fn rest(&self) {
        let (mut last, mut since) = (self.said(), Instant::now());
        while since.elapsed() < Duration::from_millis(1200) {
            std::thread::sleep(Duration::from_millis(50));
            let now = self.said();
            if now != last {
                (last, since) = (now, Instant::now());
            }
        }
    }

    /// Its memory in KiB that is its own and in no file, where the system tells.
    pub fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.program.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
        line.trim().strip_suffix(" kB")?.trim().parse().ok()
    }
}
