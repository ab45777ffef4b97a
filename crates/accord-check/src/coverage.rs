//! What an agreement leaves unsaid or says twice: clauses without code, exceptions that rules do
//! not name back, names that nothing uses, rules that can never be broken, rules and permissions
//! that can both hold without saying which comes first.

use crate::family::Family;
use crate::lower::names;
use crate::model::{Agreement, Cond, Part, Pattern, Permission, Rule, Subject};
use crate::relation::Expand;
use crate::symbols::Symbols;
use accord_logic::{Diagram, Formula, Node, TooLarge};
use accord_syntax::Diagnostic;
use accord_syntax::ast::Head;

/// All of it.
pub(crate) fn check(
    family: &Family,
    agreement: &Agreement,
    symbols: &Symbols,
    out: &mut Vec<Diagnostic>,
) {
    clauses(family, out);
    exceptions(family, out);
    harmless_needs_reason(family, out);
    unused(symbols, out);
    for rule in &agreement.rules {
        let possible = Expanded::of(agreement, rule).and_then(|mut e| e.possible(&Formula::True));
        if possible == Ok(false) {
            out.push(
                Diagnostic::warning("unreachable-rule", rule.span, format!("nothing can ever break `{}`", rule.name))
                    .help("its conditions exclude each other; check the classes, the dates and the exceptions"),
            );
        }
        for permission in &agreement.permissions {
            clash(agreement, rule, permission, out);
        }
    }
}

/// Every clause carries code, `see`, or `uncoded … because`.
fn clauses(family: &Family, out: &mut Vec<Diagnostic>) {
    let mut ids: Vec<(&str, accord_syntax::Span)> = Vec::new();
    for (index, clause) in
        family.clauses.iter().enumerate().filter(|(_, clause)| !clause.id.is_empty())
    {
        if let Some((_, first)) = ids.iter().find(|(id, _)| *id == clause.id) {
            out.push(
                Diagnostic::error(
                    "duplicate-clause",
                    clause.span,
                    format!("clause `{}` stands here twice", clause.id),
                )
                .other(*first, "first here")
                .help("a clause's id is its stable key; give one of them another"),
            );
        }
        ids.push((&clause.id, clause.span));
        let coded = family.statements.iter().any(|placed| placed.clause == index);
        if !coded {
            out.push(
                Diagnostic::error("silent-clause", clause.span, format!("clause `{}` carries no code", clause.id))
                    .help("code it, or write `uncoded name` with `because \"…\"`, so that nobody reads silence as compliance"),
            );
        }
        if clause.restated.is_none() && clause.quoted.is_empty() {
            out.push(
                Diagnostic::warning(
                    "no-plain-words",
                    clause.span,
                    format!("clause `{}` has no plain words", clause.id),
                )
                .help("add a block quote that opens with `In plain words:`"),
            );
        }
        if clause.cites.is_none() && clause.quoted.is_empty() {
            out.push(
                Diagnostic::warning(
                    "no-citation",
                    clause.span,
                    format!("clause `{}` does not say where its official text stands", clause.id),
                )
                .help("add a line `cites …` below the plain words"),
            );
        }
    }
}

/// An exception names what it beats (`to`); a rule may list it back (`unless`). If a rule lists any,
/// the two lists must agree.
fn exceptions(family: &Family, out: &mut Vec<Diagnostic>) {
    let statements = || family.statements.iter().map(|placed| &placed.statement);
    let rules = || statements().filter(|s| matches!(s.head, Head::Prohibition | Head::Obligation));
    for exception in statements().filter(|s| s.head == Head::Exception) {
        let beats = names(exception, "to");
        for rule in rules() {
            let listed = names(rule, "unless").iter().find(|name| name.text == exception.name.text);
            let beaten = beats.iter().any(|name| name.text == rule.name.text);
            match (listed, beaten) {
                (Some(listed), false) => out.push(
                    Diagnostic::error(
                        "unless-disagrees",
                        listed.span,
                        format!(
                            "`{}` does not name `{}` back",
                            exception.name.text, rule.name.text
                        ),
                    )
                    .other(exception.name.span, "this exception")
                    .help(format!(
                        "add `{}` to its `to`, or take it out of this `unless`",
                        rule.name.text
                    )),
                ),
                (None, true) if rule.slot("unless").is_some() => out.push(
                    Diagnostic::error(
                        "unless-disagrees",
                        rule.name.span,
                        format!(
                            "`unless` here leaves out `{}`, which beats this rule",
                            exception.name.text
                        ),
                    )
                    .other(exception.name.span, "this exception")
                    .help("a reader of the rule must see every exception to it"),
                ),
                _ => {}
            }
        }
    }
}

