//! Letters: from any script to plain Latin ones, and from those to a skeleton of consonants.
//!
//! One Arabic name has a dozen Latin spellings, and the Arabic itself writes no short vowels. What they share
//! are the consonants: جبهة, `Jabhat`, `Jabhet` and `Джебхат` are all `jbh`. A skeleton keeps them, with the
//! differences that transliteration blurs removed (k and q, b and p, kh and h), and an `a` for any vowel in
//! front. Left out: languages. The table is for Arabic names as the press writes them, and does no harm to others.

use any_ascii::any_ascii_char;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The script that most letters of a name are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Latin, with accented letters.
    Latin,
    /// Arabic, with the letters of Persian and Urdu.
    Arabic,
    /// Cyrillic.
    Cyrillic,
    /// Another script, or no letters at all.
    Other,
}

impl Script {
    /// The script of a letter; none for what is no letter.
    pub fn of(character: char) -> Option<Self> {
        match character {
            'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' => Some(Self::Latin),
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => Some(Self::Arabic),
            '\u{400}'..='\u{52f}' => Some(Self::Cyrillic),
            _ if character.is_alphabetic() => Some(Self::Other),
            _ => None,
        }
    }

    /// The script of the first letter of a text.
    pub fn of_text(text: &str) -> Self {
        text.chars().find_map(Self::of).unwrap_or(Self::Other)
    }
}

/// A name without marks, vowel signs, stretched letters and direction signs; in small letters.
pub fn plain(name: &str) -> String {
    name.nfkd()
        .filter(|c| !is_combining_mark(*c) && !is_format(*c) && !is_apostrophe(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Signs that steer the display of a text and are no part of a name; and the Arabic stretching stroke.
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{640}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The many signs for hamza and ain inside a word: they part nothing.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '\u{b4}' | '\u{2018}'..='\u{201b}' | '\u{2bb}'..='\u{2bf}' | '\u{2b9}' | '\u{621}')
}

/// A plain word in Latin letters. Arabic loses its article and has consonants only.
pub fn latin(word: &str) -> String {
    match Script::of_text(word) {
        Script::Arabic => bare_of_article(word).chars().filter_map(arabic).collect(),
        _ => word
            .chars()
            .map(|c| any_ascii_char(c).to_ascii_lowercase())
            .collect::<String>()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect(),
    }
}

/// `والأنصار` and `الأنصار` without "and" and the article, unless what remains is too short to be a word.
fn bare_of_article(word: &str) -> &str {
    if word == "الله" {
        return word;
    }
    ["وال", "بال", "لل", "ال"]
        .iter()
        .filter_map(|article| word.strip_prefix(article))
        .find(|rest| rest.chars().count() >= 2)
        .unwrap_or(word)
}

/// The Arabic letters, those of Persian and Urdu included, as one Latin letter each; capitals for two.
fn arabic(letter: char) -> Option<char> {
    Some(match letter {
        'ا' | 'ع' | 'آ' | 'ٱ' => 'a',
        'ب' | 'پ' => 'b',
        'ت' | 'ط' | 'ث' | 'ٹ' => 't',
        'ج' | 'چ' => 'j',
        'ح' | 'خ' | 'ه' | 'ھ' | 'ہ' => 'h',
        'د' | 'ذ' | 'ض' | 'ڈ' => 'd',
        'ر' | 'ڑ' => 'r',
        'ز' | 'ظ' | 'ژ' => 'z',
        'س' | 'ص' => 's',
        'ش' => 'S',
        'غ' | 'گ' => 'g',
        'ف' | 'ڤ' => 'f',
        'ق' | 'ك' | 'ک' => 'k',
        'ل' => 'l',
        'م' => 'm',
        'ن' | 'ں' => 'n',
        'و' => 'w',
        'ي' | 'ى' | 'ی' | 'ے' => 'y',
        // The ending that Latin spellings write as -a, -ah, -at or not at all.
        'ة' | 'ۃ' => 'e',
        '0'..='9' => letter,
        _ => return None,
    })
}

/// Pairs of Latin letters that stand for one sound, longest first.
const SOUNDS: [(&str, &str); 14] = [
    ("dzh", "j"),
    ("tch", "S"),
    ("sch", "S"),
    ("dj", "j"),
    ("zh", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("sh", "S"),
    ("ch", "S"),
    ("th", "t"),
    ("dh", "d"),
    ("ph", "f"),
    ("ck", "k"),
    ("ou", "u"),
];

/// The consonants of a Latin word, as far as spellings agree on them.
pub fn skeleton(latin: &str) -> String {
    let word = without_ending(latin);
    let mut out = String::new();
    let mut rest = word;
    let mut last = None;
    while let Some(first) = rest.chars().next() {
        let (sound, length) = SOUNDS
            .iter()
            .find(|(letters, _)| rest.starts_with(letters))
            .map_or((first, first.len_utf8()), |(letters, sound)| {
                (sound.chars().next().unwrap_or(first), letters.len())
            });
        rest = &rest[length..];
        // A doubled consonant is one; a digit is a digit each time.
        if last != Some(sound) || sound.is_ascii_digit() {
            out.extend(consonant(sound, out.is_empty(), rest));
        }
        last = Some(sound);
    }
    out
}

/// What a skeleton keeps of a sound: a vowel only in front, and of letters that spellings exchange always one.
fn consonant(sound: char, in_front: bool, rest: &str) -> Option<char> {
    match sound {
        'a' | 'e' | 'i' | 'o' | 'u' => in_front.then_some('a'),
        'y' | 'w' => in_front.then_some(sound),
        'c' if rest.starts_with(['e', 'i', 'y']) => Some('s'),
        'c' | 'q' | 'x' => Some('k'),
        'p' => Some('b'),
        'v' => Some('f'),
        other => Some(other),
    }
}

/// Without the feminine ending -a, -ah, -at, -et, where enough is left to be told apart.
fn without_ending(word: &str) -> &str {
    if word.len() < 4 {
        return word;
    }
    ["at", "et", "ah", "eh", "h"]
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .find(|rest| rest.len() >= 3)
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bones(word: &str) -> String {
        skeleton(&latin(&plain(word)))
    }

    #[test]
    fn spellings_of_one_word_share_a_skeleton() {
        for (skeleton, spellings) in [
            ("jbh", &["جبهة", "Jabhat", "Jabhet", "Jabha", "Djabhat", "Джебхат"][..]),
            ("nsr", &["النصرة", "Nusra", "Nusrah", "Nousra", "Нусра"]),
            ("ansr", &["أنصار", "Ansar", "Anṣār", "والأنصار"]),
            ("trkstn", &["التركستاني", "Turkistan", "Turkestan"]),
            ("mhmd", &["محمد", "Mohammed", "Muhammad", "Мухаммад"]),
            ("Sbb", &["الشباب", "Shabaab", "Shabab", "Chabab"]),
        ] {
            for spelling in spellings {
                assert_eq!(bones(spelling), skeleton, "{spelling}");
            }
        }
    }

    #[test]
    fn words_that_differ_in_consonants_stay_apart() {
        for (one, other) in [("Nusra", "Ansar"), ("Islam", "Sham"), ("Fatah", "Tahrir")] {
            assert_ne!(bones(one), bones(other));
        }
    }

    #[test]
    fn signs_that_are_no_letters_are_no_part_of_a_word() {
        assert_eq!(plain("\u{200f}Hay’at\u{202e}"), "hayat");
        assert_eq!(plain("\u{301}\u{301}"), "");
        assert_eq!(plain("جبهــة"), "جبهة");
    }
}
