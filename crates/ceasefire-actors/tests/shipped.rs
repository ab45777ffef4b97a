//! The registries of this project: that they hang together, and that names of the trade find whom they mean.

mod support;

use ceasefire_actors::{Answer, Asked, Resolver};
use proptest::prelude::*;
use std::sync::LazyLock;

static RESOLVER: LazyLock<Resolver> = LazyLock::new(|| Resolver::new(&support::shipped()));

fn id(name: &str, country: Option<&str>) -> Option<String> {
    RESOLVER.resolve(&Asked { name, day: None, country }).actor().map(str::to_owned)
}

#[test]
fn every_tie_leads_to_an_actor_that_is_described() {
    let registry = support::shipped();
    assert_eq!(registry.loose_ties(), Vec::<(&str, &str)>::new());
}

#[test]
fn the_actors_of_the_agreements_and_of_the_example_are_there() {
    let registry = support::shipped();
    for id in [
        "syrian-armed-forces",
        "russian-aerospace-forces",
        "us-led-coalition",
        "turkish-armed-forces",
        "daesh",
        "jabhat-al-nusra",
        "humanitarian-agency",
        "opposition-groups-eastern-ghouta",
        "jaysh-al-islam",
        "ahrar-al-sham",
        "fastaqim-kama-umirt",
        "jabhat-ansar-al-din",
        "harakat-sham-al-islam",
        "armed-opposition-unnamed",
        "kurdish-units",
        "hezbollah",
        "armed-forces-of-ukraine",
        "formations-of-certain-areas",
        "russian-armed-forces",
        "ukraine",
        "certain-areas",
        "osce-smm",
    ] {
        assert!(registry.actor(id).is_some(), "{id}");
    }
}

#[test]
fn every_actor_is_found_by_each_of_its_names_or_shares_it() {
    let registry = support::shipped();
    for actor in registry.actors() {
        let country = actor.countries.first().map(String::as_str);
        let names = actor.names.iter().map(|name| (name.name.as_str(), name.from));
        for (name, day) in names.chain([(actor.name.as_str(), None)]) {
            let found = match RESOLVER.resolve(&Asked { name, day, country }) {
                Answer::Actor(one) => vec![one.id],
                Answer::NoneOfOurs(_) => vec![],
                Answer::Unsure { candidates, .. } => {
                    candidates.into_iter().map(|one| one.id).collect()
                }
            };
            assert!(found.contains(&actor.id), "{name} of {} finds {found:?}", actor.id);
        }
    }
}

#[test]
fn an_unlisted_group_is_itself_and_not_the_nearest_name_on_a_list() {
    for (name, expected) in [
        ("Jaysh al-Islam", "jaysh-al-islam"),
        ("Jaish Al Islam", "jaysh-al-islam"),
        ("جيش الاسلام", "jaysh-al-islam"),
        ("Джейш аль-Ислам", "jaysh-al-islam"),
        ("Harakat Ahrar al-Sham", "ahrar-al-sham"),
        ("Jabhat Ansar ad-Deen", "jabhat-ansar-al-din"),
        ("Liwa' al-Aqsa", "liwa-al-aqsa"),
        ("Donetsk People's Republic", "donetsk-peoples-republic"),
    ] {
        let country = if expected.starts_with("donetsk") { "UA" } else { "SY" };
        assert_eq!(id(name, Some(country)).as_deref(), Some(expected), "{name}");
    }
}

#[test]
fn what_names_nobody_finds_nobody_and_a_country_is_no_army() {
    for name in [
        "Civilians (Narnia)",
        "Protesters (Liberia)",
        "gunmen",
        "Militia (Pro-Government)",
        "RELIGION",
        "JERUSALEM",
        "SEPARATIST",
        "ISLAMIC",
        "SAUDI ARABIA",
        "SOMALIA",
    ] {
        let answer = RESOLVER.resolve(&Asked::name(name));
        let nobody = matches!(&answer, Answer::Unsure { candidates, .. } if candidates.is_empty());
        assert!(nobody, "{name}: {answer}");
    }
    for (name, candidate) in [
        ("SYRIA", "syrian-armed-forces"),
        ("Russian", "russian-armed-forces"),
        ("Israel", "israel-defense-forces"),
    ] {
        let answer = RESOLVER.resolve(&Asked::name(name));
        let open = matches!(&answer, Answer::Unsure { candidates, .. } if candidates.iter().any(|one| one.id == candidate));
        assert!(open, "{name}: {answer}");
    }
}

