//! What schools wish: ranks and vetoes, and the mode in which both sides choose.

use kernel::Role;
use kit::{check, expect, json};

use super::{District, of};
use crate::pairings::life::give;

#[tokio::test]
async fn a_school_says_whom_it_wants_and_whom_not() {
    let district = District::new().await;
    give(&district.town, "ben", Role::DeputyHead, district.mentees[0]).await;
    let ben = district.town.person("ben").await;
    let path = format!("/organisations/{}/wishes", district.mentees[0]);
    let wish = |other: &dyn ToString, rank: Option<i32>, reason: &str| json!({"other_id": other.to_string(), "theme_kind": null, "theme": null, "rank": rank, "veto": rank.is_none(), "reason": reason});
    let list =
        json!({"wishes": [wish(&district.mentors[2], Some(1), ""), wish(&district.mentors[0], None, "Спорили")]});
    let saved = ben.put(&path, list).await.ok();
    assert_eq!((saved[0]["rank"].as_i64(), saved[1]["reason"].as_str()), (Some(1), Some("Спорили")));
    assert_eq!(district.mun.get(&path).await.ok(), saved);
    let run = district.mun.post(&district.path("match-runs"), json!({"mode": "stable"})).await.ok();
    let pair = of(&run, district.mentees[0]);
    assert_eq!(pair["mentor"]["id"], district.mentors[2].to_string(), "in the stable mode the first wish comes true");
    assert!(
        pair["explanation"].as_array().unwrap().iter().any(|s| s.as_str().unwrap().contains("1-е место")),
        "{pair}"
    );
    assert!(run["best_total"].as_i64().unwrap() >= run["total"].as_i64().unwrap());
    let bars = district.run().await;
    assert_ne!(of(&bars, district.mentees[0])["mentor"]["id"], district.mentors[0].to_string());
    // The other side may say no as well.
    give(&district.town, "lea", Role::MentorCoordinator, district.mentors[2]).await;
    let lea = district.town.person("lea").await;
    let no = json!({"wishes": [wish(&district.mentees[0], None, "Далеко")]});
    lea.put(&format!("/organisations/{}/wishes", district.mentors[2]), no).await.ok();
    let run = district.run().await;
    assert_eq!(of(&run, district.mentees[0])["mentor"]["id"], district.mentors[1].to_string());
    for other in ["ana", "head", "farhead"] {
        check(&district.town.person(other).await.get(&path).await, expect!["404 not_found"]);
    }
}

#[tokio::test]
async fn wishes_that_make_no_sense_are_refused_by_their_place() {
    let district = District::new().await;
    let own = district.mentees[0];
    let path = format!("/organisations/{own}/wishes");
    let mentor = district.mentors[0];
    let region = district.town.org("region").await;
    let cases = [
        (json!([{"other_id": own, "rank": 1}]), expect!["422 wishes[0].other_id: invalid"]),
        (json!([{"other_id": region, "rank": 1}]), expect!["422 wishes[0].other_id: unknown"]),
        (json!([{"other_id": mentor, "rank": 0}]), expect!["422 wishes[0].rank: invalid"]),
        (json!([{"other_id": mentor}]), expect!["422 wishes[0].rank: invalid"]),
        (json!([{"other_id": mentor, "rank": 1, "veto": true, "reason": "x"}]), expect!["422 wishes[0].rank: invalid"]),
        (json!([{"other_id": mentor, "veto": true, "reason": " "}]), expect!["422 wishes[0].reason: required"]),
        (
            json!([{"other_id": mentor, "rank": 1, "theme_kind": "subject", "theme": "танцы"}]),
            expect!["422 wishes[0].theme: unknown"],
        ),
        (json!([{"other_id": mentor, "rank": 1, "theme": "math"}]), expect!["422 wishes[0].theme: unknown"]),
        (
            json!([{"other_id": mentor, "rank": 1}, {"other_id": mentor, "rank": 1}]),
            expect!["422 wishes[1].other_id: taken, wishes[1].rank: taken"],
        ),
    ];
    for (wishes, expected) in cases {
        check(&district.mun.put(&path, json!({"wishes": wishes})).await, expected);
    }
    assert_eq!(district.mun.get(&path).await.ok(), json!([]));
}
