//! What the script of a page asks for: the next change, and the editor at the place of an error.
//!
//! Both addresses hold the token, and a browser says that it is a page of the preview that asks.

#[cfg(test)]
mod tests;

use super::answer::{plain, respond};
use super::preview::Preview;
use super::{Editor, Room, answer};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use std::time::Duration;
use tokio::time::timeout;

/// How long a page waits for a change before it has to ask again.
const PATIENCE: Duration = Duration::from_secs(50);

/// After how many milliseconds a page asks for the next news, alone and where many wait.
const AGAIN: u32 = 300;
const AGAIN_IN_A_CROWD: u32 = 500;

/// One server-sent event: at once for a page that has just connected, else when there is news.
///
/// The answer ends there and the browser asks again by itself, with the number of the event as
/// `Last-Event-ID`; so no stream is ever left open in the middle. Where as many tabs wait as may, the
/// others are answered at once and ask every half second.
pub async fn events(room: &Room, request: &Parts) -> Response {
    let page = parameter(request, "page").filter(|path| has(&room.preview.borrow(), path));
    let _looking = page.map(|path| room.looked.waits(path));
    let mut updates = room.preview.subscribe();
    let Some(known) = last_event(request) else {
        return message(AGAIN, Some(event(&updates.borrow(), since(request))));
    };
    let Ok(_place) = room.waiting.try_acquire() else {
        let preview = updates.borrow();
        return message(AGAIN_IN_A_CROWD, (preview.version > known).then(|| event(&preview, known)));
    };
    let news = timeout(PATIENCE, updates.wait_for(|preview| preview.version > known)).await;
    message(AGAIN, news.ok().and_then(Result::ok).map(|preview| event(&preview, known)))
}

/// What a page is told, and after how many milliseconds it may ask again.
fn message(again: u32, event: Option<String>) -> Response {
    let event = event.unwrap_or_else(|| ": nothing new\n\n".to_owned());
    respond(StatusCode::OK, "text/event-stream", format!("retry: {again}\n{event}"))
}

fn has(preview: &Preview, path: &str) -> bool {
    preview.site.as_ref().is_some_and(|site| site.files.contains_key(path))
}

fn event(preview: &Preview, since: u64) -> String {
    format!("id: {}\ndata: {}\n\n", preview.version, preview.message(since))
}

fn last_event(request: &Parts) -> Option<u64> {
    request.headers.get("last-event-id")?.to_str().ok()?.parse().ok()
}

/// The version that the page was served as; without it nothing counts as newer.
fn since(request: &Parts) -> u64 {
    parameter(request, "since").and_then(|number| number.parse().ok()).unwrap_or(u64::MAX)
}

/// Opens the editor where an error is; the request names its number in the list, never a file.
pub fn open(room: &Room, request: &Parts) -> Response {
    let number = |name| parameter(request, name)?.parse().ok();
    let place = number("version").zip(number("problem")).and_then(|(version, number)| {
        let number = usize::try_from(number).ok()?;
        room.preview.borrow().place(version, number).cloned()
    });
    match (&room.editor, place) {
        (Editor::Program(start), Some(place)) if start(&place) => respond(StatusCode::NO_CONTENT, "text/plain", ""),
        (Editor::Program(_), Some(_)) => plain(StatusCode::INTERNAL_SERVER_ERROR, "the editor cannot be started\n"),
        (Editor::Program(_), None) => plain(StatusCode::CONFLICT, "there is no such error any more\n"),
        _ => plain(StatusCode::NOT_FOUND, "no editor can be started from here\n"),
    }
}

/// The value of a name in the query, decoded.
fn parameter(request: &Parts, name: &str) -> Option<String> {
    let mut pairs = request.uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(found, _)| *found == name).and_then(|(_, value)| answer::percent_decode(value))
}
