//! From statements to the model: names are declared, slots are checked, conditions are read.

use crate::conditions::Scope;
use crate::family::{ClauseText, Family, Named, Placed};
use crate::model::{
    Agreement, Assume, Class, Clause, Cond, Condition, Definition, Demand, Exception, FactDecl,
    FactKind, Instant, Instrument, Part, Pattern, Permission, Power, Presumed, Profile, Register,
    Rule, Sort, Window,
};
use crate::slots;
use crate::symbols::{Symbol, Symbols};
use crate::zone;
use accord_syntax::ast::{Body, Formula, Head, Name, Names, Preposition, Says, Statement, Term};
use accord_syntax::{Diagnostic, Span};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// What reading a family's statements gives.
pub(crate) struct Lowered {
    pub(crate) agreement: Agreement,
    pub(crate) profiles: Vec<Profile>,
    /// For each scenario, what each of its `settles` lines asks.
    pub(crate) settles: Vec<Vec<Cond>>,
    pub(crate) symbols: Symbols,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

pub(crate) struct Lower<'a> {
    pub(crate) family: &'a Family,
    pub(crate) symbols: Symbols,
    pub(crate) zone: TimeZone,
    pub(crate) instants: BTreeMap<String, Instant>,
    pub(crate) values: BTreeMap<String, Vec<(Term, Formula)>>,
    pub(crate) open_values: Vec<String>,
    /// Classes that the condition being read uses, for the check on recursion.
    pub(crate) uses: Vec<String>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Reads the statements of a family.
pub(crate) fn lower(family: &Family) -> Lowered {
    let mut lower = Lower {
        family,
        symbols: Symbols::default(),
        zone: TimeZone::UTC,
        instants: BTreeMap::new(),
        values: BTreeMap::new(),
        open_values: Vec::new(),
        uses: Vec::new(),
        diagnostics: family.diagnostics.clone(),
    };
    let agreement = lower.run();
    let profiles = family.profiles.iter().map(|profile| lower.profile(profile)).collect();
    lower.check_constants();
    // Scenarios name invented actors, so their names are not looked up.
    let settles = family
        .scenarios
        .iter()
        .map(|placed| {
            let lines = placed.scenario.settles.iter();
            lines.map(|line| lower.cond(&line.answers, Scope::default())).collect()
        })
        .collect();
    Lowered { agreement, profiles, settles, symbols: lower.symbols, diagnostics: lower.diagnostics }
}

impl Lower<'_> {
    fn run(&mut self) -> Agreement {
        for placed in &self.family.statements {
            slots::check(&placed.statement, &mut self.diagnostics);
        }
        self.zone = self.find_zone();
        self.declare();
        self.read_instants();
        let mut agreement = self.frame();
        let mut graph: Vec<(String, Vec<String>, Span)> = Vec::new();
        for placed in self.family.statements.clone() {
            self.uses.clear();
            self.statement(&placed, &mut agreement);
            if placed.statement.head == Head::Define {
                let uses = std::mem::take(&mut self.uses);
                graph.push((placed.statement.name.text.clone(), uses, placed.statement.name.span));
            }
        }
        self.check_recursion(&graph);
        agreement.facts = self.facts();
        agreement
    }

    fn find_zone(&mut self) -> TimeZone {
        let agreements =
            self.family.statements.iter().filter(|placed| placed.statement.head == Head::Agreement);
        let mut found: Option<(TimeZone, Name)> = None;
        for placed in agreements {
            let Some(name) = names(&placed.statement, "zone").first() else { continue };
            match (zone::zone(&name.text), &found) {
                (Err(message), _) => self.diagnostics.push(
                    Diagnostic::error("unknown-zone", name.span, message).help(
                        "write the zone of the place, such as `Asia/Damascus` or `Europe/Kyiv`",
                    ),
                ),
                (Ok(_), Some((_, first))) if first.text != name.text => self.diagnostics.push(
                    Diagnostic::error(
                        "two-zones",
                        name.span,
                        "the instruments of one family use one time zone",
                    )
                    .other(first.span, "the first is here"),
                ),
                (Ok(zone), None) => found = Some((zone, name.clone())),
                _ => {}
            }
        }
        found.map_or(TimeZone::UTC, |(zone, _)| zone)
    }

