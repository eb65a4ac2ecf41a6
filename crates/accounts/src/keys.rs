//! Access tokens: HS256 with a key id. Keys are made on first use, replaced by age, and outlive their tokens a little.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use kernel::{Code, Error, PersonId, Result, SessionId, Timestamp};
use moka::sync::Cache;
use platform::{App, Tx};
use sea_orm::{QueryOrder, Set, entity::prelude::*};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{entity::signing_key, secrets, signatures};

/// Keys are read again this often, so that one withdrawn in the database stops counting everywhere.
const REREAD: Duration = Duration::from_secs(60);

/// What a token says. `exp` is checked against the application's clock, not the machine's.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Claims {
    pub sub: PersonId,
    pub sid: SessionId,
    pub iat: i64,
    pub exp: i64,
}

/// Signs a token for a session. Makes or replaces the key when it is time.
pub async fn issue(tx: &Tx, person: PersonId, session: SessionId) -> Result<String> {
    let key = current(tx).await?;
    let minutes = i64::from(tx.app().config().auth.access_minutes);
    let iat = tx.now().timestamp();
    let claims = Claims { sub: person, sid: session, iat, exp: iat + minutes * 60 };
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some(key.id.to_string());
    let secret = STANDARD.decode(&key.secret).map_err(anyhow::Error::from)?;
    signatures::install();
    let token = jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(&secret));
    Ok(token.map_err(anyhow::Error::from)?)
}

async fn current(tx: &Tx) -> Result<signing_key::Model> {
    let oldest = tx.now() - TimeDelta::days(i64::from(tx.app().config().auth.key_rotation_days.max(1)));
    let young = signing_key::Entity::find()
        .filter(signing_key::Column::RetiredAt.is_null())
        .filter(signing_key::Column::CreatedAt.gt(oldest))
        .order_by_desc(signing_key::Column::CreatedAt)
        .order_by_desc(signing_key::Column::Id)
        .one(tx.db())
        .await?;
    if let Some(key) = young {
        return Ok(key);
    }
    signing_key::Entity::update_many()
        .col_expr(signing_key::Column::RetiredAt, Expr::value(tx.now()))
        .filter(signing_key::Column::RetiredAt.is_null())
        .exec(tx.db())
        .await?;
    let key = signing_key::ActiveModel {
        id: Set(tx.id()),
        secret: Set(STANDARD.encode(secrets::bytes())),
        created_at: Set(tx.now()),
        retired_at: Set(None),
    };
    Ok(key.insert(tx.db()).await?)
}

/// When a token ends, taken at its word: for tokens that were checked before.
pub fn end_of(token: &str) -> Option<Timestamp> {
    let claims: Claims = jsonwebtoken::dangerous::insecure_decode_claims(token).ok()?;
    Timestamp::from_timestamp(claims.exp, 0)
}

/// The keys this process checks with, and tokens it checked lately.
pub struct Ring {
    keys: Mutex<HashMap<Uuid, (Instant, Option<DecodingKey>)>>,
    /// A signature is checked once and believed as long as a key is: every request of a device brings the same token.
    checked: Cache<Box<str>, Claims>,
}

impl Default for Ring {
    fn default() -> Self {
        let checked = Cache::builder().max_capacity(20_000).time_to_live(REREAD).build();
        Self { keys: Mutex::default(), checked }
    }
}

impl Ring {
    /// What a token says, if it is ours and still runs.
    ///
    /// # Errors
    /// `Unauthenticated` for anything else.
    pub async fn read(&self, app: &App, token: &str) -> Result<Claims> {
        let bad = || Error::Unauthenticated(Code::Unauthenticated);
        let claims = match self.checked.get(token) {
            Some(claims) => claims,
            None => {
                let claims = self.check(app, token).await?;
                self.checked.insert(token.into(), claims);
                claims
            }
        };
        if claims.exp <= app.now().timestamp() {
            return Err(bad());
        }
        Ok(claims)
    }

    async fn check(&self, app: &App, token: &str) -> Result<Claims> {
        let bad = || Error::Unauthenticated(Code::Unauthenticated);
        signatures::install();
        let header = jsonwebtoken::decode_header(token).map_err(|_| bad())?;
        let kid = header.kid.and_then(|kid| kid.parse().ok()).ok_or_else(bad)?;
        let key = self.key(app, kid).await?.ok_or_else(bad)?;
        let mut rules = Validation::new(Algorithm::HS256);
        rules.required_spec_claims.clear();
        rules.validate_exp = false;
        Ok(jsonwebtoken::decode::<Claims>(token, &key, &rules).map_err(|_| bad())?.claims)
    }

    async fn key(&self, app: &App, kid: Uuid) -> Result<Option<DecodingKey>> {
        let known = self.lock().get(&kid).filter(|(at, _)| at.elapsed() < REREAD).map(|(_, key)| key.clone());
        if let Some(key) = known {
            return Ok(key);
        }
        let key = load(app, kid).await?;
        let mut ring = self.lock();
        // Invented ids must not fill the memory.
        if ring.len() > 1000 {
            ring.clear();
        }
        ring.insert(kid, (Instant::now(), key.clone()));
        Ok(key)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Uuid, (Instant, Option<DecodingKey>)>> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A retired key counts as long as the last token it signed may run.
async fn load(app: &App, kid: Uuid) -> Result<Option<DecodingKey>> {
    let Some(row) = signing_key::Entity::find_by_id(kid).one(app.reader()).await? else { return Ok(None) };
    let overlap = TimeDelta::minutes(i64::from(app.config().auth.access_minutes) + 1);
    if row.retired_at.is_some_and(|at| at + overlap < app.now()) {
        return Ok(None);
    }
    let secret = STANDARD.decode(&row.secret).map_err(anyhow::Error::from)?;
    Ok(Some(DecodingKey::from_secret(&secret)))
}
