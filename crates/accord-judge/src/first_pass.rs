//! The first pass: many acts at once, three-valued, in words of 64.
//!
//! The text and the record cut time into stretches in which nothing changes. Within one, each part
//! of a rule has one answer for each author, target, place and weapon that it looks at. So every
//! part is asked once of each such key, by the same grounding as the exact judge's, and a row is a
//! few look-ups and a few words of Kleene's logic. What is decided so is decided for good; rows
//! that stay open, acts that lie across a cut and acts that say more than columns hold go to the
//! exact judge, once for each key.
//!
//! It leaves out what a presumption with a condition of its own touches: such a profile is left to
//! the exact judge altogether.

use crate::act::{Act, Candidate, Hypothesis, Who};
use crate::columns::{Columns, NameId, UNREPORTED};
use crate::finding::{Finding, Outcome, Settles};
use crate::ground::Grounding;
use crate::judge::{Decided, Judge, asks, failed, truth};
use crate::reach::{Parts, Reach, cuts, index, known_names};
use crate::table::{Table, finding};
use accord_check::model::{Assume, Cond, Instant, Part, Permission, Presumed};
use accord_logic::{Diagram, Formula, Known};
use std::collections::{BTreeMap, HashMap};

/// A row that lies in no single stretch or says more than columns hold.
const APART: u32 = u32::MAX;
/// The key of whoever is not reported, and of whoever nothing is known of.
const NOBODY: u32 = 0;
const STRANGER: u32 = 1;
/// No name in the language has a blank in it.
const STRANGER_NAME: &str = "a stranger";
/// Findings on open rows that are kept for rows alike.
const MOST_KEPT: usize = 1 << 16;
/// Rows that are bound at a time: what is looked up stays close to the processor.
const BLOCK: usize = 64 * 64;

/// The first pass over one agreement, record and profile. What it has worked out for one set of
/// columns serves the next.
#[derive(Debug)]
pub struct FirstPass<'j> {
    judge: &'j Judge<'j>,
    cuts: Vec<Instant>,
    keys: Keys,
    rules: Vec<Program>,
    permissions: Vec<Program>,
    presumptions: Vec<String>,
    /// Whoever holds a place, by its key and stretch: its key and the presumption's number.
    holders: BTreeMap<(u32, u32), Option<(u32, u32)>>,
    kept: HashMap<Kept, Finding>,
    /// Whether the profile is one that columns can follow.
    follows: bool,
}

/// What the first pass says of some columns.
#[derive(Debug, Clone)]
pub struct Passed {
    /// The key of each name in the columns, by its number there.
    local: Vec<u32>,
    /// One for each rule that is broken by acts, in the order of the text.
    pub rules: Vec<RulePassed>,
}

/// What the first pass says of one rule: a bit for each row, 64 rows a word.
#[derive(Debug, Clone, Default)]
pub struct RulePassed {
    /// The rule.
    pub rule: String,
    /// Acts of the kind that the rule is about.
    pub about: Vec<u64>,
    /// Decided: a violation.
    pub violation: Vec<u64>,
    /// Decided: none.
    pub none: Vec<u64>,
    /// Decided: the text gives both answers.
    pub conflict: Vec<u64>,
}

impl RulePassed {
    fn named(rule: String) -> Self {
        Self { rule, ..Self::default() }
    }

    /// Words of rows that the rule is not about.
    fn nothing(&mut self, words: usize) {
        for column in [&mut self.about, &mut self.violation, &mut self.none, &mut self.conflict] {
            column.resize(column.len() + words, 0);
        }
    }

    fn take(&mut self, about: &[u64], broken: &[Known], permitted: &[Known]) {
        for ((about, broken), permitted) in about.iter().zip(broken).zip(permitted) {
            self.about.push(*about);
            self.violation.push(about & broken.yes() & permitted.no());
            self.none.push(about & broken.no());
            self.conflict.push(about & broken.yes() & permitted.yes());
        }
    }

