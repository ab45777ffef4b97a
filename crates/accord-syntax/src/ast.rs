//! What a literate file says, as plain structures with spans.
//!
//! One shape serves all statements: a head, a name, and slots. Which slots a head takes, and how
//! often, is checked in `accord-check`, so that a reading, an amendment or a mutant can be made by
//! editing statements and checking them again.

use crate::Span;

/// A word with its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The word.
    pub text: String,
    /// Its place.
    pub span: Span,
}

/// A sentence with its place, quotes removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The sentence.
    pub text: String,
    /// Its place, with the quotes.
    pub span: Span,
}

/// One literate file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File {
    /// Its sections, in order. What stands before the first heading is a section without one.
    pub sections: Vec<Section>,
}

/// What stands under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    /// The heading.
    pub heading: Option<Heading>,
    /// Our words: the block quote that opens with "In plain words:".
    pub restated: Option<Text>,
    /// Official words: the other block quotes.
    pub quoted: Vec<Text>,
    /// Where the official text stands.
    pub cites: Option<Text>,
    /// Its code.
    pub fences: Vec<Fence>,
}

/// A heading. `## id — title` opens a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The clause's id, for level two.
    pub id: Option<Name>,
    /// The title.
    pub title: String,
    /// 1 to 6.
    pub level: u8,
    /// Its place.
    pub span: Span,
}

/// One fence of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// What is in it.
    pub code: Code,
    /// The body, without the lines of ticks.
    pub body: Span,
    /// Whether all of it was understood.
    pub sound: bool,
}

/// The code of a fence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Code {
    /// `accord`: statements.
    Accord(Vec<Statement>),
    /// `reading`: statements that patch an agreement; each reading opens with its head.
    Reading(Vec<Statement>),
    /// `profile`: presumptions; each profile opens with its head.
    Profile(Vec<Statement>),
    /// `scenario`.
    Scenario(Box<Scenario>),
    /// `facts`: named sets.
    Facts(Vec<FactSet>),
}

/// How a statement in a reading or an amendment changes the one of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patch {
    /// It takes its place.
    Replace,
    /// Its condition becomes `old or new`.
    Widen,
    /// Its condition becomes `old and new`.
    Narrow,
}

impl Patch {
    /// The keyword.
    pub fn word(self) -> &'static str {
        match self {
            Self::Replace => "replace",
            Self::Widen => "widen",
            Self::Narrow => "narrow",
        }
    }
}

/// The kinds of statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Head {
    /// `agreement id`
    Agreement,
    /// `amendment id to id`
    Amendment,
    /// `actor name "words"`
    Actor,
    /// `kind name "words"`
    Kind,
    /// `register name "words"`
    Register,
    /// `fact name(params) "words"`
    Fact,
    /// `judgement name(params) "words"`
    Judgement,
    /// `instant name = time`
    Instant,
    /// `value name`, rows `term when formula`
    Value,
    /// `define name X`
    Define,
    /// `prohibition name`
    Prohibition,
    /// `obligation name`
    Obligation,
    /// `permission name`
    Permission,
    /// `exception name`
    Exception,
    /// `condition name`
    Condition,
    /// `power name`
    Power,
    /// `see name`
    See,
    /// `uncoded name`
    Uncoded,
    /// `harmless "mutant"`
    Harmless,
    /// `reading id of agreement`
    Reading,
    /// `profile id of agreement`
    Profile,
    /// `assume name`
    Assume,
}

impl Head {
    /// All heads, in the order of the documentation.
    pub const ALL: [Self; 22] = [
        Self::Agreement,
        Self::Amendment,
        Self::Actor,
        Self::Kind,
        Self::Register,
        Self::Fact,
        Self::Judgement,
        Self::Instant,
        Self::Value,
        Self::Define,
        Self::Prohibition,
        Self::Obligation,
        Self::Permission,
        Self::Exception,
        Self::Condition,
        Self::Power,
        Self::See,
        Self::Uncoded,
        Self::Harmless,
        Self::Reading,
        Self::Profile,
        Self::Assume,
    ];

