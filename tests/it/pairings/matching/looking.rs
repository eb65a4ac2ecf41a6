//! Who looks at a board and who acts on it; whoever has it open hears of what others do.

use kernel::Role;
use kit::{Answer, Person, Value, check, expect, json};

use super::{District, of};
use crate::pairings::life::give;

/// Everything one may read of a board; what only those read who decide; everything one may do to it.
struct Doors {
    read: Vec<String>,
    office: Vec<String>,
    acts: Vec<(&'static str, String, Value)>,
}

fn doors(district: &District, run: &Value, veto: &str) -> Doors {
    let id = run["id"].as_str().unwrap();
    let pair = of(run, district.mentees[1]);
    let word = |kind: &str| json!({"need_id": pair["need"]["id"], "mentor_id": pair["mentor"]["id"], "kind": kind, "reason": "Так"});
    let weights = json!({"context": 1, "complementarity": 0, "practice": 0, "access": 0, "history": 0});
    let decisions = || format!("/match-runs/{id}/decisions");
    Doors {
        read: vec![
            district.path("match-runs"),
            district.path("match-weights"),
            format!("/match-runs/{id}"),
            format!("/match-runs/{id}/sensitivity"),
            format!("/match-runs/{id}/compare/{id}"),
        ],
        office: vec![
            format!("/match-runs/{id}/needs/{}/mentors", district.needs[1]),
            format!("/match-runs/{id}/order.docx"),
            format!("/match-runs/{id}/order.pdf"),
        ],
        acts: vec![
            ("POST", format!("/match-runs/{id}/replay"), json!({})),
            ("POST", decisions(), word("pin")),
            ("POST", decisions(), word("accept")),
            ("POST", decisions(), word("veto")),
            ("DELETE", format!("/match-decisions/{veto}"), Value::Null),
            ("POST", district.path("match-runs"), json!({"mode": "flow"})),
            ("POST", district.path("match-weights"), weights),
        ],
    }
}

async fn acted(who: &Person, (method, path, body): &(&'static str, String, Value)) -> Answer {
    match *method {
        "DELETE" => who.delete(path).await,
        _ => who.post(path, body.clone()).await,
    }
}

#[tokio::test]
async fn each_role_reads_and_does_what_is_its_own() {
    let district = District::new().await;
    let run = district.run().await;
    let veto = district.decide(&run, &of(&run, district.mentees[0]), "veto", Some("Тайная причина")).await.ok();
    let doors = doors(&district, &run, veto["id"].as_str().unwrap());
    let own: kernel::OrgId = district.id.parse().unwrap();
    give(&district.town, "far", Role::Observer, own).await;
    give(&district.town, "lea", Role::Curator, own).await;
    give(&district.town, "farhead", Role::Observer, district.town.org("farland").await.parse().unwrap()).await;
    // Those of other territories, teachers, heads and curators do not know that there is a board.
    for login in ["ana", "head", "lea", "farhead"] {
        let who = district.town.person(login).await;
        for path in doors.read.iter().chain(&doors.office) {
            assert_eq!(who.get(path).await.summary(), "404 not_found", "{login} {path}");
        }
        for act in &doors.acts {
            assert_eq!(acted(&who, act).await.summary(), "404 not_found", "{login} {act:?}");
        }
    }
    let observer = district.town.person("far").await;
    for path in &doors.read {
        assert_eq!(observer.get(path).await.status.as_u16(), 200, "{path}");
    }
    for path in &doors.office {
        assert_eq!(observer.get(path).await.summary(), "403 read_only", "{path}");
    }
    for act in &doors.acts {
        assert_eq!(acted(&observer, act).await.summary(), "403 read_only", "{act:?}");
    }
    assert_eq!(district.mun.get(&district.path("match-runs")).await.ok().as_array().unwrap().len(), 1);
    for login in ["mun", "reg", "admin"] {
        let who = district.town.person(login).await;
        for path in doors.read.iter().chain(&doors.office) {
            assert_eq!(who.get(path).await.status.as_u16(), 200, "{login} {path}");
        }
    }
    for act in &doors.acts {
        let answer = acted(&district.mun, act).await;
        // One pair is pinned and then accepted; what was accepted is not vetoed.
        let said = act.2["kind"] == "veto" && answer.summary() == "409 already_exists";
        assert!(answer.status.is_success() || said, "{act:?}: {}", answer.summary());
    }
}

#[tokio::test]
async fn observers_see_an_outline_without_results_conditions_wishes_and_reasons() {
    let district = District::new().await;
    give(&district.town, "ben", Role::SchoolHead, district.mentees[1]).await;
    let wish = json!({"wishes": [
        {"other_id": district.mentors[0], "veto": true, "reason": "Тайный отказ"},
        {"other_id": district.mentors[2], "veto": true, "reason": "Тайный отказ"},
        {"other_id": district.mentors[1], "rank": 1}
    ]});
    let ben = district.town.person("ben").await;
    ben.put(&format!("/organisations/{}/wishes", district.mentees[1]), wish).await.ok();
    let run = district.run().await;
    district.decide(&run, &of(&run, district.mentees[0]), "veto", Some("Тайная причина")).await.ok();
    district.decide(&run, &of(&run, district.mentees[2]), "accept", Some("Тайное слово")).await.ok();
    give(&district.town, "far", Role::Observer, district.id.parse().unwrap()).await;
    let observer = district.town.person("far").await;
    let path = format!("/match-runs/{}", run["id"].as_str().unwrap());
    let (seen, whole) = (observer.get(&path).await.ok(), district.mun.get(&path).await.ok());
    assert_eq!((&seen["whole"], &seen["can_decide"], &seen["schools"]), (&json!(false), &json!(false), &json!([])));
    assert_eq!((&whole["whole"], &whole["can_decide"]), (&json!(true), &json!(true)));
    assert_eq!(seen["pairs_list"].as_array().unwrap().len(), whole["pairs_list"].as_array().unwrap().len());
    for (pair, known) in seen["pairs_list"].as_array().unwrap().iter().zip(whole["pairs_list"].as_array().unwrap()) {
        assert_eq!((&pair["score"], &pair["mentor"]), (&known["score"], &known["mentor"]));
        assert_eq!((&pair["parts"], &pair["need"]["strength"]), (&json!(null), &json!(null)));
        assert_eq!((&pair["decision"]["reason"], &pair["pairing_id"]), (&json!(null), &json!(null)));
        assert_eq!(pair["decision"]["kind"], known["decision"]["kind"]);
    }
    let text = seen.to_string();
    for secret in ["Тайн", "близости условий", "% выполнения", "место в е", "возражает"]
    {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    let all = whole.to_string();
    assert!(
        all.contains("Тайная причина") && all.contains("близости условий") && all.contains("место в её пожеланиях")
    );
    let compared = observer.get(&format!("{path}/compare/{}", run["id"].as_str().unwrap())).await.ok();
    assert_eq!(compared["moved"], json!([]));
}

#[tokio::test]
async fn whoever_has_the_board_open_hears_of_runs_and_decisions() {
    let district = District::new().await;
    let own: kernel::OrgId = district.id.parse().unwrap();
    give(&district.town, "lea", Role::MunicipalCoordinator, own).await;
    give(&district.town, "far", Role::Observer, own).await;
    let stream = format!("board:{own}");
    let mut lea = district.town.person("lea").await.watches(&stream).await;
    let mut far = district.town.person("far").await.watches(&stream).await;
    let region = format!("board:{}", district.town.org("region").await);
    let mut reg = district.town.person("reg").await.watches(&region).await;
    let run = district.run().await;
    for socket in [&mut lea, &mut far] {
        let heard = socket.event("board_changed").await;
        assert_eq!(heard["data"], json!({"territory_id": district.id, "what": "pairings.run_made"}));
    }
    let pinned = district.decide(&run, &of(&run, district.mentees[0]), "pin", None).await.ok();
    assert_eq!(lea.event("board_changed").await["data"]["what"], "pairings.decided");
    assert_eq!(
        reg.event("board_changed").await["data"]["what"],
        "pairings.board_touched",
        "its board has the need too"
    );
    check(&district.mun.delete(&format!("/match-decisions/{}", pinned["id"].as_str().unwrap())).await, expect!["204"]);
    assert_eq!(lea.event("board_changed").await["data"]["what"], "pairings.decision_undone");
    let weights = json!({"context": 1, "complementarity": 0, "practice": 0, "access": 0, "history": 0});
    district.mun.post(&district.path("match-weights"), weights).await.ok();
    assert_eq!(lea.event("board_changed").await["data"]["what"], "pairings.weights_saved");
    for login in ["ana", "head", "farhead"] {
        let mut stranger = district.town.person(login).await.connects().await;
        let answer = stranger.subscribe(&[&stream], None).await;
        assert_eq!(answer["refused"][0]["code"], "not_found", "{login}");
    }
}
