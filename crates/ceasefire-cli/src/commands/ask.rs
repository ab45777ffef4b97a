//! `ceasefire ask`

use super::inputs::Inputs;
use super::{Done, Format};
use crate::console::Console;
use accord_explain::Words;
use ceasefire_findings::{Review, questions};

/// Say what to find out next: the questions that would settle most, most useful first
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire ask agreements/syria-coh-2016 examples/syria-2016
  ceasefire ask agreements/syria-coh-2016 examples/syria-2016 --act airwars:RS0790")]
pub(crate) struct Ask {
    #[command(flatten)]
    inputs: Inputs,
    /// Only this act
    #[arg(long)]
    act: Option<String>,
    /// How many questions
    #[arg(long, default_value_t = 10)]
    most: usize,
    /// `text`, or `json` for one question a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Ask {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let mut given = self.inputs.read(console)?;
        if let Some(id) = &self.act {
            given.reports.acts.retain(|act| act.act.id == *id);
            if given.reports.acts.is_empty() {
                return Err(format!("there is no act `{id}`"));
            }
        }
        for (name, checked) in &given.readings {
            let review = Review::new(name, &given.judge(checked), &given.reports.acts);
            let all = questions(&review, &given.reports.acts, Words::new(&checked.agreement));
            if self.format == Format::Text {
                console.line(&format!("Reading {name}: {} open questions", all.len()));
            }
            for (index, question) in all.iter().take(self.most).enumerate() {
                match self.format {
                    Format::Json => console.line(&question.json().to_string()),
                    Format::Text => console.line(&format!("{}. {}", index + 1, question.text())),
                }
            }
        }
        Ok(true)
    }
}
