//! Finding the place that a report means.
//!
//! Names are compared in five grades, from the same letters to nearly the same consonants; the best grade that fits
//! what else the report says is taken. An area, and the distance and direction to a better known place, tell
//! namesakes apart and check a lone find. Where they contradict it, or several places are left, the answer is
//! unsure: a guess here would put an act on the wrong side of a line.

#![expect(clippy::float_arithmetic, reason = "distances are compared with wide tolerances")]

use crate::compass::Wind;
use crate::found::{Candidate, Evidence, Found};
use crate::gazetteer::{At, Gazetteer};
use crate::globe::{distance_and_azimuth, moved};
use crate::letters::Folded;
use crate::phrase::{From, Offset, Phrase};
use crate::place::Place;
use crate::spot::Where;
use std::collections::BTreeMap;

/// What a monitor's distance to a place may be off: at least this, or this part of it.
const OFF_KM: f64 = 4.0;
const OFF_PART: f64 = 0.15;
/// Nearer than that, a direction says nothing.
const NO_DIRECTION_KM: f64 = 4.0;
/// "Near", "outside" and "west of" a place without a distance reach so much farther than the place; ours.
const BESIDE_KM: f64 = 5.0;
/// What a distance with a direction of eight leaves open of where a point is, as a part of the distance; ours.
const OPEN_PART: f64 = 0.5;
/// A city among namesakes: so many people, and so many times those of each namesake.
const CITY: u64 = 100_000;
const TIMES: u64 = 20;
/// Candidates that are named.
const MOST_CANDIDATES: usize = 30;

/// A name in a report, with what is known beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The name as it was reported; phrases such as `west of X (79km north of Y)` are understood.
    pub name: &'a str,
    /// The country, as two capital letters.
    pub country: Option<&'a str>,
    /// The administrative area, in any script.
    pub admin: Option<&'a str>,
}

/// A place whose name fits, and whether the rest does.
#[derive(Clone, Copy)]
struct Fit<'g> {
    place: &'g Place,
    at: At,
    grade: Evidence,
    in_area: Option<bool>,
    as_described: Option<bool>,
}

impl Gazetteer {
    /// Finds the place that is meant.
    pub fn find(&self, asked: &Asked<'_>) -> Found {
        let Some(phrase) = Phrase::read(asked.name) else {
            return Found::None { evidence: Evidence::NoName, described: None };
        };
        let landmarks = phrase.from.as_ref().map(|from| self.landmarks(from, asked.country));
        let from = phrase.from.as_ref().zip(landmarks.as_deref());
        let fits = self.fits(&phrase.name, asked, from);
        let described =
            from.and_then(|(from, landmarks)| described(from, landmarks, phrase.offset));
        decide(&fits).map_or_else(
            |evidence| self.undecided(&fits, evidence, described, phrase.offset),
            |(fit, evidence)| Found::Place(self.candidate(fit, evidence, phrase.offset)),
        )
    }

