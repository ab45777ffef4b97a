//! Acts of every form, made up.

use ceasefire_columns::{Reader, Refused, Unwritten, Writer};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

pub type Act = Map<String, Value>;

/// The one act in a text.
pub fn act(json: &str) -> Act {
    serde_json::from_str(json).unwrap()
}

/// A file of acts.
pub fn file(acts: &[Act]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new()).unwrap();
    for act in acts {
        writer.push(act).unwrap();
    }
    writer.finish().unwrap()
}

/// The acts of a file, none of which may be refused.
pub fn acts(file: Vec<u8>) -> Vec<Act> {
    rows(file).into_iter().map(|(_, act)| act.unwrap()).collect()
}

pub fn rows(file: Vec<u8>) -> Vec<(u64, Result<Act, Refused>)> {
    Reader::of(file).unwrap().collect()
}

/// Why an act is refused.
pub fn refusal(act: &Act) -> String {
    let mut writer = Writer::new(Vec::new()).unwrap();
    match writer.push(act) {
        Err(Unwritten::Act(refused)) => refused.to_string(),
        other => format!("{other:?}"),
    }
}

/// Any act that the schema of acts allows, its fields in order.
pub fn any_act() -> impl Strategy<Value = Act> {
    let first = (text(), name(), option::of(sides()), time(), option::of(place()));
    let then = (option::of(name()), option::of(harm()), option::of(vec(source(), 1..3)));
    let last = [option::of(texts()), option::of(texts()), option::of(texts())];
    (first, then, last, option::of(notes())).prop_map(
        |(
            (id, kind, sides, at, place),
            (weapon, harm, sources),
            [counted, claims, facts],
            notes,
        )| {
            let mut act = Map::new();
            act.insert("id".to_owned(), json!(id));
            act.insert("kind".to_owned(), json!(kind));
            act.extend(sides.unwrap_or_default());
            act.insert("at".to_owned(), json!(at));
            for (field, value) in [
                ("place", place),
                ("weapon", weapon.map(Value::from)),
                ("harm", harm),
                ("sources", sources.map(Value::from)),
                ("counted_as_violation_by", counted),
                ("claims", claims),
                ("facts", facts),
                ("notes", notes),
            ] {
                act.extend(value.map(|value| (field.to_owned(), value)));
            }
            act
        },
    )
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,8}", "\\PC{0,8}[a-zа-яء-ي]\\PC{0,8}", Just("a\n\"b\"\t".to_owned())]
}

fn texts() -> impl Strategy<Value = Value> {
    vec(text(), 1..4).prop_map(Value::from)
}

fn name() -> impl Strategy<Value = String> {
    "group-[a-e]|militia-q|other|anyone|جبهة"
}

fn time() -> impl Strategy<Value = String> {
    let time = || {
        (1800..=2200_u16, 1..=12_u8, 1..=28_u8, option::of((0..24_u8, 0..60_u8))).prop_map(
            |(year, month, day, clock)| {
                let clock = clock.map(|(hour, minute)| format!(" {hour:02}:{minute:02}"));
                (format!("{year}-{month:02}-{day:02}"), clock.unwrap_or_default())
            },
        )
    };
    (time(), option::of(time())).prop_map(|(one, other)| match other {
        None => one.0 + &one.1,
        Some(other) => {
            let (first, last) = if one.0 <= other.0 { (one, other) } else { (other, one) };
            format!("{}{} .. {}{}", first.0, first.1, last.0, last.1)
        }
    })
}

fn mass() -> impl Strategy<Value = Value> {
    (1..=1_000_000_u32).prop_flat_map(|millionths| {
        let text = format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000);
        // JSON writes what is smaller with an exponent, which is no mass.
        let number = serde_json::from_str(&text).unwrap();
        let plain = millionths >= 10;
        prop_oneof![Just(Value::String(text.clone())), Just(number)]
            .prop_filter("no exponent", move |mass| plain || mass.is_string())
    })
}

fn candidate() -> impl Strategy<Value = Value> {
    prop_oneof![
        name().prop_map(Value::from),
        name().prop_map(|actor| json!({ "actor": actor })),
        (name(), mass()).prop_map(|(actor, mass)| json!({ "actor": actor, "mass": mass })),
    ]
}

