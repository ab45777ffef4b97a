//! Masses of belief, exactly, and what two tables of marginals allow.
//!
//! A mass is a whole number of millionths, so sums have no rounding. Where authors and targets are
//! given as separate tables nothing is known of how they go together, and independence is not
//! assumed: the mass on a set of pairs lies between bounds that a small transport problem gives
//! (Fréchet's bounds, by maximum flow after Ford and Fulkerson).

use std::fmt;

/// A mass between 0 and 1, in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Mass(u32);

impl Mass {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// Certainty.
    pub const ONE: Self = Self(1_000_000);

    /// A mass from millionths; none if it is above one.
    pub fn from_millionths(millionths: u32) -> Option<Self> {
        (millionths <= Self::ONE.0).then_some(Self(millionths))
    }

    /// In millionths.
    pub fn millionths(self) -> u32 {
        self.0
    }

    /// The sum, at most one.
    #[must_use]
    pub fn saturating_add(self, other: Self) -> Self {
        Self((self.0 + other.0).min(Self::ONE.0))
    }

    /// The difference, at least nothing.
    #[must_use]
    pub fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Mass {
    /// Two decimals, or as many as it has, up to six.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:07}", self.0);
        let (whole, part) = digits.split_at(1);
        let kept = part.trim_end_matches('0').len().max(2);
        write!(f, "{whole}.{}", part.get(..kept).unwrap_or(part))
    }
}

/// What is sure and what is possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    /// The mass of the hypotheses under which it is so.
    pub sure: Mass,
    /// One less the mass of those under which it is not.
    pub possible: Mass,
}

impl Interval {
    /// It is so.
    pub const CERTAIN: Self = Self { sure: Mass::ONE, possible: Mass::ONE };
    /// It is not.
    pub const NONE: Self = Self { sure: Mass::ZERO, possible: Mass::ZERO };
    /// Nobody knows.
    pub const OPEN: Self = Self { sure: Mass::ZERO, possible: Mass::ONE };
}

/// The most mass that can lie on the allowed cells of a table with these row and column sums. The
/// sums of rows and of columns must be equal.
pub fn most_mass(rows: &[Mass], columns: &[Mass], allowed: &dyn Fn(usize, usize) -> bool) -> Mass {
    let mut left: Vec<u32> = rows.iter().map(|mass| mass.0).collect();
    let mut room: Vec<u32> = columns.iter().map(|mass| mass.0).collect();
    let mut flow = vec![vec![0_u32; columns.len()]; rows.len()];
    let mut total = 0;
    while let Some(amount) = augment(&mut left, &mut room, &mut flow, allowed) {
        total += amount;
    }
    Mass(total)
}

/// The least mass that must lie on those cells.
pub fn least_mass(rows: &[Mass], columns: &[Mass], cells: &dyn Fn(usize, usize) -> bool) -> Mass {
    let all = rows.iter().fold(0, |sum, mass| sum + mass.0);
    let elsewhere = most_mass(rows, columns, &|row, column| !cells(row, column));
    Mass(all.saturating_sub(elsewhere.0))
}