    /// Rows in a word that the rule is about and that are still open.
    pub fn open(&self, word: usize) -> u64 {
        let at = |words: &[u64]| words.get(word).copied().unwrap_or_default();
        at(&self.about) & !(at(&self.violation) | at(&self.none) | at(&self.conflict))
    }
}

/// What the look-ups need of up to [`BLOCK`] rows.
#[derive(Debug, Default)]
struct Block {
    stretch: Vec<u32>,
    keys: [Vec<u32>; 4],
    /// The bits of the presumptions that gave rows a target.
    presumed: Vec<u32>,
}

/// What the look-ups need of one row.
#[derive(Debug, Clone, Copy)]
struct Row {
    stretch: u32,
    keys: [u32; 4],
}

/// A rule or a permission as look-ups.
#[derive(Debug)]
struct Program {
    what: What,
    name: String,
    kind: String,
    groups: Vec<Group>,
}

#[derive(Debug, Clone, Copy)]
enum What {
    /// All versions of its name.
    Rule,
    /// By its place in the agreement.
    Permission(usize),
}

/// The parts of a rule that look at the same parts of the act.
#[derive(Debug)]
struct Group {
    parts: Parts,
    cells: Cells,
}

/// Answers by key and stretch. Zero: not asked yet.
#[derive(Debug)]
enum Cells {
    Dense(Vec<Cell>),
    Sparse(HashMap<(u64, u64, u32), Cell>),
}

/// One answer: whether it holds, the first part that fails, and the presumptions used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Cell(u32);

/// What findings on open rows have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Kept {
    rule: usize,
    names: [Option<String>; 4],
    stretch: u32,
    /// Where the moment itself is asked about.
    at: Option<(Instant, Instant)>,
}

/// Names with keys of their own.
#[derive(Debug, Default)]
struct Keys {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
}

impl Cell {
    const ASKED: u32 = 1;
    const YES: u32 = 2;
    const NO: u32 = 4;
    const FIRST_AT: u32 = 3;
    const PRESUMED_AT: u32 = 9;
    const MOST_PARTS: usize = 63;
    const MOST_PRESUMPTIONS: usize = 23;

    fn new(known: Option<bool>, first: Option<usize>, presumed: u32) -> Self {
        let known = match known {
            Some(true) => Self::YES,
            Some(false) => Self::NO,
            None => 0,
        };
        let first = first.unwrap_or(Self::MOST_PARTS) as u32;
        Self(Self::ASKED | known | first << Self::FIRST_AT | presumed << Self::PRESUMED_AT)
    }

    fn known(self) -> Option<bool> {
        match (self.0 & Self::YES != 0, self.0 & Self::NO != 0) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }

    fn first(self) -> usize {
        (self.0 >> Self::FIRST_AT) as usize & Self::MOST_PARTS
    }

    fn presumed(self) -> u32 {
        self.0 >> Self::PRESUMED_AT
    }
}

impl<'j> FirstPass<'j> {
    /// A first pass for a judge.
    pub fn new(judge: &'j Judge<'j>) -> Self {
        let agreement = judge.agreement();
        let presumptions: Vec<String> =
            judge.assumes().iter().map(|assume| assume.name.clone()).collect();
        let mut rules: Vec<Program> = Vec::new();
        for rule in &agreement.rules {
            let Some(pattern) = &rule.pattern else { continue };
            if !rules.iter().any(|known| known.name == rule.name) {
                rules.push(Program::new(What::Rule, &rule.name, &pattern.kind));
            }
        }
        let permissions = agreement.permissions.iter().enumerate().map(|(number, permission)| {
            Program::new(What::Permission(number), &permission.name, &permission.grants.kind)
        });
        let permissions = permissions.collect();
        let flat = judge.assumes().iter().all(|assume| assume.when == Cond::TRUE);
        let mut pass = Self {
            judge,
            cuts: cuts(judge),
            keys: Keys::new(known_names(judge)),
            follows: flat && presumptions.len() <= Cell::MOST_PRESUMPTIONS,
            rules,
            permissions,
            presumptions,
            holders: BTreeMap::new(),
            kept: HashMap::new(),
        };
        pass.group();
        pass
    }

