//! Why a map answers as it does, for people: each drawing that was looked at, how far it is, and how sure that is.

#![expect(clippy::float_arithmetic, reason = "metres for people; nothing follows from them")]

use crate::answer::km;
use crate::globe::{LAST_BITS_M, ceil_m, floor_m};
use crate::map::{Drawing, Part};
use crate::spot::Where;
use jiff::civil::Date;

/// One sentence a drawing and stretch of days.
pub(crate) fn because(drawings: &[Drawing], at: &Where, stretches: &[(Date, Date)]) -> Vec<String> {
    if !at.is_on_the_globe() {
        return vec!["the point is no place on the globe".to_owned()];
    }
    let mut out = Vec::new();
    for (from, until) in stretches {
        let days = if stretches.len() > 1 { format!("{from} to {until}: ") } else { String::new() };
        let told = drawings.iter().filter_map(|drawing| drawing_is(drawing, at, *from));
        let before = out.len();
        out.extend(told.map(|told| format!("{days}{told}")));
        if out.len() == before {
            out.push(format!("{days}no drawing is in force"));
        }
    }
    if at.radius_m().is_none() {
        out.push("nothing says how well the place is known: give its radius".to_owned());
    }
    out
}

fn drawing_is(drawing: &Drawing, at: &Where, day: Date) -> Option<String> {
    let (part, nearest) = nearest(drawing, at, day)?;
    let shape = &part.feature.shape;
    let far = |metres: (f64, f64)| {
        let (least, most) = (floor_m(metres.0), ceil_m(metres.1));
        if least + 1 >= most {
            format!("{} km", km(most))
        } else {
            format!("{} to {} km", km(least), km(most))
        }
    };
    let away = far(nearest);
    let where_it_is = match (shape.is_area(), shape.holds(at.point())) {
        (false, _) => format!("the point is {away} from it"),
        (true, true) => format!("the point is inside, {away} from its border"),
        (true, false) => format!("the point is outside, {away} from its border"),
    };
    let error = match ceil_m(part.feature.error_m - LAST_BITS_M) {
        0 => "it is drawn exactly".to_owned(),
        error => format!("it may be drawn {} km off", km(error)),
    };
    let version = drawing.version.as_ref().map(|version| format!(", version {version}"));
    let source = drawing.source.as_ref().map(|source| format!(", by {source}"));
    let name = part.feature.name.as_ref().map(|name| format!("“{name}”, "));
    Some(format!(
        "{}{}:{}{}{}: {where_it_is}; {error}",
        name.unwrap_or_default(),
        drawing.file,
        part.number,
        version.unwrap_or_default(),
        source.unwrap_or_default(),
    ))
}

/// The nearest part: of an area, one that holds the point goes first.
fn nearest<'d>(drawing: &'d Drawing, at: &Where, day: Date) -> Option<(&'d Part, (f64, f64))> {
    let mut found: Option<(&Part, (f64, f64), bool)> = None;
    for part in drawing.parts_on(day) {
        let holds = part.feature.shape.holds(at.point());
        let Some(bounds) = part.feature.shape.distance(at.point(), f64::INFINITY) else { continue };
        let better = found.is_none_or(|(_, (least, _), held)| {
            (holds && !held) || (holds == held && bounds.least < least)
        });
        if better {
            found = Some((part, (bounds.least, bounds.most), holds));
        }
    }
    found.map(|(part, bounds, _)| (part, bounds))
}
