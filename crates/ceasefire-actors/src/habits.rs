//! How data sets and the press write names: `HTS: Hayat Tahrir al Sham`, `Military Forces of Russia (2000-)`,
//! `Islamic State (Iraq)`, `Front A (the First Front; Jabhat A)`.
//!
//! A name is taken apart into the forms that it holds; what is no part of it (years, a country in brackets) is
//! kept beside them. Left out: what the forms mean.

use crate::lexicon::{Grade, Lexicon};
use crate::words::Word;
use ceasefire_names::{latin, plain};

/// A name taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Forms {
    /// The names that it holds, the whole one first.
    pub(crate) names: Vec<String>,
    /// The whole, brackets opened, where they hold more than a country, years or a short form: they may belong
    /// to the name, as in `Islamic State (West Africa)`.
    pub(crate) whole: Option<String>,
    /// A country that stood in brackets.
    pub(crate) country: Option<&'static str>,
    /// Two actors are named, and the report does not say which.
    pub(crate) either: bool,
}

/// Takes a name apart.
pub(crate) fn forms(name: &str, lexicon: &Lexicon) -> Forms {
    let mut out = Forms::default();
    let name = undotted(name);
    for part in name.split("and/or") {
        let (outside, inside) = brackets(part);
        for outside in outside.split(';').flat_map(|one| behind_short_form(one, lexicon)) {
            out.add(outside);
        }
        for inside in inside.iter().flat_map(|inside| inside.split(';')) {
            match bracket(inside, lexicon) {
                Bracket::Country(code) => out.country = Some(code),
                Bracket::Years | Bracket::Remark => {}
                Bracket::Name => {
                    if !is_short_form(inside, lexicon) && out.whole.is_none() {
                        out.whole = Some(format!(
                            "{} {inside}",
                            out.names.first().map_or("", String::as_str)
                        ));
                    }
                    out.add(inside);
                }
            }
        }
    }
    out.either = name.contains("and/or");
    out
}

/// `U.S.-led` is `US-led`: capitals with full stops between are one short form.
fn undotted(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len());
    for (at, c) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let two_before = at.checked_sub(2).and_then(|before| letters.get(before));
        let is_dot = *c == '.'
            && before.is_some_and(|one| one.is_uppercase())
            && two_before.is_none_or(|one| !one.is_alphanumeric());
        if !is_dot {
            out.push(*c);
        }
    }
    out
}

impl Forms {
    fn add(&mut self, name: &str) {
        let name = name.trim_matches(|c: char| c.is_whitespace() || c == '-' || c == ',');
        if !name.is_empty() && !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
        }
    }
}

/// What stands outside brackets and what stands in them, nested ones opened.
fn brackets(name: &str) -> (String, Vec<String>) {
    let mut outside = String::new();
    let mut inside = vec![];
    let mut depth = 0_usize;
    for c in name.chars() {
        match c {
            '(' | '[' => {
                depth += 1;
                inside.push(String::new());
            }
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => {
                if let Some(last) = inside.last_mut() {
                    last.push(c);
                }
            }
        }
    }
    (outside, inside)
}

/// `HTS: Hayat Tahrir al Sham` holds both; `AL-HARAMAIN: KENYA BRANCH` is one name.
fn behind_short_form<'a>(name: &'a str, lexicon: &Lexicon) -> Vec<&'a str> {
    match name.split_once(':') {
        Some((short, long)) if is_short_form(short, lexicon) => vec![long, short],
        _ => vec![name],
    }
}

/// A few capitals and digits, as in `JFS` and `M23`.
pub(crate) fn is_short_form(name: &str, lexicon: &Lexicon) -> bool {
    let name = name.trim();
    (2..=7).contains(&name.chars().filter(|c| c.is_alphanumeric()).count())
        && name.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '/' | '-'))
        && lexicon.country(&latin(&plain(name))).is_none()
}

enum Bracket {
    Country(&'static str),
    Years,
    Remark,
    Name,
}

fn bracket(inside: &str, lexicon: &Lexicon) -> Bracket {
    let plain = plain(inside);
    if plain.chars().all(|c| !c.is_alphabetic()) {
        return Bracket::Years;
    }
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if words.contains(&"script") || words.contains(&"spelling") {
        return Bracket::Remark;
    }
    match words.as_slice() {
        [one] => lexicon.country(&latin(one)).map_or(Bracket::Name, Bracket::Country),
        _ => state_of(inside, lexicon).map_or(Bracket::Name, Bracket::Country),
    }
}

/// The state that several words name and nothing else: `Democratic Republic of Congo`.
pub(crate) fn state_of(text: &str, lexicon: &Lexicon) -> Option<&'static str> {
    let words = crate::words::words(text, lexicon);
    let mut found = None;
    for word in &words {
        match word.meaning?.grade {
            Grade::Country => {
                if found.replace(word.meaning?.concept).is_some() {
                    return None;
                }
            }
            _ if matches!(word.key.as_str(), "=republic" | "=democratic" | "=peoples") => {}
            _ => return None,
        }
    }
    found
}

