//! The example file: headings with notes, one row to be replaced, and a sheet that explains every column.

use rust_xlsxwriter::{Color, DataValidation, Format, FormatAlign, Note, Workbook, Worksheet, XlsxError};

use super::{
    columns::{Column, Spec, What, specs},
    workbook::EXPLANATIONS,
};

/// An Excel workbook.
///
/// # Errors
/// When the workbook cannot be put together.
pub fn template(what: What) -> kernel::Result<Vec<u8>> {
    Ok(build(what).map_err(anyhow::Error::from)?)
}

fn build(what: What) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let title = match what {
        What::Organisations => "Организации",
        What::People => "Люди",
    };
    data(book.add_worksheet().set_name(title)?, what)?;
    explanations(book.add_worksheet().set_name(EXPLANATIONS)?, what)?;
    book.save_to_buffer()
}

/// The last row that drop-down lists reach.
const LAST: u32 = 10_000;

fn data(sheet: &mut Worksheet, what: What) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold().set_background_color(Color::RGB(0x00E8_EEF4)).set_text_wrap();
    // Text everywhere: otherwise «5-7» becomes a date and leading zeros of codes vanish.
    let text = Format::new().set_num_format("@").set_align(FormatAlign::Top);
    let example = Format::new().set_num_format("@").set_italic().set_font_color(Color::RGB(0x0070_7070));
    for (column, spec) in (0..).zip(specs(what)) {
        sheet.set_column_format(column, &text)?.set_column_width(column, width(spec))?;
        sheet.write_string_with_format(0, column, spec.title, &heading)?;
        sheet.insert_note(0, column, &Note::new(spec.about).set_width(280).set_height(120))?;
        sheet.write_string_with_format(1, column, spec.example, &example)?;
        if spec.column == Column::Kind {
            let kinds = ["регион", "муниципалитет", "школа", "центр", "отдел", "объединение"];
            sheet.add_data_validation(1, column, LAST, column, &DataValidation::new().allow_list_strings(&kinds)?)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn width(spec: &Spec) -> f64 {
    match spec.column {
        Column::LegalName | Column::ShortName | Column::Organisation => 38.0,
        Column::Position | Column::Subjects | Column::Role | Column::Associations => 26.0,
        _ => 18.0,
    }
}

fn explanations(sheet: &mut Worksheet, what: What) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_column_width(0, 26)?.set_column_width(1, 90)?.set_column_width(2, 40)?;
    for (column, title) in [(0, "Столбец"), (1, "Что писать"), (2, "Пример")] {
        sheet.write_string_with_format(0, column, title, &heading)?;
    }
    let mut row = 1;
    for spec in specs(what) {
        for (column, text) in [(0, spec.title), (1, spec.about), (2, spec.example)] {
            sheet.write_string_with_format(row, column, text, &wrapped)?;
        }
        row += 1;
    }
    for text in [
        "Порядок столбцов любой; столбцы, которые не нужны, можно удалить.",
        "Строка-пример (ключ начинается со слова «пример») при импорте пропускается.",
        "Пустая ячейка ничего не стирает: заполненное раньше остаётся.",
        "Не вносите СНИЛС, паспортные данные, даты рождения и любые сведения об учениках: такой файл не принимается.",
    ] {
        row += 1;
        sheet.write_string_with_format(row, 0, text, &Format::new())?;
    }
    Ok(())
}
