//! `staffroom import`: lists of organisations and people from spreadsheets. What it prints is for whoever installs and
//! runs the network, in Russian.

use std::{
    io,
    path::{Path, PathBuf},
};

use accounts::import::{self, LARGEST_FILE, Link, LinkFile, Observer, Order, Remark, Report, What};
use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use platform::Config;

use super::import_bank;

/// Lines of one sort that are printed; the rest are counted.
const SHOWN: usize = 100;

#[derive(Args)]
pub struct Import {
    /// What the file lists.
    what: List,
    /// XLSX or CSV; JSON Lines for practices.
    #[arg(required_unless_present = "template")]
    file: Option<PathBuf>,
    /// Check everything and tell what would change; write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write an example file with headings and explanations, and stop.
    #[arg(long, value_name = "FILE.xlsx")]
    template: Option<PathBuf>,
    /// Write over the cards of people who have a login and mind their own.
    #[arg(long)]
    overwrite: bool,
    /// Make new invitation links for everybody in the file without a login; older links stop working.
    #[arg(long)]
    new_links: bool,
    /// Practices: login of whoever they shall belong to; the first administrator unless told.
    #[arg(long, value_name = "LOGIN")]
    owner: Option<String>,
    /// Practices: write the good lines even when others are wrong.
    #[arg(long)]
    skip_wrong: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum List {
    Organisations,
    People,
    Skills,
    Practices,
}

impl List {
    fn spreadsheet(self) -> Option<What> {
        match self {
            Self::Organisations => Some(What::Organisations),
            Self::People => Some(What::People),
            Self::Skills | Self::Practices => None,
        }
    }
}

pub async fn import(config: Config, import: Import) -> anyhow::Result<()> {
    let Some(what) = import.what.spreadsheet() else { return bank(config, &import).await };
    if let Some(path) = &import.template {
        return template(path, what);
    }
    let path = import.file.as_deref().context("назовите файл .xlsx или .csv")?;
    let bytes = read(path)?;
    let node = super::node(config).await?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let order = Order {
        dry_run: import.dry_run,
        overwrite: import.overwrite,
        new_links: import.new_links,
        ..Order::new(what, &name)
    };
    let mut console = Console { links: LinkFile::beside(path), told: 0 };
    let report = import::run(&node.app, &order, bytes, &mut console).await;
    node.app.db().clone().close().await?;
    conclude(&report?, &order, console.links.path())
}

async fn bank(config: Config, import: &Import) -> anyhow::Result<()> {
    let path = import.file.as_deref().context("назовите файл")?;
    let order = import_bank::Order {
        path,
        bytes: read(path)?,
        dry_run: import.dry_run,
        owner: import.owner.as_deref(),
        skip_wrong: import.skip_wrong,
    };
    match import.what {
        List::Skills => import_bank::skills(config, order).await,
        _ => import_bank::practices(config, order).await,
    }
}

fn template(path: &Path, what: What) -> anyhow::Result<()> {
    if path.exists() {
        bail!("{} уже есть: назовите другой файл", path.display());
    }
    std::fs::write(path, import::template(what)?).with_context(|| format!("не записать {}", path.display()))?;
    println!("Образец: {}. Впишите свои строки вместо примера и запустите import с этим файлом.", path.display());
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let size = std::fs::metadata(path).with_context(|| format!("не открыть {}", path.display()))?.len();
    if size > LARGEST_FILE as u64 {
        bail!("{}: файл больше {} МБ, разделите его на части", path.display(), LARGEST_FILE / 1024 / 1024);
    }
    std::fs::read(path).with_context(|| format!("не прочитать {}", path.display()))
}

/// Shows how far the writing is, keeps the links beside the file.
struct Console {
    links: LinkFile,
    told: usize,
}

/// Rows between two lines of progress.
const STRIDE: usize = 250;

impl Observer for Console {
    fn progress(&mut self, done: usize, total: usize) {
        if done / STRIDE > self.told / STRIDE || done == total {
            eprintln!("записано {done} из {total}");
            self.told = done;
        }
    }

    fn keep(&mut self, links: &[Link]) -> io::Result<()> {
        self.links.append(links)
    }

    fn take_back(&mut self) {
        if let Err(error) = self.links.cut() {
            tracing::warn!(%error, "the last links of the file lead nowhere");
        }
    }
}

fn conclude(report: &Report, order: &Order, links: Option<&Path>) -> anyhow::Result<()> {
    print(&report.warnings.kept, report.warnings.count, "Предупреждения");
    if !report.errors.is_empty() {
        print(&report.errors.kept, report.errors.count, "Ошибки");
        bail!("ошибок: {}; ничего не записано. Исправьте файл и повторите", report.errors.count);
    }
    let Report { created, changed, same, skipped, .. } = report;
    if order.dry_run {
        print(&report.steps.kept, report.steps.count, "Будет сделано");
        println!(
            "Проба, ничего не записано. Новых: {created}, изменений: {changed}, без изменений: {same}, пропусков: {skipped}, ссылок: {}",
            report.links
        );
        return Ok(());
    }
    println!(
        "Новых: {created}, изменено: {changed}, без изменений: {same}, пропущено: {skipped}, ссылок: {}",
        report.links
    );
    if let Some(path) = links {
        println!(
            "Ссылки-приглашения: {}\nСсылка действует один раз и открывает запись своего человека: передавайте её только ему.",
            path.display()
        );
    }
    match &report.broken {
        Some(broken) => bail!("{broken}. Записанное осталось; запустите ту же команду ещё раз, она продолжит"),
        None => Ok(()),
    }
}

fn print(lines: &[Remark], count: usize, title: &str) {
    if count == 0 {
        return;
    }
    println!("{title} ({count}):");
    lines.iter().take(SHOWN).for_each(|line| println!("  {line}"));
    if count > SHOWN {
        println!("  … и ещё {}", count - SHOWN);
    }
    println!();
}
