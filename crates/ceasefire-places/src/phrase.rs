//! Phrases by which monitors say where: `3km west of Town A (25km north-east of City B)`.
//!
//! A phrase has a name; in front of it perhaps how the act lay to it; behind it, in brackets, perhaps how the
//! place lies to a better known one. What is in brackets and is no distance is a remark, and left out.

use crate::compass::Wind;

/// Farther than that, in kilometres, nobody says where something is.
const MOST_KM: f64 = 500.0;
/// More letters than that are no name of a place.
const MOST_LETTERS: usize = 120;

/// What a phrase says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Phrase {
    pub(crate) name: String,
    /// How the act lay to the named place; none: in it.
    pub(crate) offset: Option<Offset>,
    /// How the named place lies to another.
    pub(crate) from: Option<From>,
}

/// Beside a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Offset {
    pub(crate) km: Option<f64>,
    pub(crate) wind: Option<Wind>,
}

/// So far and in this direction from a place of this name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct From {
    pub(crate) km: f64,
    pub(crate) wind: Wind,
    pub(crate) name: String,
}

const BESIDE: [&str; 12] = [
    "in the vicinity of ",
    "in the area of ",
    "in the suburbs of ",
    "on the outskirts of ",
    "the outskirts of ",
    "outskirts of ",
    "suburbs of ",
    "close to ",
    "outside of ",
    "outside ",
    "near ",
    "around ",
];

impl Phrase {
    /// Reads a phrase; none where no name is left.
    pub(crate) fn read(text: &str) -> Option<Self> {
        if text.chars().count() > 2 * MOST_LETTERS {
            return None;
        }
        let (outside, brackets) = match text.split_once('(') {
            Some((outside, rest)) => {
                (outside, rest.rsplit_once(')').map_or(rest, |(inner, _)| inner))
            }
            None => (text, ""),
        };
        let from = brackets.split([',', ';']).find_map(from);
        let (offset, name) = beside(outside.trim());
        let name = name.trim_matches(|c: char| c.is_whitespace() || ",.;:".contains(c));
        let named = name.chars().any(char::is_alphabetic) && name.chars().count() <= MOST_LETTERS;
        named.then(|| Self { name: name.to_owned(), offset, from })
    }
}

/// `west of Town A`, `3km west of Town A`, `near Town A`, `Town A`.
fn beside(text: &str) -> (Option<Offset>, &str) {
    let lower = text.to_ascii_lowercase();
    let lower = lower.as_str();
    for words in BESIDE {
        if lower.starts_with(words) {
            // The text is as long as its small letters, since only ASCII letters change.
            let rest = text.get(words.len()..).unwrap_or_default();
            return (Some(Offset { km: None, wind: None }), rest);
        }
    }
    if let Some((km, rest)) = distance(text)
        && let Some((wind, name)) = direction(rest)
    {
        return (Some(Offset { km: Some(km), wind: Some(wind) }), name);
    }
    if let Some((wind, name)) = direction(text) {
        return (Some(Offset { km: None, wind: Some(wind) }), name);
    }
    (None, text)
}

/// `25km north-east of City B`.
fn from(text: &str) -> Option<From> {
    let (km, rest) = distance(text.trim())?;
    let (wind, name) = direction(rest)?;
    Some(From { km, wind, name: name.trim().to_owned() })
}

/// A number of kilometres or metres at the beginning, and the rest.
fn distance(text: &str) -> Option<(f64, &str)> {
    let words = ["about ", "approximately ", "some ", "around ", "ca. ", "~"];
    let text = words.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text).trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')?;
    let (number, rest) = text.split_at_checked(end)?;
    let number: f64 = number.replace(',', ".").parse().ok()?;
    let rest = rest.trim_start_matches([' ', '-', '\u{a0}']);
    let units = [
        ("kilometres", 1.0),
        ("kilometers", 1.0),
        ("kilometre", 1.0),
        ("km", 1.0),
        ("metres", 0.001),
        ("meters", 0.001),
        ("m", 0.001),
    ];
    let (unit, km) = units.iter().find(|(unit, _)| rest.starts_with(unit))?;
    let km = scaled(number, *km);
    let rest = rest.get(unit.len()..)?;
    (km <= MOST_KM && rest.starts_with(' ')).then(|| (km, rest.trim_start()))
}

#[expect(clippy::float_arithmetic, reason = "metres to kilometres; where it leads is rounded")]
fn scaled(number: f64, unit: f64) -> f64 {
    number * unit
}

/// `north-east of` at the beginning, and the rest.
fn direction(text: &str) -> Option<(Wind, &str)> {
    let (wind, name) = text.split_once(" of ")?;
    let wind = wind.trim().strip_prefix("to the ").unwrap_or(wind.trim());
    Some((Wind::read(wind.strip_prefix("the ").unwrap_or(wind))?, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let Some(phrase) = Phrase::read(text) else { return "none".to_owned() };
        let offset = phrase
            .offset
            .map(|offset| format!("{:?} {}", offset.km, offset.wind.map_or("near", Wind::name)));
        let from =
            phrase.from.map(|from| format!("{} km {} of {}", from.km, from.wind.name(), from.name));
        format!("{} | {} | {}", phrase.name, offset.unwrap_or_default(), from.unwrap_or_default())
    }

    #[test]
    fn phrases_of_monitors_are_taken_apart() {
        let phrases = [
            "Town A",
            "Town A (25km north-east of City B)",
            "west of Town A (79km N of City B)",
            "near Town A",
            "in the suburbs of Town A (17 km north of City B)",
            "about 3km west of Town A (government-controlled, 25.5km north-east of City B)",
            "Town A (formerly Town C)",
            "500m south of Town A",
            "Південне (40км)",
            "North of nowhere in particular",
            "Outside Town A (25km NE of City B",
        ];
        let told: Vec<String> =
            phrases.iter().map(|text| format!("{text} -> {}", shown(text))).collect();
        insta::assert_snapshot!(told.join("\n"));
    }

    #[test]
    fn what_names_nothing_is_no_phrase() {
        let long = "a".repeat(400);
        for text in ["", "()", "(25km N of City B)", "123", long.as_str()] {
            assert_eq!(Phrase::read(text), None, "{text}");
        }
    }
}
