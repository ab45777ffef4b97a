//! Conditions and terms.

use super::{Diagnostic, Formula, Kind, MAX_DEPTH, Name, Parser, Says, Term};
use crate::Span;
use crate::ast::{Names, Op, Quantity};

impl Parser<'_> {
    /// A condition. Its list members stand further in than `margin`.
    pub(crate) fn formula(&mut self, margin: usize) -> Formula {
        let start = self.here();
        if self.depth >= MAX_DEPTH {
            return self.too_deep(margin);
        }
        self.depth += 1;
        self.open(Kind::Formula);
        let says = match self.list_word() {
            Some(word) => self.list(word, margin),
            None => self.line(margin),
        };
        self.close();
        self.depth -= 1;
        Formula { says, span: self.span_from(start) }
    }

    fn too_deep(&mut self, margin: usize) -> Formula {
        let span = self.place();
        self.push(
            Diagnostic::error("nested-too-deep", span, "conditions are nested more than 64 deep")
                .help("give the inner part a name with `define`"),
        );
        self.skip_block(margin);
        Formula { says: Says::Error, span }
    }

    fn list_word(&self) -> Option<&'static str> {
        let second = self.peek_second().filter(|token| !token.opens_line)?;
        if self.text(second) != "of" {
            return None;
        }
        ["all", "any", "none"].into_iter().find(|word| self.sees(word))
    }

    fn list(&mut self, word: &str, margin: usize) -> Says {
        let start = self.here();
        self.bump();
        self.bump();
        let list = self.span_from(start);
        self.no_members_on_the_line(word);
        let mut members = Vec::new();
        let mut column = None;
        while let Some(dash) = self.peek() {
            let in_list = dash.opens_line && dash.column > margin && self.text(dash) == "-";
            if !in_list || column.is_some_and(|column| column != dash.column) {
                break;
            }
            column = Some(dash.column);
            self.bump();
            members.push(self.formula(dash.column));
            self.expect_end_of_line();
        }
        if members.is_empty() && !self.is_in_trouble() {
            self.no_members(word, list, margin);
        }
        match word {
            "all" => Says::All(members, true),
            "any" => Says::Any(members, true),
            _ => Says::None(members),
        }
    }

    fn no_members_on_the_line(&mut self, word: &str) {
        let Some(token) = self.peek_inline() else { return };
        let message = format!("nothing stands on the line after `{word} of`");
        self.push(
            Diagnostic::error("unexpected-words", self.span_of(token), message)
                .help("put each condition on a line of its own, further in, after `- `"),
        );
        self.skip_line();
    }

    /// Members that stand no further in than their list are read over: one mistake, one complaint.
    fn no_members(&mut self, word: &str, list: Span, margin: usize) {
        if self.peek().is_some_and(|token| token.column > margin && token.kind == Kind::Stray)
            && let Some(diagnostic) = self.stray_opening()
        {
            self.push(diagnostic);
            self.skip_block(margin);
            return;
        }
        let message = format!("`{word} of` has no members");
        let mut diagnostic = Diagnostic::error("empty-list", list, message)
            .help("put each condition on a line of its own, further in, after `- `");
        let dash = self.peek().filter(|token| token.opens_line && self.text(*token) == "-");
        if let Some(dash) = dash {
            diagnostic = diagnostic.other(self.span_of(dash), "this does not stand further in");
        }
        self.push(diagnostic);
        while self.peek().is_some_and(|token| token.opens_line && self.text(token) == "-") {
            self.join_line();
            self.skip_line();
        }
    }

    fn line(&mut self, margin: usize) -> Says {
        let first = self.atom(margin);
        let joined = self.place();
        let word = if self.sees("and") {
            "and"
        } else if self.sees("or") {
            "or"
        } else {
            return first.says;
        };
        let mut members = vec![first];
        while self.eat(word) {
            members.push(self.atom(margin));
        }
        if self.sees("and") || self.sees("or") {
            let span = self.place();
            self.push(
                Diagnostic::error("mixed-and-or", span, "`and` and `or` stand on one line")
                    .label(format!("does this join all that stands before it, or only the last of it, joined by `{word}`?"))
                    .other(joined, format!("`{word}` stands here"))
                    .help("write `all of` or `any of` with one condition per line, so that no reader has to guess"),
            );
            self.skip_line();
        }
        if word == "and" { Says::All(members, false) } else { Says::Any(members, false) }
    }

    fn atom(&mut self, margin: usize) -> Formula {
        let start = self.here();
        if self.sees("not") {
            if self.depth >= MAX_DEPTH {
                return self.too_deep(margin);
            }
            self.depth += 1;
            self.bump();
            let inner = self.atom(margin);
            self.depth -= 1;
            return Formula { says: Says::Not(Box::new(inner)), span: self.span_from(start) };
        }
        self.open(Kind::Formula);
        let says = self.bare_atom();
        self.close();
        Formula { says, span: self.span_from(start) }
    }

    fn bare_atom(&mut self) -> Says {
        if self.sees("(") {
            let span = self.place();
            self.push(
                Diagnostic::error("brackets", span, "brackets cannot group conditions")
                    .help("write `all of` or `any of` with one condition per line, or name the inner part with `define`"),
            );
            self.skip_line();
            return Says::Error;
        }
        let term = self.term();
        if matches!(term.names, Names::Error) {
            self.skip_line();
            return Says::Error;
        }
        if self.eat("is") {
            self.example = "it.by is party";
            let negated = self.eat("not");
            return match self.name("the name of a class") {
                Some(class) => Says::Is(term, negated, class),
                None => self.broken(),
            };
        }
        if self.eat("on") {
            self.example = "it.by on list un.sanctions";
            if !self.eat("list") {
                self.expected("`list` and the name of a register");
                return self.broken();
            }
            return match self.name("the name of a register") {
                Some(register) => Says::OnList(term, register),
                None => self.broken(),
            };
        }
        if let Some(op) = self.op() {
            self.example = "distance(it, front) < 15 km";
            let right = self.term();
            if matches!(right.names, Names::Error) {
                return self.broken();
            }
            return Says::Compare(term, op, right);
        }
        if let Some(diagnostic) = self.stray() {
            self.push(diagnostic);
            return self.broken();
        }
        self.call_of(term)
    }

    fn broken(&mut self) -> Says {
        self.skip_line();
        Says::Error
    }

    /// A term alone is a fact or a condition by name; a number or a time alone is neither.
    fn call_of(&mut self, term: Term) -> Says {
        match term.names {
            Names::Name(text) => Says::Call(Name { text, span: term.span }, Vec::new()),
            Names::Call(name, args) => Says::Call(name, args),
            Names::Error => Says::Error,
            _ => {
                let message = format!("`{}` alone is not a condition", self.slice(term.span));
                self.push(Diagnostic::error("not-a-condition", term.span, message).help(
                    "compare it (`=`, `<`, `<=`, `>`, `>=`), or say what it is (`is`, `on list`)",
                ));
                Says::Error
            }
        }
    }

    fn op(&mut self) -> Option<Op> {
        let ops = [Op::AtLeast, Op::AtMost, Op::Equal, Op::Less, Op::More];
        ops.into_iter().find(|op| self.eat(op.mark()))
    }

    /// A term, with `+ n days` or `/ n` after it.
    pub(crate) fn term(&mut self) -> Term {
        let start = self.here();
        self.open(Kind::Term);
        let mut names = self.primary();
        loop {
            let inner = |names: Names, span: Span| Box::new(Term { names, span });
            if self.eat("+") {
                let inside = inner(names, self.span_from(start));
                let days = self.whole("a whole number of days");
                if !(self.eat("days") || self.eat("day")) {
                    self.expected("`days`");
                }
                names = days.map_or(Names::Error, |days| Names::PlusDays(inside, days));
            } else if self.eat("/") {
                let inside = inner(names, self.span_from(start));
                let by = self.place();
                names = match self.whole("a whole number to divide by") {
                    Some(0) => {
                        self.push(
                            Diagnostic::error("divided-by-zero", by, "a number cannot be divided by zero")
                                .help("write the share that the clause names, such as `zone-width / 2` for half"),
                        );
                        Names::Error
                    }
                    Some(by) => Names::Divide(inside, by),
                    None => Names::Error,
                };
            } else {
                break;
            }
            if matches!(names, Names::Error) {
                break;
            }
        }
        self.close();
        Term { names, span: self.span_from(start) }
    }

    fn primary(&mut self) -> Names {
        let Some(token) = self.peek_inline() else {
            self.expected("a name, a number or a time");
            return Names::Error;
        };
        match token.kind {
            Kind::Number => self.quantity().map_or(Names::Error, Names::Quantity),
            Kind::Date => self.civil().map_or(Names::Error, Names::Time),
            Kind::Word => {
                let text = self.text(token).to_owned();
                let name = Name { text, span: self.span_of(token) };
                self.bump();
                self.named(name)
            }
            _ => {
                self.expected("a name, a number or a time");
                Names::Error
            }
        }
    }

    fn named(&mut self, name: Name) -> Names {
        if name.text == "it" {
            return Names::It;
        }
        if name.text == "never" {
            return Names::Never;
        }
        if let Some(part) = name.text.strip_prefix("it.") {
            return Names::Part(part.to_owned());
        }
        if self.sees("(") {
            let args = self.arguments();
            return Names::Call(name, args);
        }
        Names::Name(name.text)
    }

    /// Terms in brackets. Nesting is capped like that of conditions.
    pub(crate) fn arguments(&mut self) -> Vec<Term> {
        let mut args = Vec::new();
        self.bump();
        if self.eat(")") {
            return args;
        }
        if self.depth >= MAX_DEPTH {
            let span = self.place();
            self.push(
                Diagnostic::error("nested-too-deep", span, "terms are nested more than 64 deep")
                    .help("the arguments of a fact are names; count the brackets"),
            );
            args.push(Term { names: Names::Error, span });
            self.skip_line();
            return args;
        }
        self.depth += 1;
        loop {
            let term = self.term();
            let broken = matches!(term.names, Names::Error);
            args.push(term);
            if broken || !self.eat(",") {
                break;
            }
        }
        self.depth -= 1;
        if !self.eat(")") {
            self.expected("`)`");
        }
        args
    }

    /// A number, exactly, with its unit.
    pub(crate) fn quantity(&mut self) -> Option<Quantity> {
        let thousandths = self.decimal(3, "a number")?;
        let unit = match self.peek_inline() {
            Some(token) if token.kind == Kind::Word && !STOPS.contains(&self.text(token)) => {
                let unit = self.text(token).to_owned();
                self.bump();
                unit
            }
            _ => String::new(),
        };
        Some(Quantity { thousandths, unit })
    }

    /// A decimal number as a whole number of its last place.
    pub(crate) fn decimal(&mut self, places: u32, what: &str) -> Option<i64> {
        let Some(token) = self.peek_inline().filter(|token| token.kind == Kind::Number) else {
            self.expected(what);
            return None;
        };
        let value = exact(self.text(token), places);
        if value.is_none() {
            let span = self.span_of(token);
            self.push(
                Diagnostic::error(
                    "number-too-fine",
                    span,
                    "this number is too large or too finely divided",
                )
                .help(format!("at most {places} decimal places are kept, exactly")),
            );
        }
        self.bump();
        value
    }
}

/// Words that follow a number without being its unit.
const STOPS: [&str; 8] = ["when", "and", "or", "gives", "from", "until", "recorded", "because"];

/// `12.5` with three places is 12500. No floating point: the same digits give the same number
/// everywhere.
fn exact(text: &str, places: u32) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = part.trim_end_matches('0');
    let length = u32::try_from(part.len()).ok()?;
    let scale = 10_i64.checked_pow(places)?;
    let fine = 10_i64.checked_pow(places.checked_sub(length)?)?;
    let part = if part.is_empty() { 0 } else { part.parse::<i64>().ok()? };
    whole.parse::<i64>().ok()?.checked_mul(scale)?.checked_add(part.checked_mul(fine)?)
}

#[cfg(test)]
mod tests {
    use super::exact;

    #[test]
    fn decimals_are_kept_exactly_or_refused() {
        assert_eq!(exact("12.5", 3), Some(12_500));
        assert_eq!(exact("0.70", 6), Some(700_000));
        assert_eq!(exact("1.2345", 3), None);
        assert_eq!(exact("99999999999999999999", 3), None);
    }
}
