//! What the judge says: outcomes, their grounds, and what would settle an open case.

use crate::facts::{Key, Known};
use accord_check::model::{Instant, Part};
use accord_logic::Interval;

/// A set of answers that settles an open case, and the outcome that it gives.
pub type Settle = accord_logic::Settle<Outcome>;

/// What would settle an open case.
pub type Settles = accord_logic::Settles<Outcome>;

/// The outcome for a rule and an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// A breach in every completion of what is unknown.
    Violation,
    /// No breach in any.
    NoViolation,
    /// Both are possible.
    Undetermined,
    /// The text itself gives both answers.
    Conflict,
}

impl Outcome {
    /// As it is written in scenarios and shown to readers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Violation => "violation",
            Self::NoViolation => "no violation",
            Self::Undetermined => "undetermined",
            Self::Conflict => "conflict",
        }
    }
}

/// Why it is no violation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// The rule was not in force at the time.
    NotInForce,
    /// The author is not bound by it.
    NotBound,
    /// It is not the kind of act that the rule is about.
    NoSuchAct,
    /// The target is not one that the rule protects.
    NotProtected,
    /// A further condition of the rule is not met.
    OutOfScope,
    /// A condition precedent, by name, is not met.
    Gated(String),
    /// An exception, by name, applies.
    Excepted(String),
    /// A permission, by name, covers it.
    Permitted(String),
    /// No single ground, but no way in which all of the rule could hold together.
    Combined,
}

impl Ground {
    /// As it is written in scenarios.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NotInForce => "not-in-force",
            Self::NotBound => "not-bound",
            Self::NoSuchAct => "no-such-act",
            Self::NotProtected => "not-protected",
            Self::OutOfScope => "out-of-scope",
            Self::Gated(_) => "gated",
            Self::Excepted(_) => "excepted",
            Self::Permitted(_) => "permitted",
            Self::Combined => "combined",
        }
    }

    /// The statement that it names.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Gated(name) | Self::Excepted(name) | Self::Permitted(name) => Some(name),
            _ => None,
        }
    }
}

/// What one rule says of one act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The act.
    pub act: String,
    /// The rule.
    pub rule: String,
    /// The clause it stands under, as an index.
    pub clause: usize,
    /// Whether a breach happened, whoever did it.
    pub outcome: Outcome,
    /// Why it is none.
    pub ground: Option<Ground>,
    /// The mass on a breach by anyone.
    pub breach: Interval,
    /// The candidate authors, each apart.
    pub authors: Vec<AuthorFinding>,
    /// Permissions that certainly cover the act.
    pub granted: Vec<String>,
    /// Presumptions of the profile that were used.
    pub presumed: Vec<String>,
    /// What is open, by number of atom.
    pub open: Vec<Atom>,
    /// What would settle it; atoms by their place in `open`.
    pub settles: Settles,
}

/// What one rule says of one act for one candidate author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorFinding {
    /// Who; none where the author is not reported.
    pub author: Option<String>,
    /// The outcome if it was this author.
    pub outcome: Outcome,
    /// Why it is none.
    pub ground: Option<Ground>,
    /// The mass on a breach by this author.
    pub breach: Interval,
}

/// A ground fact that is open: the question that remains.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Atom {
    /// Whether a fact or a judgement holds.
    Fact(String, Vec<String>),
    /// Whether a fact's value is that name.
    Valued(String, Vec<String>, String),
    /// Whether a time or a number is at least that much.
    AtLeast(Quantity, i64),
    /// Whether one time or number is at least (`false`) or more than (`true`) another.
    Order(String, String, bool),
    /// Whether somebody is on a register.
    Listed(String, String),
    /// Whether an unreported author, target or weapon is in a class.
    Member(Part, String),
    /// Whether it is that one.
    Same(Part, String),
}

/// A time or a number that is not exactly known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quantity {
    /// When the act happened.
    ActTime,
    /// The value of a fact.
    Fact(String, Vec<String>),
}

/// A part of a rule that was looked at, in the order in which a lawyer would ask.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Component {
    /// In force at the time.
    InForce,
    /// The author is bound.
    Bound,
    /// A condition precedent is met.
    Gate(String),
    /// The target is of the class that the rule protects.
    Target,
    /// The weapon is of the class that the rule is about.
    Weapon,
    /// The further conditions hold.
    Where,
    /// An exception does not apply.
    Exception(String),
}

/// One step of an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What was asked.
    pub component: Component,
    /// The clause that asks it, as an index.
    pub clause: usize,
    /// The answer: the part of the rule holds, does not hold, or is open.
    pub holds: Option<bool>,
    /// What was looked up.
    pub looked: Vec<Looked>,
    /// The open questions in it.
    pub open: Vec<Atom>,
}

/// One fact that was looked up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Looked {
    /// What was asked.
    pub key: LookedUp,
    /// What was found.
    pub found: Known,
    /// A value, where the fact has one.
    pub value: Option<(i64, i64)>,
    /// Who says so.
    pub sources: Vec<String>,
    /// The presumption that filled it in.
    pub presumed: Option<String>,
}

/// What was asked of the record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LookedUp {
    /// A fact, a register or a power.
    Key(Key),
    /// Who held the place of the act.
    Holder(String),
}

/// The state of an obligation with a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// The deadline has not passed.
    Pending,
    /// It was met.
    Met,
    /// The deadline passed and it was not met.
    Breached,
    /// The proof is missing.
    Undetermined,
}

impl State {
    /// As it is written in scenarios.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Met => "met",
            Self::Breached => "breached",
            Self::Undetermined => "undetermined",
        }
    }
}

/// What can be said of an obligation with a deadline at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateFinding {
    /// The obligation.
    pub rule: String,
    /// The clause, as an index.
    pub clause: usize,
    /// The state.
    pub state: State,
    /// The deadline, where it is known.
    pub due: Option<Instant>,
    /// The questions that are open.
    pub open: Vec<Atom>,
}
