//! Whether two values of a variable say the same.
//!
//! Reading a format again changes notation that nobody misses: quotation marks and white space become typographic, a page
//! range has a hyphen for a dash, initials get spaces. Such differences are no loss.

use serde_json::Value;

/// Whether the second value says what the first one says.
pub(super) fn same(variable: &str, one: &Value, other: &Value) -> bool {
    one == other || folded(variable, one) == folded(variable, other)
}

fn folded(variable: &str, value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(folded_text(variable, text)),
        Value::Array(values) => values.iter().map(|value| folded(variable, value)).collect(),
        Value::Object(parts) => parts.iter().map(|(part, value)| (part.clone(), folded(part, value))).collect(),
        Value::Number(number) => Value::String(number.to_string()),
        other => other.clone(),
    }
}

fn folded_text(variable: &str, text: &str) -> String {
    let text = text
        .replace("<span class=\"nocase\">", "\u{1}")
        .replace("<span style=\"font-variant: small-caps;\">", "<sc>")
        .replace("<span style=\"font-variant:small-caps;\">", "<sc>")
        .replace('\'', "\u{2019}");
    let text = if text.contains('\u{1}') { without_nocase(&text) } else { text };
    let text = match variable {
        "page" => text.replace(['\u{2013}', '\u{2014}'], "-"),
        "keyword" => text.replace(';', ","),
        "given" => text.replace('.', ". "),
        "title" | "title-short" | "container-title" | "original-title" | "volume-title" => starts_alike(&text),
        _ => text,
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text without the spans that begin with the control character 1.
fn without_nocase(text: &str) -> String {
    let (mut out, mut rest, mut spans) = (String::new(), text, Vec::new());
    while let Some(at) = rest.find(['\u{1}', '<']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match rest {
            _ if rest.starts_with('\u{1}') => {
                spans.push(true);
                1
            }
            _ if rest.starts_with("</span>") && spans.pop() == Some(true) => "</span>".len(),
            _ => {
                spans.extend((rest.starts_with("<span") || rest.starts_with("<sc>")).then_some(false));
                out.push('<');
                1
            }
        };
        rest = &rest[length..];
    }
    out + rest
}

/// A title whose sentences begin with small letters: `.bib` files are read with capitals there.
fn starts_alike(text: &str) -> String {
    let mut starts = true;
    let mut out = String::with_capacity(text.len());
    let mut in_tag = false;
    for c in text.chars() {
        in_tag |= c == '<';
        match c.is_alphanumeric() && starts && !in_tag {
            true => out.extend(c.to_lowercase()),
            false => out.push(c),
        }
        starts = in_tag && starts || !in_tag && (matches!(c, ':' | '?' | '!') || starts && !c.is_alphanumeric());
        in_tag &= c != '>';
    }
    out
}

#[cfg(test)]
mod tests {
    use super::same;
    use serde_json::json;

    #[test]
    fn notation_is_no_loss_and_all_else_is() {
        for (variable, one, other, expected) in [
            ("title", "It's <span class=\"nocase\">iPad</span>: a <i>B</i>", "It’s iPad: A <i>B</i>", true),
            ("title", "On China", "On china", false),
            ("page", "1–2", "1-2", true),
            ("note", "a\nb", "a b", true),
            ("keyword", "a; b", "a, b", true),
            ("volume", "1", "2", false),
        ] {
            assert_eq!(same(variable, &json!(one), &json!(other)), expected, "{one} {other}");
        }
        assert!(same("author", &json!([{"given": "J.R."}]), &json!([{"given": "J. R."}])));
        assert!(!same("author", &json!([{"family": "A"}]), &json!([{"literal": "A"}])));
    }
}
