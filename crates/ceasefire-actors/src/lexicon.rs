//! Words whose meaning is known: kinds of body, ideas, places and states, in the languages of the reports.
//!
//! A word of known meaning is the same word in every language and weighs as its grade says: "army" tells nobody
//! apart, "Iraq" a little. The table holds words of the trade, no names of groups; those are in the registry.

use crate::words::Word;
use ceasefire_names::{Script, latin, plain, skeleton};
use std::collections::BTreeMap;
use strsim::levenshtein;

/// How much a word of known meaning can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grade {
    /// A kind of body: army, front, brigade, movement, fighters.
    Kind,
    /// Words for the bodies of a state: government, armed forces, police.
    State,
    /// What many say of themselves: Islamic, free, national.
    Trait,
    /// A place or an idea that names are made of: Levant, martyrs, victory.
    Idea,
    /// A state, by its two letters.
    Country,
    /// A reporter's word for somebody who is not named.
    Unnamed,
    /// A name made of common words, put together.
    Phrase,
}

/// The meaning of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) concept: &'static str,
    pub(crate) grade: Grade,
}

/// Concepts with their words. Spellings that share the Arabic skeleton and nearly the letters are found without
/// being here.
const WORDS: &[(Grade, &str, &str)] = &[
    (
        Grade::Kind,
        "army",
        "army jaysh jaish jeish gaysh جيش джейш джаиш армия армии armee ejercito",
    ),
    (Grade::Kind, "front", "front jabhat jabha jebhat جبهة фронт frente джебхат"),
    (Grade::Kind, "brigade", "brigade liwa لواء бригада лива brigada"),
    (
        Grade::Kind,
        "battalion",
        "battalion katibat katiba khatiba kateebat kataib khataib katibah كتيبة كتائب катиба батальон bataillon",
    ),
    (
        Grade::Kind,
        "movement",
        "movement harakat haraka harakah harkat حركة движение харакат mouvement movimiento tehrik tehreek tahrik",
    ),
    (
        Grade::Kind,
        "group",
        "group jamaat jamaa jamaah jamaatu jamiat jemaah jemaa gamaa جماعة группа группировка groupe grupo groups gruppirovka groupement gruppirovki",
    ),
    (Grade::Kind, "party", "party hizb hezb hizbul partiya حزب партия parti partido"),
    (
        Grade::Kind,
        "organisation",
        "organisation organization tanzim tanzeem تنظيم منظمة организация network networks shabakat شبكة",
    ),
    (Grade::Kind, "haya", "hayat hayet haiat hayah haya assembly commission body هيئة хайят хайат"),
    (Grade::Kind, "legion", "legion corps faylaq failaq فيلق корпус легион файлак"),
    (Grade::Kind, "division", "division firqat firqa فرقة дивизия"),
    (Grade::Kind, "companies", "saraya sarayat sariya سرايا company companies"),
    (
        Grade::Kind,
        "fighters",
        "fighter fighters militant militants gunman gunmen rebel rebels insurgent insurgents militia militias militiamen combatant combatants attackers assailants men separatist separatists сепаратисты terrorist terrorists extremist extremists مسلحون مسلحين ميليشيا боевики повстанцы members elements faction factions islamist islamists jihadist jihadists",
    ),
    (Grade::Kind, "opposition", "opposition المعارضة оппозиция anti"),
    (Grade::Kind, "coalition", "coalition alliance tahaluf تحالف коалиция altahaluf allied"),
    (Grade::Kind, "wing", "wing branch affiliate affiliated linked led backed pro"),
    (Grade::Kind, "operation", "operation operations room غرفة عمليات операция"),
    (Grade::Kind, "council", "council majlis shura مجلس совет"),
    (Grade::Kind, "court", "court courts tribunal mahkama محكمة محاكم суд"),
    (Grade::Kind, "province", "province wilayat wilaya vilayat ولاية вилаят"),
    (Grade::Kind, "emirate", "emirate imarat imara emarat إمارة эмират имарат"),
    (Grade::Kind, "state", "state dawla dawlat dawlah الدولة государство estado etat"),
    (Grade::Kind, "soldiers", "soldiers soldier jund junud جند جنود джунд"),
    (
        Grade::Kind,
        "civilians",
        "civilian civilians protester protesters rioter rioters demonstrators مدنيون мирные",
    ),
    (
        Grade::Kind,
        "terrorist",
        "террористическая террористический террористической террористов террористы незаконные вооруженных إرهابية إرهابي إرهابيون عناصر مسلحي ميليشيات مقاتلو مقاتلي",
    ),
    (
        Grade::State,
        "republic",
        "republic federation kingdom republique республика республики جمهورية",
    ),
    (Grade::Kind, "suspected", "suspected alleged presumed"),
    (Grade::Kind, "territorial", "territorial regiment командование полк"),
    (
        Grade::State,
        "government",
        "government regime authorities authority حكومة النظام режим правительство правительственные правительства gouvernement",
    ),
    (Grade::State, "forces", "force forces قوات силы силами войска quwat troops fuerzas"),
    (
        Grade::State,
        "military",
        "military armed вооруженные вооружённые المسلحة arab العربي арабская security",
    ),
    (Grade::State, "air", "air aircraft airforce warplanes warplane الجوية авиация"),
    (Grade::State, "navy", "navy coast guard coastguard gendarmerie police شرطة полиция border"),
    (
        Grade::Trait,
        "islamic",
        "islamic islami islamiya islamiyya islamiyah islamia islamiyyah islamique إسلامية إسلامي исламское исламский исламская исламского исламской исламских",
    ),
    (Grade::Trait, "free", "free hurr حر الحر свободная свободной libre"),
    (
        Grade::Trait,
        "national",
        "national watani وطني وطنية национальная nationaliste nationalist nacional",
    ),
    (
        Grade::Trait,
        "peoples",
        "people peoples popular shaabi شعبي народная народный народной populaire mobilization mobilisation",
    ),
    (
        Grade::Trait,
        "democratic",
        "democratic demokratik ديمقراطية ديمقراطي демократические демократических democratique democratiques",
    ),
    (
        Grade::Trait,
        "revolutionary",
        "revolutionary revolution revolutionaries thuwar ثوار ثورة revolucionarias revolutionnaire",
    ),
    (
        Grade::Trait,
        "muslim",
        "muslim muslims christian sunni shia shiite ethnic tribal communal religious مسلمين",
    ),
    (Grade::Trait, "north", "northern north شمال северная nord"),
    (Grade::Trait, "south", "southern south جنوب جنوبية южный южная sud"),
    (Grade::Trait, "east", "eastern east شرق восточная"),
    (Grade::Trait, "west", "western west gharb غرب ouest"),
    (Grade::Trait, "supreme", "supreme الأعلى العليا верховный"),
    (Grade::Trait, "united", "united unified unity union international"),
    (Grade::Trait, "martyrs", "martyrs martyr shuhada shohada شهداء"),
    (Grade::Idea, "islam", "islam الإسلام ислам"),
    (
        Grade::Idea,
        "levant",
        "levant sham shaam cham shamiya shamiyya الشام الشامية шам леванта левант",
    ),
    (
        Grade::Idea,
        "liberation",
        "liberation tahrir تحرير тахрир освобождения освобождение liberacion",
    ),
    (Grade::Idea, "conquest", "conquest fath fatah fateh фатх فتح"),
    (Grade::Idea, "victory", "victory nasr نصر"),
    (Grade::Idea, "supporters", "supporters partisans ansar أنصار ансар"),
    (Grade::Idea, "god", "allah god الله аллах"),
    (Grade::Idea, "jihad", "jihad djihad jehad cihad جهاد джихад джихада"),
    (
        Grade::Idea,
        "mujahideen",
        "mujahideen mujahidin mujahedeen mujahedin mujahedeen моджахеды مجاهدين mudjahidin moudjahidine",
    ),
    (Grade::Idea, "emigrants", "emigrants muhajirin muhajireen muhajiroun مهاجرين мухаджиров"),
    (Grade::Idea, "religion", "din deen eddine dine الدين religion"),
    (Grade::Idea, "truth", "haqq haq الحق truth"),
    (Grade::Idea, "monotheism", "tawhid tawheed tauhid tavhid توحيد таухид monotheism"),
    (Grade::Idea, "sharia", "sharia shariah shariaa charia شريعة шариат"),
    (Grade::Idea, "salafist", "salafi salafiya salafist salafia salafiste سلفية"),
    (Grade::Idea, "preaching", "preaching dawa daawa دعوة predication"),
    (Grade::Idea, "khorasan", "khorasan khurasan خراسان хорасан"),
    (Grade::Idea, "maghreb", "maghreb maghrib مغرب магриб"),
    (Grade::Idea, "sahara", "sahara صحراء"),
    (Grade::Idea, "caliphate", "caliphate khilafa khilafah khilafat khalifa خلافة халифат"),
    (Grade::Idea, "arabian-peninsula", "peninsula jazira jazirat جزيرة"),
    (Grade::Idea, "caucasus", "caucasus kavkaz kavkaza кавказ кавказа kafkas"),
    (Grade::Idea, "qaida", "qaida qaeda qaidah qayda kaida القاعدة каида каеда qaidat qaedat"),
    (Grade::Idea, "jerusalem", "jerusalem quds القدس иерусалим"),
    (Grade::Idea, "mars", "march mars"),
    (Grade::Idea, "africa", "africa african afrique africain إفريقيا أفريقيا африка"),
    (
        Grade::Unnamed,
        "unidentified",
        "unidentified unknown unnamed undisclosed неизвестные неизвестный неустановленные مجهول مجهولون مجهولين unclaimed",
    ),
    (Grade::Phrase, "islamic-state", "isis isil daesh daish daech داعش даиш игил"),
];

