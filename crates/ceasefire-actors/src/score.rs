//! How well one name fits another, in thousandths: the weight of the words that they share, of all their words.

use crate::answer::Evidence;
use crate::index::Weighed;
use crate::lexicon::Grade;
use crate::words::Word;
use ceasefire_names::Script;
use strsim::levenshtein;

/// Names that share only words like "Islamic movement" are not the same by that, in thousandths.
const MOST_BY_COMMON_WORDS: u64 = 800;

/// A name as reported, against a name that is known.
pub(crate) struct Fit {
    /// Of a thousand.
    pub(crate) score: u16,
    /// What is alike.
    pub(crate) evidence: Evidence,
}

/// Compares two names word by word, in any order. A country that the report gives beside the name counts for a
/// name that holds it, and not against one that does not.
pub(crate) fn fit(reported: &[Weighed], known: &[Weighed], country: Option<&str>) -> Fit {
    let mut taken = vec![false; known.len()];
    let (mut shared, mut all) = (0_u64, 0_u64);
    let (mut same_letters, mut tells) = (true, false);
    let mut left = vec![];
    for one in reported {
        let best = known
            .iter()
            .enumerate()
            .filter(|(at, _)| !taken[*at])
            .map(|(at, other)| (likeness(&one.word, &other.word), std::cmp::Reverse(at)))
            .max()
            .filter(|(likeness, _)| *likeness > 0);
        let Some((likeness, std::cmp::Reverse(at))) = best else {
            left.push(one);
            continue;
        };
        taken[at] = true;
        all += u64::from(one.weight + known[at].weight);
        shared += u64::from(one.weight + known[at].weight) * u64::from(likeness);
        tells |= does_tell(&one.word);
        same_letters &= one.word.text == known[at].word.text || one.word.meaning.is_some();
    }
    let left_known: Vec<&Weighed> =
        known.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(other, _)| other).collect();
    // "Front" more or less is nothing; "front" against "movement" is a difference.
    let times = if left.is_empty() || left_known.is_empty() { 1 } else { 3 };
    // "Syrian" before a name is mostly the reporter's word for where it is.
    all += left.iter().map(|one| against(one, times, country, one.weight / 4)).sum::<u64>();
    all += left_known.iter().map(|one| against(one, times, country, 0)).sum::<u64>();
    let most = if tells { 1000 } else { MOST_BY_COMMON_WORDS };
    let score = shared.checked_div(all).unwrap_or(0).min(most) as u16;
    let evidence = match (score, same_letters) {
        (..800, _) => Evidence::Words,
        (_, false) => Evidence::Skeleton,
        (980.., true) => Evidence::Script,
        (_, true) => Evidence::Words,
    };
    Fit { score, evidence }
}

/// What a word counts against a fit that the other name has not: the country of the report less, a common word
/// as many times more as is said.
fn against(one: &Weighed, times: u32, country: Option<&str>, beside: u32) -> u64 {
    u64::from(if is_country(&one.word, country) {
        beside
    } else if does_tell(&one.word) {
        one.weight
    } else {
        one.weight * times
    })
}

/// Whether a word can tell names apart at all.
fn does_tell(word: &Word) -> bool {
    word.meaning
        .is_none_or(|known| matches!(known.grade, Grade::Idea | Grade::Country | Grade::Phrase))
}

fn is_country(word: &Word, country: Option<&str>) -> bool {
    word.meaning
        .is_some_and(|known| known.grade == Grade::Country && Some(known.concept) == country)
}

/// How alike two words are, in thousandths; nothing below what chance gives.
fn likeness(one: &Word, other: &Word) -> u32 {
    if one.text == other.text {
        return 1000;
    }
    if one.key == other.key {
        return match (one.meaning, one.vowelless || other.vowelless) {
            (Some(_), _) => 1000,
            (None, true) if one.key.len() >= 3 => 940,
            (None, true) => 860,
            (None, false) => 700 + letters_alike(&one.text, &other.text) * 3 / 10,
        };
    }
    if one.vowelless || other.vowelless {
        let near =
            one.key.len() >= 4 && other.key.len() >= 4 && levenshtein(&one.key, &other.key) == 1;
        return if near { 720 } else { 0 };
    }
    if one.text.len() < 4 || other.text.len() < 4 || has_digit(&one.text) || has_digit(&other.text)
    {
        return 0;
    }
    let both_known = one.meaning.is_some() && other.meaning.is_some();
    match letters_alike(&one.text, &other.text) {
        alike @ 700.. if !both_known => alike - 40,
        _ => 0,
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

fn letters_alike(one: &str, other: &str) -> u32 {
    let longest = one.len().max(other.len()).max(1);
    let apart = levenshtein(one, other).min(longest);
    ((longest - apart) * 1000 / longest) as u32
}

/// Whether two names are written in different scripts.
pub(crate) fn scripts_differ(one: &str, other: &str) -> bool {
    Script::of_text(one) != Script::of_text(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use crate::words::words;

    fn score(one: &str, other: &str) -> u16 {
        let lexicon = Lexicon::new();
        let weighed = |name| -> Vec<Weighed> {
            words(name, &lexicon)
                .into_iter()
                .map(|word| Weighed { weight: if word.meaning.is_some() { 20 } else { 100 }, word })
                .collect()
        };
        fit(&weighed(one), &weighed(other), None).score
    }

    #[test]
    fn the_same_name_in_another_spelling_or_script_fits_and_another_name_does_not() {
        for (one, other, fits) in [
            ("Jabhat al-Nusra", "Al-Nusrah Front", true),
            ("Jabhat al-Nusra", "جبهة النصرة", true),
            ("Lashkar-e-Toiba", "Lashkar e Tayyiba", true),
            ("Jabhat al-Nusra", "Jabhat al-Akrad", false),
            ("Jaysh Khalid ibn al-Walid", "Jaysh al-Thuwar", false),
            ("", "", false),
        ] {
            assert_eq!(score(one, other) >= 880, fits, "{one} / {other}: {}", score(one, other));
        }
    }

    #[test]
    fn the_order_of_comparison_does_not_matter_much() {
        assert_eq!(score("Douma Front", "Front of Douma"), score("Front of Douma", "Douma Front"));
    }
}
