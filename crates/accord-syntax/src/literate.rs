//! The Markdown around the code: headings, block quotes, citations and fences, with their places.
//!
//! `pulldown-cmark` reads the Markdown. Only what stands at the top level counts: a fence inside a
//! list or a quote is not a clause's code, and the parser says so instead of passing over it.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};
use std::ops::Range;

/// A top-level piece of a literate file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) what: What,
    pub(crate) range: Range<usize>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// Level and the text of the heading.
    Heading(u8, String),
    /// The words of a block quote.
    Quote(String),
    /// The words after `cites`.
    Cites(String),
    /// Info word, the range of the body, whether the fence stands in a list or a quote, and whether
    /// it is closed.
    Fence { info: String, body: Range<usize>, nested: bool, closed: bool },
}

/// How often reading starts afresh after a fence that was not closed. Each start reads the whole rest
/// once more.
const MAX_STARTS: usize = 32;

/// The fences whose bodies are Accord.
pub(crate) const OURS: [&str; 5] = ["accord", "reading", "profile", "scenario", "facts"];

/// Cuts a text into the pieces that matter, in order. What lies between them is prose.
///
/// For Markdown a fence that is not closed runs on to the next line of ticks, through headings and
/// other fences. One of ours ends where the next clause or fence visibly opens, and reading starts
/// afresh there: one forgotten line of ticks is one mistake.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for start in 0..=MAX_STARTS {
        let rest = text.get(from..).unwrap_or_default();
        let mut reader = Reader { may_cut: start < MAX_STARTS, ..Reader::default() };
        for (event, range) in Parser::new(rest).into_offset_iter() {
            reader.take(event, from + range.start..from + range.end, text);
            if reader.cut.is_some() {
                break;
            }
        }
        pieces.append(&mut reader.pieces);
        match reader.cut {
            Some(cut) => from = cut,
            None => break,
        }
    }
    pieces
}

#[derive(Default)]
struct Reader {
    pieces: Vec<Piece>,
    words: String,
    depth: usize,
    fence: Option<(String, Range<usize>, bool)>,
    /// Where reading must start afresh.
    cut: Option<usize>,
    may_cut: bool,
}

impl Reader {
    fn take(&mut self, event: Event<'_>, range: Range<usize>, text: &str) {
        match event {
            Event::Start(tag) => self.open(&tag, range, text),
            Event::End(tag) => self.close(tag, range, text),
            Event::Text(words) | Event::Code(words) if self.fence.is_none() => {
                self.words.push_str(&words);
            }
            Event::SoftBreak | Event::HardBreak => self.words.push(' '),
            _ => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>, range: Range<usize>, text: &str) {
        if self.depth == 0 {
            self.words.clear();
        }
        if let Tag::CodeBlock(CodeBlockKind::Fenced(info)) = tag {
            let info = info.split_whitespace().next().unwrap_or_default().to_owned();
            self.fence = Some((info, body_of(text, &range), self.depth > 0));
        }
        self.depth += 1;
    }

    fn close_fence(
        &mut self,
        info: String,
        body: Range<usize>,
        nested: bool,
        range: Range<usize>,
        text: &str,
    ) {
        let ours = !nested && OURS.contains(&info.as_str());
        let next = if ours && self.may_cut { next_opening(text, &body) } else { None };
        let (body, range) = match next {
            Some(at) => (body.start..at, range.start..at),
            None => (body, range),
        };
        self.cut = next;
        let closed = next.is_none() && body.end < range.end;
        self.pieces.push(Piece { what: What::Fence { info, body, nested, closed }, range });
    }

    fn close(&mut self, tag: TagEnd, range: Range<usize>, text: &str) {
        self.depth = self.depth.saturating_sub(1);
        if tag == TagEnd::CodeBlock {
            if let Some((info, body, nested)) = self.fence.take() {
                self.close_fence(info, body, nested, range, text);
            }
            return;
        }
        if self.depth > 0 {
            if matches!(tag, TagEnd::Paragraph | TagEnd::Item) {
                self.words.push(' ');
            }
            return;
        }
        let words = self.words.split_whitespace().collect::<Vec<_>>().join(" ");
        let what = match tag {
            TagEnd::Heading(level) => What::Heading(level_number(level), words),
            TagEnd::BlockQuote(_) => What::Quote(words),
            TagEnd::Paragraph => match words.strip_prefix("cites ") {
                Some(cited) => What::Cites(cited.to_owned()),
                None => return,
            },
            _ => return,
        };
        self.pieces.push(Piece { what, range });
    }
}

/// The first line of a body that can only be the next clause or the next fence.
fn next_opening(text: &str, body: &Range<usize>) -> Option<usize> {
    let mut at = body.start;
    for line in text.get(body.clone())?.split_inclusive('\n') {
        if line.starts_with("```") || line.starts_with("~~~") || line.starts_with("## ") {
            return Some(at);
        }
        at += line.len();
    }
    None
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn is_closing(line: &str) -> bool {
    line.len() >= 3 && ['`', '~'].iter().any(|tick| line.chars().all(|c| c == *tick))
}

/// The lines between the opening and the closing line of ticks.
fn body_of(text: &str, range: &Range<usize>) -> Range<usize> {
    let whole = text.get(range.clone()).unwrap_or_default();
    let start = range.start + whole.find('\n').map_or(whole.len(), |at| at + 1);
    let trimmed = whole.trim_end();
    let last = trimmed.rfind('\n').map_or(0, |at| at + 1);
    let closed = trimmed.get(last..).is_some_and(|line| last > 0 && is_closing(line.trim()));
    let end = if closed { range.start + last } else { range.end };
    start..end.max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_is_cut_into_heading_quote_citation_and_fence() {
        let text = "## a.1 — Start\n\n> In plain words: it\n> stops.\n\ncites S/RES/1, p. 2\n\n```accord\nsee x\n```\n";
        let kinds: Vec<What> = pieces(text).into_iter().map(|piece| piece.what).collect();
        assert_eq!(
            kinds,
            [
                What::Heading(2, "a.1 — Start".into()),
                What::Quote("In plain words: it stops.".into()),
                What::Cites("S/RES/1, p. 2".into()),
                What::Fence { info: "accord".into(), body: 80..86, nested: false, closed: true },
            ]
        );
        assert_eq!(text.get(80..86), Some("see x\n"));
    }

    #[test]
    fn a_fence_that_is_never_closed_runs_to_the_end() {
        let text = "```accord\nsee x";
        let pieces = pieces(text);
        assert!(matches!(&pieces[0].what, What::Fence { body, .. } if *body == (10..15)));
    }

    #[test]
    fn a_fence_that_is_not_closed_ends_where_the_next_clause_opens() {
        let text = "```accord\nsee x\n\n## b.1 — B\n\n```accord\nsee y\n```\n";
        let kinds: Vec<What> = pieces(text).into_iter().map(|piece| piece.what).collect();
        assert!(matches!(&kinds[0], What::Fence { body, closed: false, .. } if *body == (10..17)));
        assert_eq!(kinds[1], What::Heading(2, "b.1 — B".into()));
        assert!(matches!(&kinds[2], What::Fence { closed: true, .. }));
    }

    #[test]
    fn a_fence_in_a_list_is_marked_as_nested() {
        let pieces = pieces("- one\n\n  ```accord\n  see x\n  ```\n");
        assert!(matches!(&pieces[0].what, What::Fence { nested: true, .. }));
    }
}