/// States by their two letters, with what they and their people are called.
const COUNTRIES: &[(&str, &str)] = &[
    ("AF", "afghanistan afghan أفغانستان афганистан أفغاني أفغانية"),
    ("AM", "armenia armenian"),
    ("AO", "angola angolan"),
    ("AZ", "azerbaijan azerbaijani"),
    ("BD", "bangladesh bangladeshi"),
    ("BF", "burkina burkinabe"),
    ("BI", "burundi burundian"),
    ("CD", "congo congolese drc"),
    ("CF", "car centrafricaine"),
    ("CM", "cameroon cameroonian"),
    ("CO", "colombia colombian"),
    ("DZ", "algeria algerian algerie الجزائر جزائري جزائرية"),
    ("EG", "egypt egyptian مصر مصري مصرية"),
    ("ER", "eritrea eritrean"),
    ("ET", "ethiopia ethiopian"),
    ("FR", "france french"),
    ("GB", "britain british kingdom"),
    ("GE", "georgia georgian"),
    ("ID", "indonesia indonesian"),
    ("IL", "israel israeli إسرائيل إسرائيلي израиль"),
    ("IN", "india indian"),
    ("IQ", "iraq iraqi العراق العراقية ирак ирака عراقي عراقية"),
    ("IR", "iran iranian إيران иран"),
    ("JO", "jordan jordanian"),
    ("KE", "kenya kenyan"),
    ("LB", "lebanon lebanese لبنان لبناني لبنانية"),
    ("LY", "libya libyan ليبيا ливия ليبي ليبية"),
    ("ML", "mali malian"),
    ("MM", "myanmar burma burmese"),
    ("MZ", "mozambique mozambican"),
    ("NE", "niger nigerien"),
    ("NG", "nigeria nigerian"),
    ("PH", "philippines philippine filipino"),
    ("PK", "pakistan pakistani باكستان باكستاني باكستانية"),
    ("PS", "palestine palestinian gaza فلسطين فلسطيني فلسطينية"),
    ("RU", "russia russian rf روسيا الروسية россия российские российской"),
    ("RW", "rwanda rwandan"),
    ("SA", "saudi arabia السعودية"),
    ("SD", "sudan sudanese السودان سوداني سودانية"),
    ("SN", "senegal senegalese"),
    ("SO", "somalia somali الصومال صومالي صومالية"),
    (
        "SY",
        "syria syrian suriya suria سوريا السورية السوري сирия сирийская сирийской сирии сирийские",
    ),
    ("TD", "chad chadian"),
    ("TJ", "tajikistan tajik"),
    ("TN", "tunisia tunisian tunis تونس تونسي تونسية"),
    ("TR", "turkey turkish turkiye تركيا التركية турция турецкие تركي"),
    ("UA", "ukraine ukrainian украина украины україни україна украинские أوكرانيا"),
    ("UG", "uganda ugandan"),
    ("US", "usa american أمريكا американские"),
    ("UZ", "uzbekistan uzbek"),
    ("BJ", "benin beninese"),
    ("CI", "ivory ivorian"),
    ("GH", "ghana ghanaian"),
    ("GN", "guinea guinean"),
    ("LK", "lanka lankan"),
    ("MG", "madagascar malagasy"),
    ("MA", "morocco moroccan المغربية"),
    ("MR", "mauritania mauritanian"),
    ("MW", "malawi malawian"),
    ("NP", "nepal nepalese"),
    ("SL", "leone leonean"),
    ("TH", "thailand thai"),
    ("TZ", "tanzania tanzanian"),
    ("ZM", "zambia zambian"),
    ("ZW", "zimbabwe zimbabwean"),
    ("AL", "albania albanian"),
    ("AR", "argentina argentine"),
    ("AU", "australia australian"),
    ("BA", "bosnia bosnian"),
    ("BG", "bulgaria bulgarian"),
    ("BH", "bahrain bahraini"),
    ("BR", "brazil brazilian"),
    ("BW", "botswana"),
    ("BY", "belarus belarusian"),
    ("CA", "canada canadian"),
    ("CL", "chile chilean"),
    ("CN", "china chinese"),
    ("CY", "cyprus cypriot"),
    ("DE", "germany german"),
    ("DJ", "djibouti"),
    ("ES", "spain spanish"),
    ("GA", "gabon gabonese"),
    ("GM", "gambia gambian"),
    ("GR", "greece greek"),
    ("HN", "honduras honduran"),
    ("HT", "haiti haitian"),
    ("HU", "hungary hungarian"),
    ("IT", "italy italian"),
    ("JP", "japan japanese"),
    ("KG", "kyrgyzstan kyrgyz"),
    ("KH", "cambodia cambodian"),
    ("KR", "korea korean"),
    ("KW", "kuwait kuwaiti"),
    ("KZ", "kazakhstan kazakh"),
    ("LR", "liberia liberian"),
    ("LS", "lesotho"),
    ("MD", "moldova moldovan"),
    ("MX", "mexico mexican"),
    ("MY", "malaysia malaysian"),
    ("NA", "namibia namibian"),
    ("OM", "oman omani"),
    ("PL", "poland polish"),
    ("QA", "qatar qatari"),
    ("RO", "romania romanian"),
    ("RS", "serbia serbian"),
    ("SK", "slovakia slovak"),
    ("SZ", "swaziland eswatini"),
    ("TG", "togo togolese"),
    ("TM", "turkmenistan turkmen"),
    ("VE", "venezuela venezuelan"),
    ("VN", "vietnam vietnamese"),
    ("YE", "yemen yemeni اليمن йемен يمني يمنية"),
];

