//! Inputs from the grammar of each format, in five parts each.

use super::random::Random;
use serde_json::{Value, json};

/// An input in parts, and what names them in the result.
pub struct Input {
    pub parts: Vec<String>,
    pub keys: Vec<String>,
}

impl Input {
    /// All of it, in the order of its parts.
    pub fn text(&self) -> String {
        self.parts.concat()
    }
}

/// Five parts with their keys; `part` writes one.
fn parts(random: &mut Random, part: impl Fn(&mut Random, &str) -> String) -> Input {
    let keys: Vec<String> = (0..5).map(|n| format!("key{n}x{}", random.below(1000))).collect();
    let parts = keys.iter().map(|key| part(random, key)).collect();
    Input { parts, keys }
}

const NAMES: &[&str] = &[
    "Barr, Michael",
    "von der {Heide}, Jr., A.",
    "{World Health Organization}",
    "others",
    "Лай, Хуни",
    "李 明",
    "O'Neil, J.~R.",
];
const TITLES: &[&str] = &[
    "Old Wine: in {New} Bottles?",
    "\\emph{On} $x^2$ \\& more",
    "Қазақстан",
    "``Quoted'' text",
    "A -- B",
    "{\\\"U}ber \\v{S}",
];
const DATES: &[&str] =
    &["2015", "2010/2012", "2010/..", "1900~", "-0044", "2001-21", "199X", "2015-04-09T10:00", "in press", "{2015}"];

pub fn bib(random: &mut Random) -> Input {
    parts(random, |random, key| {
        let kind = random.pick(&["book", "article", "incollection", "online", "thesis", "misc", "PATENT", "unheard"]);
        let mut fields = format!("@{kind}{{{key},\n  author = {{{}}},\n", random.some(NAMES, 3).replace(',', " and "));
        for _ in 0..random.below(6) {
            let (name, values) = match random.below(4) {
                0 => ("title", TITLES),
                1 => (random.pick(&["date", "year", "urldate", "origdate"]), DATES),
                2 => (random.pick(&["journaltitle", "note", "abstract", "keywords", "pages"]), TITLES),
                _ => (
                    random.pick(&["crossref", "xdata", "langid", "url", "doi", "month"]),
                    &["nowhere", "english", "10.1/x", "{jan}"] as &[&str],
                ),
            };
            fields.push_str(&format!("  {name} = {{{}}},\n", random.some(values, 2)));
        }
        fields + "}\n"
    })
}

/// Items as Better BibTeX (one a line), Zotero and pandoc (indented) write them, as a list or within an object.
pub fn csl_json(random: &mut Random) -> Input {
    let (tab, wrapped, sorted) = (random.pick(&["", "", "  ", "\t"]), random.below(4) == 0, random.below(2) == 0);
    let mut input = parts(random, |random, key| {
        let mut fields =
            vec![("id", key.into()), ("type", random.pick(&["book", "article-journal", "chapter", "odd"]).into())];
        for name in ["author", "custom", "issued", "language", "note", "page", "title", "volume"] {
            if random.below(3) == 0 {
                fields.push((name, json_value(random)));
            }
        }
        if sorted {
            fields.sort_by_key(|(name, _)| *name);
        }
        json_item(&fields, tab)
    });
    let last = input.parts.len() - 1;
    let (open, close) = if wrapped { ("{\"config\": {\"id\": 1},\n\"items\": [\n", "]}\n") } else { ("[\n", "]\n") };
    for (at, part) in input.parts.iter_mut().enumerate() {
        let open = if at == 0 { open } else { "" };
        let end = if at == last { format!("\n{close}") } else { ",\n".to_owned() };
        *part = format!("{open}{}{end}", part.trim_end());
    }
    input
}

fn json_value(random: &mut Random) -> Value {
    match random.below(5) {
        0 => random.some(TITLES, 2).into(),
        1 => json!([{ "family": random.pick(NAMES), "given": random.pick(NAMES) }]),
        2 => json!({ "date-parts": [[random.below(3000), random.below(14)]], "season": 2 }),
        3 => json!({ "raw": random.pick(DATES) }),
        _ => Value::from(random.below(100)),
    }
}

/// An item on one line, or on several, each indented by `tab`.
fn json_item(fields: &[(&str, Value)], tab: &str) -> String {
    let field = |(name, value): &(&str, Value)| match tab {
        "" => format!("\"{name}\":{value}"),
        _ => {
            let value = serde_json::to_string_pretty(value).unwrap().replace("  ", tab);
            format!("{tab}{tab}\"{name}\": {}", value.replace('\n', &format!("\n{tab}{tab}")))
        }
    };
    let fields: Vec<String> = fields.iter().map(field).collect();
    match tab {
        "" => format!("{{{}}}", fields.join(",")),
        _ => format!("{tab}{{\n{}\n{tab}}}", fields.join(",\n")),
    }
}

