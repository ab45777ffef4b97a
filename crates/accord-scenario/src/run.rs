//! Judging scenarios.

pub use accord_check::Family;
use accord_check::model::{Agreement, Cond, Profile};
use accord_check::{Checked, Span, check, zone};
use accord_judge::{
    Act, Atom, Candidate, Entry, Facts, Finding, Ground, Judge, Key, Mass, Outcome, Settles, Who,
    entry,
};
use accord_syntax::ast::{
    self, Expect, ExpectOutcome, Expected, FactSet, Given, GivenSays, Names, Scenario, Term,
};
use std::collections::{BTreeMap, BTreeSet};

/// A family with each reading that its scenarios use, checked.
#[derive(Debug)]
pub struct Suite<'f> {
    family: &'f Family,
    standard: Checked,
    readings: BTreeMap<String, Checked>,
}

/// One scenario, judged.
#[derive(Debug, Clone)]
pub struct Case {
    /// The clause it stands under, as an index.
    pub clause: usize,
    /// What it shows.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// How many expectations it has.
    pub expectations: usize,
    /// Those that do not hold.
    pub failures: Vec<Failure>,
    /// What it proved: rule, outcome and ground.
    pub proved: BTreeSet<(String, Outcome, Option<Ground>)>,
}

/// An expectation that does not hold.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Where it stands.
    pub span: Span,
    /// What came out instead, or what is wrong with the scenario.
    pub message: String,
}

impl<'f> Suite<'f> {
    /// Checks a family under the readings that its scenarios name.
    pub fn new(family: &'f Family) -> Self {
        let mut readings = BTreeMap::new();
        for placed in &family.scenarios {
            for expect in &placed.scenario.expects {
                let Some(name) = &expect.reading else { continue };
                if !readings.contains_key(&name.text)
                    && let Some(reading) = family.reading(&name.text)
                {
                    readings.insert(name.text.clone(), check(&family.under(reading)));
                }
            }
        }
        Self { family, standard: check(family), readings }
    }

    /// The family as it stands, checked.
    pub fn standard(&self) -> &Checked {
        &self.standard
    }

    /// Whether the text under any reading cannot be judged.
    pub fn is_broken(&self) -> bool {
        self.standard.has_errors() || self.readings.values().any(Checked::has_errors)
    }

    /// Judges all scenarios.
    pub fn cases(&self) -> Vec<Case> {
        (0..self.family.scenarios.len()).map(|index| self.case(index)).collect()
    }

    /// Whether every expectation holds; stops at the first that does not.
    pub fn holds(&self) -> bool {
        !self.is_broken()
            && (0..self.family.scenarios.len()).all(|index| self.case(index).failures.is_empty())
    }

    fn case(&self, index: usize) -> Case {
        let Some(placed) = self.family.scenarios.get(index) else {
            return Case {
                clause: 0,
                name: String::new(),
                span: Span::default(),
                expectations: 0,
                failures: Vec::new(),
                proved: BTreeSet::new(),
            };
        };
        let scenario = &placed.scenario;
        let mut case = Case {
            clause: placed.clause,
            name: scenario.name.as_ref().map(|name| name.text.clone()).unwrap_or_default(),
            span: scenario.span,
            expectations: scenario.expects.len() + scenario.settles.len(),
            failures: Vec::new(),
            proved: BTreeSet::new(),
        };
        let settles = self.standard.settles.get(index).map_or(&[][..], Vec::as_slice);
        if let Err(message) = self.fill(scenario, settles, &mut case) {
            let span = scenario.name.as_ref().map_or(scenario.span, |name| name.span);
            case.failures.push(Failure { span, message });
        }
        case
    }

    fn fill(&self, scenario: &Scenario, settles: &[Cond], case: &mut Case) -> Result<(), String> {
        let mut open: Vec<(Vec<Atom>, Settles)> = Vec::new();
        for expect in &scenario.expects {
            let checked = match &expect.reading {
                None => &self.standard,
                Some(name) => self
                    .readings
                    .get(&name.text)
                    .ok_or_else(|| format!("there is no reading `{}`", name.text))?,
            };
            let prepared = Prepared::new(self.family, checked, scenario)?;
            let judge = prepared.judge();
            match prepared.compare(&judge, expect) {
                Ok(Compared::Holds(finding)) => {
                    if let Some(finding) = finding {
                        case.proved.insert((
                            finding.rule.clone(),
                            finding.outcome,
                            finding.ground.clone(),
                        ));
                        if expect.reading.is_none() && finding.outcome == Outcome::Undetermined {
                            open.push((finding.open, finding.settles));
                        }
                    }
                }
                Ok(Compared::Differs(message)) | Err(message) => {
                    case.failures.push(Failure { span: expect.span, message });
                }
            }
        }
        if !scenario.settles.is_empty() {
            let prepared = Prepared::new(self.family, &self.standard, scenario)?;
            let judge = prepared.judge();
            for (line, cond) in scenario.settles.iter().zip(settles) {
                if let Err(message) = prepared.settles(&judge, cond, line.violation, &open) {
                    case.failures.push(Failure { span: line.span, message });
                }
            }
        }
        if scenario.expects.is_empty() {
            return Err("this scenario expects nothing".to_owned());
        }
        Ok(())
    }
}

