//! The same rules in Rego, judged by regorus.
//!
//! Rego has no third truth: what is not defined is as good as false. So each class is written
//! twice, as what is known to hold and as what is known not to.

use crate::world::{DEADLINE, EFFECT, World};
use crate::{Counts, RULES};
use accord_judge::{Act, Candidate};
use regorus::{Engine, Value};
use serde_json::{Map, json};

const POLICY: &str = r#"
package terms

import rego.v1

terrorist(x) if data.actors[x].named
terrorist(x) if data.actors[x].listed <= input.at
not_terrorist(x) if {
	data.actors[x]
	not terrorist(x)
}

accepted(x) if data.actors[x].acceptance <= data.deadline
not_accepted(x) if data.actors[x].acceptance > data.deadline

party(x) if {
	data.actors[x].engaged
	not_terrorist(x)
	accepted(x)
}
not_party(x) if data.actors[x].engaged == false
not_party(x) if terrorist(x)
not_party(x) if not_accepted(x)

government(x) if data.actors[x].government
government(x) if data.actors[x].supports
not_government(x) if {
	not data.actors[x].government
	data.actors[x].supports == false
}

opposition(x) if {
	party(x)
	not_government(x)
}
not_opposition(x) if not_party(x)
not_opposition(x) if government(x)

before if input.at < data.effect

reciprocity if accepted("syrian-armed-forces")

permitted if {
	data.actors[input.by].fights
	terrorist(input.on)
}
not_permitted if {
	data.actors[input.by]
	not data.actors[input.by].fights
}
not_permitted if not_terrorist(input.on)

broken["opposition-attack"] if {
	input.kind == "attack"
	not before
	opposition(input.by)
	reciprocity
	government(input.on)
	not_terrorist(input.on)
}
kept["opposition-attack"] if before
kept["opposition-attack"] if not_opposition(input.by)
kept["opposition-attack"] if not_government(input.on)
kept["opposition-attack"] if terrorist(input.on)

broken["government-attack"] if {
	input.kind == "attack"
	not before
	government(input.by)
	opposition(input.on)
}
kept["government-attack"] if before
kept["government-attack"] if not_government(input.by)
kept["government-attack"] if not_opposition(input.on)

broken["opposition-territory"] if {
	input.kind == "territory-gain"
	not before
	opposition(input.by)
	reciprocity
	party(input.on)
}
kept["opposition-territory"] if before
kept["opposition-territory"] if not_opposition(input.by)
kept["opposition-territory"] if not_party(input.on)

broken["government-territory"] if {
	input.kind == "territory-gain"
	not before
	government(input.by)
	party(input.on)
}
kept["government-territory"] if before
kept["government-territory"] if not_government(input.by)
kept["government-territory"] if not_party(input.on)

about contains "opposition-attack" if input.kind == "attack"
about contains "government-attack" if input.kind == "attack"
about contains "opposition-territory" if input.kind == "territory-gain"
about contains "government-territory" if input.kind == "territory-gain"

outcome[rule] := "violation" if {
	some rule in about
	broken[rule]
	may_be_broken(rule)
}
outcome[rule] := "none" if {
	some rule in about
	kept[rule]
}

may_be_broken(rule) if not endswith(rule, "attack")
may_be_broken(rule) if {
	endswith(rule, "attack")
	not_permitted
}
"#;

/// The rules and the facts, ready to judge.
#[derive(Debug)]
pub struct Policy {
    engine: Engine,
}

impl Policy {
    /// Reads the policy and what is on record.
    ///
    /// # Panics
    ///
    /// Where the policy is not Rego: a benchmark has nothing to measure then.
    #[expect(clippy::expect_used, reason = "a benchmark without its rival cannot go on")]
    pub fn new(world: &World) -> Self {
        let mut engine = Engine::new();
        engine.add_policy("terms.rego".to_owned(), POLICY.to_owned()).expect("the policy is Rego");
        let mut actors = Map::new();
        for (number, facts) in world.actor_facts.iter().enumerate() {
            let mut one = Map::new();
            let mut put = |key: &str, value: serde_json::Value| one.insert(key.to_owned(), value);
            for (key, so) in [
                ("government", facts.government),
                ("named", facts.named_terrorist),
                ("fights", facts.may_fight_terrorists),
            ] {
                if so {
                    put(key, json!(true));
                }
            }
            if let Some(at) = facts.acceptance {
                put("acceptance", json!(at));
            }
            if let Some(so) = facts.engaged {
                put("engaged", json!(so));
            }
            if let Some(so) = facts.supports {
                put("supports", json!(so));
            }
            if let Some(since) = facts.listed {
                put("listed", json!(since));
            }
            actors.insert(world.name(number as u32).to_owned(), one.into());
        }
        let (deadline, effect) = (world.second(DEADLINE), world.second(EFFECT));
        let known = json!({ "actors": actors, "deadline": deadline, "effect": effect }).to_string();
        let known = Value::from_json_str(&known).expect("the facts are JSON");
        engine.add_data(known).expect("the facts are one object");
        Self { engine }
    }

    /// Counts outcomes for [`RULES`].
    ///
    /// # Panics
    ///
    /// Where the engine refuses an act: a benchmark has nothing to measure then.
    #[expect(clippy::expect_used, reason = "a benchmark without its rival cannot go on")]
    pub fn judge(&mut self, acts: &[Act]) -> [Counts; 4] {
        let mut counts = [Counts::default(); 4];
        for act in acts {
            let mut input = Map::new();
            input.insert("kind".to_owned(), json!(act.kind));
            input.insert("at".to_owned(), json!(act.at.0));
            for (key, who) in [("by", &act.by), ("on", &act.on)] {
                if let Some(name) = Candidate::only(who) {
                    input.insert(key.to_owned(), json!(name));
                }
            }
            let input = serde_json::Value::Object(input).to_string();
            self.engine.set_input(Value::from_json_str(&input).expect("an act is JSON"));
            let found = self.engine.eval_rule("data.terms.outcome".to_owned()).expect("an answer");
            for (rule, count) in RULES.iter().zip(&mut counts) {
                let about = rule.ends_with("attack") == (act.kind == "attack");
                count.about += u64::from(about);
                match found[*rule].as_string() {
                    Ok(word) if word.as_ref() == "violation" => count.violation += 1,
                    Ok(_) => count.none += 1,
                    Err(_) => {}
                }
            }
        }
        counts
    }
}
