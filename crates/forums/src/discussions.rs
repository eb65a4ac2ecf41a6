//! Topics that other features open: in the open space of the bank, or in the space of an organisation.
//! Both are made when they are needed first.

use async_trait::async_trait;
use kernel::{Code, Error, OrgId, OrgKind, Result, SpaceId, TopicId};
use platform::{
    Tx,
    ports::{Discussions, NewDiscussion},
};
use sea_orm::{QueryOrder, entity::prelude::*, sea_query::OnConflict};

use crate::{
    entity::space,
    event::Event,
    kinds::{Audience, JoinRule, SpaceKind, TopicKind},
    topics::{self, NewTopic},
    words,
};

/// The name under which the bank's space is known to the house.
pub const BANK: &str = "house:bank";
const BANK_TITLE: &str = "Банк практик";
const BANK_ABOUT: &str = "Здесь обсуждают практики банка: спрашивают авторов и рассказывают, что получилось в классе.";

const TITLE: usize = 200;

pub struct Opening;

#[async_trait]
impl Discussions for Opening {
    async fn open(&self, tx: &mut Tx, discussion: NewDiscussion) -> Result<TopicId> {
        let author = tx.app().people()?.actor(tx.app(), discussion.author).await?.ok_or(Error::Hidden)?;
        let space = match discussion.place {
            None => bank(tx).await?,
            Some(org) => of_organisation(tx, org).await?,
        };
        let new = NewTopic {
            space,
            section: None,
            kind: TopicKind::Discussion,
            title: discussion.title.chars().take(TITLE).collect(),
            body: discussion.body,
            subject: discussion.subject,
            grades: discussion.grades,
            tags: Vec::new(),
            skills: discussion.skills,
            files: Vec::new(),
            key: None,
        };
        Ok(topics::create(tx, &author, new).await?.topic.id)
    }
}

async fn bank(tx: &mut Tx) -> Result<SpaceId> {
    stand(tx, BANK, |row| {
        row.title = BANK_TITLE.to_owned();
        row.about = BANK_ABOUT.to_owned();
    })
    .await
}

/// The space where an organisation talks: the oldest one of its kind.
async fn of_organisation(tx: &mut Tx, org: OrgId) -> Result<SpaceId> {
    let known = accounts::directory::org_refs(tx.db(), &[org]).await?.remove(&org).ok_or(Error::Hidden)?;
    let kind = match known.kind {
        OrgKind::School => SpaceKind::School,
        OrgKind::Association => SpaceKind::Association,
        OrgKind::Municipality => SpaceKind::Municipality,
        // Nobody is a member of a space of these by working there.
        OrgKind::Region | OrgKind::Centre | OrgKind::Unit => return Err(Error::Refused(Code::Forbidden)),
    };
    let stands = space::Entity::find()
        .filter(space::Column::OrganisationId.eq(org))
        .filter(space::Column::Kind.eq(kind))
        .filter(space::Column::ArchivedAt.is_null())
        .order_by_asc(space::Column::Id)
        .one(tx.db())
        .await?;
    if let Some(row) = stands {
        return Ok(row.id);
    }
    stand(tx, &format!("house:{org}"), |row| {
        row.kind = kind;
        row.organisation_id = Some(org);
        row.title.clone_from(&known.short_name);
        row.audience = if kind == SpaceKind::Association { Audience::Network } else { Audience::Members };
    })
    .await
}

/// The space under this name; made now unless it stands. Two at once make one.
async fn stand(tx: &mut Tx, key: &str, describe: impl FnOnce(&mut space::Model)) -> Result<SpaceId> {
    if let Some(row) = crate::spaces::by_external_key(tx.db(), key).await? {
        return Ok(row.id);
    }
    let mut row = space::Model {
        id: tx.id(),
        kind: SpaceKind::Open,
        organisation_id: None,
        title: String::new(),
        about: String::new(),
        join_rule: JoinRule::Auto,
        audience: Audience::Network,
        search_key: String::new(),
        external_key: Some(key.to_owned()),
        version: 1,
        created_by: None,
        created_at: tx.now(),
        archived_at: None,
    };
    describe(&mut row);
    row.search_key = words::key(&format!("{} {}", row.title, row.about));
    let made = space::Entity::insert(space::ActiveModel::from(row.clone()).reset_all())
        .on_conflict(OnConflict::column(space::Column::ExternalKey).do_nothing().to_owned())
        .exec_without_returning(tx.db())
        .await?;
    if made > 0 {
        tx.emit(Event::SpaceFounded { space: row.id });
        return Ok(row.id);
    }
    let other = crate::spaces::by_external_key(tx.db(), key).await?;
    Ok(other.ok_or_else(|| anyhow::anyhow!("the space {key} neither stands nor can be made"))?.id)
}
