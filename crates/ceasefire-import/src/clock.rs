//! Clock times beside a day: from when to when, in the zone of the agreement.
//!
//! Without a clock time a day is the whole day. With one it is that minute, or the minutes from the
//! first to the last. A last time before the first is not taken for the next day: the row must say
//! on which day it ended.

use crate::act::{Row, Wrong};
use crate::dates::written;
use jiff::civil::{Date, Time};
use serde::Deserialize;

/// Which columns hold clock times.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// The column with the time at which it was or began.
    pub from: String,
    /// The column with the time at which it ended.
    pub to: Option<String>,
    /// The forms in which times are written, as `strptime` has them.
    #[serde(default = "forms")]
    pub forms: Vec<String>,
}

fn forms() -> Vec<String> {
    ["%H:%M", "%H:%M:%S", "%H.%M"].map(str::to_owned).to_vec()
}

impl Clock {
    /// When it was, as acts write it: by minutes where the row tells them.
    pub(crate) fn at<'p>(
        &'p self,
        row: &Row<'_>,
        days: (Date, Date),
        used: &mut Vec<&'p str>,
    ) -> Result<String, Wrong> {
        used.extend([self.from.as_str()].into_iter().chain(self.to.as_deref()));
        let from = self.time(row, &self.from)?;
        let to = self.to.as_ref().map(|to| self.time(row, to)).transpose()?.flatten();
        let minute = |day: Date, time: Time| format!("{day} {}", time.strftime("%H:%M"));
        let midnight = Time::midnight();
        match (from, to) {
            (None, None) => Ok(written(days)),
            (Some(at), None) if days.0 == days.1 => Ok(minute(days.0, at)),
            // How long it lasted is not told: to the end of the last day.
            (Some(from), None) => {
                Ok(format!("{} .. {}", minute(days.0, from), minute(days.1, LAST)))
            }
            (None, Some(to)) => {
                Ok(format!("{} .. {}", minute(days.0, midnight), minute(days.1, to)))
            }
            (Some(from), Some(to)) if days.0 == days.1 && to < from => Err((
                self.to.clone().unwrap_or_default(),
                "the last time is before the first; if it ended on the next day, say so in the \
                 column of the last day"
                    .to_owned(),
            )),
            (Some(from), Some(to))
                if days.0 == days.1 && minute(days.0, from) == minute(days.1, to) =>
            {
                Ok(minute(days.0, from))
            }
            (Some(from), Some(to)) => {
                Ok(format!("{} .. {}", minute(days.0, from), minute(days.1, to)))
            }
        }
    }

    fn time(&self, row: &Row<'_>, column: &str) -> Result<Option<Time>, Wrong> {
        let Some(cell) = row.get(column) else { return Ok(None) };
        let found = self.forms.iter().find_map(|form| Time::strptime(form, cell).ok());
        let wrong = || (column.to_owned(), format!("`{cell}` is no clock time, as 09:10 is"));
        found.map(Some).ok_or_else(wrong)
    }
}

/// The last minute of a day.
const LAST: Time = Time::constant(23, 59, 0, 0);
