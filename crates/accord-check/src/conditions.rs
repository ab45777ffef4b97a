//! Conditions and terms: from what is written to what is meant.
//!
//! `value` rows are expanded where they are used: a comparison with a value becomes "this row
//! applies and its comparison holds, or that row applies …". So the judge knows no values.

use crate::comparisons::kind_of;
use crate::lower::Lower;
use crate::model::{Cond, FactKind, Measure, Part, Sort, Subject};
use crate::symbols::SortVar;
use crate::times::bad_date;
use crate::zone;
use accord_syntax::ast::{Formula, Head, Name, Names, Quantity, Says, Term};
use accord_syntax::{Diagnostic, Span, part_meant};

/// What a term is, before it is compared.
#[derive(Debug, Clone)]
pub(crate) enum Meaning {
    /// Somebody or something.
    Subject(Subject, SortVar),
    /// A number or a time.
    Measure(Measure, FactKind),
    /// A fact whose kind is not known yet.
    Fact(Name, Vec<Subject>),
    /// A name that stands for nothing declared: a model, a line.
    Word(Name),
}

/// A meaning that holds under a condition.
pub(crate) type Case = (Cond, Meaning);

/// The parameter of the definition that is read, if any.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scope<'a> {
    /// Its name.
    pub(crate) param: Option<(&'a str, SortVar)>,
}

