//! The judge: agreement, facts and one act in; findings out.
//!
//! For a rule and an act, under each hypothesis of who did it to whom, the rule becomes a formula
//! over what is open. It is a violation if the formula is true in every completion, none if it is
//! false in every one, undetermined otherwise (supervaluation). Masses on the hypotheses then give
//! an interval for the breach, and one for each author apart.

use crate::act::{Act, Hypothesis, Who};
use crate::amounts::Deadline;
use crate::facts::Facts;
use crate::finding::{
    Atom, Component, Finding, Ground, Looked, Outcome, Settles, State, StateFinding, Step,
};
use crate::ground::Grounding;
use crate::table::{Table, finding};
use accord_check::model::{
    Agreement, Assume, Cond, Condition, Demand, Exception, Instant, Measure, Part, Permission,
    Profile, Rule,
};
use accord_check::relation::Relations;
use accord_logic::{AtomId, Diagram, Formula, Limits, Node, TooLarge, settles};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// An agreement, under one reading, with what is known and what is presumed.
#[derive(Debug)]
pub struct Judge<'a> {
    agreement: &'a Agreement,
    facts: Facts,
    profile: Option<&'a Profile>,
    /// Worked out when first needed: only unreported authors and targets ask for it.
    relations: OnceLock<Relations>,
}

/// One part of a rule as a formula.
pub(crate) struct RulePart {
    pub(crate) component: Component,
    pub(crate) clause: usize,
    pub(crate) formula: Formula,
    pub(crate) looked: Vec<Looked>,
    pub(crate) presumed: BTreeSet<String>,
}

/// One part of a rule before it is asked of an act, in the order in which a lawyer would ask.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ask<'a> {
    InForce,
    Bound,
    Gate(&'a Condition),
    Aim,
    Where,
    Exception(&'a Exception),
}

impl Ask<'_> {
    /// What it is called in findings.
    pub(crate) fn component(&self, rule: &Rule) -> Component {
        match self {
            Self::InForce => Component::InForce,
            Self::Bound => Component::Bound,
            Self::Gate(gate) => Component::Gate(gate.name.clone()),
            Self::Aim if rule.pattern.as_ref().is_some_and(|p| p.part == Part::Weapon) => {
                Component::Weapon
            }
            Self::Aim => Component::Target,
            Self::Where => Component::Where,
            Self::Exception(exception) => Component::Exception(exception.name.clone()),
        }
    }
}

/// The parts of a rule, in order.
pub(crate) fn asks<'a>(agreement: &'a Agreement, rule: &Rule) -> Vec<Ask<'a>> {
    let gates = agreement.conditions.iter().filter(|gate| gate.gates.contains(&rule.name));
    let exceptions = agreement.exceptions.iter().filter(|e| e.to.contains(&rule.name));
    let mut out = vec![Ask::InForce, Ask::Bound];
    out.extend(gates.map(Ask::Gate));
    out.push(Ask::Aim);
    if rule.when != Cond::TRUE {
        out.push(Ask::Where);
    }
    out.extend(exceptions.map(Ask::Exception));
    out
}

/// A rule, grounded for one hypothesis.
struct Grounded {
    parts: Vec<RulePart>,
    granted: Vec<(String, Formula)>,
    theory: Formula,
    atoms: Vec<Atom>,
    presumed: Vec<String>,
}

/// What was decided for one hypothesis.
pub(crate) struct Decided {
    pub(crate) outcome: Outcome,
    pub(crate) ground: Option<Ground>,
    pub(crate) granted: Vec<String>,
    pub(crate) presumed: Vec<String>,
    pub(crate) atoms: Vec<Atom>,
    pub(crate) settles: Settles,
}

impl<'a> Judge<'a> {
    /// A judge over an agreement (under a reading) with facts, under a profile or none.
    pub fn new(agreement: &'a Agreement, facts: &Facts, profile: Option<&'a Profile>) -> Self {
        let facts = facts.with_powers(agreement);
        Self { agreement, facts, profile, relations: OnceLock::new() }
    }

