//! Acts, and the hypotheses about who did what to whom.

use crate::facts::Entry;
use accord_check::model::Instant;
use accord_logic::Mass;

/// Something done or omitted, as it was reported.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Act {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Candidate authors; none: unknown.
    pub by: Vec<Candidate>,
    /// Candidate targets; none: unknown.
    pub on: Vec<Candidate>,
    /// A joint table of authors and targets, where one is given; it takes the place of the two.
    pub joint: Vec<Joint>,
    /// First and last second at which it may have happened.
    pub at: (Instant, Instant),
    /// The place, by the name under which facts speak of it.
    pub place: Option<String>,
    /// The weapon.
    pub weapon: Option<String>,
    /// Facts about this act; their keys say `it`.
    pub facts: Vec<Entry>,
    /// When it became known.
    pub recorded: Option<Instant>,
}

/// Somebody it may have been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub who: Who,
    /// The mass of belief in it, where one is given.
    pub mass: Option<Mass>,
}

impl Candidate {
    /// This actor, of whom nobody says how likely it is.
    pub fn named(name: impl Into<String>) -> Self {
        Self { who: Who::Actor(name.into()), mass: None }
    }

    /// The name of the only candidate, where there is one and it is an actor.
    pub fn only(candidates: &[Self]) -> Option<&str> {
        match candidates {
            [Self { who: Who::Actor(name), .. }] => Some(name),
            _ => None,
        }
    }
}

/// One row of a joint table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Joint {
    /// The author.
    pub by: Who,
    /// The target.
    pub on: Who,
    /// The place, where it is another than the act's.
    pub place: Option<String>,
    /// The weapon, where it is another than the act's.
    pub weapon: Option<String>,
    /// The mass of belief in this row; in a table without masses, none.
    pub mass: Option<Mass>,
}

/// An actor, or what takes its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Who {
    /// This one.
    Actor(String),
    /// Anyone, the named ones included: ignorance.
    #[default]
    Unknown,
    /// Anyone but the named ones.
    Other,
}

/// One way in which it may have been.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Hypothesis {
    pub(crate) by: Who,
    pub(crate) on: Who,
    pub(crate) place: Option<String>,
    pub(crate) weapon: Option<String>,
}

/// What else it may have been, beside its author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rest {
    pub(crate) on: Who,
    pub(crate) place: Option<String>,
    pub(crate) weapon: Option<String>,
}

impl Hypothesis {
    pub(crate) fn of(by: &Who, rest: &Rest) -> Self {
        let Rest { on, place, weapon } = rest.clone();
        Self { by: by.clone(), on, place, weapon }
    }
}

/// The author's or the target's side of the hypotheses: who, with which mass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Side {
    pub(crate) who: Vec<Who>,
    /// Masses that add up to one; none where the candidates carry no masses.
    pub(crate) masses: Option<Vec<Mass>>,
}

impl Side {
    /// Candidates with what is left over as ignorance. Candidates without masses are alternatives
    /// of which nobody says how likely they are.
    pub(crate) fn of(candidates: &[Candidate]) -> Self {
        if candidates.is_empty() {
            return Self { who: vec![Who::Unknown], masses: Some(vec![Mass::ONE]) };
        }
        let mut who: Vec<Who> = candidates.iter().map(|candidate| candidate.who.clone()).collect();
        if candidates.iter().all(|candidate| candidate.mass.is_none()) {
            let masses = (who.len() == 1).then(|| vec![Mass::ONE]);
            return Self { who, masses };
        }
        let mut masses: Vec<Mass> =
            candidates.iter().map(|candidate| candidate.mass.unwrap_or(Mass::ZERO)).collect();
        let left = masses.iter().fold(Mass::ONE, |left, mass| left.saturating_sub(*mass));
        if left > Mass::ZERO {
            who.push(Who::Unknown);
            masses.push(left);
        }
        Self { who, masses: Some(masses) }
    }
}
