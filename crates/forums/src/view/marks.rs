//! What only the reader sees of posts: own reactions and bookmarks, read for a stretch of a topic at a time, since pages
//! of one topic are asked for one after another.

use std::{
    collections::{BTreeMap, btree_map::Range},
    sync::Arc,
    time::Duration,
};

use kernel::{PersonId, PostId, Result, TopicId};
use moka::sync::Cache;
use platform::App;
use sea_orm::{ConnectionTrait, QueryResult};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{access::statement, kinds::Reaction};

/// Reader's own marks on one post.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct MyMarks {
    pub reactions: Vec<Reaction>,
    pub bookmarked: bool,
}

/// Posts of a stretch; more would cost readers of busy topics too much.
const STRETCH: i32 = 100;

/// Marks change a topic's revision, so what was read under one stays true.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    person: PersonId,
    topic: TopicId,
    revision: i64,
    stretch: i32,
}

/// By number of the post.
type Stretch = BTreeMap<i32, (PostId, MyMarks)>;

/// Stretches that were read lately.
pub struct MarkCache(Cache<Key, Arc<Stretch>>);

impl Default for MarkCache {
    fn default() -> Self {
        let weight = |_: &Key, marks: &Arc<Stretch>| u32::try_from(150 + marks.len() * 80).unwrap_or(u32::MAX);
        Self(Cache::builder().max_capacity(8 << 20).weigher(weight).time_to_idle(Duration::from_secs(120)).build())
    }
}

impl MarkCache {
    /// JSON object of the reader's marks by post id; posts without any are absent.
    ///
    /// # Errors
    /// `Internal` when the database is out of reach.
    pub async fn json(
        &self,
        app: &App,
        person: PersonId,
        (topic, revision): (TopicId, i64),
        (from, to): (i32, i32),
    ) -> Result<Vec<u8>> {
        let mut mine = BTreeMap::new();
        let mut kept = Vec::new();
        for stretch in from / STRETCH..=to / STRETCH {
            let key = Key { person, topic, revision, stretch };
            kept.push(match self.0.get(&key) {
                Some(marks) => marks,
                None => {
                    let marks = Arc::new(read(app, key).await?);
                    self.0.insert(key, Arc::clone(&marks));
                    marks
                }
            });
        }
        for (_, (post, marks)) in kept.iter().flat_map(|stretch| within(stretch, from, to)) {
            mine.insert(post.to_string(), marks);
        }
        Ok(serde_json::to_vec(&mine)?)
    }
}

fn within(stretch: &Stretch, from: i32, to: i32) -> Range<'_, i32, (PostId, MyMarks)> {
    stretch.range(from..=to.max(from))
}

async fn read(app: &App, key: Key) -> Result<Stretch> {
    let db = app.reader();
    let first = key.stretch * STRETCH;
    let posts = "FROM post p JOIN {} x ON x.post_id = p.id AND x.person_id = $1 \
                 WHERE p.topic_id = $2 AND p.no BETWEEN $3 AND $4";
    let sql = format!(
        "SELECT p.no, p.id, x.kind {} UNION ALL SELECT p.no, p.id, NULL AS kind {}",
        posts.replace("{}", "reaction"),
        posts.replace("{}", "bookmark")
    );
    let values = [key.person.into(), key.topic.into(), first.into(), (first + STRETCH - 1).into()];
    let mut marks = Stretch::new();
    for row in db.query_all_raw(statement(db, &sql, values)).await? {
        put(&mut marks, &row)?;
    }
    Ok(marks)
}

fn put(marks: &mut Stretch, row: &QueryResult) -> Result<()> {
    let (_, mine) = marks.entry(row.try_get_by_index(0)?).or_insert((row.try_get_by_index(1)?, MyMarks::default()));
    // Absent for a bookmark.
    match row.try_get_by_index::<Option<Reaction>>(2)? {
        Some(kind) => mine.reactions.push(kind),
        None => mine.bookmarked = true,
    }
    Ok(())
}
