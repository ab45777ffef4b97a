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
use crate::finding::{Finding, Outcome};
use crate::ground::Grounding;
use crate::judge::{Decided, Judge, Table, asks, failed, finding, truth};
use crate::reach::{Parts, Reach, cuts, index, known_names};
use accord_check::model::{Cond, Instant, Part, Permission, Presumed};
use accord_logic::{Diagram, Formula, Known, Settles};
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
    rows: usize,
    stretch: Vec<u32>,
    keys: [Vec<u32>; 4],
    /// For rows whose target is presumed: the presumption's bit.
    presumed: BTreeMap<usize, u32>,
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
    /// Rows in a word that the rule is about and that are still open.
    pub fn open(&self, word: usize) -> u64 {
        let at = |words: &[u64]| words.get(word).copied().unwrap_or_default();
        at(&self.about) & !(at(&self.violation) | at(&self.none) | at(&self.conflict))
    }
}

/// A rule or a permission as look-ups.
#[derive(Debug)]
struct Program {
    what: What,
    kind: String,
    groups: Vec<Group>,
}

#[derive(Debug, Clone)]
enum What {
    Rule(String),
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
            let named = |p: &Program| matches!(&p.what, What::Rule(name) if *name == rule.name);
            if !rules.iter().any(named) {
                let what = What::Rule(rule.name.clone());
                rules.push(Program { what, kind: pattern.kind.clone(), groups: Vec::new() });
            }
        }
        let permissions = agreement.permissions.iter().enumerate().map(|(number, permission)| {
            let kind = permission.grants.kind.clone();
            Program { what: What::Permission(number), kind, groups: Vec::new() }
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
            match &program.what {
                What::Permission(number) => {
                    found.extend(agreement.permissions.get(*number).map(|p| reach.permission(p)));
                }
                What::Rule(name) => {
                    for rule in agreement.rule_versions(name) {
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
                        0 => Cells::Dense(vec![Cell::default(); self.cuts.len() + 1]),
                        1 => Cells::Dense(vec![Cell::default(); dense]),
                        _ => Cells::Sparse(HashMap::new()),
                    };
                    Group { parts, cells }
                })
                .collect();
        }
    }

    /// Decides what can be decided without a diagram.
    pub fn pass(&mut self, columns: &Columns) -> Passed {
        let mut passed = self.bind(columns);
        let mut rules = std::mem::take(&mut self.rules);
        let mut permissions = std::mem::take(&mut self.permissions);
        let mut granted: BTreeMap<usize, Vec<Known>> = BTreeMap::new();
        for program in &mut rules {
            let about = about(columns, &program.kind);
            let mut permitted: Vec<Known> = vec![Known::NO; about.len()];
            for (number, permission) in permissions.iter_mut().enumerate() {
                if permission.kind == program.kind {
                    let words = granted
                        .entry(number)
                        .or_insert_with(|| self.words(permission, &passed, &about));
                    permitted.iter_mut().zip(words).for_each(|(out, word)| *out = out.or(*word));
                }
            }
            let broken = self.words(program, &passed, &about);
            let words = || about.iter().zip(&broken).zip(&permitted);
            passed.rules.push(RulePassed {
                rule: program.name(),
                violation: words().map(|((a, v), p)| a & v.yes() & p.no()).collect(),
                none: words().map(|((a, v), _)| a & v.no()).collect(),
                conflict: words().map(|((a, v), p)| a & v.yes() & p.yes()).collect(),
                about,
            });
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
        let decided = self.decided(passed, row, rule, outcome, &act);
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

    fn decided(
        &mut self,
        passed: &Passed,
        row: usize,
        rule: usize,
        outcome: Outcome,
        act: &Act,
    ) -> Decided {
        let mut presumed = passed.presumed.get(&row).copied().unwrap_or_default();
        let mut granted = Vec::new();
        let mut permissions = std::mem::take(&mut self.permissions);
        for permission in &mut permissions {
            if permission.kind != act.kind {
                continue;
            }
            let whole = self.cells(permission, passed, row);
            presumed |= whole.iter().fold(0, |all, cell| all | cell.presumed());
            if whole.iter().all(|cell| cell.0 & Cell::YES != 0) {
                granted.push(permission.name_in(self.judge));
            }
        }
        self.permissions = permissions;
        let mut rules = std::mem::take(&mut self.rules);
        let cells = rules.get_mut(rule).map(|rule| self.cells(rule, passed, row));
        let cells = cells.unwrap_or_default();
        let name = rules.get(rule).map(Program::name).unwrap_or_default();
        self.rules = rules;
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
        Decided {
            outcome,
            ground,
            granted,
            presumed,
            atoms: Vec::new(),
            settles: Settles::default(),
        }
    }

    /// The exact judge, asked once for all rows that are alike.
    fn exactly(&mut self, columns: &Columns, passed: &Passed, row: usize, rule: usize) -> Finding {
        let act = columns.act(row);
        let name = passed.rules.get(rule).map(|rule| rule.rule.as_str()).unwrap_or_default();
        let stretch = passed.stretch.get(row).copied().unwrap_or(APART);
        if stretch == APART {
            return self.judge.judge_rule(&act, name);
        }
        let one = |candidates: &[Candidate]| match candidates {
            [Candidate { who: Who::Actor(name), .. }] => Some(name.clone()),
            _ => None,
        };
        let place = if self.looks_at(rule, Part::Place) { act.place.clone() } else { None };
        let names = [one(&act.by), one(&act.on), place, act.weapon.clone()];
        let kept = Kept { rule, names, stretch };
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

    fn looks_at(&self, rule: usize, part: Part) -> bool {
        let kind = self.rules.get(rule).map(|rule| rule.kind.as_str());
        let rule = self.rules.get(rule).into_iter();
        let permissions = self.permissions.iter().filter(|p| Some(p.kind.as_str()) == kind);
        rule.chain(permissions).any(|p| p.groups.iter().any(|group| group.parts.holds(part)))
            || self.judge.assumes().iter().any(|a| matches!(a.what, Presumed::Target(_)))
    }

    /// A rule or a permission over every row that it is about.
    fn words(&self, program: &mut Program, passed: &Passed, about: &[u64]) -> Vec<Known> {
        let mut out = vec![Known::YES; about.len()];
        for group in &mut program.groups {
            let mut groups = Lookup { pass: self, what: &program.what, kind: &program.kind };
            for (word, (out, about)) in out.iter_mut().zip(about).enumerate() {
                // What is known false of every row stays so; nothing more need be asked.
                if about & !out.no() != 0 {
                    *out = out.and(groups.word(group, passed, word));
                }
            }
        }
        out
    }

    fn cells(&self, program: &mut Program, passed: &Passed, row: usize) -> Vec<Cell> {
        let mut lookup = Lookup { pass: self, what: &program.what, kind: &program.kind };
        program.groups.iter_mut().map(|group| lookup.cell(group, passed, row)).collect()
    }

    /// Finds each row's stretch and keys, and puts whoever holds the place for a target that is
    /// not reported, where the profile presumes so.
    fn bind(&mut self, columns: &Columns) -> Passed {
        let local: Vec<u32> = (0..=columns.names().len() as NameId)
            .map(|id| match columns.names().name(id) {
                None => NOBODY,
                Some(name) => self.keys.of(name),
            })
            .collect();
        let keys = Parts::ALL.map(|part| {
            let column = columns.column(part).iter();
            column.map(|id| local.get(*id as usize).copied().unwrap_or(NOBODY)).collect()
        });
        let mut passed = Passed {
            rows: columns.len(),
            stretch: self.stretches(columns),
            keys,
            presumed: BTreeMap::new(),
            rules: Vec::new(),
        };
        self.presume_targets(columns, &mut passed);
        passed
    }

    fn stretches(&self, columns: &Columns) -> Vec<u32> {
        if !self.follows {
            return vec![APART; columns.len()];
        }
        let find = |at: Instant| self.cuts.partition_point(|cut| *cut <= at);
        let mut last = 0;
        let spans = columns.from.iter().zip(&columns.to);
        let mut out: Vec<u32> = spans
            .map(|(from, to)| {
                // Rows mostly come in order of time.
                let (start, end) = self.bounds(last);
                if *from < start || *from > end {
                    last = find(*from);
                }
                if *to <= self.bounds(last).1 { last as u32 } else { APART }
            })
            .collect();
        if columns.has_whole() {
            for (row, stretch) in out.iter_mut().enumerate() {
                if columns.is_whole(row) {
                    *stretch = APART;
                }
            }
        }
        out
    }

    /// First and last second of a stretch.
    fn bounds(&self, stretch: usize) -> (Instant, Instant) {
        let start = stretch.checked_sub(1).and_then(|before| self.cuts.get(before)).copied();
        let end = self.cuts.get(stretch).map(|cut| cut.saturating_sub(1));
        (start.unwrap_or(Instant::MIN), end.unwrap_or(Instant::MAX))
    }

    fn presume_targets(&mut self, columns: &Columns, passed: &mut Passed) {
        let presumes =
            |assume: &&accord_check::model::Assume| matches!(assume.what, Presumed::Target(_));
        if !self.judge.assumes().iter().any(|assume| presumes(&assume)) {
            return;
        }
        for row in 0..passed.rows {
            let stretch = passed.stretch.get(row).copied().unwrap_or(APART);
            let unreported = columns.on.get(row) == Some(&UNREPORTED);
            let place = passed.key(Part::Place, row);
            if !unreported || stretch == APART || place <= STRANGER {
                continue;
            }
            let held = match self.holders.get(&(place, stretch)) {
                Some(known) => *known,
                None => {
                    let held = self.holder(place, stretch);
                    self.holders.insert((place, stretch), held);
                    held
                }
            };
            if let Some((holder, presumption)) = held {
                let [_, on, ..] = &mut passed.keys;
                if let Some(key) = on.get_mut(row) {
                    *key = holder;
                }
                passed.presumed.insert(row, 1 << presumption);
            }
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
    fn name(&self) -> String {
        match &self.what {
            What::Rule(name) => name.clone(),
            What::Permission(_) => String::new(),
        }
    }

    fn name_in(&self, judge: &Judge<'_>) -> String {
        match &self.what {
            What::Rule(name) => name.clone(),
            What::Permission(number) => judge
                .agreement()
                .permissions
                .get(*number)
                .map(|permission| permission.name.clone())
                .unwrap_or_default(),
        }
    }
}

impl Passed {
    fn key(&self, part: Part, row: usize) -> u32 {
        self.keys.get(index(part)).and_then(|keys| keys.get(row)).copied().unwrap_or(NOBODY)
    }
}

/// One rule's or permission's answers, looked up or worked out.
struct Lookup<'p, 'j> {
    pass: &'p FirstPass<'j>,
    what: &'p What,
    kind: &'p str,
}

impl Lookup<'_, '_> {
    /// One group over 64 rows.
    fn word(&mut self, group: &mut Group, passed: &Passed, word: usize) -> Known {
        let (mut yes, mut no) = (0, 0);
        let first = word * 64;
        let stretches = self.pass.cuts.len() + 1;
        let rows = passed.stretch.get(first..).unwrap_or_default();
        let column: &[u32] = match only(group.parts) {
            Some(part) => {
                passed.keys.get(index(part)).and_then(|keys| keys.get(first..)).unwrap_or_default()
            }
            None => &[],
        };
        for (bit, stretch) in rows.iter().take(64).enumerate() {
            if *stretch == APART {
                continue;
            }
            let key = column.get(bit).copied().unwrap_or_default() as usize;
            let known = match &group.cells {
                Cells::Dense(cells) => cells.get(key * stretches + *stretch as usize).copied(),
                Cells::Sparse(_) => None,
            };
            let cell = match known {
                Some(cell) if cell.0 != 0 => cell,
                _ => self.cell(group, passed, first + bit),
            };
            yes |= u64::from(cell.0 & Cell::YES != 0) << bit;
            no |= u64::from(cell.0 & Cell::NO != 0) << bit;
        }
        Known::from_reports(yes, no)
    }

    /// One group for one row.
    fn cell(&mut self, group: &mut Group, passed: &Passed, row: usize) -> Cell {
        let stretch = passed.stretch.get(row).copied().unwrap_or(APART);
        if stretch == APART {
            return Cell::new(None, None, 0);
        }
        let keys = Parts::ALL
            .map(|part| if group.parts.holds(part) { passed.key(part, row) } else { STRANGER });
        let stretches = self.pass.cuts.len() + 1;
        let parts = group.parts;
        match &mut group.cells {
            Cells::Dense(cells) => {
                let key = only(parts).map_or(0, |part| passed.key(part, row)) as usize;
                let Some(cell) = cells.get_mut(key * stretches + stretch as usize) else {
                    return Cell::new(None, None, 0);
                };
                if cell.0 == 0 {
                    *cell = self.ask(parts, keys, stretch);
                }
                *cell
            }
            Cells::Sparse(cells) => {
                let [by, on, place, weapon] = keys.map(u64::from);
                let key = (by << 32 | on, place << 32 | weapon, stretch);
                *cells.entry(key).or_insert_with(|| self.ask(parts, keys, stretch))
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
        let hypothesis = Hypothesis { by: who(&act.by), on: who(&act.on) };
        let mut grounding = Grounding::new(judge, &act, hypothesis);
        grounding.presumed.clear();
        let agreement = judge.agreement();
        let mut formulas: Vec<(usize, Formula)> = Vec::new();
        let mut presumed = 0;
        match self.what {
            What::Permission(number) => {
                let permission: Option<&Permission> = agreement.permissions.get(*number);
                let Some(permission) = permission else { return Cell::new(None, None, 0) };
                formulas.push((0, judge.permits(&mut grounding, &act, permission)));
                presumed |= self.pass.bits(grounding.presumed.iter());
            }
            What::Rule(name) => {
                let versions = judge.versions(&act, name);
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
        let one = |name: Option<String>| {
            name.map(|name| Candidate { who: Who::Actor(name), mass: None }).into_iter().collect()
        };
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
            Some(true) => {}
            Some(false) => {
                all = Some(false);
                first = first.or(Some(*number));
            }
            None if all == Some(true) => all = None,
            None => {}
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
fn about(columns: &Columns, kind: &str) -> Vec<u64> {
    let Some(kind) = columns.names().find(kind) else {
        return vec![0; columns.len().div_ceil(64)];
    };
    let word = |kinds: &[NameId]| {
        let bits = kinds.iter().enumerate();
        bits.fold(0, |word, (bit, other)| word | u64::from(*other == kind) << bit)
    };
    columns.kind.chunks(64).map(word).collect()
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
