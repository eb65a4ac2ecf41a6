//! What is not taken, and what is not taken for what it says.

use kit::{Town, check, expect, json};

use super::{begin, fetch, id, links, made, try_upload, upload};

#[tokio::test]
async fn nothing_and_too_much_are_refused_before_a_byte_is_sent() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    check(&begin(&ana, "пусто.docx", 0).await, expect!["422 file: empty"]);
    check(&begin(&ana, "фильм.mp4", 1 << 30).await, expect!["422 file: too_large"]);
    check(&ana.post("/uploads", json!({"name": "x", "size": -5})).await, expect!["422 file: empty"]);
    check(&ana.post("/uploads", json!({"name": "  ", "size": 5})).await, expect!["422 name: required"]);
    check(&begin(&ana, "игра.exe", 500).await, expect!["422 file: program"]);
    check(&begin(&ana, "урок.docx.js ", 500).await, expect!["201"]);
    check(&begin(&ana, "урок.pdf.scr", 500).await, expect!["422 file: program"]);
}

#[tokio::test]
async fn names_are_names_and_never_paths() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    for (sent, kept) in [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\Windows\\win.ini", "win.ini"),
        ("%2e%2e%2fetc%2fpasswd", "%2e%2e%2fetc%2fpasswd"),
        ("план.txt::$DATA", "план.txt"),
        ("план.txt:тайна", "план.txt_тайна"),
        ("nul.txt", "_nul.txt"),
        ("...", "файл"),
        ("cod\u{202e}txt.план", "codtxt.план"),
        ("имя\r\nс переводом.txt", "имяс переводом.txt"),
    ] {
        let file = upload(&ana, sent, sent.as_bytes()).await;
        assert_eq!(file["name"], kept, "{sent}");
        let served = fetch(&town, links(&ana, &id(&file)).await["download"].as_str().unwrap()).await;
        assert_eq!(served.status().as_u16(), 200);
    }
    let long = upload(&ana, &format!("{}.docx", "щ".repeat(900)), b"1").await;
    assert!(long["name"].as_str().unwrap().ends_with(".docx"));
    assert_eq!(long["name"].as_str().unwrap().chars().count(), 200);
    let outside = town.place.data.path().join("files");
    let folders: Vec<_> = std::fs::read_dir(outside).unwrap().flatten().map(|e| e.file_name()).collect();
    assert!(folders.iter().all(|f| f == "blobs" || f == "uploads"), "{folders:?}");
}

#[tokio::test]
async fn a_type_is_sniffed_and_not_believed() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let program = [b"MZ\x90\x00".as_slice(), &[0; 200]].concat();
    check(&try_upload(&ana, "урок.docx", &program).await, expect!["422 file: program"]);
    let program = [b"\x7fELF\x02\x01\x01".as_slice(), &[0; 200]].concat();
    check(&try_upload(&ana, "урок.png", &program).await, expect!["422 file: program"]);
    for (name, bytes, kind) in [
        ("урок.docx", made::pdf("Проценты"), "application/pdf"),
        ("фото.jpg", made::docx(&["Проценты"]), made::DOCX),
        ("данные.bin", "просто текст".as_bytes().to_vec(), "text/plain"),
        ("таблица.csv", "класс;балл\n5А;4".as_bytes().to_vec(), "text/csv"),
        ("архив.docx", made::zip(&[("a.txt", b"a")]), "application/zip"),
        ("шум.txt", vec![0, 1, 2, 3, 255, 254, 7, 8], "application/octet-stream"),
    ] {
        assert_eq!(upload(&ana, name, &bytes).await["media_type"], kind, "{name}");
    }
}

#[tokio::test]
async fn pages_that_could_act_are_only_downloaded() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let svg = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let html = "<!DOCTYPE html><html><script>alert(1)</script></html>";
    let hidden = format!("текст\n\n<script>alert(1)</script> {}", "и ещё ".repeat(50));
    for (name, text, kind) in [
        ("рисунок.svg", svg, "image/svg+xml"),
        ("рисунок.png", html, "text/html"),
        ("заметка.txt", &hidden, "text/html"),
    ] {
        let file = upload(&ana, name, text.as_bytes()).await;
        assert_eq!(file["media_type"], kind);
        assert_eq!((&file["download_only"], &file["preview"]), (&json!(true), &json!(false)), "{name}");
        let links = links(&ana, &id(&file)).await;
        assert!(links["open"].is_null());
        let served = fetch(&town, links["download"].as_str().unwrap()).await;
        let header = |name: &str| served.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "application/octet-stream");
        assert!(header("content-disposition").starts_with("attachment;"));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("content-security-policy").contains("sandbox"));
    }
}

#[tokio::test]
async fn macros_are_kept_and_flagged() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let file = upload(&ana, "журнал.docm", &made::docm(&["Проценты и доли"])).await;
    assert_eq!(file["media_type"], "application/vnd.ms-word.document.macroEnabled.12");
    assert_eq!(file["download_only"], true);
    town.settle().await;
    let meta = ana.get(&format!("/files/{}", id(&file))).await.ok();
    assert_eq!((&meta["text"], &meta["preview"]), (&json!("ready"), &json!(false)), "read, but not shown");
}

#[tokio::test]
async fn encrypted_documents_are_refused_with_a_word() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let office = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 600], &name, &[0; 600]].concat();
    check(&try_upload(&ana, "контрольная.docx", &office).await, expect!["422 file: encrypted"]);
    check(&try_upload(&ana, "архив.zip", &made::locked_zip()).await, expect!["422 file: encrypted"]);
    check(&try_upload(&ana, "ответы.pdf", &made::locked_pdf()).await, expect!["422 file: encrypted"]);
}

#[tokio::test]
async fn a_bomb_costs_one_child_and_nothing_else() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let bomb = upload(&ana, "бомба.docx", &made::bomb()).await;
    let honest = upload(&ana, "честный.docx", &made::docx(&["Проценты на размене"])).await;
    town.settle().await;
    let meta = ana.get(&format!("/files/{}", id(&bomb))).await.ok();
    assert_eq!(meta["text"], "none");
    let page = ana.get(&format!("/files/{}/preview", id(&bomb))).await.ok();
    assert_eq!(page["text_reason"], "too_large");
    assert_eq!(ana.get(&format!("/files/{}", id(&honest))).await.ok()["text"], "ready");
}

#[tokio::test]
async fn damaged_files_break_nothing() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let whole = [
        ("a.docx", made::docx(&["Проценты", "Доли"])),
        ("a.pptx", made::pptx(&["Проценты"])),
        ("a.odt", made::odt(&["Проценты"])),
        ("a.pdf", made::pdf("Проценты и доли")),
        ("a.xlsx", made::xlsx()),
    ];
    for (name, bytes) in &whole {
        for n in 0..4 {
            let mut broken = bytes.clone();
            let at = (n * 7919 + 31) % (broken.len() / 2);
            let until = (at + 40).min(broken.len());
            broken[at..until].fill(0xA5);
            broken.truncate(broken.len() - n * 13);
            let answer = try_upload(&ana, name, &broken).await;
            assert!(answer.status.as_u16() == 200 || answer.status.as_u16() == 422, "{name} {n}: {}", answer.summary());
        }
    }
    town.settle().await;
}