/// What the words of a name describe, when they name nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Described {
    /// The forces or the government of a state; the report may leave open of which.
    State { country: Option<&'static str>, government: bool },
    /// Somebody whom the reporter cannot or will not name.
    Unnamed,
    /// A kind of people: opposition fighters, Muslim extremists.
    Kind,
    /// People who bear no arms: civilians, protesters, rioters.
    Unarmed,
    /// A state or its people, and not who of it.
    Land(&'static str),
}

/// Whether the words only describe. `None` where a word is, or may be, a name.
pub(crate) fn described(words: &[Word]) -> Option<Described> {
    let grades: Option<Vec<Grade>> =
        words.iter().map(|word| word.meaning.map(|known| known.grade)).collect();
    // An unnamed actor stays so whatever else is said of it.
    if words.first().is_some_and(|word| word.key == "=unidentified") {
        return Some(Described::Unnamed);
    }
    if words.first().is_some_and(|word| word.key == "=civilians") {
        return Some(Described::Unarmed);
    }
    let grades = grades?;
    // One word that says what many are ("Islamic", "religion") is nobody's name.
    if matches!(grades.as_slice(), [Grade::Kind | Grade::Trait | Grade::Idea]) {
        return Some(Described::Kind);
    }
    if let [Grade::Country] = grades.as_slice() {
        return words.first()?.meaning.map(|known| Described::Land(known.concept));
    }
    if grades.is_empty() || grades.iter().any(|grade| matches!(grade, Grade::Idea | Grade::Phrase))
    {
        return None;
    }
    let has = |concept: &str| words.iter().any(|word| word.key == format!("={concept}"));
    let is_of_state = |word: &Word| {
        let grade = word.meaning.map(|known| known.grade);
        matches!(grade, Some(Grade::State | Grade::Country))
            || word.key == "=army"
            || (word.key == "=democratic" && has("republic"))
    };
    let of_state = words.iter().all(is_of_state);
    let countries: Vec<_> = words
        .iter()
        .filter_map(|word| word.meaning)
        .filter(|known| known.grade == Grade::Country)
        .collect();
    let mut different: Vec<_> = countries.iter().map(|known| known.concept).collect();
    different.dedup();
    if of_state && (grades.contains(&Grade::State) || has("army")) && different.len() <= 1 {
        // "Forces" alone are anybody's; "government forces" are a state's.
        if different.is_empty() && !has("government") {
            return Some(Described::Kind);
        }
        let government = words.iter().all(|word| {
            word.key == "=government"
                || word.meaning.is_some_and(|known| known.grade == Grade::Country)
        });
        return Some(Described::State { country: different.first().copied(), government });
    }
    ["fighters", "opposition", "forces", "civilians", "government"]
        .iter()
        .any(|one| has(one))
        .then_some(Described::Kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;

    fn taken(name: &str) -> Forms {
        forms(name, &Lexicon::new())
    }

    #[test]
    fn a_name_is_taken_apart_as_its_publisher_puts_it_together() {
        for (name, names, country) in [
            ("HTS: Hayat Tahrir al Sham", &["Hayat Tahrir al Sham", "HTS"][..], None),
            ("Islamic State (Iraq)", &["Islamic State"], Some("IQ")),
            ("Military Forces of Russia (2000-)", &["Military Forces of Russia"], None),
            ("ALLIED FORCES (AF)", &["ALLIED FORCES", "AF"], None),
            (
                "Front A (الجبهة (original script); the A Front)",
                &["Front A", "الجبهة", "the A Front"],
                None,
            ),
            ("Group A and/or Group B", &["Group A", "Group B"], None),
            ("", &[], None),
            (")(", &[], None),
        ] {
            let forms = taken(name);
            assert_eq!(forms.names, names, "{name}");
            assert_eq!(forms.country, country, "{name}");
        }
    }

    #[test]
    fn a_description_is_told_from_a_name() {
        let lexicon = Lexicon::new();
        let state = |country, government| Some(Described::State { country, government });
        for (name, expected) in [
            ("Government of Syria", state(Some("SY"), true)),
            ("Military Forces of Turkey", state(Some("TR"), false)),
            ("Rwandan army", state(Some("RW"), false)),
            ("Military Forces of the Democratic Republic of Congo", state(Some("CD"), false)),
            ("Civilians (Syria)", Some(Described::Unarmed)),
            ("government forces", state(None, false)),
            ("قوات النظام", state(None, false)),
            ("Unidentified Armed Group", Some(Described::Unnamed)),
            ("Muslim extremists", Some(Described::Kind)),
            ("opposition fighters", Some(Described::Kind)),
            ("Jaysh al-Islam", None),
            ("Douma brigade", None),
            ("", None),
        ] {
            assert_eq!(described(&words(name, &lexicon)), expected, "{name}");
        }
    }
}
