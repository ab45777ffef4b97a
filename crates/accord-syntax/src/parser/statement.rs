//! Statements: a head at the margin, slots further in.

use super::{Body, Diagnostic, Head, Kind, Name, Parser, Slot, Statement};
use crate::ast::{Patch, Pattern, Preposition};
use crate::words::near;

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

/// Every slot of the language, with the shape of what it holds and what it usually looks like.
const SLOTS: [(&str, Shape, &str); 32] = [
    ("title", Shape::Words, "title \"Cease-fire in the Valley\""),
    ("made", Shape::Term, "made 2020-01-10"),
    ("zone", Shape::Names, "zone Asia/Damascus"),
    ("in force", Shape::Term, "in force 2020-01-15 00:00"),
    ("builds on", Shape::Names, "builds on valley.2020"),
    ("text", Shape::Official, "text en authentic \"text/valley-2020.en.md\""),
    ("source", Shape::Source, "source un \"S/RES/2268 (2016), annex\""),
    ("closed", Shape::Names, "closed yes"),
    ("means", Shape::Formula, "means X = army or X on list un.sanctions"),
    ("binds", Shape::Names, "binds party"),
    ("forbids", Shape::Pattern, "forbids attack on party"),
    ("breach", Shape::Pattern, "breach access-denial on observer-mission"),
    ("grants", Shape::Pattern, "grants attack on listed-group"),
    ("must", Shape::Words, "must \"let the observers through\""),
    ("met", Shape::Formula, "met withdrawal-complete <= 2020-03-01 00:00"),
    ("by", Shape::Term, "by 2020-03-01 00:00"),
    ("from", Shape::Term, "from 2020-01-15 00:00"),
    ("since", Shape::Term, "since 2020-01-15 00:00"),
    ("until", Shape::Term, "until 2020-04-15 00:00"),
    ("where", Shape::Formula, "where controls(it.by, it.place)"),
    ("unless", Shape::Names, "unless self-defence"),
    ("to", Shape::Names, "to truce"),
    ("applies", Shape::Formula, "applies immediate-threat(it)"),
    ("gates", Shape::Names, "gates truce"),
    ("holds", Shape::Formula, "holds army is accepted"),
    ("after", Shape::Formula, "after persistent(X)"),
    ("effect", Shape::Formula, "effect excluded(X)"),
    ("held by", Shape::Holder, "held by \"the guarantors\""),
    ("cites", Shape::Names, "cites annex.2"),
    ("because", Shape::Words, "because \"it makes no demand on anybody\""),
    ("that", Shape::Formula, "that not immediate-threat(it)"),
    ("target", Shape::Names, "target controls"),
];

/// What the line of a slot usually looks like; `None` where there is no slot of that name.
pub fn slot_example(keyword: &str) -> Option<&'static str> {
    SLOTS.iter().find(|slot| slot.0 == keyword).map(|slot| slot.2)
}

/// What the first line of a statement usually looks like.
fn head_example(head: Head) -> &'static str {
    match head {
        Head::Agreement => "agreement valley.2020",
        Head::Amendment => "amendment annex-2021 to valley.2020",
        Head::Actor => "actor army \"the army\"",
        Head::Kind => "kind attack \"attack\"",
        Head::Register => "register un.sanctions \"the UN sanctions list\"",
        Head::Fact => "fact controls(X, place) \"{X} controls {place}\"",
        Head::Judgement => "judgement proportionate(it) \"the force was no greater than required\"",
        Head::Instant => "instant effect = 2020-01-15 00:00",
        Head::Value => "value zone-width",
        Head::Define => "define party X",
        Head::Prohibition => "prohibition truce",
        Head::Obligation => "obligation access",
        Head::Permission => "permission patrols",
        Head::Exception => "exception self-defence",
        Head::Condition => "condition reciprocity",
        Head::Power => "power exclusion",
        Head::See => "see truce",
        Head::Uncoded => "uncoded meetings",
        Head::Harmless => "harmless \"drop X = army in party\"",
        Head::Reading => "reading strict of valley.2020",
        Head::Profile => "profile working of valley.2020",
        Head::Assume => "assume no-self-defence",
    }
}

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
        if let Some(diagnostic) = self.stray_opening() {
            self.push(diagnostic);
            self.skip_block(0);
            return None;
        }
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
        let Some(head) = Head::of(&word).or_else(|| self.meant_head(&word, start)) else {
            self.skip_block(0);
            return None;
        };
        self.example = head_example(head);
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

    /// The statement that a misspelt word was meant to open, so that the rest of it is still read.
    fn meant_head(&mut self, word: &str, start: usize) -> Option<Head> {
        let near = near(word, Head::ALL.iter().map(|head| head.word()));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "a fence holds code: `define …`, `prohibition …`, `exception …`; words for people \
                     stand outside it"
                    .to_owned()
            }
        };
        let message = format!("`{word}` does not open a statement");
        let span = self.span_from(start);
        self.push(Diagnostic::error("unknown-statement", span, message).help(help));
        near.and_then(Head::of)
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
        self.example = "50 km when model(it.weapon) = howitzer";
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
        let Some((keyword, shape)) = self.keyword().or_else(|| self.meant_keyword()) else {
            self.skip_block(column);
            return None;
        };
        self.example = slot_example(&keyword.text).unwrap_or_default();
        let body = self.body(&keyword.text, shape, column);
        Some(Slot { keyword, body, span: self.span_from(start) })
    }

    /// The slot that a misspelt word was meant to open, so that the rest of it is still read.
    fn meant_keyword(&mut self) -> Option<(Name, Shape)> {
        if let Some(diagnostic) = self.stray() {
            self.push(diagnostic);
            return None;
        }
        let word = self.peek_text();
        let near = near(word, SLOTS.iter().map(|slot| slot.0));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "a line under a statement opens with a word of the language, such as `binds`, \
                     `where` or `unless`"
                .to_owned(),
        };
        let message = format!("`{word}` is not the name of a slot");
        self.push(Diagnostic::error("unknown-slot", self.place(), message).help(help));
        let slot = SLOTS.iter().find(|slot| Some(slot.0) == near && !slot.0.contains(' '))?;
        let start = self.here();
        self.bump();
        Some((Name { text: slot.0.to_owned(), span: self.span_from(start) }, slot.1))
    }

    /// The longest keyword that stands here.
    fn keyword(&mut self) -> Option<(Name, Shape)> {
        let start = self.here();
        let first = self.peek().filter(|token| token.kind == Kind::Word)?;
        let first = self.text(first);
        let second = self.peek_second().map_or("", |token| self.text(token));
        let two = format!("{first} {second}");
        let (word, shape, _) = SLOTS
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
