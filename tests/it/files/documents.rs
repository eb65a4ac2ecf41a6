//! What is read in documents, and the pages made of them.

use kit::{Town, expect, json};

use super::{fetch, id, made, text_of, upload};

#[tokio::test]
async fn a_word_document_is_read_with_headings_lists_and_tables() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let file = id(&upload(&ana, "урок.docx", &made::lesson()).await);
    expect![[r#"
        Проценты на размене
        Сто копеек в рубле
        разменять
        сосчитать копейки
        класс
        5 «А» & 5 «Б»
        вложенная
        <script>итог</script>
        Школа № 6, методическая копилка
    "#]]
    .assert_eq(&text_of(&town, &ana, &file).await);
    let page = ana.get(&format!("/files/{file}/preview")).await.ok();
    expect![[
        r#"<h2>Проценты на размене</h2><p>Сто копеек <strong>в рубле</strong></p><ul><li>разменять</li><li>сосчитать копейки</li></ul><table><tbody><tr><td><p>класс</p></td><td><p>5 «А» &amp; 5 «Б»</p><table><tbody><tr><td><p>вложенная</p></td></tr></tbody></table></td></tr></tbody></table><p>&lt;script&gt;итог&lt;/script&gt;</p>"#
    ]]
    .assert_eq(page["html"].as_str().unwrap());
    assert_eq!(page["parts"], json!([{"kind": "header"}]));
}

#[tokio::test]
async fn slides_are_read_in_the_order_of_the_show_with_their_notes() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let file = id(&upload(&ana, "показ.pptx", &made::pptx(&["Скидка", "Наценка", "Итог"])).await);
    expect![[r#"
        Скидка
        пункт 0
        Наценка
        пункт 1
        спросить про скидку
        Итог
        пункт 2
    "#]]
    .assert_eq(&text_of(&town, &ana, &file).await);
    let page = ana.get(&format!("/files/{file}/preview")).await.ok();
    let slide = |number: u32| json!({"kind": "slide", "number": number});
    assert_eq!(page["parts"], json!([slide(1), slide(2), slide(3)]));
    assert_eq!(page["file"]["pages"], 3);
    assert!(page["html"].as_str().unwrap().starts_with("<section><h3>Скидка</h3><p>пункт 0</p></section>"));
}

#[tokio::test]
async fn spreadsheets_are_read_sheet_by_sheet() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let file = id(&upload(&ana, "итоги.xlsx", &made::xlsx()).await);
    expect![[r#"
        Итоги
        5А	31
        5Б	27.5
        Анализ
        задание 8: проценты
    "#]]
    .assert_eq(&text_of(&town, &ana, &file).await);
    let page = ana.get(&format!("/files/{file}/preview")).await.ok();
    let sheet = |name: &str| json!({"kind": "sheet", "name": name});
    assert_eq!(page["parts"], json!([sheet("Итоги"), sheet("Анализ")]));
    assert!(page["html"].as_str().unwrap().contains("<tr><td>5А</td><td>31</td></tr>"));
}

#[tokio::test]
async fn open_documents_are_read() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let file = upload(&ana, "диктант.odt", &made::odt(&["жи и ши", "пиши с буквой и"])).await;
    assert_eq!(file["media_type"], "application/vnd.oasis.opendocument.text");
    expect![[r#"
        Диктант
        жи и ши
        пиши с буквой и
        ошибка
        7 человек
    "#]]
    .assert_eq(&text_of(&town, &ana, &id(&file)).await);
}

#[tokio::test]
async fn a_pdf_is_read_page_by_page_and_its_first_page_drawn() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let pdf = made::bytes_of(made::pdf_of(&["Проценты на размене", "Сто копеек в рубле"]));
    let file = id(&upload(&ana, "задания.pdf", &pdf).await);
    assert_eq!(text_of(&town, &ana, &file).await, "Проценты на размене\nСто копеек в рубле\n");
    let page = ana.get(&format!("/files/{file}/preview")).await.ok();
    let nth = |number: u32| json!({"kind": "page", "number": number});
    assert_eq!(page["parts"], json!([nth(1), nth(2)]));
    assert_eq!((&page["file"]["pages"], &page["file"]["thumbnail"]), (&json!(2), &json!(true)));
    let drawn = fetch(&town, page["picture"].as_str().unwrap()).await;
    assert_eq!(drawn.headers()["content-type"], "image/png");
    let drawn = image::load_from_memory(&drawn.bytes().await.unwrap()).unwrap();
    assert_eq!(drawn.width(), 1000);
    assert!(page["open"].as_str().unwrap().ends_with(".pdf"));
}

#[tokio::test]
async fn a_pdf_of_signs_without_meaning_is_not_taken_for_text() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let file = id(&upload(&ana, "старый.pdf", &made::senseless_pdf()).await);
    town.settle().await;
    let page = ana.get(&format!("/files/{file}/preview")).await.ok();
    assert_eq!((&page["text_reason"], &page["file"]["text"]), (&json!("nonsense"), &json!("none")));
    assert!(page["picture"].is_string(), "one can look at it all the same");
}

#[tokio::test]
async fn plain_texts_are_read_in_the_encoding_they_came_in() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let text = "Разбор задания: проценты, доли и части. Ученики считали сдачу в магазине.";
    // Windows-1251, as old programs save it.
    let old: Vec<u8> =
        text.chars().map(|c| if c.is_ascii() { c as u8 } else { (c as u32 - 0x410 + 0xC0) as u8 }).collect();
    let file = upload(&ana, "разбор.txt", &old).await;
    assert_eq!(file["media_type"], "text/plain");
    assert_eq!(text_of(&town, &ana, &id(&file)).await.trim(), text);
    let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(text_of(&town, &ana, &id(&upload(&ana, "блокнот.txt", &wide).await)).await.trim(), text);
    let rtf = r"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0 Times;}}\f0 \'cf\'f0\'ee\'f6\'e5\'ed\'f2\'fb\par \u1076?\u1086?\u1083?\u1080?}";
    let file = upload(&ana, "запись.rtf", rtf.as_bytes()).await;
    assert_eq!(file["media_type"], "application/rtf");
    assert_eq!(text_of(&town, &ana, &id(&file)).await, "Проценты\nдоли\n");
}
