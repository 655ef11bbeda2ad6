//! Where the keys and values of a YAML text stand: block mappings by indentation, flow mappings by brackets.
//!
//! The scan knows just enough YAML to follow well-formed text; what it does not know gets no place.
//! It never goes deeper than it is allowed to, whatever the text.

use std::collections::BTreeSet;
use std::ops::Range;

/// A key with its value, or an item of a list under its number.
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// What the key says, quotes left out; empty for items of a list.
    pub key: String,
    /// Where the key stands; an item of a list is its own key.
    pub key_range: Range<usize>,
    /// Where the value stands.
    pub range: Range<usize>,
    /// The entries or items of the value.
    pub children: Vec<Node>,
    is_list: bool,
}

impl Node {
    /// The node at this path of keys and numbers.
    pub fn find(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, step| {
            if node.is_list {
                return node.children.get(step.parse::<usize>().ok()?);
            }
            node.children.iter().find(|child| child.key == *step)
        })
    }

    /// A mapping of one key.
    pub fn entry(key: String, key_range: Range<usize>, range: Range<usize>) -> Self {
        let child = Node { key, key_range: key_range.clone(), range: range.clone(), ..Node::default() };
        Node { range: key_range.start..range.end, children: vec![child], ..Node::default() }
    }

    /// A mapping of keys, each with its place and that of its value.
    pub fn mapping(entries: impl Iterator<Item = (String, Range<usize>, Range<usize>)>) -> Self {
        let child = |(key, key_range, range)| Node { key, key_range, range, ..Node::default() };
        Node { children: entries.map(child).collect(), ..Node::default() }
    }

    /// The second of two equal keys of one mapping.
    pub fn duplicate(&self) -> Option<&Node> {
        let mut seen = BTreeSet::new();
        let own =
            self.children.iter().find(|child| !self.is_list && child.key != "<<" && !seen.insert(child.key.as_str()));
        own.or_else(|| self.children.iter().find_map(Node::duplicate))
    }
}