impl Lower<'_> {
    pub(crate) fn cond(&mut self, formula: &Formula, scope: Scope<'_>) -> Cond {
        match &formula.says {
            Says::All(members, _) => Cond::All(self.conds(members, scope)),
            Says::Any(members, _) => Cond::Any(self.conds(members, scope)),
            Says::None(members) => Cond::Not(Box::new(Cond::Any(self.conds(members, scope)))),
            Says::Not(inner) => Cond::Not(Box::new(self.cond(inner, scope))),
            Says::Is(term, negated, class) => self.is(term, *negated, class, scope),
            Says::OnList(term, register) => self.on_list(term, register, scope),
            Says::Call(name, args) => self.call(name, args, scope),
            Says::Compare(left, op, right) => self.compare(left, *op, right, formula.span, scope),
            Says::Error => Cond::TRUE,
        }
    }

    fn conds(&mut self, members: &[Formula], scope: Scope<'_>) -> Vec<Cond> {
        members.iter().map(|member| self.cond(member, scope)).collect()
    }

    fn is(&mut self, term: &Term, negated: bool, class: &Name, scope: Scope<'_>) -> Cond {
        let Some((subject, sort)) = self.subject(term, scope) else { return Cond::TRUE };
        if self.expect_name(class, &[Head::Define], "class").is_none() {
            return Cond::TRUE;
        }
        let param = self.symbols.param(&class.text);
        self.unify(sort, param, term.span);
        self.uses.push(class.clone());
        let cond = Cond::Is(subject, class.text.clone());
        if negated { Cond::Not(Box::new(cond)) } else { cond }
    }

    fn on_list(&mut self, term: &Term, register: &Name, scope: Scope<'_>) -> Cond {
        let Some((subject, sort)) = self.subject(term, scope) else { return Cond::TRUE };
        if self.expect_name(register, &[Head::Register], "register").is_none() {
            return Cond::TRUE;
        }
        let actor = self.symbols.known(Sort::Actor, register.span);
        self.unify(sort, actor, term.span);
        Cond::Listed(subject, register.text.clone())
    }

    fn call(&mut self, name: &Name, args: &[Term], scope: Scope<'_>) -> Cond {
        let heads = [Head::Fact, Head::Judgement];
        if self.expect_name(name, &heads, "fact or judgement").is_none() {
            return Cond::TRUE;
        }
        let subjects = self.arguments(name, args, scope);
        self.note(name, FactKind::Truth);
        Cond::Fact(name.text.clone(), subjects)
    }

    /// A fact is used as that kind. People answer a judgement with yes or no.
    pub(crate) fn note(&mut self, name: &Name, kind: FactKind) {
        let judgement =
            self.symbols.names.get(&name.text).filter(|symbol| symbol.head == Head::Judgement);
        let wrong = match judgement {
            Some(symbol) if kind != FactKind::Truth => Some(
                Diagnostic::error(
                    "judgement-computed",
                    name.span,
                    format!("`{}` is a judgement and has no value to compare", name.text),
                )
                .other(symbol.span, "declared here")
                .help("people answer a judgement with yes or no; what can be measured is a `fact`"),
            ),
            _ => self.symbols.used_as(&name.text, kind, name.span),
        };
        self.diagnostics.extend(wrong);
    }

    pub(crate) fn unify(&mut self, a: SortVar, b: SortVar, at: Span) {
        let wrong = self.symbols.unify(a, b, at);
        self.diagnostics.extend(wrong);
    }

    /// The arguments of a fact, counted and sorted. A value among them is not allowed here; it is
    /// expanded by [`Self::fact_cases`].
    fn arguments(&mut self, name: &Name, args: &[Term], scope: Scope<'_>) -> Vec<Subject> {
        self.check_count(name, args.len());
        let mut out = Vec::new();
        for (index, arg) in args.iter().enumerate() {
            let Some((subject, sort)) = self.subject(arg, scope) else { continue };
            let wanted = self.symbols.fact_arg(&name.text, index);
            self.unify(sort, wanted, arg.span);
            out.push(subject);
        }
        out
    }

    fn check_count(&mut self, name: &Name, found: usize) {
        let Some(symbol) = self.symbols.names.get(&name.text) else { return };
        let (wanted, span) = (symbol.params, symbol.span);
        if wanted != found {
            self.diagnostics.push(
                Diagnostic::error(
                    "wrong-arguments",
                    name.span,
                    format!("`{}` takes {}, found {found}", name.text, count(wanted, "argument")),
                )
                .other(span, "declared here")
                .help("write an argument for each letter in the brackets of the declaration, in their order"),
            );
        }
    }

    /// Somebody or something, with what it is.
    pub(crate) fn subject(&mut self, term: &Term, scope: Scope<'_>) -> Option<(Subject, SortVar)> {
        let (subject, sort) = match &term.names {
            Names::It => (Subject::Act, self.symbols.known(Sort::Act, term.span)),
            Names::Part(part) => {
                let Some(part) = part_of(part) else {
                    self.unknown_part(part, term.span);
                    return None;
                };
                (Subject::Part(part), self.symbols.known(part_sort(part), term.span))
            }
            Names::Name(name) => match scope.param {
                Some((param, sort)) if param == name => (Subject::Param, sort),
                _ => {
                    let sort = self.symbols.fresh();
                    let word = Name { text: name.clone(), span: term.span };
                    self.symbols.constant(word, sort);
                    (Subject::Name(name.clone()), sort)
                }
            },
            Names::Error => return None,
            Names::Call(_, args) if args.iter().any(is_broken) => return None,
            _ => {
                self.diagnostics.push(
                    Diagnostic::error("not-a-name", term.span, "a name is needed here").help(
                        "name an actor, a place, a weapon, or a part of the act such as `it.by`",
                    ),
                );
                return None;
            }
        };
        Some((subject, sort))
    }

    fn unknown_part(&mut self, part: &str, span: Span) {
        let diagnostic = if part == "at" {
            Diagnostic::error("unknown-part", span, "`it.at` is a time, not somebody or something")
                .help("compare it, such as `it.at >= effect`")
        } else {
            let message = format!("an act has no part `{part}`");
            Diagnostic::error("unknown-part", span, message).help(part_meant(part, "it."))
        };
        self.diagnostics.push(diagnostic);
    }

    /// A term that must be a time: the slots `from`, `by`, and what follows `instant name =`.
    pub(crate) fn time_measure(&mut self, term: &Term) -> Option<Measure> {
        let mut cases = self.cases(term, Scope::default());
        match cases.pop() {
            Some((_, meaning)) if cases.is_empty() => {
                self.measure_as(&meaning, FactKind::Time, term.span)
            }
            _ => None,
        }
    }

    /// What a term can mean: one case, or one for each row of a value.
    pub(crate) fn cases(&mut self, term: &Term, scope: Scope<'_>) -> Vec<Case> {
        let always = |meaning| vec![(Cond::TRUE, meaning)];
        match &term.names {
            Names::Part(part) if part == "at" => {
                always(Meaning::Measure(Measure::ActTime, FactKind::Time))
            }
            Names::Time(civil) => match zone::instant(*civil, &self.zone, false) {
                Ok(at) => always(Meaning::Measure(Measure::Constant(at), FactKind::Time)),
                Err(message) => {
                    self.diagnostics.push(bad_date(term.span, message));
                    Vec::new()
                }
            },
            Names::Quantity(quantity) => match self.quantity(quantity, term.span) {
                Some((amount, kind)) => always(Meaning::Measure(Measure::Constant(amount), kind)),
                None => Vec::new(),
            },
            Names::PlusDays(inner, days) => self.each(inner, scope, FactKind::Time, |measure| {
                Measure::PlusDays(Box::new(measure), *days)
            }),
            Names::Divide(inner, by) => self.divided(inner, *by, scope),
            Names::Call(name, args) => self.fact_cases(name, args, scope),
            Names::Name(text) => self.name_cases(text, term, scope),
            Names::Never | Names::Error => Vec::new(),
            Names::It | Names::Part(_) => match self.subject(term, scope) {
                Some((subject, sort)) => always(Meaning::Subject(subject, sort)),
                None => Vec::new(),
            },
        }
    }

    fn name_cases(&mut self, text: &str, term: &Term, scope: Scope<'_>) -> Vec<Case> {
        let name = Name { text: text.to_owned(), span: term.span };
        if scope.param.is_some_and(|(param, _)| param == text) {
            return self
                .subject(term, scope)
                .map(|(s, v)| (Cond::TRUE, Meaning::Subject(s, v)))
                .into_iter()
                .collect();
        }
        match self.symbols.names.get(text).map(|symbol| symbol.head) {
            Some(Head::Instant) => {
                self.mark_used(text);
                match self.instants.get(text) {
                    Some(at) => {
                        vec![(Cond::TRUE, Meaning::Measure(Measure::Constant(*at), FactKind::Time))]
                    }
                    None => Vec::new(),
                }
            }
            Some(Head::Value) => self.rows(&name, scope),
            Some(Head::Fact | Head::Judgement) => self.fact_cases(&name, &[], scope),
            Some(Head::Actor) => {
                let sort = self.symbols.known(Sort::Actor, term.span);
                self.mark_used(text);
                vec![(Cond::TRUE, Meaning::Subject(Subject::Name(text.to_owned()), sort))]
            }
            _ => vec![(Cond::TRUE, Meaning::Word(name))],
        }
    }

    /// One case for each row of a value.
    fn rows(&mut self, name: &Name, scope: Scope<'_>) -> Vec<Case> {
        self.mark_used(&name.text);
        if self.open_values.contains(&name.text) {
            let mut diagnostic = Diagnostic::error(
                "circular",
                name.span,
                format!("the value `{}` rests on itself", name.text),
            );
            if let Some(symbol) = self.symbols.names.get(&name.text) {
                diagnostic = diagnostic.other(symbol.span, "its rows stand here");
            }
            self.diagnostics
                .push(diagnostic.help("a value must come from facts and constants in the end"));
            return Vec::new();
        }
        let rows = self.values.get(&name.text).cloned().unwrap_or_default();
        if self.unfolds_too_far(rows.len(), name) {
            return Vec::new();
        }
        self.open_values.push(name.text.clone());
        let mut out = Vec::new();
        for (term, when) in &rows {
            let when = self.cond(when, Scope::default());
            for (inner, meaning) in self.cases(term, scope) {
                out.push((guarded(&[&when], inner), meaning));
            }
        }
        self.open_values.pop();
        out
    }

    fn each(
        &mut self,
        inner: &Term,
        scope: Scope<'_>,
        kind: FactKind,
        wrap: impl Fn(Measure) -> Measure,
    ) -> Vec<Case> {
        let cases = self.cases(inner, scope);
        let mut out = Vec::new();
        for (when, meaning) in cases {
            if let Some(measure) = self.measure_as(&meaning, kind, inner.span) {
                out.push((when, Meaning::Measure(wrap(measure), kind)));
            }
        }
        out
    }

    fn divided(&mut self, inner: &Term, by: i64, scope: Scope<'_>) -> Vec<Case> {
        let cases = self.cases(inner, scope);
        let mut out = Vec::new();
        for (when, meaning) in cases {
            let kind =
                kind_of(&meaning).or_else(|| self.noted(&meaning)).unwrap_or(FactKind::Length);
            if kind == FactKind::Time {
                self.diagnostics.push(
                    Diagnostic::error("type-mismatch", inner.span, "a time cannot be divided")
                        .help("only a length or a count can; for a later time write `+ n days`"),
                );
                continue;
            }
            if let Some(measure) = self.measure_as(&meaning, kind, inner.span) {
                let divided = match measure {
                    Measure::Constant(value) => Measure::Constant(value.div_euclid(by.max(1))),
                    other => Measure::Divide(Box::new(other), by),
                };
                out.push((when, Meaning::Measure(divided, kind)));
            }
        }
        out
    }

    /// A fact as a term. An argument that is a value gives one case for each of its rows.
    fn fact_cases(&mut self, name: &Name, args: &[Term], scope: Scope<'_>) -> Vec<Case> {
        let heads = [Head::Fact, Head::Judgement];
        if self.expect_name(name, &heads, "fact").is_none() {
            return Vec::new();
        }
        self.check_count(name, args.len());
        let mut out: Vec<(Cond, Vec<Subject>)> = vec![(Cond::TRUE, Vec::new())];
        for (index, arg) in args.iter().enumerate() {
            let wanted = self.symbols.fact_arg(&name.text, index);
            let mut next = Vec::new();
            let cases = self.subject_cases(arg, wanted, scope);
            if cases.len() > 1 && self.unfolds_too_far(cases.len() * out.len(), name) {
                return Vec::new();
            }
            for (subject_when, subject) in cases {
                for (when, so_far) in &out {
                    let mut so_far = so_far.clone();
                    so_far.push(subject.clone());
                    next.push((guarded(&[when], subject_when.clone()), so_far));
                }
            }
            out = next;
        }
        out.into_iter().map(|(when, args)| (when, Meaning::Fact(name.clone(), args))).collect()
    }

    fn subject_cases(
        &mut self,
        arg: &Term,
        wanted: SortVar,
        scope: Scope<'_>,
    ) -> Vec<(Cond, Subject)> {
        let is_value = matches!(&arg.names, Names::Name(text)
            if self.symbols.names.get(text).is_some_and(|symbol| symbol.head == Head::Value));
        if !is_value {
            let Some((subject, sort)) = self.subject(arg, scope) else { return Vec::new() };
            self.unify(sort, wanted, arg.span);
            return vec![(Cond::TRUE, subject)];
        }
        let mut out = Vec::new();
        for (when, meaning) in self.cases(arg, scope) {
            match meaning {
                Meaning::Word(name) => {
                    self.symbols.constant(name.clone(), wanted);
                    out.push((when, Subject::Name(name.text)));
                }
                Meaning::Subject(subject, sort) => {
                    self.unify(sort, wanted, arg.span);
                    out.push((when, subject));
                }
                _ => self.diagnostics.push(
                    Diagnostic::error(
                        "type-mismatch",
                        arg.span,
                        "the rows of this value are not names",
                    )
                    .help("an argument of a fact is a name, so each row must give one"),
                ),
            }
        }
        out
    }

    /// A number in the unit in which all lengths are kept, micrometres; counts in thousandths.
    pub(crate) fn quantity(&mut self, quantity: &Quantity, span: Span) -> Option<(i64, FactKind)> {
        match in_base_unit(quantity.thousandths, &quantity.unit) {
            Ok(found) => Some(found),
            Err(message) => {
                self.diagnostics.push(Diagnostic::error("unknown-unit", span, message).help(
                    "lengths are written in `km`, `m`, `cm` or `mm`; a plain number is a count",
                ));
                None
            }
        }
    }
}