/// States that are called by two words of which one alone means another state, or nothing.
const TWO_WORDS: &[(&str, &str, &str)] = &[
    ("south", "SD", "SS"),
    ("south", "africa", "ZA"),
    ("sierra", "SL", "SL"),
    ("ivory", "navy", "CI"),
    ("burkina", "faso", "BF"),
    ("saudi", "SA", "SA"),
    ("sri", "LK", "LK"),
    ("central", "africa", "CF"),
];

/// The words of known meaning, ready to be looked up.
#[derive(Debug)]
pub(crate) struct Lexicon {
    by_text: BTreeMap<String, Meaning>,
    by_skeleton: BTreeMap<String, Vec<Meaning>>,
    texts: BTreeMap<&'static str, Vec<String>>,
}

impl Lexicon {
    pub(crate) fn new() -> Self {
        let mut out =
            Self { by_text: BTreeMap::new(), by_skeleton: BTreeMap::new(), texts: BTreeMap::new() };
        for &(grade, concept, spellings) in WORDS {
            out.add(Meaning { concept, grade }, spellings);
        }
        for &(concept, spellings) in COUNTRIES {
            out.add(Meaning { concept, grade: Grade::Country }, spellings);
        }
        out
    }

    fn add(&mut self, meaning: Meaning, spellings: &'static str) {
        for spelling in spellings.split(' ') {
            let text = latin(&plain(spelling));
            if Script::of_text(spelling) == Script::Arabic {
                let same = self.by_skeleton.entry(skeleton(&text)).or_default();
                if !same.contains(&meaning) {
                    same.push(meaning);
                }
            } else {
                self.texts.entry(meaning.concept).or_default().push(text.clone());
            }
            self.by_text.entry(text).or_insert(meaning);
        }
    }

