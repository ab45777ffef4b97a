//! Scenarios and sets of facts.

use super::{Diagnostic, Kind, Name, Parser, Term};
use crate::ast::{
    Act, Candidate, Expect, ExpectOutcome, Expected, FactSet, Given, GivenSays, GivenValue, Names,
    Scenario, Settles,
};

const LINES: [&str; 9] =
    ["name", "act", "as", "known", "profile", "given", "expect", "settles", "by"];

impl Parser<'_> {
    /// The one scenario of a fence.
    pub(crate) fn scenario(&mut self) -> Scenario {
        let start = self.here();
        let mut scenario = Scenario::default();
        self.open(Kind::Scenario);
        while let Some(token) = self.peek() {
            let before = self.at;
            self.open(Kind::Line);
            self.join_line();
            let word = self.text(token).to_owned();
            self.scenario_line(&word, &mut scenario);
            self.expect_end_of_line();
            self.close();
            if self.at == before {
                self.skip_block(0);
            }
        }
        self.close();
        scenario.span = self.span_from(start);
        scenario
    }

    fn scenario_line(&mut self, word: &str, scenario: &mut Scenario) {
        let start = self.here();
        match word {
            "name" => {
                self.bump();
                scenario.name = Some(self.to_end_of_line());
            }
            "act" => {
                self.bump();
                scenario.act = self.act();
            }
            "as" => {
                self.bump();
                self.must_eat("of");
                scenario.as_of = Some(self.term());
            }
            "known" => {
                self.bump();
                self.must_eat("on");
                scenario.known_on = Some(self.term());
            }
            "profile" => {
                self.bump();
                scenario.profile = self.name("the name of a profile");
            }
            "given" => {
                self.bump();
                if self.peek_inline().is_some() {
                    scenario.base = self.name("the name of a set of facts");
                    self.expect_end_of_line();
                }
                self.givens(&mut scenario.givens);
            }
            "expect" => {
                self.bump();
                let expect = self.expect(start);
                scenario.expects.push(expect);
            }
            "settles" => {
                self.bump();
                scenario.settles.extend(self.settles(start));
            }
            _ => {
                let span = self.place();
                let mut diagnostic = Diagnostic::error(
                    "unknown-scenario-line",
                    span,
                    format!("`{word}` is not a line of a scenario"),
                );
                if let Some(near) = super::statement::nearest(word, LINES.into_iter()) {
                    diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
                }
                self.push(diagnostic);
                self.skip_block(0);
            }
        }
    }

    fn must_eat(&mut self, word: &str) {
        if !self.eat(word) {
            self.expected(&format!("`{word}`"));
        }
    }

    /// The rest of a line, verbatim: a scenario's name needs no quotes.
    fn to_end_of_line(&mut self) -> crate::ast::Text {
        let start = self.here();
        while self.peek_inline().is_some() {
            self.bump();
        }
        let span = self.span_from(start);
        let text = self.body.get(start..self.last_end.max(start)).unwrap_or_default();
        crate::ast::Text { text: text.to_owned(), span }
    }

    fn act(&mut self) -> Option<Act> {
        let kind = self.name("the kind of act")?;
        self.expect_end_of_line();
        let mut act =
            Act { kind, by: Vec::new(), on: Vec::new(), at: None, place: None, weapon: None };
        while let Some(token) = self.peek().filter(|token| token.column > 0) {
            self.join_line();
            let word = self.text(token).to_owned();
            match word.as_str() {
                "by" | "on" => {
                    self.bump();
                    let candidates = self.candidates();
                    if word == "by" { act.by = candidates } else { act.on = candidates }
                }
                "at" => {
                    self.bump();
                    act.at = Some(self.time_span());
                }
                "place" => {
                    self.bump();
                    act.place = self.name("the name of a place");
                }
                "weapon" => {
                    self.bump();
                    act.weapon = self.name("the name of a weapon");
                }
                _ => {
                    let span = self.place();
                    self.push(
                        Diagnostic::error(
                            "unknown-part",
                            span,
                            format!("`{word}` is not a part of an act"),
                        )
                        .help("an act has `by`, `on`, `at`, `place` and `weapon`"),
                    );
                    self.skip_line();
                }
            }
            self.expect_end_of_line();
        }
        Some(act)
    }

    fn candidates(&mut self) -> Vec<Candidate> {
        let mut out = Vec::new();
        while let Some(name) = self.name("the name of an actor") {
            let mass = match self.peek_inline() {
                Some(token) if token.kind == Kind::Number => self.mass(),
                _ => None,
            };
            out.push(Candidate { name, mass });
            if !self.eat("|") {
                break;
            }
        }
        out
    }

    fn mass(&mut self) -> Option<u32> {
        let span = self.place();
        let millionths = self.decimal(6, "a mass between 0 and 1")?;
        match u32::try_from(millionths) {
            Ok(millionths) if millionths <= 1_000_000 => Some(millionths),
            _ => {
                self.push(
                    Diagnostic::error("mass-above-one", span, "a mass of belief is at most 1")
                        .help("masses of the candidates add up to at most 1; what is left over is ignorance"),
                );
                None
            }
        }
    }

    /// Named sets of facts.
    pub(crate) fn fact_sets(&mut self) -> Vec<FactSet> {
        let mut out = Vec::new();
        while let Some(token) = self.peek() {
            let before = self.at;
            self.open(Kind::Facts);
            self.join_line();
            if token.column > 0 {
                self.error_here("stray-indent", "this fact belongs to no set");
                self.skip_block(0);
            } else if let Some(name) = self.name("the name of a set of facts") {
                self.expect_end_of_line();
                let mut set = FactSet { name, givens: Vec::new() };
                self.givens(&mut set.givens);
                out.push(set);
            }
            self.close();
            if self.at == before {
                self.skip_block(0);
            }
        }
        out
    }

    fn givens(&mut self, out: &mut Vec<Given>) {
        while self.peek().is_some_and(|token| token.column > 0) {
            let before = self.at;
            self.join_line();
            let given = self.given();
            out.push(given);
            self.expect_end_of_line();
            if self.at == before {
                self.skip_block(0);
            }
        }
    }

    /// One given fact.
    pub(crate) fn given(&mut self) -> Given {
        let start = self.here();
        self.open(Kind::Given);
        self.join_line();
        let truth = if self.eat("not") {
            Some(false)
        } else if self.eat("unknown") {
            None
        } else {
            Some(true)
        };
        let says = self.given_says();
        let mut given = Given {
            says,
            truth,
            from: None,
            until: None,
            recorded: None,
            span: self.span_from(start),
        };
        loop {
            if self.eat("from") {
                given.from = self.civil();
            } else if self.eat("until") {
                given.until = self.civil();
            } else if self.eat("recorded") {
                given.recorded = self.civil();
            } else {
                break;
            }
        }
        self.close();
        given.span = self.span_from(start);
        given
    }

    fn given_says(&mut self) -> GivenSays {
        let second_is_word =
            self.peek_second().is_some_and(|t| t.kind == Kind::Word && !t.opens_line);
        if self.sees("list") && second_is_word {
            self.bump();
            let register = self.name("the name of a register");
            let name = self.name("the name on it");
            return match (register, name) {
                (Some(register), Some(name)) => GivenSays::Listed(register, name),
                _ => GivenSays::Error,
            };
        }
        if self.sees("used") && second_is_word {
            self.bump();
            return self.used();
        }
        let term = self.term();
        let (name, args) = match term {
            Term { names: Names::Name(text), span } => (Name { text, span }, Vec::new()),
            Term { names: Names::Call(name, args), .. } => (name, args),
            Term { names: Names::Error, .. } => {
                self.skip_line();
                return GivenSays::Error;
            }
            Term { span, .. } => {
                self.push(
                    Diagnostic::error("not-a-fact", span, "this is not a fact")
                        .help("a given line is a fact with its arguments, `list register name`, or `used power(name) = time`"),
                );
                self.skip_line();
                return GivenSays::Error;
            }
        };
        if self.eat("=") {
            return GivenSays::Value(name, args, self.given_value());
        }
        GivenSays::Fact(name, args)
    }

    fn used(&mut self) -> GivenSays {
        let Some(power) = self.name("the name of a power") else { return GivenSays::Error };
        let args = if self.sees("(") { self.arguments() } else { Vec::new() };
        if !self.eat("=") {
            self.expected("`=` and the time at which it was used");
            self.skip_line();
            return GivenSays::Error;
        }
        GivenSays::Used(power, args, self.time_span())
    }

    /// The value of a fact.
    pub(crate) fn given_value(&mut self) -> GivenValue {
        self.join_line();
        match self.peek_inline().map(|token| token.kind) {
            Some(Kind::Date) => GivenValue::Time(self.time_span()),
            Some(Kind::Number) => self.range(),
            _ if self.eat("never") => GivenValue::Never,
            _ => match self.name("a time, a number with its unit, `never` or a name") {
                Some(name) => GivenValue::Name(name),
                None => GivenValue::Never,
            },
        }
    }

    fn range(&mut self) -> GivenValue {
        let span = self.place();
        let from = self.decimal(3, "a number").unwrap_or(0);
        let to = if self.eat("..") { self.decimal(3, "a number").unwrap_or(from) } else { from };
        let unit = match self.peek_inline() {
            Some(token)
                if token.kind == Kind::Word
                    && !["from", "until", "recorded"].contains(&self.text(token)) =>
            {
                self.take_unit()
            }
            _ => String::new(),
        };
        if to < from {
            self.push(
                Diagnostic::error("range-backwards", span, "this range ends before it begins")
                    .help("write the smaller number first"),
            );
        }
        GivenValue::Range(from.min(to), from.max(to), unit)
    }

    fn take_unit(&mut self) -> String {
        let unit = self.peek_text().to_owned();
        self.bump();
        unit
    }

    fn expect(&mut self, start: usize) -> Expect {
        let reading = if self.eat("under") { self.name("the name of a reading") } else { None };
        let outcome = self.outcome();
        let because = if self.eat("because") { self.name("a ground") } else { None };
        Expect { reading, outcome, because, span: self.span_from(start) }
    }

    fn outcome(&mut self) -> ExpectOutcome {
        let word = self.peek_text().to_owned();
        match word.as_str() {
            "violation" => {
                self.bump();
                self.rule_outcome(Expected::Violation, true)
            }
            "no" => {
                self.bump();
                self.must_eat("violation");
                self.rule_outcome(Expected::NoViolation, true)
            }
            "conflict" => {
                self.bump();
                self.rule_outcome(Expected::Conflict, true)
            }
            "granted" => {
                self.bump();
                self.name("the name of a permission")
                    .map_or(ExpectOutcome::Error, ExpectOutcome::Granted)
            }
            "pending" | "met" | "breached" => self.state(),
            "undetermined" => {
                let by_follows = self.third_is("by");
                if by_follows {
                    self.bump();
                    self.rule_outcome(Expected::Undetermined, false)
                } else {
                    self.state()
                }
            }
            _ => self.interval(),
        }
    }

    fn third_is(&self, word: &str) -> bool {
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        rest.iter()
            .filter(|token| token.kind != Kind::Space)
            .nth(2)
            .is_some_and(|token| !token.opens_line && self.text(*token) == word)
    }

    fn rule_outcome(&mut self, expected: Expected, of: bool) -> ExpectOutcome {
        if of {
            self.must_eat("of");
        }
        let rule = self.name("the name of a rule");
        self.must_eat("by");
        let by = self.name("the author");
        match (rule, by) {
            (Some(rule), Some(by)) => ExpectOutcome::Rule(expected, rule, by),
            _ => {
                self.skip_line();
                ExpectOutcome::Error
            }
        }
    }

    fn state(&mut self) -> ExpectOutcome {
        let state = self.name("a state");
        match (state, self.name("the name of an obligation")) {
            (Some(state), Some(name)) => ExpectOutcome::State(state, name),
            _ => ExpectOutcome::Error,
        }
    }

    fn interval(&mut self) -> ExpectOutcome {
        let read = self.name("an outcome or the name of a rule").and_then(|rule| {
            self.must_eat("by");
            let by = self.name("an author or `anyone`")?;
            self.must_eat("between");
            let sure = self.mass()?;
            self.must_eat("and");
            Some(ExpectOutcome::Between(rule, by, sure, self.mass()?))
        });
        read.unwrap_or_else(|| {
            self.skip_line();
            ExpectOutcome::Error
        })
    }

    fn settles(&mut self, start: usize) -> Option<Settles> {
        let answers = self.formula(0);
        if !self.eat("gives") {
            self.expected("`gives violation` or `gives no violation`");
            self.skip_line();
            return None;
        }
        let violation = !self.eat("no");
        self.must_eat("violation");
        Some(Settles { answers, violation, span: self.span_from(start) })
    }
}
