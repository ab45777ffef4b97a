//! `ceasefire explain`

use super::Done;
use super::inputs::{Inputs, official};
use crate::console::Console;
use accord_check::model::Agreement;
use accord_explain::{Explanation, Words, html, json, text};
use ceasefire_files::nearest;

/// Explain what each clause says of one act, step by step, and what would settle it
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  What each clause says of an act, and what the other readings say of it:
    ceasefire explain agreements/syria-coh-2016 examples/syria-2016 --act airwars:RS0790

  One clause, with what was looked up and who says so:
    ceasefire explain agreements/syria-coh-2016 examples/syria-2016 \\
        --act ru-2016-02-29:1 --clause annex.1.b --details

  For a page:
    ceasefire explain agreements/syria-coh-2016 examples/syria-2016 \\
        --act airwars:RS0737 --format html > act.html

Where the official text is at hand (the file that the agreement's `text` line names), the clause
is quoted beside its restatement. Exit codes: 0 explained, or no clause is about the act; 1 rows
set aside under --strict; 2 there is no such act, clause or reading, or something could not be
read.")]
pub(crate) struct Explain {
    #[command(flatten)]
    inputs: Inputs,
    /// The id of the act
    #[arg(long, value_name = "ID")]
    act: String,
    /// Only this clause
    #[arg(long, value_name = "ID")]
    clause: Option<String>,
    /// Show what was looked up and who says so
    #[arg(long)]
    details: bool,
    /// For people, one object a rule, or a fragment of a page
    #[arg(long, value_enum, default_value_t = Shape::Text)]
    format: Shape,
}

/// How an explanation is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Shape {
    Text,
    Json,
    Html,
}

impl Explain {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let given = self.inputs.read(console)?;
        let reported = given.reports.act(&self.act)?;
        let (name, checked) = given.first();
        let words = Words::new(&checked.agreement);
        if let Some(id) = &self.clause {
            known_clause(id, &checked.agreement)?;
        }
        let texts = official(&given.library, &checked.agreement, console)?;
        let judge = given.judge(checked);
        let mut told = 0;
        for rule in judge.rules_about(&reported.act.kind) {
            let mut explanation = Explanation::new(&judge, &reported.act, rule, name, &texts.found);
            let clause = words.clause(explanation.finding.clause);
            if self.clause.as_deref().is_some_and(|id| id != clause) {
                continue;
            }
            let asked = given.readings.asked.iter().skip(1);
            for (other, checked) in asked.chain(&given.readings.others) {
                explanation.compare(other, &given.judge(checked));
            }
            told += 1;
            match self.format {
                Shape::Json => console.line(&json(&explanation, &judge).to_string()),
                Shape::Html => console.out(&html(&explanation, words)),
                Shape::Text => console.line(&text(&explanation, words, self.details)),
            }
        }
        if told == 0 {
            let where_ = self.clause.as_deref().unwrap_or("the agreement");
            let kind = words.name(&reported.act.kind);
            console.note(&format!("no rule of {where_} is about an act of this kind ({kind})"));
        }
        Ok(true)
    }
}

fn known_clause(id: &str, agreement: &Agreement) -> Result<(), String> {
    let ids = || agreement.clauses.iter().map(|clause| clause.id.as_str());
    if ids().any(|known| known == id) {
        return Ok(());
    }
    let hint = nearest(id, ids()).map(|near| format!("; did you mean `{near}`?"));
    Err(format!("there is no clause `{id}`{}", hint.unwrap_or_default()))
}
