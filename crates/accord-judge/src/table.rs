//! The hypotheses of one act as a table, and the finding that its cells give.
//!
//! Rows are authors, columns are what else it may have been: target, place, weapon. Where only the
//! margins of the table carry masses, the bounds come from a transport problem; where they carry
//! none, from the best and the worst cell.

use crate::act::{Act, Hypothesis, Rest, Side, Who};
use crate::finding::{AuthorFinding, Finding, Ground, Outcome};
use crate::judge::{Decided, Judge};
use accord_logic::{Interval, Mass, least_mass, most_mass};

/// Who it may have been, to whom, where and with what, with masses.
pub(crate) struct Table {
    pub(crate) authors: Vec<Who>,
    masses: Option<Vec<Mass>>,
    rest: Columns,
}

/// What else it may have been: the same for all authors, or its own for each row.
enum Columns {
    Apart(Vec<Rest>, Option<Vec<Mass>>),
    Joint(Vec<[Rest; 1]>),
}

impl Table {
    pub(crate) fn of(act: &Act) -> Self {
        let rest = |on: &Who, place: Option<&String>, weapon: Option<&String>| Rest {
            on: on.clone(),
            place: place.or(act.place.as_ref()).cloned(),
            weapon: weapon.or(act.weapon.as_ref()).cloned(),
        };
        if act.joint.is_empty() {
            let (by, on) = (Side::of(&act.by), Side::of(&act.on));
            let targets = on.who.iter().map(|who| rest(who, None, None)).collect();
            let rest = Columns::Apart(targets, on.masses);
            return Self { authors: by.who, masses: by.masses, rest };
        }
        let mut authors: Vec<Who> = act.joint.iter().map(|row| row.by.clone()).collect();
        let mut rows: Vec<[Rest; 1]> = act
            .joint
            .iter()
            .map(|row| [rest(&row.on, row.place.as_ref(), row.weapon.as_ref())])
            .collect();
        // Rows without masses are alternatives of which nobody says how likely they are.
        let mut masses: Option<Vec<Mass>> = act.joint.iter().map(|row| row.mass).collect();
        if let Some(masses) = &mut masses {
            let left = masses.iter().fold(Mass::ONE, |left, mass| left.saturating_sub(*mass));
            if left > Mass::ZERO {
                authors.push(Who::Unknown);
                rows.push([rest(&Who::Unknown, None, None)]);
                masses.push(left);
            }
        }
        Self { authors, masses, rest: Columns::Joint(rows) }
    }

    /// What else it may have been, for one author.
    pub(crate) fn rest(&self, row: usize) -> &[Rest] {
        match &self.rest {
            Columns::Apart(all, _) => all,
            Columns::Joint(rows) => rows.get(row).map_or(&[], |row| row.as_slice()),
        }
    }

    /// The first hypothesis of a row.
    pub(crate) fn hypothesis(&self, row: usize) -> Hypothesis {
        let by = self.authors.get(row).unwrap_or(&Who::Unknown);
        self.rest(row).first().map_or_else(Hypothesis::default, |rest| Hypothesis::of(by, rest))
    }

    /// Sure and possible mass of the cells that are sure and possible.
    fn interval(
        &self,
        sure: &dyn Fn(usize, usize) -> bool,
        possible: &dyn Fn(usize, usize) -> bool,
    ) -> Interval {
        let columns = match &self.rest {
            Columns::Joint(_) => Some(vec![Mass::ONE]),
            Columns::Apart(_, masses) => masses.clone(),
        };
        let rows = 0..self.authors.len();
        let all = |row: usize| (0..self.rest(row).len()).all(|column| sure(row, column));
        let any = |row: usize| (0..self.rest(row).len()).any(|column| possible(row, column));
        let sum = |masses: &[Mass], keep: &dyn Fn(usize) -> bool| {
            let kept = masses.iter().enumerate().filter(|(index, _)| keep(*index));
            kept.fold(Mass::ZERO, |sum, (_, mass)| sum.saturating_add(*mass))
        };
        match (&self.masses, columns) {
            (Some(rows), Some(columns)) if columns.len() > 1 => Interval {
                sure: least_mass(rows, &columns, sure),
                possible: most_mass(rows, &columns, possible),
            },
            (Some(masses), _) => Interval { sure: sum(masses, &all), possible: sum(masses, &any) },
            (None, Some(masses)) => Interval {
                sure: sum(&masses, &|column| rows.clone().all(|row| sure(row, column))),
                possible: sum(&masses, &|column| rows.clone().any(|row| possible(row, column))),
            },
            (None, None) => Interval {
                sure: if rows.clone().all(all) { Mass::ONE } else { Mass::ZERO },
                possible: if rows.clone().any(any) { Mass::ONE } else { Mass::ZERO },
            },
        }
    }
}

