//! A certificate: one framed sheet that says who published what, and where that can be checked.

use anyhow::Result;

use super::{
    Paper,
    flow::{BOTTOM, Flow, HEIGHT, LEFT, MEASURE, RIGHT, TOP, WIDTH},
    press::{ACCENT, Look},
    sheet, squared,
    words::{Face, Words},
};

/// What a certificate says.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// Who gives it.
    pub giver: String,
    /// «Свидетельство»
    pub heading: String,
    /// «о публикации педагогической практики»
    pub about: String,
    pub number: String,
    /// «выдано 12 марта 2026 г.»
    pub given: String,
    /// «выдано», between the number and the name.
    pub before: String,
    pub person: String,
    /// School, position.
    pub place: String,
    /// Sentences between the name and the title.
    pub said: String,
    pub title: String,
    /// What follows the title: level, version.
    pub facts: Vec<String>,
    /// What is printed in large letters across it: that it holds no more.
    pub void: Option<String>,
    /// Where it is checked.
    pub address: String,
    pub check: String,
    pub foot: String,
    pub made: Option<(u16, u8, u8)>,
}

const SQUARE: f32 = 96.0;

/// Makes the sheet.
///
/// # Errors
/// When the fonts cannot be embedded.
pub fn certificate(said: &Certificate) -> Result<Vec<u8>> {
    let mut flow = Flow::new()?;
    for inset in [26.0, 30.0] {
        flow.frame(inset, inset, WIDTH - 2.0 * inset, HEIGHT - 2.0 * inset);
    }
    flow.move_to(TOP + 34.0);
    let line = |flow: &mut Flow, text: &str, look: Look, gap: f32| {
        flow.words(&Words::plain(text), look.centred());
        flow.space(gap);
    };
    line(&mut flow, &said.giver, Look::sized(11.5).quiet(), 44.0);
    let heading = Look { colour: ACCENT, ..Look::sized(30.0).bold() };
    line(&mut flow, &said.heading, heading, 2.0);
    line(&mut flow, &said.about, Look::sized(13.5), 6.0);
    line(&mut flow, &format!("№ {}", said.number), Look::sized(11.5).quiet(), 34.0);
    if let Some(void) = &said.void {
        line(&mut flow, void, Look { colour: [0xb2, 0x3a, 0x2e], ..Look::sized(16.0).bold() }, 14.0);
    }
    if !said.before.is_empty() {
        line(&mut flow, &said.before, Look::sized(12.0), 6.0);
    }
    line(&mut flow, &said.person, Look::sized(20.0).bold(), 4.0);
    line(&mut flow, &said.place, Look::sized(11.5).quiet(), 20.0);
    line(&mut flow, &said.said, Look::sized(12.0), 12.0);
    line(&mut flow, &said.title, Look::sized(15.0).bold(), 12.0);
    for fact in &said.facts {
        line(&mut flow, fact, Look::sized(11.5), 2.0);
    }
    bottom(&mut flow, said);
    let paper = Paper {
        title: format!("{} № {}", said.heading, said.number),
        authors: vec![said.person.clone()],
        made: said.made,
        ..Paper::default()
    };
    sheet::print(flow, &paper)
}

/// Date, place of checking and its square stand at the foot of the sheet.
fn bottom(flow: &mut Flow, said: &Certificate) {
    let top = HEIGHT - BOTTOM - SQUARE - 34.0;
    // A very long title may have come down so far already.
    let y = if flow.y() > top - 10.0 { flow.y() + 10.0 } else { top };
    let (modules, side) = squared(&said.address);
    flow.modules(&modules, side, SQUARE, WIDTH - RIGHT - SQUARE, y);
    let width = MEASURE - SQUARE - 24.0;
    let mut check = Words::plain(&said.check);
    check.push("\n", Face::default());
    let link = check.link(&said.address);
    check.push(&said.address, Face { link, ..Face::default() });
    let given = flow.press.set(&Words::plain(&said.given), Look::sized(12.0).bold(), width);
    let check = flow.press.set(&check, Look::sized(10.0), width);
    let mut at = y + 8.0;
    for set in [given, check] {
        for line in set.lines {
            let height = line.height;
            flow.line(line, &set.links, LEFT, at);
            at += height;
        }
        at += 10.0;
    }
    let foot = flow.press.set(&Words::plain(&said.foot), Look::sized(8.5).quiet().centred(), MEASURE);
    let mut at = y + SQUARE + 16.0;
    for line in foot.lines {
        let height = line.height;
        flow.line(line, &foot.links, LEFT, at);
        at += height;
    }
}