    /// What a word means if it is known exactly so.
    pub(crate) fn as_written(&self, text: &str) -> Option<Meaning> {
        self.by_text.get(text).copied()
    }

    /// What a word means: as it is written, or in the singular, or by a skeleton that one meaning alone has.
    /// Arabic must be as written: without vowels, the skeleton of one word is that of many.
    pub(crate) fn meaning(&self, text: &str, bones: &str, vowelless: bool) -> Option<Meaning> {
        if let Some(known) = self.by_text.get(text) {
            return Some(*known);
        }
        if vowelless {
            return None;
        }
        if let Some(known) = self.by_text.get(&format!("{text}s")) {
            return Some(*known);
        }
        match self.by_skeleton.get(bones)?.as_slice() {
            [one] if bones.len() >= 2 && self.is_near(one.concept, text) => Some(*one),
            _ => None,
        }
    }

    fn is_near(&self, concept: &str, text: &str) -> bool {
        let most = if text.len() > 6 { 2 } else { 1 };
        self.texts
            .get(concept)
            .is_some_and(|known| known.iter().any(|known| levenshtein(known, text) <= most))
    }

    /// The first word for a state.
    pub(crate) fn word_of(&self, country: &str) -> Option<&str> {
        self.texts.get(country)?.first().map(String::as_str)
    }

