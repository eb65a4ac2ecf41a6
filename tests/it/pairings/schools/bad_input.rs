//! Everything that a context refuses, field by field.

use kit::{Town, Value, check, expect, json};

use super::{full, of, with};

/// The form with one share in place of all.
fn one_share(key: &str, numerator: Value, denominator: Value) -> Value {
    with(full(), json!({"shares": [{"key": key, "numerator": numerator, "denominator": denominator}]}))
}

#[tokio::test]
async fn shares_that_cannot_be_are_refused() {
    let town = Town::new().await;
    let mun = town.person("mun").await;
    let year = of(&town, "school6", "/contexts/2026").await;
    let table = [
        (json!(161), json!(160), expect!["422 shares[0].numerator: too_many"]),
        (json!(5), json!(0), expect!["422 shares[0].denominator: invalid, shares[0].numerator: too_many"]),
        (json!(0), json!(0), expect!["422 shares[0].denominator: invalid"]),
        (json!(-1), json!(160), expect!["422 shares[0].numerator: invalid"]),
        (json!(5), json!(-160), expect!["422 shares[0].denominator: invalid, shares[0].numerator: too_many"]),
        (json!(5), json!(null), expect!["422 shares[0].denominator: required"]),
        (json!(null), json!(160), expect!["422 shares[0].numerator: required"]),
        (json!(5), json!(161), expect!["422 shares[0].denominator: too_many"]),
        (json!(5.5), json!(160), expect!["422 shares[0].numerator: invalid"]),
        (json!("5"), json!(160), expect!["422 shares[0].numerator: invalid"]),
        (json!(1e300), json!(160), expect!["422 shares[0].numerator: invalid"]),
        (json!(i64::MAX), json!(160), expect!["422 shares[0].numerator: invalid"]),
        (json!(5), json!(i64::MAX), expect!["422 shares[0].denominator: invalid"]),
        (json!(5), json!(i32::MAX), expect!["422 shares[0].denominator: invalid, shares[0].denominator: too_many"]),
    ];
    for (numerator, denominator, expected) in table {
        check(&mun.put(&year, one_share("on_record", numerator, denominator)).await, expected);
    }
    let unknown = one_share("left_handed", json!(5), json!(100));
    check(&mun.put(&year, unknown).await, expect!["422 shares[0].key: invalid"]);
    let families = json!([
        {"key": "complete_families", "numerator": 100, "denominator": 160},
        {"key": "incomplete_families", "numerator": 61, "denominator": 160}
    ]);
    let families = with(full(), json!({"shares": families}));
    check(&mun.put(&year, families).await, expect!["422 shares[1].numerator: too_many"]);
    let twice = json!([
        {"key": "on_record", "numerator": 5, "denominator": 160},
        {"key": "on_record", "numerator": 6, "denominator": 160}
    ]);
    check(&mun.put(&year, with(full(), json!({"shares": twice}))).await, expect!["422 shares[1].key: taken"]);
    assert_eq!(mun.get(&year).await.ok()["revision"], 0, "nothing of it was written");
}

#[tokio::test]
async fn numbers_places_and_levels_that_cannot_be_are_refused_all_together() {
    let town = Town::new().await;
    let mun = town.person("mun").await;
    let year = of(&town, "school6", "/contexts/2026").await;
    let table = [
        (json!({"pupils": 0, "shares": []}), expect!["422 pupils: invalid"]),
        (json!({"pupils": -5, "shares": []}), expect!["422 pupils: invalid"]),
        (json!({"pupils": 20_001}), expect!["422 pupils: invalid"]),
        (json!({"pupils": 1e300}), expect!["422 pupils: invalid"]),
        (json!({"shifts": 4, "vacancies": 501}), expect!["422 shifts: invalid, vacancies: invalid"]),
        (json!({"teachers": 10}), expect!["422 teachers_over_60: too_many, highest_category: too_many"]),
        (
            json!({"teachers": 0, "teachers_under_35": i32::MAX}),
            expect![["422 teachers_under_35: invalid, teachers_over_60: too_many, highest_category: too_many"]],
        ),
        (json!({"latitude": 115.125, "longitude": 51.5406}), expect!["422 latitude: invalid"]),
        (json!({"latitude": null}), expect!["422 latitude: required"]),
        (json!({"longitude": null}), expect!["422 longitude: required"]),
        (json!({"longitude": 1e308}), expect!["422 longitude: invalid"]),
        (json!({"languages": ["ru", "klingon"]}), expect!["422 languages: unknown"]),
        (json!({"languages": ["ru", "ru"]}), expect!["422 languages: taken"]),
        (json!({"kind": "castle"}), expect!["422 kind: invalid"]),
        (json!({"rural": "да"}), expect!["422 rural: invalid"]),
        (json!({"source_note": "ё".repeat(1001)}), expect!["422 source_note: too_long"]),
        (
            json!({"levels": [{"key": "housing", "level": 6, "source": ""}]}),
            expect![["422 levels[0].level: invalid, levels[0].source: required"]],
        ),
        (
            json!({"levels": [{"key": "housing", "level": 0, "source": "x"}, {"key": "housing", "level": 1, "source": "x"}]}),
            expect!["422 levels[0].level: invalid, levels[1].key: taken"],
        ),
        (json!({"revision": "первая"}), expect!["422 revision: invalid"]),
    ];
    for (change, expected) in table {
        check(&mun.put(&year, with(full(), change)).await, expected);
    }
    check(&mun.put(&year, json!([])).await, expect!["422 body: invalid"]);
    check(&mun.put(&year, with(full(), json!({"revision": 7}))).await, expect!["409 version_conflict"]);
    assert_eq!(mun.get(&year).await.ok()["revision"], 0);
}
