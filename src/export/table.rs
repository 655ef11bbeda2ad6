//! Tables as CSV, for spreadsheets and programs alike (RFC 4180).
//!
//! UTF-8 with a byte order mark: without it, Excel takes the file for one of the system's code page and spoils every name
//! that is not English. A cell that a spreadsheet would run as a formula gets an apostrophe before it, which every
//! spreadsheet takes for "this is text".

/// Writes rows of cells.
pub fn write(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut out = String::from("\u{feff}");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| written(cell)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

fn written(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let safe = if is_formula { format!("'{cell}") } else { cell.to_owned() };
    let is_plain = !safe.contains([',', '"', '\r', '\n']) && safe.trim() == safe;
    if is_plain { safe } else { format!("\"{}\"", safe.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_no_cell_is_a_formula() {
        let cells = ["plain", "a, b", "say \"so\"", "two\nlines", " space", "", "=1+1", "-5", "+x", "@a", "＝1", "a=b"];
        let written = write([cells.map(str::to_owned).to_vec(), vec!["x".to_owned()]]);
        assert_eq!(
            written,
            "\u{feff}plain,\"a, b\",\"say \"\"so\"\"\",\"two\nlines\",\" space\",,'=1+1,'-5,'+x,'@a,'＝1,a=b\r\nx\r\n"
        );
    }
}
