//! Which place is meant: this one, none of those that are known, or unsure with candidates; each with its evidence.

use crate::answer::km;
use crate::globe::ceil_m;
use crate::spot::Where;
use std::fmt;

/// Which place is meant by a name in a report.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// This place.
    Place(Candidate),
    /// It cannot be told.
    Unsure {
        /// Which it may be, the likeliest first.
        candidates: Vec<Candidate>,
        /// Why it cannot be told.
        evidence: Evidence,
    },
    /// None of the places that are known.
    None {
        /// Why not.
        evidence: Evidence,
        /// Where it lies by what the report itself says: so far in this direction from a known place.
        described: Option<Where>,
    },
}

/// A place that may be meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The place's id.
    pub id: String,
    /// Its usual name.
    pub name: String,
    /// The name that it was found by.
    pub by: String,
    /// The area that it lies in.
    pub area: Option<String>,
    /// Where the report puts it: the place, or beside it.
    pub spot: Where,
    /// Why it fits.
    pub evidence: Vec<Evidence>,
}

/// Why an answer is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// It is the place's usual name.
    Exact,
    /// It is another name of the place.
    Alias,
    /// The same name in another script, or parted otherwise.
    Script,
    /// A spelling of the name: the same consonants.
    Spelling,
    /// Nearly the name: one consonant apart.
    Near,
    /// It lies in the area that the report names.
    Area,
    /// It lies as far and in the direction that the report says.
    Described,
    /// It is a city, and its namesakes are small.
    City,
    /// Its namesakes lie within it.
    Around,
    /// The report says beside it, so the radius is wider.
    Beside,
    /// Several places fit.
    Several,
    /// Places of that name are known, but not in that area.
    OtherArea,
    /// Places of that name are known, but not as far or not in the direction that the report says.
    Contradicted,
    /// Only a name that is nearly the same is known.
    OnlyNear,
    /// No known place has a name like it.
    NothingNear,
    /// There is no name in it.
    NoName,
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Exact => "this is its name",
            Self::Alias => "this is another name of it",
            Self::Script => "the same name in another script, or parted otherwise",
            Self::Spelling => "the same name in another spelling: its consonants agree",
            Self::Near => "nearly its name: one consonant apart",
            Self::Area => "it lies in the area that is named",
            Self::Described => "it lies as far and in the direction that is said",
            Self::City => "it is a city, and its namesakes are small",
            Self::Around => "its namesakes lie within it",
            Self::Beside => "beside it, so the radius is wider",
            Self::Several => "more than one place fits",
            Self::OtherArea => "places of that name are known, but not in that area",
            Self::Contradicted => {
                "places of that name are known, but not as far or not in the direction that is said"
            }
            Self::OnlyNear => "only a name that is nearly the same is known",
            Self::NothingNear => "no known place has a name like it",
            Self::NoName => "there is no name in it",
        })
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Place(candidate) => write!(f, "{candidate}"),
            Self::Unsure { candidates, evidence } => {
                write!(f, "unsure: {evidence}")?;
                candidates.iter().try_for_each(|candidate| write!(f, "\n  may be {candidate}"))
            }
            Self::None { evidence, described: None } => write!(f, "none that is known: {evidence}"),
            Self::None { evidence, described: Some(spot) } => {
                write!(f, "none that is known: {evidence}; as described it lies at {spot}")
            }
        }
    }
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.id, self.name)?;
        if let Some(area) = &self.area {
            write!(f, ", {area}")?;
        }
        let why: Vec<String> = self.evidence.iter().map(ToString::to_string).collect();
        write!(f, " at {} (“{}”): {}", self.spot, self.by, why.join("; "))
    }
}

impl fmt::Display for Where {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.lat, self.lon)?;
        match self.radius_km {
            Some(radius) => write!(f, " within {} km", km(ceil_m(metres(radius)))),
            None => f.write_str(" of unknown precision"),
        }
    }
}

#[expect(clippy::float_arithmetic, reason = "kilometres to metres, less what a decimal may be off")]
fn metres(kilometres: f64) -> f64 {
    kilometres * 1000.0 - 0.01
}
