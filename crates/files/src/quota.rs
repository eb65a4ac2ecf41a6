//! Room: an organisation shares one, people without an organisation have a small one of their own.

use kernel::{Code, Error, OrgId, PersonId, Result, Timestamp};
use platform::{App, Tx, config};
use sea_orm::{
    ConnectionTrait, QuerySelect, Select, Set,
    entity::prelude::*,
    sea_query::{ExprTrait, OnConflict, Query},
};

use crate::entity::{UploadId, blob, file, quota, upload};

/// Whose room a person's files take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    pub person: PersonId,
    pub organisation: Option<OrgId>,
}

/// An upload nobody continues keeps its room no longer than this.
fn stale(now: Timestamp) -> Timestamp {
    now - chrono::TimeDelta::hours(24)
}

impl Room {
    /// The person's school, or their own.
    pub async fn of(app: &App, person: PersonId) -> Result<Self> {
        let names = app.people()?.names(app, &[person]).await?;
        let organisation = names.get(&person).and_then(|n| n.school.as_ref()).map(|school| school.id);
        Ok(Self { person, organisation })
    }

    fn limit(self, config: &config::Files) -> u64 {
        let mb = if self.organisation.is_some() { config.organisation_quota_mb } else { config.person_quota_mb };
        mb.saturating_mul(1 << 20)
    }

    /// Refuses what does not fit beside what is there and what is on its way. Locks the room until the write ends, so
    /// that two uploads cannot both take the last place.
    ///
    /// # Errors
    /// `Conflict(QuotaExceeded)`.
    pub async fn take(self, tx: &Tx, size: i64, except: Option<UploadId>) -> Result<()> {
        let id = self.organisation.map_or(self.person.0, |o| o.0);
        let row = quota::ActiveModel { id: Set(id), counted_at: Set(tx.now()) };
        quota::Entity::insert(row)
            .on_conflict(OnConflict::column(quota::Column::Id).update_column(quota::Column::CountedAt).to_owned())
            .exec_without_returning(tx.db())
            .await?;
        let used = self.stored(tx.db()).await? + self.coming(tx, except).await?;
        let limit = i64::try_from(self.limit(&tx.app().config().files)).unwrap_or(i64::MAX);
        if used.saturating_add(size) > limit { Err(Error::Conflict(Code::QuotaExceeded)) } else { Ok(()) }
    }

    /// Equal contents count once.
    async fn stored<C: ConnectionTrait>(self, db: &C) -> Result<i64> {
        let mut held = Query::select();
        held.column(file::Column::BlobId).from(file::Entity);
        match self.organisation {
            Some(org) => held.and_where(file::Column::OrganisationId.eq(org)),
            None => {
                held.and_where(file::Column::PersonId.eq(self.person)).and_where(file::Column::OrganisationId.is_null())
            }
        };
        let kept = blob::Entity::find().select_only().filter(blob::Column::Id.in_subquery(held.to_owned()));
        total(kept, blob::Column::Size, db).await
    }

    async fn coming(self, tx: &Tx, except: Option<UploadId>) -> Result<i64> {
        let mut open = upload::Entity::find()
            .select_only()
            .filter(upload::Column::FileId.is_null())
            .filter(upload::Column::TouchedAt.gt(stale(tx.now())));
        open = match self.organisation {
            Some(org) => open.filter(upload::Column::OrganisationId.eq(org)),
            None => {
                open.filter(upload::Column::PersonId.eq(self.person)).filter(upload::Column::OrganisationId.is_null())
            }
        };
        if let Some(id) = except {
            open = open.filter(upload::Column::Id.ne(id));
        }
        total(open, upload::Column::Size, tx.db()).await
    }
}

/// The sum of a column. PostgreSQL sums big integers into a decimal, hence the cast.
async fn total<E: EntityTrait, C: ConnectionTrait>(rows: Select<E>, column: E::Column, db: &C) -> Result<i64> {
    let sum = rows.column_as(column.sum().cast_as("bigint"), "total").into_tuple::<Option<i64>>().one(db).await?;
    Ok(sum.flatten().unwrap_or(0))
}
