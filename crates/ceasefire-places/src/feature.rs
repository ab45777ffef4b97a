//! One feature of a map: what it says, when, how far it may be off, and where it is drawn.

#![expect(clippy::float_arithmetic, reason = "kilometres to metres")]

use crate::aside::{Wrong, harmless};
use crate::says::Says;
use crate::shape::Shape;
use geo::{Geometry, Rect};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Farther off than that is no drawing, in kilometres.
const MOST_ERROR_KM: f64 = 500.0;

/// What somebody else's map does not say of itself, said from outside. A feature's own properties go first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Given {
    /// The fact that its lines or areas decide.
    pub says: Option<String>,
    /// So from this day on.
    pub from: Option<Date>,
    /// So until this day, exclusive.
    pub until: Option<Date>,
    /// How far the drawn line may be off, in kilometres.
    pub error_km: Option<f64>,
    /// Who drew it.
    pub source: Option<String>,
    /// Where it is expected to be: west, south, east and north, in degrees.
    pub expected: Option<[f64; 4]>,
}

/// A feature as a file has it.
#[derive(Debug, Default)]
pub(crate) struct Raw {
    pub(crate) properties: BTreeMap<String, String>,
    pub(crate) geometry: Option<Geometry<f64>>,
}

/// A feature that can be used.
#[derive(Debug, Clone)]
pub(crate) struct Feature {
    pub(crate) says: Says,
    pub(crate) name: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) from: Option<Date>,
    pub(crate) until: Option<Date>,
    pub(crate) error_m: f64,
    pub(crate) shape: Shape,
}

impl Feature {
    pub(crate) fn new(raw: Raw, given: &Given) -> Result<Self, Wrong> {
        let Raw { properties, geometry } = raw;
        let property = |name: &str| {
            properties.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())
        };
        let says = property("says").or(given.says.as_deref()).ok_or_else(|| {
            Wrong::new(
                "nothing says which fact it decides",
                "give it a property `says`, such as `in-area(it)`, or say it from outside with `--says`",
            )
        })?;
        let says = Says::read(says)?;
        let from = property("from").map(day).transpose()?.or(given.from);
        let until = property("until").map(day).transpose()?.or(given.until);
        if let (Some(from), Some(until)) = (from, until)
            && until <= from
        {
            return Err(Wrong::new(
                format!("it ends on {until}, before it begins on {from}"),
                "`until` is the first day on which it is no longer so",
            ));
        }
        let error_m = match property("error_km") {
            Some(text) => error_m(text)?,
            None => error_m(&given.error_km.map(|km| km.to_string()).unwrap_or_default())?,
        };
        let geometry = geometry
            .ok_or_else(|| Wrong::new("it has no geometry", "draw it, or leave the feature out"))?;
        let expected = given
            .expected
            .map(|[west, south, east, north]| Rect::new((west, south), (east, north)));
        let shape = Shape::new(geometry, error_m, expected)?;
        if shape.is_area() && says.fact == "distance" {
            return Err(Wrong::new(
                format!("`{says}` is a distance, and this is an area"),
                "draw the line that is measured to; an area says what is so inside it",
            ));
        }
        if !shape.is_area() && !says.is_about_act() {
            return Err(Wrong::new(
                format!("`{says}` is so or not at a place, and this is no area"),
                "draw the area in which it is so",
            ));
        }
        let shown = |name: &str| property(name).map(|text| harmless(text, 120));
        Ok(Self {
            says,
            name: shown("name"),
            source: shown("source").or_else(|| given.source.clone()),
            version: shown("version"),
            from,
            until,
            error_m: error_m + shape.moved_m,
            shape,
        })
    }

    /// Whether it is in force on a day.
    pub(crate) fn is_so_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

fn day(text: &str) -> Result<Date, Wrong> {
    text.parse()
        .map_err(|_| Wrong::new(format!("`{text}` is not a day"), "write days like 2016-02-27"))
}

fn error_m(km: &str) -> Result<f64, Wrong> {
    if km.is_empty() {
        return Err(Wrong::new(
            "nothing says how far the drawn line may be off",
            "give it `error_km`, in kilometres; 0 only for a line that is known exactly",
        ));
    }
    match km.parse::<f64>() {
        Ok(km) if (0.0..=MOST_ERROR_KM).contains(&km) => Ok(km * 1000.0),
        _ => Err(Wrong::new(
            format!("`{km}` is not a number of kilometres from 0 to {MOST_ERROR_KM}"),
            "`error_km` says how far the drawn line may be off",
        )),
    }
}
