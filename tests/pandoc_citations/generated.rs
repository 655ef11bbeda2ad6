//! Combinations of all that a citation may be made of, the same in every run.

/// How works are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// `[@a]`
    Alone,
    /// `[@a; @b]`
    Two,
    /// `[@a; @b; @c]`
    Three,
    /// `@a`
    InText,
    /// `@a [p. 3]`
    InTextWithPlace,
    /// `@a[p. 3]`
    InTextWithPlaceBehind,
    /// `@a [p. 3; @b]`
    InTextWithMore,
    /// `@a [@b]`
    InTextWithOthers,
    /// `[text [@a]]`
    InBrackets,
    /// `[@a, @b]`
    Commas,
    /// `[@a, see [@b]]`
    InSuffix,
}

/// A combination.
#[derive(Debug)]
pub struct Source {
    /// The Markdown.
    pub text: String,
    /// How its works are put together.
    pub grouping: Grouping,
    /// What stands around; `{}` is its place.
    pub around: &'static str,
}

const GROUPINGS: &[Grouping] = &[
    Grouping::Alone,
    Grouping::Alone,
    Grouping::Two,
    Grouping::Two,
    Grouping::Three,
    Grouping::InText,
    Grouping::InTextWithPlace,
    Grouping::InTextWithPlaceBehind,
    Grouping::InTextWithMore,
    Grouping::InTextWithOthers,
    Grouping::InBrackets,
    Grouping::Commas,
    Grouping::InSuffix,
];

const KEYS: &[&str] = &[
    "barr2015",
    "Foo_bar.baz",
    "a:b/c",
    "foo#p3",
    "x+y~z",
    "{Foo.}",
    "{https://example.com/bib?name=foobar&date=2000}",
    "https://x.org/a-b",
    "doi:10.1000/182",
    "ключ2020",
    "李2020",
    "Émile",
    "123",
    "2020smith",
    "_x",
    "foo.",
    "foo--bar",
    "foo?",
    "{a{b}c}",
    "A&B%c",
];

const BEFORE: &[&str] = &[
    "",
    "",
    "",
    "see ",
    "*see* ",
    "**cf.** also ",
    "see *also* e.g., ",
    "`code` ",
    "see [x] and [y z] ",
    "see (p. 3) ",
    "«как» ",
    "\"so it is\" ",
    "S. 3 ",
    "supports: ",
    "see \\; \\[x\\] ",
    "3 ",
    "a *b **c*** ",
];

const PLACES: &[&str] = &[
    "",
    "",
    "33",
    "33-35",
    "33--35",
    "33–35",
    "p. 33",
    "p.33",
    "p 33",
    "P. 33",
    "pp. 33-35",
    "pp. 33 -- 35",
    "pp. 33–35, 37",
    "page 3",
    "pages 3, 5 and 7",
    "ch. 2",
    "chap. ii",
    "chapter 2, section 3",
    "sec. 4.2",
    "sec. 4.2.",
    "§ 4",
    "§§ 4-6",
    "¶ 7",
    "vol. 2",
    "vols. 1-2",
    "fig. 3a",
    "n. 5",
    "nn. 5-6",
    "no. 7",
    "s.v. 3",
    "bk. IV",
    "l. 12",
    "v. 3",
    "col. 2",
    "fol. 3r",
    "op. 9",
    "pt. 2",
    "para. 3",
    "pp. iv, vi-xi",
    "p. xiv",
    "p. 1999a",
    "1999a",
    "2:33-35",
    "p. 3(1)",
    "p. (3)",
    "p. (a)",
    "[17]-[18]",
    "p. [17]",
    "p. 3 f.",
    "p. 3ff.",
    "iv",
    "p.",
    "p. x y",
    "{ii, A, D-Z}",
    "{pp. iv, vi-xi, (xv)-(xvii)}",
    "{ch. 2}",
    "{}",
    "{ 33 }",
    "{p. [3]}",
    "the 33rd",
    "p. 3, and p. 4",
    "*p. 3*",
    "p. *3*",
    "`3`",
];

const BEHIND: &[&str] = &[
    "",
    "",
    "",
    " and *passim*",
    ", **note 3**",
    " with more",
    ", see [x]",
    " [emphasis mine]",
    ", 99 years later",
    " `code`",
    " (my translation)",
    ", \"as he says\"",
    ".",
    " et al.",
    ", and *so* **on**",
    ": so",
    " — so",
    " “x; y”",
    " *x; y*",
    " \"x; y\" z",
    " [x; y] z",
    " 'x' y",
    "!",
];

const COMMAS: &[&str] = &[", ", ", ", ", ", " ", ","];

const AROUND: &[&str] = &[
    "{}",
    "Word {} word.",
    "{} says",
    "*emphasis {} here*",
    "**{}** strong",
    "After word {}, and more",
    "In parentheses ({}).",
    "- item {}\n- other",
    "1. {}",
    "| a | b |\n|---|---|\n| x | {} |",
    "# Heading {}",
    "Text[^1] more.\n\n[^1]: Note {} end.",
    "> Quote {} of it.",
    "Said \"{}\" so",
    "A dash—{}",
    "Some line\n{} and line",
    "Ends: {}; then",
    "~~out {}~~ in",
    "So {}!",
    "Is it {}? Yes",
    "x {}\\\ny",
    "({})",
    "{}. so",
    "[link {}](http://x.org)",
    "https://x.org/{}",
];

/// The combination of this number.
pub fn source(number: u64) -> Source {
    let mut draw = Draw { state: number.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x1234_5678) };
    let grouping = draw.of(GROUPINGS);
    let around = draw.of(AROUND);
    let citation = citation(grouping, &mut draw);
    Source { text: around.replace("{}", &citation), grouping, around }
}

fn citation(grouping: Grouping, draw: &mut Draw) -> String {
    match grouping {
        Grouping::Alone => format!("[{}]", draw.work()),
        Grouping::Two => format!("[{}; {}]", draw.work(), draw.work()),
        Grouping::Three => format!("[{};{}; {}]", draw.work(), draw.work(), draw.work()),
        Grouping::InText => draw.key(),
        Grouping::InTextWithPlace => format!("{} [{}]", draw.key(), draw.place()),
        Grouping::InTextWithPlaceBehind => format!("{}[{}]", draw.key(), draw.place()),
        Grouping::InTextWithMore => format!("{} [{}; {}]", draw.key(), draw.place(), draw.work()),
        Grouping::InTextWithOthers => format!("{} [{}; {}]", draw.key(), draw.work(), draw.work()),
        Grouping::InBrackets => format!("[text [{}] and]", draw.work()),
        Grouping::Commas => format!("[see @a, {}]", draw.work()),
        Grouping::InSuffix => format!("[@a, see [{}]]", draw.work()),
    }
}

/// Pseudo-random choices.
struct Draw {
    state: u64,
}

impl Draw {
    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        choices[((mixed ^ (mixed >> 31)) % choices.len() as u64) as usize]
    }

    fn key(&mut self) -> String {
        format!("{}@{}", self.of(&["", "", "-"]), self.of(KEYS))
    }

    fn place(&mut self) -> String {
        format!("{}{}", self.of(PLACES), self.of(BEHIND))
    }

    fn work(&mut self) -> String {
        let (before, key, place) = (self.of(BEFORE), self.key(), self.of(PLACES));
        let comma = match place {
            "" => "",
            place if place.starts_with('{') => self.of(&["", ", ", " "]),
            _ => self.of(COMMAS),
        };
        format!("{before}{key}{comma}{place}{}", self.of(BEHIND))
    }
}
