//! What would settle an open case: the smallest sets of answers, and the set that is sure to.
//!
//! A case is one of several alternatives, such as "broken and not permitted", "broken and
//! permitted", "not broken". A *settle* is a set of answers that is possible, leaves one alternative
//! whatever the other answers are, and of which nothing can be left out: a prime implicant of the
//! alternative under a theory of what cannot be. *Needed* is the other half: a set of questions whose
//! answers settle the case whatever they turn out to be, and of which no question can be left out.

use crate::exact::{Diagram, Node, TooLarge};
use crate::formula::AtomId;
use std::collections::BTreeSet;

/// A set of answers that settles the case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Settle<G> {
    /// Atoms with the answer to each, in order.
    pub answers: Vec<(AtomId, bool)>,
    /// The alternative that is left.
    pub gives: G,
}

/// What would settle an open case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settles<G> {
    /// Sets of answers, the shortest first.
    pub sets: Vec<Settle<G>>,
    /// How many more of at most the same size there are.
    pub more: usize,
    /// The questions that settle it for certain, together.
    pub needed: Vec<AtomId>,
    /// There are too many open atoms to list anything.
    pub capped: bool,
}

impl<G> Default for Settles<G> {
    fn default() -> Self {
        Self { sets: Vec::new(), more: 0, needed: Vec::new(), capped: false }
    }
}

/// Bounds on the search.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Largest set of answers that is looked for.
    pub size: usize,
    /// Most sets that are listed.
    pub count: usize,
    /// Most open atoms for which anything is listed.
    pub atoms: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { size: 3, count: 20, atoms: 24 }
    }
}

/// What would settle which of some alternatives is so, given that `theory` holds. The alternatives
/// exclude each other, and one of them is so.
pub fn settles<G: Copy + Ord>(
    diagram: &mut Diagram,
    alternatives: &[(G, Node)],
    theory: Node,
    limits: Limits,
) -> Result<Settles<G>, TooLarge> {
    let mut search = Search::new(diagram, alternatives, theory)?;
    if search.atoms.len() > limits.atoms {
        return Ok(Settles { capped: true, ..Settles::default() });
    }
    let needed = search.needed()?;
    let mut sets = Vec::new();
    for size in 1..=limits.size {
        let cases = search.cases.clone();
        search.of_size(size, 0, &cases, &mut Vec::new(), &mut sets)?;
    }
    for (gives, _) in alternatives {
        if !sets.iter().any(|set: &Settle<G>| set.gives == *gives) {
            sets.extend(search.any_for(*gives)?);
        }
    }
    sets.sort_by(|a, b| {
        a.answers.len().cmp(&b.answers.len()).then(a.gives.cmp(&b.gives)).then(a.cmp(b))
    });
    let more = sets.len().saturating_sub(limits.count);
    let listed = keep_each(sets, limits.count);
    Ok(Settles { sets: listed, more, needed, capped: false })
}

/// The first `count`, but at least one for each alternative.
fn keep_each<G: Copy + Ord>(sets: Vec<Settle<G>>, count: usize) -> Vec<Settle<G>> {
    let mut out: Vec<Settle<G>> = Vec::new();
    for (number, set) in sets.into_iter().enumerate() {
        if number < count || !out.iter().any(|kept| kept.gives == set.gives) {
            out.push(set);
        }
    }
    out
}

struct Search<'d, G> {
    diagram: &'d mut Diagram,
    /// The alternatives, as far as they are possible.
    cases: Vec<(G, Node)>,
    atoms: Vec<AtomId>,
}

impl<'d, G: Copy + Ord> Search<'d, G> {
    fn new(
        diagram: &'d mut Diagram,
        alternatives: &[(G, Node)],
        theory: Node,
    ) -> Result<Self, TooLarge> {
        let mut cases = Vec::new();
        let mut atoms = BTreeSet::new();
        for (gives, node) in alternatives {
            let possible = diagram.and(*node, theory)?;
            atoms.extend(diagram.support(possible));
            if possible != Node::FALSE {
                cases.push((*gives, possible));
            }
        }
        Ok(Self { diagram, cases, atoms: atoms.into_iter().collect() })
    }

