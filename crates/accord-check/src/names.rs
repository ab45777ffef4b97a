//! Names: each is declared once, and every use finds what it needs.
//!
//! A name that is not found is the most frequent mistake, so its message does most: it says what was
//! looked for, what is near, and how the name would be declared.

use crate::lower::{Lower, names};
use crate::model::Sort;
use crate::symbols::Symbol;
use accord_syntax::ast::{Body, Head, Name, Patch, Statement};
use accord_syntax::{Diagnostic, Span, did_you_mean, listed};

/// How many names are worth listing where none is near.
const FEW: usize = 6;

impl Lower<'_> {
    /// Enters every name, and complains about two that mean different things.
    pub(crate) fn declare(&mut self) {
        for placed in &self.family.statements {
            let statement = &placed.statement;
            if matches!(statement.head, Head::See | Head::Uncoded | Head::Harmless) {
                continue;
            }
            let name = &statement.name;
            if statement.head == Head::Value {
                let rows = statement.slots.iter().filter_map(|slot| match &slot.body {
                    Body::Row(term, formula) => Some((term.clone(), formula.clone())),
                    _ => None,
                });
                self.values.insert(name.text.clone(), rows.collect());
            }
            if let Some(first) = self.symbols.names.get(&name.text) {
                if let Some(diagnostic) = declared_twice(statement, first) {
                    self.diagnostics.push(diagnostic);
                }
                continue;
            }
            let symbol = Symbol {
                head: statement.head,
                span: name.span,
                params: statement.params.len(),
                used: false,
            };
            self.symbols.names.insert(name.text.clone(), symbol);
        }
    }

    pub(crate) fn mark_used(&mut self, name: &str) {
        if let Some(symbol) = self.symbols.names.get_mut(name) {
            symbol.used = true;
        }
    }

    /// Looks a name up among certain heads, and complains where it is not there.
    pub(crate) fn expect_name(&mut self, name: &Name, heads: &[Head], what: &str) -> Option<()> {
        match self.symbols.names.get_mut(&name.text) {
            Some(symbol) if heads.contains(&symbol.head) => {
                symbol.used = true;
                Some(())
            }
            _ => {
                self.unknown_name(name, heads, what);
                None
            }
        }
    }

    pub(crate) fn unknown_name(&mut self, name: &Name, heads: &[Head], what: &str) {
        let diagnostic = match self.symbols.names.get(&name.text) {
            Some(other) => {
                let message = format!(
                    "`{}` is {}, not {}",
                    name.text,
                    other.head.called(),
                    with_article(what)
                );
                Diagnostic::error("wrong-kind-of-name", name.span, message)
                    .other(other.span, "declared here")
                    .maybe_help(instead(&name.text, other.head, heads))
            }
            None => self.not_declared(name, heads, what),
        };
        self.diagnostics.push(diagnostic);
    }

    fn not_declared(&self, name: &Name, heads: &[Head], what: &str) -> Diagnostic {
        let message = format!("`{}` is not declared", name.text);
        let diagnostic = Diagnostic::error("unknown-name", name.span, message)
            .label(format!("no {what} has this name"));
        if is_variable(&name.text) {
            return diagnostic.help(
                "a letter stands for somebody only in the definition that introduces it, such as \
                 `define party X`; in a rule write `it.by`, `it.on`, `it.place` or `it.weapon`",
            );
        }
        if let Some((near, span)) = self.symbols.nearest(&name.text, heads) {
            return diagnostic
                .other(span, format!("`{near}` is declared here"))
                .help(format!("did you mean `{near}`?"));
        }
        let known = known(self.symbols.of(heads));
        diagnostic.maybe_help(known).maybe_help(declaration(&name.text, heads))
    }

    /// Names in arguments: those that must be actors have to be declared.
    pub(crate) fn check_constants(&mut self) {
        for (name, sort) in self.symbols.constants() {
            if sort != Some(Sort::Actor) || name.span == Span::default() {
                self.mark_used(&name.text);
                continue;
            }
            self.expect_name(&name, &[Head::Actor], "actor");
        }
    }

    /// Clauses that a statement cites are there.
    pub(crate) fn check_cites(&mut self, statement: &Statement) {
        for name in names(statement, "cites") {
            let mut ids = self.family.clauses.iter().map(|clause| clause.id.as_str());
            if ids.any(|id| id == name.text) {
                continue;
            }
            let ids = self.family.clauses.iter().map(|clause| clause.id.as_str());
            let near = did_you_mean(&name.text, ids).unwrap_or_else(|| {
                "`cites` names a clause of this folder by its id, the first word of its heading"
                    .to_owned()
            });
            let message = format!("there is no clause `{}`", name.text);
            self.diagnostics
                .push(Diagnostic::error("unknown-clause", name.span, message).help(near));
        }
    }
}