    /// The keyword.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::Amendment => "amendment",
            Self::Actor => "actor",
            Self::Kind => "kind",
            Self::Register => "register",
            Self::Fact => "fact",
            Self::Judgement => "judgement",
            Self::Instant => "instant",
            Self::Value => "value",
            Self::Define => "define",
            Self::Prohibition => "prohibition",
            Self::Obligation => "obligation",
            Self::Permission => "permission",
            Self::Exception => "exception",
            Self::Condition => "condition",
            Self::Power => "power",
            Self::See => "see",
            Self::Uncoded => "uncoded",
            Self::Harmless => "harmless",
            Self::Reading => "reading",
            Self::Profile => "profile",
            Self::Assume => "assume",
        }
    }

    /// What a statement of this kind is called in a sentence, with its article.
    pub fn called(self) -> &'static str {
        match self {
            Self::Agreement => "an agreement",
            Self::Amendment => "an amendment",
            Self::Actor => "an actor",
            Self::Kind => "a kind of act",
            Self::Register => "a register",
            Self::Fact => "a fact",
            Self::Judgement => "a judgement",
            Self::Instant => "an instant",
            Self::Value => "a value",
            Self::Define => "a definition",
            Self::Prohibition => "a prohibition",
            Self::Obligation => "an obligation",
            Self::Permission => "a permission",
            Self::Exception => "an exception",
            Self::Condition => "a condition",
            Self::Power => "a power",
            Self::See => "a `see` line",
            Self::Uncoded => "an `uncoded` line",
            Self::Harmless => "a `harmless` line",
            Self::Reading => "a reading",
            Self::Profile => "a profile",
            Self::Assume => "a presumption",
        }
    }

    /// The same without the article.
    pub fn noun(self) -> &'static str {
        self.called().split_once(' ').map_or("", |(_, noun)| noun)
    }

    /// The head of a keyword.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|head| head.word() == word)
    }
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// How it changes an earlier one, in a reading or an amendment.
    pub patch: Option<Patch>,
    /// What kind of statement it is.
    pub head: Head,
    /// Its name; for `harmless`, the text of the mutant.
    pub name: Name,
    /// The agreement that an amendment, a reading or a profile belongs to.
    pub of: Option<Name>,
    /// Parameters.
    pub params: Vec<Name>,
    /// How it is told.
    pub words: Option<Text>,
    /// The time of an `instant`.
    pub time: Option<Term>,
    /// Its slots.
    pub slots: Vec<Slot>,
    /// Its place.
    pub span: Span,
}

impl Statement {
    /// The first slot with a keyword.
    pub fn slot(&self, keyword: &str) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.keyword.text == keyword)
    }
}

/// One slot: a keyword and what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// `binds`, `in force`, …; empty for the rows of a `value`.
    pub keyword: Name,
    /// What it holds.
    pub body: Body,
    /// Its place.
    pub span: Span,
}

/// What a slot holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// A sentence.
    Words(Text),
    /// One or more names.
    Names(Vec<Name>),
    /// A condition.
    Formula(Formula),
    /// A term, mostly a time.
    Term(Term),
    /// A kind of act and the class it is on or of.
    Pattern(Pattern),
    /// An official text: language, `authentic` or `translation`, path.
    Official(Name, Name, Text),
    /// A source: kind and reference.
    Source(Option<Name>, Text),
    /// A row of a `value`: a term when a condition holds.
    Row(Term, Formula),
    /// It could not be read.
    Missing,
}

/// A kind of act, with the class of its target (`on`) or of its weapon (`of`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The kind of act.
    pub kind: Name,
    /// `on` or `of`, and the class.
    pub class: Option<(Preposition, Name)>,
    /// Its place.
    pub span: Span,
}

/// Which part of the act a class is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preposition {
    /// The target.
    On,
    /// The weapon.
    Of,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// What it says.
    pub says: Says,
    /// Its place.
    pub span: Span,
}

/// The forms of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// All hold. `true`: written as a list.
    All(Vec<Formula>, bool),
    /// At least one holds. `true`: written as a list.
    Any(Vec<Formula>, bool),
    /// None holds; always a list.
    None(Vec<Formula>),
    /// It does not hold.
    Not(Box<Formula>),
    /// `term is [not] class`
    Is(Term, bool, Name),
    /// `term on list register`
    OnList(Term, Name),
    /// A fact, a judgement or a condition by name.
    Call(Name, Vec<Term>),
    /// `term op term`
    Compare(Term, Op, Term),
    /// It could not be read.
    Error,
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// `=`
    Equal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl Op {
    /// The mark.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// A term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What it names.
    pub names: Names,
    /// Its place.
    pub span: Span,
}

/// The forms of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Names {
    /// The act that is judged.
    It,
    /// A part of it: `by`, `on`, `at`, `place`, `weapon`, or a word that is none.
    Part(String),
    /// A name: a variable, an actor, an instant, a value, a fact without arguments.
    Name(String),
    /// A fact with arguments.
    Call(Name, Vec<Term>),
    /// A number with its unit.
    Quantity(Quantity),
    /// A civil time, in the zone of the agreement.
    Time(Civil),
    /// A number of calendar days later.
    PlusDays(Box<Term>, i64),
    /// Divided by a whole number.
    Divide(Box<Term>, i64),
    /// `never`
    Never,
    /// It could not be read.
    Error,
}

