//! One form in which days are written, such as `%d %B %Y`, and the time of day that may stand behind.
//!
//! Forms of numbers and names of months, which nearly all are, are read here, many millions of cells
//! to the second; all others are left to jiff.

use jiff::civil::{Date, Time};
use jiff::fmt::strtime::BrokenDownTime;

/// A form, in the directives of `strptime`.
#[derive(Debug, Clone)]
pub(crate) enum Form {
    Plain(Vec<Piece>),
    Other(String),
}

/// A piece of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece {
    Year,
    Month,
    MonthName,
    Day,
    Letter(u8),
}

/// What stands behind the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rest {
    /// Nothing, or midnight.
    None,
    /// A time by the clock.
    Clock(Time),
    /// A time in a zone that may not be the agreement's.
    Elsewhere,
}

impl Form {
    pub(crate) fn new(form: &str) -> Self {
        let mut pieces = Vec::new();
        let mut letters = form.bytes();
        while let Some(letter) = letters.next() {
            let piece = match letter {
                b'%' => match letters.next() {
                    Some(b'Y') => Piece::Year,
                    Some(b'm') => Piece::Month,
                    Some(b'B' | b'b') => Piece::MonthName,
                    Some(b'd') => Piece::Day,
                    _ => return Self::Other(form.to_owned()),
                },
                letter => Piece::Letter(letter),
            };
            pieces.push(piece);
        }
        Self::Plain(pieces)
    }

    /// The day that a cell means, and what stands behind it; none if it is in another form.
    pub(crate) fn read(&self, cell: &str) -> Option<(Date, Rest)> {
        match self {
            Self::Plain(pieces) => plain(pieces, cell),
            Self::Other(form) => other(form, cell),
        }
    }
}

fn plain(pieces: &[Piece], cell: &str) -> Option<(Date, Rest)> {
    let (mut year, mut month, mut day) = (0, 0, 0);
    let mut rest = cell;
    for piece in pieces {
        match piece {
            Piece::Year => (year, rest) = number(rest, 4, 4)?,
            Piece::Month => (month, rest) = number(rest, 1, 2)?,
            Piece::Day => (day, rest) = number(rest, 1, 2)?,
            Piece::MonthName => (month, rest) = month_name(rest)?,
            Piece::Letter(letter) => {
                let found = rest.as_bytes().first()?.eq_ignore_ascii_case(letter);
                rest = if found { rest.get(1..)? } else { return None };
            }
        }
    }
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some((date, behind(rest)?))
}

fn other(form: &str, cell: &str) -> Option<(Date, Rest)> {
    if let Ok(read) = BrokenDownTime::parse(form, cell) {
        let rest = match (read.hour(), read.offset()) {
            (Some(_), None) => clock(read.to_time().ok()?),
            (Some(_), Some(_)) => Rest::Elsewhere,
            (None, _) => Rest::None,
        };
        return Some((read.to_date().ok()?, rest));
    }
    let (day, behind_day) = cell.split_at(cell.find(['T', ' '])?);
    Some((Date::strptime(form, day).ok()?, behind(behind_day)?))
}

/// A number of so many digits at the beginning, and what stands behind it.
fn number(text: &str, least: usize, most: usize) -> Option<(i16, &str)> {
    let digits = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if digits < least {
        return None;
    }
    let (digits, rest) = text.split_at(digits);
    Some((digits.bytes().fold(0, |number, digit| number * 10 + i16::from(digit - b'0')), rest))
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A month by its English name, whole or its first three letters.
fn month_name(text: &str) -> Option<(i16, &str)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, rest) = text.split_at(letters);
    let is = |month: &&str| {
        name.eq_ignore_ascii_case(month)
            || month.get(..3).is_some_and(|short| name.eq_ignore_ascii_case(short))
    };
    let at = MONTHS.iter().position(is)?;
    Some((i16::try_from(at).ok()? + 1, rest))
}

/// What stands behind a day: nothing, or a time by the clock with a `T` or blank before it.
fn behind(text: &str) -> Option<Rest> {
    if text.is_empty() {
        return Some(Rest::None);
    }
    of_clock(text.strip_prefix(['T', ' '])?.trim_start())
}

/// A time by the clock: `9:10`, `09:10:35.5`, `9:10 pm`, `09:10Z`.
pub(crate) fn of_clock(text: &str) -> Option<Rest> {
    let (hour, rest) = number(text, 1, 2)?;
    let (minute, rest) = number(rest.strip_prefix(':')?, 2, 2)?;
    let rest = match rest.strip_prefix(':') {
        Some(rest) => {
            let (second, rest) = number(rest, 2, 2)?;
            if second > 60 {
                return None;
            }
            rest.strip_prefix('.')
                .map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()))
        }
        None => rest,
    };
    let (hour, zone) = match rest.trim_start() {
        half if half.eq_ignore_ascii_case("am") && (1..=12).contains(&hour) => (hour % 12, ""),
        half if half.eq_ignore_ascii_case("pm") && (1..=12).contains(&hour) => (hour % 12 + 12, ""),
        zone => (hour, zone),
    };
    let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?;
    match zone {
        "" => Some(clock(time)),
        // Midnight fills a column, in whatever zone.
        _ if is_zone(zone) && time == Time::midnight() => Some(Rest::None),
        _ if is_zone(zone) => Some(Rest::Elsewhere),
        _ => None,
    }
}

fn clock(time: Time) -> Rest {
    if time == Time::midnight() { Rest::None } else { Rest::Clock(time) }
}

fn is_zone(text: &str) -> bool {
    matches!(text, "Z" | "UTC" | "GMT")
        || text.strip_prefix(['+', '-']).is_some_and(|digits| {
            !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit() || c == b':')
        })
}
