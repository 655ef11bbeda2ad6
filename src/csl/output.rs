//! Tokens for a writer: quotation marks chosen by their depth, looks added up (flip-flop), marks opened and closed.

use super::terms::Terms;
use super::token::{Mark, State, Token};
use citationberg::taxonomy::OtherTerm;

/// What writes rendered tokens in some format.
pub trait Writer {
    /// Text of this look.
    fn text(&mut self, text: &str, look: State);
    /// A mark begins: the look around it, and the look within.
    fn open(&mut self, mark: &Mark, around: State, within: State);
    /// A mark ends.
    fn close(&mut self, mark: &Mark, around: State, within: State);
}

/// Writes tokens.
pub fn write(tokens: &[Token], terms: &Terms, writer: &mut impl Writer) {
    let mut open: Vec<(&Mark, State)> = Vec::new();
    let mut look = State::default();
    let mut quotes = 0_usize;
    for token in tokens {
        match token {
            Token::Text(text) => writer.text(text, look),
            Token::Open(mark) => {
                let within = look.within(mark);
                writer.open(mark, look, within);
                open.push((mark, look));
                look = within;
            }
            Token::Close => {
                if let Some((mark, around)) = open.pop() {
                    writer.close(mark, around, look);
                    look = around;
                }
            }
            Token::QuoteOpen => {
                writer.text(
                    terms.word(if quotes.is_multiple_of(2) { OtherTerm::OpenQuote } else { OtherTerm::OpenInnerQuote }),
                    look,
                );
                quotes += 1;
            }
            Token::QuoteClose => {
                quotes = quotes.saturating_sub(1);
                writer.text(
                    terms.word(if quotes.is_multiple_of(2) {
                        OtherTerm::CloseQuote
                    } else {
                        OtherTerm::CloseInnerQuote
                    }),
                    look,
                );
            }
        }
    }
}
