//! What is open while a text is read: brackets, quotes, emphasis and the like, innermost last.

use super::Key;

/// What a stretch of text is that has a beginning and an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `[so]`
    Bracket,
    /// “so”
    Double,
    /// ‘so’
    Single,
    /// `*so*`, a link and all else that Markdown has found already.
    Element,
}

/// Something open.
#[derive(Debug)]
pub struct Frame {
    /// What it is; nothing for the whole text.
    kind: Option<Kind>,
    /// Where it opens.
    pub open: usize,
    /// The keys that stand directly in it.
    pub keys: Vec<Key>,
    /// The `;` that stand directly in it.
    pub semicolons: Vec<usize>,
    /// Whether a key of the frame around stands directly before it.
    pub after_key: bool,
    /// Whether a citation stands in it that is not to be taken apart.
    pub holds_citation: bool,
    /// Whether each kind could be closed here, by its number.
    closable: [bool; 4],
}

impl Frame {
    fn new(kind: Option<Kind>, open: usize, closable: [bool; 4]) -> Self {
        let (keys, semicolons) = (Vec::new(), Vec::new());
        Self { kind, open, keys, semicolons, after_key: false, holds_citation: false, closable }
    }

    /// Takes over what stands in frames within it that were never closed.
    fn absorb(&mut self, unclosed: Vec<Frame>) {
        for frame in unclosed {
            self.keys.extend(frame.keys);
            self.semicolons.extend(frame.semicolons);
            self.holds_citation |= frame.holds_citation;
        }
    }
}

/// All that is open, the whole text first.
#[derive(Debug)]
pub struct Frames(Vec<Frame>);

impl Default for Frames {
    fn default() -> Self {
        Self(vec![Frame::new(None, 0, [false; 4])])
    }
}

impl Frames {
    /// The innermost.
    pub fn top(&mut self) -> &mut Frame {
        if self.0.is_empty() {
            *self = Self::default();
        }
        let last = self.0.len() - 1;
        &mut self.0[last]
    }

    /// Opens a frame. Quotes end with the brackets around them, brackets with the element.
    pub fn open(&mut self, kind: Kind, at: usize) -> &mut Frame {
        let around = self.top().closable;
        let mut closable = match kind {
            Kind::Double | Kind::Single => around,
            Kind::Bracket => [false, false, false, around[Kind::Element as usize]],
            Kind::Element => [false; 4],
        };
        closable[kind as usize] = true;
        self.0.push(Frame::new(Some(kind), at, closable));
        self.top()
    }

    /// Closes the innermost frame of this kind, with all that is open in it; none where it cannot be closed here.
    pub fn take(&mut self, kind: Kind) -> Option<Frame> {
        if !self.top().closable[kind as usize] {
            return None;
        }
        let at = self.0.iter().rposition(|frame| frame.kind == Some(kind))?;
        let unclosed = self.0.split_off(at + 1);
        let mut frame = self.0.pop()?;
        frame.absorb(unclosed);
        Some(frame)
    }

    /// Closes everything.
    pub fn take_all(&mut self) -> Frame {
        let unclosed = std::mem::take(&mut self.0);
        let mut frame = Frame::new(None, 0, [false; 4]);
        frame.absorb(unclosed);
        frame
    }
}
