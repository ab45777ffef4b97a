//! `ceasefire ask`

use super::inputs::Inputs;
use super::{Done, Format};
use crate::console::Console;
use accord_explain::Words;
use ceasefire_findings::questions;

/// Say what to find out next: the questions that would settle most, most useful first
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  What to find out next:
    ceasefire ask agreements/syria-coh-2016 examples/syria-2016

  What would settle one act, as one question a line:
    ceasefire ask agreements/syria-coh-2016 examples/syria-2016 --act airwars:RS0790 --format json

A question that is sure to settle a finding closes it whatever the answer is; one that may settle
it closes it by one of its answers. Exit codes: 0 asked; 1 rows set aside under --strict; 2 there
is no such act or reading, or something could not be read.")]
pub(crate) struct Ask {
    #[command(flatten)]
    inputs: Inputs,
    /// Only this act
    #[arg(long, value_name = "ID")]
    act: Option<String>,
    /// How many questions
    #[arg(long, default_value_t = 10, value_name = "NUMBER")]
    most: usize,
    /// For people, or one question a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Ask {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let mut given = self.inputs.read(console)?;
        if let Some(id) = &self.act {
            let only = given.reports.act(id)?.clone();
            given.reports.acts = vec![only];
        }
        for (name, checked) in &given.readings.asked {
            let review = given.review(name, &given.judge(checked), console);
            let all = questions(&review, &given.reports.acts, Words::new(&checked.agreement));
            if self.format == Format::Text {
                let open = super::count(all.len(), "open question");
                console.line(&format!("Reading {name}: {open}"));
            }
            for (index, question) in all.iter().take(self.most).enumerate() {
                match self.format {
                    Format::Json => console.line(&question.json(name).to_string()),
                    Format::Text => console.line(&format!("{}. {}", index + 1, question.text())),
                }
            }
        }
        Ok(true)
    }
}