    /// The agreement.
    pub fn agreement(&self) -> &'a Agreement {
        self.agreement
    }

    /// What is known, with the effects of powers.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The profile.
    pub fn profile(&self) -> Option<&'a Profile> {
        self.profile
    }

    pub(crate) fn assumes(&self) -> &'a [Assume] {
        self.profile.map_or(&[], |profile| &profile.assumes)
    }

    pub(crate) fn relations(&self) -> &Relations {
        self.relations.get_or_init(|| Relations::of(self.agreement))
    }

    /// The rules, by name, that are about a kind of act, in order.
    pub fn rules_about(&self, kind: &str) -> Vec<&'a str> {
        let mut out: Vec<&str> = Vec::new();
        for rule in &self.agreement.rules {
            let about = rule.pattern.as_ref().is_some_and(|pattern| pattern.kind == kind);
            if about && !out.contains(&rule.name.as_str()) {
                out.push(&rule.name);
            }
        }
        out
    }

    /// What every rule that is about this kind of act says of it.
    pub fn judge(&self, act: &Act) -> Vec<Finding> {
        self.rules_about(&act.kind).into_iter().map(|rule| self.judge_rule(act, rule)).collect()
    }

    /// What one rule says of an act.
    pub fn judge_rule(&self, act: &Act, rule: &str) -> Finding {
        let table = Table::of(act);
        let cells: Vec<Vec<Decided>> = table
            .authors
            .iter()
            .enumerate()
            .map(|(row, by)| {
                let rest = table.rest(row).iter();
                rest.map(|rest| self.decide(act, rule, &Hypothesis::of(by, rest))).collect()
            })
            .collect();
        let clause = self.versions(act, rule).first().map_or(0, |rule| rule.clause);
        finding(self, act, rule, clause, &table, cells)
    }

    /// The steps by which one rule is judged for one author; the first candidate's, where none is
    /// named.
    pub fn steps(&self, act: &Act, rule: &str, author: Option<&str>) -> Vec<Step> {
        let table = Table::of(act);
        let row = table
            .authors
            .iter()
            .position(|who| matches!(who, Who::Actor(name) if Some(name.as_str()) == author));
        let row = row.unwrap_or(0);
        let grounded = self.ground(act, rule, &table.hypothesis(row));
        let mut diagram = Diagram::default();
        grounded
            .parts
            .iter()
            .map(|part| Step {
                component: part.component.clone(),
                clause: part.clause,
                holds: truth(&mut diagram, &part.formula, &grounded.theory).unwrap_or(None),
                looked: part.looked.clone(),
                open: part
                    .formula
                    .atoms()
                    .into_iter()
                    .filter_map(|atom| grounded.atoms.get(atom as usize).cloned())
                    .collect(),
            })
            .collect()
    }

    /// A condition as answers about an act: each open question with its answer. None where it is
    /// not a list of answers to open questions.
    pub fn answers(&self, act: &Act, cond: &Cond) -> Option<Vec<(Atom, bool)>> {
        let table = Table::of(act);
        let mut grounding = Grounding::new(self, act, table.hypothesis(0));
        let formula = grounding.condition(cond);
        let members = match formula {
            Formula::All(members) => members,
            other => vec![other],
        };
        let literal = |formula: &Formula| {
            let (atom, truth) = match formula {
                Formula::Atom(atom) => (*atom, true),
                Formula::Not(inner) => match **inner {
                    Formula::Atom(atom) => (atom, false),
                    _ => return None,
                },
                _ => return None,
            };
            Some((grounding.atoms.get(atom as usize)?.clone(), truth))
        };
        members.iter().map(literal).collect()
    }

    /// The states of all obligations with a deadline, at a time.
    pub fn states(&self, as_of: Instant) -> Vec<StateFinding> {
        self.agreement
            .rules
            .iter()
            .filter(|rule| rule.demand == Demand::Achieve)
            .filter(|rule| {
                rule.window.since.is_none_or(|since| since <= as_of)
                    && rule.window.until.is_none_or(|until| as_of < until)
            })
            .filter_map(|rule| self.state(rule, as_of))
            .collect()
    }

    fn state(&self, rule: &Rule, as_of: Instant) -> Option<StateFinding> {
        let met = rule.met.as_ref()?;
        let by = rule.by.as_ref()?;
        let moment = Act { at: (as_of, as_of), ..Act::default() };
        let mut grounding = Grounding::new(self, &moment, Hypothesis::default());
        let met = grounding.condition(met);
        let passed = grounding.condition(&Cond::More(Measure::ActTime, by.clone()));
        let deadline = grounding.deadline(by);
        let due = match deadline {
            Deadline::At(at) => Some(at),
            Deadline::Never | Deadline::Open => None,
        };
        let theory = grounding.theory();
        let mut diagram = Diagram::default();
        let met_known = truth(&mut diagram, &met, &theory).unwrap_or(None);
        let passed_known = truth(&mut diagram, &passed, &theory).unwrap_or(None);
        let state = match (met_known, passed_known) {
            (Some(true), _) if deadline != Deadline::Never => State::Met,
            (_, Some(false)) => State::Pending,
            (Some(false), Some(true)) => State::Breached,
            _ => State::Undetermined,
        };
        let open = if state == State::Undetermined { grounding.atoms.clone() } else { Vec::new() };
        Some(StateFinding { rule: rule.name.clone(), clause: rule.clause, state, due, open })
    }

    /// Whether a permission certainly covers an act.
    pub fn granted(&self, act: &Act, permission: &str) -> bool {
        let table = Table::of(act);
        let Some(permission) = self.agreement.permissions.iter().find(|p| p.name == permission)
        else {
            return false;
        };
        table.authors.iter().enumerate().all(|(row, by)| {
            table.rest(row).iter().all(|rest| {
                let mut grounding = Grounding::new(self, act, Hypothesis::of(by, rest));
                let formula = Self::permits(&mut grounding, act, permission);
                let theory = grounding.theory();
                truth(&mut Diagram::default(), &formula, &theory) == Ok(Some(true))
            })
        })
    }

    fn permits(grounding: &mut Grounding<'_>, act: &Act, permission: &Permission) -> Formula {
        Formula::all(Self::permit_parts(grounding, act, permission).map(|(formula, _)| formula))
    }

    /// What a permission asks, each part with the presumptions that it used: in force, to whom, on
    /// whom, under which conditions.
    pub(crate) fn permit_parts(
        grounding: &mut Grounding<'_>,
        act: &Act,
        permission: &Permission,
    ) -> [(Formula, BTreeSet<String>); 4] {
        let before = std::mem::take(&mut grounding.presumed);
        let mut all = before;
        let parts = [0, 1, 2, 3].map(|part| {
            let formula = match part {
                _ if permission.grants.kind != act.kind => Formula::False,
                0 => Formula::all([
                    grounding.window(permission.window),
                    grounding.from(permission.from.as_ref()),
                ]),
                1 => grounding.class(Part::By, &permission.to),
                2 => grounding.class(permission.grants.part, &permission.grants.class),
                _ => grounding.condition(&permission.when),
            };
            let presumed = std::mem::take(&mut grounding.presumed);
            all.extend(presumed.iter().cloned());
            (formula, presumed)
        });
        grounding.presumed = all;
        parts
    }

    /// The versions of a rule that may have been in force when the act happened; the first version
    /// where none was.
    pub(crate) fn versions(&self, act: &Act, rule: &str) -> Vec<&'a Rule> {
        let all: Vec<&Rule> =
            self.agreement.rules.iter().filter(|other| other.name == rule).collect();
        let possible: Vec<&Rule> = all
            .iter()
            .copied()
            .filter(|rule| {
                rule.window.since.is_none_or(|since| since <= act.at.1)
                    && rule.window.until.is_none_or(|until| act.at.0 < until)
            })
            .collect();
        if possible.is_empty() { all.into_iter().take(1).collect() } else { possible }
    }

    fn ground(&self, act: &Act, rule: &str, hypothesis: &Hypothesis) -> Grounded {
        let mut grounding = Grounding::new(self, act, hypothesis.clone());
        let mut presumed = std::mem::take(&mut grounding.presumed);
        let mut versions = self.versions(act, rule).into_iter();
        let mut parts = match versions.next() {
            Some(first) => self.parts(&mut grounding, act, first),
            None => Vec::new(),
        };
        // An act that may have happened under two versions: a breach of either is a breach.
        for later in versions {
            let other = self.parts(&mut grounding, act, later);
            parts = either(parts, other);
        }
        let about = |p: &&Permission| p.grants.kind == act.kind;
        let granted = self
            .agreement
            .permissions
            .iter()
            .filter(about)
            .map(|permission| {
                (permission.name.clone(), Self::permits(&mut grounding, act, permission))
            })
            .filter(|(_, formula)| *formula != Formula::False)
            .collect();
        presumed.append(&mut grounding.presumed);
        presumed.extend(parts.iter().flat_map(|part| part.presumed.iter().cloned()));
        let theory = grounding.theory();
        let presumed = presumed.into_iter().collect();
        Grounded { parts, granted, theory, presumed, atoms: grounding.atoms }
    }

    pub(crate) fn parts(
        &self,
        grounding: &mut Grounding<'_>,
        act: &Act,
        rule: &Rule,
    ) -> Vec<RulePart> {
        // What was looked up to find the target at all is told with the target.
        let mut aimed = std::mem::take(&mut grounding.looked);
        let asks = asks(self.agreement, rule);
        asks.into_iter()
            .map(|ask| {
                let (clause, formula) = self.part(grounding, act, rule, ask);
                let component = ask.component(rule);
                let mut looked = std::mem::take(&mut grounding.looked);
                if matches!(ask, Ask::Aim) {
                    looked.splice(0..0, std::mem::take(&mut aimed));
                }
                let presumed = std::mem::take(&mut grounding.presumed);
                RulePart { component, clause, formula, looked, presumed }
            })
            .collect()
    }

    /// The clause that a part stands under, and what it asks.
    fn part(
        &self,
        grounding: &mut Grounding<'_>,
        act: &Act,
        rule: &Rule,
        ask: Ask<'_>,
    ) -> (usize, Formula) {
        match ask {
            Ask::InForce => {
                let window = grounding.window(rule.window);
                let from = grounding.from(rule.from.as_ref());
                (rule.clause, Formula::all([window, from]))
            }
            Ask::Bound => (rule.clause, grounding.class(Part::By, &rule.binds)),
            Ask::Gate(gate) => {
                let window = grounding.window(gate.window);
                (gate.clause, window.implies(grounding.condition(&gate.holds)))
            }
            Ask::Aim => match &rule.pattern {
                Some(pattern) if pattern.kind == act.kind => {
                    (rule.clause, grounding.class(pattern.part, &pattern.class))
                }
                _ => (rule.clause, Formula::False),
            },
            Ask::Where => (rule.clause, grounding.condition(&rule.when)),
            Ask::Exception(exception) => {
                (exception.clause, self.applies(grounding, &exception.name, 0).negated())
            }
        }
    }

    /// An exception applies where it is in force, its condition holds, and no exception to it does.
    fn applies(&self, grounding: &mut Grounding<'_>, name: &str, depth: usize) -> Formula {
        if depth > self.agreement.exceptions.len() {
            return Formula::False;
        }
        let mut out = Vec::new();
        for exception in self.agreement.exceptions.iter().filter(|e| e.name == name) {
            let window = grounding.window(exception.window);
            let applies = grounding.condition(&exception.applies);
            let mut members = vec![window, applies];
            for beaten in &self.agreement.exceptions {
                if beaten.to.iter().any(|to| to == name) && beaten.name != name {
                    members.push(self.applies(grounding, &beaten.name, depth + 1).negated());
                }
            }
            out.push(Formula::all(members));
        }
        Formula::any(out)
    }

    /// What one rule says of an act under one hypothesis.
    pub(crate) fn decide(&self, act: &Act, rule: &str, hypothesis: &Hypothesis) -> Decided {
        let kind_fits = self
            .versions(act, rule)
            .iter()
            .any(|rule| rule.pattern.as_ref().is_some_and(|pattern| pattern.kind == act.kind));
        let grounded = self.ground(act, rule, hypothesis);
        let mut decided = decided(&grounded).unwrap_or(Decided {
            outcome: Outcome::Undetermined,
            ground: None,
            granted: Vec::new(),
            presumed: grounded.presumed.clone(),
            atoms: grounded.atoms.clone(),
            settles: Settles { capped: true, ..Settles::default() },
        });
        if !kind_fits && decided.outcome == Outcome::NoViolation {
            decided.ground = Some(Ground::NoSuchAct);
        }
        decided
    }
}

