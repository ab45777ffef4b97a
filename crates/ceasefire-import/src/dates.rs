//! Dates as publishers write them, and how exact they are.
//!
//! A day alone is the whole day; a code that says "within the week" or "in the month" widens it. A
//! day that no calendar has, or one before 1800 or after 2100, is a mistake of the pen.

use crate::profile::Exactness;
use jiff::civil::Date;
use jiff::{Span, ToSpan as _};

/// The day that a cell means, by the forms that the profile allows; a time of day that says only
/// midnight is no time of day.
pub(crate) fn day(cell: &str, forms: &[String]) -> Result<Date, String> {
    let cell = cell.trim();
    let bare = cell.split_once(['T', ' ']).filter(|(_, clock)| is_midnight(clock));
    let text = bare.map_or(cell, |(day, _)| day);
    let found = forms.iter().find_map(|form| Date::strptime(form, text).ok());
    let day =
        found.ok_or_else(|| format!("`{cell}` is not a date as this publisher writes them"))?;
    if !(1800..=2100).contains(&day.year()) {
        return Err(format!("`{cell}` is not a date between 1800 and 2100"));
    }
    Ok(day)
}

fn is_midnight(clock: &str) -> bool {
    clock.contains(':') && clock.chars().all(|c| matches!(c, '0' | ':' | '.' | 'Z' | '+'))
}

/// First and last day, once how exact they are is reckoned in.
pub(crate) fn widened(first: Date, last: Date, exact: Exactness) -> (Date, Date) {
    let by = |span: Span| {
        let from = first.checked_sub(span).unwrap_or(first);
        (from, last.checked_add(span).unwrap_or(last))
    };
    match exact {
        Exactness::Given => (first, last),
        // The day that is given may be any of the week's.
        Exactness::Week => by(6.days()),
        Exactness::Month => (first.first_of_month(), last.last_of_month()),
        Exactness::Year => (first.first_of_year(), last.last_of_year()),
    }
}

/// As acts write it: a day, or two with ` .. ` between.
pub(crate) fn written((first, last): (Date, Date)) -> String {
    if first == last { first.to_string() } else { format!("{first} .. {last}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str, form: &str) -> Result<String, String> {
        day(cell, &[form.to_owned()]).map(|day| day.to_string())
    }

    #[test]
    fn publishers_write_the_same_day_in_many_ways() {
        for (cell, form) in [
            ("2016-03-02", "%Y-%m-%d"),
            ("2016-03-02 00:00:00.000", "%Y-%m-%d"),
            ("02/03/2016", "%d/%m/%Y"),
            ("2 March 2016", "%d %B %Y"),
            ("20160302", "%Y%m%d"),
        ] {
            assert_eq!(read(cell, form), Ok("2016-03-02".to_owned()), "{cell}");
        }
    }

    #[test]
    fn absurd_days_are_refused() {
        for cell in ["0016-03-02", "2016-02-30", "2016-13-01", "soon", "", "2106-01-01"] {
            assert!(read(cell, "%Y-%m-%d").is_err(), "{cell}");
        }
    }

    #[test]
    fn a_code_for_the_month_is_the_whole_month() {
        let day = Date::constant(2016, 2, 14);
        assert_eq!(written(widened(day, day, Exactness::Month)), "2016-02-01 .. 2016-02-29");
        assert_eq!(written(widened(day, day, Exactness::Week)), "2016-02-08 .. 2016-02-20");
        assert_eq!(written(widened(day, day, Exactness::Given)), "2016-02-14");
    }
}
