//! A second of UTC, written `2026-03-02T09:10:11Z` and in no other way.

use std::fmt;

/// A second of UTC, counted from 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// Reads `2026-03-02T09:10:11Z`, in the years 0 to 9999.
    pub fn read(text: &str) -> Option<Self> {
        let moment = Self(text.parse::<jiff::Timestamp>().ok()?.as_second());
        // What else the calendar's library reads (zones, fractions, leap seconds) it writes otherwise.
        (text.len() == 20 && moment.to_string() == text).then_some(moment)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_second(self.0) {
            Ok(at) => write!(f, "{at}"),
            Err(_) => write!(f, "second {}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn a_moment_has_one_way_to_be_written() {
        assert_eq!(Moment::read("2026-03-02T09:10:11Z"), Some(Moment(1_772_442_611)));
        for other in [
            "2026-03-02T09:10:11+00:00",
            "2026-03-02T09:10:11.0Z",
            "2026-03-02T09:10:11.5Z",
            "2026-03-02t09:10:11z",
            "2026-03-02 09:10:11Z",
            "2026-03-02T09:10Z",
            "2026-03-02T09:10:60Z",
            "2026-02-30T09:10:11Z",
            "-000001-03-02T09:10:11Z",
            "12026-03-02T09:10:11Z",
            "",
        ] {
            assert_eq!(Moment::read(other), None, "{other}");
        }
    }
}
