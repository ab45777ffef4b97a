//! What must hold of every finding, whatever it is about.

use accord_judge::{Finding, Mass, Outcome};

/// What is wrong with a finding in itself; none where nothing is.
pub fn broken(finding: &Finding) -> Option<String> {
    let laws = [
        ("sure is more than possible", ordered(finding)),
        ("an author is surer than the breach", within_breach(finding)),
        ("the authors together are surer than the breach", add_up(finding)),
        ("the interval does not fit the outcome", fits(finding)),
        ("what is decided is said to be open", closed(finding)),
        ("a question is about nothing that is open", asks_open(finding)),
    ];
    let told: Vec<&str> = laws.iter().filter(|(_, holds)| !holds).map(|(told, _)| *told).collect();
    (!told.is_empty()).then(|| format!("{}: {finding:#?}", told.join("; ")))
}

fn ordered(finding: &Finding) -> bool {
    let authors = finding.authors.iter().map(|author| author.breach);
    let ordered = |(sure, possible)| sure <= possible && possible <= Mass::ONE;
    authors.chain([finding.breach]).all(|breach| ordered((breach.sure, breach.possible)))
}

/// A breach by somebody is a breach.
fn within_breach(finding: &Finding) -> bool {
    let breach = finding.breach;
    finding.authors.iter().all(|author| {
        author.breach.sure <= breach.sure && author.breach.possible <= breach.possible
    })
}

/// It was one of them, so what is sure of each adds up.
fn add_up(finding: &Finding) -> bool {
    let sure = |mass: Mass| u64::from(mass.millionths());
    let together: u64 = finding.authors.iter().map(|author| sure(author.breach.sure)).sum();
    together <= sure(finding.breach.sure)
}

/// A violation in every hypothesis is a breach for certain; none in any is no breach at all.
fn fits(finding: &Finding) -> bool {
    match finding.outcome {
        Outcome::Violation => finding.breach.sure == Mass::ONE,
        Outcome::NoViolation => finding.breach.possible == Mass::ZERO && finding.ground.is_some(),
        Outcome::Conflict => finding.breach.sure == Mass::ZERO,
        Outcome::Undetermined => finding.ground.is_none(),
    }
}

fn closed(finding: &Finding) -> bool {
    finding.outcome == Outcome::Undetermined
        || (finding.open.is_empty() && finding.settles.sets.is_empty())
}

fn asks_open(finding: &Finding) -> bool {
    let asked = finding.settles.sets.iter().flat_map(|set| &set.answers).map(|(atom, _)| atom);
    asked.chain(&finding.settles.needed).all(|atom| (*atom as usize) < finding.open.len())
}
