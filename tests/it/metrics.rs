//! `/metrics`: off unless asked for, for this machine only.

use kit::{Answer, Town};

async fn asked(town: &Town, header: Option<(&str, &str)>) -> Answer {
    let stranger = town.stranger();
    let mut request = stranger.client.get(format!("{}/metrics", town.url));
    if let Some((name, value)) = header {
        request = request.header(name, value);
    }
    stranger.send(request).await
}

#[tokio::test]
async fn nobody_reads_numbers_unless_the_house_wants_it() {
    let town = Town::new().await;
    assert_eq!(asked(&town, None).await.status, 404);
    let town = Town::with(|config| config.http.metrics = true).await;
    assert_eq!(asked(&town, Some(("x-forwarded-for", "127.0.0.1"))).await.status, 404, "a proxy speaks for a stranger");
    assert_eq!(asked(&town, Some(("forwarded", "for=127.0.0.1"))).await.status, 404);
}

#[tokio::test]
async fn sockets_lag_and_jobs_are_told_in_numbers() {
    let town = Town::with(|config| config.http.metrics = true).await;
    let ana = town.person("ana").await;
    let _socket = ana.watches(&format!("user:{}", ana.id)).await;
    town.settle().await;
    let page = asked(&town, None).await;
    assert_eq!(page.status, 200);
    let value = |name: &str| -> f64 {
        let line = page.text.lines().find(|line| line.starts_with(&format!("{name} ")));
        line.unwrap_or_else(|| panic!("no {name} in\n{}", page.text)).rsplit(' ').next().unwrap().parse().unwrap()
    };
    assert_eq!((value("staffroom_live_connections"), value("staffroom_live_subscriptions")), (1.0, 1.0));
    assert!(value("staffroom_feed_position") > 0.0);
    assert_eq!(value("staffroom_jobs{state=\"failed\"}"), 0.0);
    assert_eq!(value("staffroom_feed_lag{follower=\"notices\"}"), 0.0);
    assert!(page.text.lines().all(|line| line.starts_with("# ") || line.starts_with("staffroom_")), "{}", page.text);
}
