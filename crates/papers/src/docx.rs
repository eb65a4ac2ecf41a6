//! DOCX from Markdown: headings, paragraphs with bold and italics, lists, tables.

use std::io::{Cursor, Write};

use anyhow::Result;
use comrak::{
    Arena, Node,
    nodes::{ListType, NodeValue},
};
use quick_xml::escape::escape;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::marked::{options, words};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// Twentieths of a point between the margins of A4.
const TEXT_WIDTH: usize = 9_600;
const BULLETS: usize = 1;

/// A document with this title above its text.
///
/// # Errors
/// When the archive cannot be written.
pub fn from_markdown(title: &str, markdown: &str) -> Result<Vec<u8>> {
    with_notice(title, None, markdown)
}

/// The same with something under the title that the reader must know first.
///
/// # Errors
/// When the archive cannot be written.
pub fn with_notice(title: &str, notice: Option<&str>, markdown: &str) -> Result<Vec<u8>> {
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, markdown, &options());
    let mut page = Page::default();
    page.paragraph("Title", None, &run(title, Face::default()));
    if let Some(notice) = notice {
        page.paragraph("Notice", None, &run(notice, Face::default()));
    }
    for block in root.children() {
        page.block(block, 0);
    }
    let body = format!(
        "{HEAD}<w:document xmlns:w=\"{WORD}\"><w:body>{}<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"1134\" w:right=\"850\" w:bottom=\"1134\" w:left=\"1417\" w:header=\"708\" w:footer=\"708\" \
         w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
        page.xml
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS.to_owned()),
        ("word/styles.xml", styles()),
        ("word/numbering.xml", numbering(page.numbered)),
        ("word/document.xml", body),
    ] {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(content.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

#[derive(Clone, Copy, Default)]
struct Face {
    bold: bool,
    italic: bool,
    struck: bool,
}

#[derive(Default)]
struct Page {
    xml: String,
    /// Ordered lists so far: each counts from its own beginning.
    numbered: usize,
}

/// A paragraph's place in a list.
#[derive(Clone, Copy)]
struct Item {
    list: usize,
    level: usize,
}

impl Page {
    fn paragraph(&mut self, style: &str, item: Option<Item>, runs: &str) {
        let numbering = item.map_or(String::new(), |Item { list, level }| {
            format!("<w:numPr><w:ilvl w:val=\"{}\"/><w:numId w:val=\"{list}\"/></w:numPr>", level.min(8))
        });
        self.xml.push_str(&format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{numbering}</w:pPr>{runs}</w:p>"));
    }

    fn block(&mut self, node: Node<'_>, depth: usize) {
        let value = node.data().value.clone();
        match value {
            NodeValue::Heading(heading) => {
                self.paragraph(&format!("Heading{}", heading.level.min(3)), None, &inline(node, Face::default()));
            }
            NodeValue::Paragraph => self.paragraph("Normal", None, &inline(node, Face::default())),
            NodeValue::List(list) => {
                let list = match list.list_type {
                    ListType::Bullet => BULLETS,
                    ListType::Ordered => {
                        self.numbered += 1;
                        BULLETS + self.numbered
                    }
                };
                for item in node.children() {
                    self.item(item, list, depth);
                }
            }
            NodeValue::Table(_) => self.table(node),
            NodeValue::BlockQuote => {
                for inner in node.children() {
                    self.block(inner, depth);
                }
            }
            NodeValue::CodeBlock(code) => {
                for line in code.literal.lines() {
                    self.paragraph("Normal", None, &run(line, Face::default()));
                }
            }
            NodeValue::HtmlBlock(html) => self.paragraph("Normal", None, &run(html.literal.trim(), Face::default())),
            _ => {}
        }
    }

    fn item(&mut self, item: Node<'_>, list: usize, depth: usize) {
        let mut first = true;
        for inner in item.children() {
            if matches!(inner.data().value, NodeValue::Paragraph) {
                let place = first.then_some(Item { list, level: depth });
                self.paragraph("ListParagraph", place, &inline(inner, Face::default()));
                first = false;
            } else {
                self.block(inner, depth + 1);
            }
        }
    }

    fn table(&mut self, table: Node<'_>) {
        let columns = table.first_child().map_or(1, |row| row.children().count()).max(1);
        let width = TEXT_WIDTH / columns;
        let grid = format!("<w:gridCol w:w=\"{width}\"/>").repeat(columns);
        self.xml.push_str(&format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\"{TEXT_WIDTH}\" w:type=\"dxa\"/></w:tblPr>\
             <w:tblGrid>{grid}</w:tblGrid>"
        ));
        for row in table.children() {
            let header = matches!(row.data().value, NodeValue::TableRow(true));
            self.xml.push_str(if header { "<w:tr><w:trPr><w:tblHeader/></w:trPr>" } else { "<w:tr>" });
            for cell in row.children() {
                self.xml.push_str(&format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>"));
                self.paragraph("Normal", None, &inline(cell, Face { bold: header, ..Face::default() }));
                self.xml.push_str("</w:tc>");
            }
            self.xml.push_str("</w:tr>");
        }
        // Word wants a paragraph between a table and whatever follows.
        self.xml.push_str("</w:tbl><w:p/>");
    }
}

fn inline(node: Node<'_>, face: Face) -> String {
    let mut xml = String::new();
    for inner in node.children() {
        let value = inner.data().value.clone();
        match value {
            NodeValue::Text(text) => xml.push_str(&run(&text, face)),
            NodeValue::Code(code) => xml.push_str(&run(&code.literal, face)),
            NodeValue::HtmlInline(html) => xml.push_str(&run(&html, face)),
            NodeValue::SoftBreak => xml.push_str(&run(" ", face)),
            NodeValue::LineBreak => xml.push_str("<w:r><w:br/></w:r>"),
            NodeValue::Strong => xml.push_str(&inline(inner, Face { bold: true, ..face })),
            NodeValue::Emph => xml.push_str(&inline(inner, Face { italic: true, ..face })),
            NodeValue::Strikethrough => xml.push_str(&inline(inner, Face { struck: true, ..face })),
            NodeValue::Link(link) => {
                let shown = words(inner);
                xml.push_str(&inline(inner, face));
                if shown != link.url {
                    xml.push_str(&run(&format!(" ({})", link.url), face));
                }
            }
            _ => xml.push_str(&inline(inner, face)),
        }
    }
    xml
}

fn run(text: &str, face: Face) -> String {
    // Characters XML does not know would make Word refuse the whole file.
    let clean: String = text.chars().filter(|c| !c.is_control() || *c == '\t').collect();
    let mut properties = String::new();
    for (on, tag) in [(face.bold, "<w:b/>"), (face.italic, "<w:i/>"), (face.struck, "<w:strike/>")] {
        if on {
            properties.push_str(tag);
        }
    }
    if !properties.is_empty() {
        properties = format!("<w:rPr>{properties}</w:rPr>");
    }
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(clean.as_str()))
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

const CONTENT_TYPES: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
    "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>",
    "<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>",
    "<Override PartName=\"/word/numbering.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/>",
    "</Types>"
);

const RELATIONS: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>",
    "</Relationships>"
);

const DOCUMENT_RELATIONS: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>",
    "<Relationship Id=\"r2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering\" Target=\"numbering.xml\"/>",
    "</Relationships>"
);

