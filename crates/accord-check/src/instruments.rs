//! The instruments of a family: agreements and amendments, their zone, and how they fit together.

use crate::family::{ClauseText, Placed};
use crate::lower::{Lower, names, words};
use crate::model::{Agreement, Clause, Instant, Instrument};
use crate::names::has_versions;
use crate::zone;
use accord_syntax::ast::{Body, Head, Name, Patch, Statement};
use accord_syntax::{Diagnostic, Span, did_you_mean};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

impl Lower<'_> {
    pub(crate) fn find_zone(&mut self) -> TimeZone {
        let family = self.family;
        let mut found: Option<(TimeZone, Name)> = None;
        for placed in family.instruments() {
            let Some(name) = names(&placed.statement, "zone").first() else { continue };
            match (zone::zone(&name.text), &found) {
                (Err(message), _) => self.diagnostics.push(
                    Diagnostic::error("unknown-zone", name.span, message)
                        .help(zone::near(&name.text).map_or_else(
                        || {
                            "write the zone of the place, such as `Asia/Damascus` or `Europe/Kyiv`"
                                .to_owned()
                        },
                        |near| format!("did you mean `{near}`?"),
                    )),
                ),
                (Ok(_), Some((_, first))) if first.text != name.text => self.diagnostics.push(
                    Diagnostic::error(
                        "two-zones",
                        name.span,
                        "the instruments of one family use one time zone",
                    )
                    .other(first.span, "the first is here")
                    .help("write the times of this instrument in the zone of the first"),
                ),
                (Ok(zone), None) => found = Some((zone, name.clone())),
                _ => {}
            }
        }
        found.map_or(TimeZone::UTC, |(zone, _)| zone)
    }

    /// The agreement without its statements.
    pub(crate) fn frame(&mut self) -> Agreement {
        let mut instruments = Vec::new();
        let family = self.family;
        for placed in family.instruments() {
            instruments.push(self.instrument(&placed.statement));
        }
        if instruments.is_empty() {
            self.diagnostics.push(
                Diagnostic::error("no-agreement", Span::NOWHERE, "no file here opens with `agreement`")
                    .help("the first fence of a file says `agreement id`, with `title`, `made` and `zone`"),
            );
        }
        self.check_fit(&instruments);
        self.check_amended();
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

    /// What an instrument amends or builds on is here, and was made before it.
    fn check_fit(&mut self, instruments: &[Instrument]) {
        let family = self.family;
        for (placed, own) in family.instruments().zip(instruments) {
            let statement = &placed.statement;
            if let (Some(made), Some(in_force)) = (own.made, own.in_force)
                && in_force < made
            {
                self.in_force_before_made(statement);
            }
            if let Some(name) = &statement.of {
                match instruments.iter().find(|other| other.id == name.text) {
                    Some(other) => self.check_order(statement, name, "amends", own, other),
                    None => self.nothing_to_amend(name, instruments),
                }
            }
            for name in names(statement, "builds on") {
                match instruments.iter().find(|other| other.id == name.text) {
                    Some(other) => self.check_order(statement, name, "builds on", own, other),
                    None => self.diagnostics.push(
                        Diagnostic::warning("unknown-agreement", name.span, format!("`{}` is not in this folder", name.text))
                            .help("instruments that build on each other are judged together; put them in one folder"),
                    ),
                }
            }
        }
    }

    fn nothing_to_amend(&mut self, name: &Name, instruments: &[Instrument]) {
        let ids = instruments.iter().map(|instrument| instrument.id.as_str());
        let help = did_you_mean(&name.text, ids).unwrap_or_else(|| {
            "an amendment stands in the same folder as the agreement it amends".to_owned()
        });
        let message = format!("there is no agreement `{}` here to amend", name.text);
        self.diagnostics
            .push(Diagnostic::error("unknown-agreement", name.span, message).help(help));
    }

    fn in_force_before_made(&mut self, statement: &Statement) {
        let span = |keyword| statement.slot(keyword).map_or(statement.name.span, |slot| slot.span);
        let message = format!("`{}` enters into force before it was made", statement.name.text);
        self.diagnostics.push(
            Diagnostic::warning("window-before-made", span("in force"), message)
                .other(span("made"), "it was made then")
                .help(
                    "check the dates; if the text means to reach back, say so in its plain words",
                ),
        );
    }

    fn check_order(
        &mut self,
        statement: &Statement,
        name: &Name,
        verb: &str,
        own: &Instrument,
        other: &Instrument,
    ) {
        let id = &statement.name.text;
        if own.id == other.id {
            self.diagnostics.push(
                Diagnostic::error("instrument-order", name.span, format!("`{id}` {verb} itself"))
                    .help("name the earlier text"),
            );
            return;
        }
        let earlier =
            |a: Option<Instant>, b: Option<Instant>| matches!((a, b), (Some(a), Some(b)) if a < b);
        if !earlier(own.made, other.made) {
            return;
        }
        let family = self.family;
        let made = |statement: &Statement| {
            statement.slot("made").map_or(statement.name.span, |slot| slot.span)
        };
        let mut diagnostic = Diagnostic::error(
            "instrument-order",
            made(statement),
            format!("`{id}` {verb} `{}`, which was made later", name.text),
        );
        let of = family.instruments().find(|placed| placed.statement.name.text == name.text);
        if let Some(of) = of {
            diagnostic =
                diagnostic.other(made(&of.statement), format!("`{}` was made then", name.text));
        }
        self.diagnostics.push(diagnostic.help("check the two dates after `made`"));
    }

    /// `replace` stands in an amendment, before a statement of an earlier text that has versions.
    fn check_amended(&mut self) {
        let family = self.family;
        for (index, placed) in family.statements.iter().enumerate() {
            let Some(patch) = placed.statement.patch else { continue };
            let head = family.instruments().nth(placed.instrument).map(|i| i.statement.head);
            let earlier = family.statements.get(..index).unwrap_or_default();
            let wrong = misplaced_patch(&placed.statement, patch, head)
                .or_else(|| touches(&placed.statement, earlier, "an earlier text"));
            self.diagnostics.extend(wrong);
        }
    }
}

