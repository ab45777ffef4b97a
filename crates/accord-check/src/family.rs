//! A family of instruments as it is written: files, clauses, statements, readings, scenarios.
//!
//! All files of one folder share one namespace. Readings, amendments and mutants are made here, by
//! changing statements, and then checked like any other text; so there is one set of rules for
//! what an agreement may say, whoever says it.

use accord_syntax::ast::{
    Body, Code, FactSet, File, Formula, Head, Name, Patch, Says, Scenario, Slot, Statement,
};
use accord_syntax::{Diagnostic, SourceId, Span, parse};
use std::collections::BTreeMap;
use std::path::Path;

/// One file: its path, for messages, and its text.
#[derive(Debug, Clone)]
pub struct Source {
    /// As it is shown to the reader.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A heading and what stands under it.
#[derive(Debug, Clone)]
pub struct ClauseText {
    /// The id; empty for titles and shared parts.
    pub id: String,
    /// The heading.
    pub title: String,
    /// Our words.
    pub restated: Option<String>,
    /// Official words.
    pub quoted: Vec<String>,
    /// Where the official text stands.
    pub cites: Option<String>,
    /// The instrument, as an index into the instrument statements.
    pub instrument: usize,
    /// Its id in the heading.
    pub span: Span,
    /// Where the official words stand.
    pub quoted_span: Option<Span>,
    /// Whether some of its code could not be read; then nobody can say what it leaves out.
    pub broken: bool,
}

/// A statement and where it stands.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The statement.
    pub statement: Statement,
    /// The clause, as an index.
    pub clause: usize,
    /// The instrument, as an index.
    pub instrument: usize,
}

/// A reading or a profile: its head and what follows.
#[derive(Debug, Clone)]
pub struct Named {
    /// `reading id of agreement` or `profile id of agreement`.
    pub head: Statement,
    /// Its statements.
    pub body: Vec<Statement>,
}

/// A scenario and the clause it stands under.
#[derive(Debug, Clone)]
pub struct PlacedScenario {
    /// The scenario.
    pub scenario: Scenario,
    /// The clause, as an index.
    pub clause: usize,
}

/// A family of instruments, as written.
#[derive(Debug, Clone, Default)]
pub struct Family {
    /// The files, in the order in which they are read.
    pub sources: Vec<Source>,
    /// The clauses, in order.
    pub clauses: Vec<ClauseText>,
    /// The statements, in order.
    pub statements: Vec<Placed>,
    /// The readings.
    pub readings: Vec<Named>,
    /// The profiles.
    pub profiles: Vec<Named>,
    /// The scenarios.
    pub scenarios: Vec<PlacedScenario>,
    /// Sets of facts, by name.
    pub fact_sets: BTreeMap<String, FactSet>,
    /// What the syntax did not allow.
    pub diagnostics: Vec<Diagnostic>,
}

impl Family {
    /// Reads files. Their order does not matter: instruments come by the date on which they were
    /// made, then everything by path.
    pub fn read(sources: Vec<Source>) -> Self {
        let mut files: Vec<(Source, File, Vec<Diagnostic>)> = Vec::new();
        let mut keyed: Vec<_> = sources
            .into_iter()
            .map(|source| {
                let made = made(&parse(SourceId(0), &source.text).file);
                ((made.is_none(), made, source.path.clone()), source)
            })
            .collect();
        keyed.sort_by(|a, b| a.0.cmp(&b.0));
        for (number, (_, source)) in keyed.into_iter().enumerate() {
            let parsed = parse(SourceId(number as u32), &source.text);
            files.push((source, parsed.file, parsed.diagnostics));
        }
        let mut family = Self::default();
        for (source, file, diagnostics) in files {
            family.take(&source, file);
            family.sources.push(source);
            family.diagnostics.extend(diagnostics);
        }
        family
    }

    /// The family as a reading has it: its statements in place of, or joined to, those they patch.
    /// The standard reading is the family itself.
    #[must_use]
    pub fn under(&self, reading: &Named) -> Self {
        let mut family = self.clone();
        for statement in &reading.body {
            match statement.patch {
                None => family.statements.push(Placed {
                    statement: statement.clone(),
                    clause: 0,
                    instrument: 0,
                }),
                Some(patch) => family.patch(statement, patch),
            }
        }
        family
    }

    /// A reading by its name.
    pub fn reading(&self, name: &str) -> Option<&Named> {
        self.readings.iter().find(|reading| reading.head.name.text == name)
    }