fn styles() -> String {
    let style = |id: &str, name: &str, size: usize, bold: bool, before: usize, after: usize| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:qFormat/><w:pPr>\
             <w:spacing w:before=\"{before}\" w:after=\"{after}\" w:line=\"276\" w:lineRule=\"auto\"/></w:pPr><w:rPr>\
             {}<w:sz w:val=\"{size}\"/></w:rPr></w:style>",
            if bold { "<w:b/>" } else { "" }
        )
    };
    let line = |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"808080\"/>");
    let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"].map(line).concat();
    format!(
        "{HEAD}<w:styles xmlns:w=\"{WORD}\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" \
         w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\"/><w:lang w:val=\"ru-RU\"/></w:rPr></w:rPrDefault>\
         </w:docDefaults>{}{}{}{}{}{}{}<w:style w:type=\"table\" w:styleId=\"Grid\"><w:name w:val=\"Table Grid\"/>\
         <w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr></w:style></w:styles>",
        style("Normal", "Normal", 24, false, 0, 120),
        style("Title", "Title", 36, true, 0, 240),
        style("Notice", "Notice", 26, true, 0, 240),
        style("Heading1", "heading 1", 32, true, 240, 120),
        style("Heading2", "heading 2", 28, true, 240, 120),
        style("Heading3", "heading 3", 26, true, 200, 100),
        style("ListParagraph", "List Paragraph", 24, false, 0, 60),
    )
}

/// Bullets, then one numbering for each ordered list, so that every list begins with 1.
fn numbering(ordered: usize) -> String {
    let level = |at: usize, format: &str, text: &str| {
        let indent = 720 + at * 360;
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/>\
             <w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{indent}\" w:hanging=\"360\"/></w:pPr></w:lvl>"
        )
    };
    let bullets: String = (0..9).map(|at| level(at, "bullet", "•")).collect();
    let numbers: String = (0..9).map(|at| level(at, "decimal", &format!("%{}.", at + 1))).collect();
    let lists: String = (0..ordered)
        .map(|list| {
            format!(
                "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride \
                 w:val=\"1\"/></w:lvlOverride></w:num>",
                BULLETS + list + 1
            )
        })
        .collect();
    format!(
        "{HEAD}<w:numbering xmlns:w=\"{WORD}\"><w:abstractNum w:abstractNumId=\"0\">{bullets}</w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"1\">{numbers}</w:abstractNum><w:num w:numId=\"{BULLETS}\">\
         <w:abstractNumId w:val=\"0\"/></w:num>{lists}</w:numbering>"
    )
}
