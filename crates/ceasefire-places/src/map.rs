//! Lines and areas with their days: what they say about a place.
//!
//! Features of one file that say the same, with the same source and version, are parts of one drawing: the
//! nearest part is what a distance is measured to, and inside one part is inside. Drawings from different
//! sources that say the same about the same days are rivals: of two distances everything between them may be
//! so, and what is inside by one and outside by the other is unknown. So it is with days: an act that may have
//! happened before or after a line moved is measured to both.
//!
//! Left out: which version of a line an agreement means. Rival versions bear different names in what they say.

#![expect(clippy::float_arithmetic, reason = "geometry; its results leave as rounded bounds")]

use crate::answer::{Answer, Told};
use crate::aside::{SetAside, Wrong};
use crate::because::because;
use crate::feature::{Feature, Given, Raw};
use crate::globe::{LAST_BITS_M, ceil_m, floor_m};
use crate::read::{Account, Taken, read_features, read_geojson};
use crate::says::Says;
use crate::spot::Where;
use accord_judge::{Entry, Value};
use geo::Coord;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// Corners of one map at most, over all its files.
const MOST_CORNERS: usize = 2_000_000;
/// Beside an edge: so many times its length away.
const BESIDE: f64 = 1e-5;
const MICROMETRES: i64 = 1_000_000;

/// Drawn lines and areas.
#[derive(Debug, Clone, Default)]
pub struct Map {
    drawings: BTreeMap<Says, Vec<Drawing>>,
    /// Corners of all features.
    corners: usize,
}

/// All features that say the same by one source.
#[derive(Debug, Clone)]
pub(crate) struct Drawing {
    pub(crate) file: String,
    pub(crate) source: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) parts: Vec<Part>,
}

/// A feature with its number in the file.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) number: usize,
    pub(crate) feature: Feature,
}

impl Map {
    /// Reads a file: GeoJSON, GeoPackage or shapefile. What cannot be used goes to `aside`.
    ///
    /// # Errors
    /// If the file cannot be opened or read at all.
    pub fn read(
        &mut self,
        path: &Path,
        given: &Given,
        aside: &mut Vec<SetAside>,
    ) -> io::Result<Account> {
        let file = path.display().to_string();
        read_features(path, aside, &mut |number, raw| self.add(&file, number, raw, given))
    }

    /// Reads GeoJSON. `file` is the name under which it is spoken of.
    pub fn read_geojson(
        &mut self,
        file: &str,
        bytes: &[u8],
        given: &Given,
        aside: &mut Vec<SetAside>,
    ) -> Account {
        read_geojson(file, bytes, aside, &mut |number, raw| self.add(file, number, raw, given))
    }

    /// Adds one feature of a file.
    fn add(&mut self, file: &str, number: usize, raw: Raw, given: &Given) -> Result<Taken, Wrong> {
        let feature = Feature::new(raw, given)?;
        if self.corners + feature.shape.corners > MOST_CORNERS {
            let help = "simplify the lines, or read fewer files at a time";
            return Err(Wrong::new(format!("a map has at most {MOST_CORNERS} corners"), help));
        }
        let is_area = feature.shape.is_area();
        if self.is_area(&feature.says).is_some_and(|others| others != is_area) {
            let others = if is_area { "lines" } else { "areas" };
            return Err(Wrong::new(
                format!("features before it that say `{}` are {others}", feature.says),
                "lines and points are measured to, areas are inside or not: give the two facts different names",
            ));
        }
        self.corners += feature.shape.corners;
        let drawings = self.drawings.entry(feature.says.clone()).or_default();
        let same = |drawing: &&mut Drawing| {
            drawing.file == file
                && drawing.source == feature.source
                && drawing.version == feature.version
        };
        let drawing = match drawings.iter_mut().find(same) {
            Some(drawing) => drawing,
            None => drawings.push_mut(Drawing {
                file: file.to_owned(),
                source: feature.source.clone(),
                version: feature.version.clone(),
                parts: Vec::new(),
            }),
        };
        let taken = Taken { mended: feature.shape.moved_m > 0.0 };
        drawing.parts.push(Part { number, feature });
        Ok(taken)
    }

    /// Whether a fact is decided by areas, so that it is so or not; otherwise it is a distance. None: nothing
    /// decides it.
    pub fn is_area(&self, says: &Says) -> Option<bool> {
        let first = self.drawings.get(says)?.first()?.parts.first()?;
        Some(first.feature.shape.is_area())
    }

    /// The facts that it decides, in order.
    pub fn says(&self) -> impl Iterator<Item = &Says> {
        self.drawings.keys()
    }

    /// Whether nothing is drawn on it.
    pub fn is_empty(&self) -> bool {
        self.drawings.is_empty()
    }

