//! Unread: counted exactly, on every device, whatever happened in between.

use kit::{Person, Town, Value, check, expect, json};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

async fn unread(person: &Person, topic: &str) -> (i64, i64) {
    let my = person.get(&format!("/topics/{topic}")).await.ok()["my"].clone();
    (my["unread"].as_i64().unwrap(), my["last_read_no"].as_i64().unwrap())
}

async fn space_unread(person: &Person, space: &str) -> (i64, i64) {
    let my = person.get(&format!("/spaces/{space}")).await.ok()["my"].clone();
    (my["unread"].as_i64().unwrap(), my["unread_topics"].as_i64().unwrap())
}

#[tokio::test]
async fn own_posts_and_deleted_posts_are_never_unread() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    town.clock.advance(chrono::TimeDelta::minutes(1));
    let space = town.space("open").await;
    let topic = ana.opens(&space, "Счёт").await;
    let id = topic["id"].as_str().unwrap();
    ben.replies(id, "два").await.ok();
    let third = ana.replies(id, "три").await.ok();
    assert_eq!(unread(&ana, id).await, (1, 0));
    assert_eq!(unread(&ben, id).await, (2, 0));
    ana.delete(&format!("/posts/{}", third["id"].as_str().unwrap())).await.ok();
    assert_eq!(unread(&ben, id).await, (1, 0));
    let moved = ben.put(&format!("/topics/{id}/read"), json!({"no": 3})).await.ok();
    assert_eq!(moved, json!({"last_read_no": 3, "unread": 0, "space_unread": 0}));
    let back = ben.put(&format!("/topics/{id}/read"), json!({"no": 1})).await.ok();
    assert_eq!(back["last_read_no"], 3, "a mark only moves forward");
    let back = ben.put(&format!("/topics/{id}/read"), json!({"no": 0, "unread": true})).await.ok();
    assert_eq!((&back["last_read_no"], &back["unread"]), (&json!(0), &json!(1)));
    let far = ben.put(&format!("/topics/{id}/read"), json!({"no": 99_999})).await.ok();
    assert_eq!(far["last_read_no"], 3);
}

#[tokio::test]
async fn what_was_written_before_one_came_is_not_unread() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    // The town's people were confirmed at this very moment.
    let topic = ana.opens(&town.space("open").await, "Давнее").await;
    let id = topic["id"].as_str().unwrap();
    ana.replies(id, "тоже давнее").await.ok();
    assert_eq!(unread(&ben, id).await, (0, 2));
    town.clock.advance(chrono::TimeDelta::minutes(1));
    ana.replies(id, "новое").await.ok();
    assert_eq!(unread(&ben, id).await, (1, 2));
    // Looking at the top of an old topic must not make the rest of it unread.
    let moved = ben.put(&format!("/topics/{id}/read"), json!({"no": 1})).await.ok();
    assert_eq!((&moved["last_read_no"], &moved["unread"]), (&json!(2), &json!(1)));
}

#[tokio::test]
async fn newcomers_of_a_group_do_not_find_years_unread() {
    let town = Town::new().await;
    let (ana, mo) = (town.person("ana").await, town.person("mo").await);
    town.clock.advance(chrono::TimeDelta::minutes(1));
    let club = town.space("club").await;
    let topic = ana.opens(&club, "Давно в клубе").await;
    let id = topic["id"].as_str().unwrap();
    town.clock.advance(chrono::TimeDelta::minutes(1));
    ana.put(&format!("/spaces/{club}/members/{}", mo.id), json!({"role": "member", "state": "member"})).await.ok();
    assert_eq!(unread(&mo, id).await, (0, 1));
    town.clock.advance(chrono::TimeDelta::minutes(1));
    ana.replies(id, "при новеньких").await.ok();
    assert_eq!(unread(&mo, id).await, (1, 1));
    assert_eq!(space_unread(&mo, &club).await, (1, 1));
}

#[tokio::test]
async fn reading_everything_leaves_nothing_unread() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    town.clock.advance(chrono::TimeDelta::minutes(1));
    let space = town.space("open").await;
    let (one, two) = (ana.opens(&space, "Первая тема").await, ana.opens(&space, "Вторая тема").await);
    let (one, two) = (one["id"].as_str().unwrap(), two["id"].as_str().unwrap());
    ana.replies(one, "ещё").await.ok();
    ben.put(&format!("/topics/{two}/read"), json!({"no": 0, "unread": true})).await.ok();
    assert_eq!(space_unread(&ben, &space).await, (3, 2));
    let home = ben.get("/home").await.ok();
    assert_eq!((&home["unread_total"], home["unread_topics"].as_array().unwrap().len()), (&json!(3), 2));
    ben.post(&format!("/spaces/{space}/read"), json!({})).await.ok();
    assert_eq!(space_unread(&ben, &space).await, (0, 0));
    assert_eq!((unread(&ben, one).await, unread(&ben, two).await), ((0, 2), (0, 1)));
    ana.replies(two, "снова").await.ok();
    assert_eq!(space_unread(&ben, &space).await, (1, 1));
}

