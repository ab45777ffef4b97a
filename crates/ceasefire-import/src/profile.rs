//! Mapping profiles: small commented TOML files that say which column is what.

use crate::bearing::Bearing;
use crate::observed::{Counted, Weapon};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A column, by the heading that it goes by; or by several, since publishers rename theirs. The
/// first that a table has counts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "OneOrMore")]
pub struct Heading(pub Vec<String>);

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl From<OneOrMore> for Heading {
    fn from(written: OneOrMore) -> Self {
        match written {
            OneOrMore::One(name) => Self(vec![name]),
            OneOrMore::More(names) => Self(names),
        }
    }
}

impl Heading {
    /// The column that goes by this heading. Letter case, blanks, underscores and hyphens say
    /// nothing, unless two columns differ in nothing else.
    pub fn among(&self, headings: &[String]) -> Option<usize> {
        let exact = |name: &String| headings.iter().position(|own| own.eq_ignore_ascii_case(name));
        let alike = |name: &String| headings.iter().position(|own| same_letters(own, name));
        self.0.iter().find_map(|name| exact(name).or_else(|| alike(name)))
    }

    /// The name by which it is spoken of.
    pub fn name(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }
}

fn same_letters(one: &str, other: &str) -> bool {
    let letters = |text: &'_ str| {
        let told = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'));
        told.flat_map(char::to_lowercase).collect::<String>()
    };
    letters(one) == letters(other)
}

/// How a publisher's table becomes acts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its name, by which it is chosen.
    pub name: String,
    /// What it reads, in a sentence.
    pub title: String,
    /// Headings that together mark a table as this publisher's, in any order and letter case.
    pub marks: Vec<Heading>,
    /// Why such a table is not read as acts, in a sentence; the profile is there to say so.
    pub refused: Option<String>,
    /// What parts the cells, where it cannot be guessed.
    pub delimiter: Option<char>,
    /// The mark before the decimals: `.`, unless it is said to be a comma.
    #[serde(default)]
    pub decimal: Decimal,
    /// For tables without a heading: the columns in order, one list for each width that occurs.
    #[serde(default)]
    pub layouts: Vec<Vec<String>>,
    /// Where the acts come from.
    pub source: Source,
    /// The id that the publisher gives.
    pub id: Id,
    /// When.
    pub time: Time,
    /// In which country, for whoever is asked who is meant by a name.
    #[serde(default)]
    pub country: Country,
    /// What kind of act.
    pub kind: Kind,
    /// Who, to whom.
    #[serde(default)]
    pub sides: Vec<Sides>,
    /// Where.
    #[serde(default)]
    pub place: Place,
    /// Where, from an observer's position, a direction and a distance.
    pub bearing: Option<Bearing>,
    /// With which weapon.
    pub weapon: Option<Weapon>,
    /// Who counts it as a violation.
    pub counted: Option<Counted>,
    /// Harm to people.
    #[serde(default)]
    pub harm: BTreeMap<String, Bounds>,
    /// Columns that are left out on purpose: sentences that are not ours, names of people.
    #[serde(default)]
    pub leave: Vec<Heading>,
    /// Names as reported, and the ids of those actors.
    #[serde(default)]
    pub actors: BTreeMap<String, String>,
}

/// Who published it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The publisher.
    pub publisher: String,
    /// The column with the address.
    pub url: Option<Heading>,
    /// The column with the day on which it came out.
    pub seen: Option<Heading>,
}

/// The publisher's id.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Id {
    /// Columns, the first that is filled counts.
    pub columns: Vec<Heading>,
    /// What stands before it in ours.
    pub prefix: String,
}

/// When it was.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Time {
    /// The column of the first day.
    pub first: Heading,
    /// The column of the last day, where there is one.
    pub last: Option<Heading>,
    /// The column with the time of day on the first day. What is no time by the clock stays a note.
    pub clock: Option<Heading>,
    /// The column with the time of day at which it ended, on the last day.
    pub clock_last: Option<Heading>,
    /// The forms in which days are written, as `strptime` has them.
    pub forms: Vec<String>,
    /// The column that says how exact it is.
    pub exactness: Option<Heading>,
    /// What its codes mean.
    #[serde(default)]
    pub codes: BTreeMap<String, Exactness>,
}

/// How exact a time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Exactness {
    /// As given: the day or the days.
    Given,
    /// Some day of that week.
    Week,
    /// Some day of that month.
    Month,
    /// Some day of that year.
    Year,
}

/// In which country it was. Nothing is made of it but a question about names.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// The country of all rows, in two letters.
    pub is: Option<String>,
    /// The column that names it.
    pub column: Option<Heading>,
    /// The two letters that its names or codes stand for. Other names stand for themselves; so do two capital
    /// letters where no code is given.
    #[serde(default)]
    pub codes: BTreeMap<String, String>,
}

/// The mark before the decimals of a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum Decimal {
    /// `35.5`; a comma parts thousands.
    #[default]
    #[serde(rename = ".")]
    Point,
    /// `35,5`; a point parts thousands.
    #[serde(rename = ",")]
    Comma,
}

