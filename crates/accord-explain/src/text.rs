//! A finding for a terminal.

use crate::{Explanation, Words, beside};
use accord_judge::{Atom, Interval, Known, Outcome};
use std::fmt::Write as _;

/// The finding in full; with `details`, what was looked up and who says so.
pub fn text(explanation: &Explanation, words: Words<'_>, details: bool) -> String {
    let finding = &explanation.finding;
    let mut out = String::new();
    let author = words.who(&explanation.act.by);
    let _ =
        writeln!(out, "{} — {}, by {author}", capital(finding.outcome.word()), words.rule(finding));
    let _ = writeln!(out, "{}", words.act(&explanation.act));
    let profile = explanation.profile.as_deref().unwrap_or("none");
    let _ =
        writeln!(out, "act {} · reading {} · profile {profile}", finding.act, explanation.reading);
    if let Some(ground) = &finding.ground {
        let _ = writeln!(out, "Ground: {}.", words.ground(ground));
    }
    for line in explanation.clause.lines() {
        let _ = writeln!(out, "{line}");
    }
    out.push('\n');
    for step in &explanation.steps {
        let mark = match step.holds {
            Some(true) => "yes",
            Some(false) => "no ",
            None => "?  ",
        };
        let told = words.step(step, &explanation.act, &finding.rule);
        let _ = writeln!(out, "  {mark}  {told:<66} {}", words.clause(step.clause));
        for atom in step.open.iter().filter(|_| step.holds.is_none()) {
            let _ = writeln!(out, "         ? {}{}", words.question(atom), for_people(words, atom));
        }
        // That sources disagree is told even where the details are not asked for.
        for looked in step.looked.iter().filter(|l| details || l.found == Known::Disputed) {
            let _ = writeln!(out, "         · {}", words.looked(looked));
        }
    }
    out.push('\n');
    for line in settles(explanation, words).into_iter().chain(rests(explanation, words)) {
        let _ = writeln!(out, "  {line}");
    }
    let others = explanation.others.iter();
    let others: Vec<String> = others
        .map(|(reading, other)| format!("`{reading}`: {}", beside(finding, other.as_ref())))
        .collect();
    if !others.is_empty() {
        let _ = writeln!(out, "  Under the reading {}.", others.join("; under "));
    }
    out
}

/// What would settle an open case, a sentence each.
pub(crate) fn settles(explanation: &Explanation, words: Words<'_>) -> Vec<String> {
    let finding = &explanation.finding;
    if finding.outcome != Outcome::Undetermined {
        return Vec::new();
    }
    if finding.settles.capped {
        return vec!["Too many unknown facts to list.".to_owned()];
    }
    let sets = finding.settles.sets.iter();
    let mut out: Vec<String> = sets.map(|set| words.settle(set, &finding.open)).collect();
    if finding.settles.more > 0 {
        out.push(format!("… and {} more ways.", finding.settles.more));
    }
    let needed: Vec<String> = finding
        .settles
        .needed
        .iter()
        .filter_map(|atom| Some(words.question(finding.open.get(*atom as usize)?)))
        .collect();
    if !needed.is_empty() {
        out.push(format!("Settled for certain by knowing {}.", needed.join(", and ")));
    }
    for term in explanation.terms() {
        out.extend(words.meaning(term, explanation.act.at.0).map(|meaning| format!("{meaning}.")));
    }
    out
}

/// The intervals, and what the finding rests on, a sentence each.
pub(crate) fn rests(explanation: &Explanation, words: Words<'_>) -> Vec<String> {
    let finding = &explanation.finding;
    let mut out = Vec::new();
    if finding.breach != Interval::NONE || finding.authors.len() > 1 {
        out.push(format!("A breach happened: {}.", interval(finding.breach)));
        for author in finding.authors.iter().filter(|_| finding.authors.len() > 1) {
            let name =
                author.author.as_deref().map_or("somebody".to_owned(), |name| words.name(name));
            let (breach, outcome) = (interval(author.breach), author.outcome.word());
            out.push(format!("… by {name}: {breach}; if it was: {outcome}."));
        }
    }
    for name in &finding.granted {
        out.push(format!("Covered by the permission `{name}`."));
    }
    if !finding.presumed.is_empty() {
        let presumed = finding.presumed.join(", ");
        out.push(format!("Rests on presumptions of the profile: {presumed}."));
    }
    out
}

fn for_people(words: Words<'_>, atom: &Atom) -> &'static str {
    if words.is_judgement(atom) { "  (for people to judge)" } else { "" }
}

/// `1.00`, or `0.30 to 0.60`.
pub(crate) fn interval(interval: Interval) -> String {
    if interval.sure == interval.possible {
        interval.sure.to_string()
    } else {
        format!("{} to {}", interval.sure, interval.possible)
    }
}

pub(crate) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
