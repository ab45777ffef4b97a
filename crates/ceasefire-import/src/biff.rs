//! Older workbooks (xls) before anybody opens them: how many cells their sheets span.
//!
//! The sheets of such a workbook are read as a block from the first to the last cell, so two cells
//! far apart stand for millions. The records are walked first, and nothing of them is read but
//! where a cell stands.

use std::io::{Cursor, Read};

/// Cells that all sheets together may span, blank ones too.
const CELLS: u64 = 8_000_000;

/// Sheets of a workbook.
const SHEETS: usize = 1_024;

const DAMAGED: &str = "the workbook is damaged or cut short; open it in a spreadsheet program and \
                       save it anew, or as CSV";

/// Refuses a workbook whose sheets span more than anybody can hold.
pub(crate) fn admit(bytes: &[u8]) -> Result<(), String> {
    let damaged = || DAMAGED.to_owned();
    let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| damaged())?;
    let name = ["Workbook", "Book"].into_iter().find(|name| container.exists(name));
    let name = name.ok_or_else(|| "this is an office file, but no workbook".to_owned())?;
    let mut stream = Vec::new();
    let mut within = container.open_stream(name).map_err(|_| damaged())?;
    within.read_to_end(&mut stream).map_err(|_| damaged())?;
    let sheets: Vec<usize> = Records(&stream)
        .take_while(|(kind, _)| *kind != END)
        .filter(|(kind, _)| *kind == SHEET)
        .filter_map(|(_, body)| Some(word(body, 0)? | word(body, 2)? << 16))
        .map(|at| at as usize)
        .collect();
    if sheets.len() > SHEETS {
        return Err(format!("the workbook has more than {SHEETS} sheets"));
    }
    let mut cells = 0_u64;
    for at in sheets {
        cells = cells.saturating_add(span(stream.get(at..).ok_or_else(damaged)?)?);
    }
    if cells > CELLS {
        return Err(format!(
            "the workbook's sheets span more than {CELLS} cells; save the sheet as CSV"
        ));
    }
    Ok(())
}

const SHEET: u32 = 0x0085;
const END: u32 = 0x000A;
const BEGIN: u32 = 0x0809;
const SPAN: u32 = 0x0200;
const SEVERAL: u32 = 0x00BD;
/// Records that stand for one cell: numbers, texts, errors, formulas.
const ONE: [u32; 7] = [0x0203, 0x0204, 0x0205, 0x00D6, 0x027E, 0x00FD, 0x0006];

/// The cells from the first to the last of a sheet, and as many as it announces.
fn span(sheet: &[u8]) -> Result<u64, String> {
    let mut depth = 0_u32;
    let (mut rows, mut columns) = ((u32::MAX, 0), (u32::MAX, 0));
    let mut announced = 0;
    for (kind, body) in Records(sheet) {
        let column = match kind {
            BEGIN => {
                depth += 1;
                continue;
            }
            END if depth <= 1 => break,
            END => {
                depth -= 1;
                continue;
            }
            SPAN => {
                announced = announces(body).ok_or_else(|| DAMAGED.to_owned())?;
                continue;
            }
            SEVERAL => word(body, body.len().saturating_sub(2)),
            kind if ONE.contains(&kind) => word(body, 2),
            _ => continue,
        };
        let (row, first, last) = match (word(body, 0), word(body, 2), column) {
            (Some(row), Some(first), Some(last)) => (row, first, last.max(first)),
            _ => return Err(DAMAGED.to_owned()),
        };
        rows = (rows.0.min(row), rows.1.max(row));
        columns = (columns.0.min(first), columns.1.max(last));
    }
    let wide = |(first, last): (u32, u32)| u64::from(last.saturating_sub(first)) + 1;
    Ok((wide(rows) * wide(columns)).max(announced))
}

/// The cells that a sheet announces: rows and columns from the first to one after the last.
fn announces(body: &[u8]) -> Option<u64> {
    let (first, last, left, right) = match body.len() {
        10 => (word(body, 0)?, word(body, 2)?, word(body, 4)?, word(body, 6)?),
        _ => (
            word(body, 0)? | word(body, 2)? << 16,
            word(body, 4)? | word(body, 6)? << 16,
            word(body, 8)?,
            word(body, 10)?,
        ),
    };
    let left = if left > 0xFF || right < left { 0 } else { left };
    if last == 0 || right == 0 {
        return Some(1);
    }
    let rows = u64::from(last.checked_sub(first)?);
    Some(rows.saturating_mul(u64::from(right.checked_sub(left)?)))
}

fn word(body: &[u8], at: usize) -> Option<u32> {
    let bytes = body.get(at..at.checked_add(2)?)?;
    Some(u32::from(u16::from_le_bytes(bytes.try_into().ok()?)))
}

/// Records, one after the other: what kind, how long, what.
struct Records<'s>(&'s [u8]);

impl<'s> Iterator for Records<'s> {
    type Item = (u32, &'s [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, long) = (word(self.0, 0)?, word(self.0, 2)? as usize);
        let body = self.0.get(4..4 + long)?;
        self.0 = self.0.get(4 + long..).unwrap_or_default();
        Some((kind, body))
    }
}