    /// Enters every name, and complains about two that mean different things.
    fn declare(&mut self) {
        for placed in &self.family.statements {
            let statement = &placed.statement;
            if matches!(statement.head, Head::See | Head::Uncoded | Head::Harmless) {
                continue;
            }
            let name = &statement.name;
            if statement.head == Head::Value {
                let rows = statement.slots.iter().filter_map(|slot| match &slot.body {
                    Body::Row(term, formula) => Some((term.clone(), formula.clone())),
                    _ => None,
                });
                self.values.insert(name.text.clone(), rows.collect());
            }
            if let Some(first) = self.symbols.names.get(&name.text) {
                let versions = first.head == statement.head && has_versions(statement.head);
                if !versions {
                    self.diagnostics.push(
                        Diagnostic::error("duplicate-name", name.span, format!("`{}` is declared twice", name.text))
                            .other(first.span, "first declared here")
                            .help("give one of them another name; two versions of a rule or a definition need `since` and `until`"),
                    );
                }
                continue;
            }
            let symbol = Symbol {
                head: statement.head,
                span: name.span,
                params: statement.params.len(),
                used: false,
            };
            self.symbols.names.insert(name.text.clone(), symbol);
        }
    }

    /// Instants may build on each other, so they are read until nothing new is found.
    fn read_instants(&mut self) {
        let mut left: Vec<&Statement> = self
            .family
            .statements
            .iter()
            .map(|placed| &placed.statement)
            .filter(|statement| statement.head == Head::Instant)
            .collect();
        loop {
            let before = left.len();
            let mut waiting = Vec::new();
            for statement in left {
                match statement.time.as_ref().map(|term| self.constant_time(term)) {
                    Some(Ok(at)) => {
                        self.instants.insert(statement.name.text.clone(), at);
                    }
                    Some(Err(Some(diagnostic))) => self.diagnostics.push(diagnostic),
                    Some(Err(None)) => waiting.push(statement),
                    None => {}
                }
            }
            left = waiting;
            if left.len() == before {
                break;
            }
        }
        for statement in left {
            let span = statement.time.as_ref().map_or(statement.span, |term| term.span);
            self.diagnostics.push(
                Diagnostic::error(
                    "not-an-instant",
                    span,
                    "an instant is a date, or another instant with days added",
                )
                .help("a time that is reported is a `fact`, not an `instant`"),
            );
        }
    }

    /// A time that is known from the text alone. `Err(None)`: not yet.
    fn constant_time(&self, term: &Term) -> Result<Instant, Option<Diagnostic>> {
        match &term.names {
            Names::Time(civil) => zone::instant(*civil, &self.zone, false)
                .map_err(|message| Some(Diagnostic::error("bad-date", term.span, message))),
            Names::Name(name) => self.instants.get(name).copied().ok_or(None),
            Names::PlusDays(inner, days) => {
                let at = self.constant_time(inner)?;
                zone::plus_days(at, *days, &self.zone).ok_or_else(|| {
                    Some(Diagnostic::error("bad-date", term.span, "this time is out of range"))
                })
            }
            _ => Err(None),
        }
    }

    /// A slot's time that must be known from the text alone.
    fn fixed(&mut self, statement: &Statement, keyword: &str) -> Option<Instant> {
        let Body::Term(term) = &statement.slot(keyword)?.body else { return None };
        if let Names::Name(name) = &term.names {
            self.mark_used(name);
        }
        match self.constant_time(term) {
            Ok(at) => Some(at),
            Err(Some(diagnostic)) => {
                self.diagnostics.push(diagnostic);
                None
            }
            Err(None) => {
                self.diagnostics.push(
                    Diagnostic::error(
                        "not-an-instant",
                        term.span,
                        format!("`{keyword}` needs a date or an instant"),
                    )
                    .help("a time that is only known from reports belongs in `from`"),
                );
                None
            }
        }
    }