    /// The alternatives that one more answer leaves possible.
    fn after(
        &mut self,
        cases: &[(G, Node)],
        (atom, truth): (AtomId, bool),
    ) -> Result<Vec<(G, Node)>, TooLarge> {
        let mut left = Vec::new();
        for (gives, node) in cases {
            let node = self.diagram.restrict(*node, atom, truth)?;
            if node != Node::FALSE {
                left.push((*gives, node));
            }
        }
        Ok(left)
    }

    /// What some answers force, if they are possible and force anything.
    fn forced(&mut self, answers: &[(AtomId, bool)]) -> Result<Option<G>, TooLarge> {
        let mut left = self.cases.clone();
        for answer in answers {
            left = self.after(&left, *answer)?;
        }
        Ok(only(&left))
    }

    /// All minimal sets of one size, found in order of their atoms. `cases` is what the answers so
    /// far leave possible.
    fn of_size(
        &mut self,
        size: usize,
        from: usize,
        cases: &[(G, Node)],
        so_far: &mut Vec<(AtomId, bool)>,
        out: &mut Vec<Settle<G>>,
    ) -> Result<(), TooLarge> {
        for index in from..self.atoms.len() {
            let Some(atom) = self.atoms.get(index).copied() else { break };
            for truth in [true, false] {
                let left = self.after(cases, (atom, truth))?;
                so_far.push((atom, truth));
                match only(&left) {
                    Some(gives) if size == 1 && self.is_minimal(so_far)? => {
                        out.push(Settle { answers: so_far.clone(), gives });
                    }
                    // Once they force an outcome or are impossible, longer sets are not minimal.
                    None if size > 1 && !left.is_empty() => {
                        self.of_size(size - 1, index + 1, &left, so_far, out)?;
                    }
                    _ => {}
                }
                so_far.pop();
            }
        }
        Ok(())
    }