    /// Puts the parts of every rule and permission together by what they look at.
    fn group(&mut self) {
        let agreement = self.judge.agreement();
        let reach = Reach { agreement, assumes: self.judge.assumes() };
        let dense = self.keys.names.len() * (self.cuts.len() + 1);
        for program in self.rules.iter_mut().chain(&mut self.permissions) {
            let mut found: Vec<Parts> = Vec::new();
            match program.what {
                What::Permission(number) => {
                    let permission = agreement.permissions.get(number);
                    found.extend(permission.into_iter().flat_map(|p| reach.permission(p)));
                }
                What::Rule => {
                    for rule in agreement.rule_versions(&program.name) {
                        let asks = asks(agreement, rule);
                        // A rule that columns cannot follow stays open for every act.
                        self.follows &= asks.len() < Cell::MOST_PARTS
                            && rule.pattern.as_ref().is_none_or(|p| p.kind == program.kind);
                        found.extend(asks.iter().map(|ask| reach.ask(rule, *ask)));
                    }
                }
            }
            found.sort();
            found.dedup();
            program.groups = found
                .into_iter()
                .map(|parts| {
                    let cells = match parts.count() {
                        0 | 1 => Cells::Dense(vec![Cell::default(); dense]),
                        _ => Cells::Sparse(HashMap::new()),
                    };
                    Group { parts, cells }
                })
                .collect();
        }
    }

    /// Decides what can be decided without a diagram.
    pub fn pass(&mut self, columns: &Columns) -> Passed {
        let mut rules = std::mem::take(&mut self.rules);
        let mut permissions = std::mem::take(&mut self.permissions);
        let mut passed = Passed {
            local: self.local(columns),
            rules: rules.iter().map(|rule| RulePassed::named(rule.name.clone())).collect(),
        };
        let kinds: Vec<Option<NameId>> =
            rules.iter().map(|rule| columns.names().find(&rule.kind)).collect();
        let mut block = Block::default();
        for start in (0..columns.len()).step_by(BLOCK) {
            let rows = start..columns.len().min(start + BLOCK);
            self.bind(columns, &passed.local, rows.clone(), &mut block);
            let mut abouts: Vec<(NameId, Vec<u64>, Vec<Known>)> = Vec::new();
            for ((rule, out), kind) in rules.iter_mut().zip(&mut passed.rules).zip(&kinds) {
                let Some(kind) = *kind else {
                    out.nothing(rows.len().div_ceil(64));
                    continue;
                };
                let known = abouts.iter().position(|(known, ..)| *known == kind);
                let at = known.unwrap_or_else(|| {
                    let about = about(columns.kind.get(rows.clone()).unwrap_or_default(), kind);
                    let mut permitted = vec![Known::NO; about.len()];
                    for permission in permissions.iter_mut().filter(|p| p.kind == rule.kind) {
                        let words = self.words(permission, &block, &about);
                        permitted.iter_mut().zip(words).for_each(|(all, word)| *all = all.or(word));
                    }
                    abouts.push((kind, about, permitted));
                    abouts.len() - 1
                });
                let Some((_, about, permitted)) = abouts.get(at) else { continue };
                out.take(about, &self.words(rule, &block, about), permitted);
            }
        }
        self.rules = rules;
        self.permissions = permissions;
        passed
    }

