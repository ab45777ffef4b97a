//! Tokens to tree and statements, in one pass.
//!
//! The code is line-shaped: a head stands at the margin, its slots are indented, list members open
//! with `-` further in. Recovery uses that shape: what cannot be read runs to the end of its line,
//! becomes an error node, and the next line is read as if nothing had happened.

use crate::ast::{self, Body, Code, Formula, Head, Name, Says, Slot, Statement, Term, Text};
use crate::lexer::{Token, tokens};
use crate::literate::{What, pieces};
use crate::tree::{Kind, Language};
use crate::{Diagnostic, MAX_BYTES, Parsed, SourceId, Span, SyntaxNode};
use rowan::{GreenNodeBuilder, Language as _};

mod formula;
mod scenario;
mod statement;

/// How deep lists and `not` may nest. No clause needs ten; the cap keeps recursion bounded.
const MAX_DEPTH: usize = 64;

/// The words that open a fence of ours.
const FENCES: [&str; 5] = ["accord", "reading", "profile", "scenario", "facts"];

pub(crate) fn parse(source: SourceId, text: &str) -> Parsed {
    let mut out = Builder::new(source);
    if text.len() > MAX_BYTES {
        out.diagnostics.push(
            Diagnostic::error("file-too-large", out.span(0, 0), "this file is larger than 16 MiB")
                .help("an agreement is text; check that this is the right file"),
        );
        out.green.token(raw(Kind::Markdown), text);
        return out.finish(ast::File::default());
    }
    let mut file = ast::File::default();
    let mut section = ast::Section::default();
    let mut at = 0;
    for piece in pieces(text) {
        let span = out.span(piece.range.start, piece.range.end);
        // What is nested belongs to the text around it, which holds its bytes.
        if let What::Fence { info, nested: true, .. } = &piece.what {
            out.nested_fence(text, &piece.range, info);
            continue;
        }
        out.markdown(text, at, piece.range.start);
        at = piece.range.end.max(at);
        match piece.what {
            What::Heading(level, words) => {
                out.node(Kind::Heading, text, &piece.range);
                file.sections.push(std::mem::take(&mut section));
                section.heading = Some(heading(level, &words, span));
            }
            What::Quote(words) => {
                out.node(Kind::Quote, text, &piece.range);
                take_quote(&mut section, words, span);
            }
            What::Cites(words) => {
                out.node(Kind::Cites, text, &piece.range);
                section.cites = Some(Text { text: words, span });
            }
            What::Fence { info, body, .. } => match out.fence(text, &piece.range, &info, &body) {
                Some(fence) => section.fences.push(fence),
                None => out.markdown(text, piece.range.start, piece.range.end),
            },
        }
    }
    out.markdown(text, at, text.len());
    file.sections.push(section);
    file.sections.retain(|section| *section != ast::Section::default());
    out.finish(file)
}

pub(crate) fn parse_given(text: &str) -> Result<ast::Given, Vec<Diagnostic>> {
    alone(text, |parser| parser.given())
}

pub(crate) fn parse_span(text: &str) -> Result<ast::TimeSpan, Vec<Diagnostic>> {
    alone(text, |parser| parser.time_span())
}

pub(crate) fn parse_value(text: &str) -> Result<ast::GivenValue, Vec<Diagnostic>> {
    alone(text, |parser| parser.given_value())
}

