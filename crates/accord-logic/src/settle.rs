//! What would settle an open case: the smallest sets of answers, and the set that is sure to.
//!
//! A *settle* is a set of answers that is possible, forces the outcome whatever the other answers
//! are, and of which nothing can be left out: a prime implicant of the formula or of its contrary,
//! under a theory of what cannot be. *Needed* is the other half: a set of questions whose answers
//! settle the case whatever they turn out to be, and of which no question can be left out.

use crate::exact::{Diagram, Node, TooLarge};
use crate::formula::AtomId;

/// A set of answers that settles the case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Settle {
    /// Atoms with the answer to each, in order.
    pub answers: Vec<(AtomId, bool)>,
    /// What the formula then is.
    pub gives: bool,
}

/// What would settle an open case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settles {
    /// Sets of answers, the shortest first.
    pub sets: Vec<Settle>,
    /// How many more of at most the same size there are.
    pub more: usize,
    /// The questions that settle it for certain, together.
    pub needed: Vec<AtomId>,
    /// There are too many open atoms to list anything.
    pub capped: bool,
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

/// What would settle `v`, given that `theory` holds.
pub fn settles(
    diagram: &mut Diagram,
    v: Node,
    theory: Node,
    limits: Limits,
) -> Result<Settles, TooLarge> {
    let mut search = Search::new(diagram, v, theory)?;
    if search.atoms.len() > limits.atoms {
        return Ok(Settles { capped: true, ..Settles::default() });
    }
    let needed = search.needed()?;
    let mut sets = Vec::new();
    for size in 1..=limits.size {
        search.of_size(size, 0, &mut Vec::new(), &mut sets)?;
    }
    for gives in [true, false] {
        if !sets.iter().any(|set: &Settle| set.gives == gives) {
            sets.extend(search.any_for(gives)?);
        }
    }
    sets.sort_by(|a, b| {
        a.answers.len().cmp(&b.answers.len()).then(b.gives.cmp(&a.gives)).then(a.cmp(b))
    });
    let more = sets.len().saturating_sub(limits.count);
    let listed = keep_both(sets, limits.count);
    Ok(Settles { sets: listed, more, needed, capped: false })
}

/// The first `count`, but at least one for each outcome.
fn keep_both(sets: Vec<Settle>, count: usize) -> Vec<Settle> {
    let mut out: Vec<Settle> = sets.iter().take(count).cloned().collect();
    for gives in [true, false] {
        if !out.iter().any(|set| set.gives == gives) {
            out.extend(sets.iter().find(|set| set.gives == gives).cloned());
        }
    }
    out
}

struct Search<'d> {
    diagram: &'d mut Diagram,
    /// The formula is so, and nothing impossible is.
    yes: Node,
    /// It is not so, and nothing impossible is.
    no: Node,
    atoms: Vec<AtomId>,
}

impl<'d> Search<'d> {
    fn new(diagram: &'d mut Diagram, v: Node, theory: Node) -> Result<Self, TooLarge> {
        let yes = diagram.and(v, theory)?;
        let not = diagram.not(v)?;
        let no = diagram.and(not, theory)?;
        let mut atoms = diagram.support(yes);
        atoms.extend(diagram.support(no));
        Ok(Self { diagram, yes, no, atoms: atoms.into_iter().collect() })
    }

    /// Both diagrams once some answers are known.
    fn after(&mut self, answers: &[(AtomId, bool)]) -> Result<(Node, Node), TooLarge> {
        let (mut yes, mut no) = (self.yes, self.no);
        for (atom, truth) in answers {
            yes = self.diagram.restrict(yes, *atom, *truth)?;
            no = self.diagram.restrict(no, *atom, *truth)?;
        }
        Ok((yes, no))
    }

    /// What some answers force, if they are possible and force anything.
    fn forced(&mut self, answers: &[(AtomId, bool)]) -> Result<Option<bool>, TooLarge> {
        Ok(match self.after(answers)? {
            (Node::FALSE, Node::FALSE) => None,
            (Node::FALSE, _) => Some(false),
            (_, Node::FALSE) => Some(true),
            _ => None,
        })
    }

