//! Plans to begin with: those that come with the house, and those that schools and territories keep.

use std::collections::BTreeSet;

use kit::{Town, Value, check, expect, json};
use pairings::{codes, work::templates};

use super::{pair, planned};

#[test]
fn what_comes_with_the_house_is_fit_to_begin_with() {
    let all = templates::shipped().unwrap();
    assert!(all.len() >= 6, "{}", all.len());
    let keys: BTreeSet<&str> = all.iter().map(|one| one.key.as_str()).collect();
    assert_eq!(keys.len(), all.len(), "two templates have one key");
    for one in all {
        let theme = one.theme_kind.zip(one.theme.as_deref());
        assert_eq!(one.theme_kind.is_some(), one.theme.is_some(), "{}", one.key);
        assert!(theme.is_none_or(|(kind, code)| codes::is_theme(kind, code)), "{}", one.key);
        assert!(one.key.parse::<uuid::Uuid>().is_err() && one.items.len() >= 6, "{}", one.key);
        let forms: BTreeSet<_> = one.items.iter().map(|item| item.form).collect();
        assert!(forms.len() >= 4, "{} is made of {forms:?}", one.key);
        let titles: BTreeSet<&str> = one.items.iter().map(|item| item.title.as_str()).collect();
        assert_eq!(titles.len(), one.items.len(), "{}: an item stands twice", one.key);
        assert!(one.items.is_sorted_by_key(|item| item.week), "{}: weeks in disorder", one.key);
        for item in &one.items {
            assert!(item.goal.chars().count() > 30, "{}: {} has no goal", one.key, item.title);
            assert!(item.title.chars().count() <= 300 && item.week.is_some_and(|week| week <= 40), "{}", item.title);
        }
    }
}

fn titles(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["template"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_template_is_written_into_the_plan_within_the_time_of_the_pair() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let mo = town.person("mo").await;
    let maths = mo.get("/pairing-plan-templates?theme_kind=subject&theme=math").await.ok();
    assert_eq!(titles(&maths), ["first-year", "math-5-6"]);
    let path = format!("/pairings/{pair}/plan/from-template");
    let plan = mo.post(&path, json!({"template": "first-year", "since": "2027-05-01"})).await.ok();
    let items = plan["items"].as_array().unwrap();
    assert_eq!(items.len(), 11);
    assert_eq!(items[0]["due"], "2027-05-08");
    // Later than the agreement is too late.
    assert_eq!(items[10]["due"], "2027-06-30");
    let again = mo.post(&path, json!({"template": "first-year"})).await.ok();
    assert_eq!(again["items"].as_array().unwrap().len(), 11, "nothing is written twice");
    check(&mo.post(&path, json!({"template": "magic"})).await, expect!["422 template: unknown"]);
    check(
        &mo.post(&path, json!({"template": "first-year", "since": "2025-01-01"})).await,
        expect!["422 since: invalid"],
    );
}

#[tokio::test]
async fn a_plan_is_kept_for_others_of_the_school_or_the_territory() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, mo, mun) = (town.person("ana").await, town.person("mo").await, town.person("mun").await);
    let path = format!("/pairings/{pair}/plan/as-template");
    let school = json!({"title": "Наш план", "org_id": town.org("school12").await});
    check(&mo.post(&path, school.clone()).await, expect!["422 items: required"]);
    planned(&ana, &pair, json!({"mentor_person_id": ana.id, "due": "2026-09-22"})).await;
    let off = planned(&ana, &pair, json!({"title": "Отменённое"})).await;
    ana.post(&format!("/plan-items/{off}/cancel"), json!({"reason": "нет"})).await.ok();
    let kept = mo.post(&path, school.clone()).await.ok();
    assert_eq!(
        kept["items"],
        json!([
        {"form": "seminar", "title": "Семинар по процентам", "goal": "Разобрать задание 8", "week": 3}])
    );
    // A teacher keeps nothing for the school, a head nothing for another one.
    check(&ana.post(&path, school).await, expect!["422 org_id: unknown"]);
    let foreign = json!({"title": "Чужим", "org_id": town.org("school6").await});
    check(&mo.post(&path, foreign).await, expect!["422 org_id: unknown"]);
    let district = json!({"title": "План района", "org_id": town.org("district").await});
    let shared = mun.post(&path, district).await.ok();
    let seen = |person: kit::Person| async move {
        let list = person.get("/pairing-plan-templates?theme_kind=subject&theme=math").await.ok();
        let own = list.as_array().unwrap().iter().filter(|one| !one["id"].is_null());
        own.map(|one| (one["title"].as_str().unwrap().to_owned(), one["can_discard"] == true)).collect::<Vec<_>>()
    };
    assert_eq!(seen(mo.clone()).await, [("Наш план".to_owned(), true), ("План района".to_owned(), false)]);
    assert_eq!(seen(ana.clone()).await, [("План района".to_owned(), false)]);
    assert_eq!(seen(town.person("far").await).await, []);
    let id = shared["id"].as_str().unwrap();
    let far = town.person("farhead").await;
    check(&far.delete(&format!("/pairing-plan-templates/{id}")).await, expect!["404 not_found"]);
    check(&ana.delete(&format!("/pairing-plan-templates/{id}")).await, expect!["403 forbidden"]);
    check(&mun.delete(&format!("/pairing-plan-templates/{id}")).await, expect!["204"]);
    check(
        &far.post(&format!("/pairings/{pair}/plan/from-template"), json!({"template": kept["id"]})).await,
        expect!["404 not_found"],
    );
}