/// A number in thousandths, with its unit as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The number times one thousand.
    pub thousandths: i64,
    /// `km`, `mm`, …; empty for a plain count.
    pub unit: String,
}

/// A civil date, with or without a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Civil {
    /// Year.
    pub year: i16,
    /// Month, as written (1 to 12 is not yet checked).
    pub month: u8,
    /// Day, as written.
    pub day: u8,
    /// Hour and minute, as written; `24:00` is the end of the day.
    pub clock: Option<(u8, u8)>,
}

/// A time or a span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeSpan {
    /// From.
    pub from: Civil,
    /// To, where a span is written.
    pub to: Option<Civil>,
    /// Its place.
    pub span: Span,
}

/// A worked case with the outcome that is expected.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scenario {
    /// What it shows.
    pub name: Option<Text>,
    /// The act.
    pub act: Option<Act>,
    /// For a case without an act: the time at which states are read.
    pub as_of: Option<Term>,
    /// Facts recorded later are left out.
    pub known_on: Option<Term>,
    /// The profile it is judged under; none by default.
    pub profile: Option<Name>,
    /// The set of facts it starts from.
    pub base: Option<Name>,
    /// Facts of its own, which stand before those of the set.
    pub givens: Vec<Given>,
    /// What must come out.
    pub expects: Vec<Expect>,
    /// What must settle it.
    pub settles: Vec<Settles>,
    /// Its place.
    pub span: Span,
}

/// The act of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The kind.
    pub kind: Name,
    /// Candidate authors.
    pub by: Vec<Candidate>,
    /// Candidate targets.
    pub on: Vec<Candidate>,
    /// When.
    pub at: Option<TimeSpan>,
    /// Where.
    pub place: Option<Name>,
    /// With what.
    pub weapon: Option<Name>,
}

/// An actor that it may have been, with the mass of belief in it, in millionths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The actor.
    pub name: Name,
    /// Millionths, where given.
    pub mass: Option<u32>,
}

/// A named set of facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactSet {
    /// Its name.
    pub name: Name,
    /// Its facts.
    pub givens: Vec<Given>,
}

/// One fact that is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// What is said.
    pub says: GivenSays,
    /// True, false, or on record as unknown.
    pub truth: Option<bool>,
    /// So since then.
    pub from: Option<Civil>,
    /// So until then (exclusive).
    pub until: Option<Civil>,
    /// Known since then.
    pub recorded: Option<Civil>,
    /// Its place.
    pub span: Span,
}

/// The forms of a given fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GivenSays {
    /// A fact or a judgement.
    Fact(Name, Vec<Term>),
    /// A fact with a value.
    Value(Name, Vec<Term>, GivenValue),
    /// A name on a register.
    Listed(Name, Name),
    /// A power was used on someone, at a time.
    Used(Name, Vec<Term>, TimeSpan),
    /// It could not be read.
    Error,
}

/// The value of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GivenValue {
    /// A time, or a span it lies in.
    Time(TimeSpan),
    /// It has not happened.
    Never,
    /// A number or a range, thousandths of the unit.
    Range(i64, i64, String),
    /// A name.
    Name(Name),
}

/// The outcomes that a scenario can expect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Expected {
    /// A breach in every completion of what is unknown.
    Violation,
    /// No breach in any.
    NoViolation,
    /// Both are possible.
    Undetermined,
    /// The text itself gives both answers.
    Conflict,
}

/// One expectation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expect {
    /// The reading; the agreement as coded where there is none.
    pub reading: Option<Name>,
    /// What must come out.
    pub outcome: ExpectOutcome,
    /// The ground it must have.
    pub because: Option<Name>,
    /// Its place.
    pub span: Span,
}

/// What must come out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpectOutcome {
    /// Of a rule, for an author.
    Rule(Expected, Name, Name),
    /// The interval for an author or for `anyone`, in millionths.
    Between(Name, Name, u32, u32),
    /// A permission covers the act.
    Granted(Name),
    /// `pending`, `met`, `breached` or `undetermined`, of an obligation with a deadline.
    State(Name, Name),
    /// It could not be read.
    Error,
}

/// What must settle a case, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settles {
    /// The answers, as a conjunction.
    pub answers: Formula,
    /// Whether they make it a violation.
    pub violation: bool,
    /// Its place.
    pub span: Span,
}