/// A number of thousandths of a unit, in micrometres for lengths (12.7 mm and 7.62 mm are calibres);
/// the message where it has none.
pub fn in_base_unit(thousandths: i64, unit: &str) -> Result<(i64, FactKind), String> {
    let factor = match unit {
        "" => return Ok((thousandths, FactKind::Count)),
        "mm" => 1,
        "cm" => 10,
        "m" => 1_000,
        "km" => 1_000_000,
        _ => return Err(format!("`{unit}` is not a unit that Accord knows")),
    };
    let micrometres =
        thousandths.checked_mul(factor).ok_or_else(|| "this length is too large".to_owned())?;
    Ok((micrometres, FactKind::Length))
}

/// Whether some of a term could not be read.
fn is_broken(term: &Term) -> bool {
    match &term.names {
        Names::Error => true,
        Names::Call(_, args) => args.iter().any(is_broken),
        _ => false,
    }
}

pub(crate) fn guarded(when: &[&Cond], then: Cond) -> Cond {
    let mut members: Vec<Cond> =
        when.iter().filter(|cond| ***cond != Cond::TRUE).map(|c| (*c).clone()).collect();
    if members.is_empty() {
        return then;
    }
    if then != Cond::TRUE {
        members.push(then);
    }
    Cond::All(members)
}

fn part_of(word: &str) -> Option<Part> {
    [Part::By, Part::On, Part::Place, Part::Weapon].into_iter().find(|part| part.word() == word)
}

pub(crate) fn part_sort(part: Part) -> Sort {
    match part {
        Part::By | Part::On => Sort::Actor,
        Part::Place => Sort::Place,
        Part::Weapon => Sort::Weapon,
    }
}

/// `1 argument`, `2 arguments`.
pub(crate) fn count(number: usize, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}
