//! `ceasefire places`

use super::{Done, Format, Stop, count};
use crate::console::Console;
use ceasefire_places::{
    Account, Answer, Asked, Candidate, Found, Gazetteer, Given, Map, SetAside, Told, Where, shipped,
};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Find places by name, and say what drawn lines and areas say of a point
#[derive(Debug, clap::Args)]
pub(crate) struct Places {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Find(Find),
    About(About),
    Check(Check),
}

/// Say which place is meant by a name in a report: this one, none that is known, or unsure with candidates
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire places find Gorlovka --country UA
  ceasefire places find \"Oleksandrivka\" --country UA --admin Donetsk
  ceasefire places find \"west of Zaliznianske (79km north of Donetsk)\"
  ceasefire places find \"Town T\" --gazetteer ours.tsv --format json")]
struct Find {
    /// Names as they were reported
    #[arg(required = true)]
    names: Vec<String>,
    /// The country, as two capital letters
    #[arg(long)]
    country: Option<String>,
    /// The administrative area, in any script
    #[arg(long)]
    admin: Option<String>,
    /// Further gazetteers: TSV, CSV, or points of GeoJSON, GeoPackage or a shapefile
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,
    /// `text`, or `json` for one answer a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Say how far a point is from drawn lines and whether it is inside areas, and why
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire places about 48.14,37.75 --radius 4 --on 2017-03-01 --lines contact-line.geojson
  ceasefire places about 48.14,37.75 --radius 4 --on 2025-02-01 --lines others.geojson \\
      --says \"in-area(it)\" --error 1")]
struct About {
    /// Latitude and longitude in degrees, parted by a comma
    #[arg(value_name = "LAT,LON", allow_hyphen_values = true)]
    point: String,
    /// How far from the point it may have been, in kilometres
    #[arg(long, value_name = "KM")]
    radius: Option<String>,
    /// The day
    #[arg(long, value_name = "DAY")]
    on: Date,
    /// The last day, where it may have been any of several
    #[arg(long, value_name = "DAY")]
    to: Option<Date>,
    #[command(flatten)]
    drawn: Drawn,
    /// `text`, or `json` for one fact a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Read maps, and say what cannot be used
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire places check contact-line.geojson zones.gpkg
  ceasefire places check provinces.shp --says \"in-area(it)\" --error 0.5 --country UA")]
struct Check {
    /// Maps: GeoJSON, GeoPackage or shapefile
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    said: Said,
    /// `text`, or `json` for one file a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, clap::Args)]
struct Drawn {
    /// Maps: GeoJSON, GeoPackage or shapefile
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    lines: Vec<PathBuf>,
    #[command(flatten)]
    said: Said,
}

/// What a map of others does not say of itself.
#[derive(Debug, clap::Args)]
struct Said {
    /// The fact that features decide which do not say: `in-area(it)`, `distance(it, contact-line)`
    #[arg(long, value_name = "FACT")]
    says: Option<String>,
    /// How far drawn lines may be off, in kilometres, where the map does not say
    #[arg(long, value_name = "KM")]
    error: Option<f64>,
    /// The first day, where the map does not say
    #[arg(long, value_name = "DAY")]
    from: Option<Date>,
    /// The first day on which it is no longer so, where the map does not say
    #[arg(long, value_name = "DAY")]
    until: Option<Date>,
    /// The country that the map is of, as two capital letters: what lies wholly outside it is set aside
    #[arg(long)]
    country: Option<String>,
}

impl Places {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        match &self.what {
            What::Find(find) => find.run(console),
            What::About(about) => about.run(console),
            What::Check(check) => check.run(console),
        }
    }
}

impl Find {
    fn run(&self, console: &mut Console) -> Done {
        let gazetteer = gazetteer(&self.gazetteer, console)?;
        for name in &self.names {
            let (country, admin) = (self.country.as_deref(), self.admin.as_deref());
            let found = gazetteer.find(&Asked { name, country, admin });
            console.line(&match self.format {
                Format::Text => format!("{name}\n  {}", found.to_string().replace('\n', "\n  ")),
                Format::Json => found_line(name, &found).to_string(),
            });
        }
        Ok(true)
    }
}

/// The shipped gazetteer, with further ones.
pub(super) fn gazetteer(files: &[PathBuf], console: &mut Console) -> Result<Gazetteer, Stop> {
    let mut gazetteer = shipped();
    for path in files {
        let mut aside = Vec::new();
        let read = gazetteer.read(path, &mut aside);
        read.map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        note(console, &aside);
    }
    Ok(gazetteer)
}

