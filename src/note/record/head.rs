//! The lines at the head of a note that say what work it is about: bold words, fields, a table of two columns, a callout.

use super::labels::{is_beside, part};
use super::{Part, Said, is_of_paper};

/// How many lines are looked at.
const LINES: usize = 80;

/// What stands at the head of a note.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) values: Vec<Said>,
    /// The first heading, without markup.
    pub(super) heading: Option<String>,
    /// Whether that heading is a link to a paper.
    pub(super) is_linked: bool,
}

/// Reads the head of a text: what stands above the second heading, and below one that is called metadata.
pub(super) fn read(text: &str) -> Head {
    let mut head = Head::default();
    let mut found: Vec<(Line, Part, Vec<String>)> = Vec::new();
    let mut plain = 0;
    for line in text.lines().take(LINES) {
        let line = line.trim();
        if let Some(said) = heading(line) {
            if let Some(names) = said.strip_prefix("by ").or_else(|| said.strip_prefix("By ")) {
                found.push((Line::Marked, Part::Author, vec![without_brackets(names)]));
            } else if head.heading.is_none() && line.starts_with("# ") {
                let (said, address) = parted(said);
                head.is_linked = address
                    .as_deref()
                    .is_some_and(|address| is_of_paper(address) || address.to_ascii_lowercase().contains(".pdf"));
                if let Some(address) = address {
                    found.push((Line::Marked, Part::Url, vec![address]));
                }
                head.heading = Some(said);
            } else if let (true, Some(year)) = (has_names(&found), year_in(said)) {
                // `by` whom, and below that where and when.
                let venue = without_brackets(said).replace(year, "").trim().to_owned();
                found.push((Line::Marked, Part::Year, vec![year.to_owned()]));
                found.extend((!venue.is_empty()).then_some((Line::Marked, Part::Venue, vec![venue])));
            } else if line.starts_with("###")
                && head.values.is_empty()
                && found.is_empty()
                && said.contains(char::is_numeric)
            {
                // A venue and its year in a heading of their own.
                found.push((Line::Plain, Part::Venue, vec![said.to_owned()]));
            } else if !is_of_metadata(said) {
                break;
            }
            continue;
        }
        let Some((form, label, value)) = labelled(line) else { continue };
        match part(label) {
            Some(part) => {
                let values = values(value);
                if !values.is_empty() {
                    plain += usize::from(form == Line::Plain);
                    found.push((form, part, values));
                }
            }
            None => plain += usize::from(form == Line::Plain && is_beside(label)),
        }
    }
    // Words with a colon in running text say nothing; several lines of them do.
    let is_meant = |form: Line| form == Line::Marked || plain >= 2;
    let said = found.into_iter().filter(|(form, ..)| is_meant(*form));
    head.values = said.map(|(_, part, values)| Said { part, values, in_front: false }).collect();
    head
}

/// Whether nothing is known yet but the title and who wrote it.
fn has_names(found: &[(Line, Part, Vec<String>)]) -> bool {
    found.last().is_some_and(|(_, part, _)| *part == Part::Author)
}

/// The first year in a text.
fn year_in(text: &str) -> Option<&str> {
    let words = text.split(|c: char| !c.is_ascii_digit());
    words.filter(|digits| digits.len() == 4).find(|digits| digits.starts_with("19") || digits.starts_with("20"))
}

/// How a line is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// As bold words, a field or a row of a table.
    Marked,
    /// As words with a colon.
    Plain,
}

/// The words of a heading.
fn heading(line: &str) -> Option<&str> {
    let words = line.trim_start_matches('#');
    let marks = line.len() - words.len();
    ((1..=6).contains(&marks) && words.starts_with([' ', '\t'])).then(|| words.trim().trim_end_matches('#').trim())
}

/// Whether a heading stands above what is said of a work.
fn is_of_metadata(heading: &str) -> bool {
    let lower = heading.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    const HEADINGS: &[&str] = &[
        "metadata",
        "meta",
        "meta data",
        "bibliographic data",
        "bibliographic information",
        "basic information",
        "basic info",
        "info",
        "information",
        "paper info",
        "paper information",
        "publication",
        "reference",
        "metadaten",
        "métadonnées",
        "metadatos",
        "метаданные",
        "基本信息",
        "论文信息",
        "文献信息",
        "元数据",
        "書誌情報",
        "基本情報",
        "論文情報",
        "메타데이터",
    ];
    HEADINGS.contains(&bare)
}

/// The label and the value of a line, and how it is written.
fn labelled(line: &str) -> Option<(Line, &str, &str)> {
    if let Some(row) = line.trim_start_matches(['>', ' ']).strip_prefix('|') {
        let mut cells = row.trim_end().trim_end_matches('|').split(" | ").map(str::trim);
        let (label, value) = (cells.next()?, cells.next()?);
        return (cells.next().is_none() && !value.is_empty()).then_some((Line::Marked, label, value));
    }
    let line = line.trim_start_matches(['>', ' ', '\t']);
    let bare = ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line).trim_start();
    let bold = ["**", "__"].iter().find_map(|mark| Some((*mark, bare.strip_prefix(mark)?)));
    if let Some((mark, rest)) = bold {
        let (label, value) = rest.split_once(mark)?;
        let value = value.trim_start();
        let is_label = label.trim_end().ends_with([':', '：']) || value.starts_with([':', '：']);
        let value = value.trim_start_matches([':', '：', ' ']);
        return is_label.then_some((Line::Marked, label.trim_end().trim_end_matches([':', '：']), value));
    }
    if let Some((label, value)) = bare.split_once("::") {
        return Some((Line::Marked, label.trim_matches(['[', '(', ' ']), value.trim_end_matches([']', ')'])));
    }
    let (label, value) = bare.split_once([':', '：'])?;
    (label.chars().count() <= 24 && !value.starts_with("//")).then_some((Line::Plain, label, value))
}