fn candidates() -> impl Strategy<Value = Value> {
    prop_oneof![candidate(), vec(candidate(), 1..4).prop_map(Value::from)]
}

fn sides() -> impl Strategy<Value = Act> {
    let of = |fields: Vec<(&str, Option<Value>)>| -> Act {
        let there = |(field, value): (&str, Option<Value>)| Some((field.to_owned(), value?));
        fields.into_iter().filter_map(there).collect()
    };
    let names = [option::of(name()), option::of(name()), option::of(name()), option::of(name())];
    let hypothesis =
        (names, option::of(mass())).prop_map(move |([by, on, place, weapon], mass)| {
            let text = |name: Option<String>| name.map(Value::from);
            Value::Object(of(vec![
                ("by", text(by)),
                ("on", text(on)),
                ("place", text(place)),
                ("weapon", text(weapon)),
                ("mass", mass),
            ]))
        });
    prop_oneof![
        [option::of(candidates()), option::of(candidates())]
            .prop_map(move |[by, on]| of(vec![("by", by), ("on", on)])),
        vec(hypothesis, 1..3).prop_map(move |list| of(vec![("hypotheses", Some(list.into()))])),
    ]
}

fn number(most: i32) -> impl Strategy<Value = Value> {
    prop_oneof![
        (-most..most).prop_map(Value::from),
        (-most..most, 0..1_000_000).prop_map(|(whole, part)| {
            serde_json::from_str(&format!("{whole}.{part:06}")).unwrap()
        }),
    ]
}

fn place() -> impl Strategy<Value = Value> {
    let point = option::of((number(90), number(180)));
    prop_oneof![
        text().prop_map(Value::from),
        (option::of(text()), option::of(text()), point, option::of(number(99))).prop_map(
            |(id, name, point, radius)| {
                let (lat, lon) = point.unzip();
                let fields = [
                    ("id", id.map(Value::from)),
                    ("name", name.map(Value::from)),
                    ("lat", lat),
                    ("lon", lon),
                    ("radius_km", radius),
                ];
                let there = fields.into_iter().filter_map(|(f, v)| Some((f.to_owned(), v?)));
                Value::Object(there.collect())
            }
        ),
    ]
}

fn harm() -> impl Strategy<Value = Value> {
    let range = || {
        option::of([option::of(0..9_000_u64), option::of(0..9_000_u64)]).prop_map(|range| {
            range.map(|[min, max]| {
                let there = [("min", min), ("max", max)].into_iter();
                let there = there.filter_map(|(b, n)| Some((b.to_owned(), Value::from(n?))));
                Value::Object(there.collect())
            })
        })
    };
    [range(), range()].prop_map(|[killed, injured]| {
        let there = [("killed", killed), ("injured", injured)].into_iter();
        Value::Object(there.filter_map(|(what, range)| Some((what.to_owned(), range?))).collect())
    })
}

fn source() -> impl Strategy<Value = Value> {
    (option::of(text()), option::of(text()), option::of(time()), option::of(text())).prop_map(
        |(publisher, url, seen, says)| {
            let parts = [publisher, url, seen, says];
            let names = ["publisher", "url", "seen", "says"];
            let there = names.into_iter().zip(parts);
            Value::Object(there.filter_map(|(n, t)| Some((n.to_owned(), t?.into()))).collect())
        },
    )
}

/// Anything at all, most of it texts under headings.
fn notes() -> impl Strategy<Value = Value> {
    let texts = btree_map("[a-z ]{0,6}", ".{0,6}", 0..4)
        .prop_map(|notes| notes.into_iter().map(|(name, text)| (name, json!(text))).collect());
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no others", |n| n.is_finite()).prop_map(Value::from),
        ".{0,6}".prop_map(Value::from),
    ];
    let anything = leaf.prop_recursive(3, 12, 3, |one| {
        prop_oneof![
            vec(one.clone(), 0..3).prop_map(Value::from),
            btree_map(".{0,4}", prop_oneof![one, Just(Value::Null)], 0..3)
                .prop_map(|map| map.into_iter().collect()),
        ]
    });
    prop_oneof![texts, anything]
}