    /// What it says of a place within some days, first and last included, with why. A fact on which it is
    /// silent on all of these days is left out.
    pub fn about(&self, at: &Where, first: Date, last: Date) -> Vec<Told> {
        self.drawings
            .iter()
            .filter_map(|(says, drawings)| {
                let answer = answer(drawings, at, (first, last))?;
                let because = because(drawings, at, &stretches(drawings, (first, last)));
                Some(Told { says: says.clone(), answer, because })
            })
            .collect()
    }

    /// The facts about an act at a place within some days, for the judge: `distance(it, …)`, `in-area(it)`. What
    /// is drawn and stays open is said to be open; a distance that cannot be measured is left out.
    pub fn entries(&self, at: &Where, first: Date, last: Date) -> Vec<Entry> {
        let about_acts = self.drawings.iter().filter(|(says, _)| says.is_about_act());
        about_acts
            .filter_map(|(says, drawings)| {
                let value = value(answer(drawings, at, (first, last))?, drawings)?;
                Some(entry(says, "it", drawings, value))
            })
            .collect()
    }

    /// The facts about a place of this name, for the judge, with the times from and until which they are so:
    /// `controls(group-a, town-t)`. Days begin at midnight in the zone.
    pub fn entries_of_place(&self, place: &str, at: &Where, zone: &TimeZone) -> Vec<Entry> {
        let mut out = Vec::new();
        for (says, drawings) in self.drawings.iter().filter(|(says, _)| !says.is_about_act()) {
            for (from, until) in stretches(drawings, (Date::MIN, Date::MAX)) {
                let Some(found) = on_day(drawings, at, from) else { continue };
                let Some(value) = value(found, drawings) else { continue };
                let moment = |day: Date| {
                    let bounded = day != Date::MIN && day != Date::MAX;
                    let midnight = bounded.then(|| day.to_zoned(zone.clone()).ok()).flatten()?;
                    Some(midnight.timestamp().as_second())
                };
                let until = if until == Date::MAX { None } else { until.tomorrow().ok() };
                out.push(Entry {
                    from: moment(from),
                    until: until.and_then(moment),
                    ..entry(says, place, drawings, value)
                });
            }
        }
        out
    }
}

/// The first and the last civil day of an interval of seconds since 1970, in a zone: the days of an act, for
/// [`Map::entries`]. None where it lies outside the calendar.
pub fn days(at: (i64, i64), zone: &TimeZone) -> Option<(Date, Date)> {
    let day = |second: i64| {
        let moment = Timestamp::from_second(second).ok()?;
        Some(moment.to_zoned(zone.clone()).date())
    };
    Some((day(at.0)?, day(at.1)?))
}

fn entry(says: &Says, place: &str, drawings: &[Drawing], value: Value) -> Entry {
    // Without a source a drawing has its file's name; the folder must leave no trace in what is printed.
    let name = |file: &str| file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned();
    let source = |one: &Drawing| one.source.clone().unwrap_or_else(|| name(&one.file));
    let sources: Vec<String> = drawings.iter().map(source).collect();
    Entry {
        key: says.key(place),
        value,
        from: None,
        until: None,
        recorded: None,
        source: Some(sources.join(", ")),
    }
}

/// What the judge is told; nothing where a distance cannot be measured.
fn value(answer: Answer, drawings: &[Drawing]) -> Option<Value> {
    let micrometres = |metres: u64| i64::try_from(metres).ok()?.checked_mul(MICROMETRES);
    let is_area = |part: &Part| part.feature.shape.is_area();
    match answer {
        Answer::Distance { least_m, most_m } => {
            Some(Value::Range(micrometres(least_m)?, micrometres(most_m)?))
        }
        Answer::Inside => Some(Value::Truth(Some(true))),
        Answer::Outside => Some(Value::Truth(Some(false))),
        Answer::Unknown if drawings.iter().flat_map(|one| &one.parts).any(is_area) => {
            Some(Value::Truth(None))
        }
        Answer::Unknown => None,
    }
}

/// Within days of which each is included: the stretches over which the drawings stay the same, first and last day.
fn stretches(drawings: &[Drawing], (first, last): (Date, Date)) -> Vec<(Date, Date)> {
    let features = drawings.iter().flat_map(|drawing| &drawing.parts).map(|part| &part.feature);
    let turns: BTreeSet<Date> = features
        .flat_map(|feature| [feature.from, feature.until])
        .flatten()
        .filter(|turn| first < *turn && *turn <= last)
        .collect();
    let starts: Vec<Date> = std::iter::once(first).chain(turns).collect();
    let ends = starts.iter().skip(1).map(|turn| turn.yesterday().unwrap_or(*turn)).chain([last]);
    starts.iter().copied().zip(ends).collect()
}