    /// All places whose names fit, in order.
    fn fits<'g>(
        &'g self,
        name: &str,
        asked: &Asked<'_>,
        from: Option<(&From, &[&Place])>,
    ) -> Vec<Fit<'g>> {
        let in_country = |place: &Place| match (asked.country, &place.country) {
            (Some(asked), Some(country)) => country.eq_ignore_ascii_case(asked),
            _ => true,
        };
        let named = self.named(name).into_iter();
        named
            .map(|(place, (grade, at))| (&self.places[place], grade, at))
            .filter(|(place, ..)| in_country(place))
            .map(|(place, grade, at)| Fit {
                place,
                at,
                grade,
                in_area: asked.admin.and_then(|admin| self.is_in(place, admin)),
                as_described: from
                    .and_then(|(from, landmarks)| is_as_described(place, from, landmarks)),
            })
            .collect()
    }

    /// Places by the best grade in which one of their names fits.
    fn named(&self, name: &str) -> BTreeMap<usize, (Evidence, At)> {
        let folded = Folded::new(name);
        let mut out = BTreeMap::new();
        let mut take = |grade: Evidence, at: At| {
            let grade =
                if grade == Evidence::Exact && at.name > 0 { Evidence::Alias } else { grade };
            out.entry(at.place).or_insert((grade, at));
        };
        let is_near = |at: &At| Folded::new(self.name(*at)).is_near(&folded);
        self.same(&folded).iter().for_each(|at| take(Evidence::Exact, *at));
        self.same_in_latin(&folded).iter().for_each(|at| take(Evidence::Script, *at));
        let consonants = self.same_consonants(&folded).iter().filter(|at| is_near(at));
        consonants.for_each(|at| take(Evidence::Spelling, *at));
        let apart = self.one_consonant_apart(&folded);
        apart.iter().filter(|at| is_near(at)).for_each(|at| take(Evidence::Near, *at));
        out
    }

    /// The places from which a monitor measures: well known ones, so a city goes before its namesakes.
    fn landmarks(&self, from: &From, country: Option<&str>) -> Vec<&Place> {
        let asked = Asked { name: &from.name, country, admin: None };
        let fits = self.fits(&from.name, &asked, None);
        let best = best_of(fits.iter().filter(|fit| !matches!(fit.grade, Evidence::Near)));
        match city(&best) {
            Some(city) => vec![city.place],
            None => best.iter().map(|fit| fit.place).collect(),
        }
    }

    fn undecided(
        &self,
        fits: &[Fit<'_>],
        evidence: Evidence,
        described: Option<Where>,
        offset: Option<Offset>,
    ) -> Found {
        // A name that is merely like it, and lies elsewhere, is another place.
        let mut candidates: Vec<&Fit<'_>> = match evidence {
            Evidence::Several | Evidence::OnlyNear => {
                fits.iter().filter(|fit| fit.fits()).collect()
            }
            _ => fits.iter().filter(|fit| fit.is_same_name() || fit.fits()).collect(),
        };
        if evidence == Evidence::Several {
            let best = candidates.iter().map(|fit| rank(fit.grade)).min();
            candidates.retain(|fit| Some(rank(fit.grade)) == best);
        }
        if candidates.is_empty() {
            return Found::None { evidence: Evidence::NothingNear, described };
        }
        candidates.sort_by_key(|fit| {
            (!fit.fits(), rank(fit.grade), std::cmp::Reverse(fit.place.population), fit.at)
        });
        candidates.truncate(MOST_CANDIDATES);
        let candidates = candidates.iter().map(|fit| self.candidate(fit, None, offset)).collect();
        Found::Unsure { candidates, evidence }
    }

    fn candidate(
        &self,
        fit: &Fit<'_>,
        more: Option<Evidence>,
        offset: Option<Offset>,
    ) -> Candidate {
        let mut evidence = vec![fit.grade];
        evidence.extend((fit.in_area == Some(true)).then_some(Evidence::Area));
        evidence.extend((fit.as_described == Some(true)).then_some(Evidence::Described));
        evidence.extend(more);
        evidence.extend(offset.map(|_| Evidence::Beside));
        Candidate {
            id: fit.place.id.clone(),
            name: fit.place.name.clone(),
            by: self.name(fit.at).to_owned(),
            area: self.area_of(fit.place).map(str::to_owned),
            spot: beside(fit.place, offset),
            evidence,
        }
    }
}

impl Fit<'_> {
    /// Nothing else that the report says speaks against it.
    fn fits(&self) -> bool {
        self.in_area != Some(false) && self.as_described != Some(false)
    }

    fn is_confirmed(&self) -> bool {
        self.in_area == Some(true) || self.as_described == Some(true)
    }

    fn is_same_name(&self) -> bool {
        rank(self.grade) <= rank(Evidence::Script)
    }
}

/// The one that is meant, with a further reason; or why it cannot be told.
fn decide<'f, 'g>(fits: &'f [Fit<'g>]) -> Result<(&'f Fit<'g>, Option<Evidence>), Evidence> {
    let best = best_of(fits.iter().filter(|fit| fit.fits()));
    let elsewhere: Vec<&Fit<'_>> =
        fits.iter().filter(|fit| !fit.fits() && fit.is_same_name()).collect();
    let contradicted = elsewhere.iter().any(|fit| fit.as_described == Some(false));
    let elsewhere_is = if contradicted { Evidence::Contradicted } else { Evidence::OtherArea };
    let found = match best.as_slice() {
        [] if !elsewhere.is_empty() => return Err(elsewhere_is),
        [] => return Err(Evidence::NothingNear),
        [one] => Ok((*one, None)),
        several => city(several)
            .map(|city| (city, Some(Evidence::City)))
            .or_else(|| around(several).map(|one| (one, Some(Evidence::Around))))
            .ok_or(Evidence::Several),
    };
    match found {
        Ok((one, _)) if one.grade == Evidence::Near && !one.is_confirmed() => {
            Err(Evidence::OnlyNear)
        }
        // The name itself lies elsewhere, and here is only one like it.
        Ok((one, _))
            if !one.is_same_name() && one.as_described != Some(true) && !elsewhere.is_empty() =>
        {
            Err(elsewhere_is)
        }
        found => found,
    }
}