/// The help that lists what there is, where that is little.
pub(crate) fn known<'n>(names: impl Iterator<Item = &'n str>) -> Option<String> {
    let names: Vec<&str> = names.take(FEW + 1).collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    (1..=FEW).contains(&names.len()).then(|| format!("there {verb} {}", listed(names, "and")))
}

/// Versions share a name, and so does a statement with what it replaces.
fn declared_twice(statement: &Statement, first: &Symbol) -> Option<Diagnostic> {
    let same = first.head == statement.head;
    let replaces = statement.patch == Some(Patch::Replace);
    if same && (has_versions(statement.head) || replaces) {
        return None;
    }
    let name = &statement.name;
    let help = if has_versions(first.head) && has_versions(statement.head) {
        "a name means one thing only, also over time; give one of them another name"
    } else {
        "give one of them another name, or take one of them out"
    };
    Some(
        Diagnostic::error(
            "duplicate-name",
            name.span,
            format!("`{}` is declared twice", name.text),
        )
        .other(first.span, "first declared here")
        .help(help),
    )
}

/// Whether a statement may stand several times under one name, each in force at another time.
pub(crate) fn has_versions(head: Head) -> bool {
    matches!(
        head,
        Head::Define
            | Head::Prohibition
            | Head::Obligation
            | Head::Permission
            | Head::Exception
            | Head::Condition
    )
}

/// A single capital letter, as parameters are named.
pub(crate) fn is_variable(name: &str) -> bool {
    name.len() == 1 && name.chars().all(char::is_uppercase)
}

/// What to write where a name of another kind was used.
fn instead(name: &str, found: Head, wanted: &[Head]) -> Option<String> {
    let wants = |head| wanted.contains(&head);
    Some(match found {
        Head::Define if wants(Head::Fact) => {
            format!("a class is told with `is`, such as `it.on is {name}`")
        }
        Head::Fact | Head::Judgement if wants(Head::Define) => {
            format!("give the class a name first: `define … X`, and under it `means {name}(X)`")
        }
        Head::Fact | Head::Judgement if wants(Head::Register) => {
            format!("a fact is told without `on list`, such as `{name}(it.by)`")
        }
        Head::Register if wants(Head::Define) || wants(Head::Fact) => {
            format!("a register is told with `on list`, such as `it.on on list {name}`")
        }
        Head::Permission if wants(Head::Exception) => {
            "only an exception beats a rule; write one with `to` and `applies`".to_owned()
        }
        Head::Actor if wants(Head::Fact) => {
            format!("an actor is compared, such as `it.by = {name}`")
        }
        _ => return None,
    })
}

/// How a name that is not there would be declared.
fn declaration(name: &str, heads: &[Head]) -> Option<String> {
    Some(match heads.first()? {
        Head::Actor => format!("declare it with `actor {name} \"…\"`"),
        Head::Kind => format!("declare it with `kind {name} \"…\"`"),
        Head::Register => format!("declare it with `register {name} \"…\"`"),
        Head::Fact => {
            format!("declare it with `fact {name}(…) \"…\"`, in the words in which it is told")
        }
        Head::Define => format!("define it with `define {name} X`, and under it `means …`"),
        Head::Exception => format!("write it: `exception {name}`, with `to` and `applies`"),
        Head::Instant => format!("name the time with `instant {name} = …`"),
        _ => return None,
    })
}

fn with_article(word: &str) -> String {
    let vowel = word.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {word}", if vowel { "an" } else { "a" })
}
