//! Readings and profiles that touch what exists.

use crate::family::{Family, Named, condition_slot};
use crate::slots;
use accord_syntax::Diagnostic;
use accord_syntax::ast::{Head, Patch};

/// Checks every reading's heads and patches. What the patched text then means is checked like any
/// other text, where the reading is used.
pub(crate) fn check(family: &Family, out: &mut Vec<Diagnostic>) {
    let mut seen: Vec<&str> = Vec::new();
    for named in family.readings.iter().chain(&family.profiles) {
        belongs(family, named, out);
        let name = named.head.name.text.as_str();
        if seen.contains(&name) || name == "standard" || name == "none" {
            out.push(
                Diagnostic::error(
                    "duplicate-name",
                    named.head.name.span,
                    format!("`{name}` is taken"),
                )
                .help(
                    "readings and profiles need names of their own; `standard` and `none` are kept",
                ),
            );
        }
        seen.push(name);
    }
    for reading in &family.readings {
        slots::check(&reading.head, out);
        for statement in &reading.body {
            slots::check(statement, out);
            let Some(patch) = statement.patch else {
                if matches!(statement.head, Head::Prohibition | Head::Obligation | Head::Define) {
                    out.push(
                        Diagnostic::warning("reading-adds", statement.name.span, format!("this reading adds `{}`", statement.name.text))
                            .help("a reading changes what the text says; write `replace`, `widen` or `narrow`"),
                    );
                }
                continue;
            };
            touches(family, statement, out);
            if patch != Patch::Replace && statement.slot(condition_slot(statement.head)).is_none() {
                out.push(
                    Diagnostic::error(
                        "missing-slot",
                        statement.name.span,
                        format!("this says nothing to {} by", word(patch)),
                    )
                    .help(format!("add a line `{} …`", condition_slot(statement.head))),
                );
            }
        }
    }
}

fn belongs(family: &Family, named: &Named, out: &mut Vec<Diagnostic>) {
    let Some(of) = &named.head.of else { return };
    if !family.instruments().any(|placed| placed.statement.name.text == of.text) {
        let ids = family.instruments().map(|placed| placed.statement.name.text.as_str());
        let mut diagnostic = Diagnostic::error(
            "unknown-agreement",
            of.span,
            format!("there is no agreement `{}` here", of.text),
        );
        if let Some(near) = crate::lower::nearest(&of.text, ids) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        out.push(diagnostic);
    }
}

fn touches(family: &Family, statement: &accord_syntax::ast::Statement, out: &mut Vec<Diagnostic>) {
    let same_head = || {
        family
            .statements
            .iter()
            .map(|placed| &placed.statement)
            .filter(|other| other.head == statement.head)
    };
    if same_head().any(|other| other.name.text == statement.name.text) {
        return;
    }
    let names = same_head().map(|other| other.name.text.as_str());
    let mut diagnostic = Diagnostic::error(
        "reading-touches-nothing",
        statement.name.span,
        format!("there is no {} `{}` to change", statement.head.word(), statement.name.text),
    );
    if let Some(near) = crate::lower::nearest(&statement.name.text, names) {
        diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
    }
    out.push(diagnostic);
}

fn word(patch: Patch) -> &'static str {
    match patch {
        Patch::Replace => "replace it",
        Patch::Widen => "widen it",
        Patch::Narrow => "narrow it",
    }
}
