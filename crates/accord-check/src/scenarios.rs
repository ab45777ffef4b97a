//! Names, dates and values in scenarios and in sets of facts.
//!
//! Scenarios invent actors, places and weapons, so those are not looked up. Whatever the agreement
//! itself must know is: rules, readings, profiles, kinds of act, facts, registers, powers. A reading
//! may declare some of its own, and a scenario may speak of them.

use crate::conditions::{count, in_base_unit};
use crate::family::Family;
use crate::model::FactKind;
use crate::names::known;
use crate::symbols::{Symbols, kind_words};
use crate::times::bad_date;
use crate::zone;
use accord_syntax::ast::{
    Act, Civil, Expect, ExpectOutcome, Given, GivenSays, GivenValue, Head, Name, Names, Scenario,
    Term, TimeSpan,
};
use accord_syntax::{Diagnostic, Span, did_you_mean, listed};
use jiff::tz::TimeZone;

const ONE: u64 = 1_000_000;

/// Checks every scenario and every set of facts.
pub(crate) fn check(
    family: &Family,
    symbols: &Symbols,
    zone: &TimeZone,
    out: &mut Vec<Diagnostic>,
) {
    let mut check = Check { family, symbols, zone, out };
    for set in family.fact_sets.values() {
        check.givens(&set.givens);
    }
    for placed in &family.scenarios {
        check.scenario(&placed.scenario);
    }
}

struct Check<'a> {
    family: &'a Family,
    symbols: &'a Symbols,
    zone: &'a TimeZone,
    out: &'a mut Vec<Diagnostic>,
}

