//! Text for XML.

use crate::html::escape;

/// Text made safe for elements and attributes; what XML 1.0 cannot say in any way is left out.
pub fn text(text: &str) -> String {
    let can_stand = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    escape(&text.chars().filter(can_stand).collect::<String>())
}
