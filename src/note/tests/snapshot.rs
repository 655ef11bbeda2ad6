//! A note as text, for fixtures.

use super::*;

fn runs(runs: &[Run]) -> String {
    let mark = |run: &Run| match (run.emphasis, run.strong, run.code) {
        (false, false, false) => "",
        (true, false, false) => "*",
        (false, true, false) => "**",
        (true, true, false) => "***",
        (_, _, true) => "`",
    };
    runs.iter().map(|run| format!("{0}{1}{0}", mark(run), run.text)).collect()
}

fn item(item: &CiteItem) -> String {
    let mode = match item.mode {
        CiteMode::NormalCitation => "",
        CiteMode::AuthorInText => "in-text ",
        CiteMode::SuppressAuthor => "no-author ",
    };
    let mut text = format!("{mode}{}", item.key);
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = write!(text, " {name}={value:?}");
        }
    };
    add("before", &runs(&item.prefix));
    if let Some(locator) = &item.locator {
        add(&locator.label, &locator.value);
    }
    add("after", &runs(&item.suffix));
    text
}

fn cluster(cluster: &Cluster) -> String {
    let items = cluster.items.iter().map(item).collect::<Vec<_>>();
    format!("{{{}}}", items.join("; "))
}

fn start(tag: &Tag<'_>) -> String {
    let name = format!("{tag:?}");
    let name = name.split(['(', ' ']).next().unwrap_or_default().to_lowercase();
    match tag {
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => format!("<codeblock {info}>"),
        Tag::BlockQuote(Some(kind)) => format!("<blockquote {kind:?}>"),
        Tag::FootnoteDefinition(label) => format!("<footnote {label}>"),
        _ => format!("<{name}>"),
    }
}

fn end(tag: TagEnd) -> String {
    let name = format!("{tag:?}");
    format!("</{}>", name.split(['(', ' ']).next().unwrap_or_default().to_lowercase())
}

/// A body in one string, blocks on lines of their own.
pub(super) fn body(note: &Note) -> String {
    let mut text = String::new();
    for piece in &note.body {
        let part = match piece {
            Piece::Event(Event::Text(content)) => content.to_string(),
            Piece::Event(Event::Code(content)) => format!("`{content}`"),
            Piece::Event(Event::SoftBreak) => "⏎".to_owned(),
            Piece::Event(Event::Start(tag)) => start(tag),
            Piece::Event(Event::End(tag)) => end(*tag),
            Piece::Event(Event::Html(html) | Event::InlineHtml(html)) => format!("<html {html:?}>"),
            Piece::Event(Event::FootnoteReference(label)) => format!("<mark {label}>"),
            Piece::Event(other) => format!("<{other:?}>"),
            Piece::Citation(number) => cluster(&note.summary.citations[*number]),
            Piece::OwnLocator(number) => format!("{{own {}}}", note.summary.own_locators[*number].text),
            Piece::HeadingStart(number) => format!("<heading {number}>"),
            Piece::HeadingEnd(_) => "</heading>".to_owned(),
            Piece::LinkStart(number) => format!("<link {}>", note.summary.links[*number].target),
            Piece::LinkEnd => "</link>".to_owned(),
            Piece::ImageStart(number) => format!("<image {}>", note.summary.links[*number].target),
            Piece::ImageEnd => "</image>".to_owned(),
            Piece::Maths(mathml) => mathml.clone(),
            Piece::HighlightStart => "<mark>".to_owned(),
            Piece::HighlightEnd => "</mark>".to_owned(),
            Piece::Tag(number) => format!("{{#{}}}", note.summary.inline_tags[*number].word),
            Piece::Anchor(number) => format!("{{^{}}}", note.summary.block_ids[*number]),
            Piece::CalloutStart(Callout { kind, fold, titled }) => format!("<callout {kind} {fold:?} {titled}>"),
            Piece::CalloutTitleEnd => "</title>".to_owned(),
            Piece::CalloutEnd => "</callout>\n".to_owned(),
            Piece::Embed(number) => format!("<embed {}>\n", note.summary.links[*number].target),
            Piece::FieldName(name) => format!("{{field {name}}}"),
            Piece::FieldValue(value) => format!("{{value {value}}}"),
            Piece::DivStart(Attributes { id, classes }) => format!("<div #{id} .{}>", classes.join(".")),
            Piece::DivEnd => "</div>\n".to_owned(),
            Piece::References => "<references>\n".to_owned(),
            Piece::Quotation(part, number) => format!("<{part:?} of quotation {number}>"),
            Piece::Block(_) => "<block>\n".to_owned(),
        };
        text.push_str(&part);
        if ["</paragraph>", "</heading>", "</item>", "</tablerow>", "</codeblock>"].contains(&part.as_str()) {
            text.push('\n');
        }
    }
    text
}

