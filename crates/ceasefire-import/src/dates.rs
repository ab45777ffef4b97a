//! Times as publishers write them, and how exact they are.
//!
//! A day alone is the whole day; a code that says "within the week" or "in the month" widens it. A
//! day that no calendar has, or one before 1800 or after 2100, is a mistake of the pen. So is one
//! that two forms of the profile read as two days.
//!
//! Midnight alone is how tables fill a column, and no time of day. A time of another zone than the
//! agreement's is left out, and the day widened by one on both sides.

use crate::forms::{Form, Rest};
use crate::profile::Exactness;
use jiff::civil::{Date, Time};
use jiff::{Span, ToSpan as _};
use std::fmt;

/// When an act was, as its row tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// The first moment that is meant.
    pub first: Moment,
    /// The last one.
    pub last: Moment,
}

/// A day, or a minute of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub day: Date,
    /// The time by the clock; without one the whole day is meant.
    pub clock: Option<Time>,
}

impl At {
    /// The first and the last day on which it may have been.
    pub fn days(&self) -> (Date, Date) {
        (self.first.day, self.last.day)
    }

    fn of(first: Moment, last: Moment) -> Self {
        Self { first, last }
    }

    fn whole(first: Date, last: Date) -> Self {
        Self::of(Moment { day: first, clock: None }, Moment { day: last, clock: None })
    }

    /// Once how exact it is said to be is reckoned in.
    pub(crate) fn widened(self, exact: Exactness) -> Self {
        let (first, last) = self.days();
        match exact {
            Exactness::Given => self,
            // The day that is given may be any of the week's.
            Exactness::Week => around(first, last, 6.days()),
            Exactness::Month => Self::whole(first.first_of_month(), last.last_of_month()),
            Exactness::Year => Self::whole(first.first_of_year(), last.last_of_year()),
        }
    }

    /// The same day, at a time by the clock.
    pub(crate) fn at(self, clock: Time) -> Self {
        let moment = Moment { clock: Some(clock), ..self.first };
        if self.first == self.last { Self::of(moment, moment) } else { self }
    }