    /// What one rule says of the act in a row: what the first pass decided, or the exact judge.
    /// None where the rule is not about acts of its kind.
    pub fn finding(
        &mut self,
        columns: &Columns,
        passed: &Passed,
        row: usize,
        rule: usize,
    ) -> Option<Finding> {
        let of = passed.rules.get(rule)?;
        let (word, bit) = (row / 64, 1 << (row % 64));
        let has = |words: &[u64]| words.get(word).is_some_and(|word| word & bit != 0);
        if !has(&of.about) {
            return None;
        }
        let outcome = if has(&of.violation) {
            Outcome::Violation
        } else if has(&of.none) {
            Outcome::NoViolation
        } else if has(&of.conflict) {
            Outcome::Conflict
        } else {
            return Some(self.exactly(columns, passed, row, rule));
        };
        let act = columns.act(row);
        let Some(decided) = self.decided(columns, passed, (row, rule), outcome, &act) else {
            return Some(self.exactly(columns, passed, row, rule));
        };
        let clause = self.judge.versions(&act, &of.rule).first().map_or(0, |rule| rule.clause);
        let table = Table::of(&act);
        Some(finding(self.judge, &act, &of.rule, clause, &table, vec![vec![decided]]))
    }

    /// The findings on every act, in the order of the acts and, for each, of the text.
    pub fn judge(&mut self, columns: &Columns) -> Vec<Vec<Finding>> {
        let passed = self.pass(columns);
        (0..columns.len())
            .map(|row| {
                (0..passed.rules.len())
                    .filter_map(|rule| self.finding(columns, &passed, row, rule))
                    .collect()
            })
            .collect()
    }

    /// What was decided, with its ground. None where a part that is open in this stretch of time may
    /// be closed at the moment of the act: then it, and not a later part, may be the ground.
    fn decided(
        &mut self,
        columns: &Columns,
        passed: &Passed,
        (row, rule): (usize, usize),
        outcome: Outcome,
        act: &Act,
    ) -> Option<Decided> {
        let mut block = Block::default();
        self.bind(columns, &passed.local, row..row + 1, &mut block);
        let row = block.row(0);
        let mut presumed = block.presumed.first().copied().unwrap_or_default();
        let mut granted = Vec::new();
        // Over a stretch it may be open what at the act's own moment is not.
        let mut blurred = false;
        let mut permissions = std::mem::take(&mut self.permissions);
        for permission in &mut permissions {
            if permission.kind != act.kind {
                continue;
            }
            let whole = self.cells(permission, row);
            let open = |(group, cell): (&Group, &Cell)| {
                group.parts.asks_moment() && cell.known().is_none()
            };
            blurred |= permission.groups.iter().zip(&whole).any(open);
            presumed |= whole.iter().fold(0, |all, cell| all | cell.presumed());
            if whole.iter().all(|cell| cell.0 & Cell::YES != 0) {
                granted.push(permission.name.clone());
            }
        }
        self.permissions = permissions;
        let mut rules = std::mem::take(&mut self.rules);
        let cells = rules.get_mut(rule).map(|rule| self.cells(rule, row));
        let cells = cells.unwrap_or_default();
        let name = rules.get(rule).map(|rule| rule.name.clone()).unwrap_or_default();
        let groups = rules.get(rule).into_iter().flat_map(|rule| &rule.groups);
        let asks_moment =
            |(group, cell): (&Group, &Cell)| group.parts.asks_moment() && cell.0 & Cell::YES == 0;
        blurred |= groups.zip(&cells).any(asks_moment);
        self.rules = rules;
        if outcome == Outcome::NoViolation && blurred {
            return None;
        }
        presumed |= cells.iter().fold(0, |all, cell| all | cell.presumed());
        let first = cells.iter().map(|cell| cell.first()).min().unwrap_or(Cell::MOST_PARTS);
        let ground = (outcome == Outcome::NoViolation).then(|| {
            let version = self.judge.versions(act, &name).into_iter().next();
            let ask = version
                .and_then(|rule| Some((rule, *asks(self.judge.agreement(), rule).get(first)?)));
            match ask {
                Some((rule, ask)) => failed(&ask.component(rule), &granted),
                None => crate::finding::Ground::Combined,
            }
        });
        let names = self.presumptions.iter().enumerate();
        let mut presumed: Vec<String> = names
            .filter(|(bit, _)| presumed >> bit & 1 == 1)
            .map(|(_, name)| name.clone())
            .collect();
        presumed.sort();
        let (atoms, settles) = (Vec::new(), Settles::default());
        Some(Decided { outcome, ground, granted, presumed, atoms, settles })
    }