    /// The agreement without its statements.
    fn frame(&mut self) -> Agreement {
        let mut instruments = Vec::new();
        let family = self.family;
        for placed in family.instruments() {
            instruments.push(self.instrument(&placed.statement));
        }
        if instruments.is_empty() {
            self.diagnostics.push(
                Diagnostic::error("no-agreement", Span::default(), "no file here opens with `agreement`")
                    .help("the first fence of a file says `agreement id`, with `title`, `made` and `zone`"),
            );
        }
        self.check_amendments(&instruments);
        // The main text is the agreement on which no other builds.
        let built_on = |id: &String| instruments.iter().any(|other| other.builds_on.contains(id));
        let main = instruments
            .iter()
            .find(|instrument| instrument.amends.is_none() && !built_on(&instrument.id))
            .or_else(|| instruments.first());
        Agreement {
            id: main.map(|main| main.id.clone()).unwrap_or_default(),
            title: main.map(|main| main.title.clone()).unwrap_or_default(),
            zone: self.zone.clone(),
            instruments,
            clauses: family.clauses.iter().map(clause).collect(),
            actors: BTreeMap::new(),
            kinds: BTreeMap::new(),
            registers: BTreeMap::new(),
            facts: BTreeMap::new(),
            definitions: BTreeMap::new(),
            instants: self.instants.clone(),
            rules: Vec::new(),
            permissions: Vec::new(),
            exceptions: Vec::new(),
            conditions: Vec::new(),
            powers: Vec::new(),
        }
    }

