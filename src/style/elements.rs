//! Walks over the elements of a style.

use citationberg::{LayoutRenderingElement as Element, NamesChild};

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
