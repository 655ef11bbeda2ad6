//! One request, one answer: a generated file, or what the preview's script asks for.
//!
//! Served pages keep their bytes; the line that loads the script is appended after them.

use super::script::SCRIPT;
use super::{Room, guard, live, media_type};
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use std::sync::Arc;

/// A page for the time before the first site; the overlay opens on it.
const WAITING: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Sourcebook</title>\n\
    <p>This review could not be built yet. The page will appear here as soon as it can.</p>\n";

/// With every answer: nothing is kept, guessed at, told to other sites or loaded by them.
const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// The answer to any request.
pub async fn answer(State(room): State<Arc<Room>>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    let mut response = admitted(&room, &request).await;
    response.headers_mut().extend(HEADERS);
    response
}

async fn admitted(room: &Room, request: &Parts) -> Response {
    if !room.guard.admits(request) {
        return refused();
    }
    if request.method != Method::GET && request.method != Method::HEAD {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n");
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let path = decode(request.uri.path());
    let own = path.as_deref().and_then(|path| path.strip_prefix("_sourcebook/")).and_then(|name| name.split_once('-'));
    let is_get = request.method == Method::GET;
    match own {
        Some(("live", rest)) if rest.strip_suffix(".js") == Some(&room.token) => script(),
        Some((_, token)) if token == room.token && !guard::is_from_here(request) => refused(),
        Some(("events", token)) if token == room.token && is_get => live::events(room, request).await,
        Some(("open", token)) if token == room.token && is_get => live::open(room, request),
        _ => generated(room, path.as_deref(), request),
    }
}

fn refused() -> Response {
    plain(StatusCode::FORBIDDEN, "this preview answers only under its own address\n")
}

fn script() -> Response {
    respond(StatusCode::OK, media_type::of("live.js"), SCRIPT)
}

/// A file of the site, or the way to it, or that there is none.
fn generated(room: &Room, path: Option<&str>, request: &Parts) -> Response {
    let preview = room.preview.borrow();
    let Some(site) = &preview.site else {
        return page(StatusCode::SERVICE_UNAVAILABLE, WAITING.as_bytes(), room, preview.version);
    };
    let serve = |status, path: &str, bytes: &Arc<[u8]>| match media_type::of(path) {
        media_type if media_type::is_page(media_type) => page(status, bytes, room, preview.version),
        media_type => respond(status, media_type, Bytes::from_owner(Arc::clone(bytes))),
    };
    if let Some(path) = path {
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        if let Some(bytes) = site.files.get(&file) {
            if request.method == Method::GET && media_type::is_page(media_type::of(&file)) {
                room.looked.asked(&file);
            }
            return serve(StatusCode::OK, &file, bytes);
        }
        if site.files.contains_key(&format!("{file}/index.html")) {
            return redirect(&file, request.uri.query());
        }
    }
    match site.files.get("404.html") {
        // Its links are relative, so they hold at the root only: a lost reader further down is led there.
        Some(_) if path.is_some_and(|path| path.contains('/')) => {
            page(StatusCode::NOT_FOUND, LED_TO_THE_ROOT, room, preview.version)
        }
        Some(bytes) => serve(StatusCode::NOT_FOUND, "404.html", bytes),
        None => plain(StatusCode::NOT_FOUND, "there is no such page\n"),
    }
}

const LED_TO_THE_ROOT: &[u8] =
    b"<!doctype html><meta charset=utf-8><title>404</title><meta http-equiv=refresh content=\"0;url=/404.html\">";

fn page(status: StatusCode, bytes: &[u8], room: &Room, version: u64) -> Response {
    let token = &room.token;
    let line = format!("\n<script src=\"/_sourcebook/live-{token}.js\" data-version=\"{version}\" defer></script>\n");
    respond(status, media_type::of("index.html"), [bytes, line.as_bytes()].concat())
}

/// To the folder of this name: relative links need the slash at its end.
fn redirect(folder: &str, query: Option<&str>) -> Response {
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let mut response = plain(StatusCode::FOUND, "this page is a folder\n");
    if let Ok(location) = HeaderValue::try_from(format!("/{}/{query}", encode(folder))) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// A sentence.
pub fn plain(status: StatusCode, text: &'static str) -> Response {
    respond(status, "text/plain; charset=utf-8", text)
}

/// An answer of this type.
pub fn respond(status: StatusCode, media_type: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

/// The output path of a request's path, percent-decoded once; none for what no output path can be.
fn decode(path: &str) -> Option<String> {
    let path = path.strip_prefix('/').filter(|path| !path.starts_with('/'))?;
    percent_decode(path).filter(|path| !path.starts_with('/'))
}

/// Text that stands percent-encoded in an address; none where it is not UTF-8.
pub fn percent_decode(text: &str) -> Option<String> {
    let mut rest = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = rest.next() {
        decoded.push(if byte == b'%' { hex(rest.next()?)? * 16 + hex(rest.next()?)? } else { byte });
    }
    String::from_utf8(decoded).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn encode(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
