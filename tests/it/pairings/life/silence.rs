//! When nothing is heard of a pair.

use chrono::TimeDelta;
use kit::{Town, json};

use super::{Crew, org};

async fn alarms(town: &Town, login: &str) -> usize {
    town.settle().await;
    let page = town.person(login).await.get("/notices").await.ok();
    page["items"].as_array().unwrap().iter().filter(|notice| notice["kind"] == "pairing_silent").count()
}

#[tokio::test]
async fn thirty_days_are_told_to_curators_and_sixty_to_coordinators_once() {
    let crew = Crew::new().await;
    let town = &crew.town;
    let pair = crew.active().await;
    let curator = json!({"side": "mentee", "person_id": town.id("lea").await, "duty": "curator"});
    crew.mo.post(&format!("/pairings/{pair}/people"), curator).await.ok();
    super::give(town, "ben", kernel::Role::Curator, org(town, "school12").await).await;
    town.clock.advance(TimeDelta::days(29));
    assert_eq!((alarms(town, "lea").await, alarms(town, "ben").await, alarms(town, "mun").await), (0, 0, 0));
    town.clock.advance(TimeDelta::days(1));
    assert_eq!((alarms(town, "lea").await, alarms(town, "ben").await, alarms(town, "mun").await), (1, 1, 0));
    assert_eq!(alarms(town, "mo").await, 0, "heads are told by their curators");
    town.clock.advance(TimeDelta::days(29));
    assert_eq!(alarms(town, "mun").await, 0);
    town.clock.advance(TimeDelta::days(1));
    assert_eq!((alarms(town, "mun").await, alarms(town, "lea").await), (1, 1));
    let page = town.person("mun").await.get(&format!("/pairings/{pair}")).await.ok();
    assert_eq!(page["silent_days"], 60);
    town.clock.advance(TimeDelta::days(60));
    assert_eq!((alarms(town, "mun").await, alarms(town, "lea").await), (1, 1), "said once");

    // Something happens, and the days are counted anew.
    let mo = town.person("mo").await;
    let teacher = json!({"side": "mentee", "person_id": town.id("mo").await, "duty": "director"});
    mo.post(&format!("/pairings/{pair}/people"), teacher).await.ok();
    town.clock.advance(TimeDelta::days(29));
    assert_eq!(alarms(town, "lea").await, 1);
    town.clock.advance(TimeDelta::days(1));
    assert_eq!((alarms(town, "lea").await, alarms(town, "mun").await), (2, 1));
}

#[tokio::test]
async fn work_meanwhile_moves_the_day_and_rest_is_no_silence() {
    let crew = Crew::new().await;
    let town = &crew.town;
    let pair = crew.active().await;
    let curator = json!({"side": "mentee", "person_id": town.id("lea").await, "duty": "curator"});
    crew.mo.post(&format!("/pairings/{pair}/people"), curator).await.ok();
    town.settle().await;
    town.clock.advance(TimeDelta::days(20));
    let tx = town.app.begin().await.unwrap();
    pairings::life::touch(&tx, pair.parse().unwrap()).await.unwrap();
    tx.commit().await.unwrap();
    town.clock.advance(TimeDelta::days(20));
    assert_eq!(alarms(town, "lea").await, 0);
    town.clock.advance(TimeDelta::days(10));
    assert_eq!(alarms(town, "lea").await, 1);
    let mun = town.person("mun").await;
    mun.post(&format!("/pairings/{pair}/suspend"), json!({"reason": "Каникулы"})).await.ok();
    town.clock.advance(TimeDelta::days(60));
    assert_eq!(alarms(town, "mun").await, 0, "who rests is not silent");
    let mun = town.person("mun").await;
    mun.post(&format!("/pairings/{pair}/resume"), json!({})).await.ok();
    town.clock.advance(TimeDelta::days(30));
    assert_eq!(alarms(town, "lea").await, 2);
    town.clock.advance(TimeDelta::days(30));
    assert_eq!(alarms(town, "mun").await, 1);
}
