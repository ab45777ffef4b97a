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
use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::EdwardsPoint;
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

/// For every i from 0 to 32, the multiples 1 to 128 of 256^i times a point.
struct Table(Vec<[EdwardsPoint; HALF]>);

const HALF: usize = 128;
const DIGITS: usize = 33;

static OF_BASE: LazyLock<Table> = LazyLock::new(|| Table::new(ED25519_BASEPOINT_POINT));

impl Multiples {
    pub(super) fn new(key: &VerifyingKey) -> Self {
        Self { key: key.to_bytes(), of_key: Table::new(-key.to_edwards()) }
    }

    /// Whether each of these entries carries this author's signature. Points are written side by
    /// side, since one division serves for all.
    pub(super) fn verify(&self, entries: &[&Entry]) -> Vec<bool> {
        let points: Vec<Option<EdwardsPoint>> =
            entries.iter().map(|entry| self.expected(entry)).collect();
        let there: Vec<EdwardsPoint> = points.iter().copied().flatten().collect();
        let mut written = EdwardsPoint::compress_batch_alloc(&there).into_iter();
        entries
            .iter()
            .zip(points)
            .map(|(entry, point)| {
                let written = point.and_then(|_| written.next());
                let signature = Signature::from_bytes(entry.signature());
                written.is_some_and(|expected| expected.as_bytes() == signature.r_bytes())
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
        let point = OF_BASE.times(&s?, sum);
        (!point.is_small_order()).then_some(point)
    }
}

impl Table {
    fn new(point: EdwardsPoint) -> Self {
        let mut base = point;
        let rows = (0..DIGITS).map(|_| {
            let mut multiple = EdwardsPoint::identity();
            let row = std::array::from_fn(|_| {
                multiple += base;
                multiple
            });
            // The last multiple is 128 times the base.
            base = multiple + multiple;
            row
        });
        Self(rows.collect())
    }

    /// `sum` and `number` times the point.
    fn times(&self, number: &Scalar, mut sum: EdwardsPoint) -> EdwardsPoint {
        for (row, digit) in self.0.iter().zip(digits(number)) {
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

/// A number in base 256, lowest digit first, with digits from −127 to 128.
fn digits(number: &Scalar) -> [i16; DIGITS] {
    let bytes = number.to_bytes();
    let mut carry = 0;
    std::array::from_fn(|at| {
        let digit = i16::from(bytes.get(at).copied().unwrap_or(0)) + carry;
        carry = i16::from(digit > 128);
        digit - 256 * carry
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_gives_what_the_library_gives() {
        let table = Table::new(ED25519_BASEPOINT_POINT);
        let mut bytes = [0u8; 64];
        for round in 0..200u8 {
            bytes.iter_mut().enumerate().for_each(|(at, byte)| {
                *byte = byte.wrapping_mul(31).wrapping_add(round ^ at as u8);
            });
            let number = Scalar::from_bytes_mod_order_wide(&bytes);
            let ours = table.times(&number, EdwardsPoint::identity());
            assert_eq!(ours, EdwardsPoint::mul_base(&number));
        }
        for number in
            [Scalar::ZERO, Scalar::ONE, -Scalar::ONE, Scalar::from(128u8), Scalar::from(129u8)]
        {
            let ours = table.times(&number, EdwardsPoint::identity());
            assert_eq!(ours, EdwardsPoint::mul_base(&number));
        }
    }
}
