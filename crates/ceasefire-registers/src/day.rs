//! Days as lists write them.
//!
//! Three forms stand in the files: `2014-11-19T00:00:00` (also with parts of a second and a zone),
//! `2015-03-16`, and `2015-03-27-04:00`. The day is taken as written; a list of designations has no
//! hour, so no zone moves it.

use jiff::civil::Date;

/// Reads a day, or says what is wrong with it.
pub(crate) fn day(written: &str) -> Result<Date, String> {
    let text = written.trim();
    let wrong = || format!("`{text}` is not a day; days are written like 2016-02-29");
    let (day, rest) = text.split_at_checked(10).ok_or_else(wrong)?;
    let date: Date = day.parse().map_err(|_| wrong())?;
    let known = rest.is_empty() || rest.starts_with('T') || rest == "Z" || is_zone(rest);
    if known { Ok(date) } else { Err(wrong()) }
}

fn is_zone(rest: &str) -> bool {
    matches!(rest.as_bytes(), [b'+' | b'-', h, i, b':', m, n]
        if [h, i, m, n].iter().all(|digit| digit.is_ascii_digit()))
}

/// A day in words, for reasons: `29 February 2016`.
pub(crate) fn said(day: Date) -> String {
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
        ] {
            assert_eq!(day(written), Ok(date(2015, 3, 27)), "{written}");
        }
    }

    #[test]
    fn what_is_not_a_day_is_said() {
        for written in ["", "2015", "27/03/2015", "2015-02-30", "2015-03-27x", "2015-03-2é"] {
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
