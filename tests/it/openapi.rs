//! The contract: the document in the repository is the one the handlers make.

use std::{collections::BTreeSet, path::Path};

use kit::Value;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../web/src/shared/api/openapi.json");

fn document() -> Value {
    serde_json::to_value(staffroom::http::document()).unwrap()
}

#[test]
fn the_openapi_document_is_current() {
    let current = serde_json::to_string_pretty(&document()).unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(PATH, &current).unwrap();
    }
    let stored = std::fs::read_to_string(Path::new(PATH)).unwrap_or_default();
    assert!(
        stored == current,
        "openapi.json is old. Type: UPDATE=1 cargo test -p it openapi && npm --prefix web run types"
    );
}

#[test]
fn operations_are_named_tagged_and_say_how_they_fail() {
    let document = document();
    let (mut names, mut wrong) = (BTreeSet::new(), Vec::new());
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap_or_default().to_owned();
            if name.is_empty() || !names.insert(name.clone()) {
                wrong.push(format!("{method} {path}: the operation id {name:?} is missing or taken"));
            }
            if operation["tags"].as_array().is_none_or(Vec::is_empty) {
                wrong.push(format!("{method} {path}: no tag"));
            }
            let responses = operation["responses"].as_object().unwrap();
            if !responses.keys().any(|status| status.starts_with('4')) {
                wrong.push(format!("{method} {path}: no problem is documented"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