/// What kind of act it is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// The kind where no code says otherwise.
    pub default: Option<String>,
    /// The column with the publisher's code or word.
    pub column: Option<Heading>,
    /// What its words mean.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
}

/// Who may have done it, for rows whose column says so; without a column, for all rows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sides {
    /// The column that is looked at.
    pub column: Option<Heading>,
    /// The values for which these sides hold.
    #[serde(default)]
    pub is: Vec<String>,
    /// Columns with candidate authors. Two sides of a clash are both candidates.
    #[serde(default)]
    pub by: Vec<Heading>,
    /// Columns with targets; only where the publisher says who attacked whom.
    #[serde(default)]
    pub on: Vec<Heading>,
    /// What parts several names in one cell.
    pub parted_by: Option<String>,
    /// Whether somebody else may have done it: the names are only what somebody says.
    #[serde(default)]
    pub or_other: bool,
}

/// Where it was.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The column with the name.
    pub name: Option<Heading>,
    /// The column with the administrative area: it tells namesakes apart where the table has no point.
    pub admin: Option<Heading>,
    /// Degrees north.
    pub lat: Option<Heading>,
    /// Degrees east.
    pub lon: Option<Heading>,
    /// The column that says how exact it is.
    pub exactness: Option<Heading>,
    /// The radius in kilometres that its codes stand for; a code without one gives none.
    #[serde(default)]
    pub radius_km: BTreeMap<String, f64>,
}

/// Least and most people.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// The column with the least. A cell may hold both: `3–5`.
    pub min: Option<Heading>,
    /// The column with the most.
    pub max: Option<Heading>,
}

/// A profile that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileError(pub String);

impl std::fmt::Display for ProfileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ProfileError {}

impl Profile {
    /// Reads a profile.
    pub fn read(text: &str) -> Result<Self, ProfileError> {
        let wrong = |error: toml::de::Error| {
            ProfileError(format!("this is not a mapping profile: {}", error.to_string().trim()))
        };
        toml::from_str(text).map_err(wrong)
    }

    /// The profile of that name among those known, or in the file of that name.
    pub fn chosen(name: &str, known: &[Self]) -> Result<Self, ProfileError> {
        if let Some(profile) = known.iter().find(|profile| profile.name == name) {
            return Ok(profile.clone());
        }
        let text = std::fs::read_to_string(name).map_err(|error| {
            let names: Vec<&str> = known.iter().map(|profile| profile.name.as_str()).collect();
            let names = names.join(", ");
            ProfileError(format!("`{name}` is no shipped profile ({names}) and no file: {error}"))
        })?;
        Self::read(&text).map_err(|error| ProfileError(format!("{name}: {error}")))
    }

    /// Whether a table with this first row is this publisher's: by its headings or, where its
    /// tables have none, by its width and an id in front.
    pub fn fits(&self, headings: &[String]) -> bool {
        let has_id = headings.first().is_some_and(|id| id.parse::<u64>().is_ok());
        self.is_marked(headings) || (has_id && self.layout(headings.len()).is_some())
    }

    /// Whether these headings have the profile's marks.
    pub(crate) fn is_marked(&self, headings: &[String]) -> bool {
        let has = |mark: &Heading| mark.among(headings).is_some();
        !self.marks.is_empty() && self.marks.iter().all(has)
    }

    /// Whether a row holds the headings without which no act can be made: the day and an id.
    pub(crate) fn reads(&self, headings: &[String]) -> bool {
        let has = |heading: &Heading| heading.among(headings).is_some();
        has(&self.time.first) && self.id.columns.iter().any(has)
    }

    /// The columns of a row of that width, for tables without a heading.
    pub(crate) fn layout(&self, width: usize) -> Option<&[String]> {
        self.layouts.iter().find(|layout| layout.len() == width).map(Vec::as_slice)
    }
}

/// The profiles that come with the project, in the order in which they are tried.
pub fn shipped() -> Result<Vec<Profile>, ProfileError> {
    let texts = [
        include_str!("../profiles/ucdp-ged.toml"),
        include_str!("../profiles/acled.toml"),
        include_str!("../profiles/airwars.toml"),
        include_str!("../profiles/gdelt.toml"),
        include_str!("../profiles/gdelt-mentions.toml"),
        include_str!("../profiles/osce-smm.toml"),
    ];
    texts.into_iter().map(Profile::read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_profiles_can_be_read_and_each_has_marks_of_its_own() {
        let all = shipped().unwrap();
        for profile in &all {
            let marks: Vec<String> =
                profile.marks.iter().map(|mark| mark.name().to_owned()).collect();
            let fitting = all.iter().filter(|other| other.fits(&marks)).count();
            assert_eq!(fitting, 1, "{}", profile.name);
        }
    }

    #[test]
    fn a_profile_with_a_word_too_many_is_refused_with_its_place() {
        insta::assert_snapshot!(Profile::read("name = \"x\"\nclok = 3\n").unwrap_err());
    }
}
