//! Whether a question is open because sources disagree, and not because nobody spoke.

use accord_judge::{Act, Atom, Facts, Judge, Key, Quantity};

/// Whether there are answers on record that contradict each other at the time of the act.
pub(crate) fn disputed(atom: &Atom, act: &Act, judge: &Judge<'_>) -> bool {
    let key = match atom {
        Atom::Fact(name, args)
        | Atom::Valued(name, args, _)
        | Atom::AtLeast(Quantity::Fact(name, args), _) => Key::Fact(name.clone(), args.clone()),
        Atom::Listed(name, register) => Key::Listed(register.clone(), name.clone()),
        Atom::AtLeast(Quantity::ActTime, _)
        | Atom::Order(..)
        | Atom::Member(..)
        | Atom::Same(..) => return false,
    };
    if key.speaks_of_act() {
        return Facts::new(act.facts.iter().cloned()).disputed(&key, act.at);
    }
    judge.facts().disputed(&key, act.at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use accord_check::{Family, Source, check};
    use accord_judge::{Entry, Value};

    const LIST: &str = "list";

    fn entry(key: &Key, value: Value, from: Option<i64>, until: Option<i64>) -> Entry {
        Entry { key: key.clone(), value, from, until, recorded: None, source: None }
    }

    /// Whether the question is disputed for an act at second 100, with these entries.
    fn at_100(atom: &Atom, entries: &[Entry], of_act: &[Entry]) -> bool {
        let source = Source { path: "t.md".to_owned(), text: String::new() };
        let checked = check(&Family::read(vec![source]));
        let facts = Facts::new(entries.iter().cloned());
        let judge = Judge::new(&checked.agreement, &facts, None);
        let act = Act { at: (100, 100), facts: of_act.to_vec(), ..Act::default() };
        disputed(atom, &act, &judge)
    }

    #[test]
    fn silence_and_a_report_of_not_knowing_are_no_dispute() {
        let atom = Atom::Listed("a".to_owned(), LIST.to_owned());
        let key = Key::Listed(LIST.to_owned(), "a".to_owned());
        assert!(!at_100(&atom, &[], &[]));
        assert!(!at_100(&atom, &[entry(&key, Value::Truth(None), None, None)], &[]));
    }

    #[test]
    fn sources_that_disagree_at_the_time_of_the_act_are_a_dispute() {
        let atom = Atom::Listed("a".to_owned(), LIST.to_owned());
        let key = Key::Listed(LIST.to_owned(), "a".to_owned());
        let yes = entry(&key, Value::Truth(Some(true)), None, None);
        let no = |from, until| entry(&key, Value::Truth(Some(false)), from, until);
        assert!(at_100(&atom, &[yes.clone(), no(None, None)], &[]));
        assert!(at_100(&atom, &[yes.clone(), no(Some(100), Some(101))], &[]));
        assert!(!at_100(&atom, &[yes.clone(), no(None, Some(100))], &[]));
        assert!(!at_100(&atom, &[yes, no(Some(101), None)], &[]));
    }

    #[test]
    fn a_time_and_never_are_at_odds_and_two_times_are_not() {
        let args = vec!["a".to_owned()];
        let key = Key::Fact("accepted".to_owned(), args.clone());
        let atom = Atom::AtLeast(Quantity::Fact("accepted".to_owned(), args), 50);
        let at = |second| entry(&key, Value::Time(second, second), None, None);
        assert!(at_100(&atom, &[at(20), entry(&key, Value::Never, None, None)], &[]));
        assert!(!at_100(&atom, &[at(20), at(80)], &[]));
    }

    #[test]
    fn what_stands_with_the_act_counts_for_questions_about_it() {
        let args = vec!["it".to_owned()];
        let key = Key::Fact("threat".to_owned(), args.clone());
        let atom = Atom::Fact("threat".to_owned(), args);
        let says = |truth| entry(&key, Value::Truth(Some(truth)), None, None);
        assert!(at_100(&atom, &[], &[says(true), says(false)]));
        assert!(!at_100(&atom, &[], &[says(true)]));
    }
}
