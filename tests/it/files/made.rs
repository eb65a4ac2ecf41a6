//! Documents made on the spot, as the programs of teachers make them.

use std::io::{Cursor, Write};

use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions, Stream, dictionary};
use zip::{ZipWriter, write::SimpleFileOptions};

pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn types(main: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Override PartName=\"/main.xml\" ContentType=\"{main}\"/></Types>"
    )
}

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

fn body(inner: &str) -> String {
    format!("<?xml version=\"1.0\"?><w:document {W}><w:body>{inner}</w:body></w:document>")
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// Plain paragraphs.
pub fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let inner: String = paragraphs.iter().map(|p| paragraph(p)).collect();
    zip(&[("[Content_Types].xml", types(WORD).as_bytes()), ("word/document.xml", body(&inner).as_bytes())])
}

/// The same with a macro beside them.
pub fn docm(paragraphs: &[&str]) -> Vec<u8> {
    let inner: String = paragraphs.iter().map(|p| paragraph(p)).collect();
    let types = types("application/vnd.ms-word.document.macroEnabled.main+xml");
    zip(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("word/document.xml", body(&inner).as_bytes()),
        ("word/vbaProject.bin", b"\xD0\xCF\x11\xE0"),
    ])
}

/// A lesson as Russian Word writes it: styles by number, bold, a list, a table in a table, a header, a struck word,
/// character references, a field.
pub fn lesson() -> Vec<u8> {
    let styles = format!(
        "<w:styles {W}><w:style w:styleId=\"1\"><w:name w:val=\"heading 1\"/></w:style>\
         <w:style w:styleId=\"a0\"><w:name w:val=\"Normal\"/></w:style></w:styles>"
    );
    let inner = [
        "<w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr><w:r><w:t>Проценты на размене</w:t></w:r></w:p>",
        "<w:p><w:r><w:t xml:space=\"preserve\">Сто копеек </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>в рубле</w:t></w:r>",
        "<w:del><w:r><w:delText>зачёркнуто</w:delText></w:r></w:del></w:p>",
        "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>разменять</w:t></w:r></w:p>",
        "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>сосчитать &#1082;&#1086;&#1087;&#1077;&#1081;&#1082;&#1080;</w:t></w:r></w:p>",
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>класс</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>5 «А» &amp; 5 «Б»</w:t></w:r></w:p>",
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>вложенная</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>",
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>&lt;script&gt;итог&lt;/script&gt;</w:t></w:r></w:p>",
    ]
    .concat();
    let header = format!("<w:hdr {W}>{}</w:hdr>", paragraph("Школа № 6, методическая копилка"));
    zip(&[
        ("[Content_Types].xml", types(WORD).as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/document.xml", body(&inner).as_bytes()),
        ("word/header1.xml", header.as_bytes()),
    ])
}

/// Slides; the second has notes. They are shown in the order of the presentation, not of their numbers.
pub fn pptx(titles: &[&str]) -> Vec<u8> {
    let main = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";
    let ns = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
              xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" \
              xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let mut entries = vec![("[Content_Types].xml".to_owned(), types(main))];
    let (mut listed, mut relations) = (String::new(), String::new());
    for (index, title) in titles.iter().enumerate() {
        let number = titles.len() - index;
        listed += &format!("<p:sldId id=\"{}\" r:id=\"rId{number}\"/>", 256 + index);
        relations += &format!("<Relationship Id=\"rId{number}\" Target=\"slides/slide{number}.xml\"/>");
        let slide = format!(
            "<p:sld {ns}><p:sp><p:nvPr><p:ph type=\"title\"/></p:nvPr><a:p><a:r><a:t>{title}</a:t></a:r></a:p></p:sp>\
             <p:sp><a:p><a:r><a:t>пункт {index}</a:t></a:r></a:p></p:sp>\
             <p:sp><p:nvPr><p:ph type=\"sldNum\"/></p:nvPr><a:p><a:r><a:t>№{number}№</a:t></a:r></a:p></p:sp></p:sld>"
        );
        entries.push((format!("ppt/slides/slide{number}.xml"), slide));
        let notes =
            "<Relationships><Relationship Id=\"rId9\" Target=\"../notesSlides/notesSlide1.xml\"/></Relationships>";
        if index == 1 {
            entries.push((format!("ppt/slides/_rels/slide{number}.xml.rels"), notes.into()));
        }
    }
    entries.push(("ppt/presentation.xml".into(), format!("<p:presentation {ns}>{listed}</p:presentation>")));
    entries.push(("ppt/_rels/presentation.xml.rels".into(), format!("<Relationships>{relations}</Relationships>")));
    let notes = format!("<p:notes {ns}><p:sp><a:p><a:r><a:t>спросить про скидку</a:t></a:r></a:p></p:sp></p:notes>");
    entries.push(("ppt/notesSlides/notesSlide1.xml".into(), notes));
    let entries: Vec<(&str, &[u8])> = entries.iter().map(|(n, t)| (n.as_str(), t.as_bytes())).collect();
    zip(&entries)
}

pub fn odt(paragraphs: &[&str]) -> Vec<u8> {
    let inner: String = paragraphs.iter().map(|p| format!("<text:p>{p}</text:p>")).collect();
    let content = format!(
        "<office:document-content><office:automatic-styles><style:p>лишнее</style:p></office:automatic-styles>\
         <office:body><text:h text:outline-level=\"1\">Диктант</text:h>{inner}<table:table><table:table-row>\
         <table:table-cell><text:p>ошибка</text:p></table:table-cell><table:table-cell><text:p>7<text:s/>человек</text:p>\
         </table:table-cell></table:table-row></table:table></office:body></office:document-content>"
    );
    zip(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())])
}

