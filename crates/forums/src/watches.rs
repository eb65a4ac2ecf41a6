//! Watch levels: how closely a person follows a space, a section or a topic. The nearest one set wins.

use std::collections::{BTreeMap, HashMap};

use kernel::{Actor, PersonId, Result, SectionId, SpaceId, TopicId};
use platform::Tx;
use sea_orm::{ActiveValue::Set, Condition, ConnectionTrait, entity::prelude::*, sea_query::OnConflict};

use crate::{
    access,
    entity::{topic, watch},
    kinds::{WatchLevel, WatchTarget},
};

/// What a level is set on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    Space(SpaceId),
    Section(SectionId),
    Topic(TopicId),
}

impl Target {
    fn column(self) -> (WatchTarget, Uuid) {
        match self {
            Self::Space(id) => (WatchTarget::Space, id.0),
            Self::Section(id) => (WatchTarget::Section, id.0),
            Self::Topic(id) => (WatchTarget::Topic, id.0),
        }
    }
}

/// Sets a level on something the actor may read.
pub async fn set(tx: &mut Tx, actor: &Actor, target: Target, level: WatchLevel) -> Result<()> {
    let space = match target {
        Target::Space(id) => access::readable_room(tx.db(), actor, id).await?.facts.id,
        Target::Section(id) => access::section(tx.db(), actor, id).await?.0.space_id,
        Target::Topic(id) => access::place(tx.db(), actor, id).await?.topic.space_id,
    };
    store(tx, actor.person, target, level, true).await?;
    let topic = match target {
        Target::Topic(id) => Some(id),
        Target::Space(_) | Target::Section(_) => None,
    };
    // Muting changes counts: the reader's other devices count again.
    tx.emit(crate::event::Event::Read { person: actor.person, topic, space });
    Ok(())
}

async fn store(tx: &Tx, person: PersonId, target: Target, level: WatchLevel, overwrite: bool) -> Result<()> {
    let (target_kind, target_id) = target.column();
    let row = watch::ActiveModel {
        person_id: Set(person),
        target_kind: Set(target_kind),
        target_id: Set(target_id),
        level: Set(level),
        at: Set(tx.now()),
    };
    let mut conflict =
        OnConflict::columns([watch::Column::PersonId, watch::Column::TargetKind, watch::Column::TargetId]);
    if overwrite {
        conflict.update_columns([watch::Column::Level, watch::Column::At]);
    } else {
        conflict.do_nothing();
    }
    watch::Entity::insert(row).on_conflict(conflict).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Who starts or answers a topic follows it, unless they have said something else about this very topic
/// or watch closely already.
pub(crate) async fn follow_by_writing(tx: &Tx, actor: &Actor, topic: TopicId, level: WatchLevel) -> Result<()> {
    match level {
        WatchLevel::Watching | WatchLevel::Following => Ok(()),
        WatchLevel::Normal | WatchLevel::Muted => {
            store(tx, actor.person, Target::Topic(topic), WatchLevel::Following, false).await
        }
    }
}

/// How closely a person follows a topic.
pub(crate) async fn level_of<C: ConnectionTrait>(db: &C, person: PersonId, topic: &topic::Model) -> Result<WatchLevel> {
    let found = levels(db, person, &Scope::of_topic(topic)).await?;
    Ok(found.effective(topic.space_id, topic.section_id, Some(topic.id)))
}

/// Things whose levels are wanted together.
#[derive(Clone, Debug, Default)]
pub struct Scope(Vec<Uuid>);

impl Scope {
    fn of_topic(topic: &topic::Model) -> Self {
        let mut ids = vec![topic.id.0, topic.space_id.0];
        ids.extend(topic.section_id.map(|id| id.0));
        Self(ids)
    }

    pub fn of_topics<'a>(topics: impl IntoIterator<Item = &'a topic::Model>) -> Self {
        let mut ids: Vec<Uuid> = topics.into_iter().flat_map(|t| Self::of_topic(t).0).collect();
        ids.sort_unstable();
        ids.dedup();
        Self(ids)
    }

    pub fn of_spaces(ids: impl IntoIterator<Item = SpaceId>) -> Self {
        Self(ids.into_iter().map(|id| id.0).collect())
    }

    pub fn of_sections(space: SpaceId, ids: impl IntoIterator<Item = SectionId>) -> Self {
        Self(ids.into_iter().map(|id| id.0).chain([space.0]).collect())
    }
}

