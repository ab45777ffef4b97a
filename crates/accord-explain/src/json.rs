//! A finding as JSON, and a finding with its steps. The schemas are published in `docs/schema/`.

use crate::dispute::disputed;
use crate::{Explanation, Words, beside};
use accord_judge::{Act, Finding, Ground, Interval, Judge};
use serde_json::{Map, Value, json};

/// One finding on an act, as one object.
pub fn finding_json(finding: &Finding, act: &Act, reading: &str, judge: &Judge<'_>) -> Value {
    let agreement = judge.agreement();
    let profile = judge.profile().map(|profile| profile.name.as_str());
    let words = Words::new(agreement);
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| {
        out.insert(key.to_owned(), value);
    };
    put("act", json!(finding.act));
    put("agreement", json!(agreement.id));
    put("reading", json!(reading));
    put("profile", json!(profile.unwrap_or("none")));
    put("rule", json!(finding.rule));
    put("clause", json!(words.clause(finding.clause)));
    put("outcome", json!(finding.outcome.word()));
    if let Some(ground) = &finding.ground {
        put("ground", ground_json(ground));
    }
    put("breach", interval_json(finding.breach));
    let authors: Vec<Value> = finding
        .authors
        .iter()
        .map(|author| {
            let mut one = Map::new();
            if let Some(name) = &author.author {
                one.insert("author".to_owned(), json!(name));
            }
            one.insert("outcome".to_owned(), json!(author.outcome.word()));
            if let Some(ground) = &author.ground {
                one.insert("ground".to_owned(), ground_json(ground));
            }
            one.insert("breach".to_owned(), interval_json(author.breach));
            Value::Object(one)
        })
        .collect();
    put("authors", json!(authors));
    if !finding.granted.is_empty() {
        put("granted", json!(finding.granted));
    }
    if !finding.presumed.is_empty() {
        put("presumed", json!(finding.presumed));
    }
    let questions: Vec<Value> = finding
        .open
        .iter()
        .map(|atom| {
            let mut one = Map::new();
            one.insert("asks".to_owned(), json!(words.question(atom)));
            one.insert("for_people".to_owned(), json!(words.is_judgement(atom)));
            if disputed(atom, act, judge) {
                one.insert("disputed".to_owned(), json!(true));
            }
            Value::Object(one)
        })
        .collect();
    if !questions.is_empty() {
        put("open", json!(questions));
        put("settles", settles_json(finding));
        put("settled_for_certain_by", json!(finding.settles.needed));
        put("more_ways", json!(finding.settles.more));
    }
    if finding.settles.capped {
        put("too_many_to_list", json!(true));
    }
    Value::Object(out)
}

/// A finding with its steps.
pub fn json(explanation: &Explanation, judge: &Judge<'_>) -> Value {
    let words = Words::new(judge.agreement());
    let finding = &explanation.finding;
    let mut out = finding_json(finding, &explanation.act, &explanation.reading, judge);
    let steps: Vec<Value> = explanation
        .steps
        .iter()
        .map(|step| {
            json!({
                "says": words.step(step, &explanation.act, &finding.rule),
                "clause": words.clause(step.clause),
                "holds": match step.holds {
                    Some(true) => "yes",
                    Some(false) => "no",
                    None => "open",
                },
                "open": step.open.iter().map(|atom| words.question(atom)).collect::<Vec<_>>(),
                "known": step.looked.iter().map(|looked| words.looked(looked)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let others: Map<String, Value> = explanation
        .others
        .iter()
        .map(|(reading, other)| {
            let outcome = other.as_ref().map_or("no such rule", |other| other.outcome.word());
            let same = beside(finding, other.as_ref()) == "the same";
            (reading.clone(), json!({ "outcome": outcome, "same": same }))
        })
        .collect();
    if let Value::Object(object) = &mut out {
        explanation.clause.put_into(object);
        object.insert("steps".to_owned(), json!(steps));
        object.insert("other_readings".to_owned(), Value::Object(others));
    }
    out
}

fn settles_json(finding: &Finding) -> Value {
    let sets: Vec<Value> = finding
        .settles
        .sets
        .iter()
        .map(|set| {
            let answers: Vec<Value> = set
                .answers
                .iter()
                .map(|(atom, truth)| json!({ "open": atom, "is": truth }))
                .collect();
            json!({ "answers": answers, "gives": set.gives.word() })
        })
        .collect();
    json!(sets)
}

fn ground_json(ground: &Ground) -> Value {
    match ground.name() {
        Some(name) => json!({ "kind": ground.word(), "by": name }),
        None => json!({ "kind": ground.word() }),
    }
}

/// Masses as text: exact, and the same for every reader of JSON.
fn interval_json(interval: Interval) -> Value {
    json!({ "sure": interval.sure.to_string(), "possible": interval.possible.to_string() })
}
