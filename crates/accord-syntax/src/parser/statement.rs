//! Statements: a head at the margin, slots further in.

use super::{Body, Diagnostic, Head, Kind, Name, Parser, Slot, Statement};
use crate::ast::{Patch, Pattern, Preposition};

/// What a slot's keyword is followed by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Words,
    Names,
    Formula,
    Term,
    Pattern,
    Official,
    Source,
    /// A sentence or a name.
    Holder,
}

/// Every slot of the language, with the shape of what it holds.
const SLOTS: [(&str, Shape); 32] = [
    ("title", Shape::Words),
    ("made", Shape::Term),
    ("zone", Shape::Names),
    ("in force", Shape::Term),
    ("builds on", Shape::Names),
    ("text", Shape::Official),
    ("source", Shape::Source),
    ("closed", Shape::Names),
    ("means", Shape::Formula),
    ("binds", Shape::Names),
    ("forbids", Shape::Pattern),
    ("breach", Shape::Pattern),
    ("grants", Shape::Pattern),
    ("must", Shape::Words),
    ("met", Shape::Formula),
    ("by", Shape::Term),
    ("from", Shape::Term),
    ("since", Shape::Term),
    ("until", Shape::Term),
    ("where", Shape::Formula),
    ("unless", Shape::Names),
    ("to", Shape::Names),
    ("applies", Shape::Formula),
    ("gates", Shape::Names),
    ("holds", Shape::Formula),
    ("after", Shape::Formula),
    ("effect", Shape::Formula),
    ("held by", Shape::Holder),
    ("cites", Shape::Names),
    ("because", Shape::Words),
    ("that", Shape::Formula),
    ("target", Shape::Names),
];

