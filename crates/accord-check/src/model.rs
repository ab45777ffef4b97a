//! An agreement after checking: every name resolved, every time an instant, every number in one
//! unit. This is what the judge reads.
//!
//! Order is the order of the files, never of a hash. Names stay text: there are few of them, and
//! every message needs them.

use accord_syntax::Span;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// Seconds since 1970-01-01T00:00:00Z.
pub type Instant = i64;

/// A checked agreement, or a family of instruments in one namespace.
#[derive(Debug, Clone)]
pub struct Agreement {
    /// The id of the main instrument: the agreement on which no other builds.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Civil times are read in this zone.
    pub zone: TimeZone,
    /// Agreements and amendments, in order of reading.
    pub instruments: Vec<Instrument>,
    /// The clauses, in order of reading.
    pub clauses: Vec<Clause>,
    /// Actors that the clauses name, with their display words.
    pub actors: BTreeMap<String, String>,
    /// Kinds of act, with their display words.
    pub kinds: BTreeMap<String, String>,
    /// Registers.
    pub registers: BTreeMap<String, Register>,
    /// Facts and judgements.
    pub facts: BTreeMap<String, FactDecl>,
    /// Defined terms, each with its versions.
    pub definitions: BTreeMap<String, Vec<Definition>>,
    /// Instants.
    pub instants: BTreeMap<String, Instant>,
    /// Prohibitions and obligations.
    pub rules: Vec<Rule>,
    /// Permissions.
    pub permissions: Vec<Permission>,
    /// Exceptions.
    pub exceptions: Vec<Exception>,
    /// Conditions precedent.
    pub conditions: Vec<Condition>,
    /// Powers.
    pub powers: Vec<Power>,
}

/// One text: an agreement or an amendment.
#[derive(Debug, Clone)]
pub struct Instrument {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The agreement it amends.
    pub amends: Option<String>,
    /// When it was made.
    pub made: Option<Instant>,
    /// When it entered into force, where that differs from its rules' own dates.
    pub in_force: Option<Instant>,
    /// Instruments it builds on.
    pub builds_on: Vec<String>,
    /// Where it stands: `un "S/RES/2268 (2016), annex"`.
    pub sources: Vec<String>,
    /// Its official texts: language, `authentic` or `translation`, path.
    pub texts: Vec<(String, String, String)>,
}

/// One clause.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Its id, such as `annex.2.b`.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What it says in our words.
    pub restated: Option<String>,
    /// Official words that stand under the heading.
    pub quoted: Vec<String>,
    /// Where the official text stands.
    pub cites: Option<String>,
    /// The instrument it belongs to, as an index.
    pub instrument: usize,
    /// Why it carries no code.
    pub uncoded: Option<String>,
    /// Where its heading stands.
    pub span: Span,
}

/// A public list.
#[derive(Debug, Clone)]
pub struct Register {
    /// What it is.
    pub words: String,
    /// Whether absence from it is a "no".
    pub closed: bool,
}

/// What a fact's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactKind {
    /// True or false.
    Truth,
    /// A time, or never.
    Time,
    /// A length in micrometres.
    Length,
    /// A count in thousandths.
    Count,
    /// A name.
    Name,
}

/// What an argument of a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// The act.
    Act,
    /// An actor.
    Actor,
    /// A place.
    Place,
    /// A weapon.
    Weapon,
    /// A line or another name.
    Other,
}

/// A fact that may be reported, or a judgement that people may give.
#[derive(Debug, Clone)]
pub struct FactDecl {
    /// Its name.
    pub name: String,
    /// Its parameters, as written.
    pub params: Vec<String>,
    /// What each argument is.
    pub sorts: Vec<Sort>,
    /// How it is told, with `{X}` for each parameter.
    pub words: String,
    /// What its value is.
    pub kind: FactKind,
    /// Whether only people can answer it.
    pub judgement: bool,
}

/// A window of time in which a statement is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    /// From, inclusive.
    pub since: Option<Instant>,
    /// Until, exclusive.
    pub until: Option<Instant>,
}

/// One version of a defined term.
#[derive(Debug, Clone)]
pub struct Definition {
    /// The parameter.
    pub param: String,
    /// What it means.
    pub means: Cond,
    /// When this version is in force.
    pub window: Window,
    /// The clause it stands under, as an index.
    pub clause: usize,
}

/// Which acts and actors a rule is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Class {
    /// No restriction.
    Anyone,
    /// A defined term.
    Defined(String),
    /// One actor or weapon.
    Named(String),
}

/// A kind of act and the class of its target or weapon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The kind of act.
    pub kind: String,
    /// The part that the class is about: the target or the weapon.
    pub part: Part,
    /// The class.
    pub class: Class,
}

/// What a rule demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// Do not do it.
    Prohibition,
    /// Keep it so: broken by an act or a sighting.
    Keep,
    /// Achieve it by a deadline.
    Achieve,
}

