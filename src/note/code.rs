//! Fenced code, line by line: for what is read before Markdown sees the text (CommonMark 0.31, 4.5).

/// Whether a fence is open, and which.
#[derive(Debug, Default)]
pub(super) struct Fences(Option<(u8, usize)>);

impl Fences {
    /// Whether this line is code or a fence; lines are given in order.
    pub fn holds(&mut self, line: &str) -> bool {
        let fence = fence(line);
        match (self.0, fence) {
            (None, None) => false,
            (None, Some((mark, length, _))) => {
                self.0 = Some((mark, length));
                true
            }
            (Some((mark, length)), Some((found, count, true))) if mark == found && count >= length => {
                self.0 = None;
                true
            }
            (Some(_), _) => true,
        }
    }
}

/// The mark and length of a fence, and whether nothing stands behind it, as where one closes.
fn fence(line: &str) -> Option<(u8, usize, bool)> {
    let line = line.trim_start_matches([' ', '\t', '>']);
    let mark = *line.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = line.bytes().take_while(|byte| *byte == mark).count();
    let behind = &line[length..];
    // A line such as ```` ```a``` ```` is code within a line.
    (length >= 3 && !(mark == b'`' && behind.contains('`'))).then_some((mark, length, behind.trim().is_empty()))
}
