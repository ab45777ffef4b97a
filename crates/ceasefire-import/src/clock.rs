//! Clock times beside the days: from when to when.
//!
//! Without a clock time a day is the whole day. With one it is that minute, or the minutes from the
//! first to the last. A last time before the first is not taken for the next day: the row must say
//! on which day it ended.

use crate::dates::{At, Moment};
use jiff::civil::Time;

/// The time with the clock times in it that a row tells; nothing if it would end before it begins.
pub(crate) fn clocked(at: At, from: Option<Time>, until: Option<Time>) -> Option<At> {
    let Some(until) = until else {
        return Some(from.map_or(at, |from| at.at(from)));
    };
    let begins = from.or(at.first.clock).unwrap_or(Time::midnight());
    let first = Moment { clock: Some(begins), ..at.first };
    let last = Moment { clock: Some(until), ..at.last };
    let ordered = first.day < last.day || begins <= until;
    ordered.then_some(At { first, last })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::Date;

    #[test]
    fn an_act_ends_after_it_began() {
        let moment = |day| Moment { day: Date::constant(2016, 3, day), clock: None };
        let told = |last, from: Option<i8>, until: Option<i8>| {
            let hour = |hour| Time::constant(hour, 10, 0, 0);
            let at = At { first: moment(2), last: moment(last) };
            clocked(at, from.map(hour), until.map(hour)).map(|at| at.to_string())
        };
        let says = |text: &str| Some(text.to_owned());
        assert_eq!(told(2, None, None), says("2016-03-02"));
        assert_eq!(told(2, Some(9), None), says("2016-03-02 09:10"));
        assert_eq!(told(2, Some(9), Some(9)), says("2016-03-02 09:10"));
        assert_eq!(told(2, Some(9), Some(11)), says("2016-03-02 09:10 .. 2016-03-02 11:10"));
        assert_eq!(told(2, None, Some(11)), says("2016-03-02 00:00 .. 2016-03-02 11:10"));
        assert_eq!(told(3, Some(23), Some(1)), says("2016-03-02 23:10 .. 2016-03-03 01:10"));
        assert_eq!(told(2, Some(23), Some(1)), None);
    }
}
