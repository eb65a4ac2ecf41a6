//! What the index survives: its files gone or damaged, a kill at any moment, a second server on the same folder.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use kit::{
    Person, Town, Victim,
    engine::{self, Place},
};

use super::{found_town, titles};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() { all.extend(files(&entry.path())) } else { all.push(entry.path()) }
    }
    all
}

#[tokio::test]
async fn an_index_deleted_under_a_running_server_comes_back() {
    let town = found_town().await;
    let ana = town.person("ana").await;
    std::fs::remove_dir_all(town.place.data.path().join("search")).unwrap();
    assert_eq!(titles(&ana, "леонова").await.len(), 1, "the old one answers");
    ana.opens(&town.space("open").await, "Хризантемы").await;
    town.settle().await;
    assert_eq!(titles(&ana, "хризантема").await, ["Хризантемы"]);
    assert_eq!(titles(&ana, "леонова").await.len(), 1);
}

#[tokio::test]
async fn a_damaged_index_is_built_anew_at_the_next_start() {
    let place = engine::prepared().await;
    let index = tempfile::tempdir().unwrap();
    let folder = index.path().to_owned();
    let town = Town::over(Place { url: place.url.clone(), data: tempfile::tempdir().unwrap() }, |config| {
        config.search.folder = folder.clone();
    })
    .await;
    town.settle().await;
    drop(town);
    tokio::time::sleep(Duration::from_millis(200)).await;
    for file in segments(index.path()) {
        let length = std::fs::metadata(&file).unwrap().len() as usize;
        let copy = file.with_extension("new");
        // A new file: the first server's readers may still look at the old one.
        std::fs::write(&copy, vec![0x5a; length]).unwrap();
        std::fs::rename(copy, &file).unwrap();
    }
    let town = Town::over(place, |config| config.search.folder = folder).await;
    town.settle().await;
    assert_eq!(titles(&town.person("ana").await, "леонова").await.len(), 1);
}

fn segments(folder: &Path) -> Vec<PathBuf> {
    let kinds = ["idx", "term", "pos", "fast", "fieldnorm", "store"];
    files(folder).into_iter().filter(|f| f.extension().is_some_and(|e| kinds.iter().any(|x| e == *x))).collect()
}

/// Whatever is done to the files, the server lives and answers, and soon answers rightly.
async fn outlives(harm: fn(&Path)) {
    let town = found_town().await;
    let ana = town.person("ana").await;
    ana.opens(&town.space("open").await, "Хризантемы и лютики").await;
    town.settle().await;
    let harmed = segments(&town.place.data.path().join("search"));
    assert!(harmed.len() > 3, "{harmed:?}");
    harmed.iter().for_each(|file| harm(file));
    for query in ["хризантемы", "\"хризантемы и лютики\"", "леонова", "лют", ""] {
        assert!(super::ask(&ana, query, "").await["items"].is_array(), "{query}");
        ana.get(&format!("/search/suggest?q={}", super::encoded(query))).await.ok();
    }
    for _ in 0..100 {
        town.settle().await;
        let answer = super::ask(&ana, "\"хризантемы и лютики\"", "").await;
        let found = super::titles_of(&answer) == ["Хризантемы и лютики"];
        if found && answer["rebuilding"] == false && segments(&town.place.data.path().join("search")) != harmed {
            assert_eq!(titles(&ana, "леонова").await.len(), 1);
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the index was not built anew");
}

#[tokio::test]
async fn an_index_cut_short_under_a_running_server_comes_back() {
    outlives(|file| {
        let length = std::fs::metadata(file).unwrap().len();
        std::fs::OpenOptions::new().write(true).open(file).unwrap().set_len(length / 3).unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_index_emptied_under_a_running_server_comes_back() {
    outlives(|file| std::fs::OpenOptions::new().write(true).open(file).unwrap().set_len(0).unwrap()).await;
}

#[tokio::test]
async fn an_index_overwritten_under_a_running_server_comes_back() {
    outlives(|file| {
        let length = std::fs::metadata(file).unwrap().len();
        let garbage: Vec<u8> = (0..length).map(|at| (at.wrapping_mul(2_654_435_761) >> 7) as u8).collect();
        std::fs::write(file, garbage).unwrap();
    })
    .await;
}

#[tokio::test]
async fn files_of_an_index_taken_away_under_a_running_server_come_back() {
    outlives(|file| std::fs::remove_file(file).unwrap()).await;
}

#[tokio::test]
async fn two_servers_on_one_folder_keep_an_index_each() {
    let town = found_town().await;
    let (url, app, _stop) = town.second_server().await;
    let ana = town.person("ana").await;
    ana.opens(&town.space("open").await, "Хризантемы").await;
    town.settle().await;
    app.settle().await.unwrap();
    let there = Person { url, ..ana.clone() };
    assert_eq!(titles(&ana, "хризантемы").await, ["Хризантемы"]);
    assert_eq!(titles(&there, "хризантемы").await, ["Хризантемы"]);
}

const SERVER: &str = "search::lasting::a_server_that_will_be_killed";

/// Not a test: the server that the next one kills.
#[tokio::test]
#[ignore = "a server for another test"]
async fn a_server_that_will_be_killed() {
    Victim::serve(|config, folder| config.search.folder = folder.join("index")).await;
}

#[tokio::test]
async fn a_kill_between_database_and_index_loses_nothing_and_doubles_nothing() {
    let place = engine::prepared().await;
    let folder = place.data.path().to_owned();
    let mut written = 0;
    for round in 0..4_u64 {
        let victim = Victim::start(SERVER, &place.url, &folder).await;
        let ana = Person::sign_in(&victim.url, "ana").await;
        let spaces = ana.get("/spaces").await.ok();
        let open = spaces["items"].as_array().unwrap().iter().find(|s| s["kind"] == "open").unwrap();
        for number in 0..6 {
            ana.opens(open["id"].as_str().unwrap(), &format!("Хризантема {round} {number}")).await;
            written += 1;
            // The kill comes at another moment of the index's work each time.
            tokio::time::sleep(Duration::from_millis(17 * round)).await;
        }
        victim.kill();
    }
    let index = folder.join("index");
    let town = Town::over(place, |config| config.search.folder = index).await;
    town.settle().await;
    let answer = super::ask(&town.person("ana").await, "хризантема", "&kind=topic").await;
    assert_eq!(answer["total"], written);
}
