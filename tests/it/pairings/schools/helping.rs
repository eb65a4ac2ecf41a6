//! The shelf of a weak spot: schools that are willing to help with it.

use kit::{Person, Town, Value, check, expect, json};

use super::{
    close, foreigner, of,
    offers::{offered, take},
    skill, with,
};

async fn shelf(person: &Person, skill: &str) -> Vec<Value> {
    let page = person.get(&format!("/skills/{skill}/helping-schools")).await.ok();
    page["items"].as_array().unwrap().clone()
}

fn names(shelf: &[Value]) -> Vec<&str> {
    shelf.iter().map(|one| one["school"]["short_name"].as_str().unwrap()).collect()
}

/// A school of the town offers mathematics; with a skill, when one is told.
async fn open(town: &Town, school: &str, skill: Option<&str>) {
    let mut form = offered(2);
    if let Some(skill) = skill {
        form["themes"][0]["skills"] = json!([{"skill_id": skill, "share_done": 88}]);
    }
    town.person("admin").await.put(&of(town, school, "/offer").await, form).await.ok();
}

const SIX: &str = "МБОУ СОШ № 6";
const TWELVE: &str = "МБОУ ООШ № 12 п. Малый Увал";
const THREE: &str = "МКОУ СОШ № 3";

#[tokio::test]
async fn who_names_the_skill_stands_first_then_who_has_a_place_then_who_is_near() {
    let town = Town::new().await;
    let able = skill(&town, 0).await;
    for (school, skill) in [("school6", None), ("school12", None), ("school3", Some(able.as_str()))] {
        open(&town, school, skill).await;
    }
    let (ana, far) = (town.person("ana").await, town.person("far").await);
    assert_eq!(names(&shelf(&ana, &able).await), [THREE, TWELVE, SIX]);
    let other = skill(&town, 1).await;
    assert_eq!(names(&shelf(&ana, &other).await), [TWELVE, SIX, THREE]);
    assert_eq!(names(&shelf(&far, &other).await), [THREE, TWELVE, SIX]);
    take(&town, "school12", 2).await;
    let now = shelf(&ana, &other).await;
    assert_eq!(names(&now), [SIX, THREE, TWELVE]);
    let told = |one: &Value| (one["free"].clone(), one["near"].clone(), one["own"].clone(), one["exact"].clone());
    assert_eq!(told(&now[0]), (json!(2), json!(true), json!(true), json!(false)));
    assert_eq!(told(&now[1]), (json!(2), json!(false), json!(false), json!(false)));
    assert_eq!(told(&now[2]), (json!(0), json!(true), json!(false), json!(false)));
    assert_eq!(now[1]["municipality"]["short_name"], "Усть-Ольховский округ");
    let first = &shelf(&ana, &able).await[0];
    assert_eq!((&first["theme"]["theme"], &first["exact"]), (&json!("math"), &json!(true)));
    assert_eq!((first.get("strength"), first.get("share_done")), (None, None));
}

#[tokio::test]
async fn the_shelf_comes_in_pages() {
    let town = Town::new().await;
    let able = skill(&town, 0).await;
    for school in ["school6", "school12", "school3"] {
        open(&town, school, None).await;
    }
    let ana = town.person("ana").await;
    let (mut found, mut cursor) = (Vec::new(), String::new());
    for left in [true, true, false] {
        let page = ana.get(&format!("/skills/{able}/helping-schools?limit=1&cursor={cursor}")).await.ok();
        found.extend(names(page["items"].as_array().unwrap()).into_iter().map(str::to_owned));
        assert_eq!(page["next"].is_string(), left);
        cursor = page["next"].as_str().unwrap_or_default().to_owned();
    }
    assert_eq!(found, [TWELVE, SIX, THREE]);
    check(&ana.get(&format!("/skills/{able}/helping-schools?cursor=zz")).await, expect!["422 cursor: invalid"]);
}

#[tokio::test]
async fn only_open_offers_of_schools_that_stand_are_shown_to_people_of_the_region() {
    let town = Town::new().await;
    let able = skill(&town, 0).await;
    open(&town, "school6", Some(&able)).await;
    let path = format!("/skills/{able}/helping-schools");
    for who in ["ana", "lea", "far", "mun", "reg", "admin"] {
        assert_eq!(names(&shelf(&town.person(who).await, &able).await), [SIX], "{who}");
    }
    check(&town.stranger().get(&path).await, expect!["401 unauthenticated"]);
    assert!(shelf(&town.person("pen").await, &able).await.is_empty(), "nobody vouched for them");
    let abroad = foreigner(&town, "pen").await;
    assert!(shelf(&abroad, &able).await.is_empty());
    let (far, head) = (town.person("far").await, town.person("head").await);
    let offer = of(&town, "school6", "/offer").await;
    head.post(&format!("{offer}/pause"), json!({})).await.ok();
    assert!(shelf(&far, &able).await.is_empty());
    assert!(shelf(&head, &able).await.is_empty(), "not to those who know of it either: nobody is taken");
    head.post(&format!("{offer}/resume"), json!({})).await.ok();
    assert_eq!(names(&shelf(&far, &able).await), [SIX]);
    close(&town, "school6").await;
    assert!(shelf(&far, &able).await.is_empty());
    let nothing = "/skills/0190b0f4-7b2a-7c3d-8e4f-0123456789ab/helping-schools";
    check(&far.get(nothing).await, expect!["404 not_found"]);
}

#[tokio::test]
async fn a_subject_is_offered_in_its_grades_and_a_skill_under_any_theme() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let (fifth, able) = (skill(&town, 0).await, skill(&town, 1).await);
    let skills = town.stranger().get("/skills?subject=math&grade=4").await.ok();
    let fourth = skills["items"][0]["id"].as_str().unwrap().to_owned();
    let mut form = offered(2);
    form["themes"][1]["skills"] = json!([{"skill_id": able}]);
    town.person("head").await.put(&of(&town, "school6", "/offer").await, form.clone()).await.ok();
    assert_eq!(shelf(&ana, &fifth).await[0]["exact"], false);
    assert!(shelf(&ana, &fourth).await.is_empty(), "grades 5 to 9 only");
    let named = shelf(&ana, &able).await;
    assert_eq!((&named[0]["exact"], &named[0]["theme"]["theme"]), (&json!(true), &json!("assessment")));
    assert_eq!((named.len(), &named[0]["free"]), (1, &json!(1)), "as many as the theme has specialists");
    form["themes"] = json!([{"theme_kind": "subject", "theme": "math", "specialists": 1}]);
    town.person("head").await.put(&of(&town, "school6", "/offer").await, with(form, json!({"revision": 1}))).await.ok();
    assert_eq!(names(&shelf(&ana, &fourth).await), [SIX], "of all grades");
}