#[tokio::test]
async fn muted_topics_count_for_themselves_and_nowhere_else() {
    let town = Town::new().await;
    let (ana, ben, mo) = (town.person("ana").await, town.person("ben").await, town.person("mo").await);
    town.clock.advance(chrono::TimeDelta::minutes(1));
    let space = town.space("open").await;
    let section = mo.post(&format!("/spaces/{space}/sections"), json!({"title": "Шумный раздел"})).await.ok();
    let body =
        json!({"space_id": space, "section_id": section["id"], "kind": "discussion", "title": "Шум", "body": "шум"});
    let loud = ana.post_once("/topics", body).await.ok();
    let loud = loud["id"].as_str().unwrap();
    ana.opens(&space, "Тихая тема").await;
    assert_eq!(space_unread(&ben, &space).await, (2, 2));
    let level = |target: String, level: &'static str| {
        let ben = ben.clone();
        async move { ben.put(&format!("/{target}/watch"), json!({"level": level})).await.ok() }
    };
    level(format!("sections/{}", section["id"].as_str().unwrap()), "muted").await;
    assert_eq!(space_unread(&ben, &space).await, (1, 1));
    assert_eq!(unread(&ben, loud).await.0, 1);
    let sections = ben.get(&format!("/spaces/{space}")).await.ok()["sections"].clone();
    assert_eq!(
        (&sections[0]["unread"], &sections[0]["watch"], &sections[0]["topic_count"]),
        (&json!(0), &json!("muted"), &json!(1))
    );
    assert_eq!(ben.get("/topics?filter=unread").await.ok()["items"].as_array().unwrap().len(), 1);
    level(format!("topics/{loud}"), "normal").await;
    assert_eq!(space_unread(&ben, &space).await, (2, 2), "the nearest level wins");
    level(format!("spaces/{space}"), "muted").await;
    assert_eq!(space_unread(&ben, &space).await, (1, 1));
    assert_eq!(ben.get("/home").await.ok()["unread_total"], 1);
}

/// One step of a random history.
#[derive(Clone, Debug)]
enum Step {
    Post { who: usize, topic: usize },
    Delete { topic: usize, no: usize },
    Restore { topic: usize, no: usize },
    Read { who: usize, topic: usize, no: i64, back: bool },
    ReadAll { who: usize },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0..3_usize, 0..3_usize).prop_map(|(who, topic)| Step::Post { who, topic }),
        2 => (0..3_usize, 2..9_usize).prop_map(|(topic, no)| Step::Delete { topic, no }),
        1 => (0..3_usize, 2..9_usize).prop_map(|(topic, no)| Step::Restore { topic, no }),
        3 => (0..3_usize, 0..3_usize, 0..9_i64, prop::bool::weighted(0.3)).prop_map(|(who, topic, no, back)| Step::Read { who, topic, no, back }),
        1 => (0..3_usize).prop_map(|who| Step::ReadAll { who }),
    ];
    prop::collection::vec(step, 40)
}

/// What we believe about a topic.
#[derive(Default)]
struct Model {
    id: String,
    /// Author and whether it stands, by number from 1.
    posts: Vec<(usize, bool)>,
    ids: Vec<String>,
    marks: [i64; 3],
}

impl Model {
    fn unread(&self, who: usize) -> i64 {
        let beyond = self.posts.iter().enumerate().filter(|(i, _)| *i as i64 + 1 > self.marks[who]);
        beyond.filter(|(_, (author, stands))| *stands && *author != who).count() as i64
    }
}

#[tokio::test]
async fn unread_equals_a_recount_after_any_history() {
    let town = Town::new().await;
    let people = [town.person("mo").await, town.person("ana").await, town.person("ben").await];
    let moderator = people[0].clone();
    town.clock.advance(chrono::TimeDelta::minutes(1));
    let space = town.space("open").await;
    let mut topics: Vec<Model> = Vec::new();
    for title in ["Первая тема", "Вторая тема", "Третья тема"] {
        let made = people[0].opens(&space, title).await;
        let id = made["id"].as_str().unwrap().to_owned();
        topics.push(Model { ids: vec![String::new()], id, posts: vec![(0, true)], marks: [0; 3] });
    }
    let history = steps().new_tree(&mut TestRunner::deterministic()).unwrap().current();
    for step in history {
        apply(&people, &moderator, &space, &mut topics, &step).await;
        for (who, person) in people.iter().enumerate() {
            for topic in &topics {
                assert_eq!(unread(person, &topic.id).await.0, topic.unread(who), "topic, person {who}, after {step:?}");
            }
            let total: i64 = topics.iter().map(|t| t.unread(who)).sum();
            assert_eq!(space_unread(person, &space).await.0, total, "space, person {who}, after {step:?}");
        }
    }
}

async fn apply(people: &[Person; 3], moderator: &Person, space: &str, topics: &mut [Model], step: &Step) {
    match *step {
        Step::Post { who, topic } => {
            let post: Value = people[who].replies(&topics[topic].id, "слово").await.ok();
            topics[topic].posts.push((who, true));
            topics[topic].ids.push(post["id"].as_str().unwrap().to_owned());
        }
        Step::Delete { topic, no } | Step::Restore { topic, no } => {
            let stands = matches!(step, Step::Restore { .. });
            let Some(id) = topics[topic].ids.get(no - 1).filter(|id| !id.is_empty()).cloned() else { return };
            let answer = match stands {
                true => moderator.post(&format!("/posts/{id}/restore"), json!({})).await,
                false => moderator.delete_with(&format!("/posts/{id}"), json!({"reason": "проба"})).await,
            };
            check(&answer, expect!["204"]);
            topics[topic].posts[no - 1].1 = stands;
        }
        Step::Read { who, topic, no, back } => {
            let model = &mut topics[topic];
            people[who].put(&format!("/topics/{}/read", model.id), json!({"no": no, "unread": back})).await.ok();
            let no = no.min(model.posts.len() as i64);
            model.marks[who] = if back { no } else { no.max(model.marks[who]) };
        }
        Step::ReadAll { who } => {
            people[who].post(&format!("/spaces/{space}/read"), json!({})).await.ok();
            topics.iter_mut().for_each(|t| t.marks[who] = t.posts.len() as i64);
        }
    }
}
