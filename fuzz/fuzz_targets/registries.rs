//! Any text as a registry of actors, and any text as a name.
//!
//! What stands before the first NUL is the file, what stands behind it the names, a line each. Nothing panics; a file
//! is read where it has no mistakes; an answer is the same each time, and names only actors that there are.

#![no_main]

use ceasefire_actors::{Answer, Asked, Registry, Resolver, Shown, shipped};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static SHIPPED: LazyLock<(Registry, Resolver)> = LazyLock::new(|| {
    let registry = shipped().unwrap_or_default();
    let resolver = Resolver::new(&registry);
    (registry, resolver)
});

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (file, names) = text.split_once('\0').unwrap_or(("", &text));
    let (known, resolver) = &*SHIPPED;
    for name in names.lines().take(8) {
        ask(known, resolver, name);
    }
    if file.is_empty() {
        return;
    }
    let checked = Registry::default().check("ours.toml", file);
    for wrong in checked.mistakes.iter().chain(&checked.notes) {
        assert!(wrong.line > 0 && !wrong.reason.is_empty() && !wrong.help.is_empty());
    }
    let Ok(registry) = Registry::read("ours.toml", file) else {
        assert!(!checked.mistakes.is_empty(), "what cannot be read has a mistake");
        return;
    };
    let resolver = Resolver::new(&registry);
    for name in names.lines().take(8) {
        ask(&registry, &resolver, name);
    }
    for actor in registry.actors().iter().take(8) {
        ask(&registry, &resolver, &actor.name);
        assert!(Shown::new(&registry, &actor.id).is_some_and(|shown| !shown.to_string().is_empty()));
    }
});

fn ask(registry: &Registry, resolver: &Resolver, name: &str) {
    for country in [None, Some("SY")] {
        let asked = Asked { name, day: None, country };
        let answer = resolver.resolve(&asked);
        assert_eq!(answer, resolver.resolve(&asked));
        assert!(!answer.to_string().is_empty() && !answer.line().is_empty());
        let found: Vec<&str> = match &answer {
            Answer::Actor(one) => vec![&one.id],
            Answer::NoneOfOurs(_) => vec![],
            Answer::Unsure { candidates, .. } => {
                candidates.iter().map(|one| one.id.as_str()).collect()
            }
        };
        for id in found {
            assert!(registry.actor(id).is_some(), "{id} is nobody's id");
        }
    }
}