/// Judges all scenarios of a family.
pub fn run(family: &Family) -> Vec<Case> {
    Suite::new(family).cases()
}

enum Compared {
    Holds(Option<Box<Finding>>),
    Differs(String),
}

/// A scenario's act and facts, under one reading.
struct Prepared<'c> {
    agreement: &'c Agreement,
    profile: Option<&'c Profile>,
    facts: Facts,
    act: Option<Act>,
    as_of: Option<i64>,
}

impl<'c> Prepared<'c> {
    fn new(family: &Family, checked: &'c Checked, scenario: &Scenario) -> Result<Self, String> {
        let agreement = &checked.agreement;
        let profile = match &scenario.profile {
            None => None,
            Some(name) => Some(
                checked
                    .profiles
                    .iter()
                    .find(|profile| profile.name == name.text)
                    .ok_or_else(|| format!("there is no profile `{}`", name.text))?,
            ),
        };
        let base = match &scenario.base {
            None => None,
            Some(name) => Some(
                family
                    .fact_sets
                    .get(&name.text)
                    .ok_or_else(|| format!("there is no set of facts `{}`", name.text))?,
            ),
        };
        let mut facts = facts(base, &scenario.givens, agreement)?;
        if let Some(at) = &scenario.known_on {
            facts = facts.known_on(time(at, agreement)?);
        }
        let act = scenario.act.as_ref().map(|act| build(act, agreement)).transpose()?;
        let as_of = scenario.as_of.as_ref().map(|at| time(at, agreement)).transpose()?;
        Ok(Self { agreement, profile, facts, act, as_of })
    }

    fn judge(&self) -> Judge<'c> {
        Judge::new(self.agreement, &self.facts, self.profile)
    }

    fn act(&self) -> Result<&Act, String> {
        self.act.as_ref().ok_or_else(|| "this scenario has no act".to_owned())
    }

    fn compare(&self, judge: &Judge<'_>, expect: &Expect) -> Result<Compared, String> {
        match &expect.outcome {
            ExpectOutcome::Rule(expected, rule, by) => {
                let finding = self.finding(judge, &rule.text)?;
                let author = finding
                    .authors
                    .iter()
                    .find(|author| author.author.as_deref() == Some(&by.text))
                    .ok_or_else(|| format!("`{}` is not an author of this act", by.text))?;
                if author.outcome != outcome(*expected) {
                    return Ok(Compared::Differs(found(author.outcome, author.ground.as_ref())));
                }
                if let Some(because) = &expect.because
                    && author.ground.as_ref().map(Ground::word) != Some(because.text.as_str())
                {
                    return Ok(Compared::Differs(found(author.outcome, author.ground.as_ref())));
                }
                let mut finding = finding.clone();
                finding.outcome = author.outcome;
                finding.ground.clone_from(&author.ground);
                Ok(Compared::Holds(Some(Box::new(finding))))
            }
            ExpectOutcome::Between(rule, by, sure, possible) => {
                let finding = self.finding(judge, &rule.text)?;
                let interval = if by.text == "anyone" {
                    finding.breach
                } else {
                    finding
                        .authors
                        .iter()
                        .find(|author| author.author.as_deref() == Some(&by.text))
                        .map(|author| author.breach)
                        .ok_or_else(|| format!("`{}` is not an author of this act", by.text))?
                };
                let wanted = (Mass::from_millionths(*sure), Mass::from_millionths(*possible));
                if wanted == (Some(interval.sure), Some(interval.possible)) {
                    return Ok(Compared::Holds(Some(Box::new(finding))));
                }
                Ok(Compared::Differs(format!(
                    "found between {} and {}",
                    interval.sure, interval.possible
                )))
            }
            ExpectOutcome::Granted(permission) => {
                if !self.agreement.permissions.iter().any(|p| p.name == permission.text) {
                    return Err(format!("there is no permission `{}`", permission.text));
                }
                Ok(if judge.granted(self.act()?, &permission.text) {
                    Compared::Holds(None)
                } else {
                    Compared::Differs("found not granted".to_owned())
                })
            }
            ExpectOutcome::State(state, name) => {
                let as_of = self.as_of.ok_or("this scenario has no `as of`")?;
                let states = judge.states(as_of);
                let state_found =
                    states.iter().find(|finding| finding.rule == name.text).ok_or_else(|| {
                        format!("there is no obligation `{}` with a deadline then", name.text)
                    })?;
                Ok(if state_found.state.word() == state.text {
                    Compared::Holds(None)
                } else {
                    Compared::Differs(format!("found {}", state_found.state.word()))
                })
            }
            ExpectOutcome::Error => Err("this expectation could not be read".to_owned()),
        }
    }

    fn finding(&self, judge: &Judge<'_>, rule: &str) -> Result<Finding, String> {
        if !self.agreement.rules.iter().any(|known| known.name == rule) {
            return Err(format!("there is no rule `{rule}`"));
        }
        Ok(judge.judge_rule(self.act()?, rule))
    }

    fn settles(
        &self,
        judge: &Judge<'_>,
        cond: &Cond,
        violation: bool,
        open: &[(Vec<Atom>, Settles)],
    ) -> Result<(), String> {
        let mut wanted = judge
            .answers(self.act()?, cond)
            .ok_or("this is not a list of answers to open questions")?;
        wanted.sort();
        let gives = if violation { Outcome::Violation } else { Outcome::NoViolation };
        let found = open.iter().any(|(atoms, settles)| {
            settles.sets.iter().any(|set| {
                let mut answers: Vec<(Atom, bool)> = set
                    .answers
                    .iter()
                    .filter_map(|(atom, truth)| Some((atoms.get(*atom as usize)?.clone(), *truth)))
                    .collect();
                answers.sort();
                answers == wanted && set.gives == gives
            })
        });
        if found {
            Ok(())
        } else {
            Err("these answers do not settle it so, or not all of them are needed".to_owned())
        }
    }
}

