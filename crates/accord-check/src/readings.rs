//! Readings that touch what exists.

use crate::family::{Family, Named, condition_slot};
use crate::instruments::touches;
use crate::lower::first_line;
use crate::slots;
use accord_syntax::ast::{Head, Patch, Statement};
use accord_syntax::{Diagnostic, did_you_mean};

/// Checks every reading's heads and patches. What the patched text then means is checked like any
/// other text, where the reading is used.
pub(crate) fn check(family: &Family, out: &mut Vec<Diagnostic>) {
    let mut seen: Vec<&Named> = Vec::new();
    for named in family.readings.iter().chain(&family.profiles) {
        belongs(family, named, out);
        out.extend(taken(named, &seen));
        seen.push(named);
    }
    for reading in &family.readings {
        slots::check(&reading.head, out);
        for (index, statement) in reading.body.iter().enumerate() {
            slots::check(statement, out);
            let earlier = reading.body.get(..index).unwrap_or_default();
            out.extend(changed_twice(statement, earlier));
            match statement.patch {
                Some(patch) => patched(family, statement, patch, out),
                None => out.extend(added(statement)),
            }
        }
    }
}

/// Readings and profiles are called by name, so each needs its own.
fn taken(named: &Named, seen: &[&Named]) -> Option<Diagnostic> {
    let name = &named.head.name;
    let error = |message: String| Diagnostic::error("duplicate-name", name.span, message);
    if let Some(first) = seen.iter().find(|other| other.head.name.text == name.text) {
        let message = format!("{} `{}` is here already", first.head.head.called(), name.text);
        let help = "readings and profiles are called by name; give one of them another";
        return Some(error(message).other(first.head.name.span, "first here").help(help));
    }
    let kept = match name.text.as_str() {
        "standard" => "`standard` is the agreement as coded, without a reading",
        "none" => "`none` is the absence of a profile",
        _ => return None,
    };
    Some(error(format!("the name `{}` is taken", name.text)).help(kept))
}

fn changed_twice(statement: &Statement, earlier: &[Statement]) -> Option<Diagnostic> {
    let first = earlier
        .iter()
        .find(|other| other.head == statement.head && other.name.text == statement.name.text)?;
    let message = format!("this reading changes `{}` twice", statement.name.text);
    Some(
        Diagnostic::error("duplicate-name", statement.name.span, message)
            .other(first.name.span, "first here")
            .help("say in one change what the reading makes of it"),
    )
}

fn patched(family: &Family, statement: &Statement, patch: Patch, out: &mut Vec<Diagnostic>) {
    if let Some(nothing) = touches(statement, &family.statements, "the text") {
        out.push(nothing);
        return;
    }
    let slot = condition_slot(statement.head);
    if patch != Patch::Replace && statement.slot(slot).is_none() {
        let widened = if patch == Patch::Widen { "widened" } else { "narrowed" };
        let message = format!("`{}` is {widened} by nothing", statement.name.text);
        out.push(
            Diagnostic::error("missing-slot", statement.name.span, message)
                .help(format!("add a line `{slot} …` with the condition to be added")),
        );
    }
    let unconditional = family
        .statements
        .iter()
        .map(|placed| &placed.statement)
        .filter(|other| other.head == statement.head && other.name.text == statement.name.text)
        .all(|other| other.slot(slot).is_none());
    if patch == Patch::Widen && unconditional && statement.slot(slot).is_some() {
        let message = format!("`{}` has no `{slot}` that could be widened", statement.name.text);
        out.push(
            Diagnostic::error("touches-nothing", statement.name.span, message)
                .help("it holds without a further condition already; write `replace` to change it"),
        );
    }
}

/// What a reading may add of its own are names: a register, a fact. What it says of the text it says
/// as a change.
fn added(statement: &Statement) -> Option<Diagnostic> {
    match statement.head {
        Head::Prohibition
        | Head::Obligation
        | Head::Permission
        | Head::Exception
        | Head::Condition
        | Head::Power
        | Head::Define => Some(
            Diagnostic::warning(
                "reading-adds",
                statement.name.span,
                format!("this reading adds {} `{}`", statement.head.called(), statement.name.text),
            )
            .help("a reading changes what the text says: write `replace`, `widen` or `narrow` before it"),
        ),
        Head::Agreement
        | Head::Amendment
        | Head::See
        | Head::Uncoded
        | Head::Harmless
        | Head::Profile
        | Head::Reading
        | Head::Assume => Some(
            Diagnostic::error(
                "misplaced-statement",
                first_line(statement),
                format!("{} does not belong in a reading", statement.head.called()),
            )
            .help("agreements and clauses stand in `accord` fences, presumptions in `profile` fences"),
        ),
        _ => None,
    }
}

fn belongs(family: &Family, named: &Named, out: &mut Vec<Diagnostic>) {
    let Some(of) = &named.head.of else { return };
    let ids = || family.instruments().map(|placed| placed.statement.name.text.as_str());
    if ids().any(|id| id == of.text) {
        return;
    }
    let help = did_you_mean(&of.text, ids()).unwrap_or_else(|| {
        "readings and profiles stand in the folder of the agreement they belong to".to_owned()
    });
    let message = format!("there is no agreement `{}` here", of.text);
    out.push(Diagnostic::error("unknown-agreement", of.span, message).help(help));
}
