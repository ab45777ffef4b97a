//! Reduced ordered binary decision diagrams: the exact answer.
//!
//! A formula becomes a diagram in which every path asks atoms in ascending order and equal parts
//! are shared. Two formulas are equivalent exactly when their diagrams are the same node, so "true
//! in every completion" is a comparison. After Bryant, "Graph-Based Algorithms for Boolean Function
//! Manipulation", 1986.
//!
//! Nodes are only looked up by hash, never iterated by it. A budget bounds memory: a formula that
//! needs more is refused, not guessed at.

use crate::formula::{AtomId, Formula};
use std::collections::{BTreeSet, HashMap};

/// A node of a diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Node(u32);

impl Node {
    /// Never.
    pub const FALSE: Self = Self(0);
    /// Always.
    pub const TRUE: Self = Self(1);
}

/// The formula needs more nodes than the budget allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Branch {
    atom: AtomId,
    no: Node,
    yes: Node,
}

/// A manager of diagrams that share their nodes.
#[derive(Debug)]
pub struct Diagram {
    branches: Vec<Branch>,
    unique: HashMap<Branch, Node>,
    ites: HashMap<(Node, Node, Node), Node>,
    restricted: HashMap<(Node, AtomId, bool), Node>,
    budget: usize,
}

impl Default for Diagram {
    fn default() -> Self {
        Self::with_budget(1 << 16)
    }
}

impl Diagram {
    /// A manager that holds at most so many nodes.
    pub fn with_budget(budget: usize) -> Self {
        let end = Branch { atom: AtomId::MAX, no: Node::FALSE, yes: Node::FALSE };
        Self {
            branches: vec![end, end],
            unique: HashMap::new(),
            ites: HashMap::new(),
            restricted: HashMap::new(),
            budget,
        }
    }

    /// The diagram of a formula.
    pub fn build(&mut self, formula: &Formula) -> Result<Node, TooLarge> {
        Ok(match formula {
            Formula::True => Node::TRUE,
            Formula::False => Node::FALSE,
            Formula::Atom(atom) => self.branch(*atom, Node::FALSE, Node::TRUE)?,
            Formula::Not(inner) => {
                let inner = self.build(inner)?;
                self.not(inner)?
            }
            Formula::All(members) => {
                let mut out = Node::TRUE;
                for member in members {
                    let member = self.build(member)?;
                    out = self.and(out, member)?;
                }
                out
            }
            Formula::Any(members) => {
                let mut out = Node::FALSE;
                for member in members {
                    let member = self.build(member)?;
                    out = self.or(out, member)?;
                }
                out
            }
        })
    }

    /// Both.
    pub fn and(&mut self, a: Node, b: Node) -> Result<Node, TooLarge> {
        self.ite(a, b, Node::FALSE)
    }

    /// Either.
    pub fn or(&mut self, a: Node, b: Node) -> Result<Node, TooLarge> {
        self.ite(a, Node::TRUE, b)
    }

    /// The contrary.
    pub fn not(&mut self, a: Node) -> Result<Node, TooLarge> {
        self.ite(a, Node::FALSE, Node::TRUE)
    }

    /// If `test` then `yes` else `no`.
    pub fn ite(&mut self, test: Node, yes: Node, no: Node) -> Result<Node, TooLarge> {
        if test == Node::TRUE || yes == no {
            return Ok(yes);
        }
        if test == Node::FALSE {
            return Ok(no);
        }
        if yes == Node::TRUE && no == Node::FALSE {
            return Ok(test);
        }
        if let Some(known) = self.ites.get(&(test, yes, no)) {
            return Ok(*known);
        }
        let atom = self.atom(test).min(self.atom(yes)).min(self.atom(no));
        let high = {
            let (a, b, c) = (
                self.side(test, atom, true),
                self.side(yes, atom, true),
                self.side(no, atom, true),
            );
            self.ite(a, b, c)?
        };
        let low = {
            let (a, b, c) = (
                self.side(test, atom, false),
                self.side(yes, atom, false),
                self.side(no, atom, false),
            );
            self.ite(a, b, c)?
        };
        let out = self.branch(atom, low, high)?;
        self.ites.insert((test, yes, no), out);
        Ok(out)
    }

    /// The diagram once an atom is known. Shared parts are restricted once, now and later: a diagram
    /// may have far more paths than nodes.
    pub fn restrict(&mut self, node: Node, atom: AtomId, truth: bool) -> Result<Node, TooLarge> {
        let Branch { atom: at, no, yes } = self.at(node);
        if at > atom {
            return Ok(node);
        }
        if at == atom {
            return Ok(if truth { yes } else { no });
        }
        if let Some(known) = self.restricted.get(&(node, atom, truth)) {
            return Ok(*known);
        }
        let low = self.restrict(no, atom, truth)?;
        let high = self.restrict(yes, atom, truth)?;
        let found = self.branch(at, low, high)?;
        self.restricted.insert((node, atom, truth), found);
        Ok(found)
    }

