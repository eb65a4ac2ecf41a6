//! Organisations of the demo network.

use accounts::organisations::{self, NewOrganisation};
use anyhow::Context;
use platform::App;

use super::{files, load::Names};

pub async fn load(app: &App, names: &mut Names) -> anyhow::Result<()> {
    for file in files::organisations()? {
        let known = organisations::by_external_key(app.reader(), &file.key).await?;
        let id = match known {
            Some(known) => known.id,
            None => {
                let parent_id = file.parent.as_deref().map(|key| names.org(key)).transpose()?;
                let level = file.level.as_deref().map(|l| serde_json::from_value(l.into())).transpose()?;
                let new = NewOrganisation {
                    kind: file.kind,
                    parent_id,
                    legal_name: file.legal_name,
                    short_name: file.short_name,
                    place: file.place,
                    school_type: file.school_type,
                    time_zone: Some(file.time_zone),
                    code: file.code,
                    subject: file.subject,
                    level,
                    about: file.about,
                    external_key: Some(file.key.clone()),
                };
                let mut tx = app.begin().await?;
                let found = organisations::found(&mut tx, None, new).await;
                let found = found.with_context(|| format!("demo/organisations.toml: {}", file.key))?;
                tx.commit().await?;
                found.id
            }
        };
        names.orgs.insert(file.key, id);
    }
    Ok(())
}
