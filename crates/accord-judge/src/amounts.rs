//! Numbers and times in comparisons.
//!
//! What is exactly known is compared at once. Where one side is not known the comparison becomes a
//! bound on what is inside its term; where neither is, a question of order. Orders and bounds are
//! not free of each other ("later than the one" and "the one is later than noon"), so the theory of
//! orders lists every way in which they can stand: it tries, for every amount, values on both sides
//! of each bound. Where there would be too many, fewer amounts are held together: then more ways
//! are thought possible than there are, and a case may stay open that is not.

use crate::facts::{Key, Known, Reading, reading};
use crate::finding::{Atom, Looked, LookedUp, Quantity};
use crate::ground::{Grounding, Thing, constant, sources};
use accord_check::model::{FactKind, Instant, Measure, Subject};
use accord_check::zone;
use accord_logic::{AtomId, Formula};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The most ways to put values that are tried at a time.
const MOST_TRIED: usize = 1 << 17;

/// A number or a time in a comparison.
#[derive(Debug, Clone)]
pub(crate) enum Amount {
    /// Exactly this.
    Is(i64),
    /// Not exactly known.
    Open(Term),
    /// Later than any time.
    Never,
}

/// A quantity that is not exactly known, and what the text makes of it.
#[derive(Debug, Clone)]
pub(crate) struct Term {
    quantity: Quantity,
    range: Option<(i64, i64)>,
    /// From the quantity outwards.
    steps: Vec<Step>,
}

/// What a text does to a quantity.
#[derive(Debug, Clone, Copy)]
enum Step {
    PlusDays(i64),
    DividedBy(i64),
}

/// A deadline that may depend on what is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deadline {
    At(Instant),
    Never,
    Open,
}

/// A question of order: left at least right, or more than right.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) atom: AtomId,
    left: Amount,
    right: Amount,
    strictly: bool,
}

/// A value that is tried; none is never.
type Tried = Option<i64>;

/// An order or a bound over the values that are tried.
struct Asked {
    atom: AtomId,
    left: Side,
    right: Side,
    strictly: bool,
}

/// One side of it: which quantity, and what the term makes of each of its values.
struct Side {
    place: Option<usize>,
    values: Vec<Tried>,
}

impl Asked {
    /// Whether it holds where each quantity has the value at that place of its list.
    fn holds(&self, at: &[usize]) -> bool {
        beats(self.left.value(at), self.right.value(at), self.strictly)
    }
}

impl Side {
    fn value(&self, at: &[usize]) -> Tried {
        let number = self.place.and_then(|place| at.get(place)).copied().unwrap_or(0);
        self.values.get(number).copied().flatten()
    }
}

