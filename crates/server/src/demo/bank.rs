//! The demo's bank of practices, through the use cases: written, submitted, checked, reviewed, published, talked about
//! and used, each act by the person who did it and at its own time.

use std::collections::HashMap;

use anyhow::{Context, bail};
use bytes::Bytes;
use chrono::TimeDelta;
use forums::posts;
use kernel::{Actor, FileId, FixedClock, OrgId, PracticeId, Role, SkillId, Timestamp};
use platform::App;
use practices::{
    adoptions, authors, certificates, collections, deciding, drafts, entity::practice, import, passport::Passport,
    reviews, submitting,
};
use sea_orm::entity::prelude::*;

use super::{
    bank_file::{self, Practice},
    files,
    load::Names,
    talk::{key, mentions, word},
};

/// When each step of the expertise happens, in days after the submission.
const CHECKED: i64 = 1;
const ASSIGNED: i64 = 2;
const REVIEWED: i64 = 5;
const DECIDED: i64 = 8;

/// What the files call practices, and what they became.
pub type Bank = HashMap<String, PracticeId>;

struct Loader<'a> {
    app: &'a App,
    clock: &'a FixedClock,
    names: &'a Names,
    today: Timestamp,
}

/// Loads every practice, oldest first; answers them by folder and file.
pub async fn practices(app: &App, clock: &FixedClock, names: &Names, today: Timestamp) -> anyhow::Result<Bank> {
    let mut all = Vec::new();
    for (slug, text) in files::practices()? {
        let file = bank_file::practice(&text).with_context(|| format!("demo/practices/{slug}.md"))?;
        all.push((slug, file));
    }
    all.sort_by_key(|(slug, file)| (std::cmp::Reverse(file.front.days_ago), slug.clone()));
    let loader = Loader { app, clock, names, today };
    let mut bank = Bank::new();
    for (slug, file) in &all {
        let id = loader.practice(slug, file).await.with_context(|| format!("demo/practices/{slug}.md"))?;
        bank.insert(slug.clone(), id);
    }
    Ok(bank)
}

