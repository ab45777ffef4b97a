//! Mistakes that the properties found, each as the smallest case that shows it.

use accord_check::model::Agreement;
use accord_judge::{Act, Candidate, Columns, Facts, Finding, FirstPass, Judge, Outcome};
use ceasefire_testing::cases;

const HEAD: &str = r#"# T

```accord
agreement t.t
  title     "t"
  made      2016-01-01
  zone      UTC

actor group-a "A"
actor group-b "B"
kind attack "attack"

fact p(X) "p {X}"
fact q(X) "q {X}"
fact t(X) "t {X}"
fact m(X) "m {X}"

define kinds X
  means t(X) <= 2016-03-01 and m(X) = red and p(X) and q(X)

"#;

fn agreement(text: &str) -> Agreement {
    cases::agreement(&format!("{HEAD}{text}\n```\n"))
}

fn facts(givens: &[&str], agreement: &Agreement) -> Facts {
    let givens: Vec<String> = givens.iter().map(|line| (*line).to_owned()).collect();
    Facts::new(cases::entries(&givens, agreement).0)
}

fn attack(by: &str, at: &str, agreement: &Agreement) -> Act {
    cases::act(&[(by, None)], &[("group-b", None)], at, Vec::new(), agreement)
}

fn judged(text: &str, givens: &[&str], at: &str) -> Finding {
    let agreement = agreement(text);
    let facts = facts(givens, &agreement);
    Judge::new(&agreement, &facts, None).judge_rule(&attack("group-a", at, &agreement), "fire")
}

/// What was so before or after the act says nothing of the act.
#[test]
fn a_value_holds_only_in_its_own_time() {
    let text =
        "prohibition fire\n  binds anyone\n  forbids attack on anyone\n  where m(it.by) = red";
    let at = "2016-03-02 12:00";
    let outcome = |givens: &[&str]| judged(text, givens, at).outcome;
    assert_eq!(outcome(&["m(group-a) = red until 2016-03-01"]), Outcome::Undetermined);
    let changed = ["m(group-a) = red until 2016-03-01", "m(group-a) = blue from 2016-03-01"];
    assert_eq!(outcome(&changed), Outcome::NoViolation);

    let text = "prohibition fire\n  binds anyone\n  forbids attack on anyone\n  from t(group-a)";
    let changed =
        ["t(group-a) = 2016-02-01 until 2016-03-01", "t(group-a) = never from 2016-03-01"];
    assert_eq!(judged(text, &changed, at).outcome, Outcome::NoViolation);
}

/// Over a day on which a value changes both are looked at, each in its own part of the day.
#[test]
fn a_value_that_changes_on_the_day_of_the_act_is_looked_at_in_pieces() {
    let text =
        "prohibition fire\n  binds anyone\n  forbids attack on anyone\n  where m(it.by) = red";
    let changed =
        ["m(group-a) = red until 2016-03-02 12:00", "m(group-a) = blue from 2016-03-02 12:00"];
    let found = judged(text, &changed, "2016-03-02");
    assert_eq!(found.outcome, Outcome::Undetermined);
    assert_eq!(
        found.open.len(),
        1,
        "whether it was before noon is all that is open: {:?}",
        found.open
    );
}

/// Three comparisons that cannot all hold: after one time, not after another, and the other earlier.
#[test]
fn orders_of_unknown_times_hang_together() {
    let text = "prohibition fire\n  binds anyone\n  forbids attack on anyone\n  \
                where all of\n      - t(group-a) < t(group-b)\n      - t(group-b) < 2016-03-01\n      \
                - t(group-a) >= 2016-03-01";
    assert_eq!(judged(text, &[], "2016-03-02 12:00").outcome, Outcome::NoViolation);
}

/// Only what never happened is later than itself, and nothing is after that.
#[test]
fn no_act_is_after_what_never_happened() {
    let text = "prohibition fire\n  binds anyone\n  forbids attack on anyone\n  \
                where it.at > t(group-b) and t(group-b) > t(group-b)";
    assert_eq!(judged(text, &[], "2016-03-02").outcome, Outcome::NoViolation);
}

