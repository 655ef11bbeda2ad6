//! The matrix as HTML: a table with scopes, its balls with their words, in a region that scrolls where it must.

use super::super::weight_word;
use super::*;
use crate::html::escape;
use std::fmt::Write;

/// What the cells of a table hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::page) enum Cells {
    /// Findings and marks, as the reader chooses on the page.
    Switched,
    /// Marks that lead to the passage.
    Marks,
    /// Marks alone.
    Unlinked,
}

/// With more columns a table gets a window of its own to scroll in.
const SHALLOW: usize = 7;
/// With more columns findings would not fit on paper.
const PRINTED: usize = 12;

impl Composer<'_> {
    /// A table of these sources and tags for the page of that path.
    pub(in crate::page) fn table_html(&self, path: &str, rows: &[usize], columns: &[usize], cells: Cells) -> String {
        let class = match cells {
            Cells::Switched => "",
            Cells::Marks | Cells::Unlinked => "marks",
        };
        let mut html = self.head_html(path, class, rows.len(), columns);
        for row in rows {
            self.row_html(path, &self.review.sources[*row], columns, cells, &mut html);
        }
        let counts = self.counts(rows);
        let label = escape(self.words.name("nav", "sources"));
        let _ = write!(html, "</tbody>\n<tfoot>\n<tr><th scope=\"row\">{label}</th>");
        for tag in columns {
            let _ = write!(html, "<td>{}</td>", counts[*tag]);
        }
        html.push_str("</tr>\n</tfoot>\n</table>\n</div>\n");
        html
    }

    /// A table of decades and tags: how many sources of a decade carry a tag.
    pub(super) fn decades_html(&self, rows: &[usize], columns: &[usize]) -> String {
        let mut html = self.head_html(MATRIX, "marks decades", rows.len(), columns);
        for (label, sources) in self.decades(rows) {
            let counts = self.counts(&sources);
            let count = self.words.count("sources", sources.len());
            let _ = write!(
                html,
                "<tr><th scope=\"row\">{} <span class=\"meta\">{}</span></th>",
                escape(&label),
                escape(&count)
            );
            for tag in columns {
                let number = Some(counts[*tag]).filter(|n| *n > 0).map(|n| n.to_string()).unwrap_or_default();
                let _ = write!(html, "<td>{number}</td>");
            }
            html.push_str("</tr>\n");
        }
        html.push_str("</tbody>\n</table>\n</div>\n");
        html
    }

    /// A table down to its first row.
    fn head_html(&self, path: &str, class: &str, rows: usize, columns: &[usize]) -> String {
        let title = escape(self.words.name("matrix", "title"));
        // Of the tables within a text there may be several, and landmarks of one name confuse.
        let role = if path == MATRIX { "region" } else { "group" };
        let deep = if columns.len() > SHALLOW { " deep" } else { "" };
        let many = if columns.len() > PRINTED { " many" } else { "" };
        let class = format!("matrix {class}{many}");
        let caption = [self.words.count("sources", rows), self.words.count("tags", columns.len())].join(", ");
        let mut html = format!(
            "<div class=\"scroll{deep}\" role=\"{role}\" aria-label=\"{title}\" tabindex=\"0\">\n\
             <table class=\"{}\">\n<caption>{}</caption>\n<thead>\n<tr><td></td>",
            class.trim_end(),
            escape(&caption)
        );
        for tag in columns {
            let address = escape(&routes::relative(path, &self.review.vocabulary.tags[*tag].path));
            let _ = write!(html, "<th scope=\"col\"><a href=\"{address}\">{}</a></th>", escape(&self.tag_label(*tag)));
        }
        html.push_str("</tr>\n</thead>\n<tbody>\n");
        html
    }

    fn row_html(&self, path: &str, source: &Source, columns: &[usize], cells: Cells, html: &mut String) {
        let year = source.reference.item.year().map_or(9999, i64::from);
        let weight = weight(source);
        let _ = write!(
            html,
            "<tr data-year=\"{year}\" data-weight=\"{weight}\"><th scope=\"row\"><a href=\"{}\">{}</a> <span class=\"meta\">{}</span></th>",
            escape(&routes::relative(path, &source.path)),
            escape(&source.authors),
            escape(&source.year)
        );
        for (tag, cell) in columns.iter().zip(self.cells(path, source, columns)) {
            html.push_str("<td>");
            if let Some(finding) = cell {
                self.cell_html(&finding, *tag, cells, html);
            }
            html.push_str("</td>");
        }
        html.push_str("</tr>\n");
    }

    fn cell_html(&self, finding: &FindingContext, tag: usize, cells: Cells, html: &mut String) {
        let word = escape(weight_word(finding.ball, self.words));
        let (ball, url) = (finding.ball, escape(&finding.url));
        let mark = |word: &str| format!("<i class=\"b b{ball}\" role=\"img\" aria-label=\"{word}\"></i>");
        match cells {
            Cells::Unlinked => return html.push_str(&mark(&word)),
            Cells::Marks => return html.push_str(&format!("<a href=\"{url}\">{}</a>", mark(&word))),
            Cells::Switched => {}
        }
        let colon = if finding.text.is_empty() && finding.at.is_empty() { "" } else { ":" };
        let label = escape(&self.tag_label(tag));
        let _ = write!(html, "<a data-t=\"{label}\" href=\"{url}\">{}", mark(&format!("{word}{colon}")));
        let place = match finding.at.as_str() {
            "" => String::new(),
            at => format!("<span class=\"loc\">{}</span>", escape(at)),
        };
        let space = if finding.text.is_empty() || place.is_empty() { "" } else { " " };
        if !colon.is_empty() {
            let _ = write!(html, " <span>{}{space}{place}</span>", escape(&finding.text));
        }
        html.push_str("</a>");
    }
}