/// Two versions of one rule, of which at least one must be broken: their parts as wholes.
fn either(first: Vec<RulePart>, second: Vec<RulePart>) -> Vec<RulePart> {
    let clause = first.first().map_or(0, |part| part.clause);
    let looked = first.iter().chain(&second).flat_map(|part| part.looked.clone()).collect();
    let presumed = first.iter().chain(&second).flat_map(|part| part.presumed.clone()).collect();
    let whole = |parts: Vec<RulePart>| Formula::all(parts.into_iter().map(|part| part.formula));
    let formula = Formula::any([whole(first), whole(second)]);
    vec![RulePart { component: Component::InForce, clause, formula, looked, presumed }]
}

pub(crate) fn truth(
    diagram: &mut Diagram,
    formula: &Formula,
    theory: &Formula,
) -> Result<Option<bool>, TooLarge> {
    match formula {
        Formula::True => return Ok(Some(true)),
        Formula::False => return Ok(Some(false)),
        _ => {}
    }
    let v = diagram.build(formula)?;
    let theory = diagram.build(theory)?;
    node_truth(diagram, v, theory)
}

fn node_truth(diagram: &mut Diagram, v: Node, theory: Node) -> Result<Option<bool>, TooLarge> {
    if diagram.and(v, theory)? == Node::FALSE {
        return Ok(Some(false));
    }
    let not = diagram.not(v)?;
    Ok((diagram.and(not, theory)? == Node::FALSE).then_some(true))
}