#[test]
fn nobody_is_in_a_class_that_excludes_itself() {
    let text = "define nobody X\n  means p(X) and not p(X)\n\n\
                prohibition fire\n  binds nobody\n  forbids attack on anyone";
    let agreement = agreement(text);
    let facts = facts(&[], &agreement);
    let act = Act { by: Vec::new(), ..attack("group-a", "2016-03-02", &agreement) };
    let found = Judge::new(&agreement, &facts, None).judge_rule(&act, "fire");
    assert_eq!(found.outcome, Outcome::NoViolation);
}

/// Ignorance that stands in two rows may hide the same author in both.
#[test]
fn every_row_of_ignorance_may_hide_an_author() {
    let text = "prohibition fire\n  binds anyone\n  forbids attack on group-b";
    let agreement = agreement(text);
    let facts = facts(&[], &agreement);
    let mut act = attack("group-a", "2016-03-02", &agreement);
    let rows = [("group-a", "group-a", 2), ("anyone", "group-a", 3), ("anyone", "group-b", 5)];
    act.joint = cases::joint(&rows, true);
    let found = Judge::new(&agreement, &facts, None).judge_rule(&act, "fire");
    let of = found.authors.iter().find(|a| a.author.as_deref() == Some("group-a")).unwrap();
    assert_eq!((of.breach.sure.millionths(), of.breach.possible.millionths()), (0, 500_000));
}

/// If the rule is broken and a permission is open, what closes the permission gives a conflict or a
/// violation, never "no violation".
#[test]
fn what_settles_a_permission_gives_a_conflict() {
    let text = "prohibition fire\n  binds anyone\n  forbids attack on anyone\n\n\
                permission allowed\n  grants attack on anyone\n  to anyone\n  where p(it.by)";
    let found = judged(text, &[], "2016-03-02");
    let mut gives: Vec<Outcome> = found.settles.sets.iter().map(|set| set.gives).collect();
    gives.sort();
    assert_eq!(gives, [Outcome::Violation, Outcome::Conflict]);
}

/// Two acts in one stretch of time are alike only if their very moments do not matter.
#[test]
fn the_first_pass_keeps_apart_acts_at_different_moments() {
    let text =
        "prohibition fire\n  binds anyone\n  forbids attack on anyone\n  where it.at >= t(it.by)";
    let agreement = agreement(text);
    let facts = facts(&[], &agreement);
    let judge = Judge::new(&agreement, &facts, None);
    let acts = ["2016-03-02 12:00", "2016-03-02 13:00"].map(|at| attack("group-a", at, &agreement));
    let columns: Columns = acts.iter().collect();
    let found = FirstPass::new(&judge).judge(&columns);
    let exactly: Vec<Vec<Finding>> = acts.iter().map(|act| judge.judge(act)).collect();
    assert_eq!(found, exactly);
}

/// A rule that began after the act is no question of whom it protects, though at the other end of
/// the stretch of time it had begun.
#[test]
fn the_first_pass_names_the_ground_of_the_moment() {
    let text =
        "prohibition fire\n  binds anyone\n  forbids attack on group-a\n  from t(group-b) + 1 days";
    let agreement = agreement(text);
    let facts = facts(&["t(group-b) = 2016-03-01 12:00"], &agreement);
    let judge = Judge::new(&agreement, &facts, None);
    let mut act = attack("group-a", "2016-03-02 09:10", &agreement);
    act.on = vec![Candidate::named("group-b")];
    let columns: Columns = std::iter::once(&act).collect();
    assert_eq!(FirstPass::new(&judge).judge(&columns), [judge.judge(&act)]);
}

/// Whether group-b was of a class is looked up to see what follows if it was group-b; what is open
/// about that is no question of this act.
#[test]
fn what_is_looked_up_about_somebody_it_may_have_been_is_no_open_question() {
    let text = "define early X\n  means t(X) <= t(group-b)\n\n\
                prohibition fire\n  binds early\n  forbids attack on anyone\n  \
                where not it.by = group-a and t(group-b) >= 2016-03-01 and t(group-a) >= 2016-03-01";
    let agreement = agreement(text);
    let facts = facts(&[], &agreement);
    let act = Act { by: Vec::new(), ..attack("group-a", "2016-03-02", &agreement) };
    let found = Judge::new(&agreement, &facts, None).judge_rule(&act, "fire");
    assert_eq!(ceasefire_testing::broken(&found), None);
    assert_eq!(found.open.len(), 4, "{:?}", found.open);
}
