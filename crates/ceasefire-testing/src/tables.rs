//! Every way in which the masses of the candidates can lie.
//!
//! A table gives each pair of an author and a target some tenths of the mass. Where authors and
//! targets carry masses of their own, every table with those sums is one way; where one side carries
//! none, its sums are free; where neither does, all the mass may lie on any one pair. What is sure is
//! the least, over all tables, of the mass on pairs where it is so.

use accord_judge::{Act, Candidate, Mass, Who};

/// The pairs of author and target, and every way in which the mass can lie on them, in tenths.
#[derive(Debug)]
pub struct Tables {
    /// The pairs: an author and a target.
    pub pairs: Vec<(Who, Who)>,
    tables: Vec<Vec<u32>>,
}

/// One side: who, with masses in tenths; what is left over lies on anyone.
struct Side {
    who: Vec<Who>,
    tenths: Option<Vec<u32>>,
}

impl Tables {
    /// Of an act whose masses are whole tenths.
    pub fn of(act: &Act) -> Self {
        if !act.joint.is_empty() {
            return Self::joint(act);
        }
        let (rows, columns) = (side(&act.by), side(&act.on));
        let mut pairs = Vec::new();
        for by in &rows.who {
            pairs.extend(columns.who.iter().map(|on| (by.clone(), on.clone())));
        }
        let unit = if rows.tenths.is_none() && columns.tenths.is_none() { 1 } else { 10 };
        let mut tables = Vec::new();
        fill(&rows, &columns, unit, &mut vec![0; pairs.len()], 0, &mut tables);
        for mass in tables.iter_mut().flatten() {
            *mass *= 10 / unit;
        }
        Self { pairs, tables }
    }

    fn joint(act: &Act) -> Self {
        let mut pairs: Vec<(Who, Who)> =
            act.joint.iter().map(|row| (row.by.clone(), row.on.clone())).collect();
        let masses: Option<Vec<Mass>> = act.joint.iter().map(|row| row.mass).collect();
        let Some(masses) = masses else {
            let all_on =
                |row: usize| (0..pairs.len()).map(move |at| if at == row { 10 } else { 0 });
            let tables = (0..pairs.len()).map(|row| all_on(row).collect()).collect();
            return Self { pairs, tables };
        };
        let mut table: Vec<u32> = masses.iter().map(|mass| mass.millionths() / 100_000).collect();
        let left = 10 - table.iter().sum::<u32>();
        if left > 0 {
            pairs.push((Who::Unknown, Who::Unknown));
            table.push(left);
        }
        Self { pairs, tables: vec![table] }
    }

    /// The least and the most mass, in millionths, on the pairs that are sure and possible.
    pub fn interval(&self, sure: &[bool], possible: &[bool]) -> (u32, u32) {
        let on = |table: &Vec<u32>, pairs: &[bool]| -> u32 {
            let kept = table.iter().zip(pairs).filter(|(_, kept)| **kept);
            kept.map(|(mass, _)| mass * 100_000).sum()
        };
        let least = self.tables.iter().map(|table| on(table, sure)).min();
        let most = self.tables.iter().map(|table| on(table, possible)).max();
        // Without any table there would be no way at all: an interval that no judge gives.
        (least.unwrap_or(u32::MAX), most.unwrap_or(0))
    }
}

fn side(candidates: &[Candidate]) -> Side {
    let mut who: Vec<Who> = candidates.iter().map(|candidate| candidate.who.clone()).collect();
    let tenths = |candidate: &Candidate| candidate.mass.map(|mass| mass.millionths() / 100_000);
    let given: Option<Vec<u32>> = candidates.iter().map(tenths).collect();
    match (given, who.len()) {
        (_, 0) => Side { who: vec![Who::Unknown], tenths: Some(vec![10]) },
        (None, 1) => Side { who, tenths: Some(vec![10]) },
        (None, _) => Side { who, tenths: None },
        (Some(mut tenths), _) => {
            let left = 10 - tenths.iter().sum::<u32>();
            if left > 0 {
                who.push(Who::Unknown);
                tenths.push(left);
            }
            Side { who, tenths: Some(tenths) }
        }
    }
}

/// Fills the table from a cell on with every mass that the sums of its row and its column allow.
fn fill(
    rows: &Side,
    columns: &Side,
    unit: u32,
    table: &mut Vec<u32>,
    cell: usize,
    out: &mut Vec<Vec<u32>>,
) {
    let width = columns.who.len();
    let (row, column) = (cell / width, cell % width);
    let line = |row: usize| (0..width).map(move |column| row * width + column);
    let tower = |column: usize| (0..rows.who.len()).map(move |row| row * width + column);
    if cell == table.len() {
        let whole = |sum: Option<&Vec<u32>>, at: usize, mass: u32| {
            sum.is_none_or(|sums| sums.get(at) == Some(&mass))
        };
        let mass = |cells: &mut dyn Iterator<Item = usize>| cells.map(|cell| table[cell]).sum();
        let fits = table.iter().sum::<u32>() == unit
            && (0..rows.who.len())
                .all(|row| whole(rows.tenths.as_ref(), row, mass(&mut line(row))))
            && (0..width).all(|c| whole(columns.tenths.as_ref(), c, mass(&mut tower(c))));
        if fits {
            out.push(table.clone());
        }
        return;
    }
    let mut room = unit - table.iter().sum::<u32>();
    let mut least = 0;
    if let Some(sums) = &columns.tenths {
        room = room.min(sums[column] - tower(column).map(|cell| table[cell]).sum::<u32>());
    }
    if let Some(sums) = &rows.tenths {
        let left = sums[row] - line(row).map(|cell| table[cell]).sum::<u32>();
        room = room.min(left);
        // The last cell of a row takes what the row has left.
        least = if column + 1 == width { left } else { 0 };
    }
    for mass in least..=room {
        table[cell] = mass;
        fill(rows, columns, unit, table, cell + 1, out);
    }
    table[cell] = 0;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn author_seven_tenths_and_target_six_give_three_to_six_tenths() {
        let candidate = |name: &str, tenths: u32| Candidate {
            who: Who::Actor(name.to_owned()),
            mass: Mass::from_millionths(tenths * 100_000),
        };
        let act =
            Act { by: vec![candidate("a", 7)], on: vec![candidate("b", 6)], ..Act::default() };
        let tables = Tables::of(&act);
        let both = |(by, on): &(Who, Who)| *by != Who::Unknown && *on != Who::Unknown;
        let both: Vec<bool> = tables.pairs.iter().map(both).collect();
        assert_eq!(tables.interval(&both, &both), (300_000, 600_000));
    }
}