fn misplaced_patch(
    statement: &Statement,
    patch: Patch,
    within: Option<Head>,
) -> Option<Diagnostic> {
    let word = patch.word();
    let (message, help) = if patch != Patch::Replace {
        (
            format!("`{word}` belongs in a reading"),
            "an amendment says `replace` and then the whole new statement",
        )
    } else if within != Some(Head::Amendment) {
        (
            format!("`{word}` belongs in an amendment or a reading"),
            "open the later instrument with `amendment id to id`, and put the statement under it",
        )
    } else if !has_versions(statement.head) {
        (
            format!("{} has no versions to replace", statement.head.called()),
            "definitions, rules, permissions, exceptions and conditions can be replaced; declare a \
             new name for anything else",
        )
    } else {
        return None;
    };
    let span = Span { end: statement.name.span.end, ..statement.span };
    Some(Diagnostic::error("misplaced-patch", span, message).help(help))
}

/// The complaint about a change to a statement that is not there, where it is not.
pub(crate) fn touches<'s>(
    statement: &Statement,
    among: impl IntoIterator<Item = &'s Placed, IntoIter: Clone>,
    whose: &str,
) -> Option<Diagnostic> {
    let same_head = among
        .into_iter()
        .map(|placed| &placed.statement)
        .filter(|other| other.head == statement.head);
    if same_head.clone().any(|other| other.name.text == statement.name.text) {
        return None;
    }
    let message =
        format!("{whose} has no {} `{}` to change", statement.head.noun(), statement.name.text);
    let names = same_head.map(|other| other.name.text.as_str());
    let help = did_you_mean(&statement.name.text, names).unwrap_or_else(|| {
        "a change names the statement as it is declared, with the same opening word".to_owned()
    });
    Some(Diagnostic::error("touches-nothing", statement.name.span, message).help(help))
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