/// One version of a prohibition or an obligation.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// What it demands.
    pub demand: Demand,
    /// The clause it stands under, as an index.
    pub clause: usize,
    /// Other clauses it cites.
    pub cites: Vec<String>,
    /// Whom it binds.
    pub binds: Class,
    /// What breaks it.
    pub pattern: Option<Pattern>,
    /// What it demands in words.
    pub must: Option<String>,
    /// When the demand counts as met.
    pub met: Option<Cond>,
    /// The deadline.
    pub by: Option<Measure>,
    /// The instant from which it binds.
    pub from: Option<Measure>,
    /// When this version is in force.
    pub window: Window,
    /// Further conditions.
    pub when: Cond,
    /// Exceptions that beat it, by name.
    pub unless: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// A permission.
#[derive(Debug, Clone)]
pub struct Permission {
    /// Its name.
    pub name: String,
    /// The clause it stands under.
    pub clause: usize,
    /// What it allows.
    pub grants: Pattern,
    /// To whom.
    pub to: Class,
    /// Further conditions.
    pub when: Cond,
    /// When it is in force.
    pub window: Window,
    /// The instant from which it holds.
    pub from: Option<Measure>,
    /// Where it stands.
    pub span: Span,
}

/// An exception, which beats the rules and exceptions that it names.
#[derive(Debug, Clone)]
pub struct Exception {
    /// Its name.
    pub name: String,
    /// The clause it stands under.
    pub clause: usize,
    /// What it beats.
    pub to: Vec<String>,
    /// When it applies.
    pub applies: Cond,
    /// When it is in force.
    pub window: Window,
    /// Where it stands.
    pub span: Span,
}

/// A condition precedent, which holds back the rules that it names.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Its name.
    pub name: String,
    /// The clause it stands under.
    pub clause: usize,
    /// What it holds back.
    pub gates: Vec<String>,
    /// When it is met.
    pub holds: Cond,
    /// When it is in force.
    pub window: Window,
    /// Where it stands.
    pub span: Span,
}

/// Who may change the state, after what, with what effect.
#[derive(Debug, Clone)]
pub struct Power {
    /// Its name.
    pub name: String,
    /// The clause it stands under.
    pub clause: usize,
    /// Who holds it.
    pub held_by: String,
    /// The power that must have been used on the same party before.
    pub after_power: Option<String>,
    /// What must hold about the party before it is used; its variable is `X`.
    pub after: Option<Cond>,
    /// The fact that is so from its use on: name and the parameter's place.
    pub effect: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// A part of the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Its author.
    By,
    /// Its target.
    On,
    /// Its place.
    Place,
    /// Its weapon.
    Weapon,
}

impl Part {
    /// As it is written after `it.`.
    pub fn word(self) -> &'static str {
        match self {
            Self::By => "by",
            Self::On => "on",
            Self::Place => "place",
            Self::Weapon => "weapon",
        }
    }
}

/// Somebody or something that a condition is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The parameter of the definition.
    Param,
    /// A part of the act.
    Part(Part),
    /// The act itself.
    Act,
    /// A name.
    Name(String),
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cond {
    /// All hold; of none it is true.
    All(Vec<Cond>),
    /// At least one holds; of none it is false.
    Any(Vec<Cond>),
    /// It does not hold.
    Not(Box<Cond>),
    /// The subject is in a defined class.
    Is(Subject, String),
    /// The subject is that one.
    Same(Subject, String),
    /// The subject is on a register.
    Listed(Subject, String),
    /// A fact or a judgement holds.
    Fact(String, Vec<Subject>),
    /// A fact whose value is a name has that value.
    Valued(String, Vec<Subject>, String),
    /// The left is at least the right.
    AtLeast(Measure, Measure),
    /// The left is more than the right.
    More(Measure, Measure),
}

impl Cond {
    /// What always holds.
    pub const TRUE: Self = Self::All(Vec::new());
}

/// Something that can be compared: a time in seconds, a length in micrometres, a count in
/// thousandths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// When the act happened.
    ActTime,
    /// The value of a fact.
    Fact(String, Vec<Subject>),
    /// A constant.
    Constant(i64),
    /// Some calendar days after a time.
    PlusDays(Box<Measure>, i64),
    /// A part of a value, rounded down.
    Divide(Box<Measure>, i64),
}

impl Agreement {
    /// The display words of an actor, a kind or a name; the name itself where none are declared.
    pub fn words_of<'a>(&'a self, name: &'a str) -> &'a str {
        self.actors.get(name).or_else(|| self.kinds.get(name)).map_or(name, String::as_str)
    }

    /// The versions of a rule.
    pub fn rule_versions<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Rule> {
        self.rules.iter().filter(move |rule| rule.name == name)
    }

    /// A clause by its id.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }
}

/// A named evaluation profile: presumptions that are no part of the agreement.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// What it is, in a sentence.
    pub title: String,
    /// Its presumptions, in order.
    pub assumes: Vec<Assume>,
}

/// One presumption.
#[derive(Debug, Clone)]
pub struct Assume {
    /// Its name, which every finding that it touched lists.
    pub name: String,
    /// What is presumed.
    pub what: Presumed,
    /// For which acts.
    pub when: Cond,
    /// Why.
    pub because: String,
}

/// What a presumption fills in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presumed {
    /// A fact about which nothing is on record; `None` stands for any argument.
    Fact {
        /// The fact.
        name: String,
        /// Its arguments.
        args: Vec<Option<Subject>>,
        /// What is presumed of it.
        truth: bool,
    },
    /// An unreported target is whoever stands in this fact to the place of the act.
    Target(String),
}