/// Pushes mass along one path from a row with some left to a column with room, and says how much.
fn augment(
    left: &mut [u32],
    room: &mut [u32],
    flow: &mut [Vec<u32>],
    allowed: &dyn Fn(usize, usize) -> bool,
) -> Option<u32> {
    // Breadth first over rows; `from[column]` is the row by which a column was reached, and
    // `back[row]` the column by which a row was.
    let mut from: Vec<Option<usize>> = vec![None; room.len()];
    let mut back: Vec<Option<usize>> = vec![None; left.len()];
    let mut open: Vec<usize> = (0..left.len()).filter(|row| left.get(*row) > Some(&0)).collect();
    let starts = open.clone();
    let mut end = None;
    let mut next = 0;
    while let Some(row) = open.get(next).copied() {
        next += 1;
        for column in 0..room.len() {
            if !allowed(row, column) || from.get(column).is_none_or(Option::is_some) {
                continue;
            }
            if let Some(slot) = from.get_mut(column) {
                *slot = Some(row);
            }
            if room.get(column) > Some(&0) {
                end = Some(column);
                break;
            }
            for other in 0..left.len() {
                let used =
                    flow.get(other).and_then(|row| row.get(column)).is_some_and(|flow| *flow > 0);
                let fresh = !starts.contains(&other) && back.get(other) == Some(&None);
                if used && fresh {
                    if let Some(slot) = back.get_mut(other) {
                        *slot = Some(column);
                    }
                    open.push(other);
                }
            }
        }
        if end.is_some() {
            break;
        }
    }
    let end = end?;
    let path = path(end, &from, &back)?;
    let first = path.first()?.0;
    let mut amount = (*left.get(first)?).min(*room.get(end)?);
    for pair in path.windows(2) {
        // The column between two rows gives back what the second row had sent it.
        if let [(_, column), (row, _)] = pair {
            amount = amount.min(*flow.get(*row)?.get(*column)?);
        }
    }
    for (index, (row, column)) in path.iter().enumerate() {
        *flow.get_mut(*row)?.get_mut(*column)? += amount;
        if let Some((later, _)) = path.get(index + 1) {
            *flow.get_mut(*later)?.get_mut(*column)? -= amount;
        }
    }
    *left.get_mut(first)? -= amount;
    *room.get_mut(end)? -= amount;
    Some(amount)
}

/// The path that ends in a column, as pairs of a row and the column it sends to.
fn path(end: usize, from: &[Option<usize>], back: &[Option<usize>]) -> Option<Vec<(usize, usize)>> {
    let mut out = Vec::new();
    let mut column = end;
    for _ in 0..=back.len() {
        let row = (*from.get(column)?)?;
        out.push((row, column));
        if let Some(before) = back.get(row)? {
            column = *before;
        } else {
            out.reverse();
            return Some(out);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn masses(millionths: &[u32]) -> Vec<Mass> {
        millionths.iter().map(|m| Mass(*m)).collect()
    }

    #[test]
    fn author_seven_tenths_and_target_six_give_three_to_six_tenths() {
        let rows = masses(&[700_000, 200_000, 100_000]);
        let columns = masses(&[600_000, 400_000]);
        let breach = |row: usize, column: usize| row == 0 && column == 0;
        assert_eq!(least_mass(&rows, &columns, &breach), Mass(300_000));
        assert_eq!(most_mass(&rows, &columns, &breach), Mass(600_000));
    }

    #[test]
    fn masses_are_shown_with_two_decimals_or_as_many_as_they_have() {
        assert_eq!(Mass(300_000).to_string(), "0.30");
        assert_eq!(Mass(333_333).to_string(), "0.333333");
        assert_eq!(Mass::ONE.to_string(), "1.00");
    }

    proptest! {
        /// Hall's theorem in its transport form: the most that fits is the least cut, over all
        /// sets of rows.
        #[test]
        fn the_most_mass_is_the_least_cut(
            a in proptest::collection::vec(0_u32..10, 1..5),
            b in proptest::collection::vec(0_u32..10, 1..5),
            cells in any::<u32>(),
        ) {
            let allowed = |row: usize, column: usize| cells >> (row * 5 + column) & 1 == 1;
            let cut = (0_u32..1 << a.len()).map(|set| {
                let inside = |row: usize| set >> row & 1 == 1;
                let rows: u32 = a.iter().enumerate().filter(|(row, _)| !inside(*row)).map(|(_, m)| m).sum();
                let columns: u32 = b.iter().enumerate()
                    .filter(|(column, _)| (0..a.len()).any(|row| inside(row) && allowed(row, *column)))
                    .map(|(_, m)| m).sum();
                rows + columns
            }).min().unwrap_or(0);
            prop_assert_eq!(most_mass(&masses(&a), &masses(&b), &allowed), Mass(cut));
        }
    }
}
