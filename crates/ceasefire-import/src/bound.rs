//! A profile bound to the columns of one table: every heading is looked up once, and no more for
//! each row.

use crate::bearing::Bearing;
use crate::dates::Dates;
use crate::profile::{Heading, Profile, Sides};
use csv::StringRecord;
use std::collections::VecDeque;

/// A column, counted from nought.
pub(crate) type Column = usize;

/// A profile, and where its columns stand.
pub(crate) struct Bound<'p> {
    pub(crate) profile: &'p Profile,
    pub(crate) headings: Vec<String>,
    pub(crate) dates: Dates,
    pub(crate) id: Vec<Column>,
    pub(crate) first: Option<Column>,
    pub(crate) last: Option<Column>,
    pub(crate) clock: Option<Column>,
    pub(crate) clock_last: Option<Column>,
    pub(crate) exact: Option<Column>,
    pub(crate) kind: Option<Column>,
    pub(crate) sides: Vec<BoundSides<'p>>,
    pub(crate) country: Option<Column>,
    pub(crate) place: BoundPlace,
    pub(crate) bearing: Option<BoundBearing<'p>>,
    pub(crate) weapon: Option<Column>,
    pub(crate) counted: Option<Column>,
    pub(crate) counted_by: Option<Column>,
    pub(crate) harm: Vec<BoundHarm<'p>>,
    pub(crate) url: Option<Column>,
    pub(crate) seen: Option<Column>,
    pub(crate) notes: Vec<Note>,
    /// Columns that are used and headed alike: both must say the same.
    pub(crate) twins: Vec<(Column, Column)>,
    /// Columns of the profile that the table has not.
    pub(crate) lacking: Vec<String>,
}

/// Columns with candidates.
pub(crate) struct BoundSides<'p> {
    pub(crate) sides: &'p Sides,
    pub(crate) column: Option<Column>,
    pub(crate) by: Vec<Column>,
    pub(crate) on: Vec<Column>,
}

/// Columns of the place.
pub(crate) struct BoundPlace {
    pub(crate) name: Option<Column>,
    pub(crate) admin: Option<Column>,
    pub(crate) lat: Option<Column>,
    pub(crate) lon: Option<Column>,
    pub(crate) exact: Option<Column>,
}

/// Columns from which a place follows.
pub(crate) struct BoundBearing<'p> {
    pub(crate) bearing: &'p Bearing,
    pub(crate) lat: Option<Column>,
    pub(crate) lon: Option<Column>,
    pub(crate) direction: Option<Column>,
    pub(crate) least: Option<Column>,
    pub(crate) most: Option<Column>,
}

/// Columns with numbers of people.
pub(crate) struct BoundHarm<'p> {
    pub(crate) field: &'p str,
    pub(crate) min: Option<Column>,
    pub(crate) max: Option<Column>,
}

/// A column that is kept as a note.
pub(crate) struct Note {
    pub(crate) column: Column,
    /// Its heading, made different from others.
    pub(crate) heading: String,
    pub(crate) when: When,
}

/// When a column is kept as a note.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Always,
    /// Where it gave the act no time of day.
    NoClock,
    /// Where it gave the act no time of day at which it ended.
    NoLastClock,
    /// Where this field of harm (by its number) could not be.
    Contrary(usize),
}

impl<'p> Bound<'p> {
    /// Looks every column up. Without those by which a row is an act at all there is no binding:
    /// the error names them.
    pub(crate) fn new(profile: &'p Profile, headings: Vec<String>) -> Result<Self, Vec<String>> {
        let mut find = Find { headings: &headings, lacking: Vec::new() };
        let time = &profile.time;
        let id: Vec<Column> =
            profile.id.columns.iter().filter_map(|column| column.among(&headings)).collect();
        let first = find.needed(&time.first);
        let kind = find.wanted(profile.kind.column.as_ref());
        let mut needed = Vec::new();
        if id.is_empty() {
            needed.extend(profile.id.columns.first().map(|id| id.name().to_owned()));
        }
        if first.is_none() {
            needed.push(time.first.name().to_owned());
        }
        if kind.is_none() && profile.kind.default.is_none() {
            needed.extend(profile.kind.column.as_ref().map(|kind| kind.name().to_owned()));
        }
        if !needed.is_empty() {
            return Err(needed);
        }
        let place = &profile.place;
        let mut bound = Self {
            profile,
            dates: Dates::new(&time.forms),
            id,
            first,
            last: find.wanted(time.last.as_ref()),
            clock: find.wanted(time.clock.as_ref()),
            clock_last: find.wanted(time.clock_last.as_ref()),
            exact: find.wanted(time.exactness.as_ref()),
            kind,
            sides: profile.sides.iter().map(|sides| find.sides(sides)).collect(),
            country: profile.country.column.as_ref().and_then(|own| own.among(&headings)),
            place: BoundPlace {
                name: find.wanted(place.name.as_ref()),
                admin: place.admin.as_ref().and_then(|admin| admin.among(&headings)),
                lat: find.wanted(place.lat.as_ref()),
                lon: find.wanted(place.lon.as_ref()),
                exact: find.wanted(place.exactness.as_ref()),
            },
            bearing: profile.bearing.as_ref().map(|bearing| find.bearing(bearing)),
            weapon: find.wanted(profile.weapon.as_ref().map(|weapon| &weapon.column)),
            counted: find.wanted(profile.counted.as_ref().map(|counted| &counted.column)),
            counted_by: find
                .wanted(profile.counted.as_ref().and_then(|counted| counted.by_column.as_ref())),
            harm: profile
                .harm
                .iter()
                .map(|(field, bounds)| BoundHarm {
                    field,
                    min: find.wanted(bounds.min.as_ref()),
                    max: find.wanted(bounds.max.as_ref()),
                })
                .collect(),
            url: find.wanted(profile.source.url.as_ref()),
            seen: find.wanted(profile.source.seen.as_ref()),
            notes: Vec::new(),
            twins: Vec::new(),
            lacking: find.lacking,
            headings,
        };
        // As acts have them: killed, then injured.
        bound.harm.sort_by(|a, b| b.field.cmp(a.field));
        bound.notes = bound.kept();
        bound.twins = bound.doubled();
        Ok(bound)
    }

