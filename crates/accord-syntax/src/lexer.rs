//! Words, numbers, dates and marks of the code in a fence.
//!
//! Every byte belongs to exactly one token, blanks and line ends included, so that the tree is
//! lossless. A name is one token: letters, digits, hyphens, and dots or slashes inside
//! (`syria.coh-2016`, `annex.2.b`, `2s19`, `Asia/Damascus`).

use crate::tree::Kind;

/// One token: its kind and where it stands in the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Blanks before it on its line.
    pub(crate) column: usize,
    /// Whether it is the first on its line.
    pub(crate) opens_line: bool,
}

/// Cuts a body into tokens.
pub(crate) fn tokens(body: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut line_start = 0;
    let mut fresh = true;
    while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
        let (kind, length) = next(rest);
        let length = length.max(1);
        let end = at + length;
        out.push(Token {
            kind,
            start: at,
            end,
            column: at - line_start,
            opens_line: fresh && kind != Kind::Space,
        });
        let text = rest.get(..length).unwrap_or_default();
        if let Some(newline) = text.rfind('\n') {
            line_start = at + newline + 1;
            fresh = true;
        } else if kind != Kind::Space {
            fresh = false;
        }
        at = end;
    }
    out
}

/// The kind and length in bytes of the first token.
fn next(rest: &str) -> (Kind, usize) {
    let Some(first) = rest.chars().next() else { return (Kind::Space, 0) };
    match first {
        '\n' => (Kind::Space, 1),
        c if c.is_whitespace() => {
            (Kind::Space, length_while(rest, |c| c.is_whitespace() && c != '\n'))
        }
        '"' => quoted(rest),
        c if c.is_alphabetic() || c == '_' => (Kind::Word, word_length(rest)),
        c if c.is_ascii_digit() => number(rest),
        '<' | '>' if rest.as_bytes().get(1) == Some(&b'=') => (Kind::Mark, 2),
        // Marks of other languages: one token each, so that one complaint covers them.
        _ if ["==", "=>", "=<", "<>", "!=", "||"].iter().any(|other| rest.starts_with(other)) => {
            (Kind::Stray, 2)
        }
        '.' if rest.starts_with("..") => (Kind::Mark, 2),
        '(' | ')' | ',' | '|' | '=' | '<' | '>' | '-' | '+' | '/' => (Kind::Mark, 1),
        c => (Kind::Stray, c.len_utf8()),
    }
}

/// A quoted sentence ends at the quote or, if it was forgotten, at the end of the line.
fn quoted(rest: &str) -> (Kind, usize) {
    let inside = rest.get(1..).unwrap_or_default();
    match inside.find(['"', '\n']) {
        Some(at) if inside.as_bytes().get(at) == Some(&b'"') => (Kind::Quoted, at + 2),
        Some(at) => (Kind::Stray, at + 1),
        None => (Kind::Stray, rest.len()),
    }
}

fn number(rest: &str) -> (Kind, usize) {
    let bytes = rest.as_bytes();
    let digits = length_while(rest, |c| c.is_ascii_digit());
    if is_date(bytes) {
        return (Kind::Date, 10);
    }
    let follows = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    if digits <= 2
        && follows(digits) == b':'
        && follows(digits + 1).is_ascii_digit()
        && follows(digits + 2).is_ascii_digit()
        && !follows(digits + 3).is_ascii_alphanumeric()
    {
        return (Kind::Clock, digits + 3);
    }
    if follows(digits) == b'.' && follows(digits + 1).is_ascii_digit() {
        let decimals =
            length_while(rest.get(digits + 1..).unwrap_or_default(), |c| c.is_ascii_digit());
        return (Kind::Number, digits + 1 + decimals);
    }
    let word = word_length(rest);
    if word > digits { (Kind::Word, word) } else { (Kind::Number, digits) }
}

fn is_date(bytes: &[u8]) -> bool {
    let shape = b"0000-00-00";
    bytes.len() >= shape.len()
        && !bytes.get(shape.len()).is_some_and(u8::is_ascii_alphanumeric)
        && shape
            .iter()
            .zip(bytes)
            .all(|(shape, byte)| if *shape == b'-' { *byte == b'-' } else { byte.is_ascii_digit() })
}

/// A name may hold `-`, `.` and `/`, but only between letters or digits; a slash only before a
/// letter, so that `width/2` is still a division.
fn word_length(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let inside = match c {
            '-' | '.' => next.is_some_and(char::is_alphanumeric),
            '/' => next.is_some_and(char::is_alphabetic),
            c => c.is_alphanumeric() || c == '_',
        };
        if !inside {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

fn length_while(rest: &str, keep: impl Fn(char) -> bool) -> usize {
    rest.find(|c| !keep(c)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        tokens(text)
            .into_iter()
            .filter(|token| token.kind != Kind::Space)
            .map(|token| (token.kind, &text[token.start..token.end]))
            .collect()
    }

    #[test]
    fn names_dates_and_ranges_are_single_tokens() {
        assert_eq!(
            kinds("annex.2.b 2s19 d-30 Asia/Damascus 2016-02-26 24:00 24 .. 26 0.70 24..26"),
            [
                (Kind::Word, "annex.2.b"),
                (Kind::Word, "2s19"),
                (Kind::Word, "d-30"),
                (Kind::Word, "Asia/Damascus"),
                (Kind::Date, "2016-02-26"),
                (Kind::Clock, "24:00"),
                (Kind::Number, "24"),
                (Kind::Mark, ".."),
                (Kind::Number, "26"),
                (Kind::Number, "0.70"),
                (Kind::Number, "24"),
                (Kind::Mark, ".."),
                (Kind::Number, "26"),
            ]
        );
    }

    #[test]
    fn every_byte_belongs_to_one_token_whatever_the_text() {
        for text in ["a \"b", "§ ≥ 3\n\t- x", "1.2.3 ..", "ß-é", "", "\"", "2016-02-2x 99:9"] {
            let joined: String = tokens(text).iter().map(|t| &text[t.start..t.end]).collect();
            assert_eq!(joined, text);
        }
    }

    #[test]
    fn a_slash_before_a_number_divides() {
        assert_eq!(kinds("width/2").len(), 3);
    }
}