    /// The exact judge, asked once for all rows that are alike.
    fn exactly(&mut self, columns: &Columns, passed: &Passed, row: usize, rule: usize) -> Finding {
        let act = columns.act(row);
        let name = passed.rules.get(rule).map(|rule| rule.rule.as_str()).unwrap_or_default();
        let stretch = self.stretch(columns, row, 0);
        if stretch == APART {
            return self.judge.judge_rule(&act, name);
        }
        let one = |candidates: &[Candidate]| Candidate::only(candidates).map(str::to_owned);
        let place = if self.looks_at(rule, Part::Place) { act.place.clone() } else { None };
        let names = [one(&act.by), one(&act.on), place, act.weapon.clone()];
        let at = self.asks(rule, Parts::asks_moment).then_some(act.at);
        let kept = Kept { rule, names, stretch, at };
        if let Some(known) = self.kept.get(&kept) {
            return Finding { act: act.id, ..known.clone() };
        }
        let found = self.judge.judge_rule(&act, name);
        if self.kept.len() >= MOST_KEPT {
            self.kept.clear();
        }
        self.kept.insert(kept, found.clone());
        found
    }

    /// Whether a rule, or a permission about the same kind of act, has a part that asks so.
    fn asks(&self, rule: usize, so: impl Fn(Parts) -> bool) -> bool {
        let kind = self.rules.get(rule).map(|rule| rule.kind.as_str());
        let rule = self.rules.get(rule).into_iter();
        let permissions = self.permissions.iter().filter(|p| Some(p.kind.as_str()) == kind);
        rule.chain(permissions).any(|p| p.groups.iter().any(|group| so(group.parts)))
    }

    fn looks_at(&self, rule: usize, part: Part) -> bool {
        self.asks(rule, |parts| parts.holds(part))
            || self.judge.assumes().iter().any(|a| matches!(a.what, Presumed::Target(_)))
    }

    /// A rule or a permission over every row of a block that it is about.
    fn words(&self, program: &mut Program, block: &Block, about: &[u64]) -> Vec<Known> {
        let mut out = vec![Known::YES; about.len()];
        let lookup =
            Lookup { pass: self, what: program.what, name: &program.name, kind: &program.kind };
        for group in &mut program.groups {
            for (word, (out, about)) in out.iter_mut().zip(about).enumerate() {
                // What is known false of every row stays so; nothing more need be asked.
                if about & !out.no() != 0 {
                    *out = out.and(lookup.word(group, block, word));
                }
            }
        }
        out
    }

    fn cells(&self, program: &mut Program, row: Row) -> Vec<Cell> {
        let lookup =
            Lookup { pass: self, what: program.what, name: &program.name, kind: &program.kind };
        program.groups.iter_mut().map(|group| lookup.cell(group, row)).collect()
    }

    /// The key of each name in the columns.
    fn local(&self, columns: &Columns) -> Vec<u32> {
        let names = 0..=columns.names().len() as NameId;
        names.map(|id| columns.names().name(id).map_or(NOBODY, |name| self.keys.of(name))).collect()
    }