    /// Looks at some rows for how this table writes its dates.
    pub(crate) fn settle<E>(&mut self, rows: &VecDeque<Result<StringRecord, E>>) {
        let (first, width) = (self.first, self.headings.len());
        let rows = rows.iter().flatten().filter(|row| row.len() >= width);
        self.dates.settle(rows.filter_map(|row| row.get(first?)).map(str::trim));
    }

    /// The columns that are kept as notes: what the act does not say in its own fields, and what
    /// the profile does not leave out.
    fn kept(&self) -> Vec<Note> {
        let left: Vec<Column> =
            self.profile.leave.iter().filter_map(|left| left.among(&self.headings)).collect();
        let place = &self.place;
        let told = [self.first, self.last, place.name, place.lat, place.lon, self.url, self.seen];
        let told: Vec<Column> =
            told.into_iter().flatten().chain(left).chain(self.id.iter().copied()).collect();
        // A heading that stands twice is left out, or told, twice.
        let is_told = |heading: &str| {
            told.iter().any(|column| {
                self.headings.get(*column).is_some_and(|own| own.eq_ignore_ascii_case(heading))
            })
        };
        let mut notes: Vec<Note> = Vec::new();
        for (column, heading) in self.headings.iter().enumerate() {
            let named = !heading.is_empty() && !heading.starts_with(crate::aside::ADDED);
            if !named || is_told(heading) {
                continue;
            }
            let harm = |harm: &BoundHarm<'_>| [harm.min, harm.max].contains(&Some(column));
            let when = match self.harm.iter().position(harm) {
                Some(harm) => When::Contrary(harm),
                None if self.clock == Some(column) => When::NoClock,
                None if self.clock_last == Some(column) => When::NoLastClock,
                None => When::Always,
            };
            let same = notes.iter().filter(|note| note.heading == *heading).count();
            let heading = if same > 0 { format!("{heading} ({column})") } else { heading.clone() };
            notes.push(Note { column, heading, when });
        }
        notes
    }

    /// The columns in use whose heading another column has as well.
    fn doubled(&self) -> Vec<(Column, Column)> {
        let mut used = self.used();
        used.sort_unstable();
        used.dedup();
        let twin = |column: Column| {
            let heading = self.headings.get(column)?;
            let alike = |other: &String| other.eq_ignore_ascii_case(heading);
            let other = self.headings.iter().skip(column + 1).position(alike)?;
            Some((column, column + 1 + other))
        };
        used.into_iter().filter_map(twin).collect()
    }

    /// The columns that an act is made of.
    fn used(&self) -> Vec<Column> {
        let place = &self.place;
        let single = [
            self.first,
            self.last,
            self.clock,
            self.exact,
            self.kind,
            self.country,
            place.name,
            place.lat,
            place.lon,
            place.exact,
            self.url,
            self.seen,
        ];
        let sides = self.sides.iter().flat_map(|sides| {
            let column = sides.column.into_iter();
            column.chain(sides.by.iter().copied()).chain(sides.on.iter().copied())
        });
        let harm = self.harm.iter().flat_map(|harm| [harm.min, harm.max]).flatten();
        let id = self.id.iter().copied();
        id.chain(single.into_iter().flatten()).chain(sides).chain(harm).collect()
    }

    /// The table's own heading of a column.
    pub(crate) fn heading(&self, column: Option<Column>) -> &str {
        column.and_then(|column| self.headings.get(column)).map_or("", String::as_str)
    }
}

/// Looks columns up, and remembers those that there are not.
struct Find<'h> {
    headings: &'h [String],
    lacking: Vec<String>,
}

impl Find<'_> {
    fn needed(&self, heading: &Heading) -> Option<Column> {
        heading.among(self.headings)
    }

    fn wanted(&mut self, heading: Option<&Heading>) -> Option<Column> {
        let heading = heading?;
        let found = heading.among(self.headings);
        if found.is_none() && !self.lacking.iter().any(|lacking| lacking == heading.name()) {
            self.lacking.push(heading.name().to_owned());
        }
        found
    }

    fn bearing<'p>(&mut self, bearing: &'p Bearing) -> BoundBearing<'p> {
        BoundBearing {
            bearing,
            lat: self.wanted(Some(&bearing.lat)),
            lon: self.wanted(Some(&bearing.lon)),
            direction: self.wanted(bearing.direction.as_ref()),
            least: self.wanted(bearing.least_km.as_ref()),
            most: self.wanted(bearing.most_km.as_ref()),
        }
    }

    fn sides<'p>(&mut self, sides: &'p Sides) -> BoundSides<'p> {
        let mut all = |columns: &[Heading]| {
            columns.iter().filter_map(|column| self.wanted(Some(column))).collect()
        };
        let (by, on) = (all(&sides.by), all(&sides.on));
        BoundSides { sides, column: self.wanted(sides.column.as_ref()), by, on }
    }
}