    fn is_minimal(&mut self, answers: &[(AtomId, bool)]) -> Result<bool, TooLarge> {
        for skip in 0..answers.len() {
            let fewer: Vec<_> = without(answers, skip);
            if self.forced(&fewer)?.is_some() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// One minimal set that leaves an alternative, whatever its size.
    fn any_for(&mut self, gives: G) -> Result<Option<Settle<G>>, TooLarge> {
        let case = self.cases.iter().find(|(other, _)| *other == gives);
        let Some((_, mut node)) = case.copied() else { return Ok(None) };
        let mut answers = Vec::new();
        for atom in self.atoms.clone() {
            let yes = self.diagram.restrict(node, atom, true)?;
            let truth = yes != Node::FALSE;
            node = if truth { yes } else { self.diagram.restrict(node, atom, false)? };
            answers.push((atom, truth));
        }
        let mut at = 0;
        while at < answers.len() {
            let fewer = without(&answers, at);
            if self.forced(&fewer)? == Some(gives) {
                answers = fewer;
            } else {
                at += 1;
            }
        }
        Ok(Some(Settle { answers, gives }))
    }

    /// A set of questions whose answers always settle the case, none of which can be left out.
    fn needed(&mut self) -> Result<Vec<AtomId>, TooLarge> {
        let mut needed = self.atoms.clone();
        for atom in self.atoms.clone() {
            let fewer: Vec<AtomId> =
                needed.iter().copied().filter(|other| *other != atom).collect();
            if self.suffices(&fewer)? {
                needed = fewer;
            }
        }
        Ok(needed)
    }

    /// Whether answers to these questions settle it: no answers to them leave two alternatives open.
    fn suffices(&mut self, questions: &[AtomId]) -> Result<bool, TooLarge> {
        let mut seen = Node::FALSE;
        for (_, mut node) in self.cases.clone() {
            for atom in self.atoms.clone() {
                if !questions.contains(&atom) {
                    node = self.diagram.exists(node, atom)?;
                }
            }
            if self.diagram.and(seen, node)? != Node::FALSE {
                return Ok(false);
            }
            seen = self.diagram.or(seen, node)?;
        }
        Ok(true)
    }
}

/// The alternative that is left, where it is the only one.
fn only<G: Copy>(left: &[(G, Node)]) -> Option<G> {
    match left {
        [(gives, _)] => Some(*gives),
        _ => None,
    }
}

fn without(answers: &[(AtomId, bool)], skip: usize) -> Vec<(AtomId, bool)> {
    answers
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != skip)
        .map(|(_, answer)| *answer)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::tests::{completions, formulas};
    use crate::formula::Formula;
    use proptest::prelude::*;

    const ATOMS: u32 = 5;

    /// Which of three alternatives some answers leave possible: `f` without `p`, `f` with `p`, not `f`.
    fn rows(f: &Formula, p: &Formula, t: &Formula, answers: &[(AtomId, bool)]) -> Vec<u8> {
        let mut left = BTreeSet::new();
        for row in completions(ATOMS) {
            let truth = |a: AtomId| row >> a & 1 == 1;
            if t.eval(&truth) && answers.iter().all(|(a, v)| truth(*a) == *v) {
                left.insert(match (f.eval(&truth), p.eval(&truth)) {
                    (true, false) => 0,
                    (true, true) => 1,
                    _ => 2,
                });
            }
        }
        left.into_iter().collect()
    }

    fn settled(f: &Formula, p: &Formula, t: &Formula) -> Settles<u8> {
        let mut diagram = Diagram::default();
        let (without_p, not_f) = (p.clone().negated(), f.clone().negated());
        let cases =
            [Formula::all([f.clone(), without_p]), Formula::all([f.clone(), p.clone()]), not_f];
        let cases: Vec<(u8, Node)> = (0..)
            .zip(&cases)
            .map(|(number, case)| (number, diagram.build(case).unwrap()))
            .collect();
        let theory = diagram.build(t).unwrap();
        settles(&mut diagram, &cases, theory, Limits { size: 3, count: 1000, atoms: 24 }).unwrap()
    }

    /// Every set of at most three answers that is possible, forces and is minimal, by brute force.
    fn brute(f: &Formula, p: &Formula, t: &Formula) -> Vec<Settle<u8>> {
        let mut out = Vec::new();
        for code in 1..3_u32.pow(ATOMS) {
            let answers: Vec<(AtomId, bool)> = (0..ATOMS)
                .filter_map(|a| match code / 3_u32.pow(a) % 3 {
                    1 => Some((a, true)),
                    2 => Some((a, false)),
                    _ => None,
                })
                .collect();
            let forces = |answers: &[(AtomId, bool)]| match rows(f, p, t, answers).as_slice() {
                [only] => Some(*only),
                _ => None,
            };
            let minimal = (0..answers.len()).all(|skip| forces(&without(&answers, skip)).is_none());
            if let Some(gives) = forces(&answers).filter(|_| answers.len() <= 3 && minimal) {
                out.push(Settle { answers, gives });
            }
        }
        out.sort();
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn the_sets_are_all_the_minimal_ones_that_settle(f in formulas(ATOMS), p in formulas(ATOMS), t in formulas(ATOMS)) {
            prop_assume!(rows(&f, &p, &t, &[]).len() > 1);
            let mut found: Vec<Settle<u8>> = settled(&f, &p, &t).sets.into_iter().filter(|s| s.answers.len() <= 3).collect();
            found.sort();
            prop_assert_eq!(found, brute(&f, &p, &t));
        }

        #[test]
        fn the_needed_questions_settle_it_whatever_the_answers(f in formulas(ATOMS), p in formulas(ATOMS), t in formulas(ATOMS)) {
            prop_assume!(rows(&f, &p, &t, &[]).len() > 1);
            let needed = settled(&f, &p, &t).needed;
            let decided = |needed: &[AtomId]| completions(needed.len() as u32).all(|row| {
                let answers: Vec<_> = needed.iter().enumerate().map(|(i, a)| (*a, row >> i & 1 == 1)).collect();
                rows(&f, &p, &t, &answers).len() < 2
            });
            prop_assert!(decided(&needed));
            for skip in 0..needed.len() {
                let fewer: Vec<_> = needed.iter().enumerate().filter(|(i, _)| *i != skip).map(|(_, a)| *a).collect();
                prop_assert!(!decided(&fewer));
            }
        }
    }

    #[test]
    fn self_defence_is_settled_by_either_half_missing_or_both_there() {
        let (threat, proportionate) = (Formula::Atom(0), Formula::Atom(1));
        let v = Formula::all([threat, proportionate]).negated();
        let found = settled(&v, &Formula::False, &Formula::True);
        assert_eq!(
            found.sets,
            [
                Settle { answers: vec![(0, false)], gives: 0 },
                Settle { answers: vec![(1, false)], gives: 0 },
                Settle { answers: vec![(0, true), (1, true)], gives: 2 },
            ]
        );
        assert_eq!(found.needed, [0, 1]);
    }
}