    fn patch(&mut self, with: &Statement, patch: Patch) {
        let same = |placed: &&mut Placed| {
            placed.statement.head == with.head && placed.statement.name.text == with.name.text
        };
        for placed in self.statements.iter_mut().filter(same) {
            placed.statement = match patch {
                Patch::Replace => replaced(&placed.statement, with),
                Patch::Widen | Patch::Narrow => joined(&placed.statement, with, patch),
            };
        }
    }

    fn take(&mut self, source: &Source, file: File) {
        let margin = in_margin(&source.path);
        let mut instrument = 0;
        for section in file.sections {
            let only_apart = !section.fences.is_empty()
                && section.fences.iter().all(|fence| {
                    matches!(fence.code, Code::Reading(_) | Code::Profile(_) | Code::Facts(_))
                });
            let heading = section.heading.as_ref();
            let id = heading
                .and_then(|heading| heading.id.as_ref())
                .filter(|_| !margin && !only_apart)
                .map(|id| id.text.clone())
                .unwrap_or_default();
            let clause = self.clauses.len();
            self.clauses.push(ClauseText {
                id,
                title: heading.map(|heading| heading.title.clone()).unwrap_or_default(),
                restated: section.restated.map(|words| words.text),
                quoted_span: section.quoted.first().map(|words| words.span),
                broken: section.fences.iter().any(|fence| !fence.sound),
                quoted: section.quoted.into_iter().map(|words| words.text).collect(),
                cites: section.cites.map(|words| words.text),
                instrument,
                span: heading
                    .map(|heading| heading.id.as_ref().map_or(heading.span, |id| id.span))
                    .unwrap_or_default(),
            });
            for fence in section.fences {
                self.take_code(fence.code, clause, &mut instrument);
            }
            if let Some(clause) = self.clauses.get_mut(clause) {
                clause.instrument = instrument;
            }
        }
    }

    fn take_code(&mut self, code: Code, clause: usize, instrument: &mut usize) {
        match code {
            Code::Accord(statements) => {
                for statement in statements {
                    if matches!(statement.head, Head::Agreement | Head::Amendment) {
                        *instrument = self.instruments().count();
                    }
                    self.statements.push(Placed { statement, clause, instrument: *instrument });
                }
            }
            Code::Reading(statements) => {
                let stray = take_named(&mut self.readings, statements, Head::Reading);
                self.diagnostics.extend(stray);
            }
            Code::Profile(statements) => {
                let stray = take_named(&mut self.profiles, statements, Head::Profile);
                self.diagnostics.extend(stray);
            }
            Code::Scenario(scenario) => {
                self.scenarios.push(PlacedScenario { scenario: *scenario, clause });
            }
            Code::Facts(sets) => {
                for set in sets {
                    self.take_set(set);
                }
            }
        }
    }

    fn take_set(&mut self, set: FactSet) {
        if let Some(first) = self.fact_sets.get(&set.name.text) {
            self.diagnostics.push(
                Diagnostic::error(
                    "duplicate-name",
                    set.name.span,
                    format!("the set of facts `{}` is given twice", set.name.text),
                )
                .other(first.name.span, "first given here")
                .help("give one of them another name"),
            );
            return;
        }
        self.fact_sets.insert(set.name.text.clone(), set);
    }

    /// The statements that open an instrument.
    pub fn instruments(&self) -> impl Iterator<Item = &Placed> {
        self.statements
            .iter()
            .filter(|placed| matches!(placed.statement.head, Head::Agreement | Head::Amendment))
    }
}

/// Parts a fence into the readings or profiles whose heads it holds. What stands before the first
/// head belongs to none.
fn take_named(out: &mut Vec<Named>, statements: Vec<Statement>, head: Head) -> Vec<Diagnostic> {
    let mut stray = Vec::new();
    let before = out.len();
    for statement in statements {
        if statement.head == head {
            out.push(Named { head: statement, body: Vec::new() });
        } else if let Some(last) = out.get_mut(before..).and_then(<[Named]>::last_mut) {
            last.body.push(statement);
        } else {
            let message = format!("this stands in no {}", head.noun());
            let span = Span { end: statement.name.span.end, ..statement.span };
            stray.push(
                Diagnostic::error("misplaced-statement", span, message)
                    .help(format!("open the fence with `{0} name of agreement`", head.word())),
            );
        }
    }
    stray
}

