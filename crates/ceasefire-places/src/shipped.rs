//! The places that come with the project: `places/` at its root.

use crate::gazetteer::Gazetteer;
use crate::place::Area;

const TABLES: [(&str, &str); 2] = [
    ("syria.tsv", include_str!("../../../places/syria.tsv")),
    ("ukraine.tsv", include_str!("../../../places/ukraine.tsv")),
];
const AREAS: &str = include_str!("../../../places/areas.tsv");

/// The shipped places of Syria and Ukraine, from GeoNames (CC BY 4.0). A test holds that no row is set aside.
pub fn shipped() -> Gazetteer {
    let mut out = Gazetteer::default();
    for row in AREAS.lines().skip(1) {
        let mut cells = row.split('\t');
        if let (Some(code), Some(_), Some(names)) = (cells.next(), cells.next(), cells.next()) {
            let names = names.split(" | ").map(str::to_owned).collect();
            out.add_area(Area { code: code.to_owned(), names });
        }
    }
    for (file, text) in TABLES {
        out.read_table(file, text.as_bytes(), &mut Vec::new());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_row_is_read_and_lies_in_an_area_that_is_named() {
        let mut aside = Vec::new();
        let mut bare = Gazetteer::default();
        for (file, text) in TABLES {
            let account = bare.read_table(file, text.as_bytes(), &mut aside);
            assert_eq!(account.read, account.used);
        }
        assert_eq!(aside, []);
        let all = shipped();
        assert_eq!(all.len(), 5_796);
        for place in &all.places {
            assert_ne!(all.area_of(place), place.admin.as_deref(), "{} lies nowhere", place.id);
        }
    }
}
