//! Reasons in words, made of what is stored.

use kernel::{OrgId, SkillId};
use kit::{json, town};
use pairings::entity::schools::{need_skill, offer, offer_skill};
use sea_orm::{EntityTrait, QuerySelect, entity::prelude::*};

use super::{District, of};

fn said(pair: &kit::Value) -> String {
    let sentences = pair["explanation"].as_array().unwrap().iter();
    sentences.map(|sentence| sentence.as_str().unwrap()).collect::<Vec<_>>().join("\n")
}

/// Pupils of the first school fail in a skill that those of a mentor can do.
async fn weak(district: &District, mentor: OrgId) -> SkillId {
    let reader = district.town.app.reader();
    let skill = skills::entity::skill::Entity::find()
        .filter(skills::entity::skill::Column::Subject.eq("math"))
        .limit(1)
        .one(reader)
        .await
        .unwrap()
        .unwrap();
    let offer = offer::Entity::find().filter(offer::Column::SchoolId.eq(mentor)).one(reader).await;
    let tx = district.town.app.begin().await.unwrap();
    let row =
        need_skill::Model { need_id: district.needs[0], skill_id: skill.id, share_done: Some(34), pupils: Some(40) };
    need_skill::Entity::insert(need_skill::ActiveModel::from(row).reset_all())
        .exec_without_returning(tx.db())
        .await
        .unwrap();
    let row = offer_skill::Model {
        offer_id: offer.unwrap().unwrap().id,
        theme_kind: pairings::kinds::ThemeKind::Subject,
        theme: "math".into(),
        skill_id: skill.id,
        share_done: Some(71),
    };
    offer_skill::Entity::insert(offer_skill::ActiveModel::from(row).reset_all())
        .exec_without_returning(tx.db())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    skill.id
}

#[tokio::test]
async fn a_pair_says_why_it_is_and_what_it_would_cost_to_forbid() {
    let district = District::new().await;
    let before = of(&district.run().await, district.mentees[0]);
    let chosen: OrgId = before["mentor"]["id"].as_str().unwrap().parse().unwrap();
    weak(&district, chosen).await;
    let run = district.run().await;
    let pair = of(&run, district.mentees[0]);
    assert_eq!(
        pair["mentor"]["id"], before["mentor"]["id"],
        "whoever is strong where the other is weak comes first still"
    );
    let name = pair["mentor"]["short_name"].as_str().unwrap();
    let said = said(&pair);
    for part in [
        &format!("«{name}» предлагается в наставники школе «Школа подопечная 1», тема: Математика."),
        &format!("Балл пары: {} из 1000.", pair["score"]),
        "из 5 по близости условий",
        "34 % выполнения против 71 % у наставника",
        "Острота потребности 60 из 100",
        "Опыт: практик и событий по этим умениям у наставника пока нет.",
        "Школы одного района, дорога около",
        "Если запретить эту пару",
    ] {
        assert!(said.contains(part), "{part}\n---\n{said}");
    }
    let cost = &pair["cost_of_forbidding"];
    if cost["covered"] == 0 && cost["score"].as_i64().unwrap() > 0 {
        assert!(said.contains(&format!("снизится на {}.", cost["score"])), "{said}");
    }
    let other = &pair["runner_up"]["mentor"]["short_name"];
    assert!(other.is_string() && said.contains(other.as_str().unwrap()), "{said}");
    let terms = [("context", 350), ("complementarity", 300), ("practice", 150), ("access", 120), ("history", 80)];
    let known = terms.iter().filter_map(|(term, weight)| Some((weight, pair["parts"][term].as_i64()?)));
    let (sum, all) = known.fold((0, 0), |(sum, all), (weight, part)| (sum + weight * part, all + weight));
    assert_eq!(pair["score"].as_i64().unwrap(), (sum + all / 2) / all, "the score follows of its parts");
}

