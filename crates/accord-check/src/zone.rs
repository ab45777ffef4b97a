//! Civil times to instants, in the zone of the agreement, by the rules in force on the day.
//!
//! The tz database is compiled in, so that the same text gives the same instant everywhere.

use crate::model::Instant;
use accord_syntax::ast::{Civil, TimeSpan};
use jiff::Timestamp;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

/// The first and the last second of a civil day or minute: what a report of it can mean.
pub type Interval = (Instant, Instant);

/// The zone of a name such as `Asia/Damascus`.
pub fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name).map_err(|_| format!("there is no time zone `{name}`"))
}

/// The name of the tz database that is nearest to one that is not in it.
pub(crate) fn near(name: &str) -> Option<String> {
    let names: Vec<String> = jiff::tz::db().available().map(|known| known.to_string()).collect();
    accord_syntax::near(name, names.iter().map(String::as_str)).map(str::to_owned)
}

/// The instant of a civil time. A day alone is its first moment, or its end where `end` is asked.
pub fn instant(civil: Civil, zone: &TimeZone, end: bool) -> Result<Instant, String> {
    let day = day(civil)?;
    let (day, hour, minute) = match civil.clock {
        None if end => (next(day)?, 0, 0),
        None => (day, 0, 0),
        Some((24, 0)) => (next(day)?, 0, 0),
        Some((hour, minute)) if hour < 24 && minute < 60 => (day, hour, minute),
        Some((hour, minute)) => {
            return Err(format!("`{hour:02}:{minute:02}` is not a time of day"));
        }
    };
    let at = day.at(hour.cast_signed(), minute.cast_signed(), 0, 0);
    zone.to_timestamp(at)
        .map(Timestamp::as_second)
        .map_err(|_| "this time is out of range".to_owned())
}

/// All the seconds that a report of a time, a day or a span can mean.
pub fn interval(span: &TimeSpan, zone: &TimeZone) -> Result<Interval, String> {
    let from = instant(span.from, zone, false)?;
    let last = span.to.unwrap_or(span.from);
    let to = match last.clock {
        Some(_) => instant(last, zone, false)?,
        None => instant(last, zone, true)? - 1,
    };
    if to < from {
        return Err("this span ends before it begins".to_owned());
    }
    Ok((from, to))
}

/// The instant some calendar days later, at the same time of day.
pub fn plus_days(at: Instant, days: i64, zone: &TimeZone) -> Option<Instant> {
    let zoned = Timestamp::from_second(at).ok()?.to_zoned(zone.clone());
    zoned
        .checked_add(i32::try_from(days).ok()?.days())
        .ok()
        .map(|later| later.timestamp().as_second())
}

/// `2016-03-02 09:10`, in the zone.
pub fn show(at: Instant, zone: &TimeZone) -> String {
    match Timestamp::from_second(at) {
        Ok(at) => at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
        Err(_) => format!("second {at}"),
    }
}

/// `2 March 2016 09:10`, in the zone.
pub fn show_long(at: Instant, zone: &TimeZone) -> String {
    match Timestamp::from_second(at) {
        Ok(at) => at.to_zoned(zone.clone()).strftime("%-d %B %Y %H:%M").to_string(),
        Err(_) => format!("second {at}"),
    }
}

/// A date between the years 1800 and 2200: others are mistakes of the pen.
fn day(civil: Civil) -> Result<Date, String> {
    let shown = || format!("`{:04}-{:02}-{:02}`", civil.year, civil.month, civil.day);
    if !(1800..=2200).contains(&civil.year) {
        return Err(format!("{} is not a date between 1800 and 2200", shown()));
    }
    Date::new(civil.year, civil.month.cast_signed(), civil.day.cast_signed())
        .map_err(|_| format!("{} is not in the calendar", shown()))
}

fn next(day: Date) -> Result<Date, String> {
    day.tomorrow().map_err(|_| format!("{day} is out of range"))
}

/// The earliest instant that is accepted anywhere.
pub fn dawn() -> Instant {
    date(1800, 1, 1)
        .to_zoned(TimeZone::UTC)
        .map_or(Instant::MIN / 4, |at| at.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, zone_name: &str) -> String {
        let span = accord_syntax::parse_span(text).unwrap();
        let (from, _) = interval(&span, &zone(zone_name).unwrap()).unwrap();
        Timestamp::from_second(from).unwrap().to_string()
    }

    #[test]
    fn damascus_and_kyiv_times_follow_the_rules_of_their_day() {
        assert_eq!(at("2016-02-27 00:00", "Asia/Damascus"), "2016-02-26T22:00:00Z");
        assert_eq!(at("2016-04-30 00:00", "Asia/Damascus"), "2016-04-29T21:00:00Z");
        assert_eq!(at("2015-02-15 00:00", "Europe/Kyiv"), "2015-02-14T22:00:00Z");
        assert_eq!(at("2020-07-27 00:01", "Europe/Kyiv"), "2020-07-26T21:01:00Z");
    }

    #[test]
    fn a_day_alone_is_all_of_its_seconds() {
        let span = accord_syntax::parse_span("2016-03-02").unwrap();
        let (from, to) = interval(&span, &zone("Asia/Damascus").unwrap()).unwrap();
        assert_eq!(to - from, 86_399);
    }

    #[test]
    fn absurd_dates_are_refused() {
        for text in ["0016-03-02", "2016-13-01", "2016-02-30", "9999-01-01", "2016-01-01 25:00"] {
            let span = accord_syntax::parse_span(text).unwrap();
            assert!(interval(&span, &TimeZone::UTC).is_err(), "{text}");
        }
    }
}
