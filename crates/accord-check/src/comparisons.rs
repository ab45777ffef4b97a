//! Comparisons: times with times, lengths with lengths, counts with counts, names with `=`.
//!
//! What a fact is follows from what it is compared with. Two facts compared with each other wait until
//! all clauses are read, since a later one may tell.

use crate::conditions::{Meaning, Scope, guarded};
use crate::lower::Lower;
use crate::model::{Cond, FactKind, Measure, Subject};
use crate::symbols::{SortVar, kind_words};
use accord_syntax::ast::{Head, Name, Op, Term};
use accord_syntax::{Diagnostic, Span};

impl Lower<'_> {
    pub(crate) fn compare(
        &mut self,
        left: &Term,
        op: Op,
        right: &Term,
        span: Span,
        scope: Scope<'_>,
    ) -> Cond {
        let lefts = self.cases(left, scope);
        let rights = self.cases(right, scope);
        let places = (left.span, right.span);
        if lefts.len() > 1 && rights.len() > 1 {
            let whole = Name { text: "this comparison".to_owned(), span };
            if self.unfolds_too_far(lefts.len() * rights.len(), &whole) {
                return Cond::TRUE;
            }
        }
        let mut out = Vec::new();
        for (left_when, left_is) in &lefts {
            for (right_when, right_is) in &rights {
                let compared = self.compare_one(left_is, op, right_is, span, places);
                out.push(guarded(&[left_when, right_when], compared));
            }
        }
        match out.pop() {
            Some(only) if out.is_empty() => only,
            Some(last) => {
                out.push(last);
                Cond::Any(out)
            }
            None => Cond::TRUE,
        }
    }

    fn compare_one(
        &mut self,
        left: &Meaning,
        op: Op,
        right: &Meaning,
        span: Span,
        places: (Span, Span),
    ) -> Cond {
        match (left, right) {
            (
                Meaning::Subject(subject, sort),
                Meaning::Word(Name { text, .. }) | Meaning::Subject(Subject::Name(text), _),
            ) if op == Op::Equal => {
                self.same(subject, *sort, Name { text: text.clone(), span: places.1 })
            }
            (Meaning::Fact(fact, args), Meaning::Word(name)) if op == Op::Equal => {
                self.note(fact, FactKind::Name);
                Cond::Valued(fact.text.clone(), args.clone(), name.text.clone())
            }
            (Meaning::Fact(fact, args), Meaning::Subject(Subject::Name(name), _))
                if op == Op::Equal =>
            {
                self.note(fact, FactKind::Name);
                Cond::Valued(fact.text.clone(), args.clone(), name.clone())
            }
            _ => {
                let kind = kind_of(left)
                    .or_else(|| kind_of(right))
                    .or_else(|| self.noted(left))
                    .or_else(|| self.noted(right));
                let ordered_kind =
                    kind.filter(|kind| !matches!(kind, FactKind::Name | FactKind::Truth));
                let Some(kind) = ordered_kind else {
                    return self.of_no_kind(left, op, right, span);
                };
                if let (Meaning::Measure(_, a), Meaning::Measure(_, b)) = (left, right)
                    && a != b
                {
                    self.mismatch(places, *a, *b);
                    return Cond::TRUE;
                }
                match (
                    self.measure_as(left, kind, places.0),
                    self.measure_as(right, kind, places.1),
                ) {
                    (Some(left), Some(right)) => ordered(left, op, right),
                    _ => Cond::TRUE,
                }
            }
        }
    }

    /// Two of which neither is known to be a time or a number. Of two facts a later clause may tell.
    fn of_no_kind(&mut self, left: &Meaning, op: Op, right: &Meaning, span: Span) -> Cond {
        if let (Meaning::Fact(first, of), Meaning::Fact(second, on)) = (left, right) {
            self.pending.push((first.clone(), second.clone()));
            let left = Measure::Fact(first.text.clone(), of.clone());
            return ordered(left, op, Measure::Fact(second.text.clone(), on.clone()));
        }
        let names = [left, right]
            .into_iter()
            .any(|side| matches!(side, Meaning::Subject(..) | Meaning::Word(_)));
        let (message, help) = match (names, op) {
            (true, Op::Equal) => (
                "these two cannot be compared",
                "compare a part of the act with a name, such as `it.by = army`; two parts are compared through a fact",
            ),
            (true, _) => (
                "names have no order",
                "compare names with `=`, and times, lengths and counts with `<` and `>`",
            ),
            _ => (
                "these two cannot be compared",
                "compare times with times, lengths with lengths, and names with `=`",
            ),
        };
        self.diagnostics.push(Diagnostic::error("not-comparable", span, message).help(help));
        Cond::TRUE
    }

    /// Comparisons of two facts, once all clauses are read.
    pub(crate) fn settle_pending(&mut self) {
        let mut left = std::mem::take(&mut self.pending);
        loop {
            let before = left.len();
            left.retain(|(first, second)| {
                let known = self.symbols.kind_of(&first.text);
                let Some(kind) = known.or_else(|| self.symbols.kind_of(&second.text)) else {
                    return true;
                };
                if matches!(kind, FactKind::Name | FactKind::Truth) {
                    let message = format!("`{}` and `{}` have no order", first.text, second.text);
                    self.diagnostics.push(
                        Diagnostic::error("not-comparable", first.span.to(second.span), message)
                            .help("times, lengths and counts can be compared with each other"),
                    );
                    return false;
                }
                self.note(first, kind);
                self.note(second, kind);
                false
            });
            if left.len() == before {
                break;
            }
        }
        for (first, second) in left {
            let message = format!("nothing says what `{}` and `{}` are", first.text, second.text);
            self.diagnostics
                .push(Diagnostic::error("not-comparable", first.span.to(second.span), message).help(
                "compare one of them with a time, or with a number and its unit, in some clause",
            ));
        }
    }

    pub(crate) fn noted(&self, meaning: &Meaning) -> Option<FactKind> {
        match meaning {
            Meaning::Fact(name, _) => self.symbols.kind_of(&name.text),
            _ => None,
        }
    }

    fn same(&mut self, subject: &Subject, sort: SortVar, name: Name) -> Cond {
        let constant = self.symbols.fresh();
        self.unify(constant, sort, name.span);
        self.symbols.constant(name.clone(), constant);
        Cond::Same(subject.clone(), name.text)
    }

    pub(crate) fn measure_as(
        &mut self,
        meaning: &Meaning,
        kind: FactKind,
        span: Span,
    ) -> Option<Measure> {
        match meaning {
            Meaning::Measure(measure, found) if *found == kind => Some(measure.clone()),
            Meaning::Fact(name, args) => {
                self.note(name, kind);
                Some(Measure::Fact(name.text.clone(), args.clone()))
            }
            Meaning::Measure(_, found) => {
                self.not_of_kind(span, kind_words(*found), kind);
                None
            }
            Meaning::Word(name) => {
                self.unknown_name(
                    name,
                    &[Head::Instant, Head::Value, Head::Fact],
                    "fact, instant or value",
                );
                None
            }
            Meaning::Subject(..) => {
                self.not_of_kind(span, "a name", kind);
                None
            }
        }
    }

    fn mismatch(&mut self, places: (Span, Span), left: FactKind, right: FactKind) {
        let (left, right) = (kind_words(left), kind_words(right));
        self.diagnostics.push(
            Diagnostic::error(
                "type-mismatch",
                places.1,
                format!("{left} is compared with {right}"),
            )
            .label(format!("this is {right}"))
            .other(places.0, format!("this is {left}"))
            .help("compare times with times, lengths with lengths, and names with `=`"),
        );
    }

    fn not_of_kind(&mut self, span: Span, found: &str, wanted: FactKind) {
        let message = format!("this is {found}, where {} is needed", kind_words(wanted));
        self.diagnostics.push(
            Diagnostic::error("type-mismatch", span, message)
                .help("compare times with times, lengths with lengths, and names with `=`"),
        );
    }
}

pub(crate) fn kind_of(meaning: &Meaning) -> Option<FactKind> {
    match meaning {
        Meaning::Measure(_, kind) => Some(*kind),
        _ => None,
    }
}

fn ordered(left: Measure, op: Op, right: Measure) -> Cond {
    match op {
        Op::AtLeast => Cond::AtLeast(left, right),
        Op::More => Cond::More(left, right),
        Op::Less => Cond::Not(Box::new(Cond::AtLeast(left, right))),
        Op::AtMost => Cond::Not(Box::new(Cond::More(left, right))),
        Op::Equal => Cond::All(vec![
            Cond::AtLeast(left.clone(), right.clone()),
            Cond::Not(Box::new(Cond::More(left, right))),
        ]),
    }
}
