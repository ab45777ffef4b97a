//! A spreadsheet's cell as text, without invention.
//!
//! Programs keep days and clock times as numbers and show them in some form. Here a day without a
//! time of day is a day, a time of day without a day is a clock time, and a number that stands for
//! a length of time is hours, minutes and seconds.

use calamine::{Data, DataRef, ExcelDateTime, ExcelDateTimeType};

/// The text of a cell, or the error that the program shows in it.
pub(crate) fn text(cell: &DataRef<'_>) -> Result<String, String> {
    Ok(match cell {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(at) => moment(*at)?,
        DataRef::DateTimeIso(at) => iso(at),
        DataRef::DurationIso(length) => clock(length).unwrap_or_else(|| length.clone()),
        DataRef::Error(error) => return Err(error.to_string()),
    })
}

/// The same for a cell of a sheet that was read as a block.
pub(crate) fn text_of(cell: &Data) -> Result<String, String> {
    text(&match cell {
        Data::Empty => DataRef::Empty,
        Data::String(text) => DataRef::SharedString(text),
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::Bool(yes) => DataRef::Bool(*yes),
        Data::DateTime(at) => DataRef::DateTime(*at),
        Data::DateTimeIso(at) => DataRef::DateTimeIso(at.clone()),
        Data::DurationIso(length) => DataRef::DurationIso(length.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
    })
}

/// A day, a clock time or both, from the days since the sheet's first one.
#[expect(
    clippy::float_arithmetic,
    clippy::cast_sign_loss,
    reason = "programs keep times as parts of a day; a negative one is refused above"
)]
fn moment(at: ExcelDateTime) -> Result<String, String> {
    let days = at.as_f64();
    if !(0.0..2_958_466.0).contains(&days) {
        return Err("######".to_owned());
    }
    // Whole seconds: what is less is what a part of a day cannot hold.
    let seconds = (days * 86_400.0).round();
    if at.is_duration() || days < 1.0 {
        return Ok(hours(seconds as u64));
    }
    let whole = ExcelDateTime::new(seconds / 86_400.0, ExcelDateTimeType::DateTime, epoch(at));
    let (year, month, day, hour, minute, second, _) = whole.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    Ok(match (hour, minute, second) {
        (0, 0, 0) => date,
        (_, _, 0) => format!("{date} {hour:02}:{minute:02}"),
        _ => format!("{date} {hour:02}:{minute:02}:{second:02}"),
    })
}

/// Whether the sheet counts its days from 1904: the same number is then another day.
fn epoch(at: ExcelDateTime) -> bool {
    let from_1900 = ExcelDateTime::new(at.as_f64(), ExcelDateTimeType::DateTime, false);
    from_1900.to_ymd_hms_milli() != at.to_ymd_hms_milli()
}

fn hours(seconds: u64) -> String {
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if second == 0 {
        format!("{hour:02}:{minute:02}")
    } else {
        format!("{hour:02}:{minute:02}:{second:02}")
    }
}

/// A day, or a day and a clock time, as ISO 8601 has them.
fn iso(at: &str) -> String {
    match at.split_once('T') {
        Some((day, clock)) if clock.chars().all(|c| matches!(c, '0' | ':' | '.')) => day.to_owned(),
        Some((day, clock)) => {
            let clock = clock.split('.').next().unwrap_or(clock);
            format!(
                "{day} {}",
                clock.strip_suffix(":00").filter(|c| c.contains(':')).unwrap_or(clock)
            )
        }
        None => at.to_owned(),
    }
}

/// A clock time from a length such as `PT09H10M00S`.
fn clock(length: &str) -> Option<String> {
    let mut seconds = 0_u64;
    let mut digits = String::new();
    for c in length.strip_prefix("PT")?.chars() {
        let unit = match c {
            'H' => 3_600,
            'M' => 60,
            'S' => 1,
            _ => {
                digits.push(c);
                continue;
            }
        };
        let whole = digits.split(['.', ',']).next()?.parse::<u64>().ok()?;
        seconds = seconds.checked_add(whole.checked_mul(unit)?)?;
        digits.clear();
    }
    digits.is_empty().then(|| hours(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(days: f64, from_1904: bool) -> Result<String, String> {
        text(&DataRef::DateTime(ExcelDateTime::new(days, ExcelDateTimeType::DateTime, from_1904)))
    }

    #[test]
    fn a_day_without_a_time_of_day_is_a_day() {
        assert_eq!(told(42_431.0, false), Ok("2016-03-02".to_owned()));
        assert_eq!(told(40_969.0, true), Ok("2016-03-02".to_owned()), "counted from 1904");
        assert_eq!(told(42_431.381_944_444, false), Ok("2016-03-02 09:10".to_owned()));
        assert_eq!(told(40_969.381_944_444, true), Ok("2016-03-02 09:10".to_owned()));
        assert_eq!(told(0.381_944_444, false), Ok("09:10".to_owned()));
        assert_eq!(told(-3.0, false), Err("######".to_owned()));
        assert_eq!(told(f64::NAN, false), Err("######".to_owned()));
    }

    #[test]
    fn iso_times_lose_only_what_says_nothing() {
        for (written, read) in [
            ("2016-03-02", "2016-03-02"),
            ("2016-03-02T00:00:00", "2016-03-02"),
            ("2016-03-02T09:10:00", "2016-03-02 09:10"),
            ("2016-03-02T09:10:30.25", "2016-03-02 09:10:30"),
        ] {
            assert_eq!(iso(written), read);
        }
        assert_eq!(clock("PT09H10M00S").as_deref(), Some("09:10"));
        assert_eq!(clock("P1Y"), None);
    }

    #[test]
    fn whole_numbers_have_no_point() {
        let number = |value| text(&DataRef::Float(value)).unwrap();
        assert_eq!(
            (number(369.0), number(48.0153), number(-0.5)),
            ("369".into(), "48.0153".into(), "-0.5".into())
        );
    }
}
