//! Which column is what, by what its heading says and what its cells look like; each with the
//! reason.
//!
//! A column has one role. The sure ones are found first (days, points, ids), so that what is left
//! is judged by its letters.

use super::column::{Column, comma, either, number, read};
use super::rows;
use crate::forms::of_clock;

/// A column and why it has its role.
type Found<'c, 's> = (&'c Column<'s>, String);

/// A bound of harm (`min` or `max`), its column and why.
type Bound<'c, 's> = (&'static str, &'c Column<'s>, String);

/// The roles of a table's columns.
#[derive(Default)]
pub(crate) struct Roles<'c, 's> {
    pub(crate) id: Option<Found<'c, 's>>,
    /// A column that may do as an id, where none does for certain.
    pub(crate) id_perhaps: Option<&'c Column<'s>>,
    pub(crate) first: Option<Found<'c, 's>>,
    pub(crate) last: Option<Found<'c, 's>>,
    pub(crate) seen: Option<Found<'c, 's>>,
    /// The times of day at which it was or began, and at which it ended.
    pub(crate) clocks: [Option<Found<'c, 's>>; 2],
    pub(crate) forms: Vec<&'static str>,
    /// What is not decided about the forms.
    pub(crate) open_forms: Vec<String>,
    /// Columns that may hold days in a way that no form reads.
    pub(crate) perhaps_days: Vec<Found<'c, 's>>,
    pub(crate) time_codes: Vec<&'c Column<'s>>,
    pub(crate) kind: Option<Found<'c, 's>>,
    pub(crate) sides: Vec<Found<'c, 's>>,
    /// What parts several names in a cell, and in how many cells.
    pub(crate) parted_by: Option<(&'static str, usize)>,
    pub(crate) place: Option<Found<'c, 's>>,
    pub(crate) point: Option<(&'c Column<'s>, &'c Column<'s>)>,
    /// Decimals have a comma before them.
    pub(crate) comma: bool,
    pub(crate) point_told: Vec<String>,
    pub(crate) place_codes: Vec<&'c Column<'s>>,
    /// Fields of harm with their bounds.
    pub(crate) harm: Vec<(&'static str, Vec<Bound<'c, 's>>)>,
    /// Numbers of people that are no plain number of killed or injured.
    pub(crate) people: Vec<Found<'c, 's>>,
    pub(crate) url: Option<Found<'c, 's>>,
    pub(crate) leave: Vec<Found<'c, 's>>,
}

const LATITUDE: [&str; 4] = ["lat", "latitude", "ycoord", "northing"];
const LONGITUDE: [&str; 6] = ["lon", "lng", "long", "longitude", "xcoord", "easting"];
const EXACT: [&str; 7] =
    ["prec", "precision", "accuracy", "exactness", "certainty", "exact", "fix"];
const WHEN: [&str; 6] = ["date", "time", "day", "dat", "when", "timestamp"];
const BEGINS: [&str; 6] = ["start", "begin", "first", "from", "startdate", "datestart"];
const ENDS: [&str; 8] =
    ["end", "last", "until", "finish", "enddate", "dateend", "ended", "lastdate"];
const ACTOR: [&str; 20] = [
    "actor",
    "side",
    "party",
    "perpetrator",
    "belligerent",
    "group",
    "faction",
    "attacker",
    "by",
    "author",
    "responsible",
    "suspected",
    "armed",
    "attributed",
    "force",
    "initiator",
    "unit",
    "perpetrators",
    "parties",
    "culprit",
];
const TARGET: [&str; 4] = ["target", "targeted", "victim", "against"];
const KIND: [&str; 5] = ["type", "kind", "category", "event", "what"];
const CAUSE: [&str; 4] = ["cause", "incident", "violation", "nature"];
const PLACE: [&str; 8] =
    ["location", "place", "settlement", "town", "city", "village", "locality", "where"];
const AREA: [&str; 8] =
    ["site", "area", "district", "neighbourhood", "neighborhood", "province", "governorate", "adm"];
const NAME: [&str; 9] = [
    "name",
    "names",
    "victim",
    "victims",
    "person",
    "witness",
    "informant",
    "interviewee",
    "casualty",
];

impl<'c, 's> Roles<'c, 's> {
    /// The roles of these columns, over so many rows.
    pub(crate) fn of(columns: &'c [Column<'s>], rows: usize) -> Self {
        let mut roles = Self::default();
        let usable: Vec<&Column<'s>> =
            columns.iter().filter(|column| column.filled > 0 && !column.again).collect();
        roles.times(&usable);
        roles.clocks(&usable);
        roles.points(&usable);
        roles.ids(&usable, rows);
        roles.codes(&usable);
        roles.harms(&usable);
        roles.letters(&usable);
        roles.words(&usable);
        roles
    }

    /// The columns with a role, in no order.
    fn taken(&self) -> Vec<&'c Column<'s>> {
        let one =
            [&self.id, &self.first, &self.last, &self.seen, &self.kind, &self.place, &self.url];
        let mut taken: Vec<&Column<'s>> =
            one.into_iter().flatten().map(|(column, _)| *column).collect();
        taken.extend(self.clocks.iter().flatten().map(|(column, _)| *column));
        taken.extend(self.sides.iter().chain(&self.leave).map(|(column, _)| *column));
        taken.extend(self.point.iter().flat_map(|(lat, lon)| [*lat, *lon]));
        taken
            .extend(self.harm.iter().flat_map(|(_, bounds)| bounds.iter().map(|(_, own, _)| *own)));
        taken.extend(self.time_codes.iter().chain(&self.place_codes));
        taken
    }

    fn free(&self, column: &Column<'s>) -> bool {
        !self.taken().iter().any(|taken| std::ptr::eq(*taken, column))
    }

    /// Headings that mark the table: those of columns with a role.
    pub(crate) fn marks(&self) -> Vec<&'c Column<'s>> {
        let one = [&self.id, &self.first, &self.last, &self.kind, &self.place];
        let mut marks: Vec<&Column<'s>> =
            one.into_iter().flatten().map(|(column, _)| *column).collect();
        marks.extend(self.sides.iter().map(|(column, _)| *column));
        marks.extend(self.point.iter().flat_map(|(lat, lon)| [*lat, *lon]));
        marks.retain(|column| !column.heading.is_empty());
        marks.truncate(6);
        marks
    }

    /// The columns that become notes because nothing else is known of them.
    pub(crate) fn notes(&self, columns: &'c [Column<'s>]) -> Vec<&'c Column<'s>> {
        columns.iter().filter(|column| !column.heading.is_empty() && self.free(column)).collect()
    }

    fn times(&mut self, columns: &[&'c Column<'s>]) {
        let dated: Vec<&Column<'s>> =
            columns.iter().copied().filter(|column| column.days.is_some()).collect();
        let published = |column: &Column<'s>| {
            column.says(&[
                "publish", "report", "seen", "updated", "entry", "created", "added", "signed",
            ]) && !column.says(&["start", "event"])
        };
        let ends = |column: &Column<'s>| column.says(&ENDS);
        let starts = |column: &Column<'s>| column.says(&BEGINS);
        let of_the_act: Vec<&Column<'s>> =
            dated.iter().copied().filter(|column| !published(column)).collect();
        let first = of_the_act
            .iter()
            .find(|column| starts(column))
            .or_else(|| of_the_act.iter().find(|column| !ends(column) && column.says(&WHEN)))
            .or_else(|| of_the_act.iter().find(|column| !ends(column)))
            .or_else(|| dated.first());
        if let Some(first) = first {
            let last = of_the_act
                .iter()
                .find(|column| ends(column) && !std::ptr::eq(**column, *first))
                .filter(|last| follows(first, last));
            let seen =
                dated.iter().find(|column| published(column) && !std::ptr::eq(**column, *first));
            self.first = Some((first, fits(first)));
            self.last = last.map(|last| {
                (*last, format!("{}; never before {}", fits(last), super::quoted(first.heading)))
            });
            self.seen = seen.map(|seen| (*seen, fits(seen)));
        }
        let of = [&self.first, &self.last, &self.seen];
        for days in of.into_iter().flatten().filter_map(|(column, _)| column.days.as_ref()) {
            for form in &days.forms {
                if !self.forms.contains(form) {
                    self.forms.push(form);
                }
            }
            let open = days.open.iter().filter(|open| !self.open_forms.contains(open));
            self.open_forms.extend(open.cloned().collect::<Vec<_>>());
        }
        if self.first.is_none() {
            self.perhaps_days = columns
                .iter()
                .filter_map(|column| Some((*column, perhaps_days(column)?)))
                .collect();
        }
    }

    /// Columns with times by the clock: the first, and one whose heading says that it ends.
    fn clocks(&mut self, columns: &[&'c Column<'s>]) {
        let times: Vec<&'c Column<'s>> = columns
            .iter()
            .copied()
            .filter(|column| column.mostly(|cell| of_clock(cell).is_some()))
            .collect();
        let ends = |column: &Column<'s>| column.says(&ENDS) || column.name().ends_with("_to");
        let found = |column: &'c Column<'s>| {
            let told = format!("times by the clock in {}", rows(column.filled));
            (column, told)
        };
        let first = times.iter().find(|column| !ends(column));
        let last = times.iter().find(|column| ends(column)).filter(|_| first.is_some());
        self.clocks = [first, last].map(|column| column.map(|column| found(column)));
    }

    fn points(&mut self, columns: &[&'c Column<'s>]) {
        let degrees = |column: &&&Column<'s>| column.days.is_none();
        let lat = columns.iter().filter(degrees).find(|column| column.says(&LATITUDE));
        let lon = columns.iter().filter(degrees).find(|column| column.says(&LONGITUDE));
        let (Some(lat), Some(lon)) = (lat, lon) else { return };
        let told = |column: &Column<'s>| super::quoted(column.heading);
        let numbers = |column: &Column<'s>| column.mostly(|cell| either(cell).is_some());
        if !numbers(lat) || !numbers(lon) {
            let why = "are named like a point but hold other things than numbers";
            self.point_told.push(format!("{} and {} {why}", told(lat), told(lon)));
            return;
        }
        self.comma = lat.filled().chain(lon.filled()).any(comma);
        let within = |column: &Column<'s>, most: f64| {
            column.extent().is_some_and(|(least, greatest)| least.abs().max(greatest.abs()) <= most)
        };
        if within(lat, 90.0) && within(lon, 180.0) {
            self.point = Some((lat, lon));
        } else if within(lon, 90.0) && within(lat, 180.0) {
            self.point_told.push(format!(
                "{} holds more than 90 degrees and {} never does: they are the other way round",
                told(lat),
                told(lon)
            ));
            self.point = Some((lon, lat));
        } else {
            self.point_told.push(format!(
                "{} and {} are no degrees: {}; {}",
                told(lat),
                told(lon),
                lat.range(),
                lon.range()
            ));
        }
    }

    fn ids(&mut self, columns: &[&'c Column<'s>], rows: usize) {
        let named = |column: &Column<'s>| {
            column.heading.is_empty()
                || column.says(&[
                    "id",
                    "ref",
                    "reference",
                    "code",
                    "number",
                    "no",
                    "nr",
                    "key",
                    "uid",
                ])
                || column.name().ends_with("id")
        };
        let unique = |column: &&&Column<'s>| {
            column.filled == rows
                && column.values().len() == rows
                && column.words() <= 2
                && column.days.is_none()
                && perhaps_days(column).is_none()
                && !column.mostly(comma)
                && !column.mostly(|cell| cell.contains('.') && number(cell).is_some())
        };
        let all: Vec<&&Column<'s>> =
            columns.iter().filter(unique).filter(|column| self.free(column)).collect();
        let found = all.iter().find(|column| named(column)).or_else(|| all.first());
        self.id =
            found.map(|column| (**column, format!("different in each of {}", super::rows(rows))));
        let most = columns.iter().filter(|column| column.days.is_none() && column.words() <= 2);
        self.id_perhaps = most.max_by_key(|column| (named(column), column.values().len())).copied();
    }

    /// Codes for how exact a day or a place is.
    fn codes(&mut self, columns: &[&'c Column<'s>]) {
        for column in columns {
            let few = column.values().len() <= 12 && column.words() <= 4;
            if !few || !column.says(&EXACT) || !self.free(column) {
                continue;
            }
            if column.says(&["date", "time", "day"]) {
                self.time_codes.push(column);
            } else if column.says(&["geo", "where", "location", "coord", "place", "spatial", "fix"])
                || column.says(&["exact", "accuracy", "precision", "exactness"])
            {
                self.place_codes.push(column);
            }
        }
    }

    fn harms(&mut self, columns: &[&'c Column<'s>]) {
        for (field, words) in [
            ("killed", ["killed", "fatalities", "deaths", "dead", "fatality", "died"]),
            ("injured", ["injured", "wounded", "injuries", "injury", "wounds", "hurt"]),
        ] {
            let bounds: Vec<_> = columns
                .iter()
                .copied()
                .filter(|column| column.says(&words) && self.free(column) && people(column))
                .collect();
            self.bounds(field, &bounds);
        }
        // Publishers of estimates call them so without a word for what is estimated.
        if self.harm.is_empty() {
            let bare = |word: &str| columns.iter().copied().find(|column| column.name() == word);
            if let (Some(low), Some(high)) = (bare("low"), bare("high"))
                && people(low)
                && people(high)
            {
                self.bounds("killed", &[low, high]);
            }
        }
        for column in columns {
            if column.says(&["casualties", "casualty"]) && self.free(column) && people(column) {
                let told = "casualties are killed and injured together, so no bound of either";
                self.people.push((column, told.to_owned()));
            }
        }
    }

    fn bounds(&mut self, field: &'static str, columns: &[&'c Column<'s>]) {
        let least = columns.iter().find(|column| column.says(&["low", "min", "least", "minimum"]));
        let most = columns.iter().find(|column| column.says(&["high", "max", "most", "maximum"]));
        let mut bounds: Vec<Bound<'c, 's>> = Vec::new();
        bounds.extend(least.map(|column| ("min", *column, column.range())));
        bounds.extend(most.map(|column| ("max", *column, column.range())));
        if let (true, [only]) = (bounds.is_empty(), columns) {
            let told = format!("{}; one number is a reported least", only.range());
            bounds.push(("min", *only, told));
        }
        if bounds.is_empty() {
            for column in columns {
                let told = format!("perhaps {field}: {}; fill in which counts", column.range());
                self.people.push((column, told));
            }
        }
        if !bounds.is_empty() {
            self.harm.push((field, bounds));
        }
    }

    /// Addresses, sentences and names of people.
    fn letters(&mut self, columns: &[&'c Column<'s>]) {
        for column in columns.iter().copied().filter(|column| column.is_text()) {
            let address = |cell: &str| cell.starts_with("http://") || cell.starts_with("https://");
            let addresses = column.filled().filter(|cell| address(cell)).count();
            if !self.free(column) {
                continue;
            }
            if addresses * 2 > column.filled {
                let told = format!("{addresses} of {} filled cells are addresses", column.filled);
                if self.url.is_none() {
                    self.url = Some((column, told));
                }
            } else if column.words() >= 10 {
                let told = format!("sentences: {} words on average", column.words());
                self.leave.push((column, told));
            } else if column.says(&NAME) && !column.says(&PLACE) && looks_like_people(column) {
                let told = "named and written like names of people";
                self.leave.push((column, told.to_owned()));
            }
        }
    }

    /// Kind, sides and place: short texts, told apart by their headings.
    fn words(&mut self, columns: &[&'c Column<'s>]) {
        let texts: Vec<&'c Column<'s>> = columns
            .iter()
            .copied()
            .filter(|column| column.is_text() && self.free(column) && column.words() < 10)
            .collect();
        self.kind = self.kinds(&texts, columns);
        let sides = texts.iter().filter(|column| self.free(column) && !column.says(&EXACT));
        let sides = sides.filter_map(|column| {
            let told = |what: &str| format!("{what}: {}", spread(column, "names"));
            if column.says(&ACTOR) {
                Some((*column, told("named like an author")))
            } else if column.says(&TARGET) {
                Some((*column, told("named like a target, or like who is counted")))
            } else {
                None
            }
        });
        self.sides = sides.collect();
        self.parted_by = [";", "|"].into_iter().find_map(|mark| {
            let cells = self.sides.iter().flat_map(|(column, _)| column.filled());
            let with = cells.filter(|cell| cell.contains(mark)).count();
            (with > 0).then_some((mark, with))
        });
        let free = |column: &&&Column<'s>| self.free(column) && !column.says(&EXACT);
        let place = texts.iter().filter(free).find(|column| column.says(&PLACE));
        let place = place.or_else(|| texts.iter().filter(free).find(|column| column.says(&AREA)));
        self.place = place.map(|column| (*column, spread(column, "names")));
    }

    /// The column with the kind of act: few words that come again and again, or else codes.
    fn kinds(&self, texts: &[&'c Column<'s>], all: &[&'c Column<'s>]) -> Option<Found<'c, 's>> {
        let kind = |words: &[&str], column: &Column<'s>| {
            let few = column.values().len();
            let again = (2..=60).contains(&few) && few * 2 <= column.filled;
            let other = [&WHEN[..], &ACTOR[..], &EXACT[..], &TARGET[..]];
            again && column.says(words) && !other.iter().any(|words| column.says(words))
        };
        let codes = all.iter().filter(|column| self.free(column) && column.values().len() <= 20);
        let found = texts
            .iter()
            .find(|column| kind(&KIND, column))
            .or_else(|| texts.iter().find(|column| kind(&CAUSE, column)))
            .map(|column| (*column, spread(column, "words")));
        found.or_else(|| {
            let mut codes = codes.filter(|column| kind(&KIND[..3], column));
            codes.next().map(|column| (*column, spread(column, "codes")))
        })
    }
}