    /// The two letters of a state by themselves, in capitals.
    pub(crate) fn code(&self, written: &str) -> Option<&'static str> {
        let capitals = written.len() == 2 && written.bytes().all(|byte| byte.is_ascii_uppercase());
        self.texts.get_key_value(written).filter(|_| capitals).map(|(code, _)| *code)
    }

    /// The two letters of a state by one of its words.
    pub(crate) fn country(&self, text: &str) -> Option<&'static str> {
        self.by_text
            .get(text)
            .filter(|known| known.grade == Grade::Country)
            .map(|known| known.concept)
    }
}

/// Names made of several words that count as one: those of some states, and the own name of the Islamic State,
/// which is made of common words and of which its provinces' names are made.
pub(crate) fn join_phrases(words: &mut Vec<Word>) {
    for at in 0..words.len() {
        let rest = words.get(at..).unwrap_or_default();
        let joined = joined_state(rest).or_else(|| islamic_state(rest));
        if let Some((length, meaning)) = joined {
            let text = rest.iter().take(length).map(|word| word.text.as_str()).collect();
            let key = format!("={}", meaning.concept);
            let vowelless = rest.first().is_some_and(|word| word.vowelless);
            words.splice(at..at + length, [Word { text, key, meaning: Some(meaning), vowelless }]);
        }
    }
}

/// How many words make one, and what it means.
type Joined = (usize, Meaning);

fn means(words: &[Word], at: usize, concept: &str) -> bool {
    let word = words.get(at);
    word.is_some_and(|word| word.meaning.map_or(word.text == concept, |m| m.concept == concept))
}

fn joined_state(words: &[Word]) -> Option<Joined> {
    let found = TWO_WORDS.iter().find(|(first, second, _)| {
        (means(words, 0, first) || words.first().is_some_and(|w| w.text == *first))
            && means(words, 1, second)
    })?;
    Some((2, Meaning { concept: found.2, grade: Grade::Country }))
}

fn islamic_state(words: &[Word]) -> Option<Joined> {
    let adjective_first = means(words, 0, "islamic") && means(words, 1, "state");
    let noun_first = means(words, 0, "state") && means(words, 1, "islamic");
    if !adjective_first && !noun_first {
        return None;
    }
    let full = means(words, 2, "IQ") && (means(words, 3, "levant") || means(words, 3, "SY"));
    let length = if full { 4 } else { 2 };
    Some((length, Meaning { concept: "islamic-state", grade: Grade::Phrase }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concept(word: &str) -> Option<&'static str> {
        let text = latin(&plain(word));
        let vowelless = Script::of_text(word) == Script::Arabic;
        Lexicon::new().meaning(&text, &skeleton(&text), vowelless).map(|known| known.concept)
    }

    #[test]
    fn words_mean_the_same_in_every_language() {
        for (expected, words) in [
            ("army", &["Army", "Jaysh", "Jaish", "جيش", "الجيش", "Армия"][..]),
            ("islamic", &["Islamic", "al-Islamiyya", "الإسلامية", "Исламское"]),
            ("islam", &["Islam", "الإسلام", "Ислам"]),
            ("SY", &["Syria", "Syrian", "سوريا"]),
        ] {
            for word in words {
                let word = word.trim_start_matches("al-");
                assert_eq!(concept(word), Some(expected), "{word}");
            }
        }
    }

    #[test]
    fn a_word_that_only_shares_consonants_means_nothing() {
        for word in ["Nasira", "groove", "Douma"] {
            assert_eq!(concept(word), None, "{word}");
        }
    }
}
