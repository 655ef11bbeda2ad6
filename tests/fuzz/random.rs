//! Numbers that look random and are the same in every run, and texts broken by them.

/// Bits of syntax of all formats, and what has broken parsers.
pub const TOKENS: &[&str] = &[
    "{",
    "}",
    "\"",
    "'",
    "[",
    "]",
    "(",
    ")",
    ",",
    ";",
    ":",
    "=",
    "#",
    "%",
    "&",
    "\\",
    "$",
    "^",
    "_",
    "~",
    "@",
    "-",
    "--",
    "|",
    "<",
    ">",
    "*",
    "!",
    "?",
    "`",
    "\t",
    "\r",
    "\0",
    "\u{feff}",
    "é",
    "中",
    "𝔘",
    "\u{301}",
    "\\\"{",
    "\\'",
    "\\v{s}",
    "{\\i",
    "\\textbf{",
    "$x^{2",
    "null",
    "true",
    "1e999",
    "-0",
    "\\u00",
    "\\ud800",
    "&a",
    "*a",
    "!!x ",
    "- ",
    "? ",
    ": ",
    " #",
    "..",
    "/",
    "2010/..",
    "~1900",
    "-0044",
    "2010-13-45",
    "ER  - ",
    "TY  - ",
    "AU",
    "and ",
    " and and ",
    "|-",
    ">-",
];

/// xorshift64*: the same numbers on every machine.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % n.max(1)
    }

    pub fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    /// A few of these, one after another.
    pub fn some(&mut self, words: &[&str], most: usize) -> String {
        (0..self.below(most + 1))
            .map(|_| self.pick(words))
            .collect::<Vec<_>>()
            .join(self.pick(&["", " ", " and ", ", "]))
    }
}

/// Breaks a text: cuts, doubles, swaps or puts something in.
pub fn broken(random: &mut Random, text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..=random.below(3) {
        let at = |random: &mut Random, text: &str| text.floor_char_boundary(random.below(text.len() + 1));
        let (a, b) = (at(random, &text), at(random, &text));
        let (from, to) = (a.min(b), a.max(b));
        match random.below(6) {
            0 => text.truncate(from),
            1 => text.replace_range(from..to.min(text.floor_char_boundary(from + 8)), ""),
            2 => text.insert_str(from, random.pick(TOKENS)),
            3 => text.insert_str(from, &random.pick(TOKENS).repeat(1 + random.below(200))),
            4 => {
                let part = text[from..to].to_owned();
                text.insert_str(to, &part);
            }
            _ => text.insert_str(from, &random.some(TOKENS, 12)),
        }
    }
    text
}
