//! A name as words: folded, without articles, each with its skeleton and, where known, its meaning.

use crate::lexicon::{Lexicon, Meaning, join_phrases};
use ceasefire_names::{Script, latin, plain, skeleton};

/// A word longer than this is cut: no name has one, and comparing takes the square of it.
const LONGEST_WORD: usize = 40;
/// A name has at most so many words; what follows is not compared.
const MOST_WORDS: usize = 24;

/// One word of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// In Latin letters.
    pub(crate) text: String,
    /// What it is looked up by: its meaning, or its skeleton.
    pub(crate) key: String,
    /// What it means, if the lexicon knows.
    pub(crate) meaning: Option<Meaning>,
    /// Written without vowels, so that only skeletons can be compared.
    pub(crate) vowelless: bool,
}

/// Articles, conjunctions and prepositions, in the spellings of several languages. They tell no name apart.
const LITTLE: &[&str] = &[
    "al", "el", "ul", "il", "an", "ar", "as", "ash", "ach", "at", "az", "ad", "ed", "ath", "the",
    "of", "in", "and", "or", "for", "to", "on", "by", "with", "from", "wa", "wal", "val", "waal",
    "fi", "bi", "bil", "li", "bin", "ibn", "ben", "e", "i", "u", "y", "o", "v", "w", "de", "du",
    "des", "la", "le", "les", "et", "en", "pour", "dan", "di", "s", "fy", "mn", "bn", "abn", "z",
    "ta", "na", "iz", "del", "los", "las", "its", "their", "other", "also", "known", "aka", "fka",
];

/// The words of a name, in order, with phrases of one meaning put together.
pub(crate) fn words(name: &str, lexicon: &Lexicon) -> Vec<Word> {
    let plain = plain(name);
    if is_short_form(name) {
        return short_form(&plain, lexicon).into_iter().collect();
    }
    let mut out: Vec<Word> = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS * 2)
        .filter_map(|word| one_word(word, lexicon))
        .take(MOST_WORDS)
        .collect();
    join_phrases(&mut out);
    out
}

/// A few capitals and digits, as in `JFS`, `M23` and `ISIS-K`.
fn is_short_form(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphanumeric()).count();
    (2..=6).contains(&letters)
        && name
            .chars()
            .all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '/' | '-' | ' ' | '.'))
}

/// A short form is one word and has no skeleton: `ISKP` and `ISCAP` are two.
fn short_form(plain: &str, lexicon: &Lexicon) -> Option<Word> {
    let letters: String = plain.chars().filter(|c| c.is_alphanumeric()).collect();
    let text = latin(&letters);
    let meaning = lexicon.as_written(&text);
    let key = meaning.map_or_else(|| format!("!{text}"), |known| format!("={}", known.concept));
    (!text.is_empty()).then_some(Word { text, key, meaning, vowelless: false })
}

fn one_word(plain: &str, lexicon: &Lexicon) -> Option<Word> {
    let cut: String = plain.chars().take(LONGEST_WORD).collect();
    let vowelless = Script::of_text(&cut) == Script::Arabic;
    let mut text = latin(&cut);
    text.truncate(LONGEST_WORD); // ASCII, so any length is a boundary
    if text.is_empty() || LITTLE.contains(&text.as_str()) {
        return None;
    }
    let text = if vowelless { text } else { without_joined_ending(text) };
    let bones = skeleton(&text);
    let meaning = lexicon.meaning(&text, &bones, vowelless);
    let key = match meaning {
        Some(meaning) => format!("={}", meaning.concept),
        None if bones.chars().count() < 2 => text.clone(),
        None => bones,
    };
    Some(Word { text, key, meaning, vowelless })
}

/// `Hizbul` is `Hizb` with the article of the next word, `Jamaatu` is `Jamaat`; `Brigades` are a `Brigade`.
fn without_joined_ending(mut text: String) -> String {
    if text.len() >= 6 && text.ends_with("ul") {
        text.truncate(text.len() - 2);
    } else if text.len() >= 6
        && (text.ends_with("tu")
            || (text.len() >= 5 && text.ends_with('s') && !text.ends_with("ss")))
    {
        text.truncate(text.len() - 1);
    }
    text
}

/// The words without the spaces between them: `Ansarallah` is `Ansar Allah`.
pub(crate) fn joined(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(name: &str) -> String {
        let words = words(name, &Lexicon::new());
        words.iter().map(|word| word.key.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_name_has_the_same_words_in_every_script_and_language() {
        for (expected, names) in [
            (
                "=front nsr",
                &["Jabhat al-Nusra", "جبهة النصرة", "Джебхат ан-Нусра", "Front al-Nusra"][..],
            ),
            (
                "=army =islam",
                &[
                    "Jaysh al-Islam",
                    "Jaish ul-Islam",
                    "Army of Islam",
                    "جيش الإسلام",
                    "Джейш аль-Ислам",
                ],
            ),
            (
                "=islamic-state",
                &["ISIS", "ISIL", "Daesh", "داعش", "Islamic State in Iraq and the Levant"],
            ),
            (
                "=haya =liberation =levant",
                &["Hay’at Tahrir al-Sham", "هيئة تحرير الشام", "Хайят Тахрир аш-Шам"],
            ),
        ] {
            for name in names {
                assert_eq!(keys(name), expected, "{name}");
            }
        }
    }

    #[test]
    fn short_forms_are_letters_and_have_no_skeleton() {
        for (name, expected) in
            [("ISKP", "!iskp"), ("ISIS-WA", "!isiswa"), ("M23", "!m23"), ("ISIS", "=islamic-state")]
        {
            assert_eq!(keys(name), expected, "{name}");
        }
    }

    #[test]
    fn a_name_without_words_has_none() {
        for name in ["", "   ", "the of al-", "\u{301}", "…—"] {
            assert_eq!(keys(name), "", "{name:?}");
        }
    }
}
