//! Who is meant by a name in a report: the question, and the answer that decides nothing.

use crate::act::fit;
use jiff::civil::Date;

/// Who is meant by a name in a report.
pub trait Naming {
    /// The candidates for one name. Whoever is unsure names all of them and `other`.
    fn who(&self, asked: &Reported<'_>) -> Meant;
}

/// A name as it was reported, with what the row says around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported<'a> {
    /// The name, as the table has it.
    pub name: &'a str,
    /// The first and the last day on which the act may have happened.
    pub days: (Date, Date),
    /// The country, as the table writes it, where the profile says in which column.
    pub country: Option<&'a str>,
}

/// Who is meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Meant {
    /// Ids of actors, and `other` for none of these. Several are alternatives.
    pub candidates: Vec<String>,
    /// Why, where it is not certain.
    pub note: Option<String>,
}

/// Names stay as they were reported, made fit for the language.
#[derive(Debug, Clone, Copy, Default)]
pub struct AsReported;

impl Naming for AsReported {
    fn who(&self, asked: &Reported<'_>) -> Meant {
        let name = fit(asked.name);
        let candidates = if name.is_empty() { Vec::new() } else { vec![name] };
        Meant { candidates, note: None }
    }
}
