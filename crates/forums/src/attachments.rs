//! Files of posts. They are stored elsewhere; a post says which are its own, and who may read it may read them.

use std::{collections::HashMap, sync::Arc};

use async_trait::async_trait;
use kernel::{Actor, Error, FileId, PersonId, PostId, Result, error::Checks};
use platform::{
    App, Tx,
    ports::{FileOwners, FileRef, Owner},
};

use sea_orm::entity::prelude::*;

use crate::{access, entity::post, policy::PostFacts};

const POST: &str = "post";
const MOST: usize = 10;

fn owner(post: PostId) -> Owner {
    Owner::new(POST, post.0)
}

/// # Errors
/// `Invalid` when there are too many, or one is named twice.
pub(crate) fn check(files: &[FileId]) -> Result<()> {
    let mut checks = Checks::default();
    checks.require(files.len() <= MOST, "files", "too_many");
    for (at, file) in files.iter().enumerate() {
        checks.require(!files[..at].contains(file), &format!("files[{at}]"), "invalid");
    }
    checks.done()
}

/// Makes exactly these the files of a post, in the running write. Answers how many it has now.
pub(crate) async fn bind(tx: &mut Tx, post: PostId, by: PersonId, files: &[FileId]) -> Result<i32> {
    let count = i32::try_from(files.len()).unwrap_or(i32::MAX);
    let stored = Arc::clone(tx.app().files()?);
    stored.bind(tx, &owner(post), by, files).await?;
    post::Entity::update_many()
        .col_expr(post::Column::Files, Expr::value(count))
        .filter(post::Column::Id.eq(post))
        .exec(tx.db())
        .await?;
    Ok(count)
}

/// Files of each post, in order. Whoever asks leaves out deleted posts and posts without any.
pub(crate) async fn of(app: &App, posts: impl Iterator<Item = PostId>) -> Result<HashMap<PostId, Vec<FileRef>>> {
    let owners: Vec<Owner> = posts.map(owner).collect();
    if owners.is_empty() {
        return Ok(HashMap::new());
    }
    // An installation without stored files has posts all the same.
    let Ok(files) = app.files() else { return Ok(HashMap::new()) };
    let found = files.of(app, &owners).await?;
    Ok(found.into_iter().map(|(owner, files)| (PostId(owner.id), files)).collect())
}

pub struct OfPosts;

#[async_trait]
impl FileOwners for OfPosts {
    fn kinds(&self) -> &'static [&'static str] {
        &[POST]
    }

    /// As the words of the post: whoever reads the topic, and of a deleted post its moderators.
    async fn may_read(&self, app: &App, reader: Option<&Actor>, owner: &Owner) -> Result<bool> {
        let Some(actor) = reader else { return Ok(false) };
        match access::post(app.reader(), actor, PostId(owner.id)).await {
            Ok((place, post)) => Ok(place.seat().read_history(place.facts(), PostFacts::from(&post)).allowed()),
            Err(Error::Hidden | Error::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
