//! What the cells of a column look like.

use crate::dates::Dates;
use csv::StringRecord;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashSet};

/// Forms of days that publishers use, the surest first.
const FORMS: [&str; 15] = [
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d %B %Y",
    "%d-%B-%Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%B %d, %Y",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d/%m/%y",
    "%m/%d/%y",
];

/// Days as eight digits; numbers of other things look alike.
const DIGITS: &str = "%Y%m%d";

/// Pairs of forms that many days fit alike.
const ALIKE: [(&str, &str); 3] =
    [("%d/%m/%Y", "%m/%d/%Y"), ("%d-%m-%Y", "%m-%d-%Y"), ("%d/%m/%y", "%m/%d/%y")];

/// A column, with its cells in the rows that were looked at; blank ones are empty.
pub(crate) struct Column<'s> {
    pub(crate) heading: &'s str,
    /// Whether an earlier column has the same heading.
    pub(crate) again: bool,
    pub(crate) cells: Vec<&'s str>,
    pub(crate) filled: usize,
    pub(crate) days: Option<Days>,
}

/// In which form a column holds days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Days {
    /// The form; several where cells have several. None where two would do and nothing decides.
    pub(crate) forms: Vec<&'static str>,
    /// The filled cells that fit.
    pub(crate) fit: usize,
    /// What is not decided, for the reader.
    pub(crate) open: Option<String>,
}

impl<'s> Column<'s> {
    /// The columns of a table.
    pub(crate) fn all(headings: &'s [String], rows: &'s [StringRecord]) -> Vec<Self> {
        let mut seen = HashSet::new();
        let of = |(at, heading): (usize, &'s String)| {
            let cells: Vec<&str> =
                rows.iter().map(|row| row.get(at).unwrap_or_default().trim()).collect();
            let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
            let again = !seen.insert(heading.to_lowercase());
            let days = days(&cells);
            Self { heading, again, cells, filled, days }
        };
        headings.iter().enumerate().map(of).collect()
    }

    /// The filled cells.
    pub(crate) fn filled(&self) -> impl Iterator<Item = &'s str> {
        self.cells.iter().copied().filter(|cell| !cell.is_empty())
    }

    /// The heading in small letters, with `_` for all that is neither letter nor digit.
    pub(crate) fn name(&self) -> String {
        let mut name = String::new();
        let mut before = ' ';
        for c in self.heading.chars() {
            if c.is_uppercase() && before.is_lowercase() {
                name.push('_');
            }
            before = c;
            if c.is_alphanumeric() {
                name.extend(c.to_lowercase());
            } else {
                name.push('_');
            }
        }
        name
    }

    /// Whether one of these words is in the heading, as a whole part of it (`where_prec`) or, from
    /// five letters on, within a part (`latitude`).
    pub(crate) fn says(&self, words: &[&str]) -> bool {
        let name = self.name();
        let mut parts =
            name.split('_').map(|part| part.trim_end_matches(|c: char| c.is_ascii_digit()));
        parts.any(|part| {
            words.iter().any(|word| part == *word || (word.len() >= 5 && part.contains(word)))
        })
    }

    /// The values that occur, the most frequent first.
    pub(crate) fn values(&self) -> Vec<(&'s str, usize)> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for cell in self.filled() {
            *counts.entry(cell).or_default() += 1;
        }
        let mut values: Vec<_> = counts.into_iter().collect();
        values.sort_by_key(|(_, rows)| std::cmp::Reverse(*rows));
        values
    }

    /// The values and in how many rows each stands, on one line.
    pub(crate) fn counts(&self) -> String {
        let values = self.values();
        let told: Vec<String> = values
            .iter()
            .take(12)
            .map(|(value, rows)| format!("{} in {}", super::quoted(value), super::rows(*rows)))
            .collect();
        told.join(", ")
    }

    /// Whether nearly all filled cells are so.
    pub(crate) fn mostly(&self, is: impl Fn(&str) -> bool) -> bool {
        let so = self.filled().filter(|cell| is(cell)).count();
        self.filled > 0 && so * 20 >= self.filled * 19
    }

    /// Whether it holds texts, and not numbers or days.
    pub(crate) fn is_text(&self) -> bool {
        self.filled > 0
            && self.days.is_none()
            && !self.mostly(|cell| number(cell).is_some() || comma(cell))
    }

    /// Words of a filled cell, on average.
    pub(crate) fn words(&self) -> usize {
        let words: usize = self.filled().map(|cell| cell.split_whitespace().count()).sum();
        words / self.filled.max(1)
    }

    /// The least and the greatest number.
    pub(crate) fn extent(&self) -> Option<(f64, f64)> {
        self.filled().filter_map(either).fold(None, |extent, number| match extent {
            None => Some((number, number)),
            Some((least, most)) => Some((least.min(number), most.max(number))),
        })
    }

    /// The extent as a sentence.
    pub(crate) fn range(&self) -> String {
        match self.extent() {
            Some((least, most)) => {
                format!("in {}, from {least} to {most}", super::rows(self.filled))
            }
            None => "no number".to_owned(),
        }
    }
}

/// A plain number, as a profile reads it.
pub(crate) fn number(cell: &str) -> Option<f64> {
    let cell = cell.trim();
    let plain = cell.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    if plain { cell.parse().ok().filter(|number: &f64| number.is_finite()) } else { None }
}

