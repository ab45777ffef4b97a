//! Numbers as people write them in tables: `1 200`, `369.0`, `3–5`, `35,5`.

use crate::profile::Decimal;

/// Least and most people, by a cell: one number, or two with a mark between. `5+` has no most.
pub(crate) fn people(cell: &str, decimal: Decimal) -> Option<(Option<u64>, Option<u64>)> {
    if let Some(one) = digits(cell) {
        return Some((Some(one), Some(one)));
    }
    if let Some(one) = whole(cell, decimal) {
        return Some((Some(one), Some(one)));
    }
    if let Some(least) = cell.strip_suffix('+') {
        return Some((Some(whole(least, decimal)?), None));
    }
    let (least, most) =
        [" to ", "–", "—", "-", ".."].into_iter().find_map(|mark| cell.split_once(mark))?;
    Some((Some(whole(least, decimal)?), Some(whole(most, decimal)?)))
}

/// Degrees, by a cell.
pub(crate) fn degrees(cell: &str, decimal: Decimal) -> Option<f64> {
    let read = |text: &str| text.parse::<f64>().ok().filter(|degrees| degrees.is_finite());
    if decimal == Decimal::Point
        && let Some(degrees) = read(cell)
    {
        return Some(degrees);
    }
    let told = cell.chars().filter(|c| !c.is_whitespace());
    let plain: String = told
        .map(|c| match c {
            '\u{2212}' => '-',
            ',' if decimal == Decimal::Comma => '.',
            c => c,
        })
        .collect();
    read(&plain)
}

/// Digits and nothing else, which nearly all cells are.
fn digits(cell: &str) -> Option<u64> {
    let bare = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    if bare { cell.parse().ok() } else { None }
}

/// A whole number, with marks between its thousands and decimals that are nothing.
fn whole(text: &str, decimal: Decimal) -> Option<u64> {
    let (point, thousands) = match decimal {
        Decimal::Point => ('.', ','),
        Decimal::Comma => (',', '.'),
    };
    let text = text.trim();
    let (whole, decimals) = text.split_once(point).unwrap_or((text, "0"));
    if decimals.is_empty() || decimals.bytes().any(|digit| digit != b'0') {
        return None;
    }
    let parts = |c: char| c == thousands || c.is_whitespace() || matches!(c, '\'' | '’');
    let mut groups = whole.split(parts);
    let mut number = groups.next()?.to_owned();
    for group in groups {
        if group.len() != 3 || number.is_empty() {
            return None;
        }
        number.push_str(group);
    }
    digits(&number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_read_as_people_write_them() {
        let one = |number| Some((Some(number), Some(number)));
        for (cell, told) in [
            ("12", one(12)),
            ("369.0", one(369)),
            ("1 200", one(1200)),
            ("1\u{a0}200", one(1200)),
            ("1,200", one(1200)),
            ("3–5", Some((Some(3), Some(5)))),
            ("3-5", Some((Some(3), Some(5)))),
            ("3 to 5", Some((Some(3), Some(5)))),
            ("10+", Some((Some(10), None))),
            ("2.5", None),
            ("1,2", None),
            ("-5", None),
            ("dozens", None),
            ("", None),
            ("99999999999999999999999", None),
        ] {
            assert_eq!(people(cell, Decimal::Point), told, "{cell}");
        }
        assert_eq!(people("1.200,0", Decimal::Comma), one(1200));
    }

    #[test]
    fn degrees_may_have_a_decimal_comma_where_the_profile_says_so() {
        assert_eq!(degrees("35.5", Decimal::Point), Some(35.5));
        assert_eq!(degrees("\u{2212}35.5\u{a0}", Decimal::Point), Some(-35.5));
        assert_eq!(degrees("35,5", Decimal::Comma), Some(35.5));
        assert_eq!(degrees("35,5", Decimal::Point), None);
        assert_eq!(degrees("nan", Decimal::Point), None);
    }
}
