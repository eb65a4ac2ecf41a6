//! The server's own pages say the same words as the application.

use std::path::Path;

use kit::Value;
use practices::kinds::{Kind, Level, Licence, word};
use sea_orm::Iterable;

fn catalogue(file: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("web/messages/ru").join(file);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn subjects_kinds_levels_and_licences_are_called_alike_everywhere() {
    let (words, practices) = (catalogue("words.json"), catalogue("practices.json"));
    for code in kernel::subject::SUBJECTS {
        assert_eq!(words[format!("subject_{code}")], kernel::subject::russian(code));
    }
    for kind in Kind::iter() {
        assert_eq!(practices[format!("practices_kind_{}", word(&kind))], kind.russian());
    }
    for level in Level::iter() {
        assert_eq!(practices[format!("practices_level_{}", level.word())], level.russian());
    }
    for licence in Licence::iter() {
        assert_eq!(practices[format!("practices_licence_{}", licence.word())], licence.russian());
        assert_eq!(practices[format!("practices_licence_{}_text", licence.word())], licence.explained());
    }
}