/// The places in these bytes of the text, or the byte at which it becomes too deep.
pub fn scan(text: &str, range: Range<usize>, max_depth: usize) -> Result<Node, usize> {
    let end = range.end.min(text.len());
    let mut scanner = Scanner { text: text.get(..end).unwrap_or(""), at: range.start, depth: 0, max_depth };
    scanner.skip_blank();
    if scanner.rest().starts_with("---") {
        scanner.at += 3;
        scanner.skip_blank();
    }
    scanner.block(-1)
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    max_depth: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn blank_at(&self, at: usize) -> bool {
        self.text.as_bytes().get(at).is_none_or(u8::is_ascii_whitespace)
    }

    fn column(&self) -> isize {
        let line = self.text.as_bytes()[..self.at].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let bom = if self.text[line..].starts_with('\u{feff}') { 3 } else { 0 };
        isize::try_from((self.at - line).saturating_sub(bom)).unwrap_or(isize::MAX)
    }

    fn skip_spaces(&mut self) {
        while matches!(self.byte(0), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    fn skip_line(&mut self) {
        self.at += self.rest().find('\n').map_or(self.rest().len(), |at| at + 1);
    }

    /// Past white space, line ends and comments.
    fn skip_blank(&mut self) {
        loop {
            match self.byte(0) {
                Some(b'#') if self.at == 0 || self.blank_at(self.at - 1) => self.skip_line(),
                Some(byte) if byte.is_ascii_whitespace() => self.at += 1,
                _ if self.rest().starts_with('\u{feff}') => self.at += 3,
                _ => return,
            }
        }
    }

    /// Past `&anchor` and `!tag`.
    fn skip_properties(&mut self) {
        while matches!(self.byte(0), Some(b'&' | b'!')) {
            while !self.blank_at(self.at) {
                self.at += 1;
            }
            self.skip_blank();
        }
    }

    fn deeper<T>(&mut self, inside: impl FnOnce(&mut Self) -> Result<T, usize>) -> Result<T, usize> {
        if self.depth >= self.max_depth {
            return Err(self.at);
        }
        self.depth += 1;
        let result = inside(self);
        self.depth -= 1;
        result
    }

    /// The value that begins here, below a key or dash in the column `parent`.
    fn block(&mut self, parent: isize) -> Result<Node, usize> {
        self.skip_properties();
        match self.byte(0) {
            None => Ok(Node { range: self.at..self.at, ..Node::default() }),
            Some(b'[' | b'{') => self.deeper(Self::flow_collection),
            Some(b'|' | b'>') => Ok(self.block_scalar(parent)),
            Some(b'-') if self.blank_at(self.at + 1) => self.deeper(Self::block_list),
            _ if self.key_end().is_some() => self.deeper(Self::block_mapping),
            _ => Ok(self.scalar(parent)),
        }
    }

    fn block_list(&mut self) -> Result<Node, usize> {
        let (start, column) = (self.at, self.column());
        let mut list = Node { is_list: true, range: start..start, ..Node::default() };
        while self.byte(0) == Some(b'-') && self.blank_at(self.at + 1) && self.column() == column {
            self.at += 1;
            let after_dash = self.at;
            self.skip_blank();
            let mut item = if self.at < self.text.len() && self.column() > column {
                self.block(column)?
            } else {
                Node { range: after_dash..after_dash, ..Node::default() }
            };
            item.key_range = if item.range.is_empty() { after_dash - 1..after_dash } else { item.range.clone() };
            list.range.end = item.key_range.end;
            list.children.push(item);
            self.skip_blank();
        }
        Ok(list)
    }

    fn block_mapping(&mut self) -> Result<Node, usize> {
        let (start, column) = (self.at, self.column());
        let mut mapping = Node { range: start..start, ..Node::default() };
        while let Some(key_end) = self.key_end() {
            let key_range = self.at..key_end;
            self.at = key_end;
            self.skip_spaces();
            self.at += 1;
            let after = self.at;
            self.skip_blank();
            let mut entry = if self.value_follows(after, column) {
                self.block(column)?
            } else {
                Node { range: after..after, ..Node::default() }
            };
            entry.key = unquoted(&self.text[key_range.clone()]);
            mapping.range.end = entry.range.end.max(key_range.end);
            entry.key_range = key_range;
            mapping.children.push(entry);
            self.skip_blank();
            if self.at >= self.text.len() || self.column() != column {
                break;
            }
        }
        Ok(mapping)
    }

    fn value_follows(&self, after: usize, column: isize) -> bool {
        if self.at >= self.text.len() {
            return false;
        }
        let same_line = !self.text[after..self.at].contains('\n');
        let dash = self.byte(0) == Some(b'-') && self.blank_at(self.at + 1);
        same_line || self.column() > column || (dash && self.column() == column)
    }

    /// Where the key that begins here ends, if it is a key: a colon follows on the same line.
    fn key_end(&self) -> Option<usize> {
        if matches!(self.byte(0), Some(b'"' | b'\'')) {
            let end = self.quoted_end();
            let gap = self.text[end..].len() - self.text[end..].trim_start_matches([' ', '\t']).len();
            let colon = self.text.as_bytes().get(end + gap) == Some(&b':');
            return (colon && self.blank_at(end + gap + 1)).then_some(end);
        }
        let line = self.rest().split('\n').next().unwrap_or("");
        let bytes = line.as_bytes();
        let blank = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
        let colon = (0..bytes.len())
            .take_while(|at| !(bytes[*at] == b'#' && *at > 0 && blank(at - 1)))
            .find(|at| bytes[*at] == b':' && blank(at + 1))?;
        Some(self.at + line[..colon].trim_end().len())
    }

    fn quoted_end(&self) -> usize {
        let quote = self.byte(0).unwrap_or(b'"');
        let bytes = self.text.as_bytes();
        let mut at = self.at + 1;
        while at < bytes.len() {
            if quote == b'"' && bytes[at] == b'\\' {
                at += 1;
            } else if bytes[at] == quote {
                if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') {
                    at += 1;
                } else {
                    return at + 1;
                }
            }
            at += 1;
        }
        bytes.len()
    }

    fn block_scalar(&mut self, parent: isize) -> Node {
        let start = self.at;
        self.skip_line();
        let mut end = start + self.text[start..self.at].trim_end().len();
        while self.at < self.text.len() {
            let line = self.rest().split('\n').next().unwrap_or("");
            let indent = line.len() - line.trim_start_matches(' ').len();
            let filled = !line.trim().is_empty();
            if filled && isize::try_from(indent).unwrap_or(isize::MAX) <= parent {
                break;
            }
            if filled {
                end = self.at + line.trim_end().len();
            }
            self.skip_line();
        }
        Node { range: start..end, ..Node::default() }
    }

    fn scalar(&mut self, parent: isize) -> Node {
        let start = self.at;
        if matches!(self.byte(0), Some(b'"' | b'\'')) {
            self.at = self.quoted_end();
            return Node { range: start..self.at, ..Node::default() };
        }
        let mut end = start;
        loop {
            let line = self.rest().split('\n').next().unwrap_or("");
            let comment = line.find(" #");
            let text = line[..comment.unwrap_or(line.len())].trim_end();
            end = end.max(self.at + text.len());
            self.skip_line();
            let next = self.at;
            self.skip_blank();
            if comment.is_some() || self.at >= self.text.len() || self.column() <= parent {
                break;
            }
            if self.at == next && self.column() == 0 && parent < 0 && self.key_end().is_some() {
                break;
            }
        }
        Node { range: start..end, ..Node::default() }
    }

    fn flow_collection(&mut self) -> Result<Node, usize> {
        let start = self.at;
        let is_list = self.byte(0) == Some(b'[');
        let close = if is_list { b']' } else { b'}' };
        let mut node = Node { is_list, ..Node::default() };
        self.at += 1;
        loop {
            self.skip_blank();
            match self.byte(0) {
                None => break,
                Some(byte) if byte == close => {
                    self.at += 1;
                    break;
                }
                Some(b',' | b']' | b'}') => self.at += 1,
                Some(_) => self.flow_entry(&mut node)?,
            }
        }
        node.range = start..self.at;
        Ok(node)
    }

    fn flow_entry(&mut self, parent: &mut Node) -> Result<(), usize> {
        let mut first = self.flow_value()?;
        self.skip_blank();
        if self.byte(0) == Some(b':') {
            self.at += 1;
            self.skip_blank();
            let mut value = match self.byte(0) {
                None | Some(b',' | b']' | b'}') => Node { range: self.at..self.at, ..Node::default() },
                Some(_) => self.flow_value()?,
            };
            value.key = unquoted(&self.text[first.range.clone()]);
            value.key_range = first.range.clone();
            if !parent.is_list {
                parent.children.push(value);
                return Ok(());
            }
            first = Node { range: first.range.start..value.range.end, children: vec![value], ..Node::default() };
        }
        first.key = if parent.is_list { String::new() } else { unquoted(&self.text[first.range.clone()]) };
        first.key_range = first.range.clone();
        parent.children.push(first);
        Ok(())
    }

    fn flow_value(&mut self) -> Result<Node, usize> {
        self.skip_properties();
        match self.byte(0) {
            Some(b'[' | b'{') => return self.deeper(Self::flow_collection),
            Some(b'"' | b'\'') => {
                let start = self.at;
                self.at = self.quoted_end();
                return Ok(Node { range: start..self.at, ..Node::default() });
            }
            _ => {}
        }
        let start = self.at;
        while let Some(byte) = self.byte(0) {
            let after = self.byte(1);
            let colon = byte == b':' && after.is_none_or(|b| b.is_ascii_whitespace() || b",[]{}".contains(&b));
            let comment = byte == b'#' && self.at > start && self.blank_at(self.at - 1);
            if (colon && self.at > start) || comment || b",[]{}".contains(&byte) {
                break;
            }
            self.at += 1;
        }
        let end = start + self.text[start..self.at].trim_end().len();
        Ok(Node { range: start..end, ..Node::default() })
    }
}

/// What a key says without its quotes.
fn unquoted(key: &str) -> String {
    if key.starts_with(['"', '\'']) {
        return serde_yaml::from_str(key).unwrap_or_else(|_| key.to_owned());
    }
    key.to_owned()
}
