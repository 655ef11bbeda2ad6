//! Walks over the elements of a style.

use citationberg::taxonomy::{NumberOrPageVariable, NumberVariable, Variable};
use citationberg::{
    IndependentStyle, LayoutRenderingElement as Element, Names, NamesChild, StyleClass, TextCase, TextTarget,
};

/// How deep the elements of this XML nest, counted from its tags without building anything.
pub fn depth(xml: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = rest.find('>').unwrap_or(rest.len());
        match rest.as_bytes().first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) if rest[..end].ends_with('/') => {}
            Some(_) => depth += 1,
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// The macros that these elements call, once for each call.
pub fn called_macros(elements: &[Element]) -> Vec<String> {
    let mut called = Vec::new();
    for_each(elements, &mut |element| {
        if let Element::Text(text) = element {
            called.extend(super::macro_of(&text.target).map(str::to_owned));
        }
    });
    called
}

/// Whether any element asks for title case, capitals or the like.
pub fn changes_case(csl: &IndependentStyle) -> bool {
    let mut found = false;
    let mut look = |element: &Element| {
        if let Element::Text(text) = element {
            found |= matches!(text.text_case, Some(TextCase::TitleCase | TextCase::SentenceCase | TextCase::Lowercase));
        }
    };
    for one in &csl.macros {
        for_each(&one.children, &mut look);
    }
    for_each(&csl.citation.layout.elements, &mut look);
    if let Some(list) = &csl.bibliography {
        for_each(&list.layout.elements, &mut look);
    }
    found
}

/// Whether an entry of the list looks the same whatever else is listed.
pub fn lists_entries_alone(csl: &IndependentStyle) -> bool {
    let Some(list) = &csl.bibliography else { return false };
    let mut numbered = false;
    let mut look = |element: &Element| {
        numbered |= match element {
            Element::Text(text) => {
                matches!(
                    &text.target,
                    TextTarget::Variable { var: Variable::Number(NumberVariable::CitationNumber), .. }
                )
            }
            Element::Number(number) => number.variable == NumberOrPageVariable::Number(NumberVariable::CitationNumber),
            _ => false,
        };
    };
    for one in &csl.macros {
        for_each(&one.children, &mut look);
    }
    for_each(&list.layout.elements, &mut look);
    let in_text = csl.settings.class == StyleClass::InText;
    in_text && !numbered && list.sort.is_some() && list.subsequent_author_substitute.is_none()
}

/// The style with an explicit `<name/>` in every `<names>` that has children and none: the engine takes
/// such an element for an empty one, though the specification ("Names") gives it the default form.
pub fn with_names(mut csl: IndependentStyle) -> IndependentStyle {
    for one in &mut csl.macros {
        insert_names(&mut one.children);
    }
    insert_names(&mut csl.citation.layout.elements);
    if let Some(list) = &mut csl.bibliography {
        insert_names(&mut list.layout.elements);
    }
    csl
}

fn insert_names(elements: &mut [Element]) {
    for element in elements {
        match element {
            Element::Names(names) => insert_name(names),
            Element::Group(group) => insert_names(&mut group.children),
            Element::Choose(choose) => {
                insert_names(&mut choose.if_.children);
                for branch in &mut choose.else_if {
                    insert_names(&mut branch.children);
                }
                if let Some(otherwise) = &mut choose.otherwise {
                    insert_names(&mut otherwise.children);
                }
            }
            _ => {}
        }
    }
}

fn insert_name(names: &mut Names) {
    let has_name = names.children.iter().any(|child| matches!(child, NamesChild::Name(_)));
    if !names.children.is_empty() && !has_name {
        names.children.insert(0, NamesChild::Name(citationberg::Name::default()));
    }
}

fn for_each(elements: &[Element], visit: &mut impl FnMut(&Element)) {
    for element in elements {
        visit(element);
        match element {
            Element::Group(group) => for_each(&group.children, visit),
            Element::Names(names) => {
                for child in &names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        for_each(&substitute.children, visit);
                    }
                }
            }
            Element::Choose(choose) => {
                for branch in choose.branches() {
                    for_each(&branch.children, visit);
                }
                if let Some(otherwise) = &choose.otherwise {
                    for_each(&otherwise.children, visit);
                }
            }
            _ => {}
        }
    }
}
