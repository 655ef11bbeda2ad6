//! A reader of COinS, written from the specification of OpenURL's context objects as key-encoded values, and what it
//! should read of an item.

use serde_json::Value;
use std::collections::BTreeMap;

/// A context object: its values by key, in their order.
pub type Work = BTreeMap<String, Vec<String>>;

/// Reads the title of a span, its entities decoded already.
pub fn read(title: &str) -> Work {
    let mut work = Work::new();
    for pair in title.split('&') {
        let (key, value) = pair.split_once('=').unwrap_or_else(|| panic!("no pair: {pair}"));
        assert!(
            value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%+,:/()".contains(&byte)),
            "not encoded: {value}"
        );
        work.entry(key.to_owned()).or_default().push(decode(value));
    }
    assert_eq!(work["ctx_ver"], ["Z39.88-2004"]);
    work.remove("ctx_ver");
    work
}

fn decode(value: &str) -> String {
    let mut bytes = value.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' => {
                let hex = [bytes.next().unwrap(), bytes.next().unwrap()];
                out.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
            }
            b'+' => out.push(b' '),
            byte => out.push(byte),
        }
    }
    String::from_utf8(out).unwrap()
}

/// The format and the genre (in Dublin Core the type) of works of a type.
fn format(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "article-journal" | "review" | "review-book" => ("journal", "article"),
        "book" | "classic" => ("book", "book"),
        "chapter" => ("book", "bookitem"),
        "paper-conference" => ("book", "proceeding"),
        "report" => ("book", "report"),
        "thesis" => ("dissertation", ""),
        "patent" => ("patent", ""),
        "article" => ("dc", "preprint"),
        "article-magazine" => ("dc", "magazineArticle"),
        "article-newspaper" => ("dc", "newspaperArticle"),
        "bill" => ("dc", "bill"),
        "broadcast" => ("dc", "tvBroadcast"),
        "dataset" => ("dc", "dataset"),
        "entry-dictionary" => ("dc", "dictionaryEntry"),
        "entry" | "entry-encyclopedia" => ("dc", "encyclopediaArticle"),
        "figure" | "graphic" => ("dc", "artwork"),
        "hearing" => ("dc", "hearing"),
        "interview" => ("dc", "interview"),
        "legal_case" => ("dc", "case"),
        "legislation" | "regulation" => ("dc", "statute"),
        "collection" | "manuscript" => ("dc", "manuscript"),
        "map" => ("dc", "map"),
        "motion_picture" => ("dc", "film"),
        "event" | "performance" | "speech" => ("dc", "presentation"),
        "personal_communication" => ("dc", "letter"),
        "post" => ("dc", "forumPost"),
        "post-weblog" => ("dc", "blogPost"),
        "software" => ("dc", "computerProgram"),
        "song" => ("dc", "audioRecording"),
        "standard" => ("dc", "standard"),
        "webpage" => ("dc", "webpage"),
        "document" | "musical_score" | "pamphlet" | "periodical" | "treaty" => ("dc", "document"),
        other => panic!("no such type: {other}"),
    }
}