/// How many different values there are, and in how many rows.
fn spread(column: &Column<'_>, what: &str) -> String {
    format!("different {what}: {}, in {}", column.values().len(), rows(column.filled))
}

fn fits(column: &Column<'_>) -> String {
    match &column.days {
        Some(days) if days.forms.is_empty() => format!("{} cells look like days", days.fit),
        Some(days) => {
            format!(
                "{} of {} filled cells are {}",
                days.fit,
                column.filled,
                days.forms.join(" or ")
            )
        }
        None => String::new(),
    }
}

/// Whether no day of the second column is before that of the first.
fn follows(first: &Column<'_>, last: &Column<'_>) -> bool {
    let form =
        |column: &Column<'_>| column.days.as_ref().and_then(|days| days.forms.first().copied());
    let (Some(from), Some(to)) = (form(first), form(last)) else { return false };
    first.cells.iter().zip(&last.cells).all(|(first, last)| {
        match (read(first, from), read(last, to)) {
            (Some(first), Some(last)) => first <= last,
            _ => true,
        }
    })
}

/// Why a column may hold days in a way that no form reads.
fn perhaps_days(column: &Column<'_>) -> Option<String> {
    let whole = |least: f64, most: f64| {
        column.mostly(|cell| number(cell).is_some_and(|number| (least..most).contains(&number)))
    };
    let told = if whole(1e11, 4.2e12) {
        "looks like milliseconds since 1970, which no form reads; write days"
    } else if column.says(&WHEN) && whole(1e8, 4.2e9) {
        "looks like seconds since 1970, which no form reads; write days"
    } else if column.says(&WHEN) && whole(20_000.0, 60_000.0) {
        "looks like a spreadsheet's number of a day; write days, or save it as a workbook"
    } else if column.says(&WHEN) {
        "is named like a day"
    } else {
        return None;
    };
    Some(told.to_owned())
}

/// Whether a column holds whole numbers of people.
fn people(column: &Column<'_>) -> bool {
    column.mostly(|cell| cell.trim_end_matches(".0").parse::<u32>().is_ok())
}

/// Whether most cells are two to five words that begin with large letters, and hardly any twice.
fn looks_like_people(column: &Column<'_>) -> bool {
    let name = |cell: &str| {
        let words: Vec<&str> = cell.split_whitespace().collect();
        (2..=5).contains(&words.len())
            && words.iter().all(|word| {
                word.chars().next().is_some_and(|c| !c.is_lowercase() && c.is_alphabetic())
            })
    };
    let named = column.filled().filter(|cell| name(cell)).count();
    named * 3 >= column.filled * 2 && column.values().len() * 3 >= column.filled * 2
}
