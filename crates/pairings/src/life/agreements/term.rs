//! The term of an agreement: warned of thirty days before its end, expired the day after its last. A pair whose agreement is
//! over rests until the next one is signed.

use async_trait::async_trait;
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use kernel::{AgreementId, PairingId, PersonId, Result, Timestamp};
use platform::{
    App, Tx,
    jobs::{self, JobHandler},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, entity::prelude::*};
use serde::{Deserialize, Serialize};

use super::{close, covering, put};
use crate::{
    entity::life::agreement,
    event::{
        life::{Detail, kind},
        pair::PairEvent,
    },
    kinds::{AgreementState, PairState},
    life::{
        access::{self, PairDesk},
        schools, steps,
    },
    policy::life::{Act, PaperAct, after_paper},
};

const KIND: &str = "pairings.agreement";
/// Days before the end on which both schools are told.
const WARNING: i64 = 30;
const REPLACED: &str = "Заменено следующим соглашением";
const EXPIRED: &str = "Срок соглашения истёк";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Warn,
    Expire,
}

#[derive(Serialize, Deserialize)]
struct Watch {
    agreement: AgreementId,
    what: What,
}

/// Both have signed `row`: its days are watched, and what it replaces today is over.
pub(crate) async fn begin(tx: &Tx, desk: &PairDesk, row: &agreement::Model) -> Result<()> {
    let (Some(since), Some(until)) = (row.since, row.until) else { return Ok(()) };
    save(tx, row.id, What::Warn, midnight(until) - TimeDelta::days(WARNING)).await?;
    save(tx, row.id, What::Expire, midnight(until) + TimeDelta::days(1)).await?;
    if since > schools::today(tx, &desk.row).await? {
        return Ok(());
    }
    for other in super::all(tx.db(), desk.row.id).await? {
        if other.id != row.id && other.state == AgreementState::Signed {
            close(tx, &other, REPLACED).await?;
        }
    }
    Ok(())
}

/// When a day begins by Greenwich: in every zone of the country it has begun then.
fn midnight(day: NaiveDate) -> Timestamp {
    day.and_time(NaiveTime::MIN).and_utc()
}

async fn save(tx: &Tx, id: AgreementId, what: What, due: Timestamp) -> Result<()> {
    let word = match what {
        What::Warn => "warn",
        What::Expire => "expire",
    };
    let due = due.max(tx.now());
    let key = format!("agreement:{id}:{word}:{}", due.timestamp());
    jobs::enqueue(tx, KIND, &Watch { agreement: id, what }, due, Some(key)).await
}

/// Signed, and its last day has not passed: what can be ended.
pub(crate) async fn standing<C: ConnectionTrait>(
    db: &C,
    id: PairingId,
    today: NaiveDate,
) -> Result<Option<agreement::Model>> {
    let found = agreement::Entity::find()
        .filter(agreement::Column::PairingId.eq(id))
        .filter(agreement::Column::State.eq(AgreementState::Signed))
        .filter(agreement::Column::Until.gte(today))
        .order_by_desc(agreement::Column::Id);
    Ok(found.one(db).await?)
}

/// An active pair that no agreement covers any more rests. `by`: nobody when time did it.
pub(crate) async fn rest(tx: &mut Tx, by: Option<PersonId>, id: PairingId, reason: &str) -> Result<()> {
    let row = access::lock(tx, id).await?;
    let today = schools::today(tx, &row).await?;
    if row.state != PairState::Active || covering(tx.db(), id, today).await?.is_some() {
        return Ok(());
    }
    steps::step(tx, by, &row, Act::Suspend, reason, Default::default()).await
}

/// What a page tells of the term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Something signed covers today.
    pub covered: bool,
    /// It ends within thirty days, and nothing signed follows it.
    pub ending: bool,
}

impl Terms {
    pub fn of(rows: &[agreement::Model], today: NaiveDate) -> Self {
        let signed = || rows.iter().filter(|row| row.state == AgreementState::Signed);
        let covers = |day: NaiveDate| {
            signed()
                .any(|row| row.since.is_some_and(|since| since <= day) && row.until.is_some_and(|until| until >= day))
        };
        let covered = covers(today);
        Self { covered, ending: covered && !covers(today + TimeDelta::days(WARNING + 1)) }
    }
}

pub struct Term;

#[async_trait]
impl JobHandler for Term {
    fn kind(&self) -> &'static str {
        KIND
    }

    async fn run(&self, app: &App, payload: &str) -> Result<()> {
        let Watch { agreement: id, what } = serde_json::from_str(payload)?;
        let mut tx = app.begin().await?;
        let Some(row) = agreement::Entity::find_by_id(id).one(tx.db()).await? else { return Ok(()) };
        let pair = access::lock(&tx, row.pairing_id).await?;
        // Read again behind the lock: somebody may just have ended it.
        let row = agreement::Entity::find_by_id(id).one(tx.db()).await?.unwrap_or(row);
        let (AgreementState::Signed, Some(until)) = (row.state, row.until) else { return Ok(()) };
        let today = schools::today(&tx, &pair).await?;
        match what {
            What::Warn if row.warned_at.is_none() && pair.state.holding() => {
                let after = until + TimeDelta::days(1);
                if covering(tx.db(), pair.id, after).await?.is_none() {
                    warn(&mut tx, &row).await?;
                }
            }
            What::Expire if today > until => {
                let to = after_paper(row.state, PaperAct::Expire)?;
                let change = agreement::ActiveModel { ended_at: Set(Some(tx.now())), ..Default::default() };
                put(&tx, &row, to, change).await?;
                tell(&mut tx, kind::AGREEMENT_EXPIRED, &row);
                rest(&mut tx, None, pair.id, EXPIRED).await?;
            }
            // West of Greenwich the day is not over yet.
            What::Expire => save(&tx, id, What::Expire, tx.now() + TimeDelta::hours(6)).await?,
            What::Warn => return Ok(()),
        }
        tx.commit().await?;
        Ok(())
    }
}

async fn warn(tx: &mut Tx, row: &agreement::Model) -> Result<()> {
    let change = agreement::ActiveModel { id: Set(row.id), warned_at: Set(Some(tx.now())), ..Default::default() };
    change.update(tx.db()).await?;
    tell(tx, kind::AGREEMENT_ENDS, row);
    Ok(())
}

fn tell(tx: &mut Tx, kind: &'static str, row: &agreement::Model) {
    let detail = Detail { agreement: Some(row.id), ..Detail::default() };
    tx.emit(PairEvent::by_itself(kind, row.pairing_id).with(detail));
}
