//! Why a file is no citation style, in plain words: what its outermost elements say.

use quick_xml::Reader;
use quick_xml::events::Event;

/// What is wrong with the whole of a file that cannot be read as a style; none where its parts are at fault.
pub fn of_whole(xml: &str) -> Option<String> {
    let xml = xml.trim_start_matches('\u{feff}');
    if xml.trim().is_empty() {
        return Some("it is empty".to_owned());
    }
    let outline = Outline::of(xml);
    let root = outline.root.as_deref();
    match root {
        None => Some("it is not XML".to_owned()),
        Some("style") if !outline.is_closed => {
            Some("it ends before its `<style>` does: it may not be whole".to_owned())
        }
        Some("style") => {
            let lacks = ["info", "citation"].into_iter().find(|name| !outline.parts.iter().any(|part| part == name));
            lacks.map(|name| format!("it has no `<{name}>`"))
        }
        Some("html") => Some("it is a web page: it begins with `<html>` and not with `<style>`".to_owned()),
        Some(other) => Some(format!("it begins with `<{other}>` and not with `<style>`")),
    }
}

/// The outermost elements of a file.
#[derive(Default)]
struct Outline {
    root: Option<String>,
    /// What stands directly in the root.
    parts: Vec<String>,
    /// Whether the root ends, and all that is in it.
    is_closed: bool,
}

impl Outline {
    fn of(xml: &str) -> Self {
        let mut outline = Self::default();
        let mut reader = Reader::from_str(xml);
        let mut depth = 0_usize;
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag)) => {
                    outline.add(depth, tag.local_name().as_ref());
                    depth += 1;
                }
                Ok(Event::Empty(tag)) => {
                    outline.add(depth, tag.local_name().as_ref());
                    outline.is_closed |= depth == 0;
                }
                Ok(Event::End(_)) => {
                    depth = depth.saturating_sub(1);
                    outline.is_closed |= depth == 0;
                }
                Ok(Event::Eof) | Err(_) => return outline,
                Ok(_) => {}
            }
        }
    }

    fn add(&mut self, depth: usize, name: &[u8]) {
        let name = || String::from_utf8_lossy(name).into_owned();
        match depth {
            0 if self.root.is_none() => self.root = Some(name()),
            1 => self.parts.push(name()),
            _ => {}
        }
    }
}
