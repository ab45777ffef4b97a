//! A finding as an HTML fragment. Everything that comes from a text or a report is escaped.

use crate::text::{capital, interval};
use crate::{Explanation, Words, beside};
use std::fmt::Write as _;

/// The finding as one `<article>`, with the sources folded into `<details>`.
pub fn html(explanation: &Explanation, words: Words<'_>) -> String {
    let finding = &explanation.finding;
    let mut out = String::new();
    let _ = write!(
        out,
        "<article class=\"finding\" data-outcome=\"{}\">\n<h3>{} — {}</h3>\n<p>{}</p>\n",
        finding.outcome.word().replace(' ', "-"),
        capital(finding.outcome.word()),
        escape(&words.rule(finding)),
        escape(&words.act(&explanation.act)),
    );
    if let Some(words) = &explanation.clause.restated {
        let _ = writeln!(out, "<p class=\"restated\">{}</p>", escape(words));
    }
    for official in &explanation.clause.official {
        let (text, words) = (escape(&official.text), escape(&official.words));
        let _ = writeln!(out, "<blockquote title=\"{text}\">{words}</blockquote>");
    }
    if let Some(ground) = &finding.ground {
        let _ = writeln!(out, "<p class=\"ground\">{}</p>", escape(&words.ground(ground)));
    }
    out += "<ol class=\"steps\">\n";
    for step in &explanation.steps {
        let holds = match step.holds {
            Some(true) => "yes",
            Some(false) => "no",
            None => "open",
        };
        let _ = write!(
            out,
            "<li data-holds=\"{holds}\"><b>{holds}</b> {} <cite>{}</cite>",
            escape(&words.step(step, &explanation.act, &finding.rule)),
            escape(words.clause(step.clause)),
        );
        if !step.looked.is_empty() {
            out += "<details><summary>what is on record</summary><ul>";
            for looked in &step.looked {
                let _ = write!(out, "<li>{}</li>", escape(&words.looked(looked)));
            }
            out += "</ul></details>";
        }
        out += "</li>\n";
    }
    out += "</ol>\n";
    if !finding.settles.sets.is_empty() {
        out += "<ul class=\"settles\">\n";
        for set in &finding.settles.sets {
            let _ = writeln!(out, "<li>{}</li>", escape(&words.settle(set, &finding.open)));
        }
        out += "</ul>\n";
    }
    for term in explanation.terms() {
        if let Some(meaning) = words.meaning(term, explanation.act.at.0) {
            let _ = writeln!(out, "<p class=\"term\">{}.</p>", escape(&meaning));
        }
    }
    let _ =
        writeln!(out, "<p class=\"breach\">A breach happened: {}.</p>", interval(finding.breach));
    for (reading, other) in &explanation.others {
        let _ = writeln!(
            out,
            "<p class=\"reading\">Under <i>{}</i>: {}.</p>",
            escape(reading),
            beside(finding, other.as_ref())
        );
    }
    out + "</article>\n"
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