    /// Finds the stretch and the keys of some rows, and puts whoever holds the place for a target
    /// that is not reported, where the profile presumes so.
    fn bind(
        &mut self,
        columns: &Columns,
        local: &[u32],
        rows: std::ops::Range<usize>,
        block: &mut Block,
    ) {
        block.stretch.clear();
        let mut last = 0;
        for row in rows.clone() {
            let stretch = self.stretch(columns, row, last);
            if stretch != APART {
                last = stretch as usize;
            }
            block.stretch.push(stretch);
        }
        for (part, keys) in Parts::ALL.into_iter().zip(&mut block.keys) {
            keys.clear();
            let ids = columns.column(part).get(rows.clone()).unwrap_or_default();
            keys.extend(ids.iter().map(|id| local.get(*id as usize).copied().unwrap_or(NOBODY)));
        }
        block.presumed.clear();
        block.presumed.resize(rows.len(), 0);
        let presumes = |assume: &Assume| matches!(assume.what, Presumed::Target(_));
        if self.judge.assumes().iter().any(presumes) {
            self.presume_targets(columns.on.get(rows).unwrap_or_default(), block);
        }
    }

    /// The stretch in which the act of a row lies; rows mostly come in order of time, so that of
    /// the row before is tried first.
    fn stretch(&self, columns: &Columns, row: usize, last: usize) -> u32 {
        let at = |column: &[Instant]| column.get(row).copied().unwrap_or_default();
        let (from, to) = (at(&columns.from), at(&columns.to));
        if !self.follows || (columns.has_whole() && columns.is_whole(row)) {
            return APART;
        }
        let (start, end) = self.bounds(last);
        let found = if start <= from && from <= end {
            last
        } else {
            self.cuts.partition_point(|cut| *cut <= from)
        };
        if to <= self.bounds(found).1 { found as u32 } else { APART }
    }

    /// First and last second of a stretch.
    fn bounds(&self, stretch: usize) -> (Instant, Instant) {
        let start = stretch.checked_sub(1).and_then(|before| self.cuts.get(before)).copied();
        let end = self.cuts.get(stretch).map(|cut| cut.saturating_sub(1));
        (start.unwrap_or(Instant::MIN), end.unwrap_or(Instant::MAX))
    }

    fn presume_targets(&mut self, on: &[NameId], block: &mut Block) {
        for (at, on) in on.iter().enumerate() {
            let Row { stretch, keys: [_, _, place, _] } = block.row(at);
            if *on != UNREPORTED || stretch == APART || place <= STRANGER {
                continue;
            }
            let held = if let Some(known) = self.holders.get(&(place, stretch)) {
                *known
            } else {
                let held = self.holder(place, stretch);
                self.holders.insert((place, stretch), held);
                held
            };
            let Some((holder, presumption)) = held else { continue };
            let [_, targets, ..] = &mut block.keys;
            targets.iter_mut().skip(at).take(1).for_each(|key| *key = holder);
            block.presumed.iter_mut().skip(at).take(1).for_each(|bits| *bits = 1 << presumption);
        }
    }

    /// The one actor on record as holding a place, as the exact judge would presume it.
    fn holder(&self, place: u32, stretch: u32) -> Option<(u32, u32)> {
        let place = self.keys.name(place)?;
        let at = self.bounds(stretch as usize);
        self.judge.assumes().iter().enumerate().find_map(|(number, assume)| {
            let Presumed::Target(fact) = &assume.what else { return None };
            match self.judge.facts().holders(fact, place, at).as_slice() {
                [holder] => Some((self.keys.of(holder), number as u32)),
                _ => None,
            }
        })
    }
}

impl Program {
    fn new(what: What, name: &str, kind: &str) -> Self {
        Self { what, name: name.to_owned(), kind: kind.to_owned(), groups: Vec::new() }
    }
}

impl Block {
    fn row(&self, at: usize) -> Row {
        let stretch = self.stretch.get(at).copied().unwrap_or(APART);
        let key = |keys: &Vec<u32>| keys.get(at).copied().unwrap_or(NOBODY);
        Row { stretch, keys: self.keys.each_ref().map(key) }
    }
}

/// One rule's or permission's answers, looked up or worked out.
struct Lookup<'p, 'j> {
    pass: &'p FirstPass<'j>,
    what: What,
    name: &'p str,
    kind: &'p str,
}

