//! Days as lists write them.
//!
//! Three forms stand in the files: `2014-11-19T00:00:00` (also with parts of a second and a zone),
//! `2015-03-16`, and `2015-03-27-04:00`. The pages of the list for people write `29 Feb. 2016`. Forms in which the
//! month and the day could be confused (`03/04/2015`) are refused. The day is taken as written; a list of designations has no
//! hour, so no zone moves it.

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Reads a day, or says what is wrong with it.
pub(crate) fn day(written: &str) -> Result<Date, String> {
    let text = written.trim();
    iso(text).or_else(|| in_words(text)).ok_or_else(|| {
        let shown: String = text.chars().take(40).collect();
        format!("`{shown}` is not a day; days are written like 2016-02-29")
    })
}

fn iso(text: &str) -> Option<Date> {
    let (day, rest) = text.split_at_checked(10)?;
    let date: Date = day.parse().ok()?;
    let known = rest.is_empty() || rest.starts_with(['T', ' ']) || rest == "Z" || is_zone(rest);
    known.then_some(date)
}

/// `29 February 2016`, `29 Feb. 2016`, `29-Feb-2016`.
fn in_words(text: &str) -> Option<Date> {
    let parts: Vec<&str> =
        text.split(['-', ' ', '.', ',']).filter(|part| !part.is_empty()).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let is_month = |known: &&str| {
        month.len() >= 3 && known.get(..month.len()).is_some_and(|b| b.eq_ignore_ascii_case(month))
    };
    let month = 1 + MONTHS.iter().position(is_month)?;
    let year = year.parse().ok().filter(|_| year.len() == 4)?;
    Date::new(year, i8::try_from(month).ok()?, day.parse().ok()?).ok()
}

fn is_zone(rest: &str) -> bool {
    matches!(rest.as_bytes(), [b'+' | b'-', h, i, b':', m, n]
        if [h, i, m, n].iter().all(|digit| digit.is_ascii_digit()))
}

/// A day in words, for reasons: `29 February 2016`.
pub(crate) fn said(day: Date) -> String {
    let month = usize::try_from(day.month() - 1).ok().and_then(|index| MONTHS.get(index));
    format!("{} {} {}", day.day(), month.copied().unwrap_or_default(), day.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_form_of_a_day_in_the_files_is_read() {
        for written in [
            "2015-03-27",
            "2015-03-27T00:00:00",
            "2015-03-27T18:10:47.056-04:00",
            "2015-03-27T23:00:04.625Z",
            "2015-03-27-04:00",
            " 2015-03-27\n",
            "2015-03-27 00:00:00",
            "27 March 2015",
            "27 Mar. 2015",
            "27-MAR-2015",
        ] {
            assert_eq!(day(written), Ok(date(2015, 3, 27)), "{written}");
        }
    }

    #[test]
    fn what_is_not_a_day_is_said() {
        for written in [
            "",
            "2015",
            "27/03/2015",
            "2015-02-30",
            "2015-03-27x",
            "2015-03-2é",
            "27 Ma 2015",
            "27 Mar 15",
            "March 2015",
        ] {
            assert!(day(written).is_err(), "{written}");
        }
        assert_eq!(
            day("2015-02-30").unwrap_err(),
            "`2015-02-30` is not a day; days are written like 2016-02-29"
        );
    }

    #[test]
    fn a_day_is_said_in_words() {
        assert_eq!(said(date(2016, 2, 29)), "29 February 2016");
    }
}
