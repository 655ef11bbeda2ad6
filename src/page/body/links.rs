//! Links, pictures and embeds in a text.

use super::{Part, Writer, without_footnotes};
use crate::diagnostics::{Code, Diagnostic};
use crate::html::escape;
use crate::note::LinkKind;
use crate::review::links::Target;
use crate::review::routes;
use crate::style::term_of_locator;

impl<'a> Writer<'a, '_> {
    fn target(&self, n: usize) -> &'a Target {
        &self.input.review.targets[self.document()][n]
    }

    /// How a link whose text says this begins and ends.
    pub(super) fn link(&self, n: usize, said: &str) -> (String, String) {
        match self.target(n) {
            Target::Outside(url) => (format!("<a href=\"{}\">", url.attribute()), "</a>".to_owned()),
            Target::Inside { path, anchor, .. } => {
                (format!("<a href=\"{}\">", self.address(path, anchor)), "</a>".to_owned())
            }
            Target::Embedded(document, _) => {
                let path = &self.input.review.documents[*document].path;
                (format!("<a href=\"{}\">", self.address(path, "")), "</a>".to_owned())
            }
            Target::Local(page) => (String::new(), page.as_ref().map(|page| self.page(page, said)).unwrap_or_default()),
            Target::Nowhere => {
                let title = escape(self.input.words.text("unwritten"));
                (format!("<span class=\"broken\" title=\"{title}\">"), "</span>".to_owned())
            }
        }
    }

    /// A page that an address names, where the text of its link does not say it.
    fn page(&self, page: &str, said: &str) -> String {
        let numbers = said.split(|c: char| !c.is_alphanumeric());
        if numbers.into_iter().any(|number| number == page) {
            return String::new();
        }
        let term = term_of_locator(&self.input.done.job.style, "page", page);
        let place = term.map_or_else(|| page.to_owned(), |term| format!("{term}\u{a0}{page}"));
        format!(" <span class=\"loc\">{}</span>", escape(&place))
    }

    /// The address of a path of the site, as seen from the page.
    pub(super) fn address(&self, path: &str, anchor: &str) -> String {
        let anchor = if anchor.is_empty() { String::new() } else { format!("#{}", routes::encode(anchor)) };
        match path == self.input.path && !anchor.is_empty() {
            true => escape(&anchor),
            false => escape(&format!("{}{anchor}", routes::relative(self.input.path, path))),
        }
    }

    /// What a link says that has no text of its own: the title of what it leads to.
    pub(super) fn linked_title(&self, n: usize) -> String {
        let review = self.input.review;
        match self.target(n) {
            Target::Inside { title, anchor, .. } => {
                let is_plain = self.note().summary.links[n].kind == LinkKind::Markdown;
                is_plain.then(|| self.label_text(anchor)).flatten().unwrap_or_else(|| title.clone())
            }
            Target::Embedded(document, _) => review.title_of(&review.documents[*document]),
            _ => self.note().summary.links[n].target.clone(),
        }
    }

    /// What a link to something numbered says: "Figure 2".
    fn label_text(&self, label: &str) -> Option<String> {
        let labelled = self.input.review.labelled(label)?;
        let word = self.input.words.name("labels", labelled.kind.word());
        Some(labelled.number.as_ref().map_or_else(|| labelled.caption.clone(), |number| format!("{word} {number}")))
    }

    /// A picture, sound or film, or a link to a document that pages cannot show.
    pub(super) fn image(&self, n: usize, description: &str) -> String {
        let (source, ending) = match self.target(n) {
            Target::Outside(url) => (url.attribute(), ending(url.as_str())),
            Target::Inside { path, anchor, .. } => (self.address(path, anchor), ending(path)),
            _ => return format!("<span class=\"broken\">{}</span>", escape(description)),
        };
        let (description, size) = sized(description);
        let description = escape(description);
        match ending.as_str() {
            "mp3" | "wav" | "m4a" | "ogg" | "oga" | "flac" | "3gp" => {
                format!("<audio controls preload=\"none\" src=\"{source}\" aria-label=\"{description}\"></audio>")
            }
            "mp4" | "webm" | "ogv" | "mov" | "mkv" => {
                format!(
                    "<video controls preload=\"metadata\" src=\"{source}\" aria-label=\"{description}\"{size}></video>"
                )
            }
            "pdf" => format!("<a href=\"{source}\">{description}</a>"),
            _ => format!("<img src=\"{source}\" alt=\"{description}\"{size} loading=\"lazy\">"),
        }
    }

    /// What stands in the place of an embed: the text it names, or a link to it.
    pub(super) fn embedded(&mut self, n: usize) -> String {
        let text = self.input.done.layout.texts.get(self.text).and_then(|text| text.embeds.get(&n).copied());
        let (open, close) = self.link(n, "");
        let title = escape(&self.linked_title(n));
        let Some(text) = text else {
            if let Target::Embedded(..) = self.target(n) {
                self.too_deep(n);
            }
            return format!("<p>{open}{title}{close}</p>\n");
        };
        let outer = std::mem::replace(&mut self.text, text);
        let pieces = &self.note().body[self.input.done.layout.texts[text].pieces.clone()];
        let html = self.html(&without_footnotes(pieces), Part::Other);
        self.text = outer;
        format!("<div class=\"embed\">\n{html}<p class=\"embed-of\">{open}{title}{close}</p>\n</div>\n")
    }

    fn too_deep(&mut self, n: usize) {
        let link = &self.note().summary.links[n];
        let message = format!(
            "`{}` is not embedded here, but linked: it leads back to itself, or embeds go too deep",
            link.span.text()
        );
        let problem = Diagnostic::new(Code::EmbedLoop, message).at(link.span.clone());
        self.diagnostics.push(problem.hint("write a link, without the `!`"));
    }
}

/// The ending of an address, in lower case.
fn ending(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// A description without Obsidian's size behind it (`|300`, `|300x200`, or nothing but that), and the size as attributes.
fn sized(description: &str) -> (&str, String) {
    let (text, size) = description.rsplit_once('|').unwrap_or(("", description));
    let (width, height) =
        size.trim().split_once('x').map_or((size.trim(), None), |(width, height)| (width, Some(height)));
    let is_length = |text: &str| !text.is_empty() && text.len() < 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_length(width) || !height.is_none_or(is_length) {
        return (description, String::new());
    }
    let height = height.map(|height| format!(" height=\"{height}\"")).unwrap_or_default();
    (text.trim(), format!(" width=\"{width}\"{height}"))
}
