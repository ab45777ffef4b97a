//! Reference numbers of entries, in one form whatever the year.
//!
//! Until 2014 the Al-Qaida list wrote `QE.A.137.14.`: kind, a letter of the name, running number, year.
//! Since then it is `QDe.137`. The running number stayed, so the two are the same entry. Stray blanks,
//! full stops and capitals (`TAI.171`) are the typists'. A reference that is neither form, such as one
//! of a national list, is kept as it is.

use std::fmt;

/// An entry's reference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference(String);

/// Whom an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A group, an undertaking, an organisation.
    Entity,
    /// One person.
    Individual,
}

impl Reference {
    /// Brings a reference as written into the present form.
    pub fn new(written: &str) -> Self {
        let text = written.trim_start().trim_end_matches(|c: char| c == '.' || c.is_whitespace());
        let parts: Vec<&str> = text.split('.').collect();
        let now = match parts.as_slice() {
            [head, _, number, _] => old(head).zip(running(number)),
            [head, number] => present(head).zip(running(number)),
            _ => None,
        };
        match now {
            Some((head, number)) => Self(format!("{head}.{number:03}")),
            None => Self(text.to_owned()),
        }
    }

    /// The list's two letters, the kind and the running number; none for other forms.
    pub fn parts(&self) -> Option<(&str, Kind, u32)> {
        let (head, number) = self.0.split_once('.')?;
        let list = head.get(..2)?;
        let kind = match head.get(2..)? {
            "e" => Kind::Entity,
            "i" => Kind::Individual,
            _ => return None,
        };
        Some((list, kind, running(number)?))
    }

    /// The reference as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn old(head: &str) -> Option<String> {
    match head {
        "QE" => Some("QDe".to_owned()),
        "QI" => Some("QDi".to_owned()),
        _ => None,
    }
}

fn present(head: &str) -> Option<String> {
    let (list, kind) = head.split_at_checked(2)?;
    let letters = list.chars().all(|letter| letter.is_ascii_alphabetic());
    (letters && matches!(kind, "e" | "i" | "E" | "I"))
        .then(|| format!("{list}{}", kind.to_ascii_lowercase()))
}

fn running(number: &str) -> Option<u32> {
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| number.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_one_entry_gives_one_reference() {
        let cases = [
            ("QE.A.137.14.", "QDe.137"),
            ("QE.N.137.14", "QDe.137"),
            ("QI.A.12.01.", "QDi.012"),
            ("QDe.137", "QDe.137"),
            (" QDe.137. ", "QDe.137"),
            ("TAI.171", "TAi.171"),
            ("GBi.8", "GBi.008"),
        ];
        for (written, expected) in cases {
            assert_eq!(Reference::new(written).as_str(), expected, "{written}");
        }
    }

    #[test]
    fn a_reference_of_another_list_stays_as_it_is() {
        for written in ["I.47.D.7", "ru-14", "2.é", "QDx.1", ""] {
            assert_eq!(Reference::new(written).as_str(), written);
            assert_eq!(Reference::new(written).parts(), None);
        }
    }

    #[test]
    fn a_reference_tells_its_list_kind_and_number() {
        assert_eq!(Reference::new("QE.A.137.14.").parts(), Some(("QD", Kind::Entity, 137)));
        assert_eq!(Reference::new("TAI.171").parts(), Some(("TA", Kind::Individual, 171)));
    }
}
