//! SVG, written element by element: names of elements and attributes are ours, all values and texts are escaped here.

use crate::html::escape;
use std::fmt::{Display, Write};

/// A drawing that is being written.
#[derive(Debug, Default)]
pub struct Svg {
    out: String,
    open: Vec<&'static str>,
}

/// A name and its value.
pub type Attribute<'a> = (&'static str, &'a dyn Display);

impl Svg {
    /// Begins an element.
    pub fn open(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.start(name, attributes);
        self.out.push('>');
        self.open.push(name);
    }

    /// Ends the innermost element.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            let _ = write!(self.out, "</{name}>");
        }
    }

    /// An element without content.
    pub fn empty(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.start(name, attributes);
        self.out.push_str("/>");
    }

    /// An element with a text.
    pub fn text(&mut self, name: &'static str, attributes: &[Attribute<'_>], text: &str) {
        self.open(name, attributes);
        self.out.push_str(&escape(text));
        self.close();
    }

    /// A new line, for those who read the source.
    pub fn line(&mut self) {
        self.out.push('\n');
    }

    /// The whole, what is still open ended.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    fn start(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        let _ = write!(self.out, "<{name}");
        for (name, value) in attributes {
            let _ = write!(self.out, " {name}=\"{}\"", escape(&value.to_string()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_values_are_escaped_and_all_is_ended() {
        let mut svg = Svg::default();
        svg.open("svg", &[("class", &"a\" onload=\"x"), ("width", &5)]);
        svg.open("g", &[]);
        svg.text("title", &[], "<script>");
        svg.empty("circle", &[("r", &1.5)]);
        assert_eq!(
            svg.finish(),
            "<svg class=\"a&quot; onload=&quot;x\" width=\"5\"><g><title>&lt;script&gt;</title><circle r=\"1.5\"/></g></svg>"
        );
    }
}