/// Levels one person has set.
#[derive(Clone, Debug, Default)]
pub struct Levels(HashMap<Uuid, WatchLevel>);

impl Levels {
    fn set_on(&self, id: Uuid) -> Option<WatchLevel> {
        self.0.get(&id).copied()
    }

    /// The nearest of topic, section and space.
    pub fn effective(&self, space: SpaceId, section: Option<SectionId>, topic: Option<TopicId>) -> WatchLevel {
        topic
            .and_then(|id| self.set_on(id.0))
            .or_else(|| section.and_then(|id| self.set_on(id.0)))
            .or_else(|| self.set_on(space.0))
            .unwrap_or(WatchLevel::Normal)
    }
}

pub async fn levels<C: ConnectionTrait>(db: &C, person: PersonId, scope: &Scope) -> Result<Levels> {
    let rows = watch::Entity::find()
        .filter(watch::Column::PersonId.eq(person))
        .filter(watch::Column::TargetId.is_in(scope.0.iter().copied()))
        .all(db)
        .await?;
    Ok(Levels(rows.into_iter().map(|row| (row.target_id, row.level)).collect()))
}

/// SQL of the effective level of topic `t` for the person bound as `$1`; `'normal'` when nothing is set.
pub(crate) const EFFECTIVE: &str = "coalesce(\
     (SELECT w.level FROM watch w WHERE w.person_id = $1 AND w.target_kind = 'topic' AND w.target_id = t.id), \
     (SELECT w.level FROM watch w WHERE w.person_id = $1 AND w.target_kind = 'section' AND w.target_id = t.section_id), \
     (SELECT w.level FROM watch w WHERE w.person_id = $1 AND w.target_kind = 'space' AND w.target_id = t.space_id), \
     'normal')";

/// Where a topic lies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot {
    pub topic: TopicId,
    pub section: Option<SectionId>,
    pub space: SpaceId,
}

/// Levels that anybody has set on some topics, their sections and their spaces.
#[derive(Default)]
pub(crate) struct Watchers(HashMap<Uuid, Vec<(PersonId, WatchLevel)>>);

impl Watchers {
    pub async fn load<C: ConnectionTrait>(db: &C, spots: &[Spot]) -> Result<Self> {
        let mut found: HashMap<Uuid, Vec<_>> = HashMap::new();
        if spots.is_empty() {
            return Ok(Self(found));
        }
        let on = |kind: WatchTarget, ids: Vec<Uuid>| {
            Condition::all().add(watch::Column::TargetKind.eq(kind)).add(watch::Column::TargetId.is_in(ids))
        };
        let wanted = Condition::any()
            .add(on(WatchTarget::Topic, spots.iter().map(|spot| spot.topic.0).collect()))
            .add(on(WatchTarget::Section, spots.iter().filter_map(|spot| spot.section).map(|id| id.0).collect()))
            .add(on(WatchTarget::Space, spots.iter().map(|spot| spot.space.0).collect()));
        for row in watch::Entity::find().filter(wanted).all(db).await? {
            found.entry(row.target_id).or_default().push((row.person_id, row.level));
        }
        Ok(Self(found))
    }

    /// Everybody whose effective level on the topic is `Watching`, and everybody who muted it.
    pub fn of(&self, spot: Spot) -> (Vec<PersonId>, Vec<PersonId>) {
        let mut levels: BTreeMap<PersonId, WatchLevel> = BTreeMap::new();
        // The nearest comes last and stands.
        for target in [Some(spot.space.0), spot.section.map(|id| id.0), Some(spot.topic.0)].into_iter().flatten() {
            levels.extend(self.0.get(&target).into_iter().flatten().copied());
        }
        let at = |wanted: WatchLevel| levels.iter().filter(move |(_, level)| **level == wanted).map(|(id, _)| *id);
        (at(WatchLevel::Watching).collect(), at(WatchLevel::Muted).collect())
    }
}
