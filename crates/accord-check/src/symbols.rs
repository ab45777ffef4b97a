//! What every name of an agreement stands for, and what the arguments and values of facts are.
//!
//! Facts carry no type annotations: a lawyer should not have to write them. What a fact is follows
//! from how the clauses use it, and two uses that disagree are an error at the second.

use crate::model::{FactKind, Sort};
use accord_syntax::ast::{Head, Name};
use accord_syntax::{Diagnostic, Span, near};
use std::collections::BTreeMap;

/// A declared name.
#[derive(Debug, Clone)]
pub(crate) struct Symbol {
    pub(crate) head: Head,
    pub(crate) span: Span,
    pub(crate) params: usize,
    pub(crate) used: bool,
}

/// A place whose sort is inferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SortVar(usize);

#[derive(Debug, Default)]
pub(crate) struct Symbols {
    pub(crate) names: BTreeMap<String, Symbol>,
    sorts: Vec<(usize, Option<(Sort, Span)>)>,
    fact_args: BTreeMap<(String, usize), SortVar>,
    params: BTreeMap<String, SortVar>,
    kinds: BTreeMap<String, (FactKind, Span)>,
    /// Names used as arguments, to be looked up once their sorts are known.
    constants: Vec<(Name, SortVar)>,
}

impl Symbols {
    /// A fresh place.
    pub(crate) fn fresh(&mut self) -> SortVar {
        let id = self.sorts.len();
        self.sorts.push((id, None));
        SortVar(id)
    }

    pub(crate) fn known(&mut self, sort: Sort, span: Span) -> SortVar {
        let id = self.sorts.len();
        self.sorts.push((id, Some((sort, span))));
        SortVar(id)
    }

    pub(crate) fn fact_arg(&mut self, fact: &str, index: usize) -> SortVar {
        if let Some(var) = self.fact_args.get(&(fact.to_owned(), index)) {
            return *var;
        }
        let var = self.fresh();
        self.fact_args.insert((fact.to_owned(), index), var);
        var
    }

    pub(crate) fn param(&mut self, definition: &str) -> SortVar {
        if let Some(var) = self.params.get(definition) {
            return *var;
        }
        let var = self.fresh();
        self.params.insert(definition.to_owned(), var);
        var
    }

    pub(crate) fn constant(&mut self, name: Name, var: SortVar) {
        self.constants.push((name, var));
    }

    pub(crate) fn constants(&self) -> Vec<(Name, Option<Sort>)> {
        self.constants.iter().map(|(name, var)| (name.clone(), self.sort(*var))).collect()
    }

    fn root(&self, var: SortVar) -> usize {
        let mut at = var.0;
        while let Some((up, _)) = self.sorts.get(at) {
            if *up == at {
                break;
            }
            at = *up;
        }
        at
    }

    pub(crate) fn sort(&self, var: SortVar) -> Option<Sort> {
        self.sorts.get(self.root(var)).and_then(|(_, sort)| sort.map(|(sort, _)| sort))
    }

    pub(crate) fn sort_of_arg(&self, fact: &str, index: usize) -> Option<Sort> {
        self.fact_args.get(&(fact.to_owned(), index)).and_then(|var| self.sort(*var))
    }

    /// Two places must be of one sort. The diagnostic, where they are not.
    pub(crate) fn unify(&mut self, a: SortVar, b: SortVar, at: Span) -> Option<Diagnostic> {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return None;
        }
        let known = |at: usize| self.sorts.get(at).and_then(|(_, sort)| *sort);
        let (left, right) = (known(a), known(b));
        if let (Some((left, _)), Some((right, span))) = (left, right)
            && left != right
        {
            return Some(
                Diagnostic::error(
                    "sort-mismatch",
                    at,
                    format!("this is {}, where {} is needed", sort_words(left), sort_words(right)),
                )
                .other(span, format!("{} is used here", sort_words(right)))
                .help("check the order of the arguments, and whom or what the class is about"),
            );
        }
        if let Some(entry) = self.sorts.get_mut(b) {
            entry.1 = right.or(left);
        }
        if let Some(entry) = self.sorts.get_mut(a) {
            entry.0 = b;
        }
        None
    }

    /// A fact is used as that kind. The diagnostic, where an earlier use differs.
    pub(crate) fn used_as(&mut self, fact: &str, kind: FactKind, at: Span) -> Option<Diagnostic> {
        match self.kinds.get(fact) {
            Some((first, span)) if *first != kind => Some(
                Diagnostic::error(
                    "type-mismatch",
                    at,
                    format!("`{fact}` is used as {} here", kind_words(kind)),
                )
                .other(*span, format!("and as {} here", kind_words(*first)))
                .help(match kind {
                    FactKind::Truth => {
                        format!("compare it, as the other place does: `{fact}` has a value")
                    }
                    _ => "one fact has one kind of value; declare a second fact for the other"
                        .to_owned(),
                }),
            ),
            Some(_) => None,
            None => {
                self.kinds.insert(fact.to_owned(), (kind, at));
                None
            }
        }
    }

    pub(crate) fn kind_of(&self, fact: &str) -> Option<FactKind> {
        self.kinds.get(fact).map(|(kind, _)| *kind)
    }

    /// What a fact is used as, and where it first is.
    pub(crate) fn use_of(&self, fact: &str) -> Option<(FactKind, Span)> {
        self.kinds.get(fact).copied()
    }

    /// The nearest declared name of certain heads.
    pub(crate) fn nearest(&self, word: &str, heads: &[Head]) -> Option<(&str, Span)> {
        let near = near(word, self.of(heads))?;
        self.names.get(near).map(|symbol| (near, symbol.span))
    }

    /// The names declared under certain heads; of all where none is given.
    pub(crate) fn of(&self, heads: &[Head]) -> impl Iterator<Item = &str> {
        self.names
            .iter()
            .filter(|(_, symbol)| heads.is_empty() || heads.contains(&symbol.head))
            .map(|(name, _)| name.as_str())
    }
}

fn sort_words(sort: Sort) -> &'static str {
    match sort {
        Sort::Act => "an act",
        Sort::Actor => "an actor",
        Sort::Place => "a place",
        Sort::Weapon => "a weapon",
        Sort::Other => "a name of another kind",
    }
}

pub(crate) fn kind_words(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Truth => "a yes or no",
        FactKind::Time => "a time",
        FactKind::Length => "a length",
        FactKind::Count => "a count",
        FactKind::Name => "a name",
    }
}
