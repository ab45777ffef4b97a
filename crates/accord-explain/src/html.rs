//! A finding as an HTML fragment. Everything that comes from a text or a report is escaped.

use crate::text::{capital, rests, settles};
use crate::{Explanation, Words, beside};
use std::fmt::Write as _;

/// The finding as one `<article>` that says all that the text does, with what is on record folded
/// into `<details>`.
pub fn html(explanation: &Explanation, words: Words<'_>) -> String {
    let finding = &explanation.finding;
    let outcome = finding.outcome.word();
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<article class=\"finding\" data-outcome=\"{}\">\n<h3>{} — {}, by {}</h3>",
        outcome.replace(' ', "-"),
        capital(outcome),
        escape(&words.rule(finding)),
        escape(&words.who(&explanation.act.by)),
    );
    paragraph(&mut out, "act", &words.act(&explanation.act));
    let profile = explanation.profile.as_deref().unwrap_or("none");
    let (act, reading) = (&finding.act, &explanation.reading);
    paragraph(&mut out, "under", &format!("act {act} · reading {reading} · profile {profile}"));
    if let Some(ground) = &finding.ground {
        paragraph(&mut out, "ground", &format!("Ground: {}.", words.ground(ground)));
    }
    if let Some(restated) = &explanation.clause.restated {
        paragraph(&mut out, "restated", &format!("In plain words: {restated}"));
    }
    for official in &explanation.clause.official {
        let (text, words) = (escape(&official.text), escape(&official.words));
        let _ = writeln!(out, "<blockquote title=\"{text}\">{words}</blockquote>");
    }
    steps(&mut out, explanation, words);
    after(&mut out, explanation, words);
    out + "</article>\n"
}

fn steps(out: &mut String, explanation: &Explanation, words: Words<'_>) {
    *out += "<ol class=\"steps\">\n";
    for step in &explanation.steps {
        let holds = match step.holds {
            Some(true) => "yes",
            Some(false) => "no",
            None => "open",
        };
        let _ = write!(
            out,
            "<li data-holds=\"{holds}\"><b>{holds}</b> {} <cite>{}</cite>",
            escape(&words.step(step, &explanation.act, &explanation.finding.rule)),
            escape(words.clause(step.clause)),
        );
        if step.holds.is_none() && !step.open.is_empty() {
            let questions = step.open.iter().map(|atom| words.question(atom));
            out.push('\n');
            list(out, "open", questions);
        }
        if !step.looked.is_empty() {
            *out += "\n<details><summary>what is on record</summary>\n";
            list(out, "record", step.looked.iter().map(|looked| words.looked(looked)));
            *out += "</details>";
        }
        *out += "</li>\n";
    }
    *out += "</ol>\n";
}

fn after(out: &mut String, explanation: &Explanation, words: Words<'_>) {
    let finding = &explanation.finding;
    let settles = settles(explanation, words);
    if !settles.is_empty() {
        list(out, "settles", settles.into_iter());
        out.push('\n');
    }
    for line in rests(explanation, words) {
        paragraph(out, "rests", &line);
    }
    for (reading, other) in &explanation.others {
        let told = beside(finding, other.as_ref());
        let reading = escape(reading);
        let _ =
            writeln!(out, "<p class=\"reading\">Under the reading <i>{reading}</i>: {told}.</p>");
    }
}

fn paragraph(out: &mut String, class: &str, words: &str) {
    let _ = writeln!(out, "<p class=\"{class}\">{}</p>", escape(words));
}

fn list(out: &mut String, class: &str, lines: impl Iterator<Item = String>) {
    let _ = write!(out, "<ul class=\"{class}\">");
    for line in lines {
        let _ = write!(out, "\n<li>{}</li>", escape(&line));
    }
    *out += "\n</ul>";
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn markup_in_a_report_stays_text() {
        assert_eq!(
            super::escape("<script>\"a\" & 'b'"),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;"
        );
    }
}