    /// All minimal sets of one size, found in order of their atoms.
    fn of_size(
        &mut self,
        size: usize,
        from: usize,
        so_far: &mut Vec<(AtomId, bool)>,
        out: &mut Vec<Settle>,
    ) -> Result<(), TooLarge> {
        if size == 0 {
            if let Some(gives) = self.forced(so_far)?
                && self.is_minimal(so_far)?
            {
                out.push(Settle { answers: so_far.clone(), gives });
            }
            return Ok(());
        }
        for index in from..self.atoms.len() {
            let Some(atom) = self.atoms.get(index).copied() else { break };
            for truth in [true, false] {
                so_far.push((atom, truth));
                // Once the answers so far force an outcome or are impossible, longer sets are not minimal.
                let (yes, no) = self.after(so_far)?;
                let open = yes != Node::FALSE && no != Node::FALSE;
                if size == 1 || open {
                    self.of_size(size - 1, index + 1, so_far, out)?;
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

    /// One minimal set that gives an outcome, whatever its size.
    fn any_for(&mut self, gives: bool) -> Result<Option<Settle>, TooLarge> {
        let mut answers = Vec::new();
        let mut node = if gives { self.yes } else { self.no };
        if node == Node::FALSE {
            return Ok(None);
        }
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

    /// Whether answers to these questions settle it: no answers to them leave both outcomes open.
    fn suffices(&mut self, questions: &[AtomId]) -> Result<bool, TooLarge> {
        let (mut yes, mut no) = (self.yes, self.no);
        for atom in self.atoms.clone() {
            if !questions.contains(&atom) {
                yes = self.diagram.exists(yes, atom)?;
                no = self.diagram.exists(no, atom)?;
            }
        }
        Ok(self.diagram.and(yes, no)? == Node::FALSE)
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

    fn rows(f: &Formula, t: &Formula, answers: &[(AtomId, bool)]) -> (bool, bool) {
        let (mut yes, mut no) = (false, false);
        for row in completions(ATOMS) {
            let truth = |a: AtomId| row >> a & 1 == 1;
            if t.eval(&truth) && answers.iter().all(|(a, v)| truth(*a) == *v) {
                if f.eval(&truth) { yes = true } else { no = true }
            }
        }
        (yes, no)
    }

    fn settled(f: &Formula, t: &Formula) -> Settles {
        let mut diagram = Diagram::default();
        let v = diagram.build(f).unwrap();
        let theory = diagram.build(t).unwrap();
        settles(&mut diagram, v, theory, Limits { size: 3, count: 1000, atoms: 24 }).unwrap()
    }

    /// Every set of at most three answers that is possible, forces and is minimal, by brute force.
    fn brute(f: &Formula, t: &Formula) -> Vec<Settle> {
        let mut out = Vec::new();
        for code in 1..3_u32.pow(ATOMS) {
            let answers: Vec<(AtomId, bool)> = (0..ATOMS)
                .filter_map(|a| match code / 3_u32.pow(a) % 3 {
                    1 => Some((a, true)),
                    2 => Some((a, false)),
                    _ => None,
                })
                .collect();
            let forces = |answers: &[(AtomId, bool)]| match rows(f, t, answers) {
                (true, false) => Some(true),
                (false, true) => Some(false),
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
        fn the_sets_are_all_the_minimal_ones_that_settle(f in formulas(ATOMS), t in formulas(ATOMS)) {
            prop_assume!(rows(&f, &t, &[]) == (true, true));
            let mut found: Vec<Settle> = settled(&f, &t).sets.into_iter().filter(|s| s.answers.len() <= 3).collect();
            found.sort();
            prop_assert_eq!(found, brute(&f, &t));
        }

        #[test]
        fn the_needed_questions_settle_it_whatever_the_answers(f in formulas(ATOMS), t in formulas(ATOMS)) {
            prop_assume!(rows(&f, &t, &[]) == (true, true));
            let needed = settled(&f, &t).needed;
            let decided = |needed: &[AtomId]| completions(needed.len() as u32).all(|row| {
                let answers: Vec<_> = needed.iter().enumerate().map(|(i, a)| (*a, row >> i & 1 == 1)).collect();
                rows(&f, &t, &answers) != (true, true)
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
        let found = settled(&v, &Formula::True);
        assert_eq!(
            found.sets,
            [
                Settle { answers: vec![(0, false)], gives: true },
                Settle { answers: vec![(1, false)], gives: true },
                Settle { answers: vec![(0, true), (1, true)], gives: false },
            ]
        );
        assert_eq!(found.needed, [0, 1]);
    }
}
