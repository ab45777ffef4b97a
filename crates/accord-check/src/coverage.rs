//! What an agreement leaves unsaid or says twice: clauses without code, exceptions that rules do
//! not name back, names that nothing uses, rules that can never be broken, rules and permissions
//! that can both hold without saying which comes first.

use crate::family::Family;
use crate::lower::names;
use crate::model::{Agreement, Cond, Measure, Part, Pattern, Permission, Rule, Subject};
use crate::relation::Expand;
use crate::symbols::Symbols;
use accord_logic::{Diagram, Formula, Node, TooLarge};
use accord_syntax::ast::{Head, Name, Statement};
use accord_syntax::{Diagnostic, Severity};

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
    // What a faulty text leaves unused, or makes impossible, is not its author's meaning.
    if out.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return;
    }
    unused(symbols, out);
    open_registers(family, symbols, out);
    never_applies(agreement, symbols, out);
    for rule in &agreement.rules {
        let possible = Expanded::of(agreement, rule).and_then(|mut e| e.possible(&Formula::True));
        if possible == Ok(false) {
            out.push(unreachable(agreement, rule));
        }
        for permission in &agreement.permissions {
            clash(agreement, rule, permission, out);
        }
    }
}

fn unreachable(agreement: &Agreement, rule: &Rule) -> Diagnostic {
    let message = format!("nothing can ever break `{}`", rule.name);
    let diagnostic = Diagnostic::warning("unreachable-rule", rule.span, message);
    let bare = Agreement { exceptions: Vec::new(), ..agreement.clone() };
    let without = Expanded::of(&bare, rule).and_then(|mut e| e.possible(&Formula::True));
    if without != Ok(true) {
        return diagnostic
            .help("its conditions exclude each other; check the classes, the dates and what holds it back");
    }
    let beating = agreement.exceptions.iter().filter(|exception| exception.to.contains(&rule.name));
    beating
        .fold(diagnostic, |shown, exception| shown.other(exception.span, "an exception to it"))
        .help("its exceptions leave nothing of it; check what they apply to")
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
        if clause.id.contains(char::is_whitespace) {
            out.push(
                Diagnostic::error(
                    "bad-clause-id",
                    clause.span,
                    format!("the clause id `{}` is more than one word", clause.id),
                )
                .help("write an id without blanks before the dash, such as `annex.2.b`; statements cite it"),
            );
        }
        if !clause.broken && !is_coded(family, index) {
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

/// Whether something under a clause says what it demands: declaring a name or excusing a mutant does
/// not.
fn is_coded(family: &Family, clause: usize) -> bool {
    let mut here = family.statements.iter().filter(|placed| placed.clause == clause);
    here.any(|placed| {
        !matches!(
            placed.statement.head,
            Head::Agreement
                | Head::Amendment
                | Head::Actor
                | Head::Kind
                | Head::Fact
                | Head::Judgement
                | Head::Harmless
        )
    })
}

/// An exception names what it beats (`to`); a rule may list it back (`unless`). If a rule lists any,
/// the two lists must agree.
fn exceptions(family: &Family, out: &mut Vec<Diagnostic>) {
    let statements = || family.statements.iter().map(|placed| &placed.statement);
    let same_name = |a: &Statement, b: &Statement| a.head == b.head && a.name.text == b.name.text;
    // A replacement of nothing is a misspelt name; that has been said.
    let lost =
        |s: &Statement| s.patch.is_some() && statements().filter(|t| same_name(s, t)).count() == 1;
    let rules = || {
        statements()
            .filter(|s| matches!(s.head, Head::Prohibition | Head::Obligation))
            .filter(|s| !lost(s))
    };
    // So is a name on either list that is nothing here: it may be the one that is missing.
    let known = |name: &Name| {
        statements().any(|s| {
            s.name.text == name.text
                && matches!(s.head, Head::Prohibition | Head::Obligation | Head::Exception)
        })
    };
    let misspelt = |s: &Statement, list| names(s, list).iter().any(|name| !known(name));
    for exception in statements().filter(|s| s.head == Head::Exception) {
        let beats = names(exception, "to");
        for rule in rules() {
            let listed = names(rule, "unless").iter().find(|name| name.text == exception.name.text);
            let beaten = beats.iter().any(|name| name.text == rule.name.text);
            match (listed, beaten) {
                (Some(listed), false) if !misspelt(exception, "to") => out.push(
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
                (None, true) if rule.slot("unless").is_some() && !misspelt(rule, "unless") => out
                    .push(
                        Diagnostic::error(
                            "unless-disagrees",
                            rule.slot("unless").map_or(rule.name.span, |slot| slot.span),
                            format!(
                                "this `unless` leaves out `{}`, which beats `{}`",
                                exception.name.text, rule.name.text
                            ),
                        )
                        .other(exception.name.span, "this exception")
                        .help(format!(
                            "add `{}` to it; a reader of the rule must see every exception",
                            exception.name.text
                        )),
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

/// A register that is used says what absence from it means.
fn open_registers(family: &Family, symbols: &Symbols, out: &mut Vec<Diagnostic>) {
    for statement in family.statements.iter().map(|placed| &placed.statement) {
        let used = symbols.names.get(&statement.name.text).is_some_and(|symbol| symbol.used);
        if statement.head == Head::Register && used && statement.slot("closed").is_none() {
            let message = format!("nothing says what absence from `{}` means", statement.name.text);
            out.push(
                Diagnostic::warning("open-register", statement.name.span, message).help(
                    "add `closed yes` if who is not on the list is known not to be, `closed no` if that is unknown",
                ),
            );
        }
    }
}

/// Classes that nobody can be in, exceptions under which nothing can fall, permissions of nothing.
fn never_applies(agreement: &Agreement, symbols: &Symbols, out: &mut Vec<Diagnostic>) {
    let mut warn = |span, message: String| {
        out.push(
            Diagnostic::warning("never-applies", span, message)
                .help("its conditions exclude each other; check `not`, the names and the dates"),
        );
    };
    for name in agreement.definitions.keys() {
        let empty = is_impossible(agreement, |expand| vec![expand.class(&Subject::Param, name, 0)]);
        if let Some(symbol) = symbols.names.get(name).filter(|_| empty) {
            warn(symbol.span, format!("nobody and nothing can be `{name}`"));
        }
    }
    for exception in &agreement.exceptions {
        let empty = is_impossible(agreement, |expand| {
            vec![
                expand.window(exception.window),
                expand.cond(&exception.applies, &Subject::Param, 0),
            ]
        });
        if empty {
            warn(
                exception.span,
                format!("nothing can fall under the exception `{}`", exception.name),
            );
        }
    }
    for permission in &agreement.permissions {
        if is_impossible(agreement, |expand| granted(expand, permission)) {
            warn(permission.span, format!("the permission `{}` can cover no act", permission.name));
        }
    }
}

/// Whether conditions over acts of which nothing is known exclude each other.
fn is_impossible(
    agreement: &Agreement,
    conditions: impl FnOnce(&mut Expand<'_>) -> Vec<Formula>,
) -> bool {
    let mut expand = Expand::new(agreement);
    let mut members = conditions(&mut expand);
    members.push(expand.theory());
    Diagram::default().build(&Formula::all(members)) == Ok(Node::FALSE)
}

/// What must hold for a permission to cover an act.
fn granted(expand: &mut Expand<'_>, permission: &Permission) -> Vec<Formula> {
    let mut members = vec![
        expand.window(permission.window),
        expand.slot(&Subject::Part(Part::By), &permission.to),
        pattern_formula(expand, &permission.grants),
        expand.cond(&permission.when, &Subject::Param, 0),
    ];
    members.extend(permission.from.as_ref().map(|from| since(expand, from)));
    members
}

fn since(expand: &mut Expand<'_>, from: &Measure) -> Formula {
    expand.cond(&Cond::AtLeast(Measure::ActTime, from.clone()), &Subject::Param, 0)
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
        members.extend(rule.from.as_ref().map(|from| since(&mut expand, from)));
        for gate in agreement.conditions.iter().filter(|gate| gate.gates.contains(&rule.name)) {
            let window = expand.window(gate.window);
            members.push(window.implies(expand.cond(&gate.holds, &Subject::Param, 0)));
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
            members.extend(granted(&mut expand, permission));
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
        .help(format!("the outcome of such an act is `conflict`; if the text settles it, write an exception to `{}`", rule.name)),
    );
}
