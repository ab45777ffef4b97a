//! `ceasefire explain`

use super::Done;
use super::inputs::Inputs;
use crate::console::Console;
use accord_explain::{Explanation, Words, html, json, text};

/// Explain what each clause says of one act, step by step, and what would settle it
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire explain agreements/syria-coh-2016 examples/syria-2016 --act airwars:RS0790
  ceasefire explain agreements/syria-coh-2016 examples/syria-2016 --act ru-2016-02-29:1 --clause annex.1.b --details")]
pub(crate) struct Explain {
    #[command(flatten)]
    inputs: Inputs,
    /// The id of the act
    #[arg(long)]
    act: String,
    /// Only this clause
    #[arg(long)]
    clause: Option<String>,
    /// Show what was looked up and who says so
    #[arg(long)]
    details: bool,
    /// `text`, `json` (one object a rule), or `html` (a fragment)
    #[arg(long, default_value = "text", value_parser = ["text", "json", "html"])]
    format: String,
}

impl Explain {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let given = self.inputs.read(console)?;
        let Some(reported) = given.reports.acts.iter().find(|act| act.act.id == self.act) else {
            return Err(format!(
                "there is no act `{}` among {}",
                self.act,
                given.reports.acts.len()
            ));
        };
        let Some((name, checked)) = given.readings.first() else { return Ok(true) };
        let judge = given.judge(checked);
        let words = Words::new(&checked.agreement);
        let mut told = 0;
        for rule in judge.rules_about(&reported.act.kind) {
            let mut explanation = Explanation::new(&judge, &reported.act, rule, name);
            if self
                .clause
                .as_deref()
                .is_some_and(|id| id != words.clause(explanation.finding.clause))
            {
                continue;
            }
            for (other, checked) in given.readings.iter().skip(1) {
                let outcome = given.judge(checked).judge_rule(&reported.act, rule).outcome;
                explanation.others.push((other.clone(), outcome));
            }
            told += 1;
            match self.format.as_str() {
                "json" => console.line(&json(&explanation, &checked.agreement).to_string()),
                "html" => console.out(&html(&explanation, words)),
                _ => console.line(&text(&explanation, words, self.details)),
            }
        }
        if told == 0 {
            console.note("no clause is about this act");
        }
        Ok(true)
    }
}
