//! Needs as somebody sees them.

use std::collections::HashMap;

use accounts::directory;
use kernel::{DateTime, NeedId, OrgId, PersonRef, Result, SkillId, Utc};
use platform::ports::ResultNeed;
use sea_orm::{ConnectionTrait, entity::prelude::*};
use serde::Serialize;
use skills::SkillChip;
use utoipa::ToSchema;

use crate::{
    entity::schools::{need, need_skill},
    kinds::{NeedSource, NeedState, ThemeKind},
    policy::schools::Sight,
    schools::{access::CHUNK, context::SMALL, themes::Theme},
};

/// A skill pupils lack.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SchoolNeedSkill)]
pub struct NeedSkillView {
    pub skill: SkillChip,
    /// Per cent of pupils who can do it.
    pub share_done: Option<i32>,
    pub pupils: Option<i32>,
    /// There is a number, and it is not for the reader.
    pub hidden: bool,
}

/// What a school needs help in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SchoolNeed {
    pub id: NeedId,
    pub school_id: OrgId,
    pub theme: Theme,
    pub grade_from: Option<i32>,
    pub grade_to: Option<i32>,
    /// 1 to 100; absent for whoever sees needs in outline.
    pub strength: Option<i32>,
    /// 1 to 3, 1 is first.
    pub priority: i32,
    pub note: String,
    pub source: NeedSource,
    pub state: NeedState,
    pub close_reason: Option<String>,
    pub skills: Vec<NeedSkillView>,
    pub by: Option<PersonRef>,
    pub revision: i32,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
}

/// Something results of pupils say a school needs.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SuggestedNeed)]
pub struct Suggested {
    pub theme: Theme,
    pub grade_from: Option<i32>,
    pub grade_to: Option<i32>,
    pub strength: i32,
    pub skills: Vec<NeedSkillView>,
}

/// Rows as they are shown.
pub async fn views<C: ConnectionTrait>(db: &C, rows: Vec<need::Model>, sight: Sight) -> Result<Vec<SchoolNeed>> {
    let ids: Vec<NeedId> = rows.iter().map(|row| row.id).collect();
    let mut lacking: HashMap<NeedId, Vec<need_skill::Model>> = HashMap::new();
    for part in ids.chunks(CHUNK) {
        let of = need_skill::Column::NeedId.is_in(part.iter().copied());
        for row in need_skill::Entity::find().filter(of).all(db).await? {
            lacking.entry(row.need_id).or_default().push(row);
        }
    }
    let all: Vec<SkillId> = lacking.values().flatten().map(|row| row.skill_id).collect();
    let chips = skills::chips(db, &all).await?;
    let names = directory::names(db, &rows.iter().map(|row| row.by_id).collect::<Vec<_>>()).await?;
    let view = |row: need::Model| SchoolNeed {
        theme: Theme::of(row.theme_kind, &row.theme),
        skills: skill_views(lacking.remove(&row.id).unwrap_or_default(), &chips, sight),
        by: names.get(&row.by_id).cloned().filter(|_| sight != Sight::Outline),
        strength: Some(row.strength).filter(|_| sight != Sight::Outline),
        note: if sight == Sight::Outline { String::new() } else { row.note },
        close_reason: row.close_reason.filter(|_| sight != Sight::Outline),
        id: row.id,
        school_id: row.school_id,
        grade_from: row.grade_from,
        grade_to: row.grade_to,
        priority: row.priority,
        source: row.source,
        state: row.state,
        revision: row.revision,
        created_at: row.created_at,
        changed_at: row.changed_at,
    };
    Ok(rows.into_iter().map(view).collect())
}

fn skill_views(
    mut rows: Vec<need_skill::Model>,
    chips: &HashMap<SkillId, SkillChip>,
    sight: Sight,
) -> Vec<NeedSkillView> {
    rows.sort_by_key(|row| (row.share_done.unwrap_or(i32::MAX), row.skill_id));
    let view = |row: need_skill::Model| {
        let hidden = match sight {
            Sight::Whole => false,
            Sight::Rounded => few(row.share_done, row.pupils),
            Sight::Outline => row.share_done.is_some() || row.pupils.is_some(),
        };
        Some(NeedSkillView {
            skill: chips.get(&row.skill_id)?.clone(),
            share_done: row.share_done.filter(|_| !hidden),
            pupils: row.pupils.filter(|_| !hidden),
            hidden,
        })
    };
    rows.into_iter().filter_map(view).collect()
}

/// One could count the pupils who can, or those who cannot.
fn few(share: Option<i32>, pupils: Option<i32>) -> bool {
    let Some(pupils) = pupils else { return false };
    let can = share.map(|share| (share * pupils + 50) / 100);
    pupils < SMALL || can.is_some_and(|can| can < SMALL || pupils - can < SMALL)
}

/// What results say, for whoever runs the school or answers for it.
pub async fn suggestions<C: ConnectionTrait>(db: &C, found: Vec<ResultNeed>) -> Result<Vec<Suggested>> {
    let all: Vec<SkillId> = found.iter().flat_map(|need| need.skills.iter().map(|skill| skill.skill)).collect();
    let chips = skills::chips(db, &all).await?;
    let view = |need: ResultNeed| Suggested {
        theme: Theme::of(ThemeKind::Subject, &need.theme),
        grade_from: need.grade_from,
        grade_to: need.grade_to,
        strength: need.strength,
        skills: need
            .skills
            .iter()
            .filter_map(|skill| {
                let chip = chips.get(&skill.skill)?.clone();
                let (share_done, pupils) = (Some(skill.share_done), Some(skill.pupils));
                Some(NeedSkillView { skill: chip, share_done, pupils, hidden: false })
            })
            .collect(),
    };
    Ok(found.into_iter().map(view).collect())
}
