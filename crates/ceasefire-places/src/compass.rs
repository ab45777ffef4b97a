//! Directions of the compass, as monitors write them: `N`, `north-east`, `south west`.

#![expect(
    clippy::float_arithmetic,
    reason = "an angle is compared with others; it leaves as a yes or no"
)]

/// One of eight directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wind(u8);

const NAMES: [(&str, &str); 8] = [
    ("n", "north"),
    ("ne", "northeast"),
    ("e", "east"),
    ("se", "southeast"),
    ("s", "south"),
    ("sw", "southwest"),
    ("w", "west"),
    ("nw", "northwest"),
];

/// A monitor who writes "north" means anything nearer to north than to east and west: half of a right angle to
/// each side, the sectors of neighbours included, since people name directions by eye.
const SECTOR: f64 = 45.0;

impl Wind {
    /// Reads a direction; hyphens, spaces and the ending `-ern` do not matter.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let letters: String = text.chars().filter(char::is_ascii_alphabetic).collect();
        let letters = letters.to_ascii_lowercase();
        let letters = letters.strip_suffix("ern").unwrap_or(&letters);
        let at = NAMES.iter().position(|(short, long)| letters == *short || letters == *long)?;
        u8::try_from(at).ok().map(Self)
    }

    /// Degrees clockwise from north.
    pub(crate) fn degrees(self) -> f64 {
        f64::from(self.0) * 45.0
    }

    /// Whether a direction in degrees may be called by this name.
    pub(crate) fn may_be(self, degrees: f64) -> bool {
        let apart = (degrees - self.degrees()).rem_euclid(360.0);
        apart.min(360.0 - apart) <= SECTOR
    }

    /// `north-east`.
    #[cfg(test)]
    pub(crate) fn name(self) -> &'static str {
        ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"]
            [usize::from(self.0 % 8)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spellings_of_a_direction_are_one() {
        for text in ["NE", "north-east", "Northeast", "north east", "north-eastern"] {
            assert_eq!(Wind::read(text).map(Wind::name), Some("north-east"), "{text}");
        }
        for text in ["", "of", "near", "norths", "up"] {
            assert_eq!(Wind::read(text), None, "{text}");
        }
    }

    #[test]
    fn north_reaches_to_both_sides_of_the_meridian() {
        let north = Wind::read("N").unwrap();
        assert!(north.may_be(359.0) && north.may_be(-30.0) && north.may_be(44.0));
        assert!(!north.may_be(90.0) && !north.may_be(180.0));
    }
}
