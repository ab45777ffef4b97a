//! Names of places in the forms in which they are compared.

use ceasefire_names::{Script, latin, plain, skeleton};
use strsim::damerau_levenshtein;

/// A name, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folded {
    /// Without marks and signs, in its own script, words parted by one space.
    pub(crate) plain: String,
    /// In Latin letters, without spaces.
    pub(crate) latin: String,
    /// The consonants that spellings share.
    pub(crate) skeleton: String,
    /// Whether the script writes no short vowels.
    pub(crate) vowelless: bool,
}

/// Words for a kind of place, in front of or behind a name; and articles.
const KINDS: [&str; 22] = [
    "the",
    "al",
    "el",
    "ar",
    "as",
    "ash",
    "ad",
    "an",
    "at",
    "az",
    "city",
    "town",
    "village",
    "settlement",
    "smt",
    "misto",
    "selo",
    "gorod",
    "м",
    "смт",
    "село",
    "город",
];

impl Folded {
    pub(crate) fn new(name: &str) -> Self {
        let plain = plain(name);
        let words: Vec<&str> =
            plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let own: Vec<&str> = words.iter().copied().filter(|word| !KINDS.contains(word)).collect();
        let own = if own.is_empty() { &words } else { &own };
        let letters: Vec<String> = own.iter().map(|word| latin(word)).collect();
        Self {
            plain: words.join(" "),
            skeleton: letters.iter().map(|word| skeleton(word)).collect(),
            latin: letters.concat(),
            vowelless: Script::of_text(name) == Script::Arabic,
        }
    }

    /// Whether two names whose consonants agree, or nearly, are spellings of one: at most one letter in four differs.
    /// Where a script writes no vowels the consonants must do, and agree.
    pub(crate) fn is_near(&self, other: &Self) -> bool {
        if self.vowelless || other.vowelless {
            return self.skeleton == other.skeleton && self.skeleton.len() >= 3;
        }
        let longest = self.latin.len().max(other.latin.len());
        longest >= 4 && damerau_levenshtein(&self.latin, &other.latin) * 4 <= longest
    }
}

/// A skeleton as it is, and with each consonant left out: two that are one consonant apart share one of these.
pub(crate) fn shortened(skeleton: &str) -> Vec<String> {
    let mut out = vec![skeleton.to_owned()];
    let letters: Vec<char> = skeleton.chars().collect();
    if (3..=14).contains(&letters.len()) {
        for left_out in 0..letters.len() {
            let shorter: String = letters
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != left_out)
                .map(|(_, c)| c)
                .collect();
            if !out.contains(&shorter) {
                out.push(shorter);
            }
        }
    }
    out
}
