//! Many signatures of one author: multiples of the key, computed once.
//!
//! A signature is a point R and a number s; it is right where R = s·B − k·A, with A the key, B the
//! curve's base point and k a hash. Doubling a point 253 times is most of the work. With the
//! multiples 1 to 128 of 256^i·A for every i at hand, k·A is a sum of at most 33 of them, one for
//! each digit of k in base 256, and nothing is doubled. The same for B. All numbers here are
//! public, so that the time it takes betrays nothing.
//!
//! This is what strict verification computes, to the last bit: R is compared as it is written, a
//! written s that is not reduced is refused, and so is an R of small order.

use super::signed;
use crate::entry::Entry;
use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity as _;
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest as _, Sha512};
use std::sync::LazyLock;

/// The multiples of one author's key.
pub(super) struct Multiples {
    key: [u8; 32],
    /// Of −A: the equation takes it away.
    of_key: Table,
}

/// For every digit of a number in base 2^`bits`, the multiples of the point that it may ask for.
struct Table {
    bits: usize,
    rows: Vec<Vec<EdwardsPoint>>,
}

/// Base 256: the table takes as long as 16 signatures one by one, and makes one four times as fast.
const MOST_BITS: usize = 8;
/// Base 16: it takes as long as three, and makes one twice as fast.
const FEWEST_BITS: usize = 4;
/// From how many entries on the greater table pays.
const GREATER: usize = 80;

static OF_BASE: LazyLock<Table> = LazyLock::new(|| Table::new(ED25519_BASEPOINT_POINT, MOST_BITS));

/// The eight points of small order, as they are written.
static OF_SMALL_ORDER: LazyLock<[CompressedEdwardsY; 8]> =
    LazyLock::new(|| EIGHT_TORSION.map(|point| point.compress()));

impl Multiples {
    /// The multiples of a key, as many as pay for so many entries.
    pub(super) fn new(key: &VerifyingKey, entries: usize) -> Self {
        let bits = if entries < GREATER { FEWEST_BITS } else { MOST_BITS };
        Self { key: key.to_bytes(), of_key: Table::new(-key.to_edwards(), bits) }
    }

    /// Whether each of these entries carries this author's signature. Points are written side by
    /// side, since one division serves for all.
    pub(super) fn verify(&self, entries: &[(usize, &Entry)]) -> Vec<(usize, bool)> {
        let points: Vec<Option<EdwardsPoint>> =
            entries.iter().map(|(_, entry)| self.expected(entry)).collect();
        let there: Vec<EdwardsPoint> = points.iter().copied().flatten().collect();
        let mut written = EdwardsPoint::compress_batch_alloc(&there).into_iter();
        entries
            .iter()
            .zip(points)
            .map(|((index, entry), point)| {
                let written = point.and_then(|_| written.next());
                let signature = Signature::from_bytes(entry.signature());
                let right = |expected: CompressedEdwardsY| {
                    expected.as_bytes() == signature.r_bytes()
                        && !OF_SMALL_ORDER.contains(&expected)
                };
                (*index, written.is_some_and(right))
            })
            .collect()
    }

    /// The R that the signature must show; none where it cannot be right.
    fn expected(&self, entry: &Entry) -> Option<EdwardsPoint> {
        let signature = Signature::from_bytes(entry.signature());
        let s: Option<Scalar> = Scalar::from_canonical_bytes(*signature.s_bytes()).into();
        let hash = Sha512::new()
            .chain_update(signature.r_bytes())
            .chain_update(self.key)
            .chain_update(signed(entry.header()))
            .finalize();
        let k = Scalar::from_bytes_mod_order_wide(&hash.into());
        let sum = self.of_key.times(&k, EdwardsPoint::identity());
        Some(OF_BASE.times(&s?, sum))
    }
}

impl Table {
    fn new(point: EdwardsPoint, bits: usize) -> Self {
        let half = 1 << (bits - 1);
        let mut base = point;
        let rows = (0..=256 / bits).map(|_| {
            let next = |multiple: &EdwardsPoint| Some(multiple + base);
            let row: Vec<EdwardsPoint> =
                std::iter::successors(Some(base), next).take(half).collect();
            // The last multiple is half the base of the next row.
            base = row.last().map_or(base, |last| last + last);
            row
        });
        Self { bits, rows: rows.collect() }
    }

    /// `sum` and `number` times the point.
    fn times(&self, number: &Scalar, mut sum: EdwardsPoint) -> EdwardsPoint {
        for (row, digit) in self.rows.iter().zip(digits(number, self.bits)) {
            let size = usize::from(digit.unsigned_abs());
            // A digit of 0 has no multiple, and adds nothing.
            let Some(multiple) = size.checked_sub(1).and_then(|at| row.get(at)) else { continue };
            if digit > 0 {
                sum += multiple;
            } else {
                sum -= multiple;
            }
        }
        sum
    }
}

/// A number in base 2^`bits` (16 or 256), lowest digit first, with digits of both signs: none is
/// greater than half the base.
fn digits(number: &Scalar, bits: usize) -> impl Iterator<Item = i16> {
    let bytes = number.to_bytes();
    let base = 1_i16 << bits;
    let mut carry = 0;
    (0..=256 / bits).map(move |at| {
        let byte = i16::from(bytes.get(at * bits / 8).copied().unwrap_or(0));
        let digit = (byte >> (at * bits % 8)) % base + carry;
        carry = i16::from(digit > base / 2);
        digit - base * carry
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_give_what_the_library_gives() {
        let tables = [FEWEST_BITS, MOST_BITS].map(|bits| Table::new(ED25519_BASEPOINT_POINT, bits));
        let mut bytes = [0u8; 64];
        let mut numbers = vec![
            Scalar::ZERO,
            Scalar::ONE,
            -Scalar::ONE,
            Scalar::from(128u8),
            Scalar::from(129u8),
            Scalar::from(0x8888_8888_8888_8888_u64),
            Scalar::from(u64::MAX),
        ];
        for round in 0..200u8 {
            bytes.iter_mut().enumerate().for_each(|(at, byte)| {
                *byte = byte.wrapping_mul(31).wrapping_add(round ^ at as u8);
            });
            numbers.push(Scalar::from_bytes_mod_order_wide(&bytes));
        }
        for (table, number) in
            tables.iter().flat_map(|table| numbers.iter().map(move |n| (table, n)))
        {
            let ours = table.times(number, EdwardsPoint::identity());
            assert_eq!(ours, EdwardsPoint::mul_base(number), "{number:?}");
        }
    }
}
