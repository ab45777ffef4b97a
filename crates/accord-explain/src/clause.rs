//! What a clause says: our words, and beside them the official ones where they are at hand.

use accord_check::OfficialText;
use accord_check::model::Agreement;
use serde_json::{Map, Value, json};

/// The words of one clause.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClauseWords {
    /// Our restatement.
    pub restated: Option<String>,
    /// The official words at hand, one for each language.
    pub official: Vec<Official>,
    /// Where the official text stands.
    pub cites: Option<String>,
}

/// Official words of a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Official {
    /// Where they were found: `en, authentic`, or `quoted in the agreement`.
    pub text: String,
    /// The words.
    pub words: String,
}

impl ClauseWords {
    /// The words of a clause, by its index.
    pub fn of(agreement: &Agreement, clause: usize, texts: &[OfficialText]) -> Self {
        let Some(clause) = agreement.clauses.get(clause) else { return Self::default() };
        let mut official = Vec::new();
        if !clause.quoted.is_empty() {
            official.push(Official {
                text: "quoted in the agreement".to_owned(),
                words: one_line(&clause.quoted.join(" ")),
            });
        }
        let instruments = agreement.instruments.iter();
        let kinds: Vec<_> = instruments.flat_map(|instrument| &instrument.texts).collect();
        for text in texts {
            let Some(words) = text.clauses.get(&clause.id) else { continue };
            let kind = kinds.iter().find(|(language, ..)| *language == text.language);
            official.push(Official {
                text: match kind {
                    Some((language, kind, _)) => format!("{language}, {kind}"),
                    None => text.language.clone(),
                },
                words: one_line(words),
            });
        }
        Self { restated: clause.restated.clone(), official, cites: clause.cites.clone() }
    }

    /// For a terminal: our words, then the official ones, in lines of at most 96 letters.
    pub fn lines(&self) -> Vec<String> {
        let ours = self.restated.iter().map(|words| format!("In plain words: {words}"));
        let theirs =
            self.official.iter().map(|o| format!("Official text ({}): {}", o.text, o.words));
        ours.chain(theirs).flat_map(|words| wrapped(&words, 96)).collect()
    }

    /// Puts the fields `restated`, `official` and `cites` into an object, those that there are.
    pub fn put_into(&self, out: &mut Map<String, Value>) {
        if let Some(restated) = &self.restated {
            out.insert("restated".to_owned(), json!(restated));
        }
        if !self.official.is_empty() {
            let official: Vec<Value> =
                self.official.iter().map(|o| json!({ "text": o.text, "words": o.words })).collect();
            out.insert("official".to_owned(), json!(official));
        }
        if let Some(cites) = &self.cites {
            out.insert("cites".to_owned(), json!(cites));
        }
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words in lines of at most so many letters. A word that is longer has a line of its own.
fn wrapped(words: &str, most: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match out.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => out.push(word.to_owned()),
        }
    }
    out
}