fn harmless_needs_reason(family: &Family, out: &mut Vec<Diagnostic>) {
    for statement in family.statements.iter().map(|placed| &placed.statement) {
        if matches!(statement.head, Head::Harmless | Head::Uncoded)
            && crate::lower::words(statement, "because").trim().is_empty()
            && statement.slot("because").is_some()
        {
            out.push(
                Diagnostic::error("no-reason", statement.name.span, "the reason is empty")
                    .help("say in one sentence why"),
            );
        }
    }
}

fn unused(symbols: &Symbols, out: &mut Vec<Diagnostic>) {
    for (name, symbol) in &symbols.names {
        let counts = matches!(
            symbol.head,
            Head::Fact
                | Head::Judgement
                | Head::Define
                | Head::Instant
                | Head::Value
                | Head::Register
                | Head::Kind
        );
        if counts && !symbol.used {
            out.push(
                Diagnostic::warning(
                    "unused-name",
                    symbol.span,
                    format!("nothing uses the {} `{name}`", symbol.head.word()),
                )
                .help("take it out, or code the clause that needs it"),
            );
        }
    }
}

/// A rule's conditions over acts of which nothing is known.
struct Expanded {
    diagram: Diagram,
    all: Node,
}

impl Expanded {
    fn of(agreement: &Agreement, rule: &Rule) -> Result<Self, TooLarge> {
        Self::with(agreement, rule, None)
    }

    fn with(
        agreement: &Agreement,
        rule: &Rule,
        permission: Option<&Permission>,
    ) -> Result<Self, TooLarge> {
        let mut expand = Expand::new(agreement);
        let mut members = vec![
            expand.window(rule.window),
            expand.slot(&Subject::Part(Part::By), &rule.binds),
            expand.cond(&rule.when, &Subject::Param, 0),
        ];
        if let Some(from) = &rule.from {
            let since = Cond::AtLeast(crate::model::Measure::ActTime, from.clone());
            members.push(expand.cond(&since, &Subject::Param, 0));
        }
        if let Some(pattern) = &rule.pattern {
            members.push(pattern_formula(&mut expand, pattern));
        }
        for exception in agreement.exceptions.iter().filter(|e| e.to.contains(&rule.name)) {
            let window = expand.window(exception.window);
            let applies = expand.cond(&exception.applies, &Subject::Param, 0);
            // An exception may itself be beaten; only one that nothing beats surely applies.
            let beaten =
                agreement.exceptions.iter().any(|other| other.to.contains(&exception.name));
            if !beaten {
                members.push(Formula::all([window, applies]).negated());
            }
        }
        if let Some(permission) = permission {
            members.push(expand.window(permission.window));
            members.push(expand.slot(&Subject::Part(Part::By), &permission.to));
            members.push(pattern_formula(&mut expand, &permission.grants));
            members.push(expand.cond(&permission.when, &Subject::Param, 0));
        }
        members.push(expand.theory());
        let mut diagram = Diagram::default();
        let all = diagram.build(&Formula::all(members))?;
        Ok(Self { diagram, all })
    }

    fn possible(&mut self, also: &Formula) -> Result<bool, TooLarge> {
        let also = self.diagram.build(also)?;
        Ok(self.diagram.and(self.all, also)? != Node::FALSE)
    }
}

fn pattern_formula(expand: &mut Expand<'_>, pattern: &Pattern) -> Formula {
    expand.slot(&Subject::Part(pattern.part), &pattern.class)
}

/// A rule and a permission about the same kind of act that can both hold.
fn clash(agreement: &Agreement, rule: &Rule, permission: &Permission, out: &mut Vec<Diagnostic>) {
    if rule.pattern.as_ref().is_none_or(|pattern| pattern.kind != permission.grants.kind) {
        return;
    }
    let both = Expanded::with(agreement, rule, Some(permission))
        .and_then(|mut e| e.possible(&Formula::True));
    if both != Ok(true) {
        return;
    }
    out.push(
        Diagnostic::warning(
            "clash",
            rule.span,
            format!("`{}` forbids acts that `{}` permits, and neither says which comes first", rule.name, permission.name),
        )
        .other(permission.span, "the permission")
        .help("the outcome of such an act is `conflict`; if the text settles it, say so with an exception"),
    );
}
