//! People of the demo network: records, memberships, roles, consents, and logins with one shared password.

use accounts::{
    affiliations, consents, credentials, grants,
    grants::NewGrant,
    passwords,
    people::{self, NewPerson, Profile},
    words::{ConsentKind, PersonStatus},
};
use anyhow::Context;
use kernel::{PersonId, Role};
use platform::{App, Tx};

use super::{
    PASSWORD,
    files::{self, Person},
    load::Names,
};

pub async fn load(app: &App, names: &mut Names) -> anyhow::Result<()> {
    // One hash for everybody: three hundred would take minutes, and the password is printed anyway.
    let hash = passwords::hash(app, PASSWORD.to_owned()).await?;
    let rows = files::people()?;
    for file in &rows {
        let known = people::by_external_key(app.reader(), &file.key).await?;
        let id = match known {
            Some(known) => known.id,
            None => {
                let mut tx = app.begin().await?;
                let id = person(&mut tx, names, file, &hash).await;
                let id = id.with_context(|| format!("demo/people.csv: {}", file.key))?;
                tx.commit().await?;
                id
            }
        };
        names.people.insert(file.key.clone(), id);
    }
    let directory = app.people()?;
    let ids: Vec<PersonId> = names.people.values().copied().collect();
    let lines = directory.names(app, &ids).await?;
    for file in &rows {
        let id = names.person(&file.key)?;
        let actor = directory.actor(app, id).await?.with_context(|| format!("demo: {} cannot act", file.key))?;
        names.actors.insert(file.key.clone(), actor);
        names.short.insert(file.key.clone(), lines.get(&id).map(kernel::PersonRef::short_name).unwrap_or_default());
    }
    Ok(())
}

async fn person(tx: &mut Tx, names: &Names, file: &Person, hash: &str) -> anyhow::Result<PersonId> {
    let text = |value: &str| (!value.trim().is_empty()).then(|| value.trim().to_owned());
    let profile = Profile {
        surname: file.surname.clone(),
        given_name: file.given_name.clone(),
        patronymic: text(&file.patronymic),
        position: text(&file.position),
        about: text(&file.about),
        subjects: list(&file.subjects).map(str::to_owned).collect(),
        grades: list(&file.grades).filter_map(|g| g.parse().ok()).collect(),
    };
    let new = NewPerson {
        profile,
        email: Some(format!("{}@tavolzhsk.example", file.key)),
        email_confirmed: true,
        status: PersonStatus::Confirmed,
        time_zone: "Asia/Yekaterinburg".into(),
        external_key: Some(file.key.clone()),
    };
    let id = people::create(tx, None, new).await?.id;
    consents::give(tx, id, ConsentKind::Processing, consents::text(ConsentKind::Processing).0).await?;
    credentials::create(tx, id, &file.key, hash.to_owned()).await?;
    affiliations::place(tx, None, id, names.org(&file.org)?, text(&file.position)).await?;
    for association in list(&file.associations) {
        affiliations::place(tx, None, id, names.org(association)?, None).await?;
    }
    for role in list(&file.roles) {
        let (role, scope) = role.split_once('@').unwrap_or((role, ""));
        let role: Role = serde_json::from_value(role.into()).with_context(|| format!("the role {role}"))?;
        // Administrators serve the whole network, whatever they belong to.
        let scope = (role != Role::Administrator && !scope.is_empty()).then(|| names.org(scope)).transpose()?;
        let new = NewGrant {
            person_id: id,
            role,
            scope_id: scope,
            since: None,
            until: None,
            basis: "приказ о назначении".into(),
        };
        grants::record(tx, None, new).await.with_context(|| format!("{role:?}"))?;
    }
    Ok(id)
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}
