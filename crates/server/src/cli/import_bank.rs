//! `staffroom import skills` and `import practices`. What it prints is for whoever runs the network, in Russian.

use std::path::Path;

use anyhow::{Context, bail};
use kernel::PersonId;
use platform::{App, Config};
use sea_orm::{QueryOrder, entity::prelude::*};

/// Errors that are printed; the rest are counted.
const SHOWN: usize = 100;

pub struct Order<'a> {
    pub path: &'a Path,
    pub bytes: Vec<u8>,
    pub dry_run: bool,
    pub owner: Option<&'a str>,
    pub skip_wrong: bool,
}

pub async fn skills(config: Config, order: Order<'_>) -> anyhow::Result<()> {
    let node = super::node(config).await?;
    let report = skills::import::run(&node.app, skills::import::By::Operator, &order.bytes, order.dry_run).await;
    node.app.db().clone().close().await?;
    let report = report?;
    let errors = report.errors.iter().map(|e| format!("строка {}, {}: {}", e.line, e.field, words(&e.code)));
    complain(&errors.collect::<Vec<_>>(), false)?;
    let done = if order.dry_run { "Проба, ничего не записано. " } else { "" };
    println!("{done}Новых: {}, изменений: {}, без изменений: {}", report.created, report.changed, report.same);
    Ok(())
}

pub async fn practices(config: Config, order: Order<'_>) -> anyhow::Result<()> {
    let text = String::from_utf8(order.bytes).context("файл должен быть в кодировке UTF-8")?;
    let node = super::node(config).await?;
    let owner = owner(&node.app, order.owner).await?;
    let folder = order.path.parent().unwrap_or(Path::new("."));
    let asked = practices::import::Order { owner, dry_run: order.dry_run, skip_wrong: order.skip_wrong, folder };
    let mut progress = |done: usize, total: usize| eprintln!("записано {done} из {total}");
    let report = practices::import::run(&node.app, &asked, &text, &mut progress).await;
    node.app.db().clone().close().await?;
    let report = report?;
    let errors = report.errors.iter().map(|e| format!("строка {}, {}: {}", e.line, e.field, words(&e.code)));
    complain(&errors.collect::<Vec<_>>(), order.skip_wrong)?;
    let done = if order.dry_run { "Проба, ничего не записано. " } else { "" };
    println!(
        "{done}Новых: {}, изменений: {}, без изменений: {}, повторов: {}",
        report.created, report.changed, report.same, report.doubled
    );
    Ok(())
}

/// The person of this login, else the first administrator.
async fn owner(app: &App, login: Option<&str>) -> anyhow::Result<PersonId> {
    use accounts::entity::{credential, role_grant};
    if let Some(login) = login {
        let found = credential::Entity::find().filter(credential::Column::Login.eq(login.to_lowercase()));
        let row = found.one(app.reader()).await?;
        return Ok(row.with_context(|| format!("нет человека с логином {login}"))?.person_id);
    }
    let row = role_grant::Entity::find()
        .filter(role_grant::Column::Role.eq(kernel::Role::Administrator))
        .filter(accounts::facts::in_force_somewhere(app.now()))
        .order_by_asc(role_grant::Column::Id)
        .one(app.reader())
        .await?;
    Ok(row.context("в сети нет администратора: назовите владельца, --owner ЛОГИН")?.person_id)
}

fn words(code: &str) -> &str {
    match code {
        "required" => "не заполнено",
        "too_long" => "слишком длинно",
        "too_short" => "слишком коротко",
        "invalid" => "не читается или недопустимо",
        "unknown" => "такого нет",
        "taken" => "строка с этим ключом уже была, и она другая",
        "too_many" => "слишком много",
        other => other,
    }
}

fn complain(errors: &[String], go_on: bool) -> anyhow::Result<()> {
    if errors.is_empty() {
        return Ok(());
    }
    println!("Ошибки ({}):", errors.len());
    errors.iter().take(SHOWN).for_each(|line| println!("  {line}"));
    if errors.len() > SHOWN {
        println!("  … и ещё {}", errors.len() - SHOWN);
    }
    if go_on {
        println!("Строки с ошибками пропущены.");
        return Ok(());
    }
    bail!("ошибок: {}; ничего не записано. Исправьте файл и повторите", errors.len())
}