impl Parser<'_> {
    /// All statements of a fence.
    pub(crate) fn statements(&mut self) -> Vec<Statement> {
        let mut out = Vec::new();
        while self.peek().is_some() {
            if let Some(statement) = self.statement() {
                out.push(statement);
            }
        }
        out
    }

    fn statement(&mut self) -> Option<Statement> {
        let first = self.peek()?;
        let start = first.start;
        if first.column > 0 {
            let span = self.span_of(first);
            self.push(
                Diagnostic::error("stray-indent", span, "this line belongs to no statement")
                    .help("a statement opens at the margin; its slots stand two blanks further in"),
            );
            self.skip_block(0);
            return None;
        }
        self.open(Kind::Statement);
        let statement = self.headed(start);
        self.close();
        statement
    }

    fn headed(&mut self, start: usize) -> Option<Statement> {
        let mut word = self.take_word();
        let patch = match word.as_str() {
            "replace" => Some(Patch::Replace),
            "widen" => Some(Patch::Widen),
            "narrow" => Some(Patch::Narrow),
            _ => None,
        };
        if patch.is_some() {
            word = self.take_word();
        }
        let Some(head) = Head::of(&word) else {
            let span = self.span_from(start);
            let mut diagnostic = Diagnostic::error(
                "unknown-statement",
                span,
                format!("`{word}` does not open a statement"),
            );
            if let Some(near) = nearest(&word, Head::ALL.iter().map(|head| head.word())) {
                diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
            }
            self.push(diagnostic);
            self.skip_block(0);
            return None;
        };
        let Some(name) = self.statement_name(head) else {
            self.skip_block(0);
            return None;
        };
        let mut statement = Statement {
            patch,
            head,
            name,
            of: None,
            params: Vec::new(),
            words: None,
            time: None,
            slots: Vec::new(),
            span: self.span_from(start),
        };
        self.after_name(&mut statement);
        self.expect_end_of_line();
        self.slots(&mut statement);
        statement.span = self.span_from(start);
        Some(statement)
    }

    fn take_word(&mut self) -> String {
        let text = self.peek_text().to_owned();
        self.bump();
        text
    }

    fn statement_name(&mut self, head: Head) -> Option<Name> {
        if head == Head::Harmless {
            let words =
                self.words("the mutant, in quotes, as `ceasefire test --mutants` prints it")?;
            return Some(Name { text: words.text, span: words.span });
        }
        self.name("a name")
    }

    /// What follows the name on the head line.
    fn after_name(&mut self, statement: &mut Statement) {
        match statement.head {
            Head::Amendment => {
                if self.eat("to") {
                    statement.of = self.name("the agreement that is amended");
                } else {
                    self.expected("`to` and the agreement that is amended");
                }
            }
            Head::Reading | Head::Profile => {
                if self.eat("of") {
                    statement.of = self.name("the agreement it belongs to");
                } else {
                    self.expected("`of` and the agreement it belongs to");
                }
            }
            Head::Instant => {
                if self.eat("=") {
                    statement.time = Some(self.term());
                } else {
                    self.expected("`=` and a time");
                }
            }
            Head::Define => statement.params.extend(self.name("a parameter, such as `X`")),
            Head::Fact | Head::Judgement => {
                if self.sees("(") {
                    self.params(statement);
                }
                statement.words = self.words("how the fact is told, in quotes");
            }
            Head::Actor | Head::Kind | Head::Register => {
                statement.words = self.words("what it is, in quotes");
            }
            _ => {}
        }
    }

    fn params(&mut self, statement: &mut Statement) {
        self.bump();
        statement.params = self.names();
        if !self.eat(")") {
            self.expected("`)`");
        }
    }

    fn slots(&mut self, statement: &mut Statement) {
        while let Some(token) = self.peek() {
            if token.column == 0 {
                break;
            }
            let before = self.at;
            self.open(Kind::Slot);
            let slot = if statement.head == Head::Value && !self.sees_keyword("since until cites") {
                self.row(token.column)
            } else {
                self.slot(token.column)
            };
            self.close();
            statement.slots.extend(slot);
            self.expect_end_of_line();
            if self.at == before {
                self.skip_block(0);
            }
        }
    }

    fn sees_keyword(&self, words: &str) -> bool {
        words.split(' ').any(|word| self.peek_text() == word)
    }

    /// Reads a line as if it continued the one before, for the first word of a slot.
    fn row(&mut self, column: usize) -> Option<Slot> {
        let start = self.here();
        self.join_line();
        let term = self.term();
        let keyword = Name { text: String::new(), span: self.span_from(start) };
        if !self.eat("when") {
            self.expected("`when` and a condition");
            self.skip_block(column);
            return None;
        }
        let formula = self.formula(column);
        Some(Slot { keyword, body: Body::Row(term, formula), span: self.span_from(start) })
    }

    fn slot(&mut self, column: usize) -> Option<Slot> {
        let start = self.here();
        self.join_line();
        let Some((keyword, shape)) = self.keyword() else {
            let word = self.peek_text().to_owned();
            let span = self.place();
            let mut diagnostic = Diagnostic::error(
                "unknown-slot",
                span,
                format!("`{word}` is not the name of a slot"),
            );
            if let Some(near) = nearest(&word, SLOTS.iter().map(|slot| slot.0)) {
                diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
            }
            self.push(diagnostic);
            self.skip_block(column);
            return None;
        };
        let body = self.body(&keyword.text, shape, column);
        Some(Slot { keyword, body, span: self.span_from(start) })
    }

    /// The longest keyword that stands here.
    fn keyword(&mut self) -> Option<(Name, Shape)> {
        let start = self.here();
        let first = self.peek().filter(|token| token.kind == Kind::Word)?;
        let first = self.text(first);
        let second = self.peek_second().map_or("", |token| self.text(token));
        let two = format!("{first} {second}");
        let (word, shape) = SLOTS
            .iter()
            .find(|slot| slot.0 == two)
            .or_else(|| SLOTS.iter().find(|slot| slot.0 == first))
            .copied()?;
        self.bump();
        if word == two {
            self.bump();
        }
        Some((Name { text: word.to_owned(), span: self.span_from(start) }, shape))
    }

    fn body(&mut self, keyword: &str, shape: Shape, column: usize) -> Body {
        match shape {
            Shape::Words => self.words("a sentence in quotes").map_or(Body::Missing, Body::Words),
            Shape::Names => {
                let names = self.names();
                if names.is_empty() { Body::Missing } else { Body::Names(names) }
            }
            Shape::Formula => Body::Formula(self.formula(column)),
            Shape::Term => Body::Term(self.term()),
            Shape::Pattern => self.pattern(keyword).map_or(Body::Missing, Body::Pattern),
            Shape::Official => self.official().unwrap_or(Body::Missing),
            Shape::Source => self.source().unwrap_or(Body::Missing),
            Shape::Holder => self.holder(),
        }
    }

    fn pattern(&mut self, keyword: &str) -> Option<Pattern> {
        let start = self.here();
        let kind = self.name(match keyword {
            "grants" => "the kind of act that is allowed",
            _ => "the kind of act that is forbidden",
        })?;
        let class = if self.eat("on") {
            Some((Preposition::On, self.name("the class of those it is done to")?))
        } else if self.eat("of") {
            Some((Preposition::Of, self.name("the class of weapons, or of those seen")?))
        } else {
            None
        };
        Some(Pattern { kind, class, span: self.span_from(start) })
    }

    fn official(&mut self) -> Option<Body> {
        let language = self.name("a language, such as `en`")?;
        let status = self.name("`authentic` or `translation`")?;
        let path = self.words("the file, in quotes")?;
        Some(Body::Official(language, status, path))
    }

    fn source(&mut self) -> Option<Body> {
        let kind = match self.peek_inline() {
            Some(token) if token.kind == Kind::Word => self.name("a kind of source"),
            _ => None,
        };
        if let Some(token) = self.peek_inline().filter(|token| token.kind == Kind::Number) {
            let text =
                crate::ast::Text { text: self.text(token).to_owned(), span: self.span_of(token) };
            self.bump();
            return Some(Body::Source(kind, text));
        }
        Some(Body::Source(kind, self.words("the source, in quotes")?))
    }

    fn holder(&mut self) -> Body {
        match self.peek_inline() {
            Some(token) if token.kind == Kind::Quoted => {
                self.words("who").map_or(Body::Missing, Body::Words)
            }
            _ => {
                let names = self.names();
                if names.is_empty() { Body::Missing } else { Body::Names(names) }
            }
        }
    }

    /// Lets the first word of a line be read like any other word.
    pub(super) fn join_line(&mut self) {
        let at = self.at;
        if let Some(token) = self.tokens.iter_mut().skip(at).find(|token| token.kind != Kind::Space)
        {
            token.opens_line = false;
        }
    }
}

/// The nearest of some words, for "did you mean".
pub(crate) fn nearest<'w>(word: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    words
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.len().max(3) / 3)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Edits between two short words, transpositions counted as one (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(64).collect();
    let b: Vec<char> = b.chars().take(64).collect();
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let swap = (i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x))
                .then(|| before.get(j - 1).map_or(usize::MAX, |d| d + 1));
            let change = last.get(j).map_or(0, |d| d + usize::from(x != y));
            let drop = last.get(j + 1).map_or(0, |d| d + 1);
            let add = row.get(j).map_or(0, |d| d + 1);
            row.push(change.min(drop).min(add).min(swap.unwrap_or(usize::MAX)));
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}