    fn instrument(&mut self, statement: &Statement) -> Instrument {
        let slots = |keyword: &'static str| {
            statement.slots.iter().filter(move |slot| slot.keyword.text == keyword)
        };
        Instrument {
            id: statement.name.text.clone(),
            title: words(statement, "title"),
            amends: statement.of.as_ref().map(|of| of.text.clone()),
            made: self.fixed(statement, "made"),
            in_force: self.fixed(statement, "in force"),
            builds_on: names(statement, "builds on").iter().map(|name| name.text.clone()).collect(),
            sources: slots("source")
                .filter_map(|slot| match &slot.body {
                    Body::Source(Some(kind), text) => Some(format!("{} {}", kind.text, text.text)),
                    Body::Source(None, text) => Some(text.text.clone()),
                    _ => None,
                })
                .collect(),
            texts: slots("text")
                .filter_map(|slot| match &slot.body {
                    Body::Official(language, status, path) => {
                        Some((language.text.clone(), status.text.clone(), path.text.clone()))
                    }
                    _ => None,
                })
                .collect(),
        }
    }

    fn check_amendments(&mut self, instruments: &[Instrument]) {
        let family = self.family;
        for placed in family.instruments() {
            let of = placed.statement.of.iter();
            let on = names(&placed.statement, "builds on").iter();
            for name in of {
                if !instruments.iter().any(|instrument| instrument.id == name.text) {
                    self.diagnostics.push(
                        Diagnostic::error(
                            "unknown-agreement",
                            name.span,
                            format!("there is no agreement `{}` here to amend", name.text),
                        )
                        .help("an amendment stands in the same folder as the agreement it amends"),
                    );
                }
            }
            for name in on {
                if !instruments.iter().any(|instrument| instrument.id == name.text) {
                    self.diagnostics.push(
                        Diagnostic::warning("unknown-agreement", name.span, format!("`{}` is not in this folder", name.text))
                            .help("instruments that build on each other are judged together; put them in one folder"),
                    );
                }
            }
        }
    }

    fn statement(&mut self, placed: &Placed, agreement: &mut Agreement) {
        let statement = &placed.statement;
        let name = statement.name.text.clone();
        let told = || statement.words.as_ref().map(|words| words.text.clone()).unwrap_or_default();
        match statement.head {
            Head::Actor => {
                agreement.actors.insert(name, told());
            }
            Head::Kind => {
                agreement.kinds.insert(name, told());
            }
            Head::Register => {
                let closed =
                    names(statement, "closed").first().is_some_and(|name| name.text == "yes");
                agreement.registers.insert(name, Register { words: told(), closed });
            }
            Head::Define => {
                let definition = self.definition(placed);
                agreement.definitions.entry(name).or_default().push(definition);
                if let Some(versions) = agreement.definitions.get(&statement.name.text) {
                    self.check_versions(
                        statement,
                        versions.iter().map(|version| version.window).collect(),
                    );
                }
            }
            Head::Prohibition | Head::Obligation => {
                let rule = self.rule(placed);
                agreement.rules.push(rule);
                let windows = agreement.rule_versions(&name).map(|rule| rule.window).collect();
                self.check_versions(statement, windows);
            }
            Head::Permission => {
                let permission = self.permission(placed);
                agreement.permissions.extend(permission);
            }
            Head::Exception => {
                let exception = self.exception(placed);
                agreement.exceptions.push(exception);
            }
            Head::Condition => {
                let condition = self.condition(placed);
                agreement.conditions.push(condition);
            }
            Head::Power => {
                let power = self.power(placed);
                agreement.powers.push(power);
            }
            Head::See => self.see(statement),
            Head::Uncoded => {
                if let Some(clause) = agreement.clauses.get_mut(placed.clause) {
                    clause.uncoded = Some(words(statement, "because"));
                }
            }
            Head::Reading | Head::Profile | Head::Assume => self.diagnostics.push(
                Diagnostic::error(
                    "misplaced-statement",
                    statement.span,
                    format!("`{}` does not belong in an `accord` fence", statement.head.word()),
                )
                .help("readings stand in `reading` fences, presumptions in `profile` fences"),
            ),
            Head::Value => self.value_rows(statement),
            _ => {}
        }
    }

    /// Reads the rows once even where nothing uses them, so that their names are checked.
    fn value_rows(&mut self, statement: &Statement) {
        for slot in &statement.slots {
            if let Body::Row(_, formula) = &slot.body {
                self.cond(formula, Scope::default());
            }
        }
    }

    fn see(&mut self, statement: &Statement) {
        if self.symbols.names.contains_key(&statement.name.text) {
            self.mark_used(&statement.name.text);
        } else {
            self.unknown_name(&statement.name, &[], "statement");
        }
    }

    /// A statement is in force from its own `since`, or that of its amendment, to its `until`, or
    /// until a later statement replaces it.
    fn window(&mut self, placed: &Placed) -> Window {
        let statement = &placed.statement;
        let family = self.family;
        let own = self.fixed(statement, "since");
        let since = own.or_else(|| {
            let head = family.instruments().nth(placed.instrument)?;
            (head.statement.head == Head::Amendment)
                .then(|| self.fixed(&head.statement, "in force"))
                .flatten()
        });
        let until = self.fixed(statement, "until").or_else(|| self.superseded(statement));
        if let (Some(since), Some(until)) = (since, until)
            && until <= since
        {
            self.diagnostics.push(
                Diagnostic::error(
                    "empty-window",
                    statement.name.span,
                    format!("`{}` ends before it begins", statement.name.text),
                )
                .help("`until` must be later than `since` or the entry into force"),
            );
        }
        Window { since, until }
    }

    /// When a later amendment replaces this statement.
    fn superseded(&mut self, statement: &Statement) -> Option<Instant> {
        let family = self.family;
        let later = family
            .statements
            .iter()
            .skip_while(|placed| placed.statement.span != statement.span)
            .skip(1)
            .find(|placed| {
                placed.statement.patch.is_some()
                    && placed.statement.head == statement.head
                    && placed.statement.name.text == statement.name.text
            })?;
        let own = self.fixed(&later.statement, "since");
        own.or_else(|| {
            let head = family.instruments().nth(later.instrument)?;
            self.fixed(&head.statement, "in force")
        })
    }

    fn check_versions(&mut self, statement: &Statement, mut windows: Vec<Window>) {
        let Some(last) = windows.pop() else { return };
        let overlap = windows.iter().any(|other| {
            let starts_before_end = |a: &Window, b: &Window| match (a.since, b.until) {
                (Some(since), Some(until)) => since < until,
                _ => true,
            };
            starts_before_end(&last, other) && starts_before_end(other, &last)
        });
        if overlap {
            self.diagnostics.push(
                Diagnostic::error(
                    "overlapping-versions",
                    statement.name.span,
                    format!("two versions of `{}` are in force at the same time", statement.name.text),
                )
                .help("give the older one `until` and the newer one `since`, or write `replace` before the newer one in an amendment"),
            );
        }
    }

    fn definition(&mut self, placed: &Placed) -> Definition {
        let statement = &placed.statement;
        let window = self.window(placed);
        let sort = self.symbols.param(&statement.name.text);
        let param = statement.params.first().map(|name| name.text.clone()).unwrap_or_default();
        let scope = Scope { param: Some((&param, sort)) };
        let means = self.formula(statement, "means", scope);
        self.cited(statement);
        Definition { param, means, window, clause: placed.clause }
    }

    fn formula(&mut self, statement: &Statement, keyword: &str, scope: Scope<'_>) -> Cond {
        match statement.slot(keyword).map(|slot| &slot.body) {
            Some(Body::Formula(formula)) => self.cond(formula, scope),
            _ => Cond::TRUE,
        }
    }

    fn rule(&mut self, placed: &Placed) -> Rule {
        let statement = &placed.statement;
        let window = self.window(placed);
        let demand = if statement.head == Head::Prohibition {
            Demand::Prohibition
        } else if statement.slot("met").is_some() {
            Demand::Achieve
        } else {
            Demand::Keep
        };
        let keyword = if demand == Demand::Prohibition { "forbids" } else { "breach" };
        let met = statement
            .slot("met")
            .is_some()
            .then(|| self.formula(statement, "met", Scope::default()));
        let time = |lower: &mut Self, keyword: &str| match statement
            .slot(keyword)
            .map(|slot| &slot.body)
        {
            Some(Body::Term(term)) => lower.time_measure(&term.clone()),
            _ => None,
        };
        Rule {
            name: statement.name.text.clone(),
            demand,
            clause: placed.clause,
            cites: self.cited(statement),
            binds: self.class_slot(statement, "binds", Part::By),
            pattern: self.pattern(statement, keyword),
            must: statement.slot("must").map(|_| words(statement, "must")),
            met,
            by: time(self, "by"),
            from: time(self, "from"),
            window,
            when: self.formula(statement, "where", Scope::default()),
            unless: self.named(statement, "unless", &[Head::Exception], "exception"),
            span: statement.name.span,
        }
    }

    fn permission(&mut self, placed: &Placed) -> Option<Permission> {
        let statement = &placed.statement;
        Some(Permission {
            name: statement.name.text.clone(),
            clause: placed.clause,
            window: self.window(placed),
            grants: self.pattern(statement, "grants")?,
            to: self.class_slot(statement, "to", Part::By),
            when: self.formula(statement, "where", Scope::default()),
            from: match statement.slot("from").map(|slot| &slot.body) {
                Some(Body::Term(term)) => self.time_measure(&term.clone()),
                _ => None,
            },
            span: statement.name.span,
        })
    }

    fn exception(&mut self, placed: &Placed) -> Exception {
        let statement = &placed.statement;
        let heads = [Head::Prohibition, Head::Obligation, Head::Exception];
        Exception {
            name: statement.name.text.clone(),
            clause: placed.clause,
            to: self.named(statement, "to", &heads, "rule or exception"),
            applies: self.formula(statement, "applies", Scope::default()),
            window: self.window(placed),
            span: statement.name.span,
        }
    }

    fn condition(&mut self, placed: &Placed) -> Condition {
        let statement = &placed.statement;
        let heads = [Head::Prohibition, Head::Obligation];
        // A condition may gate a clause that is left uncoded on purpose.
        let gates = names(statement, "gates")
            .iter()
            .filter(|name| {
                let uncoded = self.family.statements.iter().any(|placed| {
                    placed.statement.head == Head::Uncoded
                        && placed.statement.name.text == name.text
                });
                uncoded || self.expect_name(name, &heads, "rule").is_some()
            })
            .map(|name| name.text.clone())
            .collect();
        Condition {
            name: statement.name.text.clone(),
            clause: placed.clause,
            gates,
            holds: self.formula(statement, "holds", Scope::default()),
            window: self.window(placed),
            span: statement.name.span,
        }
    }

    fn power(&mut self, placed: &Placed) -> Power {
        let statement = &placed.statement;
        let held_by = match statement.slot("held by").map(|slot| &slot.body) {
            Some(Body::Names(names)) => {
                names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(", ")
            }
            Some(Body::Words(words)) => words.text.clone(),
            _ => String::new(),
        };
        let mut after_power = None;
        let mut after = None;
        if let Some(Body::Formula(formula)) = statement.slot("after").map(|slot| &slot.body) {
            match &formula.says {
                Says::Call(name, args)
                    if args.is_empty()
                        && self
                            .symbols
                            .names
                            .get(&name.text)
                            .is_some_and(|s| s.head == Head::Power) =>
                {
                    after_power = Some(name.text.clone());
                }
                _ => after = Some(self.about_x(formula)),
            }
        }
        let effect = match statement.slot("effect").map(|slot| &slot.body) {
            Some(Body::Formula(formula)) => match self.about_x(formula) {
                Cond::Fact(name, _) => Some(name),
                _ => {
                    self.diagnostics.push(
                        Diagnostic::error(
                            "power-effect",
                            formula.span,
                            "the effect of a power is one fact about `X`",
                        )
                        .help("write a fact such as `excluded(X)`"),
                    );
                    None
                }
            },
            _ => None,
        };
        Power {
            name: statement.name.text.clone(),
            clause: placed.clause,
            held_by,
            after_power,
            after,
            effect,
            span: statement.name.span,
        }
    }

    /// A condition about the party on which a power is used, written `X`.
    fn about_x(&mut self, formula: &Formula) -> Cond {
        let sort = self.symbols.known(Sort::Actor, formula.span);
        self.cond(formula, Scope { param: Some(("X", sort)) })
    }

    fn pattern(&mut self, statement: &Statement, keyword: &str) -> Option<Pattern> {
        let Body::Pattern(pattern) = &statement.slot(keyword)?.body else { return None };
        self.expect_name(&pattern.kind, &[Head::Kind], "kind of act");
        let (part, class) = match &pattern.class {
            Some((Preposition::On, class)) => (Part::On, self.class(class, Part::On)),
            Some((Preposition::Of, class)) => (Part::Weapon, self.class(class, Part::Weapon)),
            None => (Part::On, Class::Anyone),
        };
        Some(Pattern { kind: pattern.kind.text.clone(), part, class })
    }

    fn class_slot(&mut self, statement: &Statement, keyword: &str, part: Part) -> Class {
        match names(statement, keyword).first() {
            Some(name) => self.class(&name.clone(), part),
            None => Class::Anyone,
        }
    }

    fn class(&mut self, name: &Name, part: Part) -> Class {
        if name.text == "anyone" {
            return Class::Anyone;
        }
        let sort = self.symbols.known(crate::conditions::part_sort(part), name.span);
        let defined = self.symbols.names.get(&name.text).is_some_and(|s| s.head == Head::Define);
        if defined {
            self.mark_used(&name.text);
            let param = self.symbols.param(&name.text);
            let wrong = self.symbols.unify(sort, param, name.span);
            self.diagnostics.extend(wrong);
            return Class::Defined(name.text.clone());
        }
        if part == Part::Weapon {
            return Class::Named(name.text.clone());
        }
        self.expect_name(name, &[Head::Actor, Head::Define], "actor or defined class");
        Class::Named(name.text.clone())
    }

    fn named(
        &mut self,
        statement: &Statement,
        keyword: &str,
        heads: &[Head],
        what: &str,
    ) -> Vec<String> {
        names(statement, keyword)
            .iter()
            .filter(|name| self.expect_name(name, heads, what).is_some())
            .map(|name| name.text.clone())
            .collect()
    }

    fn cited(&mut self, statement: &Statement) -> Vec<String> {
        let mut out = Vec::new();
        for name in names(statement, "cites") {
            if !self.family.clauses.iter().any(|clause| clause.id == name.text) {
                let ids = self.family.clauses.iter().map(|clause| clause.id.as_str());
                let mut diagnostic = Diagnostic::error(
                    "unknown-clause",
                    name.span,
                    format!("there is no clause `{}`", name.text),
                );
                if let Some(near) = nearest(&name.text, ids) {
                    diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
                }
                self.diagnostics.push(diagnostic);
            }
            out.push(name.text.clone());
        }
        out
    }

    fn facts(&self) -> BTreeMap<String, FactDecl> {
        let statements = self.family.statements.iter().map(|placed| &placed.statement);
        statements
            .filter(|statement| matches!(statement.head, Head::Fact | Head::Judgement))
            .map(|statement| {
                let name = statement.name.text.clone();
                let sorts = statement
                    .params
                    .iter()
                    .enumerate()
                    .map(|(index, param)| {
                        self.symbols.sort_of_arg(&name, index).unwrap_or(usual_sort(&param.text))
                    })
                    .collect();
                let decl = FactDecl {
                    name: name.clone(),
                    params: statement.params.iter().map(|param| param.text.clone()).collect(),
                    sorts,
                    words: statement
                        .words
                        .as_ref()
                        .map(|words| words.text.clone())
                        .unwrap_or_default(),
                    kind: self.symbols.kind_of(&name).unwrap_or(FactKind::Truth),
                    judgement: statement.head == Head::Judgement,
                };
                (name, decl)
            })
            .collect()
    }

    fn profile(&mut self, named: &Named) -> Profile {
        slots::check(&named.head, &mut self.diagnostics);
        let mut assumes = Vec::new();
        for statement in &named.body {
            slots::check(statement, &mut self.diagnostics);
            if statement.head != Head::Assume {
                self.diagnostics.push(
                    Diagnostic::error(
                        "misplaced-statement",
                        statement.span,
                        "a profile holds only `assume` statements",
                    )
                    .help("a profile is no part of the agreement; rules stand in `accord` fences"),
                );
                continue;
            }
            assumes.extend(self.assume(statement));
        }
        Profile { name: named.head.name.text.clone(), title: words(&named.head, "title"), assumes }
    }

    fn assume(&mut self, statement: &Statement) -> Option<Assume> {
        let when = self.formula(statement, "where", Scope::default());
        let what = match (
            statement.slot("that").map(|slot| &slot.body),
            names(statement, "target").first(),
        ) {
            (Some(Body::Formula(formula)), None) => self.presumed(formula)?,
            (None, Some(fact)) => {
                self.expect_name(fact, &[Head::Fact], "fact")?;
                Presumed::Target(fact.text.clone())
            }
            _ => {
                self.diagnostics.push(
                    Diagnostic::error(
                        "missing-slot",
                        statement.name.span,
                        format!("`{}` presumes nothing", statement.name.text),
                    )
                    .help("say what with `that [not] fact(…)`, or `target fact`"),
                );
                return None;
            }
        };
        Some(Assume {
            name: statement.name.text.clone(),
            what,
            when,
            because: words(statement, "because"),
        })
    }

    fn presumed(&mut self, formula: &Formula) -> Option<Presumed> {
        let (call, truth) = match &formula.says {
            Says::Not(inner) => (&inner.says, false),
            says => (says, true),
        };
        let Says::Call(name, args) = call else {
            self.diagnostics.push(
                Diagnostic::error(
                    "bad-presumption",
                    formula.span,
                    "a presumption is one fact, or `not` and one fact",
                )
                .help("such as `not immediate-threat(it)`"),
            );
            return None;
        };
        self.expect_name(name, &[Head::Fact, Head::Judgement], "fact or judgement")?;
        let wrong = self.symbols.used_as(&name.text, FactKind::Truth, name.span);
        self.diagnostics.extend(wrong);
        let mut subjects = Vec::new();
        for (index, arg) in args.iter().enumerate() {
            let any = matches!(&arg.names, Names::Name(text) if text.len() == 1 && text.chars().all(char::is_uppercase));
            if any {
                subjects.push(None);
                continue;
            }
            let (subject, sort) = self.subject(arg, Scope::default())?;
            let wanted = self.symbols.fact_arg(&name.text, index);
            let wrong = self.symbols.unify(sort, wanted, arg.span);
            self.diagnostics.extend(wrong);
            subjects.push(Some(subject));
        }
        Some(Presumed::Fact { name: name.text.clone(), args: subjects, truth })
    }

    pub(crate) fn mark_used(&mut self, name: &str) {
        if let Some(symbol) = self.symbols.names.get_mut(name) {
            symbol.used = true;
        }
    }

    /// Looks a name up among certain heads, and complains where it is not there.
    pub(crate) fn expect_name(&mut self, name: &Name, heads: &[Head], what: &str) -> Option<()> {
        match self.symbols.names.get_mut(&name.text) {
            Some(symbol) if heads.contains(&symbol.head) => {
                symbol.used = true;
                Some(())
            }
            _ => {
                self.unknown_name(name, heads, what);
                None
            }
        }
    }

    pub(crate) fn unknown_name(&mut self, name: &Name, heads: &[Head], what: &str) {
        let diagnostic = match self.symbols.names.get(&name.text) {
            Some(other) => Diagnostic::error(
                "wrong-kind-of-name",
                name.span,
                format!("`{}` is {}, not {}", name.text, article(other.head.word()), article(what)),
            )
            .other(other.span, "declared here"),
            None => {
                let diagnostic = Diagnostic::error(
                    "unknown-name",
                    name.span,
                    format!("`{}` is not defined", name.text),
                )
                .label(format!("no {what} has this name"));
                match self.symbols.nearest(&name.text, heads) {
                    Some((near, span)) => {
                        let help = format!("did you mean `{near}`?");
                        diagnostic.other(span, format!("`{near}` is declared here")).help(help)
                    }
                    None => diagnostic,
                }
            }
        };
        self.diagnostics.push(diagnostic);
    }

    /// Names in arguments: those that must be actors have to be declared.
    fn check_constants(&mut self) {
        for (name, sort) in self.symbols.constants() {
            if sort != Some(Sort::Actor) || name.span == Span::default() {
                self.mark_used(&name.text);
                continue;
            }
            self.expect_name(&name, &[Head::Actor], "actor");
        }
    }

    fn check_recursion(&mut self, graph: &[(String, Vec<String>, Span)]) {
        for (name, _, span) in graph {
            let mut seen: Vec<&str> = Vec::new();
            let mut open: Vec<&str> = vec![name];
            while let Some(at) = open.pop() {
                for (_, uses, _) in graph.iter().filter(|(other, _, _)| other == at) {
                    for used in uses {
                        if used == name {
                            self.diagnostics.push(
                                Diagnostic::error(
                                    "recursive-definition",
                                    *span,
                                    format!("`{name}` is defined through itself"),
                                )
                                .help("a defined term must rest on facts and registers in the end"),
                            );
                            return;
                        }
                        if !seen.contains(&used.as_str()) {
                            seen.push(used);
                            open.push(used);
                        }
                    }
                }
            }
        }
    }
}