#[test]
fn what_stands_in_brackets_may_name_whom_the_rest_describes() {
    for (name, country, expected) in [
        ("Militia (Ibrahim Q)", None, None),
        ("Mayi Mayi Militia (Nyatura)", Some("CD"), Some("nyatura")),
        ("White Army (South Sudan)", Some("SS"), Some("white-army")),
        ("U.S.-led Coalition", Some("SY"), Some("us-led-coalition")),
        ("Military Forces of South Sudan (2011-)", Some("SS"), None),
        ("Hutu Ethnic Militia (Democratic Republic of Congo)", Some("CD"), None),
        ("Supreme Court", None, None),
    ] {
        assert_eq!(id(name, country).as_deref(), expected, "{name}");
        if expected.is_none() {
            let answer = RESOLVER.resolve(&Asked { name, day: None, country });
            assert!(matches!(answer, Answer::NoneOfOurs(_)), "{name}: {answer}");
        }
    }
}

#[test]
fn the_forces_of_a_state_are_told_by_where_they_act() {
    let russia = "Military Forces of Russia (2000-)";
    assert_eq!(id(russia, Some("SY")).as_deref(), Some("russian-aerospace-forces"));
    assert_eq!(id(russia, Some("UA")).as_deref(), Some("russian-armed-forces"));
    assert_eq!(id(russia, None), None);
    assert_eq!(id("Government of Ukraine", None).as_deref(), Some("ukraine"));
    assert_eq!(
        id("Military Forces of Ukraine (2014-2019)", None).as_deref(),
        Some("armed-forces-of-ukraine")
    );
}

#[test]
fn a_branch_is_named_by_its_country_and_the_whole_without_one() {
    for (name, expected) in [
        ("Islamic State", "daesh"),
        ("ISIS", "daesh"),
        ("Islamic State (Libya)", "islamic-state-libya"),
        ("Islamic State (West Africa)", "iswap"),
        ("Islamic State (Greater Sahara)", "isgs"),
        ("داعش في ليبيا", "islamic-state-libya"),
        ("ISIS-WA", "iswap"),
        ("террористическая группировка ИГИЛ", "daesh"),
    ] {
        assert_eq!(id(name, None).as_deref(), Some(expected), "{name}");
    }
}

#[test]
fn common_words_alone_find_nobody_elsewhere() {
    for (name, country) in
        [("Islamic Movement", "NG"), ("National Liberation Army", "LY"), ("People's Army", "KP")]
    {
        assert_eq!(id(name, Some(country)), None, "{name}");
    }
}

#[test]
fn hostile_names_are_answered_like_others() {
    let long = "Jabhat al-Nusra ".repeat(70_000);
    let one_word = "n".repeat(1_000_000);
    let marks = "\u{301}".repeat(1000);
    for name in [
        long.as_str(),
        &one_word,
        &marks,
        "\u{202e}ةرصنلا ةهبج\u{202c}",
        "\u{200f}جبهة\u{200f} Nusra фронт",
        "((((((((",
        "))))::::;;;;",
        "and/orand/or",
        "\0\0",
        "𝔍𝔞𝔟𝔥𝔞𝔱",
        "ﷺ ﷲ",
        "الو",
        "ال",
    ] {
        let answer = RESOLVER.resolve(&Asked::name(name));
        assert_eq!(answer, RESOLVER.resolve(&Asked::name(name)));
    }
    assert_eq!(id("\u{200f}جبهة\u{200f} النصرة\u{200e}", None).as_deref(), Some("jabhat-al-nusra"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_has_an_answer(name in "\\PC{0,60}", country in "[A-Z]{2}") {
        let _ = RESOLVER.resolve(&Asked { name: &name, day: None, country: Some(&country) }).to_string();
    }

    #[test]
    fn any_mixture_of_letters_and_signs_has_an_answer(name in "[a-zA-Z0-9ا-يа-я ()/:;'’,\u{200f}\u{301}-]{0,80}") {
        let _ = RESOLVER.resolve(&Asked::name(&name)).to_string();
    }
}
