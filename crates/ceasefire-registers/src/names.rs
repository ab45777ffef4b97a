//! Names as lists pack them, and the form in which two spellings of one name meet.
//!
//! A field of the list may hold several names: `A; B`, `ا ب (A; B; C)`, `A (THE ACRONYM)`. A bracket
//! after a name in another script, or with semicolons in it, holds names. A bracket after a Latin name
//! holds either its acronym or a remark (`(KENYA)`, `(BRANCH LOCATED IN …)`); it is taken for a name
//! only if its letters stand in the name in the same order.
//!
//! Left out: variants of spelling (an-Nusra, al-Nusrah). Deciding that two spellings mean one group
//! is a matter of its own; here names meet if they differ in case, apostrophes and hyphens only.

/// The form in which names are compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameKey(String);

impl NameKey {
    /// Lower case, apostrophes gone, everything else that is no letter or digit a blank.
    pub fn new(name: &str) -> Self {
        let mut key = String::with_capacity(name.len());
        for letter in name.chars() {
            if letter.is_alphanumeric() {
                key.extend(letter.to_lowercase());
            } else if !is_apostrophe(letter) && !key.ends_with(' ') && !key.is_empty() {
                key.push(' ');
            }
        }
        key.truncate(key.trim_end().len());
        Self(key)
    }

    /// Whether nothing is left of the name.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | '`' | 'ʼ' | 'ʿ' | 'ʾ' | '´')
}

/// The names in one field, in order, each once.
pub fn unpack(field: &str) -> Vec<String> {
    let mut out = Vec::new();
    for part in split(field, ';') {
        unpack_part(&part, 0, &mut out);
    }
    out
}

/// How deep brackets are followed. The lists have two.
const DEEPEST: usize = 4;

fn unpack_part(part: &str, depth: usize, out: &mut Vec<String>) {
    let (outer, brackets) = take_brackets(part);
    let name = clean(&outer);
    let latin = name.chars().all(|letter| !letter.is_alphabetic() || is_latin(letter));
    for one in name.split(" / ") {
        push(one, out);
    }
    if depth == DEEPEST {
        return;
    }
    for bracket in brackets {
        let packed = split(&bracket, ';');
        let several = packed.len() > 1 || !latin;
        for one in packed {
            if several && !is_remark(&one) {
                unpack_part(&one, depth + 1, out);
            } else {
                acronyms(&name, &one, out);
            }
        }
    }
}

fn is_remark(text: &str) -> bool {
    clean(text).eq_ignore_ascii_case("original script")
}

fn acronyms(name: &str, bracket: &str, out: &mut Vec<String>) {
    for one in bracket.split(',') {
        let one = clean(one);
        if stands_for(&one, name) {
            push(&one, out);
        }
    }
}

/// Whether the letters of the acronym stand in the name, in order.
fn stands_for(acronym: &str, name: &str) -> bool {
    let letters = |text: &str| -> Vec<char> {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (short, long) = (letters(acronym), letters(name));
    let mut rest = long.iter();
    short.len() > 1 && short.len() < long.len() && short.iter().all(|c| rest.any(|d| d == c))
}

fn push(name: &str, out: &mut Vec<String>) {
    let name = clean(name);
    if !NameKey::new(&name).is_empty() && !out.contains(&name) {
        out.push(name);
    }
}

/// One blank between words; the list's own labels taken off.
fn clean(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.strip_prefix("sub-unit name:").unwrap_or(&text);
    let text = text.strip_suffix("- sub-unit name").unwrap_or(text);
    text.trim().to_owned()
}

fn is_latin(letter: char) -> bool {
    matches!(letter, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | 'ʼ' | 'ʿ' | 'ʾ')
}

/// Splits where the separator stands outside brackets.
fn split(text: &str, separator: char) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut depth = 0_usize;
    for letter in text.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if letter == separator && depth == 0 {
            out.push(String::new());
        } else if let Some(last) = out.last_mut() {
            last.push(letter);
        }
    }
    out
}

/// What stands outside brackets, and the content of each outermost bracket. A bracket that never closes
/// runs to the end.
fn take_brackets(text: &str) -> (String, Vec<String>) {
    let (mut outer, mut inner) = (String::new(), Vec::new());
    let mut current = String::new();
    let mut depth = 0_usize;
    for letter in text.chars() {
        match (letter, depth) {
            ('(', 0) => depth = 1,
            (')', 1) => {
                depth = 0;
                inner.push(std::mem::take(&mut current));
            }
            (')', 0) => {}
            (_, 0) => outer.push(letter),
            _ => {
                match letter {
                    '(' => depth += 1,
                    ')' => depth -= 1,
                    _ => {}
                }
                current.push(letter);
            }
        }
    }
    if !current.is_empty() {
        inner.push(current);
    }
    (outer, inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_packed_in_one_field_come_apart() {
        let cases: [(&str, &[&str]); 9] = [
            ("AQI", &["AQI"]),
            ("Group A; Group B", &["Group A", "Group B"]),
            ("جبهة (the Front;\n   Jabhat al-X)\n", &["جبهة", "the Front", "Jabhat al-X"]),
            (" شبكة (sub-unit name: Network of X) ", &["شبكة", "Network of X"]),
            ("شبكة (Network of X -\nsub-unit name)", &["شبكة", "Network of X"]),
            (
                "Hay’at X (HX) (هيئة (original script); Hay’et X)",
                &["Hay’at X", "HX", "هيئة", "Hay’et X"],
            ),
            ("أنصار (Ansar al X in L (ASL))", &["أنصار", "Ansar al X in L", "ASL"]),
            ("HARAKAT UL-X / HUX", &["HARAKAT UL-X", "HUX"]),
            ("Front for A/the B", &["Front for A/the B"]),
        ];
        for (field, expected) in cases {
            assert_eq!(unpack(field), expected, "{field}");
        }
    }

    #[test]
    fn a_remark_in_brackets_is_not_a_name() {
        for (field, expected) in [
            ("FOUNDATION OF X (KENYA)", vec!["FOUNDATION OF X"]),
            ("OFFICE OF X (BRANCH IN Y, LAND Z)", vec!["OFFICE OF X"]),
            ("BATTALION OF X (martyrs)", vec!["BATTALION OF X"]),
            ("KHATIBA AL-X WAL-Y (KXY)", vec!["KHATIBA AL-X WAL-Y", "KXY"]),
        ] {
            assert_eq!(unpack(field), expected, "{field}");
        }
    }

    #[test]
    fn brackets_that_do_not_match_lose_nothing_and_do_not_stop_the_reader() {
        assert_eq!(unpack("Group A)"), ["Group A"]);
        assert_eq!(unpack("مجموعة (Group A; Group B"), ["مجموعة", "Group A", "Group B"]);
        assert_eq!(unpack("((((((((a"), Vec::<String>::new());
        assert_eq!(unpack("  ;; "), Vec::<String>::new());
    }

    #[test]
    fn case_apostrophes_and_hyphens_do_not_part_names() {
        assert_eq!(NameKey::new("Hay’at Tahrir al-Sham"), NameKey::new("HAY'AT TAHRIR AL SHAM "));
        assert_ne!(NameKey::new("Jabhat al-X"), NameKey::new("Jabhat an-X"));
        assert!(NameKey::new(" ’- ").is_empty());
    }
}