/// Whether a file lies in `readings/` or `profiles/`: its headings are no clauses.
fn in_margin(path: &str) -> bool {
    let folder = Path::new(path).parent().and_then(Path::file_name);
    folder.is_some_and(|folder| folder == "readings" || folder == "profiles")
}

/// When the first instrument of a file was made.
fn made(file: &File) -> Option<String> {
    let fences = file.sections.iter().flat_map(|section| &section.fences);
    let statements = fences.flat_map(|fence| match &fence.code {
        Code::Accord(statements) => statements.as_slice(),
        _ => &[],
    });
    statements
        .filter(|statement| matches!(statement.head, Head::Agreement | Head::Amendment))
        .find_map(|statement| match &statement.slot("made")?.body {
            Body::Term(term) => Some(accord_syntax::format_term(term)),
            _ => None,
        })
}

/// A statement in place of another. It keeps the window of the one it replaces unless it has its
/// own.
fn replaced(old: &Statement, with: &Statement) -> Statement {
    let mut new = with.clone();
    new.patch = None;
    for keyword in ["since", "until"] {
        if new.slot(keyword).is_none() {
            new.slots.extend(old.slot(keyword).cloned());
        }
    }
    new
}

/// The slot that holds a statement's condition.
pub(crate) fn condition_slot(head: Head) -> &'static str {
    match head {
        Head::Define => "means",
        Head::Exception => "applies",
        Head::Condition => "holds",
        _ => "where",
    }
}

/// A statement whose condition is `old or new` (widened) or `old and new` (narrowed).
fn joined(old: &Statement, with: &Statement, patch: Patch) -> Statement {
    let keyword = condition_slot(old.head);
    let Some(Slot { body: Body::Formula(added), .. }) = with.slot(keyword) else {
        return old.clone();
    };
    let added = renamed(added, with.params.first(), old.params.first());
    let mut new = old.clone();
    match new.slots.iter_mut().find(|slot| slot.keyword.text == keyword) {
        Some(Slot { body: Body::Formula(formula), .. }) => {
            let members = vec![formula.clone(), added];
            let says = match patch {
                Patch::Widen => Says::Any(members, true),
                _ => Says::All(members, true),
            };
            *formula = Formula { says, span: formula.span };
        }
        // A rule without a condition holds always: widening adds nothing, narrowing adds it.
        _ if patch == Patch::Narrow => {
            let span = added.span;
            new.slots.push(Slot {
                keyword: Name { text: keyword.to_owned(), span },
                body: Body::Formula(added),
                span,
            });
        }
        _ => {}
    }
    new
}

/// A condition with its parameter under another name.
fn renamed(formula: &Formula, from: Option<&Name>, to: Option<&Name>) -> Formula {
    match (from, to) {
        (Some(from), Some(to)) if from.text != to.text => {
            rename_formula(formula, &from.text, &to.text)
        }
        _ => formula.clone(),
    }
}

fn rename_formula(formula: &Formula, from: &str, to: &str) -> Formula {
    use accord_syntax::ast::{Names, Term};
    fn term(t: &Term, from: &str, to: &str) -> Term {
        let names = match &t.names {
            Names::Name(name) if name == from => Names::Name(to.to_owned()),
            Names::Call(name, args) => {
                Names::Call(name.clone(), args.iter().map(|a| term(a, from, to)).collect())
            }
            Names::PlusDays(inner, days) => Names::PlusDays(Box::new(term(inner, from, to)), *days),
            Names::Divide(inner, by) => Names::Divide(Box::new(term(inner, from, to)), *by),
            other => other.clone(),
        };
        Term { names, span: t.span }
    }
    let all = |members: &[Formula]| members.iter().map(|m| rename_formula(m, from, to)).collect();
    let says = match &formula.says {
        Says::All(members, list) => Says::All(all(members), *list),
        Says::Any(members, list) => Says::Any(all(members), *list),
        Says::None(members) => Says::None(all(members)),
        Says::Not(inner) => Says::Not(Box::new(rename_formula(inner, from, to))),
        Says::Is(t, negated, class) => Says::Is(term(t, from, to), *negated, class.clone()),
        Says::OnList(t, register) => Says::OnList(term(t, from, to), register.clone()),
        Says::Call(name, args) => {
            Says::Call(name.clone(), args.iter().map(|a| term(a, from, to)).collect())
        }
        Says::Compare(left, op, right) => {
            Says::Compare(term(left, from, to), *op, term(right, from, to))
        }
        Says::Error => Says::Error,
    };
    Formula { says, span: formula.span }
}