impl Lookup<'_, '_> {
    /// One group over 64 rows.
    fn word(&self, group: &mut Group, block: &Block, word: usize) -> Known {
        let start = word * 64;
        let stretches = block.stretch.get(start..).unwrap_or_default();
        let stretches = stretches.get(..64).unwrap_or(stretches);
        let one = stretches.first().copied().unwrap_or(APART);
        let together = one != APART && stretches.iter().all(|stretch| *stretch == one);
        if together && group.parts.count() == 0 {
            return match self.cell(group, block.row(start)).known() {
                Some(true) => Known::YES,
                Some(false) => Known::NO,
                None => Known::OPEN,
            };
        }
        let keys = only(group.parts).and_then(|part| block.keys.get(index(part)));
        let (mut yes, mut no) = (0, 0);
        for (bit, stretch) in stretches.iter().enumerate() {
            if *stretch == APART {
                continue;
            }
            let key = keys.and_then(|keys| keys.get(start + bit)).copied().unwrap_or_default();
            let known = match &group.cells {
                Cells::Dense(cells) => cells.get(self.place(key, *stretch)).copied(),
                Cells::Sparse(_) => None,
            };
            let cell = match known {
                Some(cell) if cell.0 != 0 => cell,
                _ => self.cell(group, block.row(start + bit)),
            };
            yes |= u64::from(cell.0 & Cell::YES != 0) << bit;
            no |= u64::from(cell.0 & Cell::NO != 0) << bit;
        }
        Known::from_reports(yes, no)
    }

    /// Where the answer for a key and a stretch stands: those of one stretch side by side, since
    /// rows mostly come in order of time.
    fn place(&self, key: u32, stretch: u32) -> usize {
        stretch as usize * self.pass.keys.names.len() + key as usize
    }

    /// One group for one row.
    fn cell(&self, group: &mut Group, row: Row) -> Cell {
        if row.stretch == APART {
            return Cell::new(None, None, 0);
        }
        let parts = group.parts;
        let mut keys = [STRANGER; 4];
        for ((part, key), own) in Parts::ALL.into_iter().zip(&mut keys).zip(row.keys) {
            if parts.holds(part) {
                *key = own;
            }
        }
        match &mut group.cells {
            Cells::Dense(cells) => {
                let key = only(parts).and_then(|part| row.keys.get(index(part)));
                let place = self.place(key.copied().unwrap_or_default(), row.stretch);
                let Some(cell) = cells.get_mut(place) else { return Cell::new(None, None, 0) };
                if cell.0 == 0 {
                    *cell = self.ask(parts, keys, row.stretch);
                }
                *cell
            }
            Cells::Sparse(cells) => {
                let [by, on, place, weapon] = keys.map(u64::from);
                let key = (by << 32 | on, place << 32 | weapon, row.stretch);
                *cells.entry(key).or_insert_with(|| self.ask(parts, keys, row.stretch))
            }
        }
    }

    /// Asks the parts of the rule that look at these parts of the act.
    fn ask(&self, parts: Parts, keys: [u32; 4], stretch: u32) -> Cell {
        let judge = self.pass.judge;
        let act = self.specimen(keys, stretch);
        let who = |candidates: &[Candidate]| {
            candidates.first().map_or(Who::Unknown, |candidate| candidate.who.clone())
        };
        let hypothesis = Hypothesis {
            by: who(&act.by),
            on: who(&act.on),
            place: act.place.clone(),
            weapon: act.weapon.clone(),
        };
        let mut grounding = Grounding::new(judge, &act, hypothesis);
        grounding.presumed.clear();
        let agreement = judge.agreement();
        let mut formulas: Vec<(usize, Formula)> = Vec::new();
        let mut presumed = 0;
        match self.what {
            What::Permission(number) => {
                let permission: Option<&Permission> = agreement.permissions.get(number);
                let Some(permission) = permission else { return Cell::new(None, None, 0) };
                let reach = Reach { agreement, assumes: judge.assumes() }.permission(permission);
                let found = Judge::permit_parts(&mut grounding, &act, permission);
                for ((formula, used), looks_at) in found.into_iter().zip(reach) {
                    if looks_at == parts {
                        presumed |= self.pass.bits(used.iter());
                        formulas.push((0, formula));
                    }
                }
            }
            What::Rule => {
                let versions = judge.versions(&act, self.name);
                let [rule] = versions.as_slice() else { return Cell::new(None, None, 0) };
                let reach = Reach { agreement, assumes: judge.assumes() };
                let found = judge.parts(&mut grounding, &act, rule).into_iter();
                let asked = asks(agreement, rule).into_iter().map(|ask| reach.ask(rule, ask));
                for (number, (part, looks_at)) in found.zip(asked).enumerate() {
                    if looks_at == parts {
                        presumed |= self.pass.bits(part.presumed.iter());
                        formulas.push((number, part.formula));
                    }
                }
            }
        }
        answer(&mut grounding, &formulas, presumed)
    }

