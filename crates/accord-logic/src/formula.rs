//! Boolean formulas over numbered atoms.

use std::collections::BTreeSet;

/// The number of an atom. Smaller numbers are asked first.
pub type AtomId = u32;

/// A Boolean formula.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Formula {
    /// Always.
    True,
    /// Never.
    False,
    /// An atom.
    Atom(AtomId),
    /// It is not so.
    Not(Box<Formula>),
    /// All are so.
    All(Vec<Formula>),
    /// At least one is so.
    Any(Vec<Formula>),
}

impl Formula {
    /// All of some formulas, constants folded and nested lists joined.
    pub fn all(members: impl IntoIterator<Item = Self>) -> Self {
        let mut out = Vec::new();
        for member in members {
            match member {
                Self::True => {}
                Self::False => return Self::False,
                Self::All(inner) => out.extend(inner),
                other => out.push(other),
            }
        }
        match (out.len(), out.pop()) {
            (_, None) => Self::True,
            (1, Some(only)) => only,
            (_, Some(last)) => {
                out.push(last);
                Self::All(out)
            }
        }
    }

    /// At least one of some formulas, constants folded and nested lists joined.
    pub fn any(members: impl IntoIterator<Item = Self>) -> Self {
        let mut out = Vec::new();
        for member in members {
            match member {
                Self::False => {}
                Self::True => return Self::True,
                Self::Any(inner) => out.extend(inner),
                other => out.push(other),
            }
        }
        match (out.len(), out.pop()) {
            (_, None) => Self::False,
            (1, Some(only)) => only,
            (_, Some(last)) => {
                out.push(last);
                Self::Any(out)
            }
        }
    }

    /// The contrary of this formula.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// If `self` then `then`.
    #[must_use]
    pub fn implies(self, then: Self) -> Self {
        Self::any([self.negated(), then])
    }

    /// The atoms in it, in order.
    pub fn atoms(&self) -> BTreeSet<AtomId> {
        let mut out = BTreeSet::new();
        self.collect(&mut out);
        out
    }

    fn collect(&self, out: &mut BTreeSet<AtomId>) {
        match self {
            Self::True | Self::False => {}
            Self::Atom(atom) => {
                out.insert(*atom);
            }
            Self::Not(inner) => inner.collect(out),
            Self::All(members) | Self::Any(members) => {
                for member in members {
                    member.collect(out);
                }
            }
        }
    }

    /// Its truth where every atom's is given.
    pub fn eval(&self, truth: &dyn Fn(AtomId) -> bool) -> bool {
        match self {
            Self::True => true,
            Self::False => false,
            Self::Atom(atom) => truth(*atom),
            Self::Not(inner) => !inner.eval(truth),
            Self::All(members) => members.iter().all(|member| member.eval(truth)),
            Self::Any(members) => members.iter().any(|member| member.eval(truth)),
        }
    }

    /// Its truth by Kleene's tables, where some atoms are open. Sound, not complete.
    pub fn kleene(&self, truth: &dyn Fn(AtomId) -> Option<bool>) -> Option<bool> {
        match self {
            Self::True => Some(true),
            Self::False => Some(false),
            Self::Atom(atom) => truth(*atom),
            Self::Not(inner) => inner.kleene(truth).map(|known| !known),
            Self::All(members) => over(members, truth, false),
            Self::Any(members) => over(members, truth, true),
        }
    }
}

/// One member with the deciding truth decides; all with the other truth decide the other way.
fn over(
    members: &[Formula],
    truth: &dyn Fn(AtomId) -> Option<bool>,
    decides: bool,
) -> Option<bool> {
    let mut open = false;
    for member in members {
        match member.kleene(truth) {
            Some(known) if known == decides => return Some(decides),
            Some(_) => {}
            None => open = true,
        }
    }
    if open { None } else { Some(!decides) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_folded_away() {
        let p = Formula::Atom(1);
        assert_eq!(Formula::all([Formula::True, p.clone()]), p);
        assert_eq!(Formula::any([Formula::True, p.clone()]), Formula::True);
        assert_eq!(Formula::all([]), Formula::True);
        assert_eq!(Formula::any([]), Formula::False);
        assert_eq!(p.clone().negated().negated(), p);
    }

    #[test]
    fn kleene_leaves_open_what_it_cannot_see() {
        let p = Formula::Atom(0);
        let tautology = Formula::any([p.clone(), p.negated()]);
        assert_eq!(tautology.kleene(&|_| None), None);
    }
}