fn decided(grounded: &Grounded) -> Result<Decided, TooLarge> {
    let mut diagram = Diagram::default();
    let theory = diagram.build(&grounded.theory)?;
    let v = Formula::all(grounded.parts.iter().map(|part| part.formula.clone()));
    let v = diagram.build(&v)?;
    let mut granted = Vec::new();
    let mut open_permission = Node::FALSE;
    for (name, formula) in &grounded.granted {
        let p = diagram.build(formula)?;
        if node_truth(&mut diagram, p, theory)? == Some(true) {
            granted.push(name.clone());
        }
        open_permission = diagram.or(open_permission, p)?;
    }
    let not = (diagram.not(v)?, diagram.not(open_permission)?);
    let alternatives = [
        (Outcome::Violation, diagram.and(v, not.1)?),
        (Outcome::Conflict, diagram.and(v, open_permission)?),
        (Outcome::NoViolation, not.0),
    ];
    let mut outcome = Outcome::Undetermined;
    for (alternative, node) in alternatives {
        if node_truth(&mut diagram, node, theory)? == Some(true) {
            outcome = alternative;
        }
    }
    let ground = if outcome == Outcome::NoViolation {
        Some(ground(&mut diagram, grounded, theory, &granted)?)
    } else {
        None
    };
    let (atoms, settles) = if outcome == Outcome::Undetermined {
        let found = settles(&mut diagram, &alternatives, theory, Limits::default())?;
        renumbered(&grounded.atoms, found)
    } else {
        (Vec::new(), Settles::default())
    };
    Ok(Decided { outcome, ground, granted, presumed: grounded.presumed.clone(), atoms, settles })
}