    /// An act that has just these parts, somewhen in the stretch.
    fn specimen(&self, keys: [u32; 4], stretch: u32) -> Act {
        let name = |key: u32| match key {
            NOBODY => None,
            STRANGER => Some(STRANGER_NAME.to_owned()),
            key => self.pass.keys.name(key).map(str::to_owned),
        };
        let [by, on, place, weapon] = keys.map(name);
        let one = |name: Option<String>| name.map(Candidate::named).into_iter().collect();
        Act {
            kind: self.kind.to_owned(),
            by: one(by),
            on: one(on),
            at: self.pass.bounds(stretch as usize),
            place,
            weapon,
            ..Act::default()
        }
    }
}

impl FirstPass<'_> {
    fn bits<'n>(&self, names: impl Iterator<Item = &'n String>) -> u32 {
        names
            .filter_map(|name| self.presumptions.iter().position(|known| known == name))
            .fold(0, |bits, bit| bits | 1 << bit)
    }
}

/// Each part by itself, exactly; together by Kleene's table.
fn answer(grounding: &mut Grounding<'_>, formulas: &[(usize, Formula)], presumed: u32) -> Cell {
    let constant = |formula: &Formula| matches!(formula, Formula::True | Formula::False);
    let theory = if formulas.iter().all(|(_, formula)| constant(formula)) {
        Formula::True
    } else {
        grounding.theory()
    };
    let mut all = Some(true);
    let mut first = None;
    for (number, formula) in formulas {
        match truth(&mut Diagram::default(), formula, &theory).unwrap_or(None) {
            Some(false) => {
                all = Some(false);
                first = first.or(Some(*number));
            }
            None if all == Some(true) => all = None,
            Some(true) | None => {}
        }
    }
    Cell::new(all, first, presumed)
}

fn only(parts: Parts) -> Option<Part> {
    if parts.count() != 1 {
        return None;
    }
    Parts::ALL.into_iter().find(|part| parts.holds(*part))
}

/// Rows of a kind of act.
fn about(kinds: &[NameId], kind: NameId) -> Vec<u64> {
    let word = |kinds: &[NameId]| {
        let bits = kinds.iter().enumerate();
        bits.fold(0, |word, (bit, other)| word | u64::from(*other == kind) << bit)
    };
    kinds.chunks(64).map(word).collect()
}

impl Keys {
    fn new(names: impl IntoIterator<Item = String>) -> Self {
        let mut keys = Self::default();
        keys.names.extend([String::new(), STRANGER_NAME.to_owned()]);
        for name in names {
            keys.numbers.insert(name.clone(), keys.names.len() as u32);
            keys.names.push(name);
        }
        keys
    }

    /// The key of a name; that of a stranger where nothing is known of it.
    fn of(&self, name: &str) -> u32 {
        self.numbers.get(name).copied().unwrap_or(STRANGER)
    }

    fn name(&self, key: u32) -> Option<&str> {
        self.names.get(key as usize).map(String::as_str).filter(|name| !name.is_empty())
    }
}