pub(crate) fn finding(
    judge: &Judge<'_>,
    act: &Act,
    rule: &str,
    clause: usize,
    table: &Table,
    cells: Vec<Vec<Decided>>,
) -> Finding {
    let outcome_at = |row: usize, column: usize| {
        cells
            .get(row)
            .and_then(|row| row.get(column))
            .map_or(Outcome::Undetermined, |cell| cell.outcome)
    };
    let sure = |row: usize, column: usize| outcome_at(row, column) == Outcome::Violation;
    let possible = |row: usize, column: usize| outcome_at(row, column) != Outcome::NoViolation;
    let breach = table.interval(&sure, &possible);
    let mut authors: Vec<AuthorFinding> = Vec::new();
    for (row, who) in table.authors.iter().enumerate() {
        let name = match who {
            Who::Actor(name) => Some(name.clone()),
            Who::Unknown | Who::Other if table.authors.len() == 1 => None,
            Who::Unknown | Who::Other => continue,
        };
        if authors.iter().any(|known| known.author == name) {
            continue;
        }
        authors.push(author_finding(judge, act, rule, table, &cells, row, name));
    }
    let flat: Vec<&Decided> = cells.iter().flatten().collect();
    let outcome = combined(flat.iter().map(|cell| cell.outcome));
    let mut presumed: Vec<String> = flat.iter().flat_map(|cell| cell.presumed.clone()).collect();
    presumed.sort();
    presumed.dedup();
    let granted = match flat.split_first() {
        Some((first, rest)) => first
            .granted
            .iter()
            .filter(|name| rest.iter().all(|cell| cell.granted.contains(name)))
            .cloned()
            .collect(),
        None => Vec::new(),
    };
    let ground = common_ground(outcome, flat.iter().map(|cell| cell.ground.as_ref()));
    // What would settle it is asked under the first hypothesis that is open.
    let open = flat.iter().find(|cell| cell.outcome == Outcome::Undetermined);
    Finding {
        act: act.id.clone(),
        rule: rule.to_owned(),
        clause,
        outcome,
        ground,
        breach,
        authors,
        granted,
        presumed,
        open: open.map(|cell| cell.atoms.clone()).unwrap_or_default(),
        settles: open.map(|cell| cell.settles.clone()).unwrap_or_default(),
    }
}

/// One author: the rows that name it, and, for what is possible, the rows of ignorance.
fn author_finding(
    judge: &Judge<'_>,
    act: &Act,
    rule: &str,
    table: &Table,
    cells: &[Vec<Decided>],
    first: usize,
    name: Option<String>,
) -> AuthorFinding {
    let same = |row: usize| table.authors.get(row) == table.authors.get(first);
    let own: Vec<&Decided> =
        cells.iter().enumerate().filter(|(row, _)| same(*row)).flat_map(|(_, row)| row).collect();
    let outcome = combined(own.iter().map(|cell| cell.outcome));
    let ground = common_ground(outcome, own.iter().map(|cell| cell.ground.as_ref()));
    // Ignorance may hide this very author: judged as if it were.
    let hidden = |row: usize| match (table.authors.get(row), &name) {
        (Some(Who::Unknown), Some(name)) => table
            .rest(row)
            .iter()
            .map(|rest| {
                let hypothesis = Hypothesis::of(&Who::Actor(name.clone()), rest);
                judge.decide(act, rule, &hypothesis).outcome
            })
            .collect(),
        _ => Vec::new(),
    };
    let hidden: Vec<Vec<Outcome>> = (0..table.authors.len()).map(hidden).collect();
    let at = |row: usize, column: usize| {
        cells
            .get(row)
            .and_then(|row| row.get(column))
            .map_or(Outcome::Undetermined, |cell| cell.outcome)
    };
    let sure = |row: usize, column: usize| same(row) && at(row, column) == Outcome::Violation;
    let possible = |row: usize, column: usize| {
        (same(row) && at(row, column) != Outcome::NoViolation)
            || hidden
                .get(row)
                .and_then(|row| row.get(column))
                .is_some_and(|outcome| *outcome != Outcome::NoViolation)
    };
    AuthorFinding { author: name, outcome, ground, breach: table.interval(&sure, &possible) }
}

fn combined(outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    let mut found = None;
    for outcome in outcomes {
        match found {
            None => found = Some(outcome),
            Some(first) if first != outcome => return Outcome::Undetermined,
            Some(_) => {}
        }
    }
    found.unwrap_or(Outcome::Undetermined)
}

fn common_ground<'g>(
    outcome: Outcome,
    grounds: impl Iterator<Item = Option<&'g Ground>>,
) -> Option<Ground> {
    if outcome != Outcome::NoViolation {
        return None;
    }
    let mut found: Option<&Ground> = None;
    for ground in grounds.flatten() {
        match found {
            None => found = Some(ground),
            Some(first) if first != ground => return Some(Ground::Combined),
            Some(_) => {}
        }
    }
    found.cloned()
}