/// The values of a line, without markup.
fn values(text: &str) -> Vec<String> {
    let (said, address) = parted(text.trim());
    let said = said.trim().to_owned();
    let all = [said, address.unwrap_or_default()];
    let mut values: Vec<String> = all.into_iter().filter(|text| !text.is_empty() && !is_nothing(text)).collect();
    values.dedup();
    values
}

/// Whether a value says that there is none.
fn is_nothing(text: &str) -> bool {
    matches!(
        text.to_lowercase().as_str(),
        "-" | "–"
            | "—"
            | "none"
            | "n/a"
            | "na"
            | "null"
            | "无"
            | "なし"
            | "없음"
            | "tbd"
            | "?"
            | "unknown"
            | "未知"
            | "待补充"
            | "待确认"
            | "未提及"
            | "见cvf"
    )
}

/// A text without the marks of Markdown, and the first address that it links to.
pub(in crate::note) fn parted(text: &str) -> (String, Option<String>) {
    let mut out = String::new();
    let mut address = None;
    let mut rest = text;
    while let Some(at) = rest.find(['[', '<', '`', '*', '!', '\\']) {
        out.push_str(&rest[..at]);
        let here = &rest[at..];
        if let Some(inner) = here.strip_prefix("[[").and_then(|inner| inner.split_once("]]")) {
            out.push_str(inner.0.rsplit('|').next().unwrap_or_default());
            rest = inner.1;
        } else if let Some((words, link, below)) = link(here) {
            out.push_str(&parted(words).0);
            address.get_or_insert(link.to_owned());
            rest = below;
        } else if let Some((inside, below)) = here
            .strip_prefix('<')
            .and_then(|inside| inside.split_once('>'))
            .filter(|(inside, _)| inside.contains("://"))
        {
            address.get_or_insert(inside.to_owned());
            rest = below;
        } else if here.starts_with(['[', '<', '\\']) {
            // A bracket of its own, or what a backslash protects.
            let skipped = usize::from(here.starts_with('\\'));
            let end = here[skipped..].chars().next().map_or(here.len(), |c| skipped + c.len_utf8());
            out.push_str(&here[skipped..end]);
            rest = &here[end..];
        } else {
            if here.starts_with('!') && !here.starts_with("![") {
                out.push('!');
            }
            rest = &here[1..];
        }
    }
    out.push_str(rest);
    let bare = out.trim().to_owned();
    let is_address = bare.starts_with("http") && !bare.contains(' ');
    let address = address.or_else(|| is_address.then(|| bare.clone()));
    (bare, address.map(|address| address.split([' ', '"']).next().unwrap_or_default().to_owned()))
}

/// The words, the address and the rest of a text that begins with a link.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let inner = text.strip_prefix('[')?;
    let (words, rest) = inner.split_once("](")?;
    let mut depth = 0;
    let end = rest.char_indices().find(|(_, c)| {
        depth += i32::from(*c == '(');
        depth -= i32::from(*c == ')');
        depth < 0
    });
    let (at, _) = end?;
    (!words.contains('\n')).then_some((words, &rest[..at], &rest[at + 1..]))
}

/// A text without what stands in round brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let kept = text.chars().filter(|c| {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    });
    kept.collect::<String>().replace(" ,", ",").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<(Part, Vec<String>)> {
        read(text).values.into_iter().map(|said| (said.part, said.values)).collect()
    }

    #[test]
    fn each_form_of_a_label_is_read() {
        let year = vec![(Part::Year, vec!["2019".to_owned()])];
        for text in [
            "**Year**: 2019",
            "**Year:** 2019",
            "- **Jahr**: 2019",
            "> **Год**:: 2019",
            "Year:: 2019",
            "| Item | Value |\n| --- | --- |\n| Year | 2019 |",
            "> [!info] Metadata\n> **年份**：2019",
            "- Year: 2019\n- Tags: a",
        ] {
            assert_eq!(said(text), year, "{text}");
        }
        assert_eq!(said("The year: 2019 was good."), []);
        assert_eq!(said("# A\n\n## B\n\n**Year**: 2019"), []);
        assert_eq!(said("# A\n\n## Metadata\n\n**Year**: 2019").len(), 1);
    }

    #[test]
    fn markup_goes_and_addresses_stay() {
        let both = vec!["2410.1".to_owned(), "https://arxiv.org/abs/2410.1".to_owned()];
        assert_eq!(said("**arXiv**: [2410.1](https://arxiv.org/abs/2410.1)"), [(Part::Arxiv, both)]);
        assert_eq!(
            said("**Authors**: [[Ann Lee|A. Lee]], *Bo Li*"),
            [(Part::Author, vec!["A. Lee, Bo Li".to_owned()])]
        );
        let head = read("# [On `x`](https://arxiv.org/abs/1703.1)\n### by Ann (Lab, X), Bo (Y)\n");
        assert_eq!(head.heading.as_deref(), Some("On x"));
        assert!(head.is_linked);
        assert_eq!(head.values[1].values, ["Ann, Bo"]);
    }
}