fn has_versions(head: Head) -> bool {
    matches!(
        head,
        Head::Define
            | Head::Prohibition
            | Head::Obligation
            | Head::Permission
            | Head::Exception
            | Head::Condition
    )
}

fn clause(text: &ClauseText) -> Clause {
    Clause {
        id: text.id.clone(),
        title: text.title.clone(),
        restated: text.restated.clone(),
        quoted: text.quoted.clone(),
        cites: text.cites.clone(),
        instrument: text.instrument,
        uncoded: None,
        span: text.span,
    }
}

/// What a parameter's letter usually stands for, where no use says so.
fn usual_sort(param: &str) -> Sort {
    match param {
        "it" => Sort::Act,
        "X" | "Y" => Sort::Actor,
        "W" => Sort::Weapon,
        "place" => Sort::Place,
        _ => Sort::Other,
    }
}

pub(crate) fn names<'s>(statement: &'s Statement, keyword: &str) -> &'s [Name] {
    match statement.slot(keyword).map(|slot| &slot.body) {
        Some(Body::Names(names)) => names,
        _ => &[],
    }
}

pub(crate) fn words(statement: &Statement, keyword: &str) -> String {
    match statement.slot(keyword).map(|slot| &slot.body) {
        Some(Body::Words(words)) => words.text.clone(),
        _ => String::new(),
    }
}

/// The nearest of some words.
pub(crate) fn nearest<'w>(word: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    words
        .map(|candidate| (strsim::osa_distance(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.len().max(3) / 3)
        .min()
        .map(|(_, candidate)| candidate)
}

fn article(word: &str) -> String {
    let vowel = word.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {word}", if vowel { "an" } else { "a" })
}
