//! The live preview: HTTP from a site held in memory, and open pages told what changed.
//!
//! Only generated files are served, by their exact path; no request leads to the disk. Nothing outside
//! the author's own browser tabs gets an answer: `Host` and `Origin` must be the preview's own, and the
//! addresses of the events and of the editor hold a token that only served pages know.

mod answer;
mod editor;
mod guard;
mod live;
mod looked;
mod media_type;
mod preview;
mod script;
#[cfg(test)]
mod tests;

use crate::diagnostics::Diagnostic;
use crate::site::Site;
use axum::Router;
pub use editor::{Editor, Place};
use guard::Guard;
use looked::Looked;
use preview::Preview;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, watch};

/// How many ports are tried, from the one asked for upwards.
const TRIES: u16 = 20;

/// How many tabs may wait for news: a browser opens six connections to one host, and pages must load meanwhile.
const WAITING_TABS: usize = 4;

/// Where the preview listens, and what it may do.
#[derive(Clone)]
pub struct Options {
    /// The address; anything but a loopback one shows the preview to others.
    pub host: IpAddr,
    /// The port, or the first free one after it; 0 is any free one.
    pub port: u16,
    /// A name other than `localhost` that browsers may ask for, where the host was given by name.
    pub name: Option<String>,
    /// How an error in the overlay leads to its place; never for other machines.
    pub editor: Editor,
}

/// A running preview; dropping it ends it at once, open connections included.
pub struct Server {
    address: SocketAddr,
    room: Arc<Room>,
    runtime: Option<Runtime>,
}

/// What every request sees.
struct Room {
    preview: watch::Sender<Preview>,
    guard: Guard,
    token: String,
    editor: Editor,
    looked: Looked,
    /// Places for tabs that wait.
    waiting: Semaphore,
}

impl Server {
    /// Listens, on threads of its own; nothing but a word of patience is served before the first [`Server::show`].
    pub fn start(options: Options) -> io::Result<Self> {
        let listeners = bind(options.host, options.port)?;
        let address = listeners.0.local_addr()?;
        let guard = Guard::new(address, options.name);
        let room = Arc::new(Room {
            preview: watch::Sender::default(),
            guard,
            token: token(),
            // Whoever else may look must neither see the author's paths nor start programs.
            editor: if options.host.is_loopback() { options.editor } else { Editor::Copy },
            looked: Looked::default(),
            waiting: Semaphore::new(WAITING_TABS),
        });
        let runtime = Builder::new_multi_thread().worker_threads(2).thread_name("preview").enable_all().build()?;
        serve(&runtime, &room, listeners.0)?;
        if let Some(second) = listeners.1 {
            serve(&runtime, &room, second)?;
        }
        Ok(Self { address, room, runtime: Some(runtime) })
    }

    /// Where it listens: the port may be another than the one asked for.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves this site from now on (none: still the last one), and tells open pages what changed and what is wrong.
    pub fn show(&self, site: Option<Site>, diagnostics: &[Diagnostic]) {
        let problems = preview::problems(diagnostics, &self.room.editor);
        self.room.preview.send_if_modified(|preview| preview.show(site, problems));
    }

    /// Replaces these files of the site that is shown, before the whole new site is ready.
    pub fn show_some(&self, files: Vec<(String, Arc<[u8]>)>) {
        self.room.preview.send_if_modified(|preview| preview.show_some(files));
    }

    /// The output paths of the pages that open tabs show or asked for a moment ago, the latest first.
    pub fn looked_at(&self) -> Vec<String> {
        self.room.looked.paths()
    }

    /// Ends it at once, as dropping does.
    pub fn stop(self) {}
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Answers what comes in here, until the runtime ends.
fn serve(runtime: &Runtime, room: &Arc<Room>, listener: TcpListener) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let _inside = runtime.enter();
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let router = Router::new().fallback(answer::answer).with_state(Arc::clone(room));
    runtime.spawn(async move { axum::serve(listener, router).await });
    Ok(())
}

/// The first free port from this one upwards.
fn bind(host: IpAddr, port: u16) -> io::Result<(TcpListener, Option<TcpListener>)> {
    let mut busy = None;
    for tried in 0..TRIES {
        let Some(port) = (if port == 0 { Some(0) } else { port.checked_add(tried) }) else { break };
        match bind_exactly(host, port) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => busy = Some(error),
            other => return other,
        }
    }
    Err(busy.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

/// This port and, since browsers read `localhost` as either, the same one of `::1` beside `127.0.0.1`.
fn bind_exactly(host: IpAddr, port: u16) -> io::Result<(TcpListener, Option<TcpListener>)> {
    let first = TcpListener::bind((host, port))?;
    if host != Ipv4Addr::LOCALHOST {
        return Ok((first, None));
    }
    match TcpListener::bind((Ipv6Addr::LOCALHOST, first.local_addr()?.port())) {
        Ok(second) => Ok((first, Some(second))),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(error),
        Err(_) => Ok((first, None)),
    }
}

/// 128 bits that nobody can guess: the standard library keys its hashers from the system's randomness.
fn token() -> String {
    let part = || RandomState::new().hash_one("sourcebook");
    format!("{:016x}{:016x}", part(), part())
}
