//! Quotations in a text: a figure with the words, where they are from, and a button that copies both.

use super::Writer;
use crate::html::escape;
use crate::note::{Fold, Quotation, QuotationPart, QuotedFrom};

impl<'a> Writer<'a, '_> {
    fn quoted(&self, n: usize) -> &'a Quotation {
        &self.note().summary.quotations[n]
    }

    /// How a quotation begins, with its anchor: the one that its author gives it, else its number.
    pub(super) fn quotation_start(&self, n: usize, anchor: String) -> String {
        let quotation = self.quoted(n);
        let number = if self.text == 0 { format!(" id=\"quote-{}\"", n + 1) } else { String::new() };
        let id = if anchor.is_empty() { number } else { anchor };
        let figure = format!("<figure class=\"quote\"{id}>\n");
        let open = match quotation.fold {
            None if quotation.titled => return format!("{figure}<p class=\"callout-title\">"),
            None => return figure,
            Some(Fold::Open) => " open",
            Some(Fold::Closed) => "",
        };
        let title = if quotation.titled { String::new() } else { escape(&self.name_of_callout("quote")) };
        format!("{figure}<details class=\"callout\" data-callout=\"quote\"{open}>\n<summary>{title}")
    }

    /// What stands between the other parts of a quotation, and at its end.
    pub(super) fn quotation(&self, part: QuotationPart, n: usize) -> String {
        let quotation = self.quoted(n);
        let folds = quotation.fold.is_some();
        match part {
            QuotationPart::Start => String::new(),
            QuotationPart::Text => {
                let title = match (folds, quotation.titled) {
                    (true, _) => "</summary>\n",
                    (false, true) => "</p>\n",
                    (false, false) => "",
                };
                let source = self.input.review.quoted_source(self.document(), quotation);
                let source = source.map(|source| self.address(&self.input.review.sources[source].path, ""));
                let cite = source.map(|address| format!(" cite=\"{address}\"")).unwrap_or_default();
                format!("{title}<blockquote{cite} dir=\"auto\">\n")
            }
            QuotationPart::Source => {
                format!("</blockquote>\n{}<figcaption>", if folds { "</details>\n" } else { "" })
            }
            QuotationPart::End => format!("{}</figcaption>\n</figure>\n", self.copy_button(quotation)),
        }
    }

    /// A button that copies the words in quotation marks, and where they are from. Without scripts it is hidden.
    fn copy_button(&self, quotation: &Quotation) -> String {
        let (composer, words) = (self.input.composer, self.input.words);
        let Some(source) = self.input.review.quoted_source(self.document(), quotation) else { return String::new() };
        let citation = match &quotation.from {
            QuotedFrom::Own(place) => composer.citation_of(source, place.as_ref()),
            QuotedFrom::Citation(n) => composer.citation_alone(&self.note().summary.citations[*n].items, source),
        };
        let [open, close] = ["quote_open", "quote_close"].map(|mark| words.text(mark));
        let text = escape(&format!("{open}{}{close} {citation}", quotation.text));
        let [copy, copied] = ["copy", "copied"].map(|word| escape(words.text(word)));
        format!(
            " <button class=\"to-note js\" type=\"button\" data-copy=\"\" data-text=\"{text}\" data-done=\"{copied}\">{copy}</button>"
        )
    }
}