impl Grounding<'_> {
    pub(crate) fn from(&mut self, from: Option<&Measure>) -> Formula {
        from.map_or(Formula::True, |from| self.compare(&Measure::ActTime, from, false, None))
    }

    /// Left at least right, or left more than right. `never` is later than everything, itself
    /// included: what has not happened did not happen "by" anything.
    pub(crate) fn compare(
        &mut self,
        left: &Measure,
        right: &Measure,
        strictly: bool,
        param: Option<&Thing>,
    ) -> Formula {
        let mut keys = Vec::new();
        self.asked(left, param, &mut keys);
        self.asked(right, param, &mut keys);
        self.in_pieces(&keys, &mut |grounding| {
            let (left, right) = (grounding.amount(left, param), grounding.amount(right, param));
            grounding.compared(&left, &right, strictly)
        })
    }

    fn compared(&mut self, left: &Amount, right: &Amount, strictly: bool) -> Formula {
        match (left, right) {
            (Amount::Never, _) => Formula::True,
            (Amount::Is(_), Amount::Never) => Formula::False,
            (Amount::Is(left), Amount::Is(right)) => {
                constant(beats(Some(*left), Some(*right), strictly))
            }
            (Amount::Open(term), Amount::Is(bound)) => self.at_least(term, *bound, strictly),
            // c >= q is not (q > c); c > q is not (q >= c).
            (Amount::Is(bound), Amount::Open(term)) => {
                self.at_least(term, *bound, !strictly).negated()
            }
            _ => self.order(left, right, strictly),
        }
    }

    /// Two amounts of which neither is exactly known.
    fn order(&mut self, left: &Amount, right: &Amount, strictly: bool) -> Formula {
        if let (Amount::Open(l), Amount::Open(r)) = (left, right)
            && let (Some(l), Some(r)) = (self.span(l), self.span(r))
        {
            let beats = |left: i64, right: i64| beats(Some(left), Some(right), strictly);
            if beats(l.0, r.1) {
                return Formula::True;
            }
            if !beats(l.1, r.0) {
                return Formula::False;
            }
        }
        let formula = self.atom(Atom::Order(named(left), named(right), strictly));
        if let Formula::Atom(atom) = formula
            && !self.orders.iter().any(|order| order.atom == atom)
        {
            let (left, right) = (left.clone(), right.clone());
            self.orders.push(Order { atom, left, right, strictly });
        }
        formula
    }

    /// The range of a term.
    fn span(&self, term: &Term) -> Option<(i64, i64)> {
        let (low, high) = term.range?;
        Some((self.done(term, low), self.done(term, high)))
    }

    /// A term at least a bound, or past it.
    fn at_least(&mut self, term: &Term, bound: i64, past: bool) -> Formula {
        let Some(bound) = (if past { bound.checked_add(1) } else { Some(bound) }) else {
            return Formula::False;
        };
        let bound = self.undone(term, bound);
        match term.range {
            Some((low, _)) if low >= bound => Formula::True,
            Some((_, high)) if high < bound => Formula::False,
            _ => self.atom(Atom::AtLeast(term.quantity.clone(), bound)),
        }
    }

    /// What the term makes of a value of its quantity.
    fn done(&self, term: &Term, value: i64) -> i64 {
        term.steps.iter().fold(value, |value, step| self.step(*step, value))
    }

    fn step(&self, step: Step, value: i64) -> i64 {
        match step {
            Step::PlusDays(days) => {
                zone::plus_days(value, days, &self.judge.agreement().zone).unwrap_or(value)
            }
            Step::DividedBy(by) => value.div_euclid(by.max(1)),
        }
    }

    /// The least value of the quantity of which the term makes at least a bound.
    fn undone(&self, term: &Term, bound: i64) -> i64 {
        let zone = &self.judge.agreement().zone;
        term.steps.iter().rev().fold(bound, |bound, step| match step {
            Step::PlusDays(days) => zone::plus_days(bound, -days, zone).unwrap_or(bound),
            Step::DividedBy(by) => bound.saturating_mul(*by),
        })
    }

    fn amount(&mut self, measure: &Measure, param: Option<&Thing>) -> Amount {
        match measure {
            Measure::Constant(value) => Amount::Is(*value),
            Measure::ActTime if self.act.at.0 == self.act.at.1 => Amount::Is(self.act.at.0),
            Measure::ActTime => self.open(Quantity::ActTime, Some(self.act.at)),
            Measure::Fact(name, subjects) => self.fact_amount(name, subjects, param),
            Measure::PlusDays(inner, days) => self.stepped(inner, Step::PlusDays(*days), param),
            Measure::Divide(inner, by) => self.stepped(inner, Step::DividedBy(*by), param),
        }
    }

    fn stepped(&mut self, inner: &Measure, step: Step, param: Option<&Thing>) -> Amount {
        match self.amount(inner, param) {
            Amount::Is(value) => Amount::Is(self.step(step, value)),
            Amount::Open(mut term) => {
                term.steps.push(step);
                Amount::Open(term)
            }
            Amount::Never => Amount::Never,
        }
    }

    fn fact_amount(&mut self, name: &str, subjects: &[Subject], param: Option<&Thing>) -> Amount {
        let (args, reported) = self.arguments(subjects, param);
        let quantity = Quantity::Fact(name.to_owned(), args.clone());
        if !reported {
            return self.open(quantity, None);
        }
        let key = Key::Fact(name.to_owned(), args);
        let entries = self.values(&key);
        let found = reading(&entries);
        self.looked.push(Looked {
            key: LookedUp::Key(key),
            found: match (found, entries.is_empty()) {
                (_, true) => Known::Silent,
                (Reading::Open, _) => Known::Disputed,
                (Reading::Never, _) => Known::No,
                _ => Known::Yes,
            },
            value: match found {
                Reading::Within(low, high) => Some((low, high)),
                _ => None,
            },
            sources: sources(&entries),
            presumed: None,
        });
        match found {
            Reading::Within(low, high) if low == high => Amount::Is(low),
            Reading::Within(low, high) => self.open(quantity, Some((low, high))),
            Reading::Never => Amount::Never,
            Reading::Open => self.open(quantity, None),
        }
    }

    fn open(&mut self, quantity: Quantity, range: Option<(i64, i64)>) -> Amount {
        let known = self.ranges.entry(quantity.clone()).or_insert(range);
        *known = match (*known, range) {
            (Some(one), Some(other)) => Some((one.0.min(other.0), one.1.max(other.1))),
            _ => None,
        };
        Amount::Open(Term { quantity, range, steps: Vec::new() })
    }

    /// The facts on record that a measure asks for.
    fn asked(&self, measure: &Measure, param: Option<&Thing>, out: &mut Vec<Key>) {
        match measure {
            Measure::Fact(name, subjects) => {
                let (args, reported) = self.arguments(subjects, param);
                out.extend(reported.then(|| Key::Fact(name.clone(), args)));
            }
            Measure::PlusDays(inner, _) | Measure::Divide(inner, _) => {
                self.asked(inner, param, out);
            }
            Measure::ActTime | Measure::Constant(_) => {}
        }
    }

    /// A deadline, where it is known: its instant, or that it never comes.
    pub(crate) fn deadline(&mut self, measure: &Measure) -> Deadline {
        match self.amount(measure, None) {
            Amount::Is(value) => Deadline::At(value),
            Amount::Never => Deadline::Never,
            Amount::Open(..) => Deadline::Open,
        }
    }

    /// How the orders between amounts can stand to each other and to bounds on the same amounts.
    pub(crate) fn order_theory(&self) -> Formula {
        let mut left: Vec<&Order> = self.orders.iter().collect();
        let mut laws = Vec::new();
        while let Some(first) = left.pop() {
            let mut group = vec![first];
            let mut held: BTreeSet<&Quantity> = quantities(first).collect();
            while let Some(at) =
                left.iter().position(|order| quantities(order).any(|q| held.contains(q)))
            {
                let order = left.swap_remove(at);
                held.extend(quantities(order));
                group.push(order);
            }
            match self.ways(&group) {
                Some(law) => laws.push(law),
                None => laws.extend(self.ways_by_two(&group)),
            }
        }
        Formula::all(laws)
    }

    /// The orders between each two amounts, held together.
    fn ways_by_two(&self, orders: &[&Order]) -> Vec<Formula> {
        let pairs: BTreeSet<BTreeSet<&Quantity>> =
            orders.iter().map(|order| quantities(order).collect()).collect();
        let between = |pair: &BTreeSet<&Quantity>| {
            let inside = |order: &&&Order| quantities(order).all(|q| pair.contains(q));
            let orders: Vec<&Order> = orders.iter().filter(inside).copied().collect();
            self.ways(&orders)
        };
        pairs.iter().filter_map(between).collect()
    }

    /// Every way in which some orders and the bounds on their amounts can be answered together.
    /// None where there are too many to try.
    fn ways(&self, orders: &[&Order]) -> Option<Formula> {
        let held: BTreeSet<&Quantity> = orders.iter().flat_map(|order| quantities(order)).collect();
        let held: Vec<&Quantity> = held.into_iter().collect();
        let tried = self.tried(&held, orders);
        let count = tried.iter().try_fold(1_usize, |all, values| all.checked_mul(values.len()))?;
        let asked = self.asked_of(&held, &tried, orders);
        if count > MOST_TRIED || asked.len() > 64 {
            return None;
        }
        let mut found: BTreeSet<u64> = BTreeSet::new();
        let mut at = vec![0_usize; held.len()];
        for _ in 0..count {
            let answers = asked.iter().enumerate();
            found.insert(
                answers.fold(0, |all, (bit, asked)| all | u64::from(asked.holds(&at)) << bit),
            );
            for (at, values) in at.iter_mut().zip(&tried) {
                *at += 1;
                if *at < values.len() {
                    break;
                }
                *at = 0;
            }
        }
        let way = |way: u64| {
            Formula::all(asked.iter().enumerate().map(|(bit, asked)| {
                let atom = Formula::Atom(asked.atom);
                if way >> bit & 1 == 1 { atom } else { atom.negated() }
            }))
        };
        Some(Formula::any(found.into_iter().map(way)))
    }

    /// The orders and the bounds on their amounts, over the values that are tried.
    fn asked_of(&self, held: &[&Quantity], tried: &[Vec<Tried>], orders: &[&Order]) -> Vec<Asked> {
        let place = |quantity: &Quantity| held.iter().position(|other| *other == quantity);
        let side = |amount: &Amount| match amount {
            Amount::Is(value) => Side { place: None, values: vec![Some(*value)] },
            Amount::Never => Side { place: None, values: vec![None] },
            Amount::Open(term) => {
                let place = place(&term.quantity);
                let values = place.and_then(|place| tried.get(place)).into_iter().flatten();
                let done = |value: &Tried| value.map(|value| self.done(term, value));
                Side { place, values: values.map(done).collect() }
            }
        };
        let mut out = Vec::new();
        for order in orders {
            let (left, right) = (side(&order.left), side(&order.right));
            out.push(Asked { atom: order.atom, left, right, strictly: order.strictly });
        }
        for (atom, what) in self.atoms.iter().enumerate() {
            if let Atom::AtLeast(quantity, bound) = what
                && let Some(at) = place(quantity)
            {
                let values = tried.get(at).cloned().unwrap_or_default();
                let left = Side { place: Some(at), values };
                let right = Side { place: None, values: vec![Some(*bound)] };
                out.push(Asked { atom: atom as AtomId, left, right, strictly: false });
            }
        }
        out
    }

    /// For each quantity, values in every stretch between its bounds: as many in each as there are
    /// quantities, so that they can stand in any order there.
    fn tried(&self, held: &[&Quantity], orders: &[&Order]) -> Vec<Vec<Tried>> {
        let mut cuts: BTreeMap<&Quantity, BTreeSet<i64>> = BTreeMap::new();
        for quantity in held {
            let range = self.ranges.get(quantity).copied().flatten();
            let ends = range.into_iter().flat_map(|(low, high)| [low, high]);
            cuts.insert(*quantity, ends.collect());
        }
        for atom in &self.atoms {
            if let Atom::AtLeast(quantity, bound) = atom
                && let Some(cuts) = cuts.get_mut(quantity)
            {
                cuts.insert(*bound);
            }
        }
        // Where one amount has a bound, those that are compared with it have one too.
        for _ in 1..held.len() {
            let before = cuts.clone();
            for order in orders {
                for (one, other) in [(&order.left, &order.right), (&order.right, &order.left)] {
                    if let (Amount::Open(one), Amount::Open(other)) = (one, other) {
                        let bounds = before.get(&one.quantity).into_iter().flatten();
                        let carried = bounds.flat_map(|bound| {
                            let bound = self.done(one, *bound);
                            [bound, bound.saturating_add(1)].map(|bound| self.undone(other, bound))
                        });
                        if let Some(cuts) = cuts.get_mut(&other.quantity) {
                            cuts.extend(carried);
                        }
                    }
                }
            }
        }
        let each = i64::try_from(held.len()).unwrap_or(i64::MAX);
        cuts.into_iter()
            .map(|(quantity, cuts)| self.values_between(quantity, &cuts, each))
            .collect()
    }

    fn values_between(&self, quantity: &Quantity, cuts: &BTreeSet<i64>, each: i64) -> Vec<Tried> {
        let range = self.ranges.get(quantity).copied().flatten();
        let (low, high) = range.unwrap_or((i64::MIN, i64::MAX));
        let first = cuts.first().copied().unwrap_or(0);
        let below = (1..=each).map(|step| first.saturating_sub(step));
        let above = cuts.iter().flat_map(|cut| (0..each).map(|step| cut.saturating_add(step)));
        let inside: BTreeSet<i64> =
            below.chain(above).filter(|value| low <= *value && *value <= high).collect();
        let is_time = match quantity {
            Quantity::ActTime => false,
            Quantity::Fact(name, _) => {
                let fact = self.judge.agreement().facts.get(name);
                fact.is_some_and(|fact| fact.kind == FactKind::Time)
            }
        };
        let never = (is_time && range.is_none()).then_some(None);
        inside.into_iter().map(Some).chain(never).collect()
    }
}

/// At least, or more than; `never` is more than everything.
fn beats(left: Tried, right: Tried, strictly: bool) -> bool {
    match (left, right) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(left), Some(right)) => left > right || (left == right && !strictly),
    }
}

fn quantities(order: &Order) -> impl Iterator<Item = &Quantity> {
    [&order.left, &order.right].into_iter().filter_map(|amount| match amount {
        Amount::Open(term) => Some(&term.quantity),
        Amount::Is(_) | Amount::Never => None,
    })
}

fn named(amount: &Amount) -> String {
    let term = match amount {
        Amount::Is(value) => return value.to_string(),
        Amount::Never => return "never".to_owned(),
        Amount::Open(term) => term,
    };
    let mut out = match &term.quantity {
        Quantity::ActTime => "it.at".to_owned(),
        Quantity::Fact(name, args) if args.is_empty() => name.clone(),
        Quantity::Fact(name, args) => format!("{name}({})", args.join(", ")),
    };
    for step in &term.steps {
        let _ = match step {
            Step::PlusDays(days) => write!(out, " + {days} days"),
            Step::DividedBy(by) => write!(out, " / {by}"),
        };
    }
    out
}