impl Check<'_> {
    fn scenario(&mut self, scenario: &Scenario) {
        if let Some(name) = &scenario.profile {
            let profiles = self.family.profiles.iter().map(|profile| &profile.head.name);
            self.out.extend(among(name, profiles, "profile"));
        }
        if let Some(name) = &scenario.base {
            let sets = self.family.fact_sets.values().map(|set| &set.name);
            self.out.extend(among(name, sets, "set of facts"));
        }
        if let Some(act) = &scenario.act {
            self.act(act, scenario);
        }
        for at in [&scenario.as_of, &scenario.known_on].into_iter().flatten() {
            self.time(at);
        }
        self.givens(&scenario.givens);
        for expect in &scenario.expects {
            self.expect(expect, scenario);
        }
        if scenario.expects.is_empty() {
            self.incomplete(
                scenario,
                title(scenario),
                "this scenario expects nothing",
                "add a line such as `expect violation of rule by author`",
            );
        }
    }

    fn act(&mut self, act: &Act, scenario: &Scenario) {
        self.name(&act.kind, &[Head::Kind], "kind of act");
        match &act.at {
            Some(at) => self.span(at),
            None => self.incomplete(
                scenario,
                act.kind.span,
                "this act has no time",
                "add a line such as `at 2020-02-01 12:00`; a day alone is the whole day",
            ),
        }
        for candidates in [&act.by, &act.on] {
            let mass: u64 = candidates.iter().filter_map(|c| c.mass).map(u64::from).sum();
            let each_sound = candidates.iter().filter_map(|c| c.mass).all(|m| u64::from(m) <= ONE);
            if let Some((first, last)) = candidates.first().zip(candidates.last())
                && mass > ONE
                && each_sound
            {
                let message = "the masses of these candidates add up to more than 1";
                self.out.push(
                    Diagnostic::error(
                        "mass-above-one",
                        first.name.span.to(last.name.span),
                        message,
                    )
                    .help("what the masses leave over is ignorance; together they are at most 1"),
                );
            }
        }
    }

    fn expect(&mut self, expect: &Expect, scenario: &Scenario) {
        if let Some(name) = &expect.reading {
            let readings = self.family.readings.iter().map(|reading| &reading.head.name);
            self.out.extend(among(name, readings, "reading"));
        }
        let rules = [Head::Prohibition, Head::Obligation];
        match &expect.outcome {
            ExpectOutcome::Rule(_, rule, by) => {
                self.name(rule, &rules, "rule");
                self.author(by, scenario, false);
            }
            ExpectOutcome::Between(rule, by, ..) => {
                self.name(rule, &rules, "rule");
                self.author(by, scenario, by.text == "anyone");
            }
            ExpectOutcome::Granted(permission) => {
                self.name(permission, &[Head::Permission], "permission");
            }
            ExpectOutcome::State(_, obligation) => {
                self.name(obligation, &[Head::Obligation], "obligation");
            }
            ExpectOutcome::Error => {}
        }
        let of_a_state = matches!(expect.outcome, ExpectOutcome::State(..));
        if of_a_state && scenario.as_of.is_none() {
            self.incomplete(
                scenario,
                expect.span,
                "the state of an obligation is read on a day",
                "add a line such as `as of 2020-02-01`",
            );
        }
        let needs_act = !of_a_state && !matches!(expect.outcome, ExpectOutcome::Error);
        if needs_act && scenario.act.is_none() {
            self.incomplete(
                scenario,
                expect.span,
                "this expectation is about an act, and the scenario has none",
                "add `act` with the kind of act, and under it `by`, `on` and `at`",
            );
        }
    }

    fn author(&mut self, by: &Name, scenario: &Scenario, anyone: bool) {
        let Some(act) = &scenario.act else { return };
        if anyone || act.by.iter().any(|candidate| candidate.name.text == by.text) {
            return;
        }
        let authors: Vec<&str> = act.by.iter().map(|c| c.name.text.as_str()).collect();
        let help = did_you_mean(&by.text, authors.iter().copied()).unwrap_or_else(|| {
            if authors.is_empty() {
                "name the author with `by` under `act`, or expect `rule by anyone between … and …`"
                    .to_owned()
            } else {
                format!("the act names {}", listed(authors, "and"))
            }
        });
        let message = format!("`{}` is not an author of this act", by.text);
        self.out.push(Diagnostic::error("not-an-author", by.span, message).help(help));
    }

    /// What could not be read has been complained about; then nothing is called missing.
    fn incomplete(&mut self, scenario: &Scenario, span: Span, message: &str, help: &str) {
        let inside = |place: Span| {
            place.source == scenario.span.source
                && (scenario.span.start..=scenario.span.end).contains(&place.start)
        };
        if self.family.diagnostics.iter().any(|known| inside(known.primary.span)) {
            return;
        }
        self.out.push(Diagnostic::error("incomplete-scenario", span, message).help(help));
    }

    fn givens(&mut self, givens: &[Given]) {
        for given in givens {
            self.given(given);
        }
    }

    fn given(&mut self, given: &Given) {
        match &given.says {
            GivenSays::Fact(name, args) => {
                if self.fact(name, args) {
                    self.kind(name, FactKind::Truth, given.span);
                }
            }
            GivenSays::Value(name, args, value) => {
                if self.fact(name, args) {
                    self.value(name, value, given.span);
                }
            }
            GivenSays::Listed(register, _) => self.name(register, &[Head::Register], "register"),
            GivenSays::Used(power, _, at) => {
                self.name(power, &[Head::Power], "power");
                self.span(at);
            }
            GivenSays::Error => {}
        }
        for civil in [given.from, given.until, given.recorded].into_iter().flatten() {
            self.civil(civil, given.span);
        }
        if let (Some(from), Some(until)) = (given.from, given.until)
            && let (Ok(from), Ok(until)) =
                (zone::instant(from, self.zone, false), zone::instant(until, self.zone, false))
            && until <= from
        {
            self.out.push(
                Diagnostic::error("range-backwards", given.span, "this fact ends before it begins")
                    .help("`until` must be later than `from`"),
            );
        }
    }

    /// Whether a fact is one of the agreement itself, with the right number of arguments.
    fn fact(&mut self, name: &Name, args: &[Term]) -> bool {
        let before = self.out.len();
        self.name(name, &[Head::Fact, Head::Judgement], "fact or judgement");
        for arg in args {
            if !matches!(arg.names, Names::Name(_) | Names::It | Names::Error) {
                self.out.push(
                    Diagnostic::error(
                        "not-a-name",
                        arg.span,
                        "an argument here is a name, or `it`",
                    )
                    .help("`it` is the act; write the name of an actor, a place or a weapon"),
                );
            }
        }
        let Some(symbol) = self.symbols.names.get(&name.text) else { return false };
        if self.out.len() == before && symbol.params != args.len() {
            let wanted = count(symbol.params, "argument");
            let message = format!("`{}` takes {wanted}, found {}", name.text, args.len());
            self.out.push(
                Diagnostic::error("wrong-arguments", name.span, message)
                    .other(symbol.span, "declared here")
                    .help("write an argument for each letter in the brackets of the declaration, in their order"),
            );
        }
        self.out.len() == before
    }

    fn value(&mut self, name: &Name, value: &GivenValue, span: Span) {
        let kind = match value {
            GivenValue::Time(at) => {
                self.span(at);
                FactKind::Time
            }
            GivenValue::Never => FactKind::Time,
            GivenValue::Name(_) => FactKind::Name,
            GivenValue::Range(from, _, unit) => match in_base_unit(*from, unit) {
                Ok((_, kind)) => kind,
                Err(message) => {
                    self.out.push(Diagnostic::error("unknown-unit", span, message).help(
                        "lengths are written in `km`, `m`, `cm` or `mm`; a plain number is a count",
                    ));
                    return;
                }
            },
        };
        self.kind(name, kind, span);
    }

    /// What the clauses make of a fact, and what is given here, must agree.
    fn kind(&mut self, name: &Name, given: FactKind, span: Span) {
        let Some((used, place)) = self.symbols.use_of(&name.text) else { return };
        if used == given {
            return;
        }
        let message = format!("`{}` is given as {} here", name.text, kind_words(given));
        self.out.push(
            Diagnostic::error("type-mismatch", span, message)
                .other(place, format!("a clause uses it as {}", kind_words(used)))
                .help(example_of(used)),
        );
    }

    fn time(&mut self, term: &Term) {
        match &term.names {
            Names::Time(civil) => self.civil(*civil, term.span),
            Names::Name(name) => {
                let name = Name { text: name.clone(), span: term.span };
                self.name(&name, &[Head::Instant], "instant");
            }
            Names::Error => {}
            _ => self.out.push(
                Diagnostic::error("not-an-instant", term.span, "this is not a time")
                    .help("write a date such as `2020-02-01`, or the name of an instant"),
            ),
        }
    }

    fn span(&mut self, at: &TimeSpan) {
        // A date that could not be read has been complained about.
        if at.from.year == 0 {
            return;
        }
        let before = self.out.len();
        for civil in [Some(at.from), at.to].into_iter().flatten() {
            self.civil(civil, at.span);
        }
        if self.out.len() == before && zone::interval(at, self.zone).is_err() {
            self.out.push(
                Diagnostic::error("range-backwards", at.span, "this span ends before it begins")
                    .help("write the earlier time first"),
            );
        }
    }

    fn civil(&mut self, civil: Civil, span: Span) {
        if let Err(message) = zone::instant(civil, self.zone, false) {
            self.out.push(bad_date(span, message));
        }
    }

    fn name(&mut self, name: &Name, heads: &[Head], what: &str) {
        let fits = |head: Head| heads.contains(&head);
        let here = self.symbols.names.get(&name.text);
        if here.is_some_and(|symbol| fits(symbol.head)) || self.in_a_reading(name, heads) {
            return;
        }
        let diagnostic = if let Some(symbol) = here {
            let message = format!("`{}` is {}, not a {what}", name.text, symbol.head.called());
            Diagnostic::error("wrong-kind-of-name", name.span, message)
                .other(symbol.span, "declared here")
                .maybe_help(
                    did_you_mean(&name.text, self.symbols.of(heads))
                        .or_else(|| known(self.symbols.of(heads))),
                )
        } else if let Some((near, span)) = self.symbols.nearest(&name.text, heads) {
            unknown(name, what)
                .other(span, format!("`{near}` is declared here"))
                .help(format!("did you mean `{near}`?"))
        } else {
            unknown(name, what).maybe_help(known(self.symbols.of(heads)))
        };
        self.out.push(diagnostic);
    }

    fn in_a_reading(&self, name: &Name, heads: &[Head]) -> bool {
        let statements = self.family.readings.iter().flat_map(|reading| &reading.body);
        statements
            .filter(|statement| statement.patch.is_none())
            .any(|s| s.name.text == name.text && heads.contains(&s.head))
    }
}