/// The first part of the rule that fails in every completion.
fn ground(
    diagram: &mut Diagram,
    grounded: &Grounded,
    theory: Node,
    granted: &[String],
) -> Result<Ground, TooLarge> {
    for part in &grounded.parts {
        let node = diagram.build(&part.formula)?;
        if node_truth(diagram, node, theory)? != Some(false) {
            continue;
        }
        return Ok(failed(&part.component, granted));
    }
    Ok(Ground::Combined)
}

/// The ground that a part of a rule gives where it fails.
pub(crate) fn failed(component: &Component, granted: &[String]) -> Ground {
    match component {
        Component::InForce => Ground::NotInForce,
        Component::Bound => Ground::NotBound,
        Component::Gate(name) => Ground::Gated(name.clone()),
        Component::Target => match granted.first() {
            Some(name) => Ground::Permitted(name.clone()),
            None => Ground::NotProtected,
        },
        Component::Weapon | Component::Where => Ground::OutOfScope,
        Component::Exception(name) => Ground::Excepted(name.clone()),
    }
}

/// Keeps only the atoms that can still matter, and numbers them anew.
fn renumbered(atoms: &[Atom], mut found: Settles) -> (Vec<Atom>, Settles) {
    let mut used: Vec<AtomId> = found.needed.clone();
    used.extend(found.sets.iter().flat_map(|set| set.answers.iter().map(|(atom, _)| *atom)));
    used.sort_unstable();
    used.dedup();
    let number = |atom: AtomId| used.iter().position(|other| *other == atom).unwrap_or(0) as AtomId;
    for set in &mut found.sets {
        for (atom, _) in &mut set.answers {
            *atom = number(*atom);
        }
    }
    for atom in &mut found.needed {
        *atom = number(*atom);
    }
    let kept = used.iter().filter_map(|atom| atoms.get(*atom as usize).cloned()).collect();
    (kept, found)
}