fn outcome(expected: Expected) -> Outcome {
    match expected {
        Expected::Violation => Outcome::Violation,
        Expected::NoViolation => Outcome::NoViolation,
        Expected::Undetermined => Outcome::Undetermined,
        Expected::Conflict => Outcome::Conflict,
    }
}

fn found(outcome: Outcome, ground: Option<&Ground>) -> String {
    match ground {
        Some(ground) => format!("found {} ({})", outcome.word(), ground.word()),
        None => format!("found {}", outcome.word()),
    }
}

/// The facts of a set, with those of the scenario in place of the set's own about the same thing.
fn facts(base: Option<&FactSet>, own: &[Given], agreement: &Agreement) -> Result<Facts, String> {
    let read = |given: &Given| {
        entry(given, agreement)
            .map_err(|message| format!("{message}: `{}`", accord_syntax::format_given(given)))
    };
    let own: Vec<Entry> = own.iter().map(read).collect::<Result<_, _>>()?;
    let keys: BTreeSet<&Key> = own.iter().map(|entry| &entry.key).collect();
    let mut all = Vec::new();
    for given in base.map_or(&[][..], |set| &set.givens) {
        // A set may speak of registers that only a reading declares.
        if let GivenSays::Listed(register, _) = &given.says
            && !agreement.registers.contains_key(&register.text)
        {
            continue;
        }
        let entry = read(given)?;
        if !keys.contains(&entry.key) {
            all.push(entry);
        }
    }
    all.extend(own.iter().cloned());
    Ok(Facts::new(all))
}

fn time(term: &Term, agreement: &Agreement) -> Result<i64, String> {
    match &term.names {
        Names::Time(civil) => zone::instant(*civil, &agreement.zone, false),
        Names::Name(name) => agreement
            .instants
            .get(name)
            .copied()
            .ok_or_else(|| format!("there is no instant `{name}`")),
        _ => Err("a time is needed here".to_owned()),
    }
}

fn build(act: &ast::Act, agreement: &Agreement) -> Result<Act, String> {
    if !agreement.kinds.contains_key(&act.kind.text) {
        return Err(format!("there is no kind of act `{}`", act.kind.text));
    }
    let at = act.at.as_ref().ok_or("this act has no time")?;
    Ok(Act {
        id: "it".to_owned(),
        kind: act.kind.text.clone(),
        by: candidates(&act.by)?,
        on: candidates(&act.on)?,
        at: zone::interval(at, &agreement.zone)?,
        place: act.place.as_ref().map(|name| name.text.clone()),
        weapon: act.weapon.as_ref().map(|name| name.text.clone()),
        ..Act::default()
    })
}

fn candidates(written: &[ast::Candidate]) -> Result<Vec<Candidate>, String> {
    let total: u64 = written.iter().filter_map(|candidate| candidate.mass).map(u64::from).sum();
    if total > 1_000_000 {
        return Err("the masses of the candidates add up to more than 1".to_owned());
    }
    Ok(written
        .iter()
        .map(|candidate| Candidate {
            who: match candidate.name.text.as_str() {
                "other" => Who::Other,
                "anyone" => Who::Unknown,
                name => Who::Actor(name.to_owned()),
            },
            mass: candidate.mass.and_then(Mass::from_millionths),
        })
        .collect())
}
