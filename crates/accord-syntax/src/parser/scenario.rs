//! Scenarios and sets of facts.

use super::{Diagnostic, Kind, Name, Parser, Term};
use crate::ast::{
    Act, Candidate, Expect, ExpectOutcome, Expected, FactSet, Given, GivenSays, GivenValue, Names,
    Scenario, Settles,
};
use crate::words::{did_you_mean, near, part_meant};

/// The lines of a scenario, each as it usually looks.
const LINES: [(&str, &str); 8] = [
    ("name", "name a strike on the second day"),
    ("act", "act attack"),
    ("as", "as of 2020-02-01"),
    ("known", "known on 2020-02-01"),
    ("profile", "profile working"),
    ("given", "given base"),
    ("expect", "expect violation of truce by army"),
    ("settles", "settles immediate-threat(it) gives no violation"),
];

/// The parts of an act, each as it usually looks.
const PARTS: [(&str, &str); 5] = [
    ("by", "by army 0.7 | militia-q 0.3"),
    ("on", "on militia-q"),
    ("at", "at 2020-02-01 12:00"),
    ("place", "place hill-7"),
    ("weapon", "weapon howitzer-1"),
];

/// The words that open an expectation.
const OUTCOMES: [&str; 8] =
    ["violation", "no", "undetermined", "conflict", "granted", "pending", "met", "breached"];

/// What a set of facts usually holds.
const GIVEN: &str = "controls(army, hill-7) from 2020-02-01";

fn example(of: &[(&'static str, &'static str)], word: &str) -> &'static str {
    of.iter().find(|line| line.0 == word).map_or("", |line| line.1)
}

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
        self.example = example(&LINES, word);
        match word {
            "name" => {
                self.bump();
                scenario.name = Some(self.rest_of_line());
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
                let stray = self.stray();
                let near = near(word, LINES.map(|line| line.0)).filter(|_| stray.is_none());
                let diagnostic = stray.unwrap_or_else(|| self.unknown_line(word));
                self.push(diagnostic);
                match near {
                    Some(near) => self.scenario_line(near, scenario),
                    None => self.skip_block(0),
                }
            }
        }
    }

    fn unknown_line(&self, word: &str) -> Diagnostic {
        let lines = LINES.map(|line| line.0);
        let help = did_you_mean(word, lines).unwrap_or_else(|| {
            "its lines open with `name`, `act`, `as of`, `known on`, `profile`, `given`, `expect` or \
             `settles`"
                .to_owned()
        });
        let message = format!("`{word}` is not a line of a scenario");
        Diagnostic::error("unknown-scenario-line", self.place(), message).help(help)
    }

    fn must_eat(&mut self, word: &str) {
        if !self.eat(word) {
            self.expected(&format!("`{word}`"));
        }
    }

    /// The rest of a line, verbatim: a scenario's name needs no quotes.
    fn rest_of_line(&mut self) -> crate::ast::Text {
        let start = self.here();
        while self.peek_inline().is_some() {
            self.bump();
        }
        let span = self.span_from(start);
        let text = self.body.get(start..self.last_end.max(start)).unwrap_or_default();
        crate::ast::Text { text: text.to_owned(), span }
    }

    fn act(&mut self) -> Option<Act> {
        let kind = self.name("the kind of act");
        self.expect_end_of_line();
        let missing = Name { text: String::new(), span: self.place() };
        let known = kind.is_some();
        let kind = kind.unwrap_or(missing);
        let mut act =
            Act { kind, by: Vec::new(), on: Vec::new(), at: None, place: None, weapon: None };
        while let Some(token) = self.peek().filter(|token| token.column > 0) {
            self.join_line();
            let word = self.text(token).to_owned();
            self.example = example(&PARTS, &word);
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
                    let message = format!("`{word}` is not a part of an act");
                    let unknown = Diagnostic::error("unknown-part", self.place(), message)
                        .help(part_meant(&word, ""));
                    let diagnostic = self.stray().unwrap_or(unknown);
                    self.push(diagnostic);
                    self.skip_line();
                }
            }
            self.expect_end_of_line();
        }
        known.then_some(act)
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
                let percent = millionths / 1_000_000;
                let help = if millionths % 1_000_000 == 0 && (2..100).contains(&percent) {
                    format!("for {percent} in a hundred write `0.{percent:02}`")
                } else {
                    "the masses of all candidates together are at most 1; the rest is ignorance"
                        .to_owned()
                };
                let message = "a mass of belief is at most 1";
                self.push(Diagnostic::error("mass-above-one", span, message).help(help));
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
                let span = self.place();
                self.push(
                    Diagnostic::error("stray-indent", span, "this fact belongs to no set")
                        .help("put the name of a set at the margin above it, such as `base`"),
                );
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
        self.example = GIVEN;
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
        let start = self.here();
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
            let range = self.span_from(start);
            self.push(
                Diagnostic::error("range-backwards", range, "this range ends before it begins")
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
            _ if self.second_is("by") => self.interval(),
            _ => self.unknown_outcome(&word),
        }
    }

    fn second_is(&self, word: &str) -> bool {
        self.peek_second().is_some_and(|token| !token.opens_line && self.text(token) == word)
    }

    fn unknown_outcome(&mut self, word: &str) -> ExpectOutcome {
        if self.peek_inline().is_none() || self.stray().is_some() {
            self.expected("an outcome or the name of a rule");
        } else {
            let help = did_you_mean(word, OUTCOMES).unwrap_or_else(|| {
                "an expectation opens with `violation of`, `no violation of`, `undetermined`, \
                 `conflict of`, `granted`, `pending`, `met` or `breached`, or with a rule and `by`"
                    .to_owned()
            });
            let message = format!("`{word}` is not an outcome");
            self.push(Diagnostic::error("unknown-outcome", self.place(), message).help(help));
        }
        self.skip_line();
        ExpectOutcome::Error
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
        if let (Some(rule), Some(by)) = (rule, by) {
            return ExpectOutcome::Rule(expected, rule, by);
        }
        self.skip_line();
        ExpectOutcome::Error
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
