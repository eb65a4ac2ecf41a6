//! The house rules that a compiler does not know.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
};

use kernel::Code;
use kit::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn tracked() -> Vec<String> {
    let output = Command::new("git").args(["ls-files"]).current_dir(root()).output().unwrap();
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).filter(|f| root().join(f).exists()).collect()
}

fn read(file: &str) -> String {
    std::fs::read_to_string(root().join(file)).unwrap_or_else(|e| panic!("{file}: {e}"))
}

/// Which of our crates each crate may use. A missing line is a crate nobody decided about.
const GRAPH: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("platform", &["kernel"]),
    ("papers", &[]),
    ("prose", &["kernel"]),
    ("accounts", &["kernel", "platform"]),
    ("skills", &["kernel", "platform", "accounts"]),
    ("files", &["kernel", "platform"]),
    ("search", &["kernel", "platform"]),
    ("live", &["kernel", "platform"]),
    ("notices", &["kernel", "platform"]),
    ("forums", &["kernel", "platform", "accounts", "skills", "papers", "prose"]),
    ("practices", &["kernel", "platform", "accounts", "skills", "papers", "prose"]),
    ("calendars", &["kernel", "platform", "accounts", "skills", "papers", "prose"]),
    ("pairings", &["kernel", "platform", "accounts", "skills", "papers", "prose"]),
    ("migrations", &[]),
    ("staffroom", EVERYTHING),
    ("bench", EVERYTHING),
    ("it", EVERYTHING),
];

const EVERYTHING: &[&str] = &[
    "kernel",
    "platform",
    "papers",
    "prose",
    "accounts",
    "skills",
    "files",
    "search",
    "live",
    "notices",
    "forums",
    "practices",
    "calendars",
    "pairings",
    "migrations",
    "staffroom",
    "it",
];

#[test]
fn crates_use_only_what_the_graph_allows() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let ours: BTreeSet<&str> = packages.iter().map(|p| p["name"].as_str().unwrap()).collect();
    let graph: BTreeMap<&str, &[&str]> = GRAPH.iter().copied().collect();
    let mut wrong = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let Some(allowed) = graph.get(name) else {
            wrong.push(format!("{name} is not in the graph"));
            continue;
        };
        for dependency in package["dependencies"].as_array().unwrap() {
            let dependency = dependency["name"].as_str().unwrap();
            if ours.contains(dependency) && !allowed.contains(&dependency) {
                wrong.push(format!("{name} must not use {dependency}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_the_platform_opens_things() {
    let foreign = ["tokio", "axum"];
    let manifest = read("crates/kernel/Cargo.toml");
    for name in foreign {
        assert!(!manifest.contains(&format!("{name}.workspace")), "kernel must not know {name}");
    }
}

#[test]
fn files_stay_short() {
    let mut long = Vec::new();
    for file in tracked() {
        let limit = match Path::new(&file).extension().and_then(|e| e.to_str()) {
            Some("rs") if file.starts_with("tests/") => 600,
            Some("rs" | "ts") if !file.ends_with(".d.ts") => 400,
            Some("svelte") => 250,
            _ => continue,
        };
        let lines = read(&file).lines().count();
        if lines > limit {
            long.push(format!("{file}: {lines} lines, at most {limit}"));
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn every_rust_file_begins_with_what_it_is() {
    let silent: Vec<String> =
        tracked().into_iter().filter(|f| f.ends_with(".rs") && !read(f).trim_start().starts_with("//!")).collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn no_module_is_a_drawer() {
    let drawers: Vec<String> = tracked()
        .into_iter()
        .filter(|f| {
            let stem = Path::new(f).file_stem().and_then(|s| s.to_str()).unwrap_or_default();
            ["utils", "util", "common", "helpers", "helper", "manager", "misc"].contains(&stem)
        })
        .collect();
    assert!(drawers.is_empty(), "{drawers:#?}");
}

#[test]
fn nothing_is_unwrapped_silenced_or_left_undone_outside_tests() {
    let mut found = Vec::new();
    for file in tracked().into_iter().filter(|f| f.ends_with(".rs") && f.starts_with("crates/")) {
        for (number, line) in read(&file).lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let words = [".unwrap()", ".expect(", "todo!(", "unimplemented!(", "#[allow(", "#![allow("];
            if words.iter().any(|w| code.contains(w)) || line.contains("TODO") || line.contains("FIXME") {
                found.push(format!("{file}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_architecture_names_every_crate_and_every_problem_code() {
    let text = read("docs/ARCHITECTURE.md");
    let crates = std::fs::read_dir(root().join("crates")).unwrap().flatten();
    let mut missing: Vec<String> = crates
        .map(|entry| entry.file_name().into_string().unwrap())
        .filter(|name| !text.contains(&format!("`{name}`")))
        .collect();
    missing.extend(Code::ALL.iter().map(|c| c.name()).filter(|code| !text.contains(&format!("`{code}`"))));
    assert!(missing.is_empty(), "docs/ARCHITECTURE.md does not name: {missing:?}");
}

#[test]
fn the_application_loads_nothing_from_foreign_hosts() {
    let mut found = Vec::new();
    for file in tracked().into_iter().filter(|f| f.starts_with("web/src/") || f.starts_with("web/static/")) {
        let Ok(text) = std::fs::read_to_string(root().join(&file)) else { continue };
        for (number, line) in text.lines().enumerate() {
            let loads = ["src=\"http", "href=\"http", "url(http", "url(\"http", "import('http", "from 'http"];
            if loads.iter().any(|l| line.contains(l)) {
                found.push(format!("{file}:{}", number + 1));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