pub(super) fn diagnostic(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.span.as_ref().map_or_else(String::new, |span| {
        let (line, column) = span.line_column();
        format!("{line}:{column} {:?} ", span.text())
    });
    let hint = diagnostic.hint.as_ref().map_or_else(String::new, |hint| format!(" (hint: {hint})"));
    format!("{}[{}] {place}{}{hint}", diagnostic.severity.name(), diagnostic.code.name(), diagnostic.message)
}

/// The fields that differ from the default, one on a line.
fn front(front: &FrontMatter) -> String {
    let FrontMatter { citekey, aliases, doi, title, description, lang, date, draft, tags, .. } = front;
    let FrontMatter { findings, status, read, fields, abstracts, nocite, .. } = front;
    let lines = [
        ("citekey", format!("{citekey:?}")),
        ("aliases", format!("{aliases:?}")),
        ("doi", format!("{doi:?}")),
        ("title", format!("{title:?}")),
        ("description", format!("{description:?}")),
        ("lang", format!("{lang:?}")),
        ("date", format!("{date:?}")),
        ("draft", format!("{draft:?}")),
        ("tags", format!("{tags:?}")),
        ("findings", findings.iter().map(|finding| format!("\n  {finding:?}")).collect()),
        ("status", format!("{status:?}")),
        ("read", format!("{read:?}")),
        ("fields", format!("{:?}", fields.iter().map(|field| (&field.name, &field.value)).collect::<Vec<_>>())),
        ("abstracts", format!("{abstracts:?}")),
        ("nocite", format!("{nocite:?}")),
    ];
    let filled = lines.iter().filter(|(_, value)| !["None", "[]", "false", ""].contains(&value.as_str()));
    filled.map(|(name, value)| format!("{name}: {value}\n")).collect()
}

pub(super) fn snapshot(checked: &Checked<Note>) -> String {
    let note = &checked.value;
    let summary = &note.summary;
    let mut text = String::new();
    let mut section = |name: &str, content: String| {
        if !content.trim().is_empty() {
            let _ = writeln!(text, "== {name}\n{}", content.trim_end());
        }
    };
    section("front", front(&summary.front));
    section("title", summary.heading_title.clone().unwrap_or_default());
    section("excerpt", summary.excerpt.clone());
    section("body", body(note));
    let headings = summary.headings.iter().map(|heading| {
        let Heading { level, id, text, classes, says, span } = heading;
        let says = says.iter().map(|said| format!("  says {:?} {}\n", said.text, said.at));
        format!("{level} #{id} {text:?} {} {span}\n{}", classes.join("."), says.collect::<String>())
    });
    section("headings", headings.collect());
    section(
        "tags",
        summary
            .inline_tags
            .iter()
            .map(|tag| {
                let says = tag.says.as_ref().map_or_else(String::new, |said| format!(" {:?} {}", said.text, said.at));
                format!("{:?} #{} {}{says}\n", tag.heading, tag.word, tag.span)
            })
            .collect(),
    );
    let links = summary
        .links
        .iter()
        .map(|link| format!("{:?} {:?} {} {:?}\n", link.kind, link.target, link.span, link.span.text()));
    section("links", links.collect());
    let places = summary.citations.iter().enumerate().map(|(number, cluster)| {
        let keys = cluster.items.iter().map(|item| format!("{}@{}", item.span.text(), item.span)).collect::<Vec<_>>();
        format!("{number} {} {:?} {}\n", cluster.span, cluster.span.text(), keys.join(" "))
    });
    section("citations", places.collect());
    let passages = summary.passages.iter().map(|passage| {
        let parts = passage.parts.iter().map(|part| match part {
            PassagePart::Text(text) => text.clone(),
            PassagePart::Citation(number) => format!("{{{number}}}"),
        });
        format!("{:?} {}\n", passage.heading, parts.collect::<String>())
    });
    section("passages", passages.collect());
    let quotations = summary.quotations.iter().map(|quotation| {
        let Quotation { text, from, heading, tags, block_id, fold, titled } = quotation;
        format!("{text:?} {from:?} heading {heading:?} tags {tags:?} name {block_id:?} {fold:?} {titled}\n")
    });
    section("quotations", quotations.collect());
    section("diagnostics", checked.diagnostics.iter().map(|found| diagnostic(found) + "\n").collect());
    text
}