/// pandoc's `references:`, its list at the margin or indented, or a list without a name.
pub fn csl_yaml(random: &mut Random) -> Input {
    let (head, margin) = *[("references:\n", ""), ("references:\n", "  "), ("", ""), ("---\nreferences:\n", "")]
        .get(random.below(4))
        .unwrap();
    let mut input = parts(random, |random, key| {
        let mut item = format!("- id: {key}\n  type: book\n");
        for name in ["title", "issued", "author", "note"] {
            item.push_str(&match random.below(8) {
                0 => format!("  {name}: \"{}\"\n", random.pick(&["Old: wine", "Қазақ", "*x*"])),
                1 => format!(
                    "  {name}: {}\n",
                    random.pick(&["2015", "{year: 2015}", "[{year: 2010}, {year: 2012}]", "2010/2012"])
                ),
                2 => format!("  {name}:\n  - family: Barr\n    given: Michael\n"),
                3 => format!("  {name}: |\n    {}\n", random.pick(&["a text", "PMID: 12", "- x"])),
                _ => String::new(),
            });
        }
        item.lines().map(|line| format!("{margin}{line}\n")).collect()
    });
    input.parts[0].insert_str(0, head);
    input
}

pub fn hayagriva(random: &mut Random) -> Input {
    parts(random, |random, key| {
        let mut item = format!("{key}:\n  type: {}\n  title: Old Wine\n", random.pick(&["book", "article", "web"]));
        match random.below(4) {
            0 => item.push_str("  author: [\"Barr, Michael\"]\n  date: 2015-04\n"),
            1 => item.push_str("  author:\n    - Barr, Michael\n    - {name: Doe, given-name: Jane}\n"),
            2 => item.push_str("  abstract: |\n    Long: text\n\n    - of two\n"),
            _ => {}
        }
        item + "  parent:\n    type: periodical\n    title: Matters\n"
    })
}

pub fn ris(random: &mut Random) -> Input {
    parts(random, |random, key| {
        let mut item = format!("TY  - {}\nID  - {key}\n", random.pick(&["BOOK", "JOUR", "CHAP", "ELEC", "ODD"]));
        for _ in 0..random.below(8) {
            let (tag, values) = match random.below(3) {
                0 => (random.pick(&["AU", "A2", "ED"]), NAMES),
                1 => (random.pick(&["TI", "T2", "AB", "KW", "N1"]), TITLES),
                _ => (random.pick(&["PY", "DA", "Y2", "SP", "XX"]), DATES),
            };
            item.push_str(&format!("{tag}  - {}\n", random.pick(values)));
        }
        item + "ER  - \n"
    })
}

/// The first and the last entry are looked for, by what the front matter makes of them.
pub fn front_matter(random: &mut Random) -> Input {
    let mut input = parts(random, |random, key| {
        let value =
            random.pick(&["a text", "[a, b]", "\"quoted: one\"", "2015-04-09", "#a #b", "\n- a\n- b", "|\n  a: b"]);
        format!("{key}: {value}\n")
    });
    input.parts[0] = "title: First\n".to_owned();
    input.parts[4] = "status: last\n".to_owned();
    input.parts.insert(0, "---\n".to_owned());
    input.parts.push("---\nBelow [@key].\n".to_owned());
    input.keys = ["", "First", "", "", "", "last", "key"].map(str::to_owned).to_vec();
    input
}

pub fn markdown(random: &mut Random) -> Input {
    parts(random, |random, key| {
        let before = random
            .some(&["See", "*as*", "==much==", "#tag", "%% no %%", "[[a]]", "![[b]]", "`c`", "$x$", "^[note]"], 3);
        let after = random.some(&[", p. 3", "; also @b", " [p. 3]", "-@c", "^id", "[^1]", "key:: v", "> x"], 2);
        let block = random.pick(&[
            "",
            "- ",
            "> ",
            "> [!note]- x\n> ",
            "## ",
            "| a |\n|---|\n| ",
            ": ",
            "1. ",
            "* ",
            "> - ",
            "[^n]: ",
            "- [ ] ",
            "::: x\n",
        ]);
        let end = if block.starts_with(":::") { "\n:::\n\n" } else { "\n\n" };
        format!("{block}{before} [@{key}] {after}{end}")
    })
}
