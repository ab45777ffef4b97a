//! The fact that a drawn line or area decides, written as in a scenario: `distance(it, contact-line)`,
//! `in-area(it)`, `controls(group-a, place)`.
//!
//! `it` is the act. `place` is the place's own name, put in when a place is asked about: a fact about a place
//! stands for everything that happened there.

use crate::aside::Wrong;
use accord_judge::Key;
use accord_syntax::ast::{GivenSays, Names};
use accord_syntax::parse_given;
use std::fmt;

const HELP: &str = "write it as in a scenario: `distance(it, contact-line)`, `in-area(it)` or `controls(group-a, place)`";

/// A fact with `it` or `place` among its arguments.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Says {
    /// The fact's name.
    pub fact: String,
    /// Its arguments.
    pub arguments: Vec<String>,
}

impl Says {
    /// Reads it as it is written.
    pub(crate) fn read(text: &str) -> Result<Self, Wrong> {
        let wrong = || Wrong::new(format!("`{text}` is not a fact"), HELP);
        let given = parse_given(text.trim()).map_err(|_| wrong())?;
        let plain = given.truth == Some(true) && given.from.is_none() && given.until.is_none();
        let GivenSays::Fact(name, terms) = &given.says else { return Err(wrong()) };
        if !plain || given.recorded.is_some() {
            let help = "leave out `not`, `unknown` and days: a map says where it is so; `from` and `until` say when";
            return Err(Wrong::new(format!("`{text}` says more than which fact it is"), help));
        }
        let argument = |names: &Names| match names {
            Names::Name(name) => Ok(name.clone()),
            Names::It => Ok("it".to_owned()),
            _ => Err(wrong()),
        };
        let arguments = terms.iter().map(|term| argument(&term.names)).collect::<Result<_, _>>()?;
        let says = Self { fact: name.text.clone(), arguments };
        match (says.is_about("it"), says.is_about("place")) {
            (true, false) | (false, true) => Ok(says),
            _ => Err(Wrong::new(
                format!("`{text}` is not about an act (`it`) or about a `place`"),
                HELP,
            )),
        }
    }

    /// Whether it speaks of the act, and not of the place.
    pub fn is_about_act(&self) -> bool {
        self.is_about("it")
    }

    /// The key under which the judge looks it up, with the place's name put in.
    pub(crate) fn key(&self, place: &str) -> Key {
        let put = |argument: &String| match argument.as_str() {
            "place" => place.to_owned(),
            _ => argument.clone(),
        };
        Key::Fact(self.fact.clone(), self.arguments.iter().map(put).collect())
    }

    fn is_about(&self, what: &str) -> bool {
        self.arguments.iter().any(|argument| argument == what)
    }
}

impl fmt::Display for Says {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.fact, self.arguments.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_about_an_act_or_a_place_is_read_and_written_the_same() {
        for text in ["distance(it, contact-line)", "in-area(it)", "controls(group-a, place)"] {
            assert_eq!(Says::read(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_fact_about_an_act_or_a_place_is_refused() {
        for text in [
            "",
            "in-area",
            "not in-area(it)",
            "in-area(it) from 2016-01-01",
            "distance(it, line) = 4 km",
            "supports(group-a, group-b)",
            "near(it, place)",
            "list un.sc-terrorist group-a",
            "in-area(it) in-area(it)",
        ] {
            assert!(Says::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_name_of_the_place_is_put_in() {
        let says = Says::read("controls(group-a, place)").unwrap();
        let expected = vec!["group-a".to_owned(), "town-t".to_owned()];
        assert_eq!(says.key("town-t"), Key::Fact("controls".into(), expected));
    }
}