/// Reads a text that is one thing and nothing else.
fn alone<T>(text: &str, read: impl FnOnce(&mut Parser<'_>) -> T) -> Result<T, Vec<Diagnostic>> {
    let mut out = Builder::new(SourceId(0));
    let mut parser = Parser::new(&mut out, text, 0);
    parser.join_line();
    let value = read(&mut parser);
    if parser.peek().is_some() {
        parser.error_here("unexpected-words", "nothing more was expected here");
    }
    if out.diagnostics.is_empty() { Ok(value) } else { Err(out.diagnostics) }
}

/// `## id — title`: the dash parts them; without one the whole is a title.
fn heading(level: u8, words: &str, span: Span) -> ast::Heading {
    let (id, title) = match words.split_once(" — ").or_else(|| words.split_once(" - ")) {
        Some((id, title)) if level == 2 => (Some(id.trim()), title.trim()),
        _ if level == 2 => (words.split_whitespace().next(), words),
        _ => (None, words),
    };
    let id = id.map(|id| Name { text: id.to_owned(), span });
    ast::Heading { id, title: title.to_owned(), level, span }
}

fn take_quote(section: &mut ast::Section, words: String, span: Span) {
    match words.strip_prefix("In plain words:") {
        Some(ours) => section.restated = Some(Text { text: ours.trim().to_owned(), span }),
        None => section.quoted.push(Text { text: words, span }),
    }
}

fn raw(kind: Kind) -> rowan::SyntaxKind {
    Language::kind_to_raw(kind)
}

/// The tree under construction, and what went wrong so far.
pub(crate) struct Builder {
    source: SourceId,
    green: GreenNodeBuilder<'static>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Builder {
    fn new(source: SourceId) -> Self {
        let mut green = GreenNodeBuilder::new();
        green.start_node(raw(Kind::File));
        Self { source, green, diagnostics: Vec::new() }
    }

    fn finish(mut self, file: ast::File) -> Parsed {
        self.green.finish_node();
        let tree = SyntaxNode::new_root(self.green.finish());
        Parsed { tree, file, diagnostics: self.diagnostics }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span { source: self.source, start: start as u32, end: end as u32 }
    }

    fn markdown(&mut self, text: &str, start: usize, end: usize) {
        if let Some(prose) = text.get(start..end).filter(|prose| !prose.is_empty()) {
            self.green.token(raw(Kind::Markdown), prose);
        }
    }

    fn node(&mut self, kind: Kind, text: &str, range: &std::ops::Range<usize>) {
        self.green.start_node(raw(kind));
        self.markdown(text, range.start, range.end);
        self.green.finish_node();
    }

    /// A fence of ours that stands inside a list or a quote is not read, and that is said.
    fn nested_fence(&mut self, text: &str, range: &std::ops::Range<usize>, info: &str) {
        if !FENCES.contains(&info) {
            return;
        }
        let first_line = text.get(range.clone()).and_then(|t| t.find('\n')).unwrap_or(0);
        let span = self.span(range.start, range.start + first_line);
        self.diagnostics.push(
            Diagnostic::error(
                "nested-fence",
                span,
                format!("this `{info}` fence stands inside a list or a quote and is not read"),
            )
            .help("move the fence to the margin, under the heading of its clause"),
        );
    }

    /// Reads a fence of ours. One with another word, or none, is prose.
    fn fence(
        &mut self,
        text: &str,
        range: &std::ops::Range<usize>,
        info: &str,
        body: &std::ops::Range<usize>,
    ) -> Option<ast::Fence> {
        if !FENCES.contains(&info) {
            return None;
        }
        let before = self.diagnostics.len();
        self.green.start_node(raw(Kind::Fence));
        self.tick(text, range.start, body.start);
        let words = text.get(body.clone()).unwrap_or_default();
        let mut parser = Parser::new(self, words, body.start);
        let code = match info {
            "accord" => Code::Accord(parser.statements()),
            "reading" => Code::Reading(parser.statements()),
            "profile" => Code::Profile(parser.statements()),
            "scenario" => Code::Scenario(Box::new(parser.scenario())),
            _ => Code::Facts(parser.fact_sets()),
        };
        parser.rest();
        self.tick(text, body.end, range.end);
        self.green.finish_node();
        let sound = self.diagnostics.len() == before;
        Some(ast::Fence { code, body: self.span(body.start, body.end), sound })
    }

    fn tick(&mut self, text: &str, start: usize, end: usize) {
        if let Some(ticks) = text.get(start..end).filter(|ticks| !ticks.is_empty()) {
            self.green.token(raw(Kind::Tick), ticks);
        }
    }
}

/// A reader of one fence's body.
pub(crate) struct Parser<'a> {
    out: &'a mut Builder,
    body: &'a str,
    offset: usize,
    tokens: Vec<Token>,
    at: usize,
    last_end: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn new(out: &'a mut Builder, body: &'a str, offset: usize) -> Self {
        Self { out, body, offset, tokens: tokens(body), at: 0, last_end: 0, depth: 0 }
    }

    /// The next token that is not blank.
    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at..)?.iter().find(|token| token.kind != Kind::Space).copied()
    }

    /// The one after it.
    fn peek_second(&self) -> Option<Token> {
        self.tokens.get(self.at..)?.iter().filter(|token| token.kind != Kind::Space).nth(1).copied()
    }

    fn text(&self, token: Token) -> &'a str {
        self.body.get(token.start..token.end).unwrap_or_default()
    }

    fn peek_text(&self) -> &'a str {
        self.peek().map_or("", |token| self.text(token))
    }

    /// The next token if it stands on the line that is being read.
    fn peek_inline(&self) -> Option<Token> {
        self.peek().filter(|token| !token.opens_line)
    }

    /// Whether the next token on this line is that word or mark.
    fn sees(&self, word: &str) -> bool {
        self.peek_inline()
            .is_some_and(|token| token.kind != Kind::Quoted && self.text(token) == word)
    }

    fn span_of(&self, token: Token) -> Span {
        self.out.span(self.offset + token.start, self.offset + token.end)
    }

    fn span_from(&self, start: usize) -> Span {
        self.out.span(self.offset + start, self.offset + self.last_end.max(start))
    }

    /// Where the next token starts.
    fn here(&self) -> usize {
        self.peek().map_or(self.body.len(), |token| token.start)
    }

    /// Takes the next token, with the blanks before it, into the tree.
    fn bump(&mut self) -> Option<Token> {
        while let Some(token) = self.tokens.get(self.at).copied() {
            self.at += 1;
            let text = self.body.get(token.start..token.end).unwrap_or_default();
            self.out.green.token(raw(token.kind), text);
            if token.kind != Kind::Space {
                self.last_end = token.end;
                return Some(token);
            }
        }
        None
    }

    fn open(&mut self, kind: Kind) {
        // Blanks belong to the node around, so that a node starts at its first word.
        while let Some(token) = self.tokens.get(self.at).filter(|token| token.kind == Kind::Space) {
            let text = self.body.get(token.start..token.end).unwrap_or_default();
            self.out.green.token(raw(Kind::Space), text);
            self.at += 1;
        }
        self.out.green.start_node(raw(kind));
    }

    fn close(&mut self) {
        self.out.green.finish_node();
    }

    /// Everything that is left goes into the tree.
    fn rest(&mut self) {
        while self.bump().is_some() {}
    }

    /// The rest of this line becomes an error node.
    fn skip_line(&mut self) {
        if self.peek_inline().is_none() {
            return;
        }
        self.open(Kind::Error);
        while self.peek_inline().is_some() {
            self.bump();
        }
        self.close();
    }

    /// The rest of this line and every deeper line under it become an error node.
    fn skip_block(&mut self, margin: usize) {
        self.open(Kind::Error);
        while let Some(token) = self.peek() {
            if token.opens_line && token.column <= margin {
                break;
            }
            self.bump();
        }
        self.close();
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.out.diagnostics.push(diagnostic);
    }

    /// The place for a complaint: the next token on this line, or the end of what was read.
    fn place(&self) -> Span {
        match self.peek_inline() {
            Some(token) => self.span_of(token),
            None => {
                let last = self.body.floor_char_boundary(self.last_end.saturating_sub(1));
                self.out.span(self.offset + last, self.offset + self.last_end)
            }
        }
    }

    fn error_here(&mut self, code: &'static str, message: impl Into<String>) {
        let span = self.place();
        self.push(Diagnostic::error(code, span, message));
    }

    fn expect_end_of_line(&mut self) {
        if self.peek_inline().is_none() {
            return;
        }
        let words = self.peek_text().to_owned();
        let span = self.place();
        let help = match words.as_str() {
            "and" | "or" => {
                "write `all of` or `any of` with one condition per line, so that no reader has to guess"
            }
            _ => "one thing a line; put the next one on a line of its own",
        };
        self.push(
            Diagnostic::error("unexpected-words", span, format!("`{words}` was not expected here"))
                .help(help),
        );
        self.skip_line();
    }

    /// Takes a word on this line.
    fn name(&mut self, what: &str) -> Option<Name> {
        match self.peek_inline() {
            Some(token) if token.kind == Kind::Word => {
                let name = Name { text: self.text(token).to_owned(), span: self.span_of(token) };
                self.bump();
                Some(name)
            }
            _ => {
                self.expected(what);
                None
            }
        }
    }

    fn expected(&mut self, what: &str) {
        let found = match self.peek_inline() {
            Some(token) => format!("found `{}`", self.text(token)),
            None => "the line ends here".to_owned(),
        };
        let stray_quote = self
            .peek_inline()
            .is_some_and(|t| t.kind == Kind::Stray && self.text(t).starts_with('"'));
        let span = self.place();
        let mut diagnostic =
            Diagnostic::error("expected-word", span, format!("expected {what}")).label(found);
        if stray_quote {
            diagnostic = diagnostic.help("the quote that opens here is never closed on this line");
        }
        self.push(diagnostic);
    }

    /// Takes a quoted sentence on this line.
    fn words(&mut self, what: &str) -> Option<Text> {
        match self.peek_inline() {
            Some(token) if token.kind == Kind::Quoted => {
                let text = self.text(token).trim_matches('"').to_owned();
                let span = self.span_of(token);
                self.bump();
                Some(Text { text, span })
            }
            _ => {
                self.expected(what);
                None
            }
        }
    }

    fn eat(&mut self, word: &str) -> bool {
        let seen = self.sees(word);
        if seen {
            self.bump();
        }
        seen
    }

    /// Names parted by commas.
    fn names(&mut self) -> Vec<Name> {
        let mut out = Vec::new();
        while let Some(name) = self.name("a name") {
            out.push(name);
            if !self.eat(",") {
                break;
            }
        }
        out
    }

    /// A whole number.
    fn whole(&mut self, what: &str) -> Option<i64> {
        let token = self.peek_inline().filter(|token| token.kind == Kind::Number);
        let value = token.and_then(|token| self.text(token).parse::<i64>().ok());
        if value.is_some() {
            self.bump();
        } else {
            self.expected(what);
        }
        value
    }

    /// A date, with a clock time if one follows.
    fn civil(&mut self) -> Option<ast::Civil> {
        let Some(token) = self.peek_inline().filter(|token| token.kind == Kind::Date) else {
            self.expected("a date such as `2016-02-27`");
            return None;
        };
        let mut parts = self.text(token).split('-');
        let mut part = || parts.next().and_then(|part| part.parse::<i16>().ok()).unwrap_or(0);
        let (year, month, day) = (part(), part(), part());
        self.bump();
        let clock =
            self.peek_inline().filter(|token| token.kind == Kind::Clock).and_then(|token| {
                let (hour, minute) = self.text(token).split_once(':')?;
                Some((hour.parse().ok()?, minute.parse().ok()?))
            });
        if clock.is_some() {
            self.bump();
        }
        let small = |n: i16| u8::try_from(n).unwrap_or(0);
        Some(ast::Civil { year, month: small(month), day: small(day), clock })
    }

    /// A time, or two with `..` between them.
    fn time_span(&mut self) -> ast::TimeSpan {
        let start = self.here();
        let from = self.civil();
        let to = if self.eat("..") { self.civil() } else { None };
        let missing = ast::Civil { year: 0, month: 0, day: 0, clock: None };
        ast::TimeSpan { from: from.unwrap_or(missing), to, span: self.span_from(start) }
    }
}