    /// From the beginning of this to the end of the other; none if that lies before.
    pub(crate) fn until(self, other: Self) -> Option<Self> {
        let (from, to) = (self.first, other.last);
        let ordered = from.day < to.day
            || (from.day == to.day && (from.clock.is_none() || from.clock <= to.clock));
        ordered.then_some(Self::of(from, to))
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl At {
    /// As acts write it. Digit by digit, since every act has one.
    pub(crate) fn text(&self) -> String {
        let mut text = String::with_capacity(36);
        self.first.write(&mut text);
        if self.first != self.last {
            text.push_str(" .. ");
            self.last.write(&mut text);
        }
        text
    }
}

impl Moment {
    fn write(self, text: &mut String) {
        write_day(self.day, text);
        if let Some(clock) = self.clock {
            text.push(' ');
            two_digits(clock.hour(), text);
            text.push(':');
            two_digits(clock.minute(), text);
        }
    }
}

/// A day between the years 0 and 9999, as acts write it.
pub(crate) fn write_day(day: Date, text: &mut String) {
    let hundreds = |number: i16| i8::try_from(number).unwrap_or_default();
    two_digits(hundreds(day.year() / 100), text);
    two_digits(hundreds(day.year() % 100), text);
    text.push('-');
    two_digits(day.month(), text);
    text.push('-');
    two_digits(day.day(), text);
}

fn two_digits(number: i8, text: &mut String) {
    let digit = |number: i8| char::from(b'0' + number.unsigned_abs() % 10);
    text.push(digit(number / 10));
    text.push(digit(number % 10));
}

fn around(first: Date, last: Date, by: Span) -> At {
    let from = first.checked_sub(by).unwrap_or(first);
    At::whole(from, last.checked_add(by).unwrap_or(last))
}

/// The forms in which a publisher writes days.
#[derive(Debug, Clone)]
pub(crate) struct Dates(Vec<Form>);

impl Dates {
    pub(crate) fn new(forms: &[String]) -> Self {
        Self(forms.iter().map(|form| Form::new(form)).collect())
    }

    /// Takes forms away that read some of these cells otherwise than another form that reads more
    /// of them: `14/03/2016` tells that `03/04/2016` is a day in April.
    pub(crate) fn settle<'c>(&mut self, cells: impl Iterator<Item = &'c str> + Clone) {
        let reads = |form: &Form, cell: &str| form.read(cell).map(|(day, _)| day);
        let refuted = |form: &Form, by: &Form| {
            let (mut rivals, mut more, mut less) = (false, false, false);
            for cell in cells.clone() {
                match (reads(form, cell), reads(by, cell)) {
                    (Some(one), Some(other)) => rivals |= one != other,
                    (None, Some(_)) => more = true,
                    (Some(_), None) => less = true,
                    (None, None) => {}
                }
            }
            rivals && more && !less
        };
        let stands = |form: &&Form| !self.0.iter().any(|by| refuted(form, by));
        self.0 = self.0.iter().filter(stands).cloned().collect();
    }

    /// The day or days that a cell means.
    pub(crate) fn read(&self, cell: &str) -> Result<At, String> {
        match self.one(cell)? {
            Some(at) => Ok(at),
            None => self
                .range(cell)?
                .ok_or_else(|| format!("`{cell}` is not a date as this publisher writes them")),
        }
    }

    fn one(&self, cell: &str) -> Result<Option<At>, String> {
        let mut found: Option<At> = None;
        for (day, rest) in self.0.iter().filter_map(|form| form.read(cell)) {
            if !(1800..=2100).contains(&day.year()) {
                return Err(format!("`{cell}` is not a date between 1800 and 2100"));
            }
            let at = match rest {
                Rest::None => At::whole(day, day),
                Rest::Clock(clock) => At::whole(day, day).at(clock),
                Rest::Elsewhere => around(day, day, 1.days()),
            };
            if found.is_some_and(|found| found.days() != at.days()) {
                return Err(format!("`{cell}` may be either of two days"));
            }
            found = found.or(Some(at));
        }
        Ok(found)
    }

    /// Two days in one cell: `2016-03-01 - 2016-03-04`, `28 February – 2 March 2016`, `1–4 March 2016`.
    fn range(&self, cell: &str) -> Result<Option<At>, String> {
        for mark in [" .. ", " to ", " - ", " – ", " — ", "–", "—", "-"] {
            let Some((first, last)) = cell.split_once(mark) else { continue };
            let (first, last) = (first.trim(), last.trim());
            let Some(until) = self.one(last)? else { continue };
            // What the first day leaves out, it shares with the last.
            let shared = last
                .match_indices(' ')
                .map(|(at, _)| format!("{first}{}", last.get(at..).unwrap_or_default()));
            let mut tries = vec![first.to_owned()];
            tries.extend(shared);
            for text in tries {
                if let Some(from) = self.one(&text)? {
                    return match from.until(until) {
                        Some(at) => Ok(Some(at)),
                        None => Err(format!("`{cell}` ends before it begins")),
                    };
                }
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str, forms: &[&str]) -> Result<String, String> {
        let forms: Vec<String> = forms.iter().map(|form| (*form).to_owned()).collect();
        Dates::new(&forms).read(cell).map(|at| at.to_string())
    }

    #[test]
    fn publishers_write_the_same_day_in_many_ways() {
        for (cell, form) in [
            ("2016-03-02", "%Y-%m-%d"),
            ("2016-03-02 00:00:00.000", "%Y-%m-%d"),
            ("2016-03-02T00:00:00Z", "%Y-%m-%d"),
            ("02/03/2016", "%d/%m/%Y"),
            ("2/3/2016", "%d/%m/%Y"),
            ("2 March 2016", "%d %B %Y"),
            ("02-Mar-2016", "%d-%b-%Y"),
            ("Wed, 2 Mar 2016", "%a, %d %b %Y"),
            ("20160302", "%Y%m%d"),
        ] {
            assert_eq!(read(cell, &[form]), Ok("2016-03-02".to_owned()), "{cell}");
        }
    }

    #[test]
    fn absurd_days_are_refused() {
        for cell in
            ["0016-03-02", "2016-02-30", "2016-13-01", "soon", "", "2106-01-01", "2016-03-02x"]
        {
            assert!(read(cell, &["%Y-%m-%d"]).is_err(), "{cell}");
        }
    }

    #[test]
    fn a_time_by_the_clock_is_a_minute_and_midnight_alone_is_none() {
        let form = "%Y-%m-%d";
        assert_eq!(read("2016-03-02 09:10", &[form]), Ok("2016-03-02 09:10".to_owned()));
        assert_eq!(read("2016-03-02T09:10:35.5", &[form]), Ok("2016-03-02 09:10".to_owned()));
        assert_eq!(read("02.03.2016 9:10 pm", &["%d.%m.%Y"]), Ok("2016-03-02 21:10".to_owned()));
        assert_eq!(
            read("2016-03-02T23:10:00Z", &[form]),
            Ok("2016-03-01 .. 2016-03-03".to_owned()),
            "in which zone the agreement is, nobody says here"
        );
        assert!(read("2016-03-02 25:10", &[form]).is_err());
    }

    #[test]
    fn two_days_in_one_cell_are_a_span() {
        let words = &["%d %B %Y", "%Y-%m-%d"];
        for (cell, told) in [
            ("2016-03-01 - 2016-03-04", "2016-03-01 .. 2016-03-04"),
            ("2016-03-01–2016-03-04", "2016-03-01 .. 2016-03-04"),
            ("1–4 March 2016", "2016-03-01 .. 2016-03-04"),
            ("28 February – 2 March 2016", "2016-02-28 .. 2016-03-02"),
            ("1 to 4 March 2016", "2016-03-01 .. 2016-03-04"),
        ] {
            assert_eq!(read(cell, words), Ok(told.to_owned()), "{cell}");
        }
        insta::assert_snapshot!(
            read("4–1 March 2016", words).unwrap_err(),
            @"`4–1 March 2016` ends before it begins"
        );
    }

    #[test]
    fn a_cell_that_two_forms_read_as_two_days_is_not_guessed_at() {
        let both = &["%d/%m/%Y", "%m/%d/%Y"];
        assert_eq!(read("14/03/2016", both), Ok("2016-03-14".to_owned()));
        assert_eq!(read("03/03/2016", both), Ok("2016-03-03".to_owned()));
        insta::assert_snapshot!(
            read("02/03/2016", both).unwrap_err(),
            @"`02/03/2016` may be either of two days"
        );
    }

    #[test]
    fn the_first_rows_of_a_table_tell_which_form_is_its_own() {
        let both = ["%d/%m/%Y".to_owned(), "%m/%d/%Y".to_owned()];
        let read = |cells: &[&str]| {
            let mut dates = Dates::new(&both);
            dates.settle(cells.iter().copied());
            dates.read("03/04/2016").map(|at| at.to_string()).ok()
        };
        assert_eq!(read(&["14/03/2016", "01/02/2016"]), Some("2016-04-03".to_owned()));
        assert_eq!(read(&["03/14/2016", "01/02/2016"]), Some("2016-03-04".to_owned()));
        assert_eq!(read(&["14/03/2016", "03/14/2016", "01/02/2016"]), None, "they contradict");
        assert_eq!(read(&["01/02/2016"]), None, "nothing tells");
    }

    #[test]
    fn a_code_for_the_month_is_the_whole_month() {
        let day = Date::constant(2016, 2, 14);
        let told = |exact| At::whole(day, day).widened(exact).to_string();
        assert_eq!(told(Exactness::Month), "2016-02-01 .. 2016-02-29");
        assert_eq!(told(Exactness::Week), "2016-02-08 .. 2016-02-20");
        assert_eq!(told(Exactness::Given), "2016-02-14");
    }
}