/// Those of the best grade. Usual and other names are one grade: a village and a town may bear each other's.
fn best_of<'f, 'g: 'f>(fits: impl Iterator<Item = &'f Fit<'g>> + Clone) -> Vec<&'f Fit<'g>> {
    let best = fits.clone().map(|fit| rank(fit.grade)).min();
    fits.filter(|fit| Some(rank(fit.grade)) == best).collect()
}

fn rank(grade: Evidence) -> u8 {
    match grade {
        Evidence::Exact | Evidence::Alias => 0,
        Evidence::Script => 1,
        Evidence::Spelling => 2,
        _ => 3,
    }
}

/// A city that all others are small beside: whoever means one of those says so.
fn city<'f, 'g>(fits: &[&'f Fit<'g>]) -> Option<&'f Fit<'g>> {
    let largest = fits.iter().max_by_key(|fit| fit.place.population)?;
    let people = largest.place.population.filter(|people| *people >= CITY)?;
    let is_small =
        |fit: &&Fit<'_>| fit.place.population.unwrap_or(0).saturating_mul(TIMES) <= people;
    let others = fits.iter().filter(|fit| fit.at.place != largest.at.place);
    others.copied().all(|fit| is_small(&fit)).then_some(*largest)
}

/// The largest, if all others lie within its radius: a district bears the name of its town.
fn around<'f, 'g>(fits: &[&'f Fit<'g>]) -> Option<&'f Fit<'g>> {
    let largest =
        fits.iter().max_by_key(|fit| (fit.place.population, std::cmp::Reverse(fit.at)))?;
    let within = |fit: &&Fit<'_>| {
        let (metres, _) =
            distance_and_azimuth(largest.place.spot().point(), fit.place.spot().point());
        metres <= largest.place.radius_km * 1000.0
    };
    fits.iter().copied().all(|fit| within(&fit)).then_some(*largest)
}

/// Whether a place lies so far and in this direction from one of the landmarks; none where no landmark is known.
fn is_as_described(place: &Place, from: &From, landmarks: &[&Place]) -> Option<bool> {
    let off = OFF_KM.max(from.km * OFF_PART);
    let is = |landmark: &&Place| {
        let (metres, degrees) = distance_and_azimuth(landmark.spot().point(), place.spot().point());
        (metres / 1000.0 - from.km).abs() <= off
            && (from.km < NO_DIRECTION_KM || from.wind.may_be(degrees))
    };
    (!landmarks.is_empty()).then(|| landmarks.iter().any(is))
}

/// Where the report itself puts a place, if it measures from one that is known.
fn described(from: &From, landmarks: &[&Place], offset: Option<Offset>) -> Option<Where> {
    let [landmark] = landmarks else { return None };
    let beside = offset.map_or(0.0, |offset| offset.km.unwrap_or(BESIDE_KM));
    Some(off(landmark, from.km, from.wind, OFF_KM + beside))
}

/// In the place, or beside it.
fn beside(place: &Place, offset: Option<Offset>) -> Where {
    match offset {
        None => place.spot(),
        Some(Offset { km: Some(km), wind: Some(wind) }) => off(place, km, wind, place.radius_km),
        Some(_) => Where { radius_km: Some(place.radius_km + BESIDE_KM), ..place.spot() },
    }
}

/// So far in this direction from a place.
fn off(place: &Place, km: f64, wind: Wind, margin_km: f64) -> Where {
    let point = moved(place.spot().point(), wind.degrees(), km * 1000.0);
    let radius = ((margin_km + km * OPEN_PART) * 10.0).ceil() / 10.0;
    Where { lat: point.y, lon: point.x, radius_km: Some(radius) }
}

#[cfg(test)]
mod tests;
