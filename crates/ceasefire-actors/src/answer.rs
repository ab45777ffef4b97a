//! The three answers, each with its evidence in words.

use jiff::civil::Date;
use serde_json::{Value, json};
use std::fmt;

/// Who is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// This actor.
    Actor(Candidate),
    /// Somebody, but none of the actors that we know.
    NoneOfOurs(Evidence),
    /// It cannot be told. Nobody is ruled out where there are no candidates.
    Unsure {
        /// Who it may be, the likeliest first.
        candidates: Vec<Candidate>,
        /// Why it cannot be told.
        evidence: Evidence,
    },
}

/// An actor that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The actor's id in the registry.
    pub id: String,
    /// The name that it was found by.
    pub name: String,
    /// How well that name fits, in thousandths. Not a probability.
    pub score: u16,
    /// Why it fits.
    pub evidence: Evidence,
}

/// Why an answer is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// It is the actor's name.
    Exact,
    /// It is another name of the actor, in use from and until these days.
    Alias(Option<Date>, Option<Date>),
    /// It is a name of the actor, but not on the day of the report.
    NotThen(Option<Date>, Option<Date>),
    /// The same letters, parted or spelt otherwise.
    Spelling,
    /// The same words in another script, language or order.
    Script,
    /// The words share their consonants, or nearly all letters.
    Skeleton,
    /// Words that tell names apart are the same.
    Words,
    /// The way in which data sets and the press speak of a state's forces.
    State,
    /// The reporter does not name the actor.
    Unnamed,
    /// The words describe a kind of people and name nobody.
    Described,
    /// The words name a state or its people, and not who acted for it.
    Land,
    /// Several actors fit.
    Several,
    /// The report itself leaves open which of several it was.
    Either,
    /// The name is known, but of an actor that is not known in this country.
    OtherCountry,
    /// The name is known, but what stands beside it in brackets, or the long form, is no name of the actor.
    Beside,
    /// No known name is near.
    NothingNear,
    /// There is no word in it.
    NoWords,
    /// It is too long to be a name.
    TooLong,
}

impl Answer {
    /// The id of the actor, where the answer is one.
    pub fn actor(&self) -> Option<&str> {
        match self {
            Self::Actor(candidate) => Some(&candidate.id),
            Self::NoneOfOurs(_) | Self::Unsure { .. } => None,
        }
    }

    /// As JSON, for a name as reported: `docs/schema/answer.schema.json`.
    pub fn json(&self, name: &str) -> Value {
        match self {
            Self::Actor(one) => json!({ "name": name, "answer": "actor", "found": one.json() }),
            Self::NoneOfOurs(evidence) => {
                json!({ "name": name, "answer": "none of ours", "evidence": evidence.to_string() })
            }
            Self::Unsure { candidates, evidence } => json!({
                "name": name,
                "answer": "unsure",
                "evidence": evidence.to_string(),
                "candidates": candidates.iter().map(Candidate::json).collect::<Vec<_>>(),
            }),
        }
    }

    /// In one line: the id, `none of ours`, or `unsure` with the ids of the candidates.
    pub fn line(&self) -> String {
        match self {
            Self::Actor(one) => one.id.clone(),
            Self::NoneOfOurs(_) => "none of ours".to_owned(),
            Self::Unsure { candidates, evidence } if candidates.is_empty() => {
                format!("unsure: {evidence}")
            }
            Self::Unsure { candidates, .. } => {
                let ids: Vec<&str> = candidates.iter().map(|one| one.id.as_str()).collect();
                format!("unsure: {}", ids.join(" or "))
            }
        }
    }
}

impl Candidate {
    fn json(&self) -> Value {
        json!({ "actor": self.id, "by": self.name, "score": self.score, "evidence": self.evidence.to_string() })
    }
}

impl Evidence {
    pub(crate) fn is_not_then(&self) -> bool {
        matches!(self, Self::NotThen(..))
    }

    /// Whether it rests on a name whose days are known.
    pub(crate) fn is_dated(&self) -> bool {
        matches!(self, Self::Alias(from, until) if from.is_some() || until.is_some())
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Actor(candidate) => write!(f, "{candidate}"),
            Self::NoneOfOurs(evidence) => write!(f, "none of ours: {evidence}"),
            Self::Unsure { candidates, evidence } => {
                write!(f, "unsure: {evidence}")?;
                for candidate in candidates {
                    write!(f, "\n  may be {candidate}")?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (“{}”, {} of 1000): {}", self.id, self.name, self.score, self.evidence)
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Exact => "this is its name",
            Self::Alias(from, until) => {
                return dated(f, "this is another name of it", *from, *until);
            }
            Self::NotThen(from, until) => {
                return dated(f, "this is a name of it, but not on that day", *from, *until);
            }
            Self::Spelling => "the same name, spelt or parted otherwise",
            Self::Script => "the same words in another script, language or order",
            Self::Skeleton => "nearly the same words: they share their consonants",
            Self::Words => "it shares words that tell names apart",
            Self::State => "this is how reporters speak of a state's government or forces",
            Self::Unnamed => "the reporter does not name the actor",
            Self::Described => "the words describe a kind of people and name nobody",
            Self::Land => "the words name a country, and not who of it acted",
            Self::Several => "more than one actor fits",
            Self::Either => "the report leaves open which of those it names",
            Self::OtherCountry => "the name is known, but not of an actor in that country",
            Self::Beside => "the name is known, but what stands beside it is no name of that actor",
            Self::NothingNear => "no known name is near",
            Self::NoWords => "there is no word in it",
            Self::TooLong => "this is too long to be a name",
        })
    }
}

fn dated(
    f: &mut fmt::Formatter<'_>,
    what: &str,
    from: Option<Date>,
    until: Option<Date>,
) -> fmt::Result {
    f.write_str(what)?;
    if let Some(from) = from {
        write!(f, ", in use from {from}")?;
    }
    if let Some(until) = until {
        write!(f, ", until {until}")?;
    }
    Ok(())
}
