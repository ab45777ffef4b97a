//! Profiles: presumptions that fill gaps in the record and are no part of the agreement.

use crate::conditions::Scope;
use crate::family::Named;
use crate::lower::{Lower, first_line, names, words};
use crate::model::{Assume, FactKind, Presumed, Profile};
use crate::names::is_variable;
use crate::slots;
use accord_syntax::Diagnostic;
use accord_syntax::ast::{Body, Formula, Head, Name, Names, Says, Statement};

impl Lower<'_> {
    pub(crate) fn profile(&mut self, named: &Named) -> Profile {
        slots::check(&named.head, &mut self.diagnostics);
        let mut assumes = Vec::new();
        let mut seen: Vec<&Name> = Vec::new();
        for statement in &named.body {
            slots::check(statement, &mut self.diagnostics);
            if statement.head != Head::Assume {
                let message = format!("{} does not belong in a profile", statement.head.called());
                self.diagnostics.push(
                    Diagnostic::error("misplaced-statement", first_line(statement), message)
                        .help("a profile is no part of the agreement and holds `assume` only; rules stand in `accord` fences"),
                );
                continue;
            }
            if let Some(first) = seen.iter().find(|name| name.text == statement.name.text) {
                let message = format!("`{}` is presumed twice", first.text);
                self.diagnostics.push(
                    Diagnostic::error("duplicate-name", statement.name.span, message)
                        .other(first.span, "first here")
                        .help("findings name the presumptions they rest on; give one of them another name"),
                );
            }
            seen.push(&statement.name);
            assumes.extend(self.assume(statement));
        }
        Profile { name: named.head.name.text.clone(), title: words(&named.head, "title"), assumes }
    }

    fn assume(&mut self, statement: &Statement) -> Option<Assume> {
        let when = self.formula(statement, "where", Scope::default());
        let what = match (
            statement.slot("that").map(|slot| &slot.body),
            names(statement, "target").first(),
        ) {
            (Some(Body::Formula(formula)), None) => self.presumed(formula)?,
            (None, Some(fact)) => {
                self.expect_name(fact, &[Head::Fact], "fact")?;
                Presumed::Target(fact.text.clone())
            }
            _ => {
                self.diagnostics.push(
                    Diagnostic::error(
                        "missing-slot",
                        statement.name.span,
                        format!("`{}` presumes nothing", statement.name.text),
                    )
                    .help("say what with `that [not] fact(…)`, or `target fact`"),
                );
                return None;
            }
        };
        Some(Assume {
            name: statement.name.text.clone(),
            what,
            when,
            because: words(statement, "because"),
        })
    }

    fn presumed(&mut self, formula: &Formula) -> Option<Presumed> {
        let (call, truth) = match &formula.says {
            Says::Not(inner) => (&inner.says, false),
            says => (says, true),
        };
        let Says::Call(name, args) = call else {
            self.diagnostics.push(
                Diagnostic::error(
                    "bad-presumption",
                    formula.span,
                    "a presumption is one fact, or `not` and one fact",
                )
                .help("such as `not immediate-threat(it)`"),
            );
            return None;
        };
        self.expect_name(name, &[Head::Fact, Head::Judgement], "fact or judgement")?;
        self.note(name, FactKind::Truth);
        let mut subjects = Vec::new();
        for (index, arg) in args.iter().enumerate() {
            if matches!(&arg.names, Names::Name(text) if is_variable(text)) {
                subjects.push(None);
                continue;
            }
            let (subject, sort) = self.subject(arg, Scope::default())?;
            let wanted = self.symbols.fact_arg(&name.text, index);
            let wrong = self.symbols.unify(sort, wanted, arg.span);
            self.diagnostics.extend(wrong);
            subjects.push(Some(subject));
        }
        Some(Presumed::Fact { name: name.text.clone(), args: subjects, truth })
    }
}