/// What the span of an item should say.
pub fn expected(item: &Value) -> Work {
    let kind = item["type"].as_str().unwrap();
    let (format, genre) = format(kind);
    let is_part = matches!(genre, "bookitem" | "proceeding");
    let mut work = Work::new();
    let mut add = |key: &str, value: String| {
        if !value.is_empty() {
            work.entry(key.to_owned()).or_default().push(value);
        }
    };
    let text = |name: &str| match &item[name] {
        Value::String(text) => without_markup(text),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    add("rft_val_fmt", format!("info:ofi/fmt:kev:mtx:{format}"));
    add(if format == "dc" { "rft.type" } else { "rft.genre" }, genre.to_owned());
    let (title, container) = match (format, is_part) {
        ("journal", _) => ("rft.atitle", "rft.jtitle"),
        ("book", true) => ("rft.atitle", "rft.btitle"),
        ("book", false) => ("rft.btitle", ""),
        ("dc", _) => ("rft.title", "rft.source"),
        _ => ("rft.title", ""),
    };
    add(title, text("title"));
    if !container.is_empty() {
        add(container, text("container-title"));
    }
    let fields: &[(&str, &str)] = match (format, is_part) {
        ("journal", _) => &[
            ("rft.stitle", "container-title-short"),
            ("rft.volume", "volume"),
            ("rft.issue", "issue"),
            ("rft.issn", "ISSN"),
        ],
        ("book", _) => &[
            ("rft.series", "collection-title"),
            ("rft.edition", "edition"),
            ("rft.place", "publisher-place"),
            ("rft.pub", "publisher"),
            ("rft.isbn", "ISBN"),
        ],
        ("dissertation", _) => &[("rft.inst", "publisher"), ("rft.degree", "genre")],
        ("patent", _) => &[("rft.number", "number")],
        _ => &[("rft.publisher", "publisher")],
    };
    for (key, name) in fields {
        add(key, text(name));
    }
    match (format, is_part) {
        ("book", true) => add("rft.issn", text("ISSN")),
        ("book", false) => add("rft.tpages", text("number-of-pages")),
        _ => {}
    }
    if format != "dc" {
        let number = if kind == "article-journal" && text("page").is_empty() { text("number") } else { String::new() };
        add("rft.pages", text("page").replace('–', "-") + &number);
    }
    add("rft.date", date(&item["issued"]));
    let role = ["author", "editor", "translator", "director", "composer", "interviewer"]
        .iter()
        .find(|role| item.get(*role).is_some());
    for name in
        role.and_then(|role| item[role].as_array()).into_iter().flatten().filter(|name| name["literal"] != "others")
    {
        add("rft.au", inverted(name));
    }
    add("rft.language", text("language"));
    let doi = text("DOI").replace("https://doi.org/", "");
    if !doi.is_empty() {
        add("rft_id", format!("info:doi/{doi}"));
    }
    if !text("PMID").is_empty() {
        add("rft_id", format!("info:pmid/{}", text("PMID")));
    }
    if doi.is_empty() {
        add("rft_id", text("URL"));
    }
    work
}

/// What the span of an item should say in a long list.
pub fn expected_in_short(item: &Value) -> Work {
    const KEPT: &[&str] =
        &["rft_val_fmt", "rft.genre", "rft.type", "rft.date", "rft.title", "rft.atitle", "rft.btitle", "rft_id"];
    let mut work = expected(item);
    let first = work.get("rft.au").map(|names| vec![names[0].clone()]);
    work.retain(|key, _| KEPT.contains(&key.as_str()));
    for date in work.get_mut("rft.date").into_iter().flatten() {
        let digits = date.bytes().take_while(u8::is_ascii_digit).count();
        date.truncate(if digits == 4 { 4 } else { date.len() });
    }
    if item.get("DOI").is_none() && item.get("PMID").is_none() {
        work.extend(first.map(|first| ("rft.au".to_owned(), first)));
    }
    work
}

/// The text without CSL's tags.
fn without_markup(text: &str) -> String {
    let tags = ["i", "b", "sub", "sup", "span"].map(|name| [format!("<{name}>"), format!("</{name}>")]);
    let spans = ["<span class=\"nocase\">", "<span style=\"font-variant: small-caps;\">"].map(str::to_owned);
    tags.iter().flatten().chain(&spans).fold(text.to_owned(), |text, tag| text.replace(tag, ""))
}

fn date(date: &Value) -> String {
    let start: Vec<i64> = date["date-parts"][0].as_array().into_iter().flatten().filter_map(Value::as_i64).collect();
    match start.first() {
        Some(year) if *year < 0 => format!("{} BC", -year),
        Some(_) => start
            .iter()
            .enumerate()
            .map(|(at, part)| if at == 0 { format!("{part:04}") } else { format!("-{part:02}") })
            .collect(),
        None => date["literal"].as_str().unwrap_or_default().to_owned(),
    }
}

fn inverted(name: &Value) -> String {
    let part = |key: &str| name[key].as_str().unwrap_or_default().to_owned();
    if part("given").is_empty() {
        return format!("{}{},", part("literal"), part("family"));
    }
    let particle = part("non-dropping-particle");
    let joined = particle.is_empty() || particle.ends_with(['’', '-']);
    let family = format!("{particle}{}{}", if joined { "" } else { " " }, part("family"));
    let given = [part("given"), part("dropping-particle")].join(" ");
    let suffix = if part("suffix").is_empty() { String::new() } else { format!(", {}", part("suffix")) };
    format!("{}, {}{suffix}", family.trim(), given.trim())
}
