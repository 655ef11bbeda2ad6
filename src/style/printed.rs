//! Which variables of an item a style prints, as far as the item's type and its other variables decide.
//!
//! The elements are walked with a list of what is still to do, not by recursion: macros may nest as deep as they like.

use super::Style;
use citationberg::taxonomy::Variable;
use citationberg::{ChooseBranch, ChooseMatch, LayoutRenderingElement as Element, NamesChild};
use std::collections::{BTreeMap, BTreeSet};

/// An item as conditions of a style ask for it.
pub trait Asked {
    /// Its CSL type.
    fn kind(&self) -> &str;
    /// Whether it has a variable; none where that is to be left open.
    fn has(&self, variable: &str) -> Option<bool>;
}

/// The elements of a style's list, or of its citations where it has no list.
pub struct Printer<'a> {
    layout: &'a [Element],
    macros: BTreeMap<&'a str, &'a [Element]>,
}

impl<'a> Printer<'a> {
    /// The printer of a style.
    pub fn new(style: &'a Style) -> Self {
        let csl = style.csl();
        let list = csl.bibliography.as_ref().map(|list| list.layout.elements.as_slice());
        let macros = csl.macros.iter().map(|one| (one.name.as_str(), one.children.as_slice())).collect();
        Self { layout: list.unwrap_or(&csl.citation.layout.elements), macros }
    }

    /// The variables that are printed for an item, if it has them.
    pub fn variables(&self, item: &impl Asked) -> BTreeSet<String> {
        let mut walk = Walk { todo: vec![self.layout], found: BTreeSet::new(), called: BTreeSet::new() };
        while let Some(elements) = walk.todo.pop() {
            elements.iter().for_each(|element| self.visit(element, item, &mut walk));
        }
        walk.found
    }

    fn visit(&self, element: &'a Element, item: &impl Asked, walk: &mut Walk<'a>) {
        match element {
            Element::Text(text) => match (super::macro_of(&text.target), &text.target) {
                (Some(name), _) if walk.called.insert(name) => walk.todo.extend(self.macros.get(name)),
                (_, citationberg::TextTarget::Variable { var, .. }) => walk.find(var),
                _ => {}
            },
            Element::Number(number) => walk.find(&Variable::from(number.variable)),
            Element::Date(date) => walk.found.extend(date.variable.map(|variable| variable.to_string())),
            Element::Names(names) => {
                walk.found.extend(names.variable.iter().map(ToString::to_string));
                for child in &names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        walk.todo.push(&substitute.children);
                    }
                }
            }
            Element::Group(group) => walk.todo.push(&group.children),
            Element::Choose(choose) => {
                for branch in choose.branches() {
                    let holds = holds(branch, item);
                    if holds != Some(false) {
                        walk.todo.push(&branch.children);
                    }
                    if holds == Some(true) {
                        return;
                    }
                }
                walk.todo.extend(choose.otherwise.as_ref().map(|otherwise| otherwise.children.as_slice()));
            }
            Element::Label(_) => {}
        }
    }
}

/// What is still to be looked at, and what was found.
struct Walk<'a> {
    todo: Vec<&'a [Element]>,
    found: BTreeSet<String>,
    called: BTreeSet<&'a str>,
}

impl Walk<'_> {
    /// Old names of variables stand for the new ones.
    fn find(&mut self, variable: &Variable) {
        let name = variable.to_string();
        self.found.insert(match name.as_str() {
            "event" => "event-title".to_owned(),
            "page-first" => "page".to_owned(),
            _ => name,
        });
    }
}

/// Whether a condition is met; none where that depends on what is not known.
fn holds(branch: &ChooseBranch, item: &impl Asked) -> Option<bool> {
    let mut tests = Vec::new();
    let has = |variable: &Variable| item.has(&variable.to_string());
    if let Some(kinds) = &branch.type_ {
        let kind = item.kind().parse().ok();
        tests.extend(kinds.iter().map(|asked| Some(kind == Some(*asked))));
    }
    tests.extend(branch.variable.iter().flatten().map(has));
    // Of what an item has, a test may still say no.
    tests.extend(branch.is_numeric.iter().flatten().map(|variable| has(variable).filter(|has| !has)));
    let dates = branch.is_uncertain_date.iter().flatten();
    tests.extend(dates.map(|date| item.has(&date.to_string()).filter(|has| !has)));
    if branch.locator.is_some() || branch.position.is_some() || branch.disambiguate.is_some() {
        tests.push(None);
    }
    match branch.match_ {
        _ if tests.is_empty() => None,
        ChooseMatch::All => all(&tests),
        ChooseMatch::Any => any(&tests),
        ChooseMatch::None => any(&tests).map(|any| !any),
    }
}

