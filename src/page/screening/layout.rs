//! Text in boxes: how wide it is, about, and where its lines break.

/// The size of the letters.
pub(super) const SIZE: f64 = 13.0;

/// About how wide a letter is, as a share of its size.
fn width(c: char) -> f64 {
    match c {
        ' ' | '.' | ',' | ':' | ';' | '\'' | '(' | ')' | 'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' => 0.32,
        'm' | 'w' | 'M' | 'W' | 'ж' | 'ш' | 'щ' | 'ю' | 'ы' | 'м' => 0.82,
        c if u32::from(c) >= 0x2e80 => 1.05,
        c if c.is_uppercase() => 0.67,
        _ => 0.55,
    }
}

/// About how long a text is on one line.
pub(super) fn length(text: &str) -> f64 {
    text.chars().map(|c| width(c) * SIZE).sum()
}

/// The lines of a text in this width; a word that is longer than a line is broken.
pub(super) fn wrapped(text: &str, most: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let (mut line, mut used) = (String::new(), 0.0);
    // What holds a number and its sign together is no place to break.
    for word in text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()) {
        let long = length(word);
        let gap = if line.is_empty() { 0.0 } else { width(' ') * SIZE };
        if used + gap + long <= most {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
            used += gap + long;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        used = 0.0;
        for c in word.chars() {
            if used + width(c) * SIZE > most && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            line.push(c);
            used += width(c) * SIZE;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_break_at_spaces_and_long_words_anywhere() {
        let lines = wrapped("Records identified from databases", 120.0);
        assert_eq!(lines, ["Records identified", "from databases"]);
        assert!(wrapped(&"x".repeat(100), 100.0).iter().all(|line| line.len() <= 13));
        assert_eq!(wrapped("从数据库中识别的记录数量", 60.0).concat(), "从数据库中识别的记录数量");
        assert_eq!(wrapped("", 60.0), Vec::<String>::new());
        assert_eq!(wrapped("ab", 0.0).concat(), "ab");
    }
}
