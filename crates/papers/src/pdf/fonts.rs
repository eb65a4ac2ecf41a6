//! The fonts of the papers: which sign of which font stands for a letter, and what of it all a document carries.

use std::collections::HashMap;

use anyhow::{Context, Result};
use skrifa::{
    FontRef, MetadataProvider, Tag,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
};
use subsetter::GlyphRemapper;

use super::words::Face;

/// A font as it lies in the binary.
pub struct Cast {
    pub name: &'static str,
    pub bytes: &'static [u8],
    pub italic: bool,
    pub mono: bool,
}

pub const CASTS: [Cast; 4] = [
    Cast { name: "PTSerif-Regular", bytes: include_bytes!("../../fonts/PTF55F.ttf"), italic: false, mono: false },
    Cast { name: "PTSerif-Italic", bytes: include_bytes!("../../fonts/PTF56F.ttf"), italic: true, mono: false },
    Cast { name: "PTSerif-Bold", bytes: include_bytes!("../../fonts/PTF75F.ttf"), italic: false, mono: false },
    Cast { name: "DejaVuSansMono", bytes: include_bytes!("../../fonts/DejaVuSansMono.ttf"), italic: false, mono: true },
];
const ROMAN: usize = 0;
const ITALIC: usize = 1;
const BOLD: usize = 2;
const MONO: usize = 3;

/// A letter as a font draws it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sign {
    pub font: usize,
    /// Its place among the signs the document uses of this font: one for each letter, so that two letters that look
    /// the same still are two letters to whoever copies them.
    pub code: u16,
    glyph: u16,
    /// In thousandths of the size.
    pub advance: f32,
}

impl Sign {
    /// Nothing to draw.
    pub const NONE: Self = Self { font: ROMAN, code: 0, glyph: 0, advance: 0.0 };
}

/// One font and what the document uses of it.
pub struct Font {
    charmap: Charmap<'static>,
    widths: GlyphMetrics<'static>,
    /// Pairs of the table `kern`, six bytes each, in order.
    pairs: &'static [u8],
    thousandth: f32,
    pub ascent: f32,
    pub descent: f32,
    pub cap_height: f32,
    /// Left, bottom, right, top of what any sign takes.
    pub bounds: [f32; 4],
    /// Glyph, letter and advance by code; code 0 is no letter.
    pub used: Vec<(u16, char, f32)>,
}

pub struct Fonts {
    pub fonts: Vec<Font>,
    known: HashMap<(char, usize), Sign>,
}

impl Fonts {
    /// # Errors
    /// Never, unless the binary is damaged.
    pub fn new() -> Result<Self> {
        let fonts = CASTS.iter().map(|cast| Font::read(cast).context(cast.name)).collect::<Result<_>>()?;
        Ok(Self { fonts, known: HashMap::new() })
    }

    /// The sign of a letter: of the font its face asks for, else of one that has it, else an empty box.
    pub fn sign(&mut self, letter: char, face: Face, bold: bool) -> Sign {
        let wanted = match face {
            Face { mono: true, .. } => MONO,
            Face { bold: true, .. } => BOLD,
            Face { italic: true, .. } if !bold => ITALIC,
            _ if bold => BOLD,
            _ => ROMAN,
        };
        if let Some(sign) = self.known.get(&(letter, wanted)) {
            return *sign;
        }
        let other = if wanted == MONO { ROMAN } else { MONO };
        let found = [wanted, other].into_iter().find_map(|font| Some((font, self.fonts[font].glyph(letter)?)));
        let (font, glyph) = found.unwrap_or((MONO, 0));
        let sign = self.fonts[font].take(font, glyph, letter);
        self.known.insert((letter, wanted), sign);
        sign
    }

    /// How much nearer these two stand, in thousandths of the size; negative is nearer.
    pub fn kerning(&self, left: Sign, right: Sign) -> f32 {
        if left.font == right.font { self.fonts[left.font].kerning(left.glyph, right.glyph) } else { 0.0 }
    }
}

impl Font {
    fn read(cast: &Cast) -> Result<Self> {
        let font = FontRef::new(cast.bytes)?;
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let thousandth = 1000.0 / f32::from(metrics.units_per_em.max(1));
        let bounds = metrics.bounds.unwrap_or_default();
        let table = font.table_data(Tag::new(b"kern")).map_or(&[][..], |data| data.as_bytes());
        Ok(Self {
            charmap: font.charmap(),
            widths: font.glyph_metrics(Size::unscaled(), LocationRef::default()),
            pairs: pairs(table).unwrap_or_default(),
            thousandth,
            ascent: metrics.ascent * thousandth,
            descent: metrics.descent * thousandth,
            cap_height: metrics.cap_height.unwrap_or(metrics.ascent * 0.7) * thousandth,
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|side| side * thousandth),
            used: vec![(0, '\u{fffd}', 0.0)],
        })
    }

    fn glyph(&self, letter: char) -> Option<u16> {
        let glyph = self.charmap.map(letter)?.to_u32();
        u16::try_from(glyph).ok().filter(|glyph| *glyph > 0)
    }

    fn take(&mut self, font: usize, glyph: u16, letter: char) -> Sign {
        let advance = self.widths.advance_width(skrifa::GlyphId::from(glyph)).unwrap_or(0.0) * self.thousandth;
        // A document of more letters than codes shows the rest as boxes.
        let code = u16::try_from(self.used.len()).unwrap_or(0);
        if code > 0 {
            self.used.push((glyph, letter, advance));
        }
        Sign { font, code, glyph, advance }
    }

    fn kerning(&self, left: u16, right: u16) -> f32 {
        let wanted = u32::from(left) << 16 | u32::from(right);
        let key = |index: usize| {
            let at = self.pairs.get(index * 6..index * 6 + 4)?;
            Some(u32::from_be_bytes([at[0], at[1], at[2], at[3]]))
        };
        let (mut from, mut to) = (0, self.pairs.len() / 6);
        while from < to {
            let middle = from.midpoint(to);
            match key(middle) {
                Some(found) if found == wanted => {
                    let value = self.pairs.get(middle * 6 + 4..middle * 6 + 6).unwrap_or(&[0, 0]);
                    return f32::from(i16::from_be_bytes([value[0], value[1]])) * self.thousandth;
                }
                Some(found) if found < wanted => from = middle + 1,
                _ => to = middle,
            }
        }
        0.0
    }

    /// What of the font a document carries, and for each code the place of its glyph there.
    ///
    /// # Errors
    /// Never, unless the binary is damaged.
    pub fn subset(&self, cast: &Cast) -> Result<(Vec<u8>, Vec<u16>)> {
        let mut kept = GlyphRemapper::new();
        let places = self.used.iter().map(|(glyph, _, _)| kept.remap(*glyph)).collect();
        Ok((subsetter::subset(cast.bytes, 0, &kept)?, places))
    }
}

/// The pairs of the first subtable. Its own length is not believed: in large tables it runs over its two bytes.
fn pairs(table: &'static [u8]) -> Option<&'static [u8]> {
    let count = usize::from(u16::from_be_bytes([*table.get(10)?, *table.get(11)?]));
    table.get(18..18 + count * 6)
}
