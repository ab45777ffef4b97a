//! Instants, and the windows of time in which statements are in force.
//!
//! A version is in force from its own `since`, or the entry into force of its amendment, to its
//! `until`, or until an amendment replaces it. Two versions of one name never hold at one time, and
//! none holds before its instrument was made.

use crate::circles::Circles;
use crate::family::Placed;
use crate::lower::Lower;
use crate::model::{Instant, Window};
use crate::names::has_versions;
use crate::zone;
use accord_syntax::ast::{Body, Head, Name, Names, Patch, Statement, Term};
use accord_syntax::{Diagnostic, Span};

/// Why a time is not known from the text alone.
pub(crate) enum NotFixed {
    /// It is no date.
    Wrong(Box<Diagnostic>),
    /// It rests on a name that is no instant, or none yet.
    Rests(Name),
    /// It is reported, not written.
    Reported,
}

impl Lower<'_> {
    /// Instants may build on each other, so they are read until nothing new is found.
    pub(crate) fn read_instants(&mut self) {
        let mut left: Vec<&Statement> = self
            .family
            .statements
            .iter()
            .map(|placed| &placed.statement)
            .filter(|statement| statement.head == Head::Instant)
            .collect();
        loop {
            let before = left.len();
            left.retain(|statement| match statement.time.as_ref().map(|t| self.constant_time(t)) {
                Some(Ok(at)) => {
                    self.instants.insert(statement.name.text.clone(), at);
                    false
                }
                Some(Err(NotFixed::Wrong(diagnostic))) => {
                    self.diagnostics.push(*diagnostic);
                    false
                }
                Some(Err(_)) => true,
                None => false,
            });
            if left.len() == before {
                break;
            }
        }
        let mut circles = Circles::new("rests on", "one of these instants needs a date of its own");
        for statement in &left {
            if let Some(rests_on) = self.not_an_instant(statement, &left) {
                circles.add(&statement.name, [rests_on]);
            }
        }
        self.diagnostics.extend(circles.found());
    }

    /// Complains, unless the instant only rests on another that is not known: that one is to be
    /// mended, or the two form a circle.
    fn not_an_instant(&mut self, statement: &Statement, left: &[&Statement]) -> Option<Name> {
        let term = statement.time.as_ref()?;
        match self.constant_time(term) {
            Err(NotFixed::Rests(name)) if left.iter().any(|other| other.name.text == name.text) => {
                return Some(name);
            }
            Err(NotFixed::Rests(name)) => {
                let broken = self.is_a(&name, Head::Instant);
                if !broken {
                    self.unknown_name(&name, &[Head::Instant], "instant");
                }
            }
            _ => self.diagnostics.push(
                Diagnostic::error(
                    "not-an-instant",
                    term.span,
                    "an instant is a date, or another instant with days added",
                )
                .help("a time that is only known from reports is a `fact`, not an `instant`"),
            ),
        }
        None
    }

    /// A time that is known from the text alone.
    fn constant_time(&mut self, term: &Term) -> Result<Instant, NotFixed> {
        match &term.names {
            Names::Time(civil) => zone::instant(*civil, &self.zone, false)
                .map_err(|message| NotFixed::Wrong(Box::new(bad_date(term.span, message)))),
            Names::Name(name) => {
                self.mark_used(name);
                self.instants
                    .get(name)
                    .copied()
                    .ok_or_else(|| NotFixed::Rests(Name { text: name.clone(), span: term.span }))
            }
            Names::PlusDays(inner, days) => {
                let at = self.constant_time(inner)?;
                zone::plus_days(at, *days, &self.zone).ok_or_else(|| {
                    NotFixed::Wrong(Box::new(bad_date(term.span, "this time is out of range")))
                })
            }
            _ => Err(NotFixed::Reported),
        }
    }

    /// A slot's time that must be known from the text alone.
    pub(crate) fn fixed(&mut self, statement: &Statement, keyword: &str) -> Option<Instant> {
        let Body::Term(term) = &statement.slot(keyword)?.body else { return None };
        let wrong = match self.constant_time(term) {
            Ok(at) => return Some(at),
            Err(NotFixed::Wrong(diagnostic)) => *diagnostic,
            Err(NotFixed::Rests(name)) => {
                if !self.is_a(&name, Head::Instant) {
                    self.unknown_name(&name, &[Head::Instant], "instant");
                }
                return None;
            }
            Err(NotFixed::Reported) => Diagnostic::error(
                "not-an-instant",
                term.span,
                format!("`{keyword}` needs a date or an instant"),
            )
            .help("a time that is only known from reports belongs in `from`"),
        };
        self.diagnostics.push(wrong);
        None
    }

    /// When a statement is in force.
    pub(crate) fn window(&mut self, placed: &Placed) -> Window {
        let statement = &placed.statement;
        let own = self.fixed(statement, "since");
        let since = own.or_else(|| self.enters_into_force(placed.instrument));
        let ends = self.fixed(statement, "until");
        let until = ends.or_else(|| self.superseded(statement));
        let window = Window { since, until };
        if is_empty(window) {
            self.ends_before_it_begins(statement);
        }
        self.check_made(placed, own, ends);
        let misplaced = statement.patch.is_some() && !self.is_amended(placed);
        if !misplaced {
            self.check_versions(statement, window);
        }
        window
    }

    /// Whether a statement stands in an amendment and replaces an older one.
    fn is_amended(&self, placed: &Placed) -> bool {
        let head = self.family.instruments().nth(placed.instrument).map(|i| i.statement.head);
        head == Some(Head::Amendment) && placed.statement.patch == Some(Patch::Replace)
    }

    /// The entry into force of an amendment; an agreement's rules carry their own dates.
    fn enters_into_force(&mut self, instrument: usize) -> Option<Instant> {
        let family = self.family;
        let head = &family.instruments().nth(instrument)?.statement;
        (head.head == Head::Amendment).then(|| self.fixed(head, "in force")).flatten()
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
                placed.statement.patch == Some(Patch::Replace)
                    && placed.statement.head == statement.head
                    && placed.statement.name.text == statement.name.text
            })?;
        let own = self.fixed(&later.statement, "since");
        own.or_else(|| {
            let head = family.instruments().nth(later.instrument)?;
            self.fixed(&head.statement, "in force")
        })
    }

    fn ends_before_it_begins(&mut self, statement: &Statement) {
        let slot = |keyword| statement.slot(keyword).map(|slot| slot.span);
        let message = format!("`{}` ends before it begins", statement.name.text);
        let place = slot("until").unwrap_or(statement.name.span);
        let mut diagnostic = Diagnostic::error("empty-window", place, message);
        if let Some(since) = slot("since") {
            diagnostic = diagnostic.other(since, "it begins here");
        }
        let help =
            "`until` must be later than `since`, or than the entry into force of the amendment";
        self.diagnostics.push(diagnostic.help(help));
    }

    /// No version holds before its instrument was made. One that reaches back may be meant; one that
    /// was over by then is a slip of the pen.
    fn check_made(&mut self, placed: &Placed, since: Option<Instant>, until: Option<Instant>) {
        let family = self.family;
        let Some(head) = family.instruments().nth(placed.instrument).map(|i| &i.statement) else {
            return;
        };
        let Some(made) = self.fixed(head, "made") else { return };
        let name = &placed.statement.name.text;
        let before = |at: Option<Instant>| at.is_some_and(|at| at < made);
        let place =
            |keyword| placed.statement.slot(keyword).map_or(placed.statement.span, |s| s.span);
        let of = &head.name.text;
        let diagnostic = if before(until) {
            let message = format!("`{name}` was over before `{of}` was made");
            Diagnostic::error("window-before-made", place("until"), message)
        } else if before(since) {
            let message = format!("`{name}` is in force before `{of}` was made");
            Diagnostic::warning("window-before-made", place("since"), message)
        } else {
            return;
        };
        let made = head.slot("made").map_or(head.name.span, |slot| slot.span);
        self.diagnostics.push(
            diagnostic.other(made, "it was made then").help(
                "check the dates; if the text means to reach back, say so in its plain words",
            ),
        );
    }

    /// Complains where two versions of one name are in force at one time.
    fn check_versions(&mut self, statement: &Statement, window: Window) {
        if !has_versions(statement.head) || is_empty(window) {
            return;
        }
        let key = (statement.head, statement.name.text.clone());
        let versions = self.versions.entry(key).or_default();
        let overlapping = versions.iter().find(|(other, _)| overlap(window, *other));
        if let Some((_, first)) = overlapping {
            let message =
                format!("two versions of `{}` are in force at the same time", statement.name.text);
            self.diagnostics.push(
                Diagnostic::error("overlapping-versions", statement.name.span, message)
                    .other(*first, "the other version")
                    .help("give the older one `until` and the newer one `since`, or write `replace` before the newer one in an amendment"),
            );
        }
        versions.push((window, statement.name.span));
    }
}

/// The complaint about a date, and how dates are written.
pub(crate) fn bad_date(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("bad-date", span, message)
        .help("write year, month and day, and a time of day where it matters: `2016-02-27 00:00`")
}

fn is_empty(window: Window) -> bool {
    matches!((window.since, window.until), (Some(since), Some(until)) if until <= since)
}

fn overlap(a: Window, b: Window) -> bool {
    let starts_before_end = |a: Window, b: Window| match (a.since, b.until) {
        (Some(since), Some(until)) => since < until,
        _ => true,
    };
    starts_before_end(a, b) && starts_before_end(b, a)
}
