//! Made-up tables in the shape of three publishers: their headings, as many bytes a row as theirs
//! have, blanks where theirs are blank, and quotation marks where theirs need them.
//!
//! The same number of rows gives the same bytes on every machine. Names and places are invented.

use std::io::{self, Write};

/// A publisher's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// In the shape of UCDP's georeferenced events.
    Ged,
    /// In the shape of an ACLED export of 31 columns.
    Acled,
    /// In the shape of Airwars' incidents.
    Airwars,
}

impl Table {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Ged, Self::Acled, Self::Airwars];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ged => "like UCDP GED",
            Self::Acled => "like ACLED",
            Self::Airwars => "like Airwars",
        }
    }

    /// Its headings, in order.
    pub fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Ged => &GED,
            Self::Acled => &ACLED,
            Self::Airwars => &AIRWARS,
        }
    }

    /// The columns that are numbers and those that are days, which an import has to read as such.
    pub fn typed(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Ged => (&["latitude", "longitude", "low", "high"], &["date_start", "date_end"]),
            Self::Acled => (&["latitude", "longitude", "fatalities"], &["event_date"]),
            Self::Airwars => (
                &[
                    "latitude",
                    "longitude",
                    "civ_killed_min",
                    "civ_killed_max",
                    "civ_injured_min",
                    "civ_injured_max",
                ],
                &["date", "date_end", "published"],
            ),
        }
    }

    /// The form in which its days are written, as `strptime` has it.
    pub fn day_form(self) -> &'static str {
        match self {
            Self::Ged | Self::Airwars => "%Y-%m-%d",
            Self::Acled => "%d %B %Y",
        }
    }

    /// Writes a heading and rows until there are `bytes` of them; how many rows there are.
    pub fn write(self, bytes: u64, to: &mut impl Write) -> io::Result<u64> {
        let mut row = self.headings().join(",");
        let (mut written, mut rows) = (0, 0);
        loop {
            row.push('\n');
            to.write_all(row.as_bytes())?;
            written += row.len() as u64;
            if written >= bytes {
                return Ok(rows);
            }
            rows += 1;
            row.clear();
            let chance = Chance(rows);
            match self {
                Self::Ged => ged(rows, chance, &mut row),
                Self::Acled => acled(rows, chance, &mut row),
                Self::Airwars => airwars(rows, chance, &mut row),
            }
        }
    }
}

/// Numbers that look like chance and are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        let at = self.below(of.len() as u64) as usize;
        of.get(at).copied().unwrap_or_default()
    }
}

const GROUPS: [&str; 5] =
    ["Government of Northland", "Group A", "Militia Q", "Group B - Eastern Front", "Civilians"];
const PLACES: [&str; 5] = ["Town X", "Village Y", "Old Bridge", "Checkpoint 7", "Upper Valley Z"];
const MONTHS: [&str; 4] = ["January", "March", "June", "November"];

fn ged(number: u64, mut chance: Chance, row: &mut String) {
    let day = format!("2016-{:02}-{:02} 00:00:00.000", 1 + chance.below(12), 1 + chance.below(28));
    let (a, b) = (chance.one(&GROUPS), chance.one(&GROUPS));
    let place = chance.one(&PLACES);
    let (lat, lon) = (chance.below(1_000_000), chance.below(1_000_000));
    let (low, more) = (chance.below(9), chance.below(9));
    let kind = 1 + chance.below(3);
    let (exact, time) = (1 + chance.below(6), 1 + chance.below(5));
    *row = format!(
        "{number},NOR-2016-1-{number}-0,2016,2014,2016,1,Clear,{kind},13219,13219,Northland: Government,\
         14085,14085,{a} - {b},61,61,{a},5817,5817,{b},2,\"\"\"Agency One,2016-03-02,Two sides report \
         fighting near {place}, numbers differ\"\";\"\"Agency Two,2016-03-03,Shelling reported around \
         {place} for a third day\"\"\",Agency One;Agency Two,2016-03-02;2016-03-03,\"Two sides report \
         fighting near {place}, numbers differ;Shelling reported\",\"Residents, Ministry Q\",{exact},\
         {place},{place} (eastern part),Province P,,35.{lat:06},NOR,36.{lon:06},POINT (36.{lon:06} \
         35.{lat:06}),202022,Northland,369,Europe,1,{time},{day},{day},0,{low},0,0,{low},{},{low},369,",
        low + more
    );
}