fn all(tests: &[Option<bool>]) -> Option<bool> {
    let known = tests.iter().copied().collect::<Option<Vec<bool>>>();
    if tests.contains(&Some(false)) { Some(false) } else { known.map(|_| true) }
}

fn any(tests: &[Option<bool>]) -> Option<bool> {
    let known = tests.iter().copied().collect::<Option<Vec<bool>>>();
    if tests.contains(&Some(true)) { Some(true) } else { known.map(|_| false) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::TextFile;

    /// An item that has `has` and may have `open`.
    struct Item {
        kind: &'static str,
        has: &'static [&'static str],
        open: &'static [&'static str],
    }

    impl Asked for Item {
        fn kind(&self) -> &str {
            self.kind
        }

        fn has(&self, variable: &str) -> Option<bool> {
            (!self.open.contains(&variable)).then(|| self.has.contains(&variable))
        }
    }

    fn printed(layout: &str, item: &Item) -> String {
        let csl = format!(
            "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\">\
             <info><title>T</title><id>t</id><updated>2020-01-01T00:00:00Z</updated></info>\
             <macro name=\"m\"><text macro=\"n\"/><text macro=\"n\"/></macro><macro name=\"n\"><number variable=\"volume\"/></macro>\
             <citation><layout><text variable=\"title\"/></layout></citation>\
             <bibliography><layout>{layout}</layout></bibliography></style>"
        );
        let files = [TextFile::new("bibliography/styles/t.csl", &csl)];
        let (style, _) = crate::style::find("t.csl", "en", &files).unwrap();
        let found = Printer::new(&style).variables(item);
        found.into_iter().collect::<Vec<_>>().join(" ")
    }

    const BOOK: Item = Item { kind: "book", has: &["title", "issued"], open: &["publisher"] };

    #[test]
    fn macros_groups_names_and_dates_are_followed() {
        let layout = "<names variable=\"author\"><substitute><names variable=\"editor\"/></substitute></names>\
                      <group><text macro=\"m\"/><date variable=\"issued\"/><text variable=\"event\"/></group>\
                      <label variable=\"page\"/><text value=\"x\"/><text term=\"in\"/>";
        assert_eq!(printed(layout, &BOOK), "author editor event-title issued volume");
    }

    #[test]
    fn a_branch_for_another_type_is_left_out_and_one_for_this_ends_the_choice() {
        let layout = "<choose><if type=\"article-journal chapter\" match=\"any\"><text variable=\"container-title\"/></if>\
                      <else-if type=\"book\"><text variable=\"publisher\"/></else-if><else><text variable=\"URL\"/></else></choose>";
        assert_eq!(printed(layout, &BOOK), "publisher");
        assert_eq!(printed(layout, &Item { kind: "chapter", ..BOOK }), "container-title");
        assert_eq!(printed(layout, &Item { kind: "thesis", ..BOOK }), "URL");
    }

    #[test]
    fn what_is_left_open_lets_both_branches_stand() {
        let choice = |variable: &str, matching: &str| {
            format!(
                "<choose><if variable=\"{variable}\" match=\"{matching}\"><text variable=\"note\"/></if>\
                 <else><text variable=\"genre\"/></else></choose>"
            )
        };
        assert_eq!(printed(&choice("publisher", "all"), &BOOK), "genre note");
        assert_eq!(printed(&choice("publisher title", "any"), &BOOK), "note");
        assert_eq!(printed(&choice("publisher DOI", "all"), &BOOK), "genre");
        assert_eq!(printed(&choice("DOI", "none"), &BOOK), "note");
        assert_eq!(printed(&choice("title", "none"), &BOOK), "genre");
    }
}