impl Loader<'_> {
    fn at(&self, days_ago: i64, after: TimeDelta) -> Timestamp {
        Ord::min(self.today - TimeDelta::days(days_ago) + after, self.today)
    }

    fn after(&self, file: &Practice, days: i64) {
        self.clock.set(self.at(file.front.days_ago, TimeDelta::days(days)));
    }

    /// A practice that stands in the database is not loaded again, even if its load was interrupted: its key is its
    /// foreign id.
    async fn practice(&self, slug: &str, file: &Practice) -> anyhow::Result<PracticeId> {
        let external = format!("demo:{slug}");
        if let Some(id) = import::by_external_id(self.app.reader(), &external).await? {
            return Ok(id);
        }
        self.after(file, 0);
        let owner = self.names.actor(file.front.authors.first().context("a practice needs an author")?)?;
        let passport = self.passport(file).await?;
        let stored = self.files(owner, file).await?;
        let mut tx = self.app.begin().await?;
        let id = drafts::create(&mut tx, owner, passport, (!stored.is_empty()).then_some(stored)).await?;
        let mark = practice::ActiveModel {
            id: sea_orm::Set(id),
            external_id: sea_orm::Set(Some(external)),
            ..Default::default()
        };
        mark.update(tx.db()).await?;
        let others: anyhow::Result<Vec<_>> = file.front.authors.iter().map(|key| self.names.person(key)).collect();
        authors::set(&mut tx, owner, id, others?).await?;
        match file.front.state.as_str() {
            "draft" => {}
            "community" => {
                let place = file.front.place.as_deref().context("a community practice needs a place")?;
                submitting::share(&mut tx, owner, id, self.names.org(place)?).await?;
            }
            _ => submitting::submit(&mut tx, owner, id, file.front.level.as_deref().map(word).transpose()?).await?,
        }
        tx.commit().await?;
        match file.front.state.as_str() {
            "review" | "revision" | "published" => self.expertise(file, id).await?,
            "draft" | "community" => {}
            other => bail!("the state {other}"),
        }
        if matches!(file.front.state.as_str(), "community" | "published") {
            self.comments(slug, file, id).await?;
            self.adoptions(slug, file, id).await?;
        }
        Ok(id)
    }

    async fn passport(&self, file: &Practice) -> anyhow::Result<Passport> {
        let front = &file.front;
        let mut treated: Vec<SkillId> = Vec::new();
        for key in &front.skills {
            let id = skills::by_key(self.app.reader(), key).await?;
            treated.push(id.with_context(|| format!("no skill {key}"))?);
        }
        Ok(Passport {
            kind: word(&front.kind)?,
            title: front.title.clone(),
            summary: front.summary.clone(),
            problem: front.problem.clone(),
            goal: front.goal.clone(),
            body: file.body.clone(),
            resources: front.resources.clone(),
            conditions: front.conditions.clone(),
            risks: front.risks.clone(),
            result_before: front.result_before.clone(),
            result_after: front.result_after.clone(),
            result_how: front.result_how.clone(),
            licence: word(&front.licence)?,
            employer_consent: true,
            keywords: front.keywords.clone(),
            links: Vec::new(),
            subjects: front.subjects.clone(),
            grades: front.grades.clone(),
            skills: treated,
        })
    }

    /// Real documents made of the blocks.
    async fn files(&self, owner: &Actor, file: &Practice) -> anyhow::Result<Vec<FileId>> {
        let mut stored = Vec::new();
        // A house without a file store shows practices all the same.
        if self.app.files().is_err() {
            return Ok(stored);
        }
        for block in &file.files {
            let (bytes, end) = match block.form.as_str() {
                "xlsx" => (papers::xlsx::from_markdown(&block.title, &block.text), "xlsx"),
                "docx" => (papers::docx::from_markdown(&block.title, &block.text), "docx"),
                "pdf" => (papers::pdf::from_markdown(&block.title, &block.text), "pdf"),
                other => bail!("a file of the form {other}"),
            };
            let bytes = bytes.with_context(|| format!("the file «{}»", block.title))?;
            let name = format!("{}.{end}", block.title);
            stored.push(self.app.files()?.store(self.app, owner.person, &name, Bytes::from(bytes)).await?);
        }
        Ok(stored)
    }

    /// Whoever coordinates the bank where the author works; the region for what is recommended to the region.
    async fn coordinator(&self, id: PracticeId, regional: bool) -> anyhow::Result<&Actor> {
        let row = practice::Entity::find_by_id(id).one(self.app.reader()).await?.context("no practice")?;
        let home: Option<OrgId> = row.home_id;
        let written = practices::access::authors(self.app.reader(), id).await?;
        let role = |role: Role| {
            let mut found: Vec<(&String, &Actor)> = self
                .names
                .actors
                .iter()
                .filter(|(_, actor)| !written.contains(&actor.person))
                .filter(|(_, actor)| {
                    actor.grants.iter().any(|g| {
                        g.role == role && (g.scope.is_none() || home.is_some_and(|home| g.territory.contains(&home)))
                    })
                })
                .collect();
            found.sort_by_key(|(key, _)| key.as_str());
            found.first().map(|(_, actor)| *actor)
        };
        let municipal = role(Role::MunicipalCoordinator).filter(|_| !regional);
        municipal.or_else(|| role(Role::RegionalCoordinator)).context("nobody coordinates the bank there")
    }

    async fn expertise(&self, file: &Practice, id: PracticeId) -> anyhow::Result<()> {
        let regional = file.front.level.as_deref() == Some("regional");
        let coordinator = self.coordinator(id, regional).await?;
        self.after(file, CHECKED);
        let mut tx = self.app.begin().await?;
        deciding::check(&mut tx, coordinator, id, None).await?;
        tx.commit().await?;
        self.after(file, ASSIGNED);
        let mut tx = self.app.begin().await?;
        let mut asked = Vec::new();
        for review in &file.reviews {
            let expert = self.names.person(&review.expert)?;
            let task = reviews::assign(&mut tx, coordinator, id, expert, None).await;
            asked.push(task.with_context(|| format!("asking {}", review.expert))?);
        }
        tx.commit().await?;
        for ((days, review), task) in (REVIEWED..).zip(&file.reviews).zip(asked) {
            self.after(file, days);
            let sheet = reviews::Sheet {
                marks: review.marks.map(Some),
                verdict: Some(if file.front.state == "revision" {
                    practices::kinds::Verdict::Revise
                } else {
                    practices::kinds::Verdict::Recommend
                }),
                text: review.text.clone(),
                remarks: Vec::new(),
                done: true,
            };
            let mut tx = self.app.begin().await?;
            reviews::fill(&mut tx, self.names.actor(&review.expert)?, task, sheet).await?;
            tx.commit().await?;
        }
        self.after(file, DECIDED);
        self.decide(file, coordinator, id).await
    }

    async fn decide(&self, file: &Practice, coordinator: &Actor, id: PracticeId) -> anyhow::Result<()> {
        let mut tx = self.app.begin().await?;
        match file.front.state.as_str() {
            "published" => {
                let level = word(file.front.level.as_deref().context("a published practice needs a level")?)?;
                deciding::publish(&mut tx, coordinator, id, level).await?;
                if level == practices::kinds::Level::Regional {
                    let owner = file.front.authors.first().context("a practice needs an author")?;
                    certificates::issue(&mut tx, self.names.actor(owner)?, id).await?;
                }
            }
            "revision" => {
                let said = file.reviews.iter().map(|review| review.text.as_str()).collect::<Vec<_>>().join("\n\n");
                let text = if said.is_empty() {
                    "Дополните описание: как это повторить в другом классе?".into()
                } else {
                    said
                };
                let remark = deciding::Remark { field: "body".into(), text: text.chars().take(2_000).collect() };
                deciding::send_back(&mut tx, coordinator, id, vec![remark]).await?;
            }
            _ => {}
        }
        tx.commit().await?;
        Ok(())
    }

    /// May this person read it now? What lives in one school is not spoken of outside.
    async fn reads(&self, actor: &Actor, id: PracticeId) -> anyhow::Result<bool> {
        match practices::access::desk(self.app.reader(), actor, id).await {
            Ok(_) => Ok(true),
            Err(kernel::Error::Hidden) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    async fn comments(&self, slug: &str, file: &Practice, id: PracticeId) -> anyhow::Result<()> {
        let row = practice::Entity::find_by_id(id).one(self.app.reader()).await?.context("no practice")?;
        let topic = row.topic_id.context("a shown practice without a topic")?;
        let days = if file.front.state == "published" { DECIDED } else { 0 };
        let mut after = TimeDelta::days(days);
        for (number, comment) in file.comments.iter().enumerate() {
            after += comment.after;
            self.clock.set(self.at(file.front.days_ago, after));
            let actor = self.names.actor(&comment.person)?;
            if !self.reads(actor, id).await? {
                continue;
            }
            let body: Vec<String> = comment.text.lines().map(|line| mentions(line, self.names)).collect();
            let new = posts::NewPost {
                body: body.join("\n"),
                reply_to: None,
                files: Vec::new(),
                key: Some(key("practices", slug, number)),
            };
            let mut tx = self.app.begin().await?;
            match posts::create(&mut tx, actor, topic, new).await {
                Ok(_) => {
                    tx.commit().await?;
                }
                // Talk in a school's or an association's room is for its own people.
                Err(kernel::Error::Hidden | kernel::Error::Refused(kernel::Code::NotMember)) => {}
                Err(error) => {
                    return Err(anyhow::Error::from(error).context(format!("a comment of {}", comment.person)));
                }
            }
        }
        Ok(())
    }

    async fn adoptions(&self, slug: &str, file: &Practice, id: PracticeId) -> anyhow::Result<()> {
        for (number, adoption) in file.adoptions.iter().enumerate() {
            let shown = if file.front.state == "published" { DECIDED } else { 0 };
            let days_ago = Ord::clamp(adoption.days_ago, 0, Ord::max(file.front.days_ago - shown - 1, 0));
            self.clock.set(self.today - TimeDelta::days(days_ago));
            let actor = self.names.actor(&adoption.person)?;
            if !self.reads(actor, id).await? {
                continue;
            }
            let new = adoptions::NewAdoption {
                grade: adoption.grade,
                outcome: word(&adoption.outcome)?,
                text: adoption.text.clone(),
                before: adoption.numbers.map(|(before, _)| before),
                after: adoption.numbers.map(|(_, after)| after),
                key: Some(key("adoptions", slug, number)),
            };
            let mut tx = self.app.begin().await?;
            adoptions::report(&mut tx, actor, id, new)
                .await
                .with_context(|| format!("a report of {}", adoption.person))?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// Collections of `demo/collections.toml`.
pub async fn collections(app: &App, names: &Names, bank: &Bank) -> anyhow::Result<()> {
    use practices::entity::collection;
    for file in files::collections()? {
        let known = collection::Entity::find().filter(collection::Column::ExternalKey.eq(file.key.as_str()));
        if known.one(app.reader()).await?.is_some() {
            continue;
        }
        let owner = names.actor(&file.owner)?;
        let mut tx = app.begin().await?;
        let new = collections::NewCollection {
            title: file.title.clone(),
            foreword: file.foreword.clone(),
            organisation: file.org.as_deref().map(|key| names.org(key)).transpose()?,
            shared: true,
            external_key: Some(file.key.clone()),
        };
        let made =
            collections::create(&mut tx, owner, new).await.with_context(|| format!("the collection {}", file.key))?;
        let mut items = Vec::new();
        for item in file.items {
            let practice = *bank.get(&item.practice).with_context(|| format!("no practice {}", item.practice))?;
            items.push(collections::Item { practice, note: item.note });
        }
        collections::arrange(&mut tx, owner, made.id, made.version, items)
            .await
            .with_context(|| format!("the collection {}", file.key))?;
        tx.commit().await?;
    }
    Ok(())
}
