//! What a map answers, with why.

use crate::says::Says;
use std::fmt;

/// What is so about a place, by a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// So far from the line, in whole metres, rounded outward.
    Distance {
        /// At least.
        least_m: u64,
        /// At most.
        most_m: u64,
    },
    /// All of it lies inside.
    Inside,
    /// All of it lies outside.
    Outside,
    /// It cannot be told.
    Unknown,
}

/// A fact about a place, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The fact.
    pub says: Says,
    /// What is so.
    pub answer: Answer,
    /// Each drawing that was looked at, in a sentence.
    pub because: Vec<String>,
}

impl Answer {
    /// What is known if it is the one or the other.
    pub(crate) fn or(self, other: Self) -> Self {
        match (self, other) {
            (
                Self::Distance { least_m: a, most_m: b },
                Self::Distance { least_m: c, most_m: d },
            ) => Self::Distance { least_m: a.min(c), most_m: b.max(d) },
            (one, other) if one == other => one,
            _ => Self::Unknown,
        }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let says = &self.says;
        match self.answer {
            Answer::Distance { least_m, most_m } => {
                write!(f, "{says} = {} .. {} km", km(least_m), km(most_m))
            }
            Answer::Inside => write!(f, "{says}"),
            Answer::Outside => write!(f, "not {says}"),
            Answer::Unknown => write!(f, "unknown {says}"),
        }
    }
}

/// Metres as kilometres, exactly: 4,812 is `4.812`.
pub(crate) fn km(metres: u64) -> String {
    let text = format!("{}.{:03}", metres / 1000, metres % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_answers_what_both_leave_possible_is_kept() {
        let far = |least_m, most_m| Answer::Distance { least_m, most_m };
        assert_eq!(far(1, 4).or(far(3, 9)), far(1, 9));
        assert_eq!(Answer::Inside.or(Answer::Inside), Answer::Inside);
        assert_eq!(Answer::Inside.or(Answer::Outside), Answer::Unknown);
        assert_eq!(Answer::Unknown.or(Answer::Inside), Answer::Unknown);
        assert_eq!(far(1, 4).or(Answer::Unknown), Answer::Unknown);
    }

    #[test]
    fn kilometres_are_written_to_the_metre() {
        for (metres, expected) in
            [(0, "0"), (7, "0.007"), (4_812, "4.812"), (25_000, "25"), (100_100, "100.1")]
        {
            assert_eq!(km(metres), expected);
        }
    }
}
