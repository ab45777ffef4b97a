//! From statements to the model: names are declared, slots are checked, conditions are read.

use crate::circles::Circles;
use crate::conditions::Scope;
use crate::family::{Family, Placed};
use crate::model::{
    Agreement, Class, Cond, Condition, Definition, Demand, Exception, FactDecl, FactKind, Instant,
    Part, Pattern, Permission, Power, Profile, Register, Rule, Sort, Window,
};
use crate::slots;
use crate::symbols::Symbols;
use accord_syntax::ast::{Body, Formula, Head, Name, Preposition, Says, Statement, Term};
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
    /// How many rows of values were put in place so far.
    pub(crate) put_in_place: usize,
    /// Classes that the condition being read uses, for the check on circles.
    pub(crate) uses: Vec<Name>,
    /// The windows of every version so far, with their places.
    pub(crate) versions: BTreeMap<(Head, String), Vec<(Window, Span)>>,
    /// Comparisons of two facts of which neither was known to be a time or a number.
    pub(crate) pending: Vec<(Name, Name)>,
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
        put_in_place: 0,
        uses: Vec::new(),
        versions: BTreeMap::new(),
        pending: Vec::new(),
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
    lower.settle_pending();
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
        let mut definitions =
            Circles::new("rests on", "a defined term must rest on facts and registers in the end");
        for placed in self.family.statements.clone() {
            self.uses.clear();
            self.statement(&placed, &mut agreement);
            if placed.statement.head == Head::Define {
                definitions.add(&placed.statement.name, std::mem::take(&mut self.uses));
            }
        }
        self.diagnostics.extend(definitions.found());
        self.check_order_of_beating();
        self.check_order_of_powers();
        self.settle_pending();
        agreement.facts = self.facts();
        agreement
    }

    /// There is no "last one wins": exceptions that beat each other would leave the outcome open.
    fn check_order_of_beating(&mut self) {
        let mut circles = Circles::new(
            "beats",
            "say which of them comes first, and take it out of the other's `to`",
        );
        for statement in self.of(Head::Exception) {
            let beaten = names(statement, "to").iter();
            circles
                .add(&statement.name, beaten.filter(|to| self.is_a(to, Head::Exception)).cloned());
        }
        self.diagnostics.extend(circles.found());
    }

    fn check_order_of_powers(&mut self) {
        let mut circles = Circles::new(
            "waits for",
            "the first power in the chain needs no other before it; take its `after` out",
        );
        for statement in self.of(Head::Power) {
            let Some(Body::Formula(after)) = statement.slot("after").map(|slot| &slot.body) else {
                continue;
            };
            if let Says::Call(name, args) = &after.says
                && args.is_empty()
                && self.is_a(name, Head::Power)
            {
                circles.add(&statement.name, [name.clone()]);
            }
        }
        self.diagnostics.extend(circles.found());
    }

    fn of(&self, head: Head) -> impl Iterator<Item = &Statement> {
        let statements = self.family.statements.iter().map(|placed| &placed.statement);
        statements.filter(move |statement| statement.head == head)
    }

    pub(crate) fn is_a(&self, name: &Name, head: Head) -> bool {
        self.symbols.names.get(&name.text).is_some_and(|symbol| symbol.head == head)
    }

    fn statement(&mut self, placed: &Placed, agreement: &mut Agreement) {
        let statement = &placed.statement;
        let name = statement.name.text.clone();
        self.check_cites(statement);
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
            }
            Head::Prohibition | Head::Obligation => {
                let rule = self.rule(placed);
                agreement.rules.push(rule);
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
            Head::Reading | Head::Profile | Head::Assume => {
                let message =
                    format!("{} does not belong in an `accord` fence", statement.head.called());
                self.diagnostics.push(
                    Diagnostic::error("misplaced-statement", first_line(statement), message).help(
                        "readings stand in `reading` fences, presumptions in `profile` fences",
                    ),
                );
            }
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

    fn definition(&mut self, placed: &Placed) -> Definition {
        let statement = &placed.statement;
        let window = self.window(placed);
        let sort = self.symbols.param(&statement.name.text);
        let param = statement.params.first().map(|name| name.text.clone()).unwrap_or_default();
        let scope = Scope { param: Some((&param, sort)) };
        let means = self.formula(statement, "means", scope);
        Definition { param, means, window, clause: placed.clause }
    }

    pub(crate) fn formula(
        &mut self,
        statement: &Statement,
        keyword: &str,
        scope: Scope<'_>,
    ) -> Cond {
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
            cites: names(statement, "cites").iter().map(|name| name.text.clone()).collect(),
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
                Says::Call(name, args) if args.is_empty() && self.is_a(name, Head::Power) => {
                    after_power = Some(name.text.clone());
                }
                _ => after = Some(self.about_x(formula)),
            }
        }
        let effect = match statement.slot("effect").map(|slot| &slot.body) {
            Some(Body::Formula(formula)) => self.effect(formula),
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

    fn effect(&mut self, formula: &Formula) -> Option<String> {
        let before = self.diagnostics.len();
        let effect = self.about_x(formula);
        if matches!(formula.says, Says::Error) || self.diagnostics.len() > before {
            return None;
        }
        if let Cond::Fact(name, _) = effect {
            self.check_effect(&name, formula.span);
            return Some(name);
        }
        let message = "the effect of a power is one fact about `X`";
        self.diagnostics.push(
            Diagnostic::error("power-effect", formula.span, message)
                .help("`X` is the one on whom it is used; write a fact such as `excluded(X)`"),
        );
        None
    }

    /// A decision can put a party out; it cannot decide a judgement.
    fn check_effect(&mut self, name: &str, span: Span) {
        let Some(symbol) = self.symbols.names.get(name).filter(|s| s.head == Head::Judgement)
        else {
            return;
        };
        self.diagnostics.push(
            Diagnostic::error(
                "judgement-computed",
                span,
                format!("`{name}` is a judgement, and the use of a power does not decide it"),
            )
            .other(symbol.span, "declared here")
            .help("let the power have a fact of its own as its effect, such as `excluded(X)`"),
        );
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
        // Weapons are not declared, so any name may be one; but not one that is nearly a class.
        let declared = self.symbols.names.contains_key(&name.text);
        let nearly = self.symbols.nearest(&name.text, &[Head::Define]).is_some();
        if part == Part::Weapon && !declared && !nearly {
            return Class::Named(name.text.clone());
        }
        if part == Part::Weapon {
            self.expect_name(name, &[Head::Define], "class of weapons");
            return Class::Named(name.text.clone());
        }
        self.expect_name(name, &[Head::Define, Head::Actor], "class or actor");
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

/// The opening word and the name of a statement: enough to underline.
pub(crate) fn first_line(statement: &Statement) -> Span {
    Span { end: statement.name.span.end, ..statement.span }
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