    /// Whether it can be so whatever this atom is: the atom quantified away.
    pub fn exists(&mut self, node: Node, atom: AtomId) -> Result<Node, TooLarge> {
        let low = self.restrict(node, atom, false)?;
        let high = self.restrict(node, atom, true)?;
        self.or(low, high)
    }

    /// The atoms that a diagram asks.
    pub fn support(&self, node: Node) -> BTreeSet<AtomId> {
        let mut out = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            if node <= Node::TRUE || !seen.insert(node) {
                continue;
            }
            let branch = self.at(node);
            out.insert(branch.atom);
            open.extend([branch.no, branch.yes]);
        }
        out
    }

    fn at(&self, node: Node) -> Branch {
        // INVARIANT: nodes are made by `branch` and never removed, so the index is in range.
        self.branches.get(node.0 as usize).copied().unwrap_or(Branch {
            atom: AtomId::MAX,
            no: node,
            yes: node,
        })
    }

    fn atom(&self, node: Node) -> AtomId {
        self.at(node).atom
    }

    fn side(&self, node: Node, atom: AtomId, truth: bool) -> Node {
        let branch = self.at(node);
        match (branch.atom == atom && node > Node::TRUE, truth) {
            (false, _) => node,
            (true, true) => branch.yes,
            (true, false) => branch.no,
        }
    }

    fn branch(&mut self, atom: AtomId, no: Node, yes: Node) -> Result<Node, TooLarge> {
        if no == yes {
            return Ok(no);
        }
        let branch = Branch { atom, no, yes };
        if let Some(node) = self.unique.get(&branch) {
            return Ok(*node);
        }
        if self.branches.len() >= self.budget {
            return Err(TooLarge);
        }
        let node = Node(self.branches.len() as u32);
        self.branches.push(branch);
        self.unique.insert(branch, node);
        Ok(node)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) fn formulas(atoms: u32) -> impl Strategy<Value = Formula> {
        let leaf = prop_oneof![
            8 => (0..atoms).prop_map(Formula::Atom),
            1 => Just(Formula::True),
            1 => Just(Formula::False),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                inner.clone().prop_map(|f| Formula::Not(Box::new(f))),
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Formula::All),
                proptest::collection::vec(inner, 0..4).prop_map(Formula::Any),
            ]
        })
    }

    pub(crate) fn completions(atoms: u32) -> impl Iterator<Item = u32> {
        0..(1_u32 << atoms)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn a_diagram_is_true_exactly_where_its_formula_is(f in formulas(5)) {
            let mut diagram = Diagram::default();
            let node = diagram.build(&f).unwrap();
            for row in completions(5) {
                let mut at = node;
                for atom in 0..5 {
                    at = diagram.restrict(at, atom, row >> atom & 1 == 1).unwrap();
                }
                prop_assert_eq!(at == Node::TRUE, f.eval(&|a| row >> a & 1 == 1));
                prop_assert!(at <= Node::TRUE);
            }
        }

        #[test]
        fn equivalent_formulas_are_the_same_node(f in formulas(4), g in formulas(4)) {
            let mut diagram = Diagram::default();
            let same = completions(4).all(|row| f.eval(&|a| row >> a & 1 == 1) == g.eval(&|a| row >> a & 1 == 1));
            prop_assert_eq!(diagram.build(&f).unwrap() == diagram.build(&g).unwrap(), same);
        }

        #[test]
        fn kleene_never_decides_what_the_diagram_leaves_open(f in formulas(4), known in 0_u32..81) {
            let digit = |a: u32| match known / 3_u32.pow(a) % 3 { 0 => Some(false), 1 => Some(true), _ => None };
            let mut diagram = Diagram::default();
            let mut node = diagram.build(&f).unwrap();
            for atom in 0..4 {
                if let Some(truth) = digit(atom) {
                    node = diagram.restrict(node, atom, truth).unwrap();
                }
            }
            match f.kleene(&digit) {
                Some(true) => prop_assert_eq!(node, Node::TRUE),
                Some(false) => prop_assert_eq!(node, Node::FALSE),
                None => {}
            }
        }
    }

    /// "An odd number of 40 are so" has 79 nodes and half a billion paths to its middle.
    #[test]
    fn a_diagram_with_many_paths_is_restricted_node_by_node() {
        let mut diagram = Diagram::default();
        let mut odd = Node::FALSE;
        for atom in (0..40).rev() {
            let even = diagram.not(odd).unwrap();
            let this = diagram.build(&Formula::Atom(atom)).unwrap();
            odd = diagram.ite(this, even, odd).unwrap();
        }
        let even = diagram.not(odd).unwrap();
        let no = diagram.restrict(odd, 39, false).unwrap();
        let yes = diagram.restrict(even, 39, true).unwrap();
        assert_eq!(no, yes);
    }

    #[test]
    fn a_formula_over_budget_is_refused() {
        assert_eq!(
            Diagram::with_budget(10).build(&Formula::all((0..20).map(Formula::Atom))),
            Err(TooLarge)
        );
    }
}