fn acled(number: u64, mut chance: Chance, row: &mut String) {
    let day = 1 + chance.below(28);
    let month = chance.one(&MONTHS);
    let kind = chance.one(&[
        "Battles",
        "Explosions/Remote violence",
        "Violence against civilians",
        "Protests",
    ]);
    let (a, b) = (chance.one(&GROUPS), chance.one(&GROUPS));
    let place = chance.one(&PLACES);
    let (lat, lon) = (chance.below(10_000), chance.below(10_000));
    let (time, exact, dead) = (1 + chance.below(3), 1 + chance.below(3), chance.below(20));
    *row = format!(
        "{number},4,NOR{number},{number},\"{day} {month} 2020\",2020,{time},\"{kind}\",\"Armed clash\",\
         \"{a}\",,2,\"{b}\",,1,12,\"Northern Region\",Northland,\"Province P\",\"District D\",,\"{place}\",\
         36.{lat:04},66.{lon:04},{exact},\"Agency One; Agency Two\",National-International,\"On {day} \
         {month} 2020, fighting was reported near {place} between {a} and {b}, with an unknown number \
         of people harmed on both sides.\",{dead},1584984341,NOR"
    );
}

fn airwars(number: u64, mut chance: Chance, row: &mut String) {
    let (month, day) = (1 + chance.below(12), 1 + chance.below(28));
    let place = chance.one(&PLACES);
    let who = chance.one(&["Militia Q", "\"Group A,Militia Q\"", "Northland Air Force"]);
    let exact = chance.one(&["city", "village", "town", "", "neighbourhood_area"]);
    let (lat, lon) = (chance.below(1_000_000), chance.below(1_000_000));
    let (least, more) = (chance.below(20), chance.below(20));
    *row = format!(
        "XX{number},{number},https://example.org/incidents/xx{number}-2016/,2016-{month:02}-{day:02},,date,,\
         \"{place}, Province P\",,Province P,Province P,,Northland,35.{lat:06},36.{lon:06},{exact},{who},\
         Airstrike,,Yes,Fair,,,{least},{},{least},{least},3,3,2,2,,,,,,2016-{month:02}-{day:02},2024-12-15,\
         Researched,2",
        least + more
    );
}

const GED: [&str; 52] = [
    "id",
    "relid",
    "year",
    "start_year",
    "end_year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "iso3",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
];

const ACLED: [&str; 31] = [
    "data_id",
    "iso",
    "event_id_cnty",
    "event_id_no_cnty",
    "event_date",
    "year",
    "time_precision",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "timestamp",
    "iso3",
];

const AIRWARS: [&str; 40] = [
    "code",
    "airwars_id",
    "url",
    "date",
    "date_end",
    "date_type",
    "local_time",
    "location_en",
    "location_ar",
    "region",
    "governorate",
    "province_state",
    "country",
    "latitude",
    "longitude",
    "geo_precision",
    "belligerents",
    "strike_type",
    "strike_status",
    "harm_reported",
    "evidence_grade",
    "cause",
    "infrastructure",
    "civ_killed_min",
    "civ_killed_max",
    "civ_injured_min",
    "civ_injured_max",
    "children_killed_min",
    "children_killed_max",
    "women_killed_min",
    "women_killed_max",
    "men_killed_min",
    "men_killed_max",
    "combatants_killed_min",
    "combatants_killed_max",
    "total_strikes",
    "published",
    "modified",
    "status",
    "n_sources",
];

#[cfg(test)]
mod tests {
    use super::*;
    use ceasefire_import::{Import, shipped};

    #[test]
    fn every_row_of_a_made_up_table_is_an_act() {
        let profiles = shipped().unwrap();
        for table in Table::ALL {
            let mut bytes = Vec::new();
            let rows = table.write(50_000, &mut bytes).unwrap();
            let mut import = Import::open(bytes.as_slice(), &profiles, None).unwrap();
            while let Some(row) = import.read() {
                assert_eq!(row.err(), None);
            }
            assert_eq!(import.account().acts, rows, "{}", table.name());
            assert_eq!(import.account().lacking, Vec::<String>::new());
        }
    }
}
