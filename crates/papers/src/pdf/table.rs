//! Tables: columns as wide as their words ask for, heads again on every page.

use comrak::{Node, nodes::NodeValue};

use super::{
    BODY,
    flow::{CELL_PADS, Flow, Grid},
    markdown::{Breaks, inline},
    press::{Look, Set},
    words::{Face, Words},
};

/// Tables of more columns are read as lists: no sheet is that wide.
const COLUMNS: usize = 10;
const SIZE: f32 = BODY - 1.0;

struct Row {
    head: bool,
    cells: Vec<Words>,
}

pub fn table(flow: &mut Flow, table: Node<'_>, breaks: Breaks) {
    let rows: Vec<Row> = table.children().map(|row| read(row, breaks)).collect();
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    if columns == 0 {
        return;
    }
    if columns > COLUMNS {
        return listed(flow, rows);
    }
    flow.space(4.0);
    let widths = widths(flow, &rows, columns);
    let mut head: Option<&Row> = None;
    for row in &rows {
        if row.head {
            head = Some(row);
            flow.need(60.0);
        }
        let page = flow.pages.len();
        let set = sets(flow, row, &widths);
        let height = set.iter().fold(0.0_f32, |most, cell| most.max(cell.height())) + CELL_PADS;
        if flow.fits(height) {
            flow.need(height);
        }
        if let Some(head) = head.filter(|_| flow.pages.len() > page && !row.head) {
            let again = sets(flow, head, &widths);
            flow.row(again, &widths, Grid::Head);
        }
        flow.row(set, &widths, if row.head { Grid::Head } else { Grid::Plain });
    }
    flow.space(8.0);
}

fn read(row: Node<'_>, breaks: Breaks) -> Row {
    let head = matches!(row.data().value, NodeValue::TableRow(true));
    let cells = row.children().map(|cell| {
        let mut words = Words::default();
        inline(cell, Face { bold: head, ..Face::default() }, breaks, &mut words, 0);
        words
    });
    Row { head, cells: cells.collect() }
}

fn sets(flow: &mut Flow, row: &Row, widths: &[f32]) -> Vec<Set> {
    let empty = Words::default();
    let mut sets = Vec::with_capacity(widths.len());
    for (index, width) in widths.iter().enumerate() {
        let words = row.cells.get(index).unwrap_or(&empty);
        sets.push(flow.press.set(words, Look::sized(SIZE), width - CELL_PADS));
    }
    sets
}

/// What each column would like, then less for those that want much.
fn widths(flow: &mut Flow, rows: &[Row], columns: usize) -> Vec<f32> {
    let total = flow.width();
    let mut natural = vec![0.0_f32; columns];
    for row in rows {
        for (index, cell) in row.cells.iter().enumerate() {
            // What is longer than a line is broken in any case.
            let words = if cell.text.len() > 400 { total } else { natural_width(flow, cell, total) };
            natural[index] = natural[index].max(words + CELL_PADS + 0.5);
        }
    }
    share(&natural, total)
}

fn natural_width(flow: &mut Flow, words: &Words, total: f32) -> f32 {
    flow.press.set(words, Look::sized(SIZE), total).width()
}

/// Columns that want less than an equal share get what they want; the others share the rest by what they want.
fn share(natural: &[f32], total: f32) -> Vec<f32> {
    #[expect(clippy::cast_precision_loss, reason = "at most ten columns")]
    let fair = total / natural.len().max(1) as f32;
    let modest: f32 = natural.iter().filter(|width| **width <= fair).sum();
    let greedy: f32 = natural.iter().filter(|width| **width > fair).sum();
    if greedy <= 0.0 {
        // All are modest: the table is as wide as its words, stretched a little to look like one.
        let stretch = (total / modest.max(1.0)).min(1.35);
        return natural.iter().map(|width| width * stretch).collect();
    }
    let rest = (total - modest).min(greedy);
    natural.iter().map(|width| if *width <= fair { *width } else { width * rest / greedy }).collect()
}

fn listed(flow: &mut Flow, rows: Vec<Row>) {
    for row in rows {
        let mut line = Words::default();
        for (index, cell) in row.cells.iter().enumerate() {
            if index > 0 {
                line.push(" · ", Face { quiet: true, ..Face::default() });
            }
            line.push(&cell.text, Face { bold: row.head, ..Face::default() });
        }
        flow.words(&line, Look::sized(SIZE));
        flow.space(2.0);
    }
}
