//! Words that help a reader: the nearest known word, and what a line usually looks like.

/// A longer word is no slip of the pen, and comparing it costs its length squared.
const LONGEST: usize = 64;

/// The nearest of some words, for "did you mean": at most a third of its letters differ. Two letters
/// swapped count as one difference.
pub fn near<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    if word.len() > LONGEST {
        return None;
    }
    words
        .into_iter()
        .filter(|candidate| *candidate != word && candidate.len() <= LONGEST)
        .map(|candidate| (strsim::osa_distance(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.len().max(3) / 3)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The sentence of help for the nearest of some words.
pub fn did_you_mean<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<String> {
    near(word, words).map(|near| format!("did you mean `{near}`?"))
}

/// `` `a`, `b` and `c` ``
pub fn listed<'w>(words: impl IntoIterator<Item = &'w str>, last: &str) -> String {
    let quoted: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// The help for a word that is no part of an act: lawyers and reporters have other words for them.
pub fn part_meant(word: &str, prefix: &str) -> String {
    let meant = match word {
        "author" | "perpetrator" | "who" | "actor" => "by",
        "target" | "victim" | "against" => "on",
        "time" | "date" | "day" | "when" => "at",
        "location" | "where" | "area" | "town" => "place",
        "with" | "arm" | "arms" | "system" => "weapon",
        _ => {
            let parts = ["by", "on", "at", "place", "weapon"].map(|part| format!("{prefix}{part}"));
            return format!("an act has {}", listed(parts.iter().map(String::as_str), "and"));
        }
    };
    format!("did you mean `{prefix}{meant}`?")
}

/// What to write in place of a character that Accord does not use.
pub(crate) fn instead_of(stray: &str) -> Option<&'static str> {
    Some(match stray {
        "“" | "”" | "„" | "«" | "»" | "‘" | "’" | "'" => {
            "quotes are straight and double: `\"such as these\"`"
        }
        "≥" | "=>" => "write `>=`",
        "≤" | "=<" => "write `<=`",
        "==" => "write `=`",
        "≠" | "!=" | "<>" | "!" => "write `not` before the condition, or `is not` for a class",
        "–" | "—" | "−" | "‑" => "write the plain hyphen `-`",
        "&" => "write `and`",
        "||" => "write `or`",
        "%" => "write a share as a number from 0 to 1, such as `0.7`",
        ":" => "no colon stands between a word and what follows it",
        ";" => "put the next thing on a line of its own",
        "." => "a sentence ends without a full stop in code; a name may hold dots only inside",
        "[" | "]" | "{" | "}" => {
            "arguments stand in round brackets, such as `controls(it.by, it.place)`"
        }
        "*" | "•" => "the members of a list open with a hyphen, `- `",
        "#" | "§" => "a fence holds code only; headings, lists and remarks stand outside it",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_letters_and_a_missing_hyphen_are_near() {
        let names = ["party", "heavy-weapon", "self-defence"];
        assert_eq!(near("patry", names), Some("party"));
        assert_eq!(near("heavyweapon", names), Some("heavy-weapon"));
        assert_eq!(near("self-defense", names), Some("self-defence"));
        assert_eq!(near("truce", names), None);
        assert_eq!(near(&"p".repeat(10_000), names), None);
    }

    #[test]
    fn a_list_ends_with_its_last_word() {
        assert_eq!(listed(["a", "b", "c"], "and"), "`a`, `b` and `c`");
        assert_eq!(listed(["a"], "or"), "`a`");
    }
}