pub fn xlsx() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Итоги").unwrap();
    for (row, (who, balls)) in [("5А", 31.0), ("5Б", 27.5)].iter().enumerate() {
        sheet.write(row as u32, 0, *who).unwrap();
        sheet.write(row as u32, 1, *balls).unwrap();
    }
    book.add_worksheet().set_name("Анализ").unwrap().write(0, 0, "задание 8: проценты").unwrap();
    book.save_to_buffer().unwrap()
}

/// A page for each text, in a font that says which letters its signs are.
pub fn pdf_of(pages: &[&str]) -> Document {
    let map = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /X def\n/CMapType 2 def\n\
               1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n2 beginbfrange\n<0020> <00FF> <0020>\n\
               <0400> <04FF> <0400>\nendbfrange\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
    let mut document = Document::with_version("1.5");
    let unicode = document.add_object(Stream::new(dictionary! {}, map.as_bytes().to_vec()));
    let descendant = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "Golos",
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal("Identity"),
            "Supplement" => 0,
        },
    });
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "Golos", "Encoding" => "Identity-H",
        "DescendantFonts" => vec![descendant.into()], "ToUnicode" => unicode,
    });
    let wide = |text: &str| text.encode_utf16().map(|unit| format!("{unit:04X}")).collect::<String>();
    let contents = pages.iter().map(|text| format!("BT /F1 20 Tf 50 700 Td <{}> Tj ET", wide(text))).collect();
    finished(document, font, contents)
}

fn finished(mut document: Document, font: lopdf::ObjectId, contents: Vec<String>) -> Document {
    let tree = document.new_object_id();
    let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
    let mut kids = Vec::new();
    for content in contents {
        let content = document.add_object(Stream::new(dictionary! {}, content.into_bytes()));
        let page = dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content, "Resources" => resources,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        };
        kids.push(Object::from(document.add_object(page)));
    }
    let count = i64::try_from(kids.len()).unwrap();
    let pages = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    document.objects.insert(tree, Object::Dictionary(pages));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    document
}

pub fn pdf(text: &str) -> Vec<u8> {
    bytes_of(pdf_of(&[text]))
}

pub fn bytes_of(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// Cyrillic in the code page of Windows under a font that claims Latin: what old programs print.
pub fn senseless_pdf() -> Vec<u8> {
    let mut document = Document::with_version("1.4");
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
    });
    let words: String = "Ïðîöåíòû íà ðàçìåíå: ñòî êîïååê â ðóáëå, ïÿòûé êëàññ ñ÷èòàåò. ".repeat(4);
    let hex: String = words.chars().map(|c| format!("{:02X}", c as u32)).collect();
    bytes_of(finished(document, font, vec![format!("BT /F1 12 Tf 50 700 Td <{hex}> Tj ET")]))
}

pub fn locked_pdf() -> Vec<u8> {
    let mut document = pdf_of(&["Ответы"]);
    let id = Object::string_literal("0123456789abcdef");
    document.trailer.set("ID", vec![id.clone(), id]);
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: "secret",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    bytes_of(document)
}

/// Entries that say they are encrypted.
pub fn locked_zip() -> Vec<u8> {
    let mut bytes = zip(&[("ответы.txt", b"secret")]);
    for (mark, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = bytes.windows(4).position(|w| w == mark).unwrap();
        bytes[at + flags] |= 1;
    }
    bytes
}

/// 60 kB that unpack to 60 MB of one word.
pub fn bomb() -> Vec<u8> {
    let inner = paragraph(&"а".repeat(30 << 20));
    zip(&[("[Content_Types].xml", types(WORD).as_bytes()), ("word/document.xml", body(&inner).as_bytes())])
}
