//! The shipped agreements, with acts and facts to judge under them.

use accord_check::model::Agreement;
use accord_check::zone;
use accord_judge::{Act, Candidate, Entry, Facts, entry};
use ceasefire_facts::{Gathered, Sources};
use ceasefire_files::Library;
use std::path::{Path, PathBuf};

/// A shipped family.
pub(crate) struct Shipped {
    pub(crate) name: &'static str,
    pub(crate) library: Library,
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Both of them.
pub(crate) fn families() -> [Shipped; 2] {
    ["syria-coh-2016", "minsk"].map(|name| {
        let library = Library::open(&root().join("agreements").join(name)).expect("it is shipped");
        Shipped { name, library }
    })
}

impl Shipped {
    /// The acts of the shipped example where there is one; and acts of every kind between every two
    /// actors that the text names, on some days, with the facts of its scenarios.
    pub(crate) fn acts_and_facts(&self, agreement: &Agreement) -> (Vec<Act>, Facts) {
        let mut acts = Vec::new();
        let mut facts = Vec::new();
        let example = match self.name {
            "minsk" => "examples/minsk-2015-2021",
            _ => "examples/syria-2016",
        };
        let example = [root().join(example)];
        let sources = Sources { acts: &example, ..Sources::default() };
        let gathered = Gathered::read(&sources, agreement).expect("it is shipped");
        acts.extend(gathered.reports.acts.into_iter().map(|act| act.act));
        facts.extend(gathered.facts.entries().cloned());
        let (general, mut about): (Vec<Entry>, Vec<Entry>) =
            self.givens(agreement).into_iter().partition(|entry| !speaks_of_act(entry));
        let read = |line: &&str| entry(&accord_syntax::parse_given(line).ok()?, agreement).ok();
        about.extend(ABOUT.iter().filter_map(read));
        facts.extend(general);
        for (at, day) in DAYS.iter().enumerate() {
            let span = accord_syntax::parse_span(day).expect("a time");
            let at_time = zone::interval(&span, &agreement.zone).expect("a time");
            for kind in agreement.kinds.keys() {
                for by in agreement.actors.keys() {
                    for on in agreement.actors.keys() {
                        acts.push(Act {
                            id: format!("{kind}-{by}-{on}-{at}"),
                            kind: kind.clone(),
                            by: one(by),
                            on: one(on),
                            at: at_time,
                            weapon: agreement.facts.contains_key("calibre").then(|| "d-30".into()),
                            facts: about.clone(),
                            ..Act::default()
                        });
                    }
                }
            }
        }
        (acts, Facts::new(facts))
    }

    /// Every fact that a set of facts or a scenario gives.
    fn givens(&self, agreement: &Agreement) -> Vec<Entry> {
        let family = &self.library.family;
        let sets = family.fact_sets.values().flat_map(|set| &set.givens);
        sets.filter_map(|given| entry(given, agreement).ok()).collect()
    }
}

/// What is known of every act, as far as the agreement asks.
const ABOUT: [&str; 3] = [
    "in-area(it)",
    "distance(it, contact-line-de-facto) = 30 km",
    "distance(it, contact-line-2014-09-19) = 30 km",
];

/// Days on which one thing or another is in force.
const DAYS: [&str; 5] =
    ["2014-09-21", "2015-03-05", "2016-03-06 11:20", "2016-02-27", "2016-10-10 .. 2016-10-12"];

fn one(name: &str) -> Vec<Candidate> {
    vec![Candidate::named(name)]
}

fn speaks_of_act(entry: &Entry) -> bool {
    matches!(&entry.key, accord_judge::Key::Fact(_, args) if args.iter().any(|arg| arg == "it"))
}