fn unknown(name: &Name, what: &str) -> Diagnostic {
    let message = format!("`{}` is not declared", name.text);
    Diagnostic::error("unknown-name", name.span, message).label(format!("no {what} has this name"))
}

/// The complaint about a name that is none of those known.
fn among<'n>(
    name: &Name,
    all: impl Iterator<Item = &'n Name> + Clone,
    what: &str,
) -> Option<Diagnostic> {
    let mut names = all.map(|name| name.text.as_str());
    if names.clone().any(|other| other == name.text) {
        return None;
    }
    let help = did_you_mean(&name.text, names.clone())
        .or_else(|| known(names.by_ref()))
        .unwrap_or_else(|| format!("this folder has no {what}"));
    Some(unknown(name, what).help(help))
}

/// Where a complaint about a whole scenario is shown.
fn title(scenario: &Scenario) -> Span {
    scenario.name.as_ref().map_or(scenario.span, |name| name.span)
}

fn example_of(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Truth => "write the fact alone, or `not` or `unknown` before it",
        FactKind::Time => "write a time after `=`, such as `= 2020-02-01 12:00`, or `= never`",
        FactKind::Length => "write a length after `=`, such as `= 12 km` or `= 24 .. 26 km`",
        FactKind::Count => "write a number after `=`, such as `= 3`",
        FactKind::Name => "write a name after `=`",
    }
}