/// A number with a comma before its decimals.
pub(crate) fn comma(cell: &str) -> bool {
    cell.matches(',').count() == 1 && number(&cell.replace(',', ".")).is_some()
}

/// A number, with a point or a comma before its decimals.
pub(crate) fn either(cell: &str) -> Option<f64> {
    if comma(cell) { number(&cell.replace(',', ".")) } else { number(cell) }
}

/// The day that a cell means by a form.
pub(crate) fn read(cell: &str, form: &str) -> Option<Date> {
    Reader::new(form).read(cell)
}

/// One form, ready to read many cells.
struct Reader(Dates);

impl Reader {
    fn new(form: &str) -> Self {
        Self(Dates::new(&[form.to_owned()]))
    }

    fn read(&self, cell: &str) -> Option<Date> {
        if cell.len() > 60 || !cell.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Some(self.0.read(cell).ok()?.days().0)
    }

    fn fits(&self, cell: &str) -> bool {
        self.read(cell).is_some()
    }
}

/// The forms in which cells hold days: those that fit cells that no earlier form fits, if together
/// they fit nine of ten.
fn days(cells: &[&str]) -> Option<Days> {
    let filled: Vec<&str> = cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
    let eight = |cell: &&str| cell.len() == 8 && cell.bytes().all(|byte| byte.is_ascii_digit());
    if !filled.is_empty() && filled.iter().all(eight) {
        let fit = filled.iter().filter(|cell| read(cell, DIGITS).is_some()).count();
        return (fit * 10 >= filled.len() * 9).then(|| Days {
            forms: vec![DIGITS],
            fit,
            open: None,
        });
    }
    let mut left = filled.clone();
    let mut forms = Vec::new();
    let mut open = None;
    for form in FORMS {
        let reader = Reader::new(form);
        let (fits, rest): (Vec<&str>, Vec<&str>) =
            left.iter().copied().partition(|cell| reader.fits(cell));
        if fits.is_empty() {
            continue;
        }
        // The second of a pair comes up only where the first fits nothing, so it is decided.
        let Some((_, other)) = ALIKE.iter().find(|(one, _)| form == *one) else {
            forms.push(form);
            left = rest;
            continue;
        };
        let twin = Reader::new(other);
        let only_this = fits.iter().filter(|cell| !twin.fits(cell)).count();
        let only_other = rest.iter().filter(|cell| twin.fits(cell)).count();
        match (only_this, only_other) {
            (0, 0) => open = Some(undecided(form, other, fits.len())),
            (_, 0) => forms.push(form),
            (0, _) => forms.push(other),
            _ => open = Some(mixed(form, only_this, other, only_other)),
        }
        left = if only_other == 0 {
            rest
        } else {
            rest.into_iter().filter(|cell| !twin.fits(cell)).collect()
        };
    }
    let fit = filled.len() - left.len();
    let found = !forms.is_empty() || open.is_some();
    (found && fit * 10 >= filled.len() * 9).then_some(Days { forms, fit, open })
}

fn undecided(one: &str, other: &str, rows: usize) -> String {
    format!(
        "Either \"{one}\" or \"{other}\": all {rows} cells fit both, since no day is above 12. Ask the \
         publisher and fill in the one"
    )
}

fn mixed(one: &str, one_rows: usize, other: &str, other_rows: usize) -> String {
    format!(
        "Both \"{one}\" and \"{other}\" are in use (cells that fit only the first: {one_rows}, only the \
         second: {other_rows}), and the rest cannot be told apart. Part the table, or fill in which"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(cells: &[&str]) -> Option<(Vec<&'static str>, bool)> {
        days(cells).map(|days| (days.forms, days.open.is_some()))
    }

    #[test]
    fn days_and_months_are_told_apart_by_evidence_only() {
        assert_eq!(forms(&["01/02/2016", "13/02/2016"]), Some((vec!["%d/%m/%Y"], false)));
        assert_eq!(forms(&["01/02/2016", "02/13/2016"]), Some((vec!["%m/%d/%Y"], false)));
        assert_eq!(forms(&["01/02/2016", "03/04/2016"]), Some((vec![], true)));
        assert_eq!(forms(&["13/02/2016", "02/13/2016"]), Some((vec![], true)));
        assert_eq!(
            forms(&["2016-03-02", "2 March 2016", ""]),
            Some((vec!["%Y-%m-%d", "%d %B %Y"], false))
        );
        assert_eq!(forms(&["20160302", "20160303"]), Some((vec!["%Y%m%d"], false)));
        assert_eq!(forms(&["12345678", "87654321"]), None);
        assert_eq!(forms(&["1445814000000", "16,49"]), None);
        assert_eq!(forms(&["", ""]), None);
    }

    #[test]
    fn words_of_headings_are_found_in_the_ways_people_write_them() {
        let column =
            |heading| Column { heading, again: false, cells: vec![], filled: 0, days: None };
        assert!(column("Date.of.death").says(&["date"]));
        assert!(column("eventDate").says(&["date"]));
        assert!(column("LATITUDE").says(&["latitude"]));
        assert!(column("actor1").says(&["actor"]));
        assert!(!column("update").says(&["date"]));
    }
}
