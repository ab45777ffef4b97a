//! Three-valued truth for many acts at once.
//!
//! A fact about an act is known true, known false, or not known: one bit per act in two words, for
//! 64 acts at a time. Both bits set would be a contradiction and cannot be built.
//!
//! The tables are Kleene's. They are sound: what they decide stays decided whatever the missing
//! facts turn out to be. They are not complete: `p or not p` stays open here, and the diagrams in
//! [`crate::Diagram`] close it.

/// What is known about one fact, for 64 acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Known {
    yes: u64,
    no: u64,
}

impl Known {
    /// Nothing is known about any of the acts.
    pub const OPEN: Self = Self { yes: 0, no: 0 };
    /// Known true of all.
    pub const YES: Self = Self { yes: u64::MAX, no: 0 };
    /// Known false of all.
    pub const NO: Self = Self { yes: 0, no: u64::MAX };

    /// Builds from what was reported true and what was reported false. An act reported both ways
    /// is left open: the reports disagree, so we do not know.
    #[must_use]
    pub fn from_reports(yes: u64, no: u64) -> Self {
        let disputed = yes & no;
        Self { yes: yes & !disputed, no: no & !disputed }
    }

    /// True where both are true, false where either is false.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { yes: self.yes & other.yes, no: self.no | other.no }
    }

    /// True where either is true, false where both are false.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { yes: self.yes | other.yes, no: self.no & other.no }
    }

    /// Swaps true and false. What is open stays open: no report is not a "no".
    #[must_use]
    pub fn negated(self) -> Self {
        Self { yes: self.no, no: self.yes }
    }

    /// The acts of which it is known true.
    pub fn yes(self) -> u64 {
        self.yes
    }

    /// The acts of which it is known false.
    pub fn no(self) -> u64 {
        self.no
    }

    /// The acts that still need the exact pass.
    pub fn open(self) -> u64 {
        !(self.yes | self.no)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YES: Known = Known { yes: 1, no: 0 };
    const NO: Known = Known { yes: 0, no: 1 };
    const ALL: [Known; 3] = [YES, NO, Known::OPEN];

    #[test]
    fn an_unknown_exception_leaves_the_rule_open() {
        assert_eq!(YES.and(Known::OPEN.negated()), Known::OPEN);
    }

    #[test]
    fn reports_that_disagree_are_not_an_answer() {
        assert_eq!(Known::from_reports(0b11, 0b01), Known { yes: 0b10, no: 0 });
    }

    #[test]
    fn de_morgan_holds_for_every_pair() {
        for a in ALL {
            for b in ALL {
                assert_eq!(a.and(b).negated(), a.negated().or(b.negated()));
            }
        }
    }

    #[test]
    fn learning_a_fact_never_reverses_a_verdict() {
        for a in ALL {
            let before = a.and(Known::OPEN);
            for learned in [YES, NO] {
                let after = a.and(learned);
                assert_eq!(before.yes & !after.yes, 0, "a `yes` was lost");
                assert_eq!(before.no & !after.no, 0, "a `no` was lost");
            }
        }
    }
}
