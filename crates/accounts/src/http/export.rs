//! One's own data as an archive.

use std::io::{Cursor, Write};

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use kernel::Result as Outcome;
use platform::{
    App,
    http::{Problems, Result, Signed},
    ports::PersonalPart,
};
use zip::{ZipWriter, write::SimpleFileOptions};

const ABOUT: &str = "\u{feff}Здесь всё, что Учительская хранит о вас: каждый файл — одна часть, в формате JSON (текст, его \
открывает любой редактор). Время указано по Гринвичу.\r\n\r\nСообщения других людей и закладки на них сюда не входят \
дословно: это чужие слова. Файлы, которые вы приложили, скачиваются со страниц, где они лежат.\r\n";

/// Everything the network keeps about oneself: a ZIP archive of JSON files
#[utoipa::path(get, path = "/me/export", tag = "accounts", operation_id = "export_me",
    responses((status = 200, body = Vec<u8>, content_type = "application/zip"), Problems))]
pub async fn export(State(app): State<App>, Signed(actor): Signed) -> Result<Response> {
    let mut parts = Vec::new();
    for feature in app.personal_data() {
        parts.extend(feature.export(&app, actor.person).await?);
    }
    let bytes = tokio::task::spawn_blocking(move || pack(&parts)).await.map_err(anyhow::Error::from)??;
    let name = format!("attachment; filename=\"staffroom-{}.zip\"", app.now().format("%Y-%m-%d"));
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

fn pack(parts: &[PersonalPart]) -> Outcome<Vec<u8>> {
    let broken = |error: zip::result::ZipError| anyhow::anyhow!("archive: {error}");
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    archive.start_file("ЧИТАЙТЕ.txt", options).map_err(broken)?;
    archive.write_all(ABOUT.as_bytes()).map_err(anyhow::Error::from)?;
    for part in parts {
        archive.start_file(format!("{}.json", part.name), options).map_err(broken)?;
        let text = serde_json::to_vec_pretty(&part.contents)?;
        archive.write_all(&text).map_err(anyhow::Error::from)?;
    }
    Ok(archive.finish().map_err(broken)?.into_inner())
}