impl About {
    fn run(&self, console: &mut Console) -> Done {
        let (lat, lon) = self
            .point
            .split_once(',')
            .ok_or_else(|| format!("`{}` is no point; write it like 48.14,37.75", self.point))?;
        let place = Where::read(lat, lon, self.radius.as_deref())?;
        let given = self.drawn.said.given()?;
        let mut map = Map::default();
        for path in &self.drawn.lines {
            let (account, aside) = read(&mut map, path, &given)?;
            note(console, &aside);
            account
                .notes
                .iter()
                .for_each(|told| console.note(&format!("{}: {told}", path.display())));
        }
        for told in map.about(&place, self.on, self.to.unwrap_or(self.on)) {
            console.line(&match self.format {
                Format::Text => format!("{told}\n  {}", told.because.join("\n  ")),
                Format::Json => told_line(&told).to_string(),
            });
        }
        Ok(true)
    }
}

impl Check {
    fn run(&self, console: &mut Console) -> Done {
        let given = self.said.given()?;
        let mut well = true;
        for path in &self.files {
            let (account, aside) = read(&mut Map::default(), path, &given)?;
            well &= aside.is_empty();
            let file = path.display().to_string();
            match self.format {
                Format::Json => console.line(&account_line(&file, &account, &aside).to_string()),
                Format::Text => {
                    note(console, &aside);
                    account.notes.iter().for_each(|told| console.note(&format!("{file}: {told}")));
                    let read = count(account.read, "feature");
                    console.line(&format!("{file}: {read}, {} used", account.used));
                }
            }
        }
        Ok(well)
    }
}

impl Said {
    fn given(&self) -> Result<Given, String> {
        let expected = match &self.country {
            None => None,
            Some(country) => Some(around(country)?),
        };
        Ok(Given {
            says: self.says.clone(),
            from: self.from,
            until: self.until,
            error_km: self.error,
            source: None,
            expected,
        })
    }
}

fn around(country: &str) -> Result<[f64; 4], String> {
    let gazetteer: Gazetteer = shipped();
    gazetteer.around(&country.to_ascii_uppercase()).ok_or_else(|| {
        format!("no place of the country `{country}` is known; those of SY and UA are")
    })
}

fn read(map: &mut Map, path: &Path, given: &Given) -> Result<(Account, Vec<SetAside>), String> {
    let mut aside = Vec::new();
    let account = map.read(path, given, &mut aside);
    let account = account.map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    Ok((account, aside))
}

fn note(console: &mut Console, aside: &[SetAside]) {
    for one in aside {
        console.note(&format!("set aside: {one}"));
    }
}

fn found_line(name: &str, found: &Found) -> Value {
    match found {
        Found::Place(one) => json!({ "name": name, "answer": "place", "found": candidate(one) }),
        Found::Unsure { candidates, evidence } => json!({
            "name": name,
            "answer": "unsure",
            "evidence": evidence.to_string(),
            "candidates": candidates.iter().map(candidate).collect::<Vec<_>>(),
        }),
        Found::None { evidence, described } => {
            let mut line = json!({ "name": name, "answer": "none that is known", "evidence": evidence.to_string() });
            if let Some(spot) = described {
                line["described"] = where_it_is(spot);
            }
            line
        }
    }
}

fn candidate(one: &Candidate) -> Value {
    let evidence: Vec<String> = one.evidence.iter().map(ToString::to_string).collect();
    let mut line = json!({
        "place": one.id, "name": one.name, "by": one.by,
        "at": where_it_is(&one.spot), "evidence": evidence,
    });
    if let Some(area) = &one.area {
        line["area"] = json!(area);
    }
    line
}

fn where_it_is(spot: &Where) -> Value {
    let mut line = json!({ "lat": spot.lat, "lon": spot.lon });
    if let Some(radius) = spot.radius_km {
        line["radius_km"] = json!(radius);
    }
    line
}

fn told_line(told: &Told) -> Value {
    let fact = told.says.to_string();
    match told.answer {
        Answer::Distance { least_m, most_m } => {
            json!({ "fact": fact, "least_m": least_m, "most_m": most_m, "because": told.because })
        }
        Answer::Inside => json!({ "fact": fact, "value": true, "because": told.because }),
        Answer::Outside => json!({ "fact": fact, "value": false, "because": told.because }),
        Answer::Unknown => json!({ "fact": fact, "value": "unknown", "because": told.because }),
    }
}

fn account_line(file: &str, account: &Account, aside: &[SetAside]) -> Value {
    let set_aside = |one: &SetAside| {
        let mut line = json!({ "reason": one.reason, "help": one.help });
        if let Some(number) = one.number {
            line["feature"] = json!(number);
        }
        line
    };
    json!({
        "file": file, "read": account.read, "used": account.used, "notes": account.notes,
        "aside": aside.iter().map(set_aside).collect::<Vec<_>>(),
    })
}