/// The answer over some days: silent on all of them is no answer, on a part of them is unknown.
fn answer(drawings: &[Drawing], at: &Where, days: (Date, Date)) -> Option<Answer> {
    let found: Vec<Option<Answer>> =
        stretches(drawings, days).iter().map(|(from, _)| on_day(drawings, at, *from)).collect();
    if found.iter().all(Option::is_none) {
        return None;
    }
    found.into_iter().map(|one| one.unwrap_or(Answer::Unknown)).reduce(Answer::or)
}

/// The answer of all drawings on a day; none where none is in force.
fn on_day(drawings: &[Drawing], at: &Where, day: Date) -> Option<Answer> {
    drawings.iter().filter_map(|drawing| drawing.on_day(at, day)).reduce(Answer::or)
}

impl Drawing {
    pub(crate) fn parts_on(&self, day: Date) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| part.feature.is_so_on(day))
    }

    fn on_day(&self, at: &Where, day: Date) -> Option<Answer> {
        let first = self.parts_on(day).next()?;
        // Nobody says how well the place is known, so nothing follows from where its point lies.
        let Some(radius_m) = at.radius_m() else { return Some(Answer::Unknown) };
        let features = self.parts_on(day).map(|part| &part.feature);
        Some(if first.feature.shape.is_area() {
            inside(features, at, radius_m)
        } else {
            distance(features, at, radius_m)
        })
    }
}

/// From the nearest part, its error and the radius of the place taken off and added.
fn distance<'f>(parts: impl Iterator<Item = &'f Feature>, at: &Where, radius_m: f64) -> Answer {
    let (mut least, mut most) = (f64::INFINITY, f64::INFINITY);
    for part in parts {
        // Farther than that, a part changes neither bound.
        let enough = (least + part.error_m).max(most - part.error_m);
        if let Some(found) = part.shape.distance(at.point(), enough) {
            least = least.min(found.least - part.error_m);
            most = most.min(found.most + part.error_m);
        }
    }
    Answer::Distance { least_m: floor_m(least - radius_m), most_m: ceil_m(most + radius_m) }
}

/// Inside if the whole circle is inside one part, outside if it is outside all of them. A border that two parts
/// share is none of the whole.
fn inside<'f>(parts: impl Iterator<Item = &'f Feature>, at: &Where, radius_m: f64) -> Answer {
    let mut near = Vec::new();
    let mut reach_of_all = 0.0_f64;
    for part in parts {
        let reach = radius_m + part.error_m + LAST_BITS_M;
        let border = part.shape.distance(at.point(), reach);
        if border.is_some_and(|border| border.least <= reach) {
            near.push(part);
            reach_of_all = reach_of_all.max(reach);
        } else if part.shape.holds(at.point()) {
            return Answer::Inside;
        }
    }
    match near.as_slice() {
        [] => Answer::Outside,
        [_] => Answer::Unknown,
        several if all_borders_are_shared(several, at, reach_of_all) => Answer::Inside,
        _ => Answer::Unknown,
    }
}

/// Whether each edge of a border near a place is an edge of two parts, with one of the parts on either side of it.
fn all_borders_are_shared(parts: &[&Feature], at: &Where, reach: f64) -> bool {
    let edges = parts.iter().flat_map(|part| part.shape.border_within(at.point(), reach));
    let mut edges: Vec<[Coord<f64>; 2]> = edges.map(from_west_to_east).collect();
    edges.sort_by(|one, other| {
        let key = |edge: &[Coord<f64>; 2]| [edge[0].x, edge[0].y, edge[1].x, edge[1].y];
        key(one)
            .iter()
            .zip(key(other))
            .map(|(a, b)| a.total_cmp(&b))
            .find(|o| o.is_ne())
            .unwrap_or(Ordering::Equal)
    });
    let (pairs, alone) = edges.as_chunks::<2>();
    alone.is_empty() && pairs.iter().all(|[one, other]| one == other && is_between(*one, parts))
}

/// Whether parts lie on both sides of an edge. A drawing that is there twice has two of each edge, and is on one.
fn is_between([start, end]: [Coord<f64>; 2], parts: &[&Feature]) -> bool {
    let middle = (start + end) / 2.0;
    let aside = Coord { x: end.y - start.y, y: start.x - end.x } * BESIDE;
    [middle + aside, middle - aside]
        .iter()
        .all(|side| parts.iter().any(|part| part.shape.holds(*side)))
}

fn from_west_to_east([start, end]: [Coord<f64>; 2]) -> [Coord<f64>; 2] {
    if (start.x, start.y) <= (end.x, end.y) { [start, end] } else { [end, start] }
}

#[cfg(test)]
mod tests;