#[tokio::test]
async fn published_practices_and_held_events_count_as_shown() {
    use platform::ports::Evidence;
    let district = District::new().await;
    let skill = weak(&district, district.mentors[0]).await;
    let app = &district.town.app;
    assert_eq!(app.evidence().len(), 2, "practices and calendars tell");
    let head = town::actor(app, "head").await;
    let school = district.town.org("school6").await;
    let event = json!({
        "title": "Проценты", "summary": "Открытый урок", "body": "", "kind": "seminar", "host": school,
        "subjects": ["math"], "grades": [5], "skills": [skill], "starts": "2026-10-06T15:00",
        "ends": "2026-10-06T16:00", "place": "кабинет 1", "room": {"capacity": 10}
    });
    let person = district.town.person("head").await;
    let event = person.post("/events", event).await.ok();
    let path = format!("/events/{}", event["id"].as_str().unwrap());
    person.post(&format!("{path}/publish"), json!({})).await.ok();
    let id = school.parse().unwrap();
    let shown = async || {
        let mut all = Vec::new();
        for source in app.evidence() {
            all.extend(Evidence::shown(source.as_ref(), app, &[id], &[skill]).await.unwrap());
        }
        all.into_iter().map(|one| (one.practices, one.events)).collect::<Vec<_>>()
    };
    assert!(shown().await.is_empty(), "what is planned is not shown yet: {}", head.person);
    district.town.clock.advance(chrono::TimeDelta::days(2));
    let person = district.town.person("head").await;
    person.post(&format!("{path}/hold"), json!({})).await.ok();
    assert_eq!(shown().await, [(0, 1)]);
}

#[tokio::test]
async fn whoever_stays_without_hears_why_of_every_mentor() {
    let district = District::new().await;
    let by = district.town.id("admin").await;
    assert!(!by.is_empty());
    let status = json!({
        "kind": "shnor", "since": "2026-09-01", "until": null, "order_title": "Приказ", "order_number": "1",
        "order_date": "2026-08-30"
    });
    district.mun.post(&format!("/organisations/{}/statuses", district.mentors[0]), status).await.ok();
    crate::pairings::life::needs(&district.town, district.mentors[1], "math").await;
    let run = district.run().await;
    let left = run["uncovered_list"].as_array().unwrap();
    let reasons: Vec<String> = left
        .iter()
        .map(|one| {
            one["reasons"].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect::<Vec<_>>().join("\n")
        })
        .collect();
    assert_eq!((&run["pairs"], left.len()), (&json!(1), 3), "{reasons:?}");
    for text in &reasons {
        assert!(
            text.contains("«Школа наставник 1»: сама в списке школ, которым нужна помощь (ШНОР или ШССУ)."),
            "{text}"
        );
        assert!(text.contains("«Школа наставник 3»"), "{text}");
        assert!(text.contains("места нужнее другим"), "{text}");
    }
    for (one, text) in left.iter().zip(&reasons) {
        let own = one["need"]["school"]["id"] == district.mentors[1].to_string();
        let why = if own {
            "школа не может помогать сама себе"
        } else {
            "сама просит помощи по этой теме"
        };
        assert!(text.contains(&format!("«Школа наставник 2»: {why}.")), "{text}");
    }
}

#[tokio::test]
async fn whoever_measures_nothing_does_not_come_before_whoever_does() {
    let district = District::new().await;
    let before = of(&district.run().await, district.mentees[0]);
    let other = district.mentors.iter().find(|id| before["mentor"]["id"] != id.to_string()).unwrap();
    weak(&district, *other).await;
    let run = district.run().await;
    let pair = of(&run, district.mentees[0]);
    if pair["mentor"]["id"] == other.to_string() {
        assert!(pair["parts"]["complementarity"].as_i64().unwrap() > 0);
    } else {
        assert_eq!(pair["parts"]["complementarity"], 0);
        assert!(said(&pair).contains("не измерена, а у других измерена, поэтому не засчитана"), "{}", said(&pair));
    }
    // Of the need nobody has measured anything for, nothing counts.
    assert_eq!(of(&run, district.mentees[1])["parts"]["complementarity"], json!(null));
}
