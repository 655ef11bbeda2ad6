//! The evidence table as HTML: a table with scopes in a region that scrolls where it must.

use super::super::begin;
use super::*;
use crate::html::escape;
use std::fmt::Write;

/// With more columns a table gets a window of its own to scroll in.
const SHALLOW: usize = 6;
/// With more columns it would not fit on paper.
const PRINTED: usize = 10;
/// So many bytes of values a page may have; where there are more, each is cut at the first of these lengths that fits.
const BUDGET: usize = 140_000;
const LENGTHS: &[usize] = &[160, 80, 40, 20, 10];

impl Composer<'_> {
    /// How many characters of each value fit on a page.
    pub(super) fn limit(&self, rows: &[usize], columns: &[usize]) -> usize {
        let values: Vec<&str> = rows.iter().flat_map(|row| self.values(*row, columns)).collect();
        let weight = |limit: usize| values.iter().map(|value| begin(value, limit).len()).sum::<usize>();
        let lengths = std::iter::once(usize::MAX).chain(LENGTHS.iter().copied());
        lengths.clone().find(|limit| weight(*limit) <= BUDGET).or(lengths.last()).unwrap_or(usize::MAX)
    }

    /// A table of these sources and columns for the page of that path, values cut where they are longer.
    pub(super) fn fields_html(&self, path: &str, rows: &[usize], columns: &[usize], limit: usize) -> String {
        let title = escape(self.words.name("evidence_table", "title"));
        // Of the tables within a text there may be several, and landmarks of one name confuse.
        let role = if path == EVIDENCE { "region" } else { "group" };
        let deep = if columns.len() > SHALLOW { " deep" } else { "" };
        let many = if columns.len() > PRINTED { " many" } else { "" };
        let mut html = format!(
            "<div class=\"scroll{deep}\" role=\"{role}\" aria-label=\"{title}\" tabindex=\"0\">\n\
             <table class=\"fields{many}\">\n<thead>\n<tr><th scope=\"col\">{}</th><th scope=\"col\" aria-sort=\"ascending\">{}</th>",
            escape(self.words.text("source")),
            escape(self.words.name("record", "date")),
        );
        for column in columns {
            let column = &self.review.columns[*column];
            let label = escape(&self.column_label(column));
            let unit = match column.field.unit.as_str() {
                "" => String::new(),
                unit => format!(" <span class=\"meta\">{}</span>", escape(unit)),
            };
            let _ = write!(html, "<th scope=\"col\">{label}{unit}</th>");
        }
        html.push_str("</tr>\n</thead>\n<tbody>\n");
        let heads: Vec<String> = columns.iter().map(|column| escape(&self.column_head(*column))).collect();
        let none = escape(self.words.name("evidence_table", "none"));
        let none = format!("<span role=\"img\" aria-label=\"{none}\">–</span>");
        for row in rows {
            let source = &self.review.sources[*row];
            let url = escape(&routes::relative(path, &source.path));
            let (authors, year) = (escape(&source.authors), escape(&source.year));
            let _ = write!(html, "<tr><th scope=\"row\"><a href=\"{url}\">{authors}</a></th><td>{year}</td>");
            for (value, head) in self.values(*row, columns).into_iter().zip(&heads) {
                let value = if value.is_empty() { none.clone() } else { escape(&begin(value, limit)) };
                let _ = write!(html, "<td data-t=\"{head}\">{value}</td>");
            }
            html.push_str("</tr>\n");
        }
        html.push_str(&self.filled_html(rows, columns));
        html.push_str("</table>\n</div>\n");
        html
    }

    /// How many of the sources fill each column.
    fn filled_html(&self, rows: &[usize], columns: &[usize]) -> String {
        let label = escape(self.words.name("evidence_table", "filled"));
        let mut html = format!("</tbody>\n<tfoot>\n<tr><th scope=\"row\" colspan=\"2\">{label}</th>");
        for column in columns {
            let column = &self.review.columns[*column];
            let filled = rows.iter().filter(|row| self.said_in(**row, column).is_some()).count();
            let (filled, all) = (filled.to_string(), rows.len().to_string());
            let said = self.words.fill("n_of", &[("n", &filled), ("of", &all)]);
            let _ = write!(html, "<td data-t=\"{}\">{}</td>", escape(&self.column_label(column)), escape(&said));
        }
        html.push_str("</tr>\n</tfoot>\n");
        html
    }
}
